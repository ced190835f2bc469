//! Place, activity and status: where, at what, and as whom the patient was
//! hurt (Guidelines I.C.20.b-d, I.C.20.k).

use chartfleet_model::FindingSeverity::Warning;

use super::INJURIES;
use crate::codeset::{CodeRange, CodeSet, ranges};
use crate::rules::characters::{Phase, phase};
use crate::rules::{Check, ClaimView, Diagnosis, Found, Rule};

const CIRCUMSTANCES: CodeSet<3> = CodeSet::of(["Y92", "Y93", "Y99"]);

pub(super) const ONCE: Check = Check {
    rule: Rule {
        id: "external_causes.once",
        severity: Warning,
        source: "Guidelines I.C.20.b, I.C.20.c, I.C.20.k",
        looks_for: "more than one place, activity or status",
        remedy: "Keep one of each; a second place only for an injury that happened during the stay.",
    },
    look: once,
};

/// What is told once, and its name.
const TOLD_ONCE: &[(&[CodeRange], &str)] = &[
    (&ranges(["Y92"]), "place of occurrence"),
    (&ranges(["Y93"]), "activity"),
    (&ranges(["Y99"]), "external cause status"),
];

/// Places in a hospital: an injury during the stay has a place of its own.
const IN_HOSPITAL: CodeSet<1> = CodeSet::of(["Y92.23"]);

fn once(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (set, name) in TOLD_ONCE {
        let told: Vec<&Diagnosis<'_>> = claim
            .within(set)
            .filter(|place| !(claim.is_inpatient() && place.is(&IN_HOSPITAL)))
            .collect();
        if let [first, _, ..] = told.as_slice() {
            found.report(
                format!("{} is not the only {name} code", first.code),
                told.iter().map(|diagnosis| diagnosis.code),
            );
        }
    }
}

pub(super) const LATER_ENCOUNTER: Check = Check {
    rule: Rule {
        id: "external_causes.later_encounter",
        severity: Warning,
        source: "Guidelines I.C.20.b, I.C.20.c, I.C.20.k",
        looks_for: "place, activity or status on a claim whose injuries are all past active treatment",
        remedy: "Report place, activity and status at the initial encounter only.",
    },
    look: later_encounter,
};

/// What has a phase of care: injuries and complications.
const PHASED: CodeSet<3> = CodeSet::of(["S00-T88", "M80", "M84.3-M84.6"]);

fn later_encounter(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let mut phases = claim.of(&PHASED).filter_map(|d| phase(d.key)).peekable();
    if phases.peek().is_none() || phases.any(|phase| phase == Phase::Active) {
        return;
    }
    for told in claim.of(&CIRCUMSTANCES) {
        found.report(
            format!(
                "{} belongs to the initial encounter, and no injury on the claim is in active treatment",
                told.code
            ),
            [told.code],
        );
    }
}

pub(super) const UNSTATED: Check = Check {
    rule: Rule {
        id: "external_causes.unstated",
        severity: Warning,
        source: "Guidelines I.C.20.b, I.C.20.c, I.C.20.k",
        looks_for: "an unspecified place, activity or status",
        remedy: "Drop it: what is not stated is not reported.",
    },
    look: unstated,
};

const UNSTATED_CODES: CodeSet<3> = CodeSet::of(["Y92.9", "Y93.9", "Y99.9"]);

fn unstated(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for told in claim.of(&UNSTATED_CODES) {
        found.report(
            format!("{} says only that nothing is stated", told.code),
            [told.code],
        );
    }
}

pub(super) const NOT_APPLICABLE: Check = Check {
    rule: Rule {
        id: "external_causes.not_applicable",
        severity: Warning,
        source: "Guidelines I.C.20.c, I.C.20.k",
        looks_for: "activity or status with poisoning, adverse effects or misadventures alone",
        remedy: "Drop the activity and status codes.",
    },
    look: not_applicable,
};

const ACTIVITY_OR_STATUS: CodeSet<2> = CodeSet::of(["Y93", "Y99"]);
/// Poisoning, adverse effects, toxic effects; misadventures.
const NEITHER: CodeSet<2> = CodeSet::of(["T36-T65", "Y62-Y69"]);
/// Causes to which an activity and a status belong.
const ACCIDENTS: CodeSet<1> = CodeSet::of(["V00-Y38"]);

fn not_applicable(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(harm) = claim.of(&NEITHER).next() else {
        return;
    };
    if claim.has(&INJURIES) || claim.has(&ACCIDENTS) {
        return;
    }
    for told in claim.of(&ACTIVITY_OR_STATUS) {
        found.report(
            format!(
                "{} does not go with {}: activity and status are for injuries",
                told.code, harm.code
            ),
            [told.code, harm.code],
        );
    }
}

pub(super) const STATUS_ALONE: Check = Check {
    rule: Rule {
        id: "external_causes.status_alone",
        severity: Warning,
        source: "Guidelines I.C.20.k",
        looks_for: "an external cause status without a cause or activity",
        remedy: "Add the cause or activity, or drop the status.",
    },
    look: status_alone,
};

const STATUS: CodeSet<1> = CodeSet::of(["Y99"]);
const CAUSE_OR_ACTIVITY: CodeSet<2> = CodeSet::of(["V00-Y84", "Y93"]);

fn status_alone(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    // With drugs and poisons it is told that a status does not apply.
    if claim.has(&CAUSE_OR_ACTIVITY) || claim.has(&NEITHER) {
        return;
    }
    for status in claim.of(&STATUS) {
        found.report(
            format!(
                "{} is the status in an event that no cause or activity tells",
                status.code
            ),
            [status.code],
        );
    }
}
