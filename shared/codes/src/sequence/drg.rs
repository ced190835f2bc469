//! The DRG of an inpatient claim, and what each CC or MCC does to it.

use chartfleet_model::{
    DischargeStatus, Drg, Encounter, Finding, FindingSeverity, Patient, ReviewReason, Severity,
};
use jiff::civil::Date;

use super::{Claimed, edits};
use crate::error::CodesError;
use crate::grouper::{GroupClaim, GroupDiagnosis, GroupResult, GrouperVersion, LostTo};
use crate::tables::CodeTables;

/// What grouping adds to a claim.
#[derive(Default)]
pub(super) struct Grouped {
    pub(super) drg: Option<Drg>,
    /// One a diagnosis of the claim, the principal's first.
    pub(super) levels: Vec<Level>,
    pub(super) findings: Vec<Finding>,
    pub(super) review: Vec<ReviewReason>,
}

/// What a diagnosis does to the DRG.
#[derive(Clone, Copy, Default)]
pub(super) struct Level {
    pub(super) severity: Severity,
    pub(super) excluded_by_pdx: bool,
    pub(super) drg_without: Option<u16>,
    pub(super) drives_drg: bool,
}

/// Groups the claim, and again without each CC and MCC.
pub(super) fn group(
    tables: &CodeTables,
    encounter: &Encounter,
    patient: &Patient,
    on: Date,
    claimed: &Claimed<'_>,
) -> Result<Grouped, CodesError> {
    let mut grouped = Grouped::default();
    let Some(claim) = claim(encounter, patient, on, claimed, &mut grouped) else {
        grouped.review.push(ReviewReason::Ungroupable);
        return Ok(grouped);
    };
    let grouper = tables.grouper();
    let result = grouper.group(&claim)?;
    grouped.levels.push(Level::default());
    for (index, diagnosis) in result.sdx.iter().enumerate() {
        let may_matter = diagnosis.own_severity != Severity::None
            && !matches!(
                diagnosis.lost_to,
                Some(LostTo::Principal | LostTo::NotGrouped)
            );
        let drg_without = may_matter
            .then(|| grouper.drg_with(&claim, &|other| other != index))
            .transpose()?;
        grouped.levels.push(Level {
            severity: diagnosis.severity,
            excluded_by_pdx: diagnosis.excluded_by_pdx,
            drg_without,
            drives_drg: drg_without.is_some_and(|drg| drg != result.drg),
        });
    }
    let without = without_cc_mcc(tables, &claim, &result, &grouped.levels)?;
    grouped
        .findings
        .extend(edits::findings(&grouper.mce(&claim, on)?, claimed));
    if !result.is_grouped() {
        grouped.review.push(ReviewReason::Ungroupable);
        grouped.findings.push(not_grouped(&result));
    }
    grouped.drg = Some(drg(result, without));
    Ok(grouped)
}

/// The DRG if no CC or MCC counted, where that differs.
fn without_cc_mcc(
    tables: &CodeTables,
    claim: &GroupClaim,
    result: &GroupResult,
    levels: &[Level],
) -> Result<Option<u16>, CodesError> {
    let counts = |index: usize| {
        result
            .sdx
            .get(index)
            .is_some_and(|diagnosis| diagnosis.severity != Severity::None)
    };
    let counting: Vec<usize> = (0..result.sdx.len()).filter(|&i| counts(i)).collect();
    let drg = match counting.as_slice() {
        [] => return Ok(None),
        // Without the only one: that was asked already.
        [only] => levels.get(only + 1).and_then(|level| level.drg_without),
        _ => Some(tables.grouper().drg_with(claim, &|index| !counts(index))?),
    };
    Ok(drg.filter(|&drg| drg != result.drg))
}

fn drg(result: GroupResult, without_cc_mcc: Option<u16>) -> Drg {
    Drg {
        version: result.version.number(),
        drg: result.drg,
        title: result.title,
        mdc: result.mdc,
        return_code: result.return_code,
        severity: result.severity,
        without_cc_mcc,
    }
}

/// The claim for the grouper, or `None` with a finding that says what it lacks.
fn claim(
    encounter: &Encounter,
    patient: &Patient,
    on: Date,
    claimed: &Claimed<'_>,
    grouped: &mut Grouped,
) -> Option<GroupClaim> {
    let version = GrouperVersion::for_discharge(on);
    if let Err(error) = &version {
        grouped.findings.push(incomplete(error.to_string()));
    }
    let age = patient.age.filter(|&age| age <= crate::grouper::OLDEST);
    if age.is_none() {
        let message = "the patient's age (0-124) is needed to group the claim";
        grouped.findings.push(incomplete(message.to_owned()));
    }
    let (version, age) = (version.ok()?, age?);
    let mut diagnoses = claimed.diagnoses.iter().map(|draft| GroupDiagnosis {
        code: draft.code.clone(),
        poa: draft.suggestion.poa,
    });
    let pdx = diagnoses.next()?;
    let sdx = diagnoses.collect();
    if encounter.discharge_status.is_none() {
        grouped.findings.push(Finding {
            rule: "drg.discharge_status_assumed".into(),
            severity: FindingSeverity::Info,
            message: "no discharge status: grouped as discharged home (01)".to_owned(),
            source: "UB-04 form locator 17".into(),
            codes: Vec::new(),
            offers: Vec::new(),
            remedy: "".into(),
        });
    }
    Some(GroupClaim {
        version,
        age,
        sex: patient.sex,
        discharge_status: encounter.discharge_status.unwrap_or(DischargeStatus::HOME),
        pdx,
        sdx,
        procedures: claimed.procedures.clone(),
    })
}

fn incomplete(message: String) -> Finding {
    Finding {
        rule: "drg.incomplete".into(),
        severity: FindingSeverity::Warning,
        message,
        source: "MS-DRG grouper".into(),
        codes: Vec::new(),
        offers: Vec::new(),
        remedy: "".into(),
    }
}

fn not_grouped(result: &GroupResult) -> Finding {
    Finding {
        rule: "drg.ungroupable".into(),
        severity: FindingSeverity::Warning,
        message: format!(
            "the claim groups to DRG {}: {}",
            result.drg, result.return_code
        ),
        source: "MS-DRG grouper".into(),
        codes: Vec::new(),
        offers: Vec::new(),
        remedy: "".into(),
    }
}
