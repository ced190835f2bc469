//! What "use additional code" notes ask for (Guidelines I.A.13, I.B.7).

use super::Check;

pub(super) const RULES: &[Check] = &[];
