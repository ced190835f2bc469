//! Newborns and the perinatal period (Guidelines I.C.16).

use super::Check;

pub(super) const RULES: &[Check] = &[];
