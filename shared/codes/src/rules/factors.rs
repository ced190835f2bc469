//! Z codes: screening, aftercare, status, long-term drug therapy
//! (Guidelines I.C.21).

use super::Check;

pub(super) const RULES: &[Check] = &[];
