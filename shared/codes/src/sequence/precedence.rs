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

mod acute;
mod complications;
mod encounters;
mod injuries;
mod pump;
mod table;

use chartfleet_model::Poa;

use crate::codeset::{CodeRange, contains};

pub(super) use pump::insulin_pump;

/// The tables, the more binding first: where two speak of a pair both ways, the
/// earlier one holds.
pub(crate) const TABLES: [&[Precedence]; 5] = [
    table::CHAPTERS,
    injuries::INJURIES,
    complications::COMPLICATIONS,
    encounters::ENCOUNTERS,
    acute::ACUTE_AND_CHRONIC,
];

/// What of an encounter an order depends on.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Circumstances {
    /// An inpatient stay.
    pub(crate) inpatient: bool,
    /// Tissue was excised or resected in it.
    pub(crate) tissue_removed: bool,
}

/// The encounters for which an order holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setting {
    /// All of them.
    Any,
    /// Inpatient stays.
    Inpatient,
    /// All but inpatient stays.
    Outpatient,
}

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
    /// For which encounters it holds.
    pub(crate) setting: Setting,
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
    /// Both, unless tissue was removed in the same episode of care.
    NothingRemoved,
}

impl Precedence {
    /// Whether the diagnosis with the packed code `before` must stand before
    /// the one with the packed code `after`. `poa` is that of `before`.
    pub(crate) fn demands(
        &self,
        before: u64,
        after: u64,
        poa: Option<Poa>,
        circumstances: Circumstances,
    ) -> bool {
        let inpatient = circumstances.inpatient;
        let here = match self.setting {
            Setting::Any => true,
            Setting::Inpatient => inpatient,
            Setting::Outpatient => !inpatient,
        };
        here && (self.also_after_admission || !inpatient || poa != Some(Poa::N))
            && before != after
            && contains(self.before, before)
            && contains(self.after, after)
            && match self.narrowed {
                Narrowed::Not => true,
                Narrowed::BeforePoisoning => is_poisoning(before),
                Narrowed::AfterDrugTaken => matches!(drug_intent(after), Some(b'5' | b'6')),
                Narrowed::AfterSequela => seventh(after) == b'S',
                Narrowed::NothingRemoved => !circumstances.tissue_removed,
            }
    }
}

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
        setting: Setting::Any,
        also_after_admission: false,
    }
}

/// The order that a table demands of two packed codes, if any. `poa` is that
/// of `before`.
pub(crate) fn demanded(
    table: &'static [Precedence],
    before: u64,
    after: u64,
    poa: Option<Poa>,
    circumstances: Circumstances,
) -> Option<&'static Precedence> {
    table
        .iter()
        .find(|precedence| precedence.demands(before, after, poa, circumstances))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::key::pack;

    const INPATIENT: Circumstances = Circumstances {
        inpatient: true,
        tissue_removed: false,
    };

    fn is_demanded(
        before: &str,
        after: &str,
        poa: Option<Poa>,
        circumstances: Circumstances,
    ) -> bool {
        let (before, after) = (pack(before).unwrap(), pack(after).unwrap());
        TABLES
            .iter()
            .any(|table| demanded(table, before, after, poa, circumstances).is_some())
    }

    fn goes_before(before: &str, after: &str) -> bool {
        is_demanded(before, after, Some(Poa::Y), INPATIENT)
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
            ("C34.90", "D63.0"),
            ("E89.1", "E13.9"),
            ("T85.614A", "T38.3X6A"),
            ("U07.1", "J96.01"),
            ("P07.14", "P07.32"),
            ("T74.12XA", "S52.501A"),
            ("C80.2", "C64.1"),
            ("T86.12", "N17.9"),
            ("T82.7XXA", "A41.01"),
            ("Z51.11", "C50.912"),
            ("Z52.4", "I10"),
            ("Z40.01", "Z15.01"),
            ("I63.9", "I10"),
            ("T51.0X1A", "F10.20"),
            ("S72.001A", "S80.01XA"),
            ("N17.9", "N18.4"),
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
            ("K85.90", "K86.1"),
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
            ("T40.2X1A", "N17.9"),
        ] {
            assert!(!goes_before(one, other), "{one} before {other}");
            assert!(!goes_before(other, one), "{other} before {one}");
        }
    }

    #[test]
    fn sepsis_that_arose_after_admission_does_not_displace_the_local_infection() {
        let demanded = |poa, circumstances| is_demanded("A41.9", "J18.9", poa, circumstances);
        assert!(!demanded(Some(Poa::N), INPATIENT));
        assert!(demanded(None, Circumstances::default()));
    }
}
