//! Acute respiratory failure by gases and saturation, and pneumothorax.
//!
//! Hypoxic: pO2 below 60 mmHg or saturation below 91% on room air, or P/F below
//! 300. Hypercapnic: pCO2 above 50 mmHg with pH below 7.35. Either with labored
//! breathing or a treatment for it (Pinson and Tang, CDI Pocket Guide; ATS).

use chartfleet_model::{Gap, GapKind};

use super::{Query, Signs, ask, is_adult, is_open, is_stay, presentation, question};
use crate::cdi::facts::{Air, Analyte, DiagnosisClass, FindingClass, Measurement, TreatmentClass};
use crate::cdi::query::Draft;
use crate::cdi::{Check, Look};

const SOURCE: &str = "Respiratory failure by blood gas: pO2 < 60 mmHg, SpO2 < 91% on room air, P/F < 300, or pCO2 > 50 mmHg with pH < 7.35";

pub(super) const FAILURE: Check = Check {
    rule: "cdi.respiratory_failure",
    kind: GapKind::Undocumented,
    source: SOURCE,
    look: failure,
};

pub(super) const VALIDITY: Check = Check {
    rule: "cdi.respiratory_failure_validity",
    kind: GapKind::ClinicalValidity,
    source: SOURCE,
    look: validity,
};

pub(super) const PNEUMOTHORAX: Check = Check {
    rule: "cdi.pneumothorax",
    kind: GapKind::Undocumented,
    source: "Guidelines III.B: findings on imaging that were treated",
    look: pneumothorax,
};

const CLAIMED: &[&str] = &["J96", "J80", "J95.82", "J95.2", "J95.3", "J95.1", "R09.2"];

fn failure(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    if !is_open(look, CLAIMED, DiagnosisClass::RespiratoryFailure) {
        return;
    }
    let is_chronic =
        look.facts.is_affirmed(DiagnosisClass::ChronicLung) || look.claims(&["Z99.81"]);
    let mut signs = Signs::default();
    let is_hypoxic = hypoxia(look, is_chronic, &mut signs);
    let is_hypercapnic = hypercapnia(look, &mut signs);
    let is_labored = signs.found(look, FindingClass::WorkOfBreathing)
        | signs.above(look, Analyte::RespiratoryRate, 24.0)
        | signs.treated(look, TreatmentClass::NoninvasiveVentilation)
        | signs.treated(look, TreatmentClass::HighFlow)
        | signs.treated(look, TreatmentClass::Ventilator)
        | signs.treated(look, TreatmentClass::Oxygen);
    if !(is_hypoxic || is_hypercapnic) || !is_labored {
        return;
    }
    let mut draft = signs.draft(Draft::new(
        check,
        "significance of the oxygen and gas findings",
    ));
    for (text, code, offered) in [
        (
            "Acute respiratory failure with hypoxia",
            "J96.01",
            is_hypoxic && !is_chronic,
        ),
        (
            "Acute respiratory failure with hypercapnia",
            "J96.02",
            is_hypercapnic && !is_chronic,
        ),
        (
            "Acute on chronic respiratory failure with hypoxia",
            "J96.21",
            is_hypoxic && is_chronic,
        ),
        (
            "Acute on chronic respiratory failure with hypercapnia",
            "J96.22",
            is_hypercapnic && is_chronic,
        ),
        (
            "Chronic respiratory failure without acute component",
            "J96.10",
            is_chronic,
        ),
        (
            "Hypoxemia without respiratory failure",
            "R09.02",
            is_hypoxic,
        ),
        (
            "Acute respiratory acidosis without respiratory failure",
            "E87.29",
            is_hypercapnic && !is_hypoxic,
        ),
    ] {
        if offered {
            draft = draft.option(text, &[code]);
        }
    }
    gaps.extend(draft.ask(look, super::SIGNIFICANCE));
}

