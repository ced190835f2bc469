//! Which diagnosis the guidelines put before which, beyond the "code first"
//! notes of the tabular list.
//!
//! Invariants: only orders that hold whatever the reason for admission are
//! here. Where the guidelines leave the order to the circumstances of the
//! encounter (a subsequent infarction, respiratory failure, a pathological
//! fracture in neoplastic disease), there is no entry. No two entries
//! contradict each other.
//!
//! Source: ICD-10-CM Official Guidelines FY2026, Section I.

use chartfleet_model::Poa;

use crate::codeset::{CodeRange, CodeSet, contains};

/// An order that a guideline demands of two diagnoses of one claim.
pub(crate) struct Precedence {
    /// What stands first.
    pub(crate) before: &'static [CodeRange],
    /// What stands after it.
    pub(crate) after: &'static [CodeRange],
    /// Which character of a code narrows the sets, where ranges cannot say it.
    pub(crate) narrowed: Narrowed,
    /// The guideline section.
    pub(crate) source: &'static str,
    /// Why, as a clause: "a local infection follows the sepsis it led to".
    pub(crate) because: &'static str,
    /// Whether it holds for inpatients alone.
    pub(crate) only_inpatient: bool,
    /// Whether it holds also where what stands first arose after admission.
    pub(crate) also_after_admission: bool,
}

/// Which codes of a set are meant, by a character inside them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Narrowed {
    /// All of both sets.
    Not,
    /// Of `before`, the poisonings and toxic effects.
    BeforePoisoning,
    /// Of `after`, the adverse effects and underdosings of drugs.
    AfterDrugTaken,
    /// Of `after`, the sequelae of injuries.
    AfterSequela,
}

impl Precedence {
    /// Whether the diagnosis with the packed code `before` must stand before
    /// the one with the packed code `after`. `poa` is that of `before`.
    pub(crate) fn demands(
        &self,
        before: u64,
        after: u64,
        poa: Option<Poa>,
        inpatient: bool,
    ) -> bool {
        let applies = (inpatient || !self.only_inpatient)
            && (self.also_after_admission || !inpatient || poa != Some(Poa::N));
        applies
            && before != after
            && contains(self.before, before)
            && contains(self.after, after)
            && match self.narrowed {
                Narrowed::Not => true,
                Narrowed::BeforePoisoning => is_poisoning(before),
                Narrowed::AfterDrugTaken => matches!(drug_intent(after), Some(b'5' | b'6')),
                Narrowed::AfterSequela => seventh(after) == b'S',
            }
    }
}

/// The order that the guidelines demand of two packed codes, if any.
pub(crate) fn demanded(
    before: u64,
    after: u64,
    poa: Option<Poa>,
    inpatient: bool,
) -> Option<&'static Precedence> {
    PRECEDENCE
        .iter()
        .find(|precedence| precedence.demands(before, after, poa, inpatient))
}

/// The character of a T36-T65 code that tells poisoning (1-4), adverse effect
/// (5) and underdosing (6): the sixth, or the fifth where the sixth is `X`.
fn drug_intent(key: u64) -> Option<u8> {
    let [_, _, _, _, fifth, sixth, ..] = key.to_be_bytes();
    match sixth {
        0 => None,
        b'X' => Some(fifth),
        _ => Some(sixth),
    }
}

fn is_poisoning(key: u64) -> bool {
    matches!(drug_intent(key), Some(b'1'..=b'4'))
}

fn seventh(key: u64) -> u8 {
    let [.., seventh, _] = key.to_be_bytes();
    seventh
}

