//! Edits of the Medicare Code Editor on the ordered claim.

use super::Check;

pub(super) const RULES: &[Check] = &[];
