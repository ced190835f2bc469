//! External causes, place, activity and status (Guidelines I.C.20).

mod circumstances;

use chartfleet_model::FindingSeverity::{Error, Info, Warning};

use super::characters::{Phase, phase};
use super::{Check, ClaimView, Found, Rule};
use crate::codeset::CodeSet;

pub(super) const RULES: &[Check] = &[
    ALONE,
    PHASE,
    MISSING,
    SUSPECTED_ABUSE,
    circumstances::ONCE,
    circumstances::LATER_ENCOUNTER,
    circumstances::UNSTATED,
    circumstances::NOT_APPLICABLE,
    circumstances::STATUS_ALONE,
];

/// Chapter 20.
const CHAPTER: CodeSet<1> = CodeSet::of(["V00-Y99"]);
/// Accidents, self-harm, assault, undetermined, legal intervention, war,
/// terrorism: what injures.
const CAUSES: CodeSet<1> = CodeSet::of(["V00-Y38"]);
/// Injuries that a cause explains.
const INJURIES: CodeSet<2> = CodeSet::of(["S00-T34", "T66-T79"]);

const ALONE: Check = Check {
    rule: Rule {
        id: "external_causes.alone",
        severity: Error,
        source: "Guidelines I.C.20.a.6",
        looks_for: "a claim of external causes and nothing else",
        remedy: "Add the injury or condition: an external cause is never principal or first-listed.",
    },
    look: alone,
};

fn alone(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.diagnoses.iter().all(|d| d.is(&CHAPTER))
        && let Some(first) = claim.diagnoses.first()
    {
        found.report(
            format!(
                "{} tells how something happened, and no diagnosis tells what",
                first.code
            ),
            claim.diagnoses.iter().map(|d| d.code),
        );
    }
}

const PHASE: Check = Check {
    rule: Rule {
        id: "external_causes.phase",
        severity: Warning,
        source: "Guidelines I.C.20.a.2, I.C.20.i",
        looks_for: "an external cause whose seventh character is that of no injury on the claim",
        remedy: "Give the cause the seventh character of the injury that it explains.",
    },
    look: phases,
};

/// Conditions with a phase of care that a cause may explain.
const PHASED: CodeSet<3> = CodeSet::of(["S00-T88", "M80", "M84.3-M84.6"]);

fn phases(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let injuries: Vec<Phase> = claim
        .of(&PHASED)
        .filter_map(|injury| phase(injury.key))
        .collect();
    if injuries.is_empty() {
        return;
    }
    for cause in claim.of(&CAUSES) {
        if phase(cause.key).is_some_and(|phase| !injuries.contains(&phase)) {
            found.report(
                format!(
                    "the seventh character of {} matches no injury on the claim",
                    cause.code
                ),
                [cause.code],
            );
        }
    }
}

const MISSING: Check = Check {
    rule: Rule {
        id: "external_causes.missing",
        severity: Info,
        source: "Guidelines I.C.20.a.1",
        looks_for: "an injury under active treatment without an external cause",
        remedy: "Add how it happened where it is documented and the payer or state asks for it.",
    },
    look: missing,
};

/// Injuries of which the code does not tell the cause.
const PLAIN_INJURIES: CodeSet<1> = CodeSet::of(["S00-T34"]);

fn missing(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&CHAPTER) {
        return;
    }
    let active = |injury: &&super::Diagnosis<'_>| phase(injury.key) == Some(Phase::Active);
    if let Some(injury) = claim.of(&PLAIN_INJURIES).find(active) {
        found.report(
            format!("no code says how {} happened", injury.code),
            [injury.code],
        );
    }
}

const SUSPECTED_ABUSE: Check = Check {
    rule: Rule {
        id: "external_causes.suspected_abuse",
        severity: Error,
        source: "Guidelines I.C.19.f, I.C.20.g",
        looks_for: "a perpetrator or an assault reported with abuse that is only suspected",
        remedy: "Drop the assault and perpetrator codes, or code the abuse as confirmed where it is documented so.",
    },
    look: suspected_abuse,
};

const SUSPECTED: CodeSet<1> = CodeSet::of(["T76"]);
const CONFIRMED: CodeSet<1> = CodeSet::of(["T74"]);
const ASSAULT: CodeSet<1> = CodeSet::of(["X92-Y09"]);

fn suspected_abuse(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(suspected) = claim.of(&SUSPECTED).next() else {
        return;
    };
    if claim.has(&CONFIRMED) {
        return;
    }
    for assault in claim.of(&ASSAULT) {
        found.report(
            format!(
                "{} is only suspected: {} tells an assault or its perpetrator as a fact",
                suspected.code, assault.code
            ),
            [suspected.code, assault.code],
        );
    }
}
