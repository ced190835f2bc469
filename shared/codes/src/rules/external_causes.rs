//! External causes, place, activity and status (Guidelines I.C.20).

use super::Check;

pub(super) const RULES: &[Check] = &[];
