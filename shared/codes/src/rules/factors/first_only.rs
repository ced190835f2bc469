//! Z codes that are first or not at all (Guidelines I.C.21.c.16).

use chartfleet_model::FindingSeverity::Warning;

use crate::codeset::{CodeRange, ranges};
use crate::rules::{Check, ClaimView, Diagnosis, Found, Rule};

pub(super) const FIRST_ONLY: Check = Check {
    rule: Rule {
        id: "factors.first_only",
        severity: Warning,
        source: "Guidelines I.C.21.c.16",
        looks_for: "a reason for the encounter that may only stand first, as a secondary diagnosis",
        remedy: "Put it first, or drop it; records of several encounters on one day are an exception.",
    },
    look: first_only,
};

/// Principal or first-listed only.
const FIRST: &[CodeRange] = &ranges([
    "Z00.0-Z00.5",
    "Z00.7-Z00.8",
    "Z01",
    "Z02",
    "Z04",
    "Z31.81-Z31.84",
    "Z33.2",
    "Z34",
    "Z38",
    "Z39",
    "Z40",
    "Z42",
    "Z51.0",
    "Z51.1",
    "Z52.0-Z52.8",
    "Z76.1-Z76.2",
    "Z99.12",
]);

fn first_only(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    // Two such reasons share the place: radiotherapy and chemotherapy, or the
    // encounters of one day.
    let Some(first) = claim.first().filter(|first| !first.within(FIRST)) else {
        return;
    };
    // One that was proposed first has lost its place to a rule of sequencing,
    // which tells so itself.
    let later = |diagnosis: &&Diagnosis<'_>| diagnosis.key != first.key && diagnosis.proposed > 0;
    for reason in claim.within(FIRST).filter(later) {
        found.report(
            format!(
                "{} is the reason of an encounter and stands first or not at all, here after {}",
                reason.code, first.code
            ),
            [reason.code],
        );
    }
}
