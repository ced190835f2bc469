//! The DRG of an inpatient claim, what it is worth, and what each CC or MCC
//! does to it.
//!
//! Everything here comes after the claim is ordered and changes nothing of it.

use chartfleet_model::{
    DischargeStatus, Drg, DrgIf, DrgValue, Finding, HospitalAcquired, ReviewReason, Severity,
};

use super::edits::Edited;
use super::{ClaimContext, Claimed, Draft, marginal, specificity};
use crate::error::CodesError;
use crate::grouper::{GroupClaim, GroupDiagnosis, GroupResult, GrouperVersion};
use crate::payment::Prices;
use crate::rules::{drg as rules, poa};
use crate::tables::{CodeTables, day_number};

/// What grouping adds to a claim.
#[derive(Default)]
pub(super) struct Grouped {
    pub(super) drg: Option<Drg>,
    /// One a diagnosis of the claim, the principal's first.
    pub(super) levels: Vec<Level>,
    /// What the DRG is worth, and that of the diagnosis that qualifies equally.
    pub(super) chosen: Option<DrgValue>,
    pub(super) runner_up: Option<DrgValue>,
    pub(super) findings: Vec<Finding>,
    pub(super) review: Vec<ReviewReason>,
}

/// What a diagnosis does to the DRG.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Level {
    pub(super) severity: Severity,
    pub(super) excluded_by_pdx: bool,
    pub(super) drg_without: Option<u16>,
    pub(super) drives_drg: bool,
    pub(super) weight_at_stake: Option<f64>,
    pub(super) payment_at_stake_cents: Option<i64>,
    pub(super) drg_if: Vec<DrgIf>,
    pub(super) hospital_acquired: Option<HospitalAcquired>,
}

/// A claim to group.
pub(super) struct Asked<'a> {
    pub(super) tables: &'a CodeTables,
    pub(super) context: &'a ClaimContext<'a>,
    pub(super) prices: Prices<'a>,
    pub(super) claimed: &'a Claimed<'a>,
    /// The packed code of the diagnosis that qualifies equally as principal.
    pub(super) runner_up: Option<u64>,
}

/// Groups the claim, and again for each question whose answer is not certain
/// already.
pub(super) fn group(asked: &Asked<'_>) -> Result<Grouped, CodesError> {
    let mut grouped = Grouped::default();
    let Some(claim) = claim(asked, &mut grouped) else {
        grouped.review.push(ReviewReason::Ungroupable);
        return Ok(grouped);
    };
    let grouper = asked.tables.grouper();
    let result = grouper.group(&claim)?;
    let mut levels = marginal::levels(grouper, &claim, &result)?;
    marginal::price(&mut levels, result.drg, &asked.prices);
    grouped.findings.extend(edited(asked, &claim)?);
    if result.is_grouped() {
        let specific = specificity::look(asked, &claim, &result, &mut levels)?;
        grouped.findings.extend(specific);
        grouped.runner_up = runner_up(asked, &claim)?;
    } else {
        grouped.review.push(ReviewReason::Ungroupable);
        grouped.findings.push(rules::UNGROUPABLE.finding(format!(
            "the claim groups to DRG {}: {}",
            result.drg, result.return_code
        )));
    }
    grouped.findings.extend(hospital_acquired(&result, &claim));
    let no_weight = asked.prices.are_known() && asked.prices.weight(result.drg).is_none();
    if no_weight && result.is_grouped() {
        grouped.findings.push(rules::NO_WEIGHT.finding(format!(
            "the imported weights hold none for DRG {:03}",
            result.drg
        )));
    }
    let without_cc_mcc = marginal::without_cc_mcc(grouper, &claim, &result, &levels)?;
    grouped.chosen = Some(asked.prices.value(result.drg, result.version));
    grouped.drg = Some(drg(result, without_cc_mcc, &asked.prices));
    grouped.levels = levels;
    Ok(grouped)
}

/// What the Medicare Code Editor finds on the claim.
fn edited(asked: &Asked<'_>, claim: &GroupClaim) -> Result<Vec<Finding>, CodesError> {
    let on = asked.context.on;
    let edits = asked.tables.grouper().mce(claim, on)?;
    let edited = Edited {
        tables: asked.tables,
        claimed: asked.claimed,
        day: day_number(on),
    };
    Ok(edited.findings(&edits))
}

