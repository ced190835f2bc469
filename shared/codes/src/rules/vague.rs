//! Unspecified codes beside a more specific code of the same condition.
//!
//! Source: Guidelines I.A.9.b and I.B.2: an unspecified code is for what the
//! documentation leaves open, and it leaves nothing open where the claim holds
//! the specific code.

use super::{ClaimView, Found};
use crate::codeset::{CodeRange, contains};

/// An unspecified code and what says more.
pub(super) struct Vague {
    pub(super) unspecified: &'static [CodeRange],
    pub(super) specific: &'static [CodeRange],
}

/// Reports each unspecified code that a specific one makes superfluous.
pub(super) fn look(table: &[Vague], claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for vague in table {
        let mut of = claim
            .diagnoses
            .iter()
            .filter(|diagnosis| contains(vague.unspecified, diagnosis.key));
        let specific = claim
            .diagnoses
            .iter()
            .find(|diagnosis| contains(vague.specific, diagnosis.key));
        if let (Some(unspecified), Some(specific)) = (of.next(), specific) {
            found.report(
                format!(
                    "{} leaves open what {} says of the same condition",
                    unspecified.code, specific.code
                ),
                [unspecified.code, specific.code],
            );
        }
    }
}
