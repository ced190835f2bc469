//! Signs and symptoms beside a definitive diagnosis (Guidelines I.B.4-6).

use super::Check;

pub(super) const RULES: &[Check] = &[];
