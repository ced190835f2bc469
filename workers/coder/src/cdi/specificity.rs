//! Documented diagnoses that lack an organism, an acuity, a side, a stage, a
//! type or a link.

use super::Check;

/// The checks of this family.
pub(super) const CHECKS: &[Check] = &[];
