//! The failure of an insulin pump: three codes whose order turns around the
//! usual place of an underdosing.
//!
//! Without a pump an underdosing follows what it led to; with one it follows
//! the failure at once, and the diabetes comes after both.
//!
//! Source: Guidelines I.C.4.a.5.

use super::{Precedence, order};
use crate::codeset::{CodeSet, contains};

const FAILURE: CodeSet<4> = CodeSet::of(["T85.614", "T85.624", "T85.633", "T85.694"]);
const INSULIN: CodeSet<1> = CodeSet::of(["T38.3"]);
const DIABETES: CodeSet<2> = CodeSet::of(["E08-E13", "E15-E16"]);

const DOSE: Precedence = order(
    FAILURE.ranges(),
    INSULIN.ranges(),
    "Guidelines I.C.4.a.5",
    "the dose of insulin follows the failure of the pump",
);
const LED_TO: Precedence = order(
    FAILURE.ranges(),
    DIABETES.ranges(),
    "Guidelines I.C.4.a.5",
    "diabetes follows the failure of the pump",
);
const UNUSUAL: Precedence = order(
    INSULIN.ranges(),
    DIABETES.ranges(),
    "Guidelines I.C.4.a.5",
    "diabetes follows the dose of insulin where a pump failed",
);

/// The orders that hold where a pump failed, `keys` being all of the claim.
pub(in crate::sequence) fn insulin_pump(
    keys: impl Iterator<Item = u64>,
) -> &'static [&'static Precedence] {
    let (mut failed, mut insulin) = (false, false);
    for key in keys {
        failed |= contains(FAILURE.ranges(), key);
        insulin |= contains(INSULIN.ranges(), key);
    }
    if failed && insulin {
        &[&DOSE, &LED_TO, &UNUSUAL]
    } else {
        &[]
    }
}
