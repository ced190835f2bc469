//! How a section of a note ranks what it says: whether it states diagnoses, or
//! tells of before.

use chartfleet_codes::history_of_event;
use chartfleet_model::Icd10CmCode;

use super::context::Assertion;
use super::{Lexicon, Mention};
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

impl Lexicon {
    /// A mention as the section that it stands in means it; `None` for what is
    /// not the patient's, or not there. An acute disease among those of the
    /// past is history, a list of allergies tells of no reaction, and what a
    /// later diagnosis replaces is a suspicion.
    pub(super) fn placed<'l>(
        &'l self,
        mention: Mention<'l>,
        section: SectionKind,
    ) -> Option<Mention<'l>> {
        if !mention.is_of_patient() {
            return None;
        }
        match section {
            SectionKind::Allergies => {
                record::is_allergy_status(mention.code.as_str()).then_some(mention)
            }
            SectionKind::PastMedical => Some(Mention {
                code: self.in_the_past(mention.code),
                ..mention
            }),
            SectionKind::Preliminary => Some(Mention {
                assertion: Assertion::Uncertain,
                ..mention
            }),
            _ => Some(mention),
        }
    }

    /// The code of the history of an acute disease; others are as they are.
    pub(super) fn in_the_past<'l>(&'l self, code: &'l Icd10CmCode) -> &'l Icd10CmCode {
        let history = history_of_event(code).and_then(|history| {
            let at = self
                .codes
                .binary_search_by(|known| known.as_str().cmp(history));
            self.codes.get(at.ok()?)
        });
        history.unwrap_or(code)
    }
}
