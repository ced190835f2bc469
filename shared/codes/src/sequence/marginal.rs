//! What the claim's DRG would be without each CC or MCC.
//!
//! The grouper is asked only where the answer is not certain: a diagnosis that
//! enters a DRG through its level alone ([`Grouper::is_in_logic`]) changes
//! nothing as long as another such diagnosis of at least its level counts, and
//! nothing where its own level does not count. Every formula then sees the
//! same highest level with and without it. The tests compare with asking for
//! every diagnosis.

use chartfleet_model::Severity;

use super::drg::Level;
use crate::error::CodesError;
use crate::grouper::{GroupClaim, GroupResult, GroupedDiagnosis, Grouper, LostTo};
use crate::payment::Prices;

/// What each diagnosis does to the DRG, the principal's first.
pub(super) fn levels(
    grouper: &Grouper,
    claim: &GroupClaim,
    result: &GroupResult,
) -> Result<Vec<Level>, CodesError> {
    let mut levels = vec![Level::default()];
    for (index, diagnosis) in result.sdx.iter().enumerate() {
        let without = drg_without(grouper, claim, result, index)?;
        levels.push(Level {
            severity: diagnosis.severity,
            excluded_by_pdx: diagnosis.excluded_by_pdx,
            drg_without: without,
            drives_drg: without.is_some_and(|drg| drg != result.drg),
            hospital_acquired: diagnosis.hospital_acquired.clone(),
            ..Level::default()
        });
    }
    Ok(levels)
}

fn drg_without(
    grouper: &Grouper,
    claim: &GroupClaim,
    result: &GroupResult,
    index: usize,
) -> Result<Option<u16>, CodesError> {
    let Some(diagnosis) = result.sdx.get(index).filter(|d| may_matter(d)) else {
        return Ok(None);
    };
    let by_level_alone =
        |other: &GroupedDiagnosis| !grouper.is_in_logic(&other.code, result.version);
    let stands_in = |(place, other): (usize, &GroupedDiagnosis)| {
        place != index && other.severity >= diagnosis.severity && by_level_alone(other)
    };
    let certain = by_level_alone(diagnosis)
        && (diagnosis.severity == Severity::None || result.sdx.iter().enumerate().any(stands_in));
    if certain {
        return Ok(Some(result.drg));
    }
    grouper.drg_with(claim, &|other| other != index).map(Some)
}

/// Whether the diagnosis is a CC or MCC that the principal does not exclude.
fn may_matter(diagnosis: &GroupedDiagnosis) -> bool {
    diagnosis.own_severity != Severity::None
        && !matches!(
            diagnosis.lost_to,
            Some(LostTo::Principal | LostTo::NotGrouped)
        )
}

/// The DRG if no CC or MCC counted, where that differs.
pub(super) fn without_cc_mcc(
    grouper: &Grouper,
    claim: &GroupClaim,
    result: &GroupResult,
    levels: &[Level],
) -> Result<Option<u16>, CodesError> {
    let counts = |index: usize| {
        let level = levels.get(index + 1);
        level.is_some_and(|level| level.severity != Severity::None)
    };
    let counting: Vec<usize> = (0..result.sdx.len()).filter(|&i| counts(i)).collect();
    let drg = match counting.as_slice() {
        [] => return Ok(None),
        // Without the only one: that was asked already.
        [only] => levels.get(only + 1).and_then(|level| level.drg_without),
        _ => Some(grouper.drg_with(claim, &|index| !counts(index))?),
    };
    Ok(drg.filter(|&drg| drg != result.drg))
}

/// Says what is at stake with each diagnosis, and under each other
/// documentation of it.
pub(super) fn price(levels: &mut [Level], drg: u16, prices: &Prices<'_>) {
    for level in levels {
        if let Some(without) = level.drg_without.filter(|&without| without != drg) {
            level.weight_at_stake = prices.more_weight(drg, without);
            level.payment_at_stake_cents = prices.more_cents(drg, without);
        }
    }
}
