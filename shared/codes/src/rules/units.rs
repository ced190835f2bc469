//! Medically unlikely edits: units of service.

use super::Check;

pub(super) const RULES: &[Check] = &[];
