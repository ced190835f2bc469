//! Procedures that are part of another one and are not coded beside it.

use super::regions::{is_one_organ, same_joint, same_valve, takes_in};
use super::{Pcs, pairs, surgeries};
use crate::rules::{ClaimView, Found};

const EXCISION: u8 = b'B';
const INSPECTION: u8 = b'J';
const REPLACEMENT: u8 = b'R';
const RESECTION: u8 = b'T';
const OPEN: u8 = b'0';

pub(super) fn inspection_with_procedure(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let surgeries = surgeries(claim);
    for inspection in &surgeries {
        let mut others = surgeries.iter();
        let other = others.find(|other| is_inspected_for(inspection, other));
        if let Some(other) = other {
            found.report(
                format!(
                    "{} inspects what {} is done on, by the same approach: it is not coded beside it",
                    inspection.code, other.code
                ),
                [inspection.code, other.code],
            );
        }
    }
}

/// Whether the first is an inspection of what the second is done on, by the
/// same approach.
pub(super) fn is_inspected_for(inspection: &Pcs<'_>, other: &Pcs<'_>) -> bool {
    inspection.is_surgery()
        && other.is_surgery()
        && inspection.operation == INSPECTION
        && other.operation != INSPECTION
        && other.approach == inspection.approach
        && takes_in(inspection, other)
}

pub(super) fn converted_approach(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let mut resections = surgeries(claim);
    resections.retain(|p| p.operation == RESECTION && is_one_organ(p));
    for (one, other) in pairs(&resections) {
        let same = one.system == other.system && one.part == other.part;
        let (open, attempt) = match (one.approach, other.approach) {
            (OPEN, approach) if approach != OPEN => (one, other),
            (approach, OPEN) if approach != OPEN => (other, one),
            _ => continue,
        };
        if same {
            let offer = attempt.with(claim, 3, INSPECTION);
            found.report_with(
                format!(
                    "{} and {} resect one organ twice: an approach converted to open is an inspection",
                    open.code, attempt.code
                ),
                [open.code, attempt.code],
                offer,
            );
        }
    }
}

pub(super) fn excision_with_resection(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let surgeries = surgeries(claim);
    let resections = surgeries
        .iter()
        .filter(|p| p.operation == RESECTION && is_one_organ(p));
    for resection in resections {
        let excisions = surgeries.iter().filter(|p| {
            p.operation == EXCISION
                && !p.is_diagnostic()
                && p.system == resection.system
                && p.part == resection.part
        });
        for excision in excisions {
            found.report_with(
                format!(
                    "{} cuts out a part of what {} takes out whole",
                    excision.code, resection.code
                ),
                [excision.code, resection.code],
                excision.with(claim, 7, b'X'),
            );
        }
    }
}

pub(super) fn resection_for_replacement(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let surgeries = surgeries(claim);
    for replacement in surgeries.iter().filter(|p| p.operation == REPLACEMENT) {
        let removed = surgeries.iter().filter(|p| {
            matches!(p.operation, EXCISION | RESECTION)
                && !p.is_diagnostic()
                && (same_joint(p, replacement) || same_valve(p, replacement))
        });
        for removed in removed {
            found.report(
                format!(
                    "{} is part of the replacement {}",
                    removed.code, replacement.code
                ),
                [removed.code, replacement.code],
            );
        }
    }
}
