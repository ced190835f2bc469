//! Observation for suspected conditions that are ruled out (Guidelines
//! I.C.21.c.6).

use chartfleet_model::FindingSeverity::Warning;

use crate::codeset::CodeSet;
use crate::rules::characters::{Phase, phase};
use crate::rules::{Check, ClaimView, Found, Rule};

pub(super) const WITH_SYMPTOM: Check = Check {
    rule: Rule {
        id: "factors.observation_with_symptom",
        severity: Warning,
        source: "Guidelines I.C.21.c.6",
        looks_for: "observation for a condition ruled out, beside a sign or symptom",
        remedy: "Code the sign or symptom instead where it is of the suspected condition.",
    },
    look: with_symptom,
};

/// Suspected conditions ruled out; those of mother and fetus apart, which are
/// seen in pregnancies with signs of their own.
const OBSERVED: CodeSet<3> = CodeSet::of(["Z03.6", "Z03.8", "Z04.1-Z04.3"]);
const SIGNS: CodeSet<1> = CodeSet::of(["R00-R69"]);

fn with_symptom(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let (Some(observed), Some(sign)) = (claim.of(&OBSERVED).next(), claim.of(&SIGNS).next()) else {
        return;
    };
    found.report(
        format!(
            "{} is for patients without signs of the suspected condition, and {} is a sign",
            observed.code, sign.code
        ),
        [observed.code, sign.code],
    );
}

pub(super) const WITH_INJURY: Check = Check {
    rule: Rule {
        id: "factors.observation_with_injury",
        severity: Warning,
        source: "Guidelines I.C.21.c.6",
        looks_for: "observation after an accident or a suspected poisoning, beside an injury or poisoning that was found",
        remedy: "Drop the observation and code the injury: observation is for what is ruled out.",
    },
    look: with_injury,
};

/// Examinations after accidents and attacks, and what they may find.
const AFTER_ACCIDENT: CodeSet<1> = CodeSet::of(["Z04.1-Z04.3"]);
const INJURY: CodeSet<2> = CodeSet::of(["S00-S99", "T07-T34"]);
/// Observation for poisoning, and poisoning.
const FOR_POISONING: CodeSet<1> = CodeSet::of(["Z03.6"]);
const POISONING: CodeSet<1> = CodeSet::of(["T36-T65"]);

fn with_injury(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let accident = claim.of(&AFTER_ACCIDENT).next();
    let poisoning = claim.of(&FOR_POISONING).next();
    // Injuries of earlier accidents are not what is looked for.
    let new = |key: u64| phase(key) == Some(Phase::Active);
    let injury = claim.of(&INJURY).find(|injury| new(injury.key));
    let toxic = claim.of(&POISONING).find(|toxic| new(toxic.key));
    for (observed, harm) in [accident.zip(injury), poisoning.zip(toxic)]
        .into_iter()
        .flatten()
    {
        found.report(
            format!(
                "{} says that nothing was found, and {} was",
                observed.code, harm.code
            ),
            [observed.code, harm.code],
        );
    }
}
