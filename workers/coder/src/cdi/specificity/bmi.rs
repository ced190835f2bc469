//! A body mass index without the diagnosis that it belongs to.
//!
//! The index may come from a nurse or dietitian; overweight, obesity and
//! underweight must be a provider's.

use chartfleet_model::{Evidence, Gap, GapKind, NotClaimedStatus};

use crate::cdi::query::Draft;
use crate::cdi::{Check, Look};

pub(super) const DIAGNOSIS: Check = Check {
    rule: "cdi.bmi_diagnosis",
    kind: GapKind::Authorship,
    source: "Guidelines I.B.14, I.C.21.c.3",
    look,
};

/// Diagnoses that a body mass index belongs to.
const ASSOCIATED: &[&str] = &[
    "E66", "E40", "E41", "E42", "E43", "E44", "E45", "E46", "E64.0", "R63.4", "R63.5", "R63.6",
    "R64", "F50", "O99.21", "O99.84",
];

fn look(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    if look.claims(ASSOCIATED) {
        return;
    }
    let claimed = look.claimed(&["Z68"]).next();
    let claimed = claimed.map(|d| (d.code.as_str(), d.evidence.as_slice()));
    let aside = look.result.not_claimed.iter().find(|suggestion| {
        suggestion.status != NotClaimedStatus::Unsupported && suggestion.code.starts_with("Z68")
    });
    let aside = aside.map(|suggestion| (suggestion.code.as_str(), suggestion.evidence.as_slice()));
    if let Some((code, evidence)) = claimed.or(aside) {
        gaps.extend(ask(check, look, code, evidence));
    }
}

fn ask(check: &Check, look: &Look<'_>, index: &str, evidence: &[Evidence]) -> Option<Gap> {
    let draft = Draft::new(check, "diagnosis with the body mass index")
        .indicators("body mass index", evidence.iter().copied());
    // Z68.1 up to 19.9, Z68.2- the twenties, Z68.3- the thirties, Z68.4- from 40.
    let draft = match index.get(..5)? {
        "Z68.1" => draft
            .option("Underweight", &["R63.6", index])
            .option("Cachexia", &["R64", index]),
        "Z68.2" => draft.option("Overweight", &["E66.3", index]),
        "Z68.3" => draft
            .option("Obesity, class 1", &["E66.811", index])
            .option("Obesity, class 2", &["E66.812", index]),
        "Z68.4" => draft.option("Obesity, class 3", &["E66.813", index]),
        _ => return None,
    };
    draft
        .option(
            "No diagnosis: without clinical significance in this encounter",
            &[],
        )
        .ask(
            look,
            "Which diagnosis, if any, belongs to the body mass index?",
        )
}
