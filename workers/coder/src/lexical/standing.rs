//! How a section of a note ranks what it says: whether it states diagnoses, or
//! tells of before.

use chartfleet_model::Icd10CmCode;

use crate::record::{self, Section, SectionKind};

/// What a part of a note is for, most authoritative first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// The principal or first-listed diagnosis.
    Principal,
    /// Final, discharge, postoperative and secondary diagnoses.
    Diagnoses,
    /// Assessment, impression.
    Assessment,
    /// The course of events, the plan, and all text without a heading.
    Narrative,
    /// Complaint, history, examination and results: what the diagnoses explain.
    Background,
}

impl Standing {
    /// Of the byte at `at`.
    pub(super) fn at(sections: &[Section], at: usize) -> Self {
        record::section_at(sections, at).into()
    }

    /// Whether it states diagnoses.
    pub(super) fn is_stated(self) -> bool {
        self <= Self::Assessment
    }
}

impl From<SectionKind> for Standing {
    fn from(kind: SectionKind) -> Self {
        match kind {
            SectionKind::PrincipalDiagnosis => Self::Principal,
            SectionKind::Diagnoses => Self::Diagnoses,
            SectionKind::Assessment => Self::Assessment,
            SectionKind::Plan
            | SectionKind::Course
            | SectionKind::Procedure
            | SectionKind::Medications
            | SectionKind::Disposition
            | SectionKind::Other => Self::Narrative,
            SectionKind::ChiefComplaint
            | SectionKind::PresentIllness
            | SectionKind::PastMedical
            | SectionKind::PastSurgical
            | SectionKind::Family
            | SectionKind::Social
            | SectionKind::Allergies
            | SectionKind::Systems
            | SectionKind::Vitals
            | SectionKind::Examination
            | SectionKind::Laboratory
            | SectionKind::Imaging
            | SectionKind::Pathology
            | SectionKind::Preliminary => Self::Background,
        }
    }
}

/// Whether any of the sections states diagnoses.
pub(super) fn state_diagnoses(sections: &[Section]) -> bool {
    let mut standings = sections.iter().map(|section| Standing::from(section.kind));
    standings.any(Standing::is_stated)
}

/// Whether a code found at `at` is of a relative by its section: there only
/// family history is the patient's.
pub(super) fn is_of_relative(sections: &[Section], at: usize, code: &Icd10CmCode) -> bool {
    record::section_at(sections, at) == SectionKind::Family
        && !record::is_family_history(code.as_str())
}
