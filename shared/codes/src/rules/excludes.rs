//! Excludes1 pairs (Guidelines I.A.12).

use super::Check;

pub(super) const RULES: &[Check] = &[];
