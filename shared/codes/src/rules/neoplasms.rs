//! Neoplasms and their treatment (Guidelines I.C.2).

use super::Check;

pub(super) const RULES: &[Check] = &[];
