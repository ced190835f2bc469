//! What each answer would make of the claim, for the specialist's worklist.
//!
//! Inpatients with a DRG only. The prices take no part in which queries are
//! sent, nor in their order, and stand in no query.

use chartfleet_codes::{ClaimContext, CodesError, WhatIf};
use chartfleet_model::{ChartResult, Gap, Icd10CmCode, QueryOption};

use super::Review;

/// Groupings that one chart's queries may cost.
const MOST_GROUPINGS: usize = 40;

/// Fills in the level, DRG and changes of each option, and the DRG now.
pub(super) fn price(
    review: &Review<'_>,
    result: &ChartResult,
    gaps: &mut [Gap],
) -> Result<(), CodesError> {
    let Some(drg) = &result.drg else {
        return Ok(());
    };
    let context = ClaimContext {
        encounter: &review.chart.encounter,
        patient: &review.chart.patient,
        on: review.on,
        documents: &review.chart.documents,
        base_rate: review.base_rate,
    };
    let claim = (result.diagnoses.as_slice(), result.procedures.as_slice());
    let Some(what_if) = WhatIf::of(review.tables, &context, claim, drg.drg) else {
        return Ok(());
    };
    let mut left = MOST_GROUPINGS;
    // What stands there already was priced with the same claim.
    for gap in gaps.iter_mut().filter(|gap| gap.drg_now.is_none()) {
        gap.drg_now = Some(what_if.now());
        for option in &mut gap.options {
            let puts_in = !option.codes.is_empty() && option.codes != gap.codes_now;
            let changes = puts_in || (option.removes && !gap.codes_now.is_empty());
            if changes && left > 0 {
                left -= 1;
                price_option(&what_if, &gap.codes_now, option)?;
            }
        }
    }
    Ok(())
}

fn price_option(
    what_if: &WhatIf<'_>,
    now: &[Icd10CmCode],
    option: &mut QueryOption,
) -> Result<(), CodesError> {
    if let Some(otherwise) = what_if.instead(now, &option.codes)? {
        option.severity = otherwise.severity;
        option.weight_change = otherwise.weight_change;
        option.payment_change_cents = otherwise.payment_change_cents;
        option.drg = Some(otherwise.drg);
    }
    Ok(())
}
