//! CPT and HCPCS modifiers that cannot stand as they are.

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::{Check, ClaimView, Found, Procedure, Rule};
use crate::services::{modifiers, visits};

const NCCI_MANUAL: &str = "NCCI Policy Manual, chapter I, section E";

pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "modifier.malformed",
            severity: Error,
            source: "Medicare Claims Processing Manual, chapter 26, section 10.4, item 24D",
            looks_for: "a modifier that is not two letters or digits",
            remedy: "Correct or drop the modifier.",
        },
        look: malformed,
    },
    Check {
        rule: Rule {
            id: "modifier.duplicate",
            severity: Warning,
            source: "Medicare Claims Processing Manual, chapter 26, section 10.4, item 24D",
            looks_for: "a modifier twice on one line",
            remedy: "Keep it once.",
        },
        look: duplicate,
    },
    Check {
        rule: Rule {
            id: "modifier.59_with_x",
            severity: Error,
            source: NCCI_MANUAL,
            looks_for: "59 beside one of its more specific forms XE, XP, XS or XU on one line",
            remedy: "Keep the one that the record supports: the specific form where it fits, else 59.",
        },
        look: fifty_nine_with_x,
    },
    Check {
        rule: Rule {
            id: "modifier.59_on_visit",
            severity: Warning,
            source: NCCI_MANUAL,
            looks_for: "59 on a visit",
            remedy: "Drop it; a significant visit of its own beside a procedure is reported with 25, the one at which major surgery was decided on with 57.",
        },
        look: fifty_nine_on_visit,
    },
    Check {
        rule: Rule {
            id: "modifier.sides",
            severity: Warning,
            source: "Medicare Claims Processing Manual, chapter 12, section 40.7",
            looks_for: "both sides on one line, or a side beside the bilateral modifier 50",
            remedy: "Report both sides as 50 on one line where the code allows it, or as one line for each side.",
        },
        look: sides,
    },
];

fn has(line: &Procedure<'_>, modifier: &str) -> bool {
    line.modifiers
        .iter()
        .any(|other| other.eq_ignore_ascii_case(modifier))
}

fn malformed(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    claim.services().for_each(|line| {
        let wrong = line
            .modifiers
            .iter()
            .filter(|modifier| !modifiers::is_well_formed(modifier))
            .count();
        // What stands there is the model's or the claim's text: not repeated.
        if wrong > 0 {
            let message = format!("{} carries {wrong} modifier(s) of no valid form", line.code);
            found.report(message, [line.code]);
        }
    });
}

fn duplicate(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    claim.services().for_each(|line| {
        let mut seen: Vec<&str> = Vec::new();
        for modifier in line.modifiers {
            let is_repeat = seen
                .iter()
                .any(|other| other.eq_ignore_ascii_case(modifier));
            if is_repeat && modifiers::is_well_formed(modifier) {
                let message = format!("{} carries {modifier} twice", line.code);
                found.report(message, [line.code]);
                return;
            }
            seen.push(modifier);
        }
    });
}

fn fifty_nine_with_x(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    claim.services().for_each(|line| {
        let x = line.modifiers.iter().find(|m| modifiers::is_x(m));
        if let (true, Some(x)) = (has(line, "59"), x) {
            let message = format!(
                "{} carries 59 and {}, which is a more specific form of it",
                line.code,
                x.to_ascii_uppercase()
            );
            found.report(message, [line.code]);
        }
    });
}

fn fifty_nine_on_visit(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    claim.services().for_each(|line| {
        if has(line, "59") && visits::is_visit(line.code) {
            let message = format!("{} is a visit, and carries 59", line.code);
            found.report(message, [line.code]);
        }
    });
}

fn sides(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    claim.services().for_each(|line| {
        let [right, left, both] = ["RT", "LT", "50"].map(|modifier| has(line, modifier));
        let message = match (right, left, both) {
            (_, _, true) if right || left => format!("{} carries 50 and a side", line.code),
            (true, true, false) => format!("{} carries RT and LT on one line", line.code),
            _ => return,
        };
        found.report(message, [line.code]);
    });
}
