//! Where ICD-10-PCS may be reported, and what the length of a stay allows.

use chartfleet_model::{Code, EncounterClass};

use super::procedures;
use crate::rules::{ClaimView, Found};

pub(super) fn on_outpatient_claim(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let codes: Vec<_> = procedures(claim).iter().map(|p| p.code.clone()).collect();
    if claim.is_inpatient() || codes.is_empty() {
        return;
    }
    let whose = match claim.encounter.class {
        EncounterClass::Professional => "a professional claim",
        _ => "an outpatient claim",
    };
    found.report(
        format!("{whose} has no ICD-10-PCS codes: they are for inpatient hospital procedures"),
        codes,
    );
}

pub(super) fn cpt_on_inpatient_claim(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let is_cpt = |code: &&Code| matches!(code, Code::Cpt(_));
    let codes: Vec<_> = claim
        .procedures
        .iter()
        .map(|p| p.code)
        .filter(is_cpt)
        .collect();
    if claim.is_inpatient() && !codes.is_empty() {
        found.report(
            "CPT is not for the hospital's claim of an inpatient stay".to_owned(),
            codes,
        );
    }
}

/// Days of a stay in which no 96 hours lie, even where the patient came by the
/// emergency department on the day before the admission.
const TOO_SHORT: i32 = 2;

pub(super) fn ventilation_longer_than_stay(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let (Some(from), Some(to)) = (claim.encounter.admitted, claim.encounter.discharged) else {
        return;
    };
    let days = (to - from).get_days();
    if !claim.is_inpatient() || !(0..=TOO_SHORT).contains(&days) {
        return;
    }
    for procedure in procedures(claim) {
        if procedure.code.as_str() == "5A1955Z" {
            let code = procedure.code;
            found.report_with(
                format!("{code} is over 96 consecutive hours, but the stay is of {days} days"),
                [code],
                procedure.with(claim, 5, b'4'),
            );
        }
    }
}
