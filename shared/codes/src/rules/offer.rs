//! Codes that rules put together for a claim, such as a complication's code
//! with the seventh character of its neighbor.

use super::{ClaimView, Diagnosis};

/// Those that may be billed on the claim's day.
pub(super) fn billable(
    claim: &ClaimView<'_>,
    offers: impl IntoIterator<Item = String>,
) -> Vec<String> {
    offers
        .into_iter()
        .filter(|offer| {
            let entry = claim.tables.cm_text(offer);
            entry.is_some_and(|entry| entry.billable(claim.on))
        })
        .collect()
}

/// The last character of a code, which tells the phase of care where the code
/// has seven.
pub(super) fn last_character(diagnosis: &Diagnosis<'_>) -> char {
    diagnosis.code.as_str().chars().last().unwrap_or_default()
}
