//! Blood alcohol levels (Guidelines I.B.14, I.C.20).

use chartfleet_model::FindingSeverity::Warning;

use crate::codeset::CodeSet;
use crate::rules::{Check, ClaimView, Found, Rule};

pub(super) const LEVEL_ALONE: Check = Check {
    rule: Rule {
        id: "stages.alcohol_level_alone",
        severity: Warning,
        source: "Guidelines I.B.14; ICD-10-CM tabular list, Y90, code first",
        looks_for: "a blood alcohol level without a diagnosis of alcohol that a provider documented",
        remedy: "Add the documented use, abuse, dependence or poisoning, or drop the level; for alcohol in blood without any such diagnosis there is R78.0.",
    },
    look: level_alone,
};

const LEVEL: CodeSet<1> = CodeSet::of(["Y90"]);
/// Disorders by alcohol, its toxic effects, its finding in blood, and diseases
/// that it caused.
const BY_ALCOHOL: CodeSet<17> = CodeSet::of([
    "F10", "T51", "R78.0", "E24.4", "G31.2", "G62.1", "G72.1", "I42.6", "K29.2", "K70", "K85.2",
    "K86.0", "O35.4", "O99.31", "P04.3", "Q86.0", "Z72.8",
]);

fn level_alone(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&BY_ALCOHOL) {
        return;
    }
    for level in claim.of(&LEVEL) {
        found.report(
            format!(
                "{} is a level of alcohol, and no diagnosis says what alcohol has to do with the case",
                level.code
            ),
            [level.code],
        );
    }
}
