//! Acute kidney injury by creatinine.
//!
//! KDIGO 2012: a rise to 1.5 times the baseline known or presumed, or by 0.3
//! mg/dL within 48 hours. The presumed baseline is the lowest value of the
//! stay, so that a fall tells as much as a rise; a stated one goes first, so
//! that a chronic kidney disease is measured against itself.

use chartfleet_model::{Gap, GapKind};

use super::{Signs, is_adult, is_open, is_stay, question};
use crate::cdi::facts::{Analyte, DiagnosisClass, FindingClass, Measurement, TreatmentClass};
use crate::cdi::query::Draft;
use crate::cdi::{Check, Look};

pub(super) const INJURY: Check = Check {
    rule: "cdi.kidney_injury",
    kind: GapKind::Undocumented,
    source: "KDIGO 2012 Acute Kidney Injury, 2.1.1",
    look: injury,
};

pub(super) const VALIDITY: Check = Check {
    rule: "cdi.kidney_injury_validity",
    kind: GapKind::ClinicalValidity,
    source: "KDIGO 2012 Acute Kidney Injury, 2.1.1",
    look: validity,
};

/// Kidney failure that is coded, or that makes creatinine no criterion.
const CLAIMED: &[&str] = &[
    "N17", "N18.6", "N99.0", "O90.4", "K76.7", "T86.1", "Z99.2", "N00", "N01",
];
/// Times the baseline.
const RATIO: f64 = 1.5;
/// mg/dL within [`HOURS`].
const STEP: f64 = 0.3;
const HOURS: i64 = 48;
/// mg/dL; below it a ratio says little.
const LEAST_PEAK: f64 = 1.2;

fn injury(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    if !is_open(look, CLAIMED, DiagnosisClass::KidneyInjury)
        || look.facts.is_affirmed(DiagnosisClass::EndStageKidney)
    {
        return;
    }
    let Some((baseline, peak)) = look.facts.change(Analyte::Creatinine) else {
        return;
    };
    if peak.value < LEAST_PEAK || !meets(look, baseline, peak) {
        return;
    }
    let mut signs = Signs::default();
    signs.value(Some(baseline));
    signs.value(Some(peak));
    signs.treated(look, TreatmentClass::Fluids);
    signs.treated(look, TreatmentClass::Dialysis);
    // Necrosis is a reasonable answer only where something tells of it.
    let is_tubular = signs.found(look, FindingClass::TubularInjury);
    let draft = signs.draft(Draft::new(
        check,
        "significance of the change in creatinine",
    ));
    let mut draft = draft.option("Acute kidney injury", &["N17.9"]);
    if is_tubular {
        draft = draft.option(
            "Acute kidney injury due to acute tubular necrosis",
            &["N17.0"],
        );
    }
    let draft = draft
        .option("Chronic kidney disease without acute injury", &["N18.9"])
        .option("Change in creatinine without clinical significance", &[]);
    gaps.extend(draft.ask(look, super::SIGNIFICANCE));
}

fn meets(look: &Look<'_>, baseline: &Measurement, peak: &Measurement) -> bool {
    let rises = peak.value >= RATIO * baseline.value;
    rises || (peak.value - baseline.value > STEP - 1e-9 && are_close(look, baseline, peak))
}

/// Whether two documents of known times hold them, at most 48 hours apart.
fn are_close(look: &Look<'_>, one: &Measurement, other: &Measurement) -> bool {
    let time = |m: &Measurement| look.chart.documents.get(m.evidence.document as usize)?.time;
    let (Some(one_time), Some(other_time)) = (time(one), time(other)) else {
        return false;
    };
    one.evidence.document != other.evidence.document
        && (one_time.as_second() - other_time.as_second()).abs() <= HOURS * 3600
}

fn validity(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let Some((baseline, peak)) = look.facts.change(Analyte::Creatinine) else {
        return;
    };
    let changes = peak.value >= RATIO * baseline.value || peak.value - baseline.value > STEP - 1e-9;
    let mut other = Signs::default();
    let has_others = other.treated(look, TreatmentClass::Dialysis)
        | other.found(look, FindingClass::TubularInjury)
        | other.found(look, FindingClass::Hypoperfusion);
    if !is_stay(look) || !is_adult(look) || changes || has_others {
        return;
    }
    let mut signs = Signs::default();
    signs.value(Some(baseline));
    signs.value(Some(peak));
    question(
        check,
        look,
        ("clinical support of acute kidney injury", &["N17"]),
        signs,
        gaps,
    );
}
