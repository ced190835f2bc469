//! Diagnoses that labs, drugs or findings suggest and nobody documented, and
//! documented ones that the findings do not bear out.

use super::Check;

/// The checks of this family.
pub(super) const CHECKS: &[Check] = &[];