fn hypoxia(look: &Look<'_>, is_chronic: bool, signs: &mut Signs) -> bool {
    let lowest = |analyte, is_low: &dyn Fn(&&Measurement) -> bool| {
        let values = look.facts.stay(analyte).filter(is_low);
        values.reduce(|a, b| if b.value < a.value { b } else { a })
    };
    let ratio = signs.below(look, Analyte::OxygenRatio, 300.0);
    if is_chronic {
        return ratio;
    }
    let pressure = lowest(Analyte::OxygenPressure, &|m| m.value < 60.0);
    let saturation = lowest(Analyte::Saturation, &|m| {
        m.value < if m.air == Air::Unknown { 88.0 } else { 91.0 }
    });
    // A venous sample has a low pressure and nobody is short of oxygen.
    let is_arterial = look
        .facts
        .min(Analyte::Saturation)
        .is_none_or(|m| m.value < 95.0);
    ratio | (is_arterial && signs.value(pressure)) | signs.value(saturation)
}

fn hypercapnia(look: &Look<'_>, signs: &mut Signs) -> bool {
    let is_acid = look.facts.min(Analyte::Ph).is_some_and(|m| m.value < 7.35);
    let is_retaining = look
        .facts
        .max(Analyte::CarbonDioxide)
        .is_some_and(|m| m.value > 50.0);
    is_acid
        && is_retaining
        && signs.value(look.facts.min(Analyte::Ph))
        && signs.value(look.facts.max(Analyte::CarbonDioxide))
}

/// Saturations on room air measured and normal, no gas outside, no labored
/// breathing and no treatment.
fn validity(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let facts = look.facts;
    let mut against = Signs::default();
    let is_borne_out = against.below(look, Analyte::Saturation, 92.0)
        | against.below(look, Analyte::OxygenPressure, 60.0)
        | against.below(look, Analyte::OxygenRatio, 300.0)
        | against.above(look, Analyte::CarbonDioxide, 50.0)
        | against.above(look, Analyte::RespiratoryRate, 24.0)
        | against.found(look, FindingClass::WorkOfBreathing)
        | against.treated(look, TreatmentClass::NoninvasiveVentilation)
        | against.treated(look, TreatmentClass::HighFlow)
        | against.treated(look, TreatmentClass::Ventilator)
        | against.treated(look, TreatmentClass::Oxygen);
    let on_air = facts
        .stay(Analyte::Saturation)
        .filter(|m| m.air == Air::Room && !presentation::is_leaving(look, m));
    let mut signs = Signs::default();
    let is_normal = signs.extend(Analyte::Saturation.label(), on_air.map(|m| m.evidence));
    let on_oxygen = facts
        .stay(Analyte::Saturation)
        .any(|m| m.air == Air::Oxygen);
    let is_told = presentation::is_told(look, Analyte::Saturation);
    let is_settled = !is_stay(look) || !is_adult(look) || is_borne_out;
    if is_settled || !is_normal || on_oxygen || !is_told {
        return;
    }
    signs.value(facts.max(Analyte::RespiratoryRate));
    signs.found(look, FindingClass::EasyBreathing);
    question(
        check,
        look,
        (
            "clinical support of acute respiratory failure",
            &["J96.0", "J96.2"],
        ),
        signs,
        gaps,
    );
}

const AIR: Query = Query {
    topic: "significance of the pleural findings",
    options: &[
        ("Spontaneous pneumothorax", &["J93.83"]),
        ("Postprocedural pneumothorax", &["J95.811"]),
        (
            "Finding expected from the procedure, without clinical significance",
            &[],
        ),
    ],
};

fn pneumothorax(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    if !is_open(
        look,
        &["J93", "J95.81", "S27", "J86"],
        DiagnosisClass::Pneumothorax,
    ) {
        return;
    }
    let mut signs = Signs::default();
    if signs.found(look, FindingClass::PleuralAir) && signs.treated(look, TreatmentClass::ChestTube)
    {
        ask(check, look, &AIR, signs, gaps);
    }
}
