//! Injuries among themselves: the highest degree of burn and the most serious
//! injury first, maltreatment before what it led to.
//!
//! Source: Guidelines I.C.19.b, I.C.19.d and I.C.19.f.

use super::{Precedence, order};
use crate::codeset::CodeSet;

const BURN_3: CodeSet<12> = CodeSet::of([
    "T20.3", "T20.7", "T21.3", "T21.7", "T22.3", "T22.7", "T23.3", "T23.7", "T24.3", "T24.7",
    "T25.3", "T25.7",
]);
const BURN_2: CodeSet<12> = CodeSet::of([
    "T20.2", "T20.6", "T21.2", "T21.6", "T22.2", "T22.6", "T23.2", "T23.6", "T24.2", "T24.6",
    "T25.2", "T25.6",
]);
const BURN_1: CodeSet<12> = CodeSet::of([
    "T20.1", "T20.5", "T21.1", "T21.5", "T22.1", "T22.5", "T23.1", "T23.5", "T24.1", "T24.5",
    "T25.1", "T25.5",
]);
const BURN: CodeSet<1> = CodeSet::of(["T20-T28"]);
const BURN_EXTENT: CodeSet<1> = CodeSet::of(["T31-T32"]);
const ABUSE: CodeSet<2> = CodeSet::of(["T74", "T76"]);
/// Injuries and mental disorders that maltreatment leads to.
const HARM: CodeSet<4> = CodeSet::of(["F06-F09", "F20-F99", "S00-T71", "T73"]);
/// Bruises, abrasions and bites.
const SUPERFICIAL: CodeSet<10> = CodeSet::of([
    "S00", "S10", "S20", "S30", "S40", "S50", "S60", "S70", "S80", "S90",
]);
/// Fractures, injuries of organs, great vessels and the cord, crushing and
/// amputation.
const SEVERE_INJURY: CodeSet<25> = CodeSet::of([
    "S02",
    "S06-S08",
    "S12",
    "S14.0-S14.1",
    "S15",
    "S17",
    "S22",
    "S24.0-S24.1",
    "S25-S28",
    "S32",
    "S34.0-S34.1",
    "S35-S38",
    "S42",
    "S47-S48",
    "S52",
    "S57-S58",
    "S62",
    "S67-S68",
    "S72",
    "S77-S78",
    "S82",
    "S87-S88",
    "S92",
    "S97-S98",
    "T79",
]);

const SPECIFIED_INJURY: CodeSet<2> = CodeSet::of(["S00-S99", "T20-T28"]);
/// Multiple injuries, and an injury of a region, that are not specified.
const UNSPECIFIED_INJURY: CodeSet<2> = CodeSet::of(["T07", "T14"]);

/// The orders of injuries.
pub(super) const INJURIES: &[Precedence] = &[
    order(
        SPECIFIED_INJURY.ranges(),
        UNSPECIFIED_INJURY.ranges(),
        "Guidelines I.C.19.b and I.B.2",
        "injuries that are specified stand before the unspecified",
    ),
    order(
        BURN_3.ranges(),
        BURN_2.ranges(),
        "Guidelines I.C.19.d.1",
        "the highest degree of burn stands first",
    ),
    order(
        BURN_3.ranges(),
        BURN_1.ranges(),
        "Guidelines I.C.19.d.1",
        "the highest degree of burn stands first",
    ),
    order(
        BURN_2.ranges(),
        BURN_1.ranges(),
        "Guidelines I.C.19.d.1",
        "the highest degree of burn stands first",
    ),
    order(
        BURN.ranges(),
        BURN_EXTENT.ranges(),
        "Guidelines I.C.19.d.6",
        "the extent of burns follows their sites",
    ),
    order(
        ABUSE.ranges(),
        HARM.ranges(),
        "Guidelines I.C.19.f",
        "injuries and mental disorders follow the maltreatment",
    ),
    order(
        SEVERE_INJURY.ranges(),
        SUPERFICIAL.ranges(),
        "Guidelines I.C.19.b",
        "the most serious injury stands first",
    ),
];
