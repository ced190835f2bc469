//! Diabetes and what it is presumed to cause (Guidelines I.A.15, I.C.4.a).

use super::Check;

pub(super) const RULES: &[Check] = &[];