const OBSTETRIC: CodeSet<1> = CodeSet::of(["O00-O9A"]);
const NOT_OBSTETRIC: CodeSet<2> = CodeSet::of(["A00-N99", "Q00-Z99"]);
const LIVEBORN: CodeSet<1> = CodeSet::of(["Z38"]);
const NOT_LIVEBORN: CodeSet<2> = CodeSet::of(["A00-Z37", "Z39-Z99"]);
const SEPSIS: CodeSet<17> = CodeSet::of([
    "A02.1",
    "A20.7",
    "A21.7",
    "A22.7",
    "A24.1",
    "A26.7",
    "A28.2",
    "A32.7",
    "A39.2-A39.4",
    "A40",
    "A41",
    "A42.7",
    "A54.86",
    "B00.7",
    "B37.7",
    "P36",
    "T81.44",
]);
const LOCAL_INFECTION: CodeSet<24> = CodeSet::of([
    "A04.7",
    "G00",
    "I33.0",
    "J12-J18",
    "J20-J22",
    "J36",
    "J85",
    "J86",
    "K35",
    "K61",
    "K65",
    "K75.0",
    "K81.0",
    "L02",
    "L03",
    "L08",
    "M00",
    "M86.0-M86.2",
    "N10",
    "N15.1",
    "N30.0",
    "N39.0",
    "N41.0",
    "U07.1",
]);
const SEVERE_SEPSIS: CodeSet<2> = CodeSet::of(["R65.2", "T81.12"]);
const ORGAN_DYSFUNCTION: CodeSet<9> = CodeSet::of([
    "D65", "G62.81", "G72.81", "G93.41", "J80", "J96.0", "J96.2", "K72.0", "N17",
]);
const PROCEDURAL_INFECTION: CodeSet<5> =
    CodeSet::of(["O86.0", "T80.2", "T81.40-T81.43", "T81.49", "T88.0"]);
const SYSTEMIC_INFECTION: CodeSet<3> = CodeSet::of(["A40", "A41", "T81.44"]);
const ORGANISM: CodeSet<1> = CodeSet::of(["B95-B97"]);
const NOT_ORGANISM: CodeSet<2> = CodeSet::of(["A00-B94", "C00-T88"]);
const HIV_DISEASE: CodeSet<1> = CodeSet::of(["B20"]);
const HIV_RELATED: CodeSet<9> = CodeSet::of([
    "A07.2-A07.3",
    "A31.2",
    "A81.2",
    "B25",
    "B37.81",
    "B45",
    "B58.2",
    "B59",
    "C46",
]);
const COVID: CodeSet<1> = CodeSet::of(["U07.1"]);
const COVID_MANIFESTATION: CodeSet<7> =
    CodeSet::of(["J12.82", "J20.8", "J22", "J40", "J80", "J96.0", "J98.8"]);
const NEOPLASM: CodeSet<1> = CodeSet::of(["C00-D49"]);
const ANEMIA_IN_NEOPLASM: CodeSet<1> = CodeSet::of(["D63.0"]);
const HYPOINSULINEMIA: CodeSet<1> = CodeSet::of(["E89.1"]);
const OTHER_DIABETES: CodeSet<1> = CodeSet::of(["E13"]);
const PUMP_FAILURE: CodeSet<2> = CodeSet::of(["T85.614", "T85.624"]);
const INSULIN: CodeSet<1> = CodeSet::of(["T38.3"]);
const DRUGS_AND_TOXINS: CodeSet<1> = CodeSet::of(["T36-T65"]);
const POISONING_EFFECT: CodeSet<21> = CodeSet::of([
    "D65",
    "D70",
    "E15-E16",
    "E86-E87",
    "G92",
    "G93.1",
    "G93.4-G93.6",
    "I44-I49",
    "I95",
    "J68",
    "J69",
    "J80",
    "J96.0",
    "K25-K29",
    "K71",
    "K72.0",
    "N17",
    "R00-R64",
    "R65.1",
    "R68",
    "T68",
]);
const DRUGS: CodeSet<1> = CodeSet::of(["T36-T50"]);
const NOT_DRUGS: CodeSet<3> = CodeSet::of(["A00-T34", "T66-T88", "U07"]);
const BURN_3: CodeSet<12> = CodeSet::of([
    "T20.3", "T20.7", "T21.3", "T21.7", "T22.3", "T22.7", "T23.3", "T23.7", "T24.3", "T24.7",
    "T25.3", "T25.7",
]);
const BURN_2: CodeSet<12> = CodeSet::of([
    "T20.2", "T20.6", "T21.2", "T21.6", "T22.2", "T22.6", "T23.2", "T23.6", "T24.2", "T24.6",
    "T25.2", "T25.6",
]);
const BURN_1: CodeSet<12> = CodeSet::of([
    "T20.1", "T20.5", "T21.1", "T21.5", "T22.1", "T22.5", "T23.1", "T23.5", "T24.1", "T24.5",
    "T25.1", "T25.5",
]);
const BURN: CodeSet<1> = CodeSet::of(["T20-T28"]);
const BURN_EXTENT: CodeSet<1> = CodeSet::of(["T31-T32"]);
const RESIDUAL: CodeSet<4> = CodeSet::of(["G00-G99", "H00-H95", "L90-L91", "M00-M99"]);
const INJURY: CodeSet<1> = CodeSet::of(["S00-T34"]);
const EXTERNAL_CAUSE: CodeSet<1> = CodeSet::of(["V00-Y99"]);
const NOT_EXTERNAL_CAUSE: CodeSet<2> = CodeSet::of(["A00-U99", "Z00-Z99"]);

