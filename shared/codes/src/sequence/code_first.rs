//! Etiology before manifestation: which codes a "code first" note names.
//!
//! Source: Guidelines I.A.13. The notes' codes were read at install; a note
//! holds for all below the place where it stands.

use chartfleet_model::Icd10CmCode;

use crate::tables::{CmEntry, NoteKind, key};

/// Whether a "code first" note that applies to `entry` names `etiology`.
pub(super) fn comes_first(etiology: &Icd10CmCode, entry: &CmEntry<'_>) -> bool {
    let code = key::pack(etiology.as_str());
    code.is_some_and(|code| {
        entry
            .notes_of(NoteKind::CodeFirst)
            .any(|note| note.codes.holds(code))
    })
}
