//! HIV, resistant organisms, COVID-19 and other infections (Guidelines I.C.1).

use super::Check;

pub(super) const RULES: &[Check] = &[];
