//! Etiology before manifestation, and what "code first" notes ask for
//! (Guidelines I.A.13, I.A.17).
//!
//! A note is taken as a demand only where its words leave no way out: no `if
//! applicable`, no `such as`, and no list of alternatives of which the case
//! need be none.

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::{Check, ClaimView, Diagnosis, Found, Rule};
use crate::codeset::CodeSet;
use crate::notes::{NoteReading, Wording};
use crate::tables::data::Edits;
use crate::tables::{CmEntry, NoteKind, PlacedNote, day_number};

pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "code_first.manifestation_alone",
            severity: Error,
            source: "Guidelines I.A.13; Medicare Code Editor, manifestation codes",
            looks_for: "a manifestation without the disease that it is a manifestation of",
            remedy: "Code the underlying disease before it, or a code that does not presuppose one.",
        },
        look: manifestation_alone,
    },
    Check {
        rule: Rule {
            id: "code_first.etiology_missing",
            severity: Warning,
            source: "Guidelines I.A.13 and I.A.17; ICD-10-CM tabular list, code first",
            looks_for: "a code whose note demands another code first, none of which is on the claim",
            remedy: "Code what the note names, if documented; query where the record leaves it open.",
        },
        look: etiology_missing,
    },
];

/// Chapters of circumstances, status and symptoms: no disease has a
/// manifestation in them.
const NO_DISEASE: CodeSet<2> = CodeSet::of(["R00-R99", "V00-Z99"]);

/// Cases are wider than the note: the stroke scale goes with every stroke
/// (I.C.18.i), weeks of gestation with every code of pregnancy (I.C.21.c.11),
/// blood may be inhaled as well as a toxic substance, and fat of the breast
/// dies without a graft too.
const WIDER_THAN_THE_NOTE: CodeSet<4> = CodeSet::of(["R29.7", "Z3A", "J69.8", "N64.1"]);

/// What notes on toxic effects ask for, and the drugs that may take the place
/// of the agent.
const TOXIC_EFFECT: CodeSet<1> = CodeSet::of(["T51-T65"]);
const DRUG_OR_TOXIN: CodeSet<1> = CodeSet::of(["T36-T65"]);

fn manifestation_alone(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for diagnosis in &claim.diagnoses {
        let Some(entry) = diagnosis
            .entry
            .filter(|entry| is_manifestation(claim, entry))
        else {
            continue;
        };
        let notes: Vec<_> = entry.notes_of(NoteKind::CodeFirst).collect();
        let named = others(claim, diagnosis).any(|other| names(&notes, other));
        let possible = || {
            !notes.iter().all(is_closed)
                && others(claim, diagnosis).any(|other| may_underlie(claim, other))
        };
        if named || possible() {
            continue;
        }
        let code = diagnosis.code;
        let message = match notes.iter().find(|note| !note.codes.is_empty()) {
            Some(note) if notes.iter().all(is_closed) => format!(
                "{code} is a manifestation, and none of the diseases that code first at {} names is on the claim: \"{}\"",
                note.at, note.text
            ),
            _ => format!(
                "{code} is a manifestation, and no disease that it could belong to is on the claim"
            ),
        };
        found.report_with(message, [code], super::offered(claim, &notes));
    }
}

fn is_manifestation(claim: &ClaimView<'_>, entry: &CmEntry<'_>) -> bool {
    entry.edits(day_number(claim.on)).has(Edits::MANIFESTATION)
}

/// Whether the note names every etiology there is.
fn is_closed(note: &PlacedNote<'_>) -> bool {
    let lists = matches!(note.reading, NoteReading::Codes | NoteReading::Heading);
    lists && !note.says(Wording::EXAMPLES.with(Wording::CONDITIONAL))
}

/// Where a note leaves the disease open: could this be it?
fn may_underlie(claim: &ClaimView<'_>, other: &Diagnosis<'_>) -> bool {
    !other.is(&NO_DISEASE)
        && other
            .entry
            .is_some_and(|entry| !is_manifestation(claim, &entry))
}

fn etiology_missing(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for diagnosis in &claim.diagnoses {
        let Some(entry) = diagnosis
            .entry
            .filter(|entry| !is_manifestation(claim, entry) && !diagnosis.is(&WIDER_THAN_THE_NOTE))
        else {
            continue;
        };
        let notes: Vec<_> = entry.notes_of(NoteKind::CodeFirst).collect();
        let Some(note) = notes.iter().find(|note| demands(note)) else {
            continue;
        };
        let by_drug = is_toxic_effect(note);
        let met = others(claim, diagnosis)
            .any(|other| names(&notes, other) || (by_drug && other.is(&DRUG_OR_TOXIN)));
        if !met {
            found.report_with(
                format!(
                    "{} needs a code before it that is not on the claim: code first at {}, \"{}\"",
                    diagnosis.code, note.at, note.text
                ),
                [diagnosis.code],
                super::offered(claim, std::slice::from_ref(note)),
            );
        }
    }
}

/// A note that stands alone, names its codes and knows no exception.
fn demands(note: &PlacedNote<'_>) -> bool {
    const WAYS_OUT: Wording = Wording::CONDITIONAL
        .with(Wording::EXAMPLES)
        .with(Wording::ALTERNATIVE);
    note.reading == NoteReading::Codes && note.says(Wording::ALONE) && !note.says(WAYS_OUT)
}

fn is_toxic_effect(note: &PlacedNote<'_>) -> bool {
    note.codes.ranges() == TOXIC_EFFECT.ranges()
}

fn others<'v, 'c>(
    claim: &'v ClaimView<'c>,
    diagnosis: &'v Diagnosis<'c>,
) -> impl Iterator<Item = &'v Diagnosis<'c>> {
    let this = diagnosis.key;
    claim
        .diagnoses
        .iter()
        .filter(move |other| other.key != this)
}

fn names(notes: &[PlacedNote<'_>], other: &Diagnosis<'_>) -> bool {
    notes.iter().any(|note| note.codes.holds(other.key))
}
