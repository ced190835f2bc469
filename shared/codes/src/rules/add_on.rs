//! Add-on codes and their primary procedures.

use super::Check;

pub(super) const RULES: &[Check] = &[];
