//! What a passage's own sentence says of it, for readers other than the rules.

use chartfleet_model::{Document, Evidence};

use super::Wording;
use crate::rules::Mention;

/// How the words around a passage mean it. Nothing is said where they leave
/// doubt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// Denied, absent, unlikely or ruled out.
    pub absent: bool,
    /// Probable, suspected and the like (Guidelines II.H and IV.H).
    pub uncertain: bool,
    /// Of a relative.
    pub of_family: bool,
    /// Of the past.
    pub past: bool,
}

impl Said {
    /// Reads the sentence of a passage; `None` where the span does not fit its
    /// document.
    #[must_use]
    pub fn of(evidence: &Evidence, documents: &[Document]) -> Option<Self> {
        let wording = Wording::of(&Mention::at(evidence, documents)?);
        Some(Self {
            absent: wording.is_absent() || wording.is_ruled_out(),
            uncertain: wording.is_uncertain(),
            of_family: wording.is_of_family(),
            past: wording.is_past(false),
        })
    }
}
