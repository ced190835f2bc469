//! Heart failure, myocardial injury and hypertensive crisis that nobody named.

use chartfleet_model::{Gap, GapKind};

use super::{Query, Signs, ask, is_open};
use crate::cdi::facts::{Analyte, DiagnosisClass, FindingClass, TreatmentClass};
use crate::cdi::query::Draft;
use crate::cdi::{Check, Look};

pub(super) const FAILURE: Check = Check {
    rule: "cdi.heart_failure",
    kind: GapKind::Undocumented,
    source: "AHA/ACC/HFSA 2022 Heart Failure guideline: signs, natriuretic peptide, ejection fraction",
    look: failure,
};

pub(super) const INJURY: Check = Check {
    rule: "cdi.myocardial_injury",
    kind: GapKind::Undocumented,
    source: "Fourth Universal Definition of Myocardial Infarction (2018); Guidelines I.C.9.e.5",
    look: injury,
};

pub(super) const CRISIS: Check = Check {
    rule: "cdi.hypertensive_crisis",
    kind: GapKind::Undocumented,
    source: "ACC/AHA 2017 High Blood Pressure guideline: above 180/120 mmHg; Guidelines I.C.9.a.10",
    look: crisis,
};

/// pg/mL; rules heart failure in at most ages.
const HIGH_BNP: f64 = 400.0;
const HIGH_PRO_BNP: f64 = 1800.0;
/// Percent.
const REDUCED: f64 = 40.0;
const PRESERVED: f64 = 50.0;

fn failure(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let claimed = [
        "I50", "I11.0", "I13.0", "I13.2", "I09.81", "I42", "J81.0", "I97.13",
    ];
    if !is_open(look, &claimed, DiagnosisClass::HeartFailure) {
        return;
    }
    let mut signs = Signs::default();
    let has_peptide = signs.above(look, Analyte::Bnp, HIGH_BNP)
        | signs.above(look, Analyte::NtProBnp, HIGH_PRO_BNP);
    let is_congested = signs.found(look, FindingClass::Congestion);
    let is_diuresed = signs.infused(look, TreatmentClass::LoopDiuretic);
    let fraction = look.facts.latest(Analyte::EjectionFraction);
    let is_reduced = fraction.is_some_and(|m| m.value <= REDUCED);
    let is_preserved = fraction.is_some_and(|m| m.value >= PRESERVED);
    if !is_congested || !is_diuresed || !(has_peptide || is_reduced) {
        return;
    }
    signs.value(fraction);
    let mut draft = signs.draft(Draft::new(
        check,
        "significance of the fluid and cardiac findings",
    ));
    if is_reduced {
        draft = draft.option("Acute systolic heart failure", &["I50.21"]);
    }
    if is_preserved {
        draft = draft.option("Acute diastolic heart failure", &["I50.31"]);
    }
    let draft = draft
        .option("Heart failure, type not determined", &["I50.9"])
        .option("Fluid overload without heart failure", &["E87.70"])
        .option("Pulmonary edema not due to the heart", &["J81.0"]);
    gaps.extend(draft.ask(look, super::SIGNIFICANCE));
}

/// ng/L, well above the 99th percentile of every assay in use.
const HIGH_TROPONIN: f64 = 100.0;

fn injury(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let claimed = [
        "I20", "I21", "I22", "I24", "I5A", "I40", "I51.81", "I30", "I97", "S26", "I46",
    ];
    let is_chronic = look.facts.is_affirmed(DiagnosisClass::EndStageKidney);
    if is_chronic || !is_open(look, &claimed, DiagnosisClass::MyocardialInjury) {
        return;
    }
    let mut signs = Signs::default();
    if !signs.above(look, Analyte::Troponin, HIGH_TROPONIN) {
        return;
    }
    let is_ischemic = signs.found(look, FindingClass::Ischemia);
    // What raises the demand of the heart.
    signs.above(look, Analyte::HeartRate, 120.0);
    signs.below(look, Analyte::Systolic, 90.0);
    signs.below(look, Analyte::Hemoglobin, 7.0);
    let others = look.facts.stay(Analyte::Troponin).skip(1).take(2);
    signs.extend(Analyte::Troponin.label(), others.map(|m| m.evidence));
    if signs.kinds() < 2 && signs.count() < 2 {
        return;
    }
    let mut draft = signs.draft(Draft::new(check, "significance of the troponin values"));
    // An infarction of either type takes a sign of ischemia.
    if is_ischemic {
        draft = draft
            .option("Myocardial infarction type 1, non-ST elevation", &["I21.4"])
            .option(
                "Myocardial infarction type 2 (please specify the cause)",
                &["I21.A1"],
            );
    }
    let draft = draft
        .option("Demand ischemia without infarction", &["I24.89"])
        .option("Acute myocardial injury, not ischemic", &["I5A"])
        .option("Chronic elevation without clinical significance", &[]);
    gaps.extend(draft.ask(look, super::SIGNIFICANCE));
}

const PRESSURE: Query = Query {
    topic: "significance of the blood pressure",
    options: &[
        ("Hypertensive urgency", &["I16.0"]),
        (
            "Hypertensive emergency (please specify the organ affected)",
            &["I16.1"],
        ),
        ("Hypertension without crisis", &["I10"]),
        (
            "Elevated reading without a diagnosis of hypertension",
            &["R03.0"],
        ),
    ],
};

fn crisis(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let claimed = ["I16", "I60", "I61", "I62", "I63", "I71.0", "I67.4"];
    if !is_open(look, &claimed, DiagnosisClass::HypertensiveCrisis) {
        return;
    }
    let mut signs = Signs::default();
    let is_high =
        signs.above(look, Analyte::Systolic, 180.0) | signs.above(look, Analyte::Diastolic, 120.0);
    if is_high && signs.treated(look, TreatmentClass::Antihypertensive) {
        signs.found(look, FindingClass::HypertensiveDamage);
        ask(check, look, &PRESSURE, signs, gaps);
    }
}
