//! Etiology before manifestation, and what "code first" notes ask for
//! (Guidelines I.A.13, I.A.17).

use super::Check;

pub(super) const RULES: &[Check] = &[];
