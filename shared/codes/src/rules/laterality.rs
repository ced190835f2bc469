//! Side and specificity (Guidelines I.B.13, I.A.9, I.B.18).

use super::Check;

pub(super) const RULES: &[Check] = &[];