/// Every order that the guidelines demand, the most general first.
pub(crate) const PRECEDENCE: &[Precedence] = &[
    Precedence {
        also_after_admission: true,
        ..order(
            OBSTETRIC.ranges(),
            NOT_OBSTETRIC.ranges(),
            "Guidelines I.C.15.a.1",
            "chapter 15 has priority over other chapters on the mother's claim",
        )
    },
    Precedence {
        also_after_admission: true,
        ..order(
            LIVEBORN.ranges(),
            NOT_LIVEBORN.ranges(),
            "Guidelines I.C.16.a.2",
            "the birth record begins with the birth",
        )
    },
    order(
        PROCEDURAL_INFECTION.ranges(),
        SYSTEMIC_INFECTION.ranges(),
        "Guidelines I.C.1.d.5.b",
        "sepsis follows the infection of the procedure that it is due to",
    ),
    order(
        SEPSIS.ranges(),
        LOCAL_INFECTION.ranges(),
        "Guidelines I.C.1.d.4",
        "a local infection follows the sepsis that was present on admission",
    ),
    Precedence {
        also_after_admission: true,
        ..order(
            SEPSIS.ranges(),
            SEVERE_SEPSIS.ranges(),
            "Guidelines I.C.1.d.1.b and I.C.1.d.2",
            "severe sepsis follows its systemic infection",
        )
    },
    order(
        SEVERE_SEPSIS.ranges(),
        ORGAN_DYSFUNCTION.ranges(),
        "Guidelines I.C.1.d.1.b and I.C.1.d.3",
        "organ dysfunction follows the severe sepsis that it belongs to",
    ),
    Precedence {
        also_after_admission: true,
        ..order(
            NOT_ORGANISM.ranges(),
            ORGANISM.ranges(),
            "Guidelines I.C.1.b",
            "an organism follows the infection that it causes",
        )
    },
    order(
        HIV_DISEASE.ranges(),
        HIV_RELATED.ranges(),
        "Guidelines I.C.1.a.2.a",
        "an HIV-related condition follows HIV disease",
    ),
    order(
        COVID.ranges(),
        COVID_MANIFESTATION.ranges(),
        "Guidelines I.C.1.g.1.b and I.C.1.g.1.c",
        "respiratory manifestations follow COVID-19",
    ),
    Precedence {
        also_after_admission: true,
        ..order(
            NEOPLASM.ranges(),
            ANEMIA_IN_NEOPLASM.ranges(),
            "Guidelines I.C.2.c.1",
            "anemia in neoplastic disease follows the malignancy",
        )
    },
    order(
        HYPOINSULINEMIA.ranges(),
        OTHER_DIABETES.ranges(),
        "Guidelines I.C.4.a.6.b.i",
        "diabetes after removal of the pancreas follows the hypoinsulinemia",
    ),
    order(
        PUMP_FAILURE.ranges(),
        INSULIN.ranges(),
        "Guidelines I.C.4.a.5",
        "the dose of insulin follows the failure of the pump",
    ),
    Precedence {
        narrowed: Narrowed::BeforePoisoning,
        ..order(
            DRUGS_AND_TOXINS.ranges(),
            POISONING_EFFECT.ranges(),
            "Guidelines I.C.19.e.5.b and I.C.19.e.5.d",
            "manifestations follow the poisoning or toxic effect",
        )
    },
    Precedence {
        narrowed: Narrowed::AfterDrugTaken,
        also_after_admission: true,
        ..order(
            NOT_DRUGS.ranges(),
            DRUGS.ranges(),
            "Guidelines I.C.19.e.5.a and I.C.19.e.5.c",
            "the drug follows what its adverse effect or underdosing led to",
        )
    },
    order(
        BURN_3.ranges(),
        BURN_2.ranges(),
        "Guidelines I.C.19.d.1",
        "the highest degree of burn stands first",
    ),
    order(
        BURN_3.ranges(),
        BURN_1.ranges(),
        "Guidelines I.C.19.d.1",
        "the highest degree of burn stands first",
    ),
    order(
        BURN_2.ranges(),
        BURN_1.ranges(),
        "Guidelines I.C.19.d.1",
        "the highest degree of burn stands first",
    ),
    order(
        BURN.ranges(),
        BURN_EXTENT.ranges(),
        "Guidelines I.C.19.d.6",
        "the extent of burns follows their sites",
    ),
    Precedence {
        narrowed: Narrowed::AfterSequela,
        ..order(
            RESIDUAL.ranges(),
            INJURY.ranges(),
            "Guidelines I.B.10 and I.C.19.a",
            "the injury follows the sequela that it left",
        )
    },
    Precedence {
        also_after_admission: true,
        ..order(
            NOT_EXTERNAL_CAUSE.ranges(),
            EXTERNAL_CAUSE.ranges(),
            "Guidelines I.C.20.a.6",
            "an external cause is never first",
        )
    },
];

