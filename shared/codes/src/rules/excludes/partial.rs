//! Excludes1 notes that bear on one of several conditions of a code.
//!
//! A code may stand for conditions that have nothing to do with each other; an
//! Excludes1 note at it may then mean one of them. `Teeth grinding` and
//! psychogenic dysmenorrhea share a code, and only the one is not coded with
//! sleep related teeth grinding (Guidelines I.A.12.a).

use super::Conflict;
use crate::rules::Diagnosis;
use crate::rules::wording::{names, words};
use crate::tables::{NoteKind, Place};

/// How a note bears on the conditions of its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bearing {
    /// On the code as a whole, or nothing tells otherwise.
    Whole,
    /// On one of the conditions, and it is open which the case has.
    Part,
    /// On one of the conditions, and another is documented.
    Elsewhere,
}

pub(super) fn bearing(conflict: &Conflict<'_, '_>) -> Bearing {
    let (diagnosis, note) = (conflict.diagnosis, &conflict.note);
    let Some(entry) = diagnosis.entry else {
        return Bearing::Whole;
    };
    let own = matches!(note.at, Place::Code(at) if at.key() == entry.key());
    // What is unspecified is one condition, however many names it has.
    let one = !entry.title().starts_with("Other");
    if !own || one || shares(note.text, entry.title()) {
        return Bearing::Whole;
    }
    let covered = entry
        .notes()
        .filter_map(|(kind, text)| matches!(kind, NoteKind::Inclusion).then_some(text));
    let (meant, others): (Vec<&str>, Vec<&str>) =
        covered.partition(|condition| shares(note.text, condition));
    if meant.is_empty() || others.is_empty() {
        return Bearing::Whole;
    }
    if documented(diagnosis, &others) && !documented(diagnosis, &meant) {
        Bearing::Elsewhere
    } else {
        Bearing::Part
    }
}

/// Whether the texts name a condition alike.
fn shares(note: &str, condition: &str) -> bool {
    let told: Vec<&str> = words(note).collect();
    names(&told, &[condition])
}

fn documented(diagnosis: &Diagnosis<'_>, conditions: &[&str]) -> bool {
    diagnosis.mentions.iter().any(|mention| {
        let told: Vec<&str> = words(mention.quote).collect();
        names(&told, conditions)
    })
}
