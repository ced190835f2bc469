//! Ketoacidosis, acidosis, muscle breakdown and alcohol withdrawal that nobody
//! named.

use chartfleet_model::{Gap, GapKind};

use super::{Query, Signs, all_within, ask, is_open};
use crate::cdi::facts::{Analyte, DiagnosisClass, FindingClass, TreatmentClass};
use crate::cdi::query::Draft;
use crate::cdi::{Check, Look};

pub(super) const KETOACIDOSIS: Check = Check {
    rule: "cdi.ketoacidosis",
    kind: GapKind::Undocumented,
    source: "ADA 2024 hyperglycemic crises: glucose, ketones, pH or bicarbonate",
    look: ketoacidosis,
};

pub(super) const ACIDOSIS: Check = Check {
    rule: "cdi.acidosis",
    kind: GapKind::Undocumented,
    source: "Lactate above 4 mmol/L with pH below 7.35 or bicarbonate below 20 mmol/L; Tabular list E87.2",
    look: acidosis,
};

pub(super) const RHABDOMYOLYSIS: Check = Check {
    rule: "cdi.rhabdomyolysis",
    kind: GapKind::Undocumented,
    source: "Creatine kinase above five times normal with muscle injury or its treatment",
    look: rhabdomyolysis,
};

pub(super) const WITHDRAWAL: Check = Check {
    rule: "cdi.alcohol_withdrawal",
    kind: GapKind::Undocumented,
    source: "ASAM 2020 Alcohol Withdrawal Management; CIWA-Ar",
    look: withdrawal,
};

fn ketoacidosis(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let claimed = [
        "E08.1", "E09.1", "E10.1", "E11.1", "E13.1", "E11.0", "E13.0", "E08.0", "E87.2",
    ];
    if !is_open(look, &claimed, DiagnosisClass::Ketoacidosis) {
        return;
    }
    let mut signs = Signs::default();
    let is_sweet = signs.above(look, Analyte::Glucose, 200.0);
    let is_acid =
        signs.below(look, Analyte::Ph, 7.3) | signs.below(look, Analyte::Bicarbonate, 18.0);
    // A gap stands for ketones only where no lactate explains it.
    let is_lactic = (look.facts.max(Analyte::Lactate)).is_some_and(|m| m.value >= 4.0);
    let is_ketotic = signs.above(look, Analyte::Ketones, 3.0)
        | signs.found(look, FindingClass::Ketonuria)
        | (!is_lactic && signs.above(look, Analyte::AnionGap, 12.0));
    let is_infused = signs.treated(look, TreatmentClass::InsulinInfusion);
    let is_diabetic =
        look.facts.is_addressed(DiagnosisClass::Diabetes) || look.claims(&["E08", "E09", "E1"]);
    if !(is_sweet && is_acid && is_ketotic && (is_infused || is_diabetic)) {
        return;
    }
    let is_type_1 = look.claims(&["E10"]);
    let mut draft = signs.draft(Draft::new(
        check,
        "significance of the glucose and acid-base findings",
    ));
    for (text, code, offered) in [
        (
            "Type 1 diabetes with ketoacidosis without coma",
            "E10.10",
            is_type_1 || !look.claims(&["E11"]),
        ),
        (
            "Type 2 diabetes with ketoacidosis without coma",
            "E11.10",
            !is_type_1,
        ),
        (
            "Type 2 diabetes with hyperosmolarity, without coma",
            "E11.00",
            !is_type_1,
        ),
        (
            "Hyperglycemia without ketoacidosis",
            if is_type_1 { "E10.65" } else { "E11.65" },
            true,
        ),
        (
            "Acute metabolic acidosis from another cause",
            "E87.21",
            true,
        ),
    ] {
        if offered {
            draft = draft.option(text, &[code]);
        }
    }
    gaps.extend(draft.ask(look, super::SIGNIFICANCE));
}

