//! Myocardial infarction, heart failure and cerebrovascular disease
//! (Guidelines I.C.9).

use super::Check;

pub(super) const RULES: &[Check] = &[];
