//! Uncertain diagnoses (Guidelines II.H, III.C, IV.H).

use super::Check;

pub(super) const RULES: &[Check] = &[];
