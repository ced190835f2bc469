//! History against current disease (Guidelines I.C.21.c.4, I.C.2.m).

use super::Check;

pub(super) const RULES: &[Check] = &[];
