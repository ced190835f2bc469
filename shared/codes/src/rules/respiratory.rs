//! Respiratory failure, pneumonia, chronic obstructive disease and asthma
//! (Guidelines I.C.10).

use super::Check;

pub(super) const RULES: &[Check] = &[];
