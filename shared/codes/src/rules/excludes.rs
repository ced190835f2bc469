//! Excludes1 pairs (Guidelines I.A.12).

mod partial;

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::{Check, ClaimView, Diagnosis, Found, Rule};
use crate::notes::Wording;
use crate::rules::wording::words;
use crate::tables::{NoteKind, PlacedNote};
use partial::Bearing;

pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "excludes1.pair",
            severity: Error,
            source: "Guidelines I.A.12.a; ICD-10-CM tabular list, Excludes1",
            looks_for: "two diagnoses of which an Excludes1 note keeps one from being coded with the other",
            remedy: "Keep the code that covers the case; both stand only where the two conditions are unrelated, which the record must show.",
        },
        look: |claim, found| pairs(claim, false, found),
    },
    Check {
        rule: Rule {
            id: "excludes1.combination",
            severity: Warning,
            source: "Guidelines I.A.12.a; ICD-10-CM tabular list, Excludes1",
            looks_for: "two diagnoses of which an Excludes1 note names one by its category, but may mean it only in combination with the other, only one of several conditions of the code, or not where the two are documented as unrelated",
            remedy: "Where the two belong together, use the combination code alone; where they are unrelated, which the record must show, both stand.",
        },
        look: |claim, found| pairs(claim, true, found),
    },
];

/// Each pair once, by the note that is nearest to the code it applies to.
/// A pair that any note keeps apart without doubt is in no doubt.
fn pairs(claim: &ClaimView<'_>, in_doubt: bool, found: &mut Found<'_>) {
    let mut apart = conflicts(claim);
    let elsewhere: Vec<_> = apart
        .iter()
        .filter(|conflict| partial::bearing(conflict) == Bearing::Elsewhere)
        .map(Conflict::pair)
        .collect();
    apart.retain(|conflict| !elsewhere.contains(&conflict.pair()));
    let mut told: Vec<(u64, u64)> = Vec::new();
    for conflict in &apart {
        let pair = conflict.pair();
        let certain = |other: &Conflict<'_, '_>| other.pair() == pair && other.doubt().is_none();
        let wanted = if in_doubt {
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

    /// Why the note may not hold for the case, where it may not.
    fn doubt(&self) -> Option<Doubt> {
        let note = &self.note;
        if note.says(Wording::COMBINATION) && !note.names_exactly(self.other.key) {
            Some(Doubt::Combination)
        } else if partial::bearing(self) == Bearing::Part {
            Some(Doubt::Part)
        } else if unrelated(self.diagnosis) || unrelated(self.other) {
            Some(Doubt::Unrelated)
        } else {
            None
        }
    }

    fn report(&self, found: &mut Found<'_>) {
        let (code, excluded, note) = (self.diagnosis.code, self.other.code, &self.note);
        let verdict = match self.doubt() {
            Some(Doubt::Combination) => "may belong to one combination code",
            Some(Doubt::Part) => "may be one condition",
            Some(Doubt::Unrelated) => "are documented as unrelated, which the note must allow",
            None => "are not coded together",
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

/// Why a note may not hold for a pair that it names.
enum Doubt {
    /// It means what it names only in combination: its words join two
    /// conditions, and it names more than the very code.
    Combination,
    /// It bears on one of the conditions that share the code.
    Part,
    /// The two are documented as unrelated.
    Unrelated,
}

/// Whether the words call the condition unrelated to another.
fn unrelated(diagnosis: &Diagnosis<'_>) -> bool {
    let says = |text| words(text).any(|word| word.eq_ignore_ascii_case("unrelated"));
    diagnosis
        .mentions
        .iter()
        .any(|mention| says(mention.sentence) || says(mention.quote))
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
                    let conflict = Conflict {
                        diagnosis,
                        other,
                        note,
                    };
                    conflicts.push(conflict);
                }
            }
        }
    }
    conflicts
}
