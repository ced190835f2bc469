//! Complications of care before what they show themselves by.
//!
//! A complication that occasioned the admission is principal, and the code
//! that names its nature follows. Where it arose after admission, or outside
//! the hospital, where the reason for surgery stays first (IV.A.1), the order
//! is left open. Kept to natures that belong to the complication: another
//! disease that happens to be on the claim does not yield to it.
//!
//! Source: Guidelines II.G, I.C.19.g.3 (transplants) and I.C.19.g.5
//! (complications in the chapters of the body systems).

use super::{Precedence, Setting, order};
use crate::codeset::{CodeRange, ranges};

/// Infections that are local or systemic.
const INFECTION: &[CodeRange] = &ranges([
    "A30-A49", "B37", "G00", "G06", "I33", "J12-J18", "K65", "L02-L03", "L08", "M00", "M86", "N10",
    "N15.1", "N30.0", "N39.0", "R65.2",
]);

/// Each complication before its nature.
pub(super) const COMPLICATIONS: &[Precedence] = &[
    // Devices: the infection is one of them, also where it led to sepsis.
    nature(
        &ranges([
            "T80.2",
            "T82.6-T82.7",
            "T83.5-T83.6",
            "T84.5-T84.7",
            "T85.7",
            "T88.0",
        ]),
        INFECTION,
    ),
    nature(
        &ranges(["T81.4"]),
        &ranges(["K65", "L02-L03", "L08", "M00"]),
    ),
    nature(
        &ranges(["J95.02", "K94.02", "K94.12", "K94.22", "K95.01", "K95.81"]),
        INFECTION,
    ),
    transplant(&ranges(["T86.1"]), &ranges(["I12-I13", "N00-N19"])),
    transplant(&ranges(["T86.2-T86.3"]), &ranges(["I20-I52"])),
    transplant(&ranges(["T86.4"]), &ranges(["K70-K77", "K83"])),
    transplant(
        &ranges(["T86.81"]),
        &ranges(["J12-J22", "J44.81", "J4A", "J80-J99"]),
    ),
    transplant(
        &ranges(["T86.03", "T86.13", "T86.23", "T86.33", "T86.43", "T86.812"]),
        INFECTION,
    ),
    nature(
        &ranges(["I97"]),
        &ranges(["I21-I22", "I26", "I30-I31", "I44-I50", "I60-I63", "I95"]),
    ),
    nature(
        &ranges(["J95"]),
        &ranges(["J12-J18", "J69", "J80-J81", "J93-J94", "J96.0", "J98"]),
    ),
    nature(
        &ranges(["K91"]),
        &ranges(["K55-K56", "K63", "K65-K66", "K72", "K75", "K83"]),
    ),
    nature(&ranges(["N99"]), &ranges(["N13", "N17", "N35", "R33"])),
    nature(&ranges(["G97"]), &ranges(["G03", "G93", "G96"])),
    nature(
        &ranges(["D78", "K91.84", "K91.87", "N99.82", "I97.6", "J95.83"]),
        &ranges(["D62"]),
    ),
];

/// Devices and operations, of which only a hospital stay tells what it is for.
const fn nature(complication: &'static [CodeRange], nature: &'static [CodeRange]) -> Precedence {
    Precedence {
        setting: Setting::Inpatient,
        ..order(
            complication,
            nature,
            "Guidelines II.G and I.C.19.g.5",
            "the nature of a complication follows the complication",
        )
    }
}

const fn transplant(
    complication: &'static [CodeRange],
    nature: &'static [CodeRange],
) -> Precedence {
    order(
        complication,
        nature,
        "Guidelines I.C.19.g.3.a",
        "what the complication of a transplant consists in follows it",
    )
}
