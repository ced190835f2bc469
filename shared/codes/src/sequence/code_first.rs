//! What notes of the tabular list say of the order of two codes: etiology
//! before manifestation, the additional code after, and the definitive code
//! before the vague one that excludes it.
//!
//! The notes' codes were read at install; a note holds for all below the place
//! where it stands.
//!
//! Source: Guidelines I.A.12.a, I.A.13 and I.B.7.

use chartfleet_model::Icd10CmCode;

use crate::codeset::{CodeSet, contains};
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

/// Whether an Excludes1 note at the `loose` code sends to the definitive one,
/// and none the other way: of one condition the definitive code is the right
/// one. Codes of two chapters may be two conditions, unless the loose one is
/// unspecified; a sign is one of its own. Notes between neighbors (kinds of
/// neoplasm and of diabetes, signs, reasons for contact) tell none the better.
pub(super) fn says_better(definitive: &CmEntry<'_>, loose: &CmEntry<'_>) -> bool {
    let letter = |entry: &CmEntry<'_>| entry.code().chars().next();
    let one_condition = if letter(definitive) == letter(loose) {
        is_vague(loose) || !is_vague(definitive) && !contains(NEIGHBORS.ranges(), loose.key())
    } else {
        letter(loose) != Some('R') && is_vague(loose) && !is_vague(definitive)
    };
    one_condition && sets_apart(loose, definitive) && !sets_apart(definitive, loose)
}

const NEIGHBORS: CodeSet<4> = CodeSet::of(["C00-D49", "E08-E13", "R00-R99", "Z00-Z99"]);

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
