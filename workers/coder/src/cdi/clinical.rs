//! Diagnoses that labs, drugs or findings suggest and nobody documented, and
//! documented ones that the findings do not bear out.
//!
//! Invariants:
//! - A check asks only where the criteria named with it are met by facts of the
//!   record: at least two indicators, one of them measured where the criteria
//!   measure.
//! - Nobody is asked what a provider has addressed in any words, affirmed,
//!   suspected or ruled out, nor what the claim already holds.
//! - Validity is questioned only where the record holds the measurements that
//!   contradict the diagnosis: what was not measured contradicts nothing.
//! - The thresholds are those of adults outside pregnancy; of others these
//!   checks say nothing.
//! - What is asked of a hospital stay is not asked of an office visit.

mod abdomen;
mod blood;
mod brain;
mod breathing;
mod electrolytes;
mod frailty;
mod glucose;
mod heart;
mod kidney;
mod measured;
mod metabolism;
mod neutrophils;
mod nutrition;
mod pneumonia;
mod presentation;
mod sepsis;
mod shock;
mod signs;
mod skin;
#[cfg(test)]
mod tests;

use chartfleet_model::{EncounterClass, Gap, Sex};

use super::facts::{Analyte, DiagnosisClass};
use super::query::Draft;
use super::{Check, Look};
use signs::Signs;

/// The checks of this family, what threatens life first.
pub(super) const CHECKS: &[Check] = &[
    breathing::FAILURE,
    sepsis::UNDOCUMENTED,
    sepsis::SHOCK,
    shock::UNDOCUMENTED,
    heart::INJURY,
    heart::FAILURE,
    kidney::INJURY,
    brain::ENCEPHALOPATHY,
    brain::EDEMA,
    metabolism::KETOACIDOSIS,
    glucose::HYPEROSMOLARITY,
    metabolism::ACIDOSIS,
    metabolism::RHABDOMYOLYSIS,
    metabolism::WITHDRAWAL,
    pneumonia::UNDOCUMENTED,
    heart::CRISIS,
    blood::ANEMIA,
    blood::PANCYTOPENIA,
    blood::THROMBOCYTOPENIA,
    neutrophils::NEUTROPENIA,
    blood::COAGULOPATHY,
    nutrition::ASSESSED,
    nutrition::UNDOCUMENTED,
    skin::ASSESSED,
    breathing::PNEUMOTHORAX,
    pneumonia::KIND,
    abdomen::ILEUS,
    glucose::HYPOGLYCEMIA,
    electrolytes::HYPONATREMIA,
    electrolytes::HYPERNATREMIA,
    electrolytes::HYPERKALEMIA,
    electrolytes::HYPOKALEMIA,
    electrolytes::HYPOPHOSPHATEMIA,
    electrolytes::HYPOMAGNESEMIA,
    electrolytes::HYPOCALCEMIA,
    electrolytes::HYPERCALCEMIA,
    frailty::QUADRIPLEGIA,
    sepsis::VALIDITY,
    sepsis::SHOCK_VALIDITY,
    brain::VALIDITY,
    breathing::VALIDITY,
    kidney::VALIDITY,
    nutrition::VALIDITY,
    pneumonia::VALIDITY,
    measured::HYPONATREMIA,
    measured::HYPOKALEMIA,
    measured::HYPERKALEMIA,
    measured::BLOOD_LOSS,
    measured::THROMBOCYTOPENIA,
    measured::ACIDOSIS,
    measured::KETOACIDOSIS,
    measured::RHABDOMYOLYSIS,
    measured::INFARCTION,
];

/// The words of a query.
struct Query {
    /// What it is about.
    topic: &'static str,
    /// The answers it offers, each with the codes it would support.
    options: &'static [(&'static str, &'static [&'static str])],
}

/// The open question of findings without a diagnosis.
const SIGNIFICANCE: &str = "Please clarify the clinical significance of these findings: based on your clinical judgment, which diagnosis, if any, do they represent?";

/// The question of a diagnosis that measurements do not bear out.
const SUPPORT: &str = "Based on your clinical judgment, what is the status of this diagnosis after study, and which findings led to it?";

/// Asks for the significance of findings; adds nothing where the signs are too
/// few.
fn ask(check: &Check, look: &Look<'_>, query: &Query, signs: Signs, gaps: &mut Vec<Gap>) {
    if signs.kinds() < 2 && signs.count() < 2 {
        return;
    }
    let draft = query.options.iter().fold(
        signs.draft(Draft::new(check, query.topic)),
        |draft, (text, codes)| draft.option(*text, codes),
    );
    gaps.extend(draft.ask(look, SIGNIFICANCE));
}

/// Questions the claimed diagnoses of `codes`, given what contradicts them.
fn question(
    check: &Check,
    look: &Look<'_>,
    (topic, codes): (&'static str, &'static [&'static str]),
    signs: Signs,
    gaps: &mut Vec<Gap>,
) {
    let mut draft = signs.draft(Draft::new(check, topic));
    let mut confirmed: Vec<&str> = Vec::new();
    for diagnosis in look.claimed(codes) {
        confirmed.push(diagnosis.code.as_str());
        draft = draft.about("diagnosis as documented", diagnosis);
    }
    if confirmed.is_empty() {
        return;
    }
    let draft = draft
        .option(
            "Diagnosis confirmed, with these supporting findings (please specify)",
            &confirmed,
        )
        .removal("Diagnosis ruled out after study");
    gaps.extend(draft.ask(look, SUPPORT));
}

/// Whether the thresholds of adults hold: age known from the chart or its
/// notes and below 18 says no, and so does pregnancy. Its words in the history
/// of a man, or of a woman past bearing, are of another time.
fn is_adult(look: &Look<'_>) -> bool {
    const PAST_BEARING: u8 = 55;
    let patient = &look.chart.patient;
    let age = patient.age.or(look.facts.age);
    let may_bear = patient.sex != Sex::Male && age.is_none_or(|age| age <= PAST_BEARING);
    age.is_none_or(|age| age >= 18)
        && !look.claims(&["O", "P", "Z38"])
        && !(may_bear && look.facts.is_affirmed(DiagnosisClass::Pregnancy))
}

/// Whether the patient stayed in the hospital.
fn is_stay(look: &Look<'_>) -> bool {
    matches!(
        look.chart.encounter.class,
        EncounterClass::Inpatient | EncounterClass::Observation
    )
}

/// Whether the check may ask: an adult's stay, the condition neither claimed
/// nor addressed.
fn is_open(look: &Look<'_>, claimed: &[&str], addressed: DiagnosisClass) -> bool {
    is_stay(look) && is_adult(look) && !look.claims(claimed) && !look.facts.is_addressed(addressed)
}

/// Whether every value of this encounter lies within, and there is one.
fn all_within(look: &Look<'_>, analyte: Analyte, within: impl Fn(f64) -> bool) -> bool {
    let mut values = look.facts.stay(analyte).peekable();
    values.peek().is_some() && values.all(|measurement| within(measurement.value))
}

/// Whether no value of this encounter lies outside; true where there is none.
fn none_outside(look: &Look<'_>, analyte: Analyte, within: impl Fn(f64) -> bool) -> bool {
    look.facts
        .stay(analyte)
        .all(|measurement| within(measurement.value))
}
