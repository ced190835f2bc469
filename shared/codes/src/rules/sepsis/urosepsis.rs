//! Urosepsis, which the classification does not know (Guidelines
//! I.C.1.d.1.a.ii).

use chartfleet_model::FindingSeverity::Warning;

use super::{SEPSIS, SEVERE_SEPSIS};
use crate::codeset::CodeSet;
use crate::rules::wording::{Wording, all_quotes_say};
use crate::rules::{Check, ClaimView, Found, Rule};

pub(super) const NOT_A_DIAGNOSIS: Check = Check {
    rule: Rule {
        id: "sepsis.urosepsis",
        severity: Warning,
        source: "Guidelines I.C.1.d.1.a.ii",
        looks_for: "sepsis or a urinary infection coded from the term urosepsis alone",
        remedy: "Ask the provider what is meant: the term has no default code.",
    },
    look: not_a_diagnosis,
};

const URINARY_INFECTION: CodeSet<1> = CodeSet::of(["N39.0"]);

fn not_a_diagnosis(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let coded = claim.diagnoses.iter().filter(|diagnosis| {
        diagnosis.is(&SEPSIS) || diagnosis.is(&SEVERE_SEPSIS) || diagnosis.is(&URINARY_INFECTION)
    });
    for diagnosis in coded {
        if all_quotes_say(diagnosis, is_all_there_is) {
            found.report(
                format!(
                    "{} is documented by a term that has no code: it may mean sepsis or a urinary infection",
                    diagnosis.code
                ),
                [diagnosis.code],
            );
        }
    }
}

/// Urosepsis, and no word of what it is.
fn is_all_there_is(wording: &Wording<'_>) -> bool {
    const SAID: &[&str] = &[
        "sepsis", "septic", "UTI", "urinary", "cystitis", "pyelo", "bacter",
    ];
    wording.sentence_has(&["urosep"]) && !wording.sentence_has(SAID)
}
