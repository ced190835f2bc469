//! Sepsis, severe sepsis and septic shock (Guidelines I.C.1.d).

use super::Check;

pub(super) const RULES: &[Check] = &[];
