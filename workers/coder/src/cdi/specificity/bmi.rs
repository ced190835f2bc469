//! A body mass index without the diagnosis that it belongs to.
//!
//! The index may come from a nurse or dietitian; overweight, obesity and
//! underweight must be a provider's.

use chartfleet_model::{Evidence, Gap, GapKind, NotClaimedStatus};

use crate::cdi::facts::{Analyte, DiagnosisClass, TreatmentClass};
use crate::cdi::query::Draft;
use crate::cdi::{Check, Look};

pub(super) const DIAGNOSIS: Check = Check {
    rule: "cdi.bmi_diagnosis",
    kind: GapKind::Authorship,
    source: "Guidelines I.B.14, I.C.21.c.3",
    look,
};

/// Diagnoses that a body mass index belongs to.
const ASSOCIATED: &[&str] = &[
    "E66", "E40", "E41", "E42", "E43", "E44", "E45", "E46", "E64.0", "R63.4", "R63.5", "R63.6",
    "R64", "F50", "O99.21", "O99.84",
];

fn look(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    if look.claims(ASSOCIATED) {
        return;
    }
    let claimed = look.claimed(&["Z68"]).next();
    let claimed = claimed.map(|d| (d.code.as_str(), d.evidence.as_slice()));
    let aside = look.result.not_claimed.iter().find(|suggestion| {
        suggestion.status != NotClaimedStatus::Unsupported && suggestion.code.starts_with("Z68")
    });
    let aside = aside.map(|suggestion| (suggestion.code.as_str(), suggestion.evidence.as_slice()));
    if let Some((code, evidence)) = claimed.or(aside) {
        gaps.extend(ask(check, look, code, evidence));
    } else {
        gaps.extend(measured(check, look));
    }
}

/// From 35 with a condition that the weight causes, from 40 without.
const MORBID: &str = "Morbid (severe) obesity due to excess calories";

/// An index of obesity that was measured and coded by nobody: from 40 it
/// matters by itself, from 35 where the weight was treated.
fn measured(check: &Check, look: &Look<'_>) -> Option<Gap> {
    let index = look.facts.latest(Analyte::BodyMass)?;
    let mut managed = look.facts.treated(TreatmentClass::WeightManagement);
    let managed = managed.next().map(|treatment| treatment.evidence);
    let matters = index.value >= 40.0 || (index.value >= 35.0 && managed.is_some());
    let is_child = look.chart.patient.age.or(look.facts.age);
    let is_child = is_child.is_some_and(|age| age < 20);
    let is_named = look.facts.is_addressed(DiagnosisClass::Obesity)
        || look.facts.is_affirmed(DiagnosisClass::Pregnancy)
        || look.claims(&["O"]);
    if !matters || is_child || is_named || !look.chart.encounter.class.is_inpatient() {
        return None;
    }
    let evidence: Vec<Evidence> = [Some(index.evidence), managed]
        .into_iter()
        .flatten()
        .collect();
    ask(check, look, adult_index(index.value), &evidence)
}

/// The code of an adult's index from 35.
fn adult_index(index: f64) -> &'static str {
    const STEPS: &[(f64, &str)] = &[
        (36.0, "Z68.35"),
        (37.0, "Z68.36"),
        (38.0, "Z68.37"),
        (39.0, "Z68.38"),
        (40.0, "Z68.39"),
        (45.0, "Z68.41"),
        (50.0, "Z68.42"),
        (60.0, "Z68.43"),
        (70.0, "Z68.44"),
    ];
    let step = STEPS.iter().find(|(below, _)| index < *below);
    step.map_or("Z68.45", |(_, code)| code)
}

fn ask(check: &Check, look: &Look<'_>, index: &str, evidence: &[Evidence]) -> Option<Gap> {
    let draft = Draft::new(check, "diagnosis with the body mass index")
        .indicators("body mass index", evidence.iter().copied());
    // Z68.1 up to 19.9, Z68.2- the twenties, Z68.3- the thirties, Z68.4- from 40.
    let draft = match index.get(..5)? {
        "Z68.1" => draft
            .option("Underweight", &["R63.6", index])
            .option("Cachexia", &["R64", index]),
        "Z68.2" => draft.option("Overweight", &["E66.3", index]),
        "Z68.3" if index < "Z68.35" => draft.option("Obesity, class 1", &["E66.811", index]),
        "Z68.3" => draft
            .option("Obesity, class 2", &["E66.812", index])
            .option(MORBID, &["E66.01", index]),
        "Z68.4" => draft
            .option("Obesity, class 3", &["E66.813", index])
            .option(MORBID, &["E66.01", index]),
        _ => return None,
    };
    draft
        .option(
            "No diagnosis: without clinical significance in this encounter",
            &[],
        )
        .ask(
            look,
            "Based on your clinical judgment, which diagnosis, if any, does the body mass index represent?",
        )
}
