//! NCCI procedure-to-procedure edits.

use super::Check;

pub(super) const RULES: &[Check] = &[];
