//! Superficial injuries beside more severe ones (Guidelines I.C.19.b.1).

use chartfleet_model::FindingSeverity::Warning;

use crate::codeset::{CodeRange, ranges};
use crate::rules::characters::phase;
use crate::rules::side;
use crate::rules::{Check, ClaimView, Found, Rule};

pub(super) const WITH_SEVERE: Check = Check {
    rule: Rule {
        id: "injuries.superficial_with_severe",
        severity: Warning,
        source: "Guidelines I.C.19.b.1",
        looks_for: "an abrasion or contusion coded beside a more severe injury of its site",
        remedy: "Drop the superficial injury where it belongs to the severe one.",
    },
    look: with_severe,
};

/// Superficial injuries of a site, and what is more severe there. Open wounds of
/// the head are left out: a note excludes them already.
const SITES: &[(&[CodeRange], &[CodeRange])] = &[
    // Scalp.
    (&ranges(["S00.0"]), &ranges(["S02.0", "S08.0"])),
    // Nose.
    (&ranges(["S00.3"]), &ranges(["S02.2", "S08.81"])),
    // Ear.
    (&ranges(["S00.4"]), &ranges(["S08.1"])),
    // Neck.
    (&ranges(["S10"]), &ranges(["S11"])),
    // Chest.
    (&ranges(["S20.2-S20.4"]), &ranges(["S21", "S22.2-S22.5"])),
    // Low back.
    (
        &ranges(["S30.0", "S30.81"]),
        &ranges(["S31.0", "S32.0-S32.1"]),
    ),
    // Abdominal wall.
    (&ranges(["S30.1"]), &ranges(["S31.1", "S31.6"])),
    // Shoulder.
    (
        &ranges(["S40.01", "S40.21"]),
        &ranges(["S41.0", "S42.0-S42.2", "S43"]),
    ),
    // Upper arm.
    (
        &ranges(["S40.02", "S40.8"]),
        &ranges(["S41.1", "S42.3-S42.4"]),
    ),
    // Elbow.
    (
        &ranges(["S50.0", "S50.31"]),
        &ranges(["S51.0", "S52.0-S52.1", "S53", "S42.4"]),
    ),
    // Forearm.
    (
        &ranges(["S50.1", "S50.8"]),
        &ranges(["S51.8", "S52.2-S52.3", "S52.9"]),
    ),
    // Wrist.
    (
        &ranges(["S60.21", "S60.81"]),
        &ranges(["S61.5", "S62.0-S62.1", "S52.5-S52.6"]),
    ),
    // Hand.
    (
        &ranges(["S60.22", "S60.5"]),
        &ranges(["S61.4", "S62.2-S62.3"]),
    ),
    // Fingers.
    (
        &ranges(["S60.0-S60.1", "S60.3-S60.4"]),
        &ranges(["S61.0-S61.3", "S62.5-S62.6"]),
    ),
    // Hip.
    (
        &ranges(["S70.0", "S70.21"]),
        &ranges(["S71.0", "S72.0-S72.2", "S73"]),
    ),
    // Thigh.
    (
        &ranges(["S70.1", "S70.3"]),
        &ranges(["S71.1", "S72.3-S72.4"]),
    ),
    // Knee.
    (
        &ranges(["S80.0", "S80.21"]),
        &ranges(["S81.0", "S82.0-S82.1", "S83", "S72.4"]),
    ),
    // Lower leg.
    (
        &ranges(["S80.1", "S80.8"]),
        &ranges(["S81.8", "S82.2-S82.4"]),
    ),
    // Ankle.
    (
        &ranges(["S90.0", "S90.51"]),
        &ranges(["S91.0", "S82.5-S82.8", "S93.0", "S93.4"]),
    ),
    // Foot.
    (
        &ranges(["S90.3", "S90.81"]),
        &ranges(["S91.3", "S92.0-S92.3"]),
    ),
    // Toes.
    (
        &ranges(["S90.1-S90.2", "S90.4"]),
        &ranges(["S91.1-S91.2", "S92.4-S92.5"]),
    ),
];

fn with_severe(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (superficial, severe) in SITES {
        for slight in claim.within(superficial) {
            let covering = claim.within(severe).find(|injury| {
                phase(injury.key) == phase(slight.key) && !side::opposed(injury, slight)
            });
            if let Some(injury) = covering {
                found.report(
                    format!(
                        "{} is superficial and belongs to {}, the more severe injury of the site",
                        slight.code, injury.code
                    ),
                    [slight.code, injury.code],
                );
            }
        }
    }
}
