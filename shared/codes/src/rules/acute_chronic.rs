//! Acute and chronic forms of one condition (Guidelines I.B.8 and I.B.9).
//!
//! Where the classification has a code for both, it stands alone; where it has
//! none, both are coded and `sequence` puts the acute one first.

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::cause::quotes_any;
use super::{Check, ClaimView, Diagnosis, Found, Rule};
use crate::codeset::{CodeRange, CodeSet, contains};

/// A condition whose acute and chronic forms have a code together.
struct Condition {
    acute: &'static [CodeRange],
    chronic: &'static [CodeRange],
    both: &'static [CodeRange],
    offers: &'static [&'static str],
}

const fn condition(
    acute: &'static [CodeRange],
    chronic: &'static [CodeRange],
    both: &'static [CodeRange],
    offers: &'static [&'static str],
) -> Condition {
    Condition {
        acute,
        chronic,
        both,
        offers,
    }
}

const CONDITIONS: &[Condition] = &[
    condition(
        CodeSet::of(["J96.0"]).ranges(),
        CodeSet::of(["J96.1"]).ranges(),
        CodeSet::of(["J96.2"]).ranges(),
        &["J96.20", "J96.21", "J96.22"],
    ),
    condition(
        CodeSet::of(["I50.21"]).ranges(),
        CodeSet::of(["I50.22"]).ranges(),
        CodeSet::of(["I50.23"]).ranges(),
        &["I50.23"],
    ),
    condition(
        CodeSet::of(["I50.31"]).ranges(),
        CodeSet::of(["I50.32"]).ranges(),
        CodeSet::of(["I50.33"]).ranges(),
        &["I50.33"],
    ),
    condition(
        CodeSet::of(["I50.41"]).ranges(),
        CodeSet::of(["I50.42"]).ranges(),
        CodeSet::of(["I50.43"]).ranges(),
        &["I50.43"],
    ),
    condition(
        CodeSet::of(["I50.811"]).ranges(),
        CodeSet::of(["I50.812"]).ranges(),
        CodeSet::of(["I50.813"]).ranges(),
        &["I50.813"],
    ),
    condition(
        CodeSet::of(["K81.0"]).ranges(),
        CodeSet::of(["K81.1"]).ranges(),
        CodeSet::of(["K81.2"]).ranges(),
        &["K81.2"],
    ),
    condition(
        CodeSet::of(["K80.00"]).ranges(),
        CodeSet::of(["K80.10"]).ranges(),
        CodeSet::of(["K80.12"]).ranges(),
        &["K80.12"],
    ),
    condition(
        CodeSet::of(["K80.01"]).ranges(),
        CodeSet::of(["K80.11"]).ranges(),
        CodeSet::of(["K80.13"]).ranges(),
        &["K80.13"],
    ),
];

const KIDNEY_ACUTE: CodeSet<1> = CodeSet::of(["N17"]);
const KIDNEY_CHRONIC: CodeSet<1> = CodeSet::of(["N18"]);

/// How providers write that a condition is both.
const BOTH: [&str; 3] = ["acute on chronic", "acute-on-chronic", "acute and chronic"];

pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "acute_chronic.combination_code",
            severity: Error,
            source: "Guidelines I.B.8 and I.B.9",
            looks_for: "the acute and the chronic form of a condition that has one code for both",
            remedy: "Code acute and chronic together in place of the two.",
        },
        look: combination_code,
    },
    Check {
        rule: Rule {
            id: "acute_chronic.part_and_whole",
            severity: Error,
            source: "Guidelines I.B.9",
            looks_for: "a code for acute and chronic beside a code for one of them",
            remedy: "Remove the code for the one.",
        },
        look: part_and_whole,
    },
    Check {
        rule: Rule {
            id: "acute_chronic.documented_together",
            severity: Warning,
            source: "Guidelines I.B.8 and I.B.9",
            looks_for: "a condition documented as acute on chronic whose code says only one of them",
            remedy: "Code both, in one code where there is one.",
        },
        look: documented_together,
    },
];

fn of<'c, 'd>(claim: &'c ClaimView<'d>, ranges: &[CodeRange]) -> Option<&'c Diagnosis<'d>> {
    claim
        .diagnoses
        .iter()
        .find(|diagnosis| contains(ranges, diagnosis.key))
}

/// The combination codes that keep what a code says in its last character.
fn offers(condition: &Condition, parts: &[&Diagnosis<'_>]) -> Vec<&'static str> {
    let same_end = |offer: &&&str| {
        parts
            .iter()
            .any(|part| part.code.as_str().chars().last() == offer.chars().last())
    };
    match condition.offers {
        [only] => vec![only],
        several => {
            let kept: Vec<_> = several.iter().filter(same_end).copied().collect();
            // What is not specified yields to what is.
            let specified: Vec<_> = kept
                .iter()
                .filter(|offer| !offer.ends_with('0'))
                .copied()
                .collect();
            if specified.is_empty() {
                kept
            } else {
                specified
            }
        }
    }
}

fn combination_code(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for condition in CONDITIONS {
        if of(claim, condition.both).is_some() {
            continue;
        }
        if let (Some(acute), Some(chronic)) =
            (of(claim, condition.acute), of(claim, condition.chronic))
        {
            found.report_with(
                format!("{} and {} have one code together", acute.code, chronic.code),
                [acute.code, chronic.code],
                offers(condition, &[acute, chronic]),
            );
        }
    }
}

fn part_and_whole(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for condition in CONDITIONS {
        let Some(both) = of(claim, condition.both) else {
            continue;
        };
        for part in [condition.acute, condition.chronic] {
            if let Some(part) = of(claim, part) {
                found.report(
                    format!("{} already holds {}", both.code, part.code),
                    [both.code, part.code],
                );
            }
        }
    }
}

fn documented_together(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for condition in CONDITIONS {
        let (acute, chronic) = (of(claim, condition.acute), of(claim, condition.chronic));
        // Both parts, or the whole, are for the rules above.
        let (Some(part), None) = (acute.xor(chronic), of(claim, condition.both)) else {
            continue;
        };
        if quotes_any(part, &BOTH) {
            found.report_with(
                format!("{} says one of acute and chronic", part.code),
                [part.code],
                offers(condition, &[part]),
            );
        }
    }
    let (acute, chronic) = (
        claim.of(&KIDNEY_ACUTE).next(),
        claim.of(&KIDNEY_CHRONIC).next(),
    );
    if let Some(part) = acute.xor(chronic).filter(|part| quotes_any(part, &BOTH)) {
        let missing = if acute.is_some() { "N18.9" } else { "N17.9" };
        found.report_with(
            format!("{} says one of acute and chronic", part.code),
            [part.code],
            [missing],
        );
    }
}
