//! Malnutrition that only the dietitian names, that nobody names, or that
//! nothing bears out.
//!
//! GLIM 2019: one phenotypic criterion (weight loss, low body mass index,
//! reduced muscle) with one etiologic (reduced intake, disease burden). ASPEN
//! 2012 needs two of six. Albumin is a criterion of neither.

use chartfleet_model::{Gap, GapKind};

use super::{Query, Signs, ask, is_adult, is_open, is_stay, question};
use crate::cdi::facts::{Analyte, DiagnosisClass, FindingClass, TreatmentClass};
use crate::cdi::{Check, Look};
use crate::record::Authority;

const SOURCE: &str = "GLIM 2019 and ASPEN/AND 2012 criteria of malnutrition";

pub(super) const ASSESSED: Check = Check {
    rule: "cdi.malnutrition_assessment",
    kind: GapKind::Authorship,
    source: "Guidelines I.B.14 and III: the diagnosis is the provider's; GLIM 2019",
    look: assessed,
};

pub(super) const UNDOCUMENTED: Check = Check {
    rule: "cdi.malnutrition",
    kind: GapKind::Undocumented,
    source: SOURCE,
    look: undocumented,
};

pub(super) const VALIDITY: Check = Check {
    rule: "cdi.malnutrition_validity",
    kind: GapKind::ClinicalValidity,
    source: SOURCE,
    look: validity,
};

const QUERY: Query = Query {
    topic: "nutritional status",
    options: &[
        ("Mild protein-calorie malnutrition", &["E44.1"]),
        ("Moderate protein-calorie malnutrition", &["E44.0"]),
        ("Severe protein-calorie malnutrition", &["E43"]),
        ("Cachexia", &["R64"]),
        ("Underweight without malnutrition", &["R63.6"]),
        ("No nutritional diagnosis", &[]),
    ],
};

const CLAIMED: &[&str] = &[
    "E40", "E41", "E42", "E43", "E44", "E45", "E46", "E64.0", "R64", "F50", "R62.7",
];
/// kg/m².
const UNDERWEIGHT: f64 = 18.5;

/// Phenotypic criteria.
fn phenotype(look: &Look<'_>, signs: &mut Signs) -> bool {
    signs.below(look, Analyte::BodyMass, UNDERWEIGHT)
        | signs.above(look, Analyte::WeightLoss, 5.0)
        | signs.found(look, FindingClass::Wasting)
}

fn assessed(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    if !is_open(look, CLAIMED, DiagnosisClass::Malnutrition) {
        return;
    }
    let named = look.facts.found(FindingClass::Malnourished);
    let by_others = named.filter(|finding| finding.authority == Authority::Clinician);
    let mut signs = Signs::default();
    if !signs.extend(
        FindingClass::Malnourished.label(),
        by_others.take(2).map(|f| f.evidence),
    ) {
        return;
    }
    phenotype(look, &mut signs);
    signs.found(look, FindingClass::PoorIntake);
    signs.treated(look, TreatmentClass::Nutrition);
    ask(check, look, &QUERY, signs, gaps);
}

fn undocumented(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    if !is_open(look, CLAIMED, DiagnosisClass::Malnutrition)
        || look
            .facts
            .found(FindingClass::Malnourished)
            .next()
            .is_some()
    {
        return;
    }
    let mut signs = Signs::default();
    let has_phenotype = phenotype(look, &mut signs);
    let has_cause = signs.found(look, FindingClass::PoorIntake);
    let is_fed = signs.treated(look, TreatmentClass::Nutrition);
    if has_phenotype && has_cause && (is_fed || signs.kinds() >= 3) {
        ask(check, look, &QUERY, signs, gaps);
    }
}

/// A normal body mass index was measured and no criterion stands anywhere.
fn validity(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let mut other = Signs::default();
    let is_borne_out = phenotype(look, &mut other)
        | other.found(look, FindingClass::PoorIntake)
        | other.treated(look, TreatmentClass::Nutrition)
        | look
            .facts
            .found(FindingClass::Malnourished)
            .any(|f| f.authority == Authority::Clinician);
    let is_normal = look
        .facts
        .min(Analyte::BodyMass)
        .is_some_and(|m| m.value >= 22.0);
    if !is_stay(look) || !is_adult(look) || is_borne_out || !is_normal {
        return;
    }
    let mut signs = Signs::default();
    signs.value(look.facts.min(Analyte::BodyMass));
    signs.found(look, FindingClass::WellNourished);
    question(
        check,
        look,
        ("clinical support of malnutrition", &["E41", "E43", "E44.0"]),
        signs,
        gaps,
    );
}
