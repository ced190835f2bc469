//! Glucose so high that it draws water, or so low that it was treated.

use chartfleet_model::{Gap, GapKind};

use super::{SIGNIFICANCE, Signs, is_open};
use crate::cdi::facts::{Analyte, DiagnosisClass, TreatmentClass};
use crate::cdi::query::Draft;
use crate::cdi::{Check, Look};

pub(super) const HYPEROSMOLARITY: Check = Check {
    rule: "cdi.hyperosmolarity",
    kind: GapKind::Undocumented,
    source: "ADA 2024 hyperglycemic crises: glucose above 600 mg/dL, osmolality above 320 mOsm/kg measured or computed, no acidosis",
    look: hyperosmolarity,
};

pub(super) const HYPOGLYCEMIA: Check = Check {
    rule: "cdi.hypoglycemia",
    kind: GapKind::Undocumented,
    source: "ADA 2025 level 2 hypoglycemia: below 54 mg/dL; Guidelines III.B: treated",
    look: hypoglycemia,
};

/// mg/dL.
const HIGH: f64 = 600.0;
const LOW: f64 = 54.0;
/// mOsm/kg, measured, or computed without urea.
const OSMOLALITY: f64 = 320.0;

fn hyperosmolarity(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let claimed = [
        "E08.0", "E08.1", "E09.0", "E09.1", "E10", "E11.0", "E11.1", "E13.0", "E13.1", "E87.0",
    ];
    let facts = look.facts;
    if !is_open(look, &claimed, DiagnosisClass::Ketoacidosis)
        || facts.is_addressed(DiagnosisClass::Hypernatremia)
    {
        return;
    }
    let mut signs = Signs::default();
    let is_acid = facts.min(Analyte::Ph).is_some_and(|m| m.value < 7.3)
        || facts
            .min(Analyte::Bicarbonate)
            .is_some_and(|m| m.value < 15.0);
    let is_ketotic = facts.max(Analyte::Ketones).is_some_and(|m| m.value > 3.0);
    if is_acid || is_ketotic || !signs.above(look, Analyte::Glucose, HIGH) {
        return;
    }
    let is_measured = signs.above(look, Analyte::Osmolality, OSMOLALITY);
    if !is_measured && !is_effective(look, &mut signs) {
        return;
    }
    signs.treated(look, TreatmentClass::InsulinInfusion);
    signs.treated(look, TreatmentClass::Fluids);
    let draft = signs
        .draft(Draft::new(
            check,
            "significance of the glucose and osmolality",
        ))
        .option(
            "Type 2 diabetes with hyperosmolarity, without coma",
            &["E11.00"],
        )
        .option(
            "Type 2 diabetes with hyperosmolarity, with coma",
            &["E11.01"],
        )
        .option("Type 2 diabetes with hyperglycemia alone", &["E11.65"]);
    gaps.extend(draft.ask(look, SIGNIFICANCE));
}

/// Sodium and glucose of one document together above the limit; the sodium
/// joins the signs.
fn is_effective(look: &Look<'_>, signs: &mut Signs) -> bool {
    let facts = look.facts;
    let Some(glucose) = facts.max(Analyte::Glucose) else {
        return false;
    };
    let beside = facts
        .stay(Analyte::Sodium)
        .find(|m| m.evidence.document == glucose.evidence.document);
    signs.value(beside.filter(|sodium| 2.0 * sodium.value + glucose.value / 18.0 > OSMOLALITY))
}

fn hypoglycemia(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let claimed = [
        "E16", "E08.64", "E09.64", "E10.64", "E11.64", "E13.64", "P70", "T38.3",
    ];
    if !is_open(look, &claimed, DiagnosisClass::Hypoglycemia) {
        return;
    }
    let mut signs = Signs::default();
    if !signs.below(look, Analyte::Glucose, LOW)
        || !signs.treated(look, TreatmentClass::GlucoseGiven)
    {
        return;
    }
    let draft = signs.draft(Draft::new(check, "significance of the low glucose"));
    let draft = if look.claims(&["E10"]) {
        draft.option(
            "Type 1 diabetes with hypoglycemia, without coma",
            &["E10.649"],
        )
    } else if look.claims(&["E11"]) {
        draft.option(
            "Type 2 diabetes with hypoglycemia, without coma",
            &["E11.649"],
        )
    } else {
        draft
            .option("Hypoglycemia, cause not determined", &["E16.2"])
            .option(
                "Hypoglycemia due to a drug or another condition (please specify)",
                &["E16.1"],
            )
    };
    let draft = draft.option("Low value without clinical significance", &[]);
    gaps.extend(draft.ask(look, SIGNIFICANCE));
}
