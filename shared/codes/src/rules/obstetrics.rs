//! Pregnancy, childbirth and the puerperium (Guidelines I.C.15).

use super::Check;

pub(super) const RULES: &[Check] = &[];