/// An order for every class of encounter, of what was present on admission.
const fn order(
    before: &'static [CodeRange],
    after: &'static [CodeRange],
    source: &'static str,
    because: &'static str,
) -> Precedence {
    Precedence {
        before,
        after,
        narrowed: Narrowed::Not,
        source,
        because,
        only_inpatient: false,
        also_after_admission: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::key::pack;

    fn goes_before(before: &str, after: &str) -> bool {
        demanded(
            pack(before).unwrap(),
            pack(after).unwrap(),
            Some(Poa::Y),
            true,
        )
        .is_some()
    }

    #[test]
    fn guidelines_order_these_and_not_the_other_way_round() {
        for (before, after) in [
            ("O85", "A41.9"),
            ("Z38.00", "P07.18"),
            ("T81.41XA", "T81.44XA"),
            ("T81.44XA", "R65.20"),
            ("T81.41XA", "A41.01"),
            ("A41.9", "J18.9"),
            ("A41.89", "U07.1"),
            ("A41.9", "R65.20"),
            ("R65.20", "J96.01"),
            ("N39.0", "B96.20"),
            ("B20", "B59"),
            ("U07.1", "J12.82"),
            ("C34.90", "D63.0"),
            ("E89.1", "E13.9"),
            ("T85.614A", "T38.3X6A"),
            ("T40.2X1A", "J96.01"),
            ("T36.91XA", "R11.2"),
            ("T58.01XA", "R40.20"),
            ("D70.1", "T45.1X5A"),
            ("I10", "T46.5X6A"),
            ("T24.301A", "T21.21XA"),
            ("T21.21XA", "T23.101A"),
            ("T21.21XA", "T31.0"),
            ("M19.171", "S82.891S"),
            ("S72.001A", "W19.XXXA"),
        ] {
            assert!(goes_before(before, after), "{before} before {after}");
            assert!(!goes_before(after, before), "{after} before {before}");
        }
    }

    #[test]
    fn circumstances_order_these() {
        for (one, other) in [
            ("I21.4", "I22.2"),
            ("J96.01", "J18.9"),
            ("M84.58XA", "C79.51"),
            ("T45.1X5A", "T45.1X5D"),
            ("B20", "S72.001A"),
            ("P07.18", "J21.0"),
            ("M19.171", "S82.891D"),
        ] {
            assert!(!goes_before(one, other), "{one} before {other}");
            assert!(!goes_before(other, one), "{other} before {one}");
        }
    }

    #[test]
    fn sepsis_that_arose_after_admission_does_not_displace_the_local_infection() {
        let (sepsis, local) = (pack("A41.9").unwrap(), pack("J18.9").unwrap());
        assert!(demanded(sepsis, local, Some(Poa::N), true).is_none());
        assert!(demanded(sepsis, local, None, false).is_some());
    }
}
