//! How much a diagnosis says of the encounter, where severity does not decide:
//! a disease before a condition that the patient lives with, then symptoms,
//! then statuses and histories; external causes last.
//!
//! Source: Guidelines II and III (what affects the care of the patient), I.C.20
//! (external causes follow; place, activity and status after the cause),
//! I.C.21 (statuses and histories).

use crate::codeset::{CodeSet, contains};

/// The class of a diagnosis, the most significant first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Significance {
    /// A disease or injury.
    Disease,
    /// A disease that patients live with.
    Longstanding,
    /// A symptom, sign or finding.
    Symptom,
    /// A reason for contact, a status or a history.
    Factor,
    /// What caused an injury.
    ExternalCause,
    /// Where it happened.
    Place,
    /// What the patient was doing.
    Activity,
    /// In which capacity.
    ExternalCauseStatus,
}

/// The class of a packed code.
pub(super) fn of(key: u64) -> Significance {
    let is = |set: &[(u64, u64)]| contains(set, key);
    if is(PLACE.ranges()) {
        Significance::Place
    } else if is(ACTIVITY.ranges()) {
        Significance::Activity
    } else if is(STATUS.ranges()) {
        Significance::ExternalCauseStatus
    } else if is(EXTERNAL.ranges()) {
        Significance::ExternalCause
    } else if is(FACTORS.ranges()) {
        Significance::Factor
    } else if is(SYMPTOMS.ranges()) {
        Significance::Symptom
    } else if is(LONGSTANDING.ranges()) {
        Significance::Longstanding
    } else {
        Significance::Disease
    }
}

/// Whether a condition is one that by itself, when acute and present, occasions
/// admissions: the set in which two may qualify equally. Narrow on purpose.
/// Injuries are not in it: the most serious one is first (I.C.19.b), which is
/// for the provider to say; nor is anything of chapters 15 and 16.
pub(super) fn occasions_admission(key: u64) -> bool {
    contains(OCCASIONS_ADMISSION.ranges(), key)
}

const PLACE: CodeSet<1> = CodeSet::of(["Y92"]);
const ACTIVITY: CodeSet<1> = CodeSet::of(["Y93"]);
const STATUS: CodeSet<1> = CodeSet::of(["Y99"]);
const EXTERNAL: CodeSet<1> = CodeSet::of(["V00-Y99"]);
const FACTORS: CodeSet<1> = CodeSet::of(["Z00-Z99"]);
const SYMPTOMS: CodeSet<2> = CodeSet::of(["R00-R64", "R66-R99"]);

const LONGSTANDING: CodeSet<47> = CodeSet::of([
    "B18",
    "D63",
    "D64.9",
    "E03",
    "E08-E13",
    "E55",
    "E66",
    "E78",
    "F03",
    "F17",
    "F20",
    "F32.A",
    "F33.9",
    "F41",
    "G20",
    "G30",
    "G35",
    "G47",
    "G89.2-G89.4",
    "H25-H26",
    "H40",
    "I10",
    "I11.9",
    "I12",
    "I25.1",
    "I25.2",
    "I25.8",
    "I27.2",
    "I48.1-I48.2",
    "I50.22",
    "I50.32",
    "I50.42",
    "J43",
    "J44.9",
    "J45.20",
    "J45.30",
    "J45.40",
    "J45.50",
    "J45.909",
    "K21",
    "K74",
    "M06",
    "M15-M19",
    "M81",
    "N18",
    "N40",
    "I69",
]);

const OCCASIONS_ADMISSION: CodeSet<44> = CodeSet::of([
    "E08.0-E08.1",
    "E10.1",
    "E11.0-E11.1",
    "E13.0-E13.1",
    "G00",
    "G45",
    "G93.41",
    "I11.0",
    "I13.0",
    "I13.2",
    "I20.0",
    "I21.0-I21.4",
    "I21.9",
    "I26",
    "I33.0",
    "I47.2",
    "I50.21",
    "I50.23",
    "I50.31",
    "I50.33",
    "I50.41",
    "I50.43",
    "I60-I63",
    "I80.1-I80.2",
    "J09-J18",
    "J44.0-J44.1",
    "J69.0",
    "J80",
    "J93.1",
    "J96.0",
    "J96.2",
    "K25.0-K25.2",
    "K26.0-K26.2",
    "K27.0-K27.2",
    "K35",
    "K56",
    "K81.0",
    "K85",
    "L03",
    "N10",
    "N17",
    "N39.0",
    "U07.1",
    "K92.0-K92.2",
]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::key::pack;

    #[test]
    fn classes_rank_from_disease_to_the_status_of_an_external_cause() {
        let ranked = [
            "J18.9", "I10", "R07.9", "Z79.4", "W19.XXXA", "Y92.009", "Y93.01", "Y99.8",
        ];
        let classes: Vec<_> = ranked.iter().map(|code| of(pack(code).unwrap())).collect();
        assert!(classes.is_sorted());
        assert_eq!(
            classes
                .iter()
                .collect::<std::collections::BTreeSet<_>>()
                .len(),
            8
        );
    }

    #[test]
    fn severe_sepsis_is_no_mere_symptom() {
        assert_eq!(of(pack("R65.21").unwrap()), Significance::Disease);
    }

    #[test]
    fn longstanding_conditions_and_injuries_do_not_qualify_equally() {
        for (code, qualifies) in [
            ("J18.9", true),
            ("J96.01", true),
            ("I50.33", true),
            ("I50.32", false),
            ("J44.9", false),
            ("S72.001A", false),
            ("O14.14", false),
            ("R07.9", false),
            ("Z51.11", false),
        ] {
            assert_eq!(
                occasions_admission(pack(code).unwrap()),
                qualifies,
                "{code}"
            );
        }
    }
}