/// What the editor finds on a claim whose diagnoses are all barred from the
/// first place: why the one proposed first is refused.
pub(super) fn edits_of_refused(asked: &Asked<'_>) -> Result<Vec<Finding>, CodesError> {
    match claim(asked, &mut Grouped::default()) {
        Some(claim) => edited(asked, &claim),
        None => Ok(Vec::new()),
    }
}

/// The DRG with the diagnosis first that qualifies equally.
fn runner_up(asked: &Asked<'_>, claim: &GroupClaim) -> Result<Option<DrgValue>, CodesError> {
    let mut drafts = asked.claimed.diagnoses.iter().skip(1);
    let place = drafts.position(|draft| Some(draft.key) == asked.runner_up);
    let mut other = claim.clone();
    let Some(second) = place.and_then(|place| other.sdx.get_mut(place)) else {
        return Ok(None);
    };
    std::mem::swap(&mut other.pdx, second);
    let drg = asked.tables.grouper().drg_with(&other, &|_| true)?;
    Ok(Some(asked.prices.value(drg, claim.version)))
}

/// Levels that were lost to hospital-acquired conditions, and the DRG that was.
fn hospital_acquired(result: &GroupResult, claim: &GroupClaim) -> Vec<Finding> {
    let mut findings: Vec<Finding> = result
        .sdx
        .iter()
        .zip(&claim.sdx)
        .filter_map(|(diagnosis, claimed)| {
            let condition = diagnosis.hospital_acquired.as_ref()?;
            let poa = claimed
                .poa
                .map_or("no indicator", chartfleet_model::Poa::as_str);
            let message = format!(
                "{} (POA {poa}) is hospital-acquired condition {:02}, {}: its {} does not count",
                diagnosis.code,
                condition.category,
                condition.name,
                diagnosis.own_severity.as_str().to_ascii_uppercase(),
            );
            Some(
                poa::HOSPITAL_ACQUIRED
                    .finding(message)
                    .about([&diagnosis.code]),
            )
        })
        .collect();
    if result.initial_drg != result.drg {
        let message = format!(
            "DRG {:03} instead of {:03}: hospital-acquired conditions were taken out",
            result.drg, result.initial_drg
        );
        let acquired = result.sdx.iter().filter(|d| d.hospital_acquired.is_some());
        let codes = acquired.map(|diagnosis| &diagnosis.code);
        findings.push(rules::HOSPITAL_ACQUIRED.finding(message).about(codes));
    }
    findings
}

fn drg(result: GroupResult, without_cc_mcc: Option<u16>, prices: &Prices<'_>) -> Drg {
    Drg {
        version: result.version.number(),
        drg: result.drg,
        title: result.title,
        mdc: result.mdc,
        return_code: result.return_code,
        severity: result.severity,
        without_cc_mcc,
        initial_drg: Some(result.initial_drg).filter(|&initial| initial != result.drg),
        weight: prices.weight(result.drg),
        gmlos: prices.gmlos(result.drg),
        expected_payment_cents: prices.payment_cents(result.drg),
    }
}

/// The claim for the grouper, or `None` with a finding that says what it lacks.
fn claim(asked: &Asked<'_>, grouped: &mut Grouped) -> Option<GroupClaim> {
    let ClaimContext {
        encounter, patient, ..
    } = asked.context;
    let version = GrouperVersion::for_discharge(asked.context.on);
    if let Err(error) = &version {
        let finding = rules::INCOMPLETE.finding(error.to_string());
        grouped.findings.push(finding);
    }
    let age = patient.age.filter(|&age| age <= crate::grouper::OLDEST);
    if age.is_none() {
        let message = "the patient's age (0-124) is needed to group the claim";
        grouped.findings.push(rules::INCOMPLETE.finding(message));
    }
    let (version, age) = (version.ok()?, age?);
    let mut diagnoses = asked
        .claimed
        .diagnoses
        .iter()
        .map(|draft: &Draft<'_>| GroupDiagnosis {
            code: draft.code.clone(),
            poa: draft.suggestion.poa,
        });
    let pdx = diagnoses.next()?;
    let sdx = diagnoses.collect();
    if encounter.discharge_status.is_none() {
        let message = "no discharge status: grouped as discharged home (01)";
        grouped
            .findings
            .push(rules::STATUS_ASSUMED.finding(message));
    }
    Some(GroupClaim {
        version,
        age,
        sex: patient.sex,
        discharge_status: encounter.discharge_status.unwrap_or(DischargeStatus::HOME),
        pdx,
        sdx,
        procedures: asked.claimed.procedures.clone(),
    })
}
