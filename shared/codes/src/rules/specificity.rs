//! Codes that leave open what their own documentation says.
//!
//! The words of the titles and inclusion terms of the category are held to the
//! words that document the code: a code whose every further word is said is
//! the more specific one. Nothing is concluded from findings or drugs: only
//! words of the official wordings count, and a few of the ward for them.
//!
//! Source: Guidelines I.A.9.b, I.B.2, I.B.17, I.B.18, I.C.4.a.

mod candidates;
mod elsewhere;
mod official;
mod said;
mod token;
mod ward;

use chartfleet_model::FindingSeverity::{Info, Warning};

use self::candidates::{Specific, another, specific};
use super::wording::{Wording, is_abbreviated, is_any, names};
use super::{Check, ClaimView, Diagnosis, Found, Mention, Rule};
use crate::codeset::{CodeRange, CodeSet, contains};

pub(super) const RULES: &[Check] = &[DOCUMENTED, NEARBY, ANOTHER, BORDERLINE];

const DOCUMENTED: Check = Check {
    rule: Rule {
        id: "specificity.documented",
        severity: Warning,
        source: "Guidelines I.A.9.b, I.B.2, I.B.18",
        looks_for: "an unspecified code whose documentation has every word of a more specific one",
        remedy: "Choose the code of what is documented.",
    },
    look: |claim, found| report_open(claim, found, true),
};

const NEARBY: Check = Check {
    rule: Rule {
        id: "specificity.nearby",
        severity: Info,
        source: "Guidelines I.A.9.b, I.B.2, I.B.18",
        looks_for: "an unspecified code beside whose documentation stand the words of a more specific one",
        remedy: "Choose the more specific code where the words are said of this condition.",
    },
    look: |claim, found| report_open(claim, found, false),
};

fn report_open(claim: &ClaimView<'_>, found: &mut Found<'_>, quoted: bool) {
    for diagnosis in &claim.diagnoses {
        let Some(Specific { codes, plain }) = specific(claim, diagnosis, !quoted) else {
            continue;
        };
        // A code of another type or stage has a rule of its own.
        if plain == quoted && !codes.is_empty() && another(claim, diagnosis).is_empty() {
            found.report_with(
                format!(
                    "{} leaves open what is documented: {} says more",
                    diagnosis.code,
                    codes.join(" or ")
                ),
                [diagnosis.code],
                codes,
            );
        }
    }
}

const ANOTHER: Check = Check {
    rule: Rule {
        id: "specificity.another",
        severity: Warning,
        source: "Guidelines I.B.2, I.C.4.a, I.C.14.a.1",
        looks_for: "a code of one type, stage, grade or class, documented in another",
        remedy: "Choose the code of the documented type or stage.",
    },
    look: report_another,
};

fn report_another(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for diagnosis in &claim.diagnoses {
        let codes = another(claim, diagnosis);
        if !codes.is_empty() {
            found.report_with(
                format!(
                    "{} is of another type or stage than is documented",
                    diagnosis.code
                ),
                [diagnosis.code],
                codes,
            );
        }
    }
}

const BORDERLINE: Check = Check {
    rule: Rule {
        id: "specificity.borderline",
        severity: Warning,
        source: "Guidelines I.B.17",
        looks_for: "a disease documented as borderline for which the borderline state has a code",
        remedy: "Code the borderline state.",
    },
    look: report_borderline,
};

/// Diseases of which the index has a borderline state, and its codes.
const BORDERLINE_STATES: &[(&[CodeRange], &[&str])] = &[
    (CodeSet::of(["E08-E13"]).ranges(), &["R73.03"]),
    (CodeSet::of(["I10"]).ranges(), &["R03.0"]),
    (
        CodeSet::of(["H40.1", "H40.9"]).ranges(),
        &["H40.001", "H40.002", "H40.003", "H40.009"],
    ),
];

fn report_borderline(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for diagnosis in &claim.diagnoses {
        let state = BORDERLINE_STATES
            .iter()
            .find(|(diseases, _)| contains(diseases, diagnosis.key));
        if let Some((_, codes)) = state
            && !diagnosis.mentions.is_empty()
            && diagnosis
                .mentions
                .iter()
                .all(|mention| is_borderline(diagnosis, mention))
        {
            found.report_with(
                format!(
                    "{} is documented as borderline, which has a code of its own",
                    diagnosis.code
                ),
                [diagnosis.code],
                codes.iter().copied(),
            );
        }
    }
}

/// Whether the condition is called borderline, or named as the state before.
fn is_borderline(diagnosis: &Diagnosis<'_>, mention: &Mention<'_>) -> bool {
    const STATES: [&str; 4] = ["prediabetes", "pre-diabetes", "prediabetic", "pre-diabetic"];
    let wording = Wording::of(mention);
    let quote = wording.quote();
    let from_before: Vec<&str> = wording
        .before()
        .last()
        .into_iter()
        .chain(quote)
        .copied()
        .collect();
    let called = from_before.windows(2).any(|pair| {
        matches!(pair, [word, condition] if is_any(word, &["borderline"])
            && (names(&[*condition], &[diagnosis.title()]) || is_abbreviated(&[*condition])))
    });
    called || quote.iter().any(|word| is_any(word, &STATES))
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
