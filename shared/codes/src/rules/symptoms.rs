//! Signs and symptoms beside what explains them (Guidelines I.B.4, I.B.5,
//! I.C.18, II.A).

mod integral;

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::cause::attributed_elsewhere;
use super::{Check, ClaimView, Diagnosis, Found, Rule, certainty, wording};
use crate::codeset::CodeSet;

pub(super) const RULES: &[Check] = &[INTEGRAL, UNKNOWN_ILLNESS, UNKNOWN_DEATH];

const INTEGRAL: Check = Check {
    rule: Rule {
        id: "symptoms.integral",
        severity: Warning,
        source: "Guidelines I.B.5, I.C.18.b",
        looks_for: "a sign or symptom that belongs routinely to a disease on the claim",
        remedy: "Drop the symptom, unless the provider lays it to something else.",
    },
    look: integral,
};

fn integral(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (symptoms, diseases) in integral::PAIRS {
        // A symptom takes the place of a disease that may not be coded.
        let mut coded = claim.within(diseases);
        let Some(disease) =
            coded.find(|disease| !certainty::is_not_coded(claim.is_inpatient(), disease))
        else {
            continue;
        };
        for symptom in claim.within(symptoms) {
            if is_of_something_else(symptom, disease) {
                continue;
            }
            found.report(
                format!(
                    "{} belongs routinely to {} and is not coded beside it",
                    symptom.code, disease.code
                ),
                [symptom.code, disease.code],
            );
        }
    }
}

/// Whether a symptom is documented as caused by something that the titles of
/// the disease do not name.
fn is_of_something_else(symptom: &Diagnosis<'_>, disease: &Diagnosis<'_>) -> bool {
    let named = wording::stems(&wording::terms(disease));
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    attributed_elsewhere(symptom, &named)
}

const UNKNOWN_ILLNESS: Check = Check {
    rule: Rule {
        id: "symptoms.unknown_illness",
        severity: Warning,
        source: "Guidelines I.C.18.a, II.A",
        looks_for: "an unspecified illness beside a diagnosis",
        remedy: "Drop R69: something is known.",
    },
    look: unknown_illness,
};

const UNSPECIFIED_ILLNESS: CodeSet<1> = CodeSet::of(["R69"]);
/// What is no diagnosis: unspecified illness and death, contacts with health
/// services, external causes.
const NO_DIAGNOSIS: CodeSet<4> = CodeSet::of(["R69", "R99", "Z00-Z99", "V00-Y99"]);

fn unknown_illness(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(known) = claim.diagnoses.iter().find(|d| !d.is(&NO_DIAGNOSIS)) else {
        return;
    };
    for illness in claim.of(&UNSPECIFIED_ILLNESS) {
        found.report(
            format!(
                "{} says that no illness is known, and {} is one",
                illness.code, known.code
            ),
            [illness.code, known.code],
        );
    }
}

const UNKNOWN_DEATH: Check = Check {
    rule: Rule {
        id: "symptoms.unknown_death",
        severity: Error,
        source: "Guidelines I.C.18.h",
        looks_for: "death of unknown cause on an inpatient claim or beside a diagnosis",
        remedy: "Drop R99: it is for patients who arrive dead; that a patient died is told by the discharge status.",
    },
    look: unknown_death,
};

const DEATH: CodeSet<1> = CodeSet::of(["R99"]);

fn unknown_death(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let diagnosis = claim
        .diagnoses
        .iter()
        .find(|d: &&Diagnosis<'_>| !d.is(&NO_DIAGNOSIS));
    for death in claim.of(&DEATH) {
        if claim.is_inpatient() || diagnosis.is_some() {
            found.report(
                format!(
                    "{} is for a patient who arrives dead of an unknown cause, not for a patient who dies here or has a diagnosis",
                    death.code
                ),
                [death.code],
            );
        }
    }
}
