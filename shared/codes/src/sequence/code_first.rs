//! What notes of the tabular list say of the order of two codes: etiology
//! before manifestation, the additional code after, and the definitive code
//! before the vague one that excludes it.
//!
//! The notes' codes were read at install; a note holds for all below the place
//! where it stands.
//!
//! Source: Guidelines I.A.12.a, I.A.13 and I.B.7.

use chartfleet_model::Icd10CmCode;

use crate::notes::Wording;
use crate::tables::{CmEntry, NoteKind, key};

/// Whether a "code first" note that applies to `entry` names `etiology`.
pub(super) fn comes_first(etiology: &Icd10CmCode, entry: &CmEntry<'_>) -> bool {
    names(entry, NoteKind::CodeFirst, etiology)
}

/// Whether a "use additional code" note that applies to `entry` names
/// `additional`: it takes the later place.
pub(super) fn adds_to(additional: &Icd10CmCode, entry: &CmEntry<'_>) -> bool {
    names(entry, NoteKind::UseAdditional, additional)
}

/// Whether an Excludes1 note sends from the unspecified code to the definitive
/// one of the same chapter, and none the other way. What the note keeps apart
/// in two chapters may be two conditions.
pub(super) fn says_better(definitive: &CmEntry<'_>, vague: &CmEntry<'_>) -> bool {
    vague.code().chars().next() == definitive.code().chars().next()
        && is_vague(vague)
        && !is_vague(definitive)
        && sets_apart(vague, definitive)
        && !sets_apart(definitive, vague)
}

fn is_vague(entry: &CmEntry<'_>) -> bool {
    let title = entry.title();
    // Not "chronic or unspecified", which says that it is chronic.
    title.starts_with("Unspecified ")
        || title.ends_with(", unspecified")
        || title.contains("not specified")
}

fn sets_apart(from: &CmEntry<'_>, to: &CmEntry<'_>) -> bool {
    from.notes_of(NoteKind::Excludes1)
        .any(|note| !note.says(Wording::UNLESS) && note.sets_apart(to))
}

fn names(entry: &CmEntry<'_>, kind: NoteKind, code: &Icd10CmCode) -> bool {
    let code = key::pack(code.as_str());
    code.is_some_and(|code| entry.notes_of(kind).any(|note| note.codes.holds(code)))
}
