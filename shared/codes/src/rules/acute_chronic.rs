//! Acute and chronic conditions together (Guidelines I.B.8).

use super::Check;

pub(super) const RULES: &[Check] = &[];
