//! Fractures, burns and other injuries (Guidelines I.C.19).

use super::Check;

pub(super) const RULES: &[Check] = &[];
