//! Codes that leave open what their own documentation says.
//!
//! The words of the titles and inclusion terms of the category are held to the
//! words that document the code: a code whose every further word is said is
//! the more specific one. Nothing is concluded from findings or drugs: only
//! words of the official wordings count, and a few of the ward for them.
//!
//! Source: Guidelines I.A.9.b, I.B.2, I.B.18, I.C.4.a.

mod candidates;
mod elsewhere;
mod official;
mod said;
mod token;
mod ward;

use chartfleet_model::FindingSeverity::{Info, Warning};

use self::candidates::{Specific, another, specific};
use super::wording::Wording;
use super::{Check, ClaimView, Diagnosis, Found, Mention, Rule};

pub(super) const RULES: &[Check] = &[DOCUMENTED];

/// What the search of [`DOCUMENTED`] reports under rules of their own.
pub(crate) const TOLD: &[Rule] = &[NEARBY, ANOTHER];

const DOCUMENTED: Check = Check {
    rule: Rule {
        id: "specificity.documented",
        severity: Warning,
        source: "Guidelines I.A.9.b, I.B.2, I.B.18",
        looks_for: "an unspecified code whose documentation has every word of a more specific one",
        remedy: "Choose the code of what is documented.",
    },
    look: compare,
};

const NEARBY: Rule = Rule {
    id: "specificity.nearby",
    severity: Info,
    source: "Guidelines I.A.9.b, I.B.2, I.B.18",
    looks_for: "an unspecified code beside whose documentation stand the words of a more specific one",
    remedy: "Choose the more specific code where the words are said of this condition.",
};

const ANOTHER: Rule = Rule {
    id: "specificity.another",
    severity: Warning,
    source: "Guidelines I.B.2, I.C.4.a, I.C.14.a.1",
    looks_for: "a code of one type, stage, grade or class, documented in another",
    remedy: "Choose the code of the documented type or stage.",
};

/// Holds each code to its documentation, once for the three rules: reading the
/// wordings of a category is the dear part.
fn compare(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for diagnosis in &claim.diagnoses {
        if diagnosis.mentions.is_empty() {
            continue;
        }
        let others = another(claim, diagnosis);
        if !others.is_empty() {
            let message = format!(
                "{} is of another type or stage than is documented",
                diagnosis.code
            );
            let mut found = found.under(&ANOTHER);
            found.report_with(message, [diagnosis.code], others);
            continue;
        }
        let Some(Specific { codes, plain }) = specific(claim, diagnosis) else {
            continue;
        };
        if codes.is_empty() {
            continue;
        }
        let message = format!(
            "{} leaves open what is documented: {} says more",
            diagnosis.code,
            codes.join(" or ")
        );
        let rule = if plain { &DOCUMENTED.rule } else { &NEARBY };
        found
            .under(rule)
            .report_with(message, [diagnosis.code], codes);
    }
}

/// Whether the words of a mention count as said of the patient today.
fn counts(claim: &ClaimView<'_>, mention: &Mention<'_>) -> bool {
    let wording = Wording::of(mention);
    !wording.is_absent()
        && !wording.is_ruled_out()
        && !wording.is_of_family()
        && (claim.is_inpatient() || !wording.is_uncertain())
}

/// Whether a diagnosis is on the claim.
fn is_claimed(claim: &ClaimView<'_>, code: &str) -> bool {
    claim
        .diagnoses
        .iter()
        .any(|diagnosis: &Diagnosis<'_>| diagnosis.code.as_str() == code)
}
