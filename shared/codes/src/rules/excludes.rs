//! Excludes1 pairs (Guidelines I.A.12).

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::{Check, ClaimView, Diagnosis, Found, Rule};
use crate::notes::Wording;
use crate::tables::{NoteKind, PlacedNote};

pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "excludes1.pair",
            severity: Error,
            source: "Guidelines I.A.12.a; ICD-10-CM tabular list, Excludes1",
            looks_for: "two diagnoses of which an Excludes1 note keeps one from being coded with the other",
            remedy: "keep the code that covers the case; both stand only where the two conditions are unrelated, which the record must show",
        },
        look: |claim, found| pairs(claim, false, found),
    },
    Check {
        rule: Rule {
            id: "excludes1.combination",
            severity: Warning,
            source: "Guidelines I.A.12.a; ICD-10-CM tabular list, Excludes1",
            looks_for: "two diagnoses of which an Excludes1 note names one by its category, but means it only in combination with the other",
            remedy: "where the two belong together, use the combination code alone; where they are unrelated, which the record must show, both stand",
        },
        look: |claim, found| pairs(claim, true, found),
    },
];

/// Each pair once, by the note that is nearest to the code it applies to.
/// A pair that any note keeps apart without condition is no combination.
fn pairs(claim: &ClaimView<'_>, combined: bool, found: &mut Found<'_>) {
    let apart = conflicts(claim);
    let mut told: Vec<(u64, u64)> = Vec::new();
    for conflict in &apart {
        let pair = conflict.pair();
        let certain = |other: &Conflict<'_, '_>| other.pair() == pair && !other.is_combination();
        let wanted = if combined {
            !apart.iter().any(certain)
        } else {
            certain(conflict)
        };
        if wanted && !told.contains(&pair) {
            told.push(pair);
            conflict.report(found);
        }
    }
}

/// Two diagnoses and the note at the first that names the second.
struct Conflict<'v, 'c> {
    diagnosis: &'v Diagnosis<'c>,
    other: &'v Diagnosis<'c>,
    note: PlacedNote<'c>,
}

impl Conflict<'_, '_> {
    fn pair(&self) -> (u64, u64) {
        let (a, b) = (self.diagnosis.key, self.other.key);
        (a.min(b), a.max(b))
    }

    /// Whether the note means a part of what it names: its words join two
    /// conditions, and it names more than the very code.
    fn is_combination(&self) -> bool {
        let note = &self.note;
        note.says(Wording::COMBINATION) && !note.names_exactly(self.other.key)
    }

    fn report(&self, found: &mut Found<'_>) {
        let (code, excluded, note) = (self.diagnosis.code, self.other.code, &self.note);
        let verdict = if self.is_combination() {
            "may belong to one combination code"
        } else {
            "are not coded together"
        };
        found.report(
            format!(
                "{code} and {excluded} {verdict}: Excludes1 at {}, \"{}\"",
                note.at, note.text
            ),
            [code, excluded],
        );
    }
}

fn conflicts<'v, 'c>(claim: &'v ClaimView<'c>) -> Vec<Conflict<'v, 'c>> {
    let mut conflicts = Vec::new();
    for diagnosis in &claim.diagnoses {
        let Some(entry) = &diagnosis.entry else {
            continue;
        };
        for note in entry.notes_of(NoteKind::Excludes1) {
            if note.codes.is_empty() || note.says(Wording::UNLESS) {
                continue;
            }
            for other in &claim.diagnoses {
                let entry = other.entry.as_ref();
                if other.key != diagnosis.key && entry.is_some_and(|e| note.sets_apart(e)) {
                    conflicts.push(Conflict {
                        diagnosis,
                        other,
                        note,
                    });
                }
            }
        }
    }
    conflicts
}
