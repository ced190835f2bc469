//! Diagnoses that are a measurement by their definition, where every
//! measurement of the stay is normal.
//!
//! The values must tell of the arrival, and nothing may have been given for
//! the diagnosis: what was corrected was there.

use chartfleet_model::{Gap, GapKind};

use super::{Signs, is_adult, is_stay, presentation, question};
use crate::cdi::facts::{Analyte, Moment, TreatmentClass};
use crate::cdi::{Check, Look};

/// A diagnosis and the values that contradict it.
struct Contrary {
    rule: &'static str,
    topic: &'static str,
    codes: &'static [&'static str],
    /// Each was measured, and never outside.
    measured: &'static [(Analyte, f64, f64)],
    /// Values needed of the first of them.
    least: usize,
    /// Never outside, where measured.
    unless: &'static [(Analyte, f64, f64)],
    /// What bears the diagnosis out where it was given.
    treatments: &'static [TreatmentClass],
}

const fn check(rule: &'static str, source: &'static str) -> Check {
    Check {
        rule,
        kind: GapKind::ClinicalValidity,
        source,
        look,
    }
}

const RANGE: &str = "Guidelines I.A.19 and III.B; every value within the adult reference range";

pub(super) const HYPONATREMIA: Check = check("cdi.hyponatremia_validity", RANGE);
pub(super) const HYPOKALEMIA: Check = check("cdi.hypokalemia_validity", RANGE);
pub(super) const HYPERKALEMIA: Check = check("cdi.hyperkalemia_validity", RANGE);
pub(super) const BLOOD_LOSS: Check = check(
    "cdi.blood_loss_anemia_validity",
    "WHO 2011 hemoglobin thresholds; Guidelines I.A.19",
);
pub(super) const THROMBOCYTOPENIA: Check = check("cdi.thrombocytopenia_validity", RANGE);
pub(super) const ACIDOSIS: Check = check(
    "cdi.acidosis_validity",
    "pH at least 7.35 and bicarbonate at least 22 mmol/L; Guidelines I.A.19",
);
pub(super) const KETOACIDOSIS: Check = check(
    "cdi.ketoacidosis_validity",
    "ADA 2024 hyperglycemic crises: neither pH below 7.3 nor bicarbonate below 18 mmol/L",
);
pub(super) const RHABDOMYOLYSIS: Check = check(
    "cdi.rhabdomyolysis_validity",
    "Creatine kinase below five times normal; Guidelines I.A.19",
);
pub(super) const INFARCTION: Check = check(
    "cdi.infarction_validity",
    "Fourth Universal Definition of Myocardial Infarction (2018): a troponin above the 99th percentile that rises or falls",
);

const CONTRARIES: &[Contrary] = &[
    Contrary {
        rule: "cdi.hyponatremia_validity",
        topic: "clinical support of hyponatremia",
        codes: &["E87.1"],
        measured: &[(Analyte::Sodium, 135.0, 145.0)],
        least: 2,
        unless: &[],
        treatments: &[TreatmentClass::SodiumCorrection],
    },
    Contrary {
        rule: "cdi.hypokalemia_validity",
        topic: "clinical support of hypokalemia",
        codes: &["E87.6"],
        measured: &[(Analyte::Potassium, 3.5, 5.5)],
        least: 2,
        unless: &[],
        treatments: &[TreatmentClass::PotassiumRepletion],
    },
    Contrary {
        rule: "cdi.hyperkalemia_validity",
        topic: "clinical support of hyperkalemia",
        codes: &["E87.5"],
        measured: &[(Analyte::Potassium, 2.5, 5.0)],
        least: 2,
        unless: &[],
        treatments: &[TreatmentClass::PotassiumLowering, TreatmentClass::Dialysis],
    },
    Contrary {
        rule: "cdi.blood_loss_anemia_validity",
        topic: "clinical support of acute blood loss anemia",
        codes: &["D62"],
        measured: &[(Analyte::Hemoglobin, 13.0, 20.0)],
        least: 2,
        unless: &[],
        treatments: &[TreatmentClass::Transfusion],
    },
    Contrary {
        rule: "cdi.thrombocytopenia_validity",
        topic: "clinical support of thrombocytopenia",
        codes: &["D69.59", "D69.6"],
        measured: &[(Analyte::Platelets, 150.0, 2000.0)],
        least: 2,
        unless: &[],
        treatments: &[TreatmentClass::PlateletCare],
    },
    Contrary {
        rule: "cdi.acidosis_validity",
        topic: "clinical support of acidosis",
        codes: &["E87.20", "E87.21", "E87.29"],
        measured: &[(Analyte::Bicarbonate, 22.0, 45.0), (Analyte::Ph, 7.35, 7.6)],
        least: 1,
        unless: &[(Analyte::Lactate, 0.0, 2.0), (Analyte::AnionGap, 0.0, 12.0)],
        treatments: &[TreatmentClass::BicarbonateInfusion],
    },
    Contrary {
        rule: "cdi.ketoacidosis_validity",
        topic: "clinical support of ketoacidosis",
        codes: &["E10.1", "E11.1", "E13.1"],
        measured: &[(Analyte::Bicarbonate, 20.0, 45.0)],
        least: 1,
        unless: &[
            (Analyte::Ph, 7.35, 7.6),
            (Analyte::Ketones, 0.0, 1.5),
            (Analyte::AnionGap, 0.0, 12.0),
        ],
        treatments: &[TreatmentClass::InsulinInfusion],
    },
    Contrary {
        rule: "cdi.rhabdomyolysis_validity",
        topic: "clinical support of rhabdomyolysis",
        codes: &["M62.82"],
        measured: &[(Analyte::CreatineKinase, 0.0, 800.0)],
        least: 1,
        unless: &[],
        treatments: &[],
    },
    Contrary {
        rule: "cdi.infarction_validity",
        topic: "clinical support of myocardial infarction",
        codes: &["I21.4", "I21.A1", "I21.9"],
        measured: &[(Analyte::Troponin, 0.0, 14.0)],
        least: 2,
        unless: &[],
        treatments: &[],
    },
];

fn look(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let contrary = CONTRARIES
        .iter()
        .find(|contrary| contrary.rule == check.rule);
    let Some(contrary) = contrary.filter(|_| is_stay(look) && is_adult(look)) else {
        return;
    };
    let facts = look.facts;
    let is_within = |&(analyte, low, high): &(Analyte, f64, f64)| {
        let mut values = facts.all(analyte).filter(|m| m.moment != Moment::Before);
        values.all(|m| (low..=high).contains(&m.value))
    };
    let is_treated = |class: &TreatmentClass| facts.treated(*class).next().is_some();
    let mut all = contrary.measured.iter().chain(contrary.unless);
    if !all.all(is_within) || contrary.treatments.iter().any(is_treated) {
        return;
    }
    let mut signs = Signs::default();
    for (number, (analyte, ..)) in contrary.measured.iter().enumerate() {
        let values: Vec<_> = facts.stay(*analyte).map(|m| m.evidence).collect();
        let least = if number == 0 { contrary.least } else { 1 };
        if values.len() < least || !presentation::is_of_arrival(look, *analyte) {
            return;
        }
        signs.extend(analyte.label(), values.into_iter().take(3));
    }
    for (analyte, ..) in contrary.unless {
        signs.value(facts.max(*analyte));
    }
    question(check, look, (contrary.topic, contrary.codes), signs, gaps);
}
