//! Body mass index, ulcer stages and scores stand only with their
//! diagnosis (Guidelines I.B.14).

use super::Check;

pub(super) const RULES: &[Check] = &[];
