//! Hypertension with heart and kidney disease (Guidelines I.C.9.a).

use super::Check;

pub(super) const RULES: &[Check] = &[];
