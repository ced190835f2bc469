//! The acute form of a condition before its chronic form.
//!
//! Only conditions whose two forms stand at the same level of the alphabetic
//! index, so that both are coded.
//!
//! Source: Guidelines I.B.8.

use super::{Precedence, order};
use crate::codeset::{CodeRange, ranges};

/// Each acute form before its chronic one.
pub(super) const ACUTE_AND_CHRONIC: &[Precedence] = &[
    pair(&ranges(["N17"]), &ranges(["N18"])),
    pair(&ranges(["N10"]), &ranges(["N11"])),
    pair(&ranges(["N30.0"]), &ranges(["N30.1-N30.2"])),
    pair(&ranges(["N41.0"]), &ranges(["N41.1"])),
    pair(&ranges(["N70.0"]), &ranges(["N70.1"])),
    pair(&ranges(["N71.0"]), &ranges(["N71.1"])),
    pair(&ranges(["N73.0"]), &ranges(["N73.1"])),
    pair(&ranges(["K85"]), &ranges(["K86.0-K86.1"])),
    pair(&ranges(["K29.0"]), &ranges(["K29.3-K29.5"])),
    pair(&ranges(["J01"]), &ranges(["J32"])),
    pair(&ranges(["J02"]), &ranges(["J31.2"])),
    pair(&ranges(["J03"]), &ranges(["J35.0"])),
    pair(&ranges(["J04"]), &ranges(["J37"])),
    pair(&ranges(["J20"]), &ranges(["J41-J42"])),
    pair(&ranges(["H65.0-H65.1"]), &ranges(["H65.2-H65.4"])),
    pair(&ranges(["H66.0"]), &ranges(["H66.1-H66.3"])),
    pair(&ranges(["M86.0-M86.2"]), &ranges(["M86.3-M86.6"])),
    pair(&ranges(["I26"]), &ranges(["I27.82"])),
    pair(&ranges(["I82.4"]), &ranges(["I82.5"])),
    pair(&ranges(["I82.62"]), &ranges(["I82.72"])),
    pair(&ranges(["I62.01"]), &ranges(["I62.03"])),
];

const fn pair(acute: &'static [CodeRange], chronic: &'static [CodeRange]) -> Precedence {
    order(
        acute,
        chronic,
        "Guidelines I.B.8",
        "the acute condition stands before its chronic form",
    )
}
