//! Chronic kidney disease, transplant status and acute kidney injury
//! (Guidelines I.C.14).

use super::Check;

pub(super) const RULES: &[Check] = &[];
