//! What a follow-up examination follows (Guidelines I.C.21.c.8).

use chartfleet_model::FindingSeverity::{Info, Warning};

use crate::codeset::CodeSet;
use crate::rules::{Check, ClaimView, Found, Rule};

pub(super) const CANCER_UNNAMED: Check = Check {
    rule: Rule {
        id: "factors.follow_up_without_cancer",
        severity: Warning,
        source: "Guidelines I.C.21.c.8; ICD-10-CM tabular list, Z08, use additional code",
        looks_for: "follow-up after completed cancer treatment without the history of the cancer",
        remedy: "Add the history of the cancer (Z85.-) after Z08.",
    },
    look: cancer_unnamed,
};

const CANCER_FOLLOW_UP: CodeSet<1> = CodeSet::of(["Z08"]);
/// Histories of neoplasms; a cancer that has come back is told by another rule.
const NEOPLASM: CodeSet<3> = CodeSet::of(["Z85", "Z86.0", "C00-D49"]);

fn cancer_unnamed(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&NEOPLASM) {
        return;
    }
    for follow_up in claim.of(&CANCER_FOLLOW_UP) {
        found.report(
            format!("{} does not say which cancer was treated", follow_up.code),
            [follow_up.code],
        );
    }
}

pub(super) const DISEASE_UNNAMED: Check = Check {
    rule: Rule {
        id: "factors.follow_up_without_history",
        severity: Info,
        source: "Guidelines I.C.21.c.8; ICD-10-CM tabular list, Z09, use additional code",
        looks_for: "follow-up after completed treatment without the history of what was treated",
        remedy: "Add the history where there is a code for it (Z86.-, Z87.-).",
    },
    look: disease_unnamed,
};

const FOLLOW_UP: CodeSet<1> = CodeSet::of(["Z09"]);
const HISTORY: CodeSet<1> = CodeSet::of(["Z85-Z98"]);

fn disease_unnamed(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&HISTORY) {
        return;
    }
    for follow_up in claim.of(&FOLLOW_UP) {
        found.report(
            format!("{} does not say what was treated", follow_up.code),
            [follow_up.code],
        );
    }
}
