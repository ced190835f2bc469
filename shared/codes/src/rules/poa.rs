//! Present on admission (Guidelines Appendix I).

use super::Check;

pub(super) const RULES: &[Check] = &[];
