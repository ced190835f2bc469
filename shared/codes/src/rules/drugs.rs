//! Poisoning, adverse effect and underdosing (Guidelines I.C.19.e).

use super::Check;

pub(super) const RULES: &[Check] = &[];