const ACID: Query = Query {
    topic: "significance of the acid-base findings",
    options: &[
        ("Acute metabolic (lactic) acidosis", &["E87.21"]),
        ("Chronic metabolic acidosis", &["E87.22"]),
        ("Acidosis of another kind (please specify)", &["E87.29"]),
        ("Elevated lactate without acidosis", &["R79.89"]),
    ],
};

fn acidosis(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let claimed = [
        "E87.2", "E08.1", "E09.1", "E10.1", "E11.1", "E13.1", "E88.4", "N25.8", "P74.0", "P19",
    ];
    let is_asked = gaps.iter().any(|gap| gap.rule == KETOACIDOSIS.rule);
    if is_asked || !is_open(look, &claimed, DiagnosisClass::Acidosis) {
        return;
    }
    let mut signs = Signs::default();
    let is_lactic = signs.above(look, Analyte::Lactate, 4.0);
    // A low pH beside retained carbon dioxide is the lungs'.
    let is_retaining = look.claims(&["J96.02", "J96.12", "J96.22"])
        || look
            .facts
            .max(Analyte::CarbonDioxide)
            .is_some_and(|m| m.value > 50.0);
    let is_acid = !is_retaining && signs.below(look, Analyte::Ph, 7.35);
    let is_low = signs.below(look, Analyte::Bicarbonate, 20.0);
    let is_buffered = signs.treated(look, TreatmentClass::BicarbonateInfusion);
    let is_severe = look.facts.min(Analyte::Ph).is_some_and(|m| m.value < 7.3) && is_low;
    if (is_lactic && (is_acid || is_low)) || is_severe || (is_low && is_buffered) {
        ask(check, look, &ACID, signs, gaps);
    }
}

const MUSCLE: Query = Query {
    topic: "significance of the creatine kinase values",
    options: &[
        ("Rhabdomyolysis", &["M62.82"]),
        ("Traumatic ischemia of muscle", &["T79.6XXA"]),
        (
            "Elevated creatine kinase without rhabdomyolysis",
            &["R74.8"],
        ),
    ],
};

fn rhabdomyolysis(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let claimed = [
        "M62.82", "T79.6", "M33", "M60", "G71", "G72", "I21", "T79.A", "G21.0", "T88.3",
    ];
    if !is_open(look, &claimed, DiagnosisClass::Rhabdomyolysis) {
        return;
    }
    let mut signs = Signs::default();
    if !signs.above(look, Analyte::CreatineKinase, 1000.0) {
        return;
    }
    let is_injured = signs.found(look, FindingClass::MuscleInjury);
    let is_flushed = signs.treated(look, TreatmentClass::Fluids);
    let is_high = look
        .facts
        .max(Analyte::CreatineKinase)
        .is_some_and(|m| m.value > 5000.0);
    if is_injured || (is_flushed && is_high) {
        signs.above(look, Analyte::Creatinine, 1.5);
        ask(check, look, &MUSCLE, signs, gaps);
    }
}

const ALCOHOL: Query = Query {
    topic: "significance of the withdrawal monitoring",
    options: &[
        (
            "Alcohol dependence with withdrawal, uncomplicated",
            &["F10.230"],
        ),
        ("Alcohol dependence with withdrawal delirium", &["F10.231"]),
        ("Alcohol abuse with withdrawal, uncomplicated", &["F10.130"]),
        ("Alcohol use, monitored without withdrawal", &[]),
    ],
};

fn withdrawal(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let claimed = ["F10.13", "F10.23", "F10.93", "F13.23", "F13.93"];
    // Scored, and never in need of a drug.
    let is_calm = all_within(look, Analyte::Withdrawal, |score| score < 8.0);
    if is_calm || !is_open(look, &claimed, DiagnosisClass::AlcoholWithdrawal) {
        return;
    }
    let mut signs = Signs::default();
    let is_scored = signs.above(look, Analyte::Withdrawal, 8.0);
    let is_treated = signs.treated(look, TreatmentClass::WithdrawalTreatment);
    let has_signs = signs.found(look, FindingClass::WithdrawalSign);
    if is_treated && (is_scored || has_signs) {
        ask(check, look, &ALCOHOL, signs, gaps);
    }
}
