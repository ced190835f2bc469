//! What "use additional code" and "code also" notes ask for (Guidelines
//! I.A.13, I.A.17, I.B.7).
//!
//! Most such notes ask for what the patient may not have: tobacco use, an
//! organism, an adverse effect. Only those are demands that ask for what every
//! case of the disease has: a stage, a severity, a site, the type of a disease
//! that the code already names.

use chartfleet_model::FindingSeverity::{Info, Warning};

use super::{Check, ClaimView, Diagnosis, Found, Rule};
use crate::codeset::{self, CodeSet};
use crate::notes::{NoteReading, Wording};
use crate::tables::{NoteKind, PlacedNote};

pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "use_additional.missing",
            severity: Warning,
            source: "Guidelines I.A.13 and I.B.7; ICD-10-CM tabular list, use additional code",
            looks_for: "a code whose note asks for a stage, severity, site or type that every case has, and none is on the claim",
            remedy: "Add the code that the note names, as documented; query where the record leaves it open.",
        },
        look: |claim, found| missing(claim, NoteKind::UseAdditional, found),
    },
    Check {
        rule: Rule {
            id: "code_also.missing",
            severity: Info,
            source: "Guidelines I.A.17; ICD-10-CM tabular list, code also",
            looks_for: "a code whose note asks for the type of a disease that it names, and none is on the claim",
            remedy: "Add the code that the note names, as documented; the order of the two follows the encounter.",
        },
        look: |claim, found| missing(claim, NoteKind::CodeAlso, found),
    },
];

/// A disease with a stage of its own, and its code for an unspecified one:
/// where every stage is asked for, it answers too.
const KIDNEY_STAGES: CodeSet<1> = CodeSet::of(["N18.1-N18.6"]);
const KIDNEY_DISEASE: CodeSet<1> = CodeSet::of(["N18"]);

/// Alport syndrome: the kidney disease comes later, if it comes.
const NOT_YET: CodeSet<1> = CodeSet::of(["Q87.81"]);

fn missing(claim: &ClaimView<'_>, kind: NoteKind, found: &mut Found<'_>) {
    for diagnosis in &claim.diagnoses {
        let Some(entry) = diagnosis.entry.filter(|_| !diagnosis.is(&NOT_YET)) else {
            continue;
        };
        for note in entry.notes_of(kind).filter(demands) {
            if claim.diagnoses.iter().any(|other| answers(other, &note)) {
                continue;
            }
            let ask = match kind {
                NoteKind::CodeAlso => "code also",
                _ => "use additional code",
            };
            found.report_with(
                format!(
                    "{} is not complete by itself: {ask} at {}, \"{}\"",
                    diagnosis.code, note.at, note.text
                ),
                [diagnosis.code],
                super::offered(claim, std::slice::from_ref(&note)),
            );
        }
    }
}

fn demands(note: &PlacedNote<'_>) -> bool {
    note.reading == NoteReading::Codes
        && note.says(Wording::FEATURE)
        && !note.says(Wording::CONDITIONAL.with(Wording::EXAMPLES))
}

fn answers(other: &Diagnosis<'_>, note: &PlacedNote<'_>) -> bool {
    let every_stage = note.codes.ranges() == KIDNEY_STAGES.ranges();
    note.codes.holds(other.key)
        || (every_stage && codeset::contains(KIDNEY_DISEASE.ranges(), other.key))
}
