//! Codes of which one says "with" what the other says "without": the titles
//! differ in that word alone.

use chartfleet_model::FindingSeverity::Warning;

use super::{Check, ClaimView, Found, Rule};

pub(super) const RULES: &[Check] = &[Check {
    rule: Rule {
        id: "contradictions.with_and_without",
        severity: Warning,
        source: "Guidelines I.A.7 and I.A.15; ICD-10-CM tabular list, titles",
        looks_for: "two codes whose titles differ in \"with\" and \"without\" alone",
        remedy: "Keep the code that says what this encounter found.",
    },
    look: with_and_without,
}];

fn with_and_without(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for without in &claim.diagnoses {
        if !without.title().contains(WITHOUT) {
            continue;
        }
        let with = without.title().replacen(WITHOUT, " with ", 1);
        let mut others = claim.diagnoses.iter();
        if let Some(other) = others.find(|other| other.title() == with) {
            found.report(
                format!(
                    "{} says that it is with what {} says it is without",
                    other.code, without.code
                ),
                [without.code, other.code],
            );
        }
    }
}

const WITHOUT: &str = " without ";
