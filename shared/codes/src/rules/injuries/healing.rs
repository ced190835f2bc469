//! The phase of care as it is documented (Guidelines I.C.19.a).

use chartfleet_model::{EncounterClass, FindingSeverity::Warning};

use super::HEALING;
use crate::rules::characters::{Phase, phase};
use crate::rules::wording::{Wording, all_quotes_say};
use crate::rules::{Check, ClaimView, Found, Rule};

pub(super) const CODED_AS_ACTIVE: Check = Check {
    rule: Rule {
        id: "injuries.healing_as_active",
        severity: Warning,
        source: "Guidelines I.C.19.a, I.C.13.c",
        looks_for: "an injury coded as under active treatment and documented at a visit as healing",
        remedy: "Use a seventh character of the healing phase, such as D, where active treatment is over.",
    },
    look: coded_as_active,
};

fn coded_as_active(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    use EncounterClass::{Outpatient, Professional};
    // Elsewhere an old wound beside the new one heals.
    if !matches!(claim.encounter.class, Outpatient | Professional) {
        return;
    }
    for injury in claim.of(&HEALING) {
        let active = phase(injury.key) == Some(Phase::Active);
        if active && all_quotes_say(injury, is_healing) {
            found.report(
                format!(
                    "{} is for active treatment, and the injury is documented as healing",
                    injury.code
                ),
                [injury.code],
            );
        }
    }
}

fn is_healing(wording: &Wording<'_>) -> bool {
    const HEALS: &[&str] = &["healing", "healed"];
    const NOT_YET: &[&str] = &["not", "poor", "delayed", "no", "impaired"];
    wording.sentence_has(HEALS) && !wording.sentence_has(NOT_YET)
}
