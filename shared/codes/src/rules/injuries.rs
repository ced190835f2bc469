//! Fractures, burns and other injuries (Guidelines I.C.19).

mod burns;
mod fractures;
mod healing;
mod superficial;

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::characters::{Phase, phase};
use super::{Check, ClaimView, Found, Rule};
use crate::codeset::CodeSet;

pub(super) const RULES: &[Check] = &[
    AFTERCARE,
    SEQUELA_FIRST,
    UNSPECIFIED_MULTIPLE,
    superficial::WITH_SEVERE,
    fractures::TWO_PHASES,
    healing::CODED_AS_ACTIVE,
    fractures::DOCUMENTED_OTHERWISE,
    fractures::OSTEOPOROTIC,
    fractures::PATHOLOGICAL_AND_TRAUMATIC,
    burns::DEGREES,
    burns::THIRD_DEGREE_EXTENT,
    burns::UNSPECIFIED_SITE,
];

const AFTERCARE: Check = Check {
    rule: Rule {
        id: "injuries.aftercare",
        severity: Warning,
        source: "Guidelines I.C.19.a, I.C.21.c.7",
        looks_for: "an orthopedic or surgical aftercare code beside an injury whose seventh character already says that it heals",
        remedy: "Report the injury with its seventh character alone, unless the aftercare is for another condition.",
    },
    look: aftercare,
};

/// Aftercare that the seventh character of an injury replaces. Aftercare after
/// transplants, tumour surgery and amputations is another matter.
const AFTERCARE_CODES: CodeSet<5> = CodeSet::of(["Z47.1", "Z47.89", "Z48.0", "Z48.1", "Z48.89"]);

/// Injuries, and fractures of diseased bone, whose seventh character tells the
/// phase of care.
const HEALING: CodeSet<3> = CodeSet::of(["S00-T34", "M80", "M84.3-M84.6"]);

fn aftercare(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let healing = claim
        .of(&HEALING)
        .find(|injury| phase(injury.key) == Some(Phase::Healing));
    let Some(injury) = healing else { return };
    for aftercare in claim.of(&AFTERCARE_CODES) {
        found.report(
            format!(
                "{} repeats what the seventh character of {} says: aftercare of an injury is told by the injury",
                aftercare.code, injury.code
            ),
            [aftercare.code, injury.code],
        );
    }
}

const SEQUELA_FIRST: Check = Check {
    rule: Rule {
        id: "injuries.sequela_first",
        severity: Error,
        source: "Guidelines I.B.10, I.C.19.a",
        looks_for: "an injury's sequela code that stands first",
        remedy: "Put the residual condition first, then the injury with seventh character S.",
    },
    look: sequela_first,
};

const INJURY_OR_POISONING: CodeSet<1> = CodeSet::of(["S00-T88"]);

fn sequela_first(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(first) = claim.first() else { return };
    if first.is(&INJURY_OR_POISONING) && phase(first.key) == Some(Phase::Sequela) {
        found.report(
            format!(
                "{} tells what a late effect comes from and follows it: the condition that is treated now stands first",
                first.code
            ),
            [first.code],
        );
    }
}

const UNSPECIFIED_MULTIPLE: Check = Check {
    rule: Rule {
        id: "injuries.unspecified_multiple",
        severity: Warning,
        source: "Guidelines I.C.19.b",
        looks_for: "an unspecified injury beside injuries that are specified",
        remedy: "Code each injury by itself and drop the unspecified one.",
    },
    look: unspecified_multiple,
};

const UNSPECIFIED_INJURY: CodeSet<2> = CodeSet::of(["T07", "T14.90"]);
const SPECIFIED_INJURY: CodeSet<1> = CodeSet::of(["S00-S99"]);

fn unspecified_multiple(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(specified) = claim.of(&SPECIFIED_INJURY).next() else {
        return;
    };
    for vague in claim.of(&UNSPECIFIED_INJURY) {
        found.report(
            format!(
                "{} says that injuries are not known, and {} names one",
                vague.code, specified.code
            ),
            [vague.code, specified.code],
        );
    }
}
