//! Body mass index (Guidelines I.B.14, I.C.21.c.3).

use chartfleet_model::FindingSeverity::{Error, Warning};

use crate::codeset::{CodeRange, CodeSet, ranges};
use crate::rules::{Check, ClaimView, Diagnosis, Found, Rule};

const BMI: CodeSet<1> = CodeSet::of(["Z68"]);
const ADULT: CodeSet<1> = CodeSet::of(["Z68.1-Z68.4"]);
const PEDIATRIC: CodeSet<1> = CodeSet::of(["Z68.5"]);

pub(super) const WITHOUT_DIAGNOSIS: Check = Check {
    rule: Rule {
        id: "stages.bmi_without_diagnosis",
        severity: Warning,
        source: "Guidelines I.B.14, I.C.21.c.3",
        looks_for: "a body mass index without a diagnosis of weight that a provider documented",
        remedy: "Add the documented diagnosis, such as obesity or malnutrition, or drop the index.",
    },
    look: without_diagnosis,
};

/// What an index belongs to: malnutrition, overweight and obesity, abnormal
/// weight and intake, eating disorders, pregnancy with either, bariatric
/// surgery.
const OF_WEIGHT: CodeSet<18> = CodeSet::of([
    "E40-E46",
    "E64.0",
    "E65-E68",
    "E88.81",
    "E88.A",
    "E34.3",
    "F50",
    "K91.2",
    "K95",
    "O25",
    "O26.0-O26.1",
    "O99.21",
    "O99.84",
    "R62",
    "R63",
    "R64",
    "Z98.84",
    "G47.3",
]);

fn without_diagnosis(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&OF_WEIGHT) {
        return;
    }
    for index in claim.of(&BMI) {
        found.report(
            format!("{} stands without a diagnosis that it measures", index.code),
            [index.code],
        );
    }
}

pub(super) const AGE: Check = Check {
    rule: Rule {
        id: "stages.bmi_age",
        severity: Error,
        source: "ICD-10-CM tabular list, Z68",
        looks_for: "an adult body mass index in a patient under 20, or a pediatric one outside 2 to 19 years",
        remedy: "Use the index of the patient's age: percentiles from 2 to 19 years, kg/m2 from 20 on.",
    },
    look: age,
};

fn age(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(age) = claim.patient.age else { return };
    for index in claim.of(&BMI) {
        let fits = if index.is(&PEDIATRIC) {
            (2..20).contains(&age)
        } else {
            age >= 20
        };
        if !fits {
            let ages = if index.is(&ADULT) {
                "20 years and more"
            } else {
                "2 to 19 years"
            };
            found.report(
                format!("{} is for patients of {ages}", index.code),
                [index.code],
            );
        }
    }
}

pub(super) const TWICE: Check = Check {
    rule: Rule {
        id: "stages.bmi_twice",
        severity: Warning,
        source: "Guidelines I.B.14, I.C.21.c.3",
        looks_for: "more than one body mass index",
        remedy: "Keep the index of the encounter.",
    },
    look: twice,
};

fn twice(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let told: Vec<&Diagnosis<'_>> = claim.of(&BMI).collect();
    if let [first, _, ..] = told.as_slice() {
        found.report(
            format!("{} is not the only body mass index", first.code),
            told.iter().map(|index| index.code),
        );
    }
}

pub(super) const CONTRADICTION: Check = Check {
    rule: Rule {
        id: "stages.bmi_contradiction",
        severity: Warning,
        source: "Guidelines I.B.14, I.C.21.c.3; ICD-10-CM tabular list, E66, Z68",
        looks_for: "a body mass index outside the range of the documented diagnosis of weight",
        remedy: "Check index and diagnosis; query the provider where they disagree.",
    },
    look: contradiction,
};

/// Diagnoses of weight, and the adult indices that agree with them.
const AGREE: &[(&[CodeRange], &[CodeRange])] = &[
    // Underweight, cachexia.
    (&ranges(["R63.6"]), &ranges(["Z68.1"])),
    // Overweight: 25 to 29.9.
    (&ranges(["E66.3"]), &ranges(["Z68.25-Z68.29"])),
    // Obesity, class 1: 30 to 34.9.
    (&ranges(["E66.811"]), &ranges(["Z68.30-Z68.34"])),
    // Class 2: 35 to 39.9.
    (&ranges(["E66.812"]), &ranges(["Z68.35-Z68.39"])),
    // Class 3: 40 and more.
    (&ranges(["E66.813"]), &ranges(["Z68.41-Z68.45"])),
    // Morbid obesity: from 35 with a comorbidity.
    (&ranges(["E66.01", "E66.2"]), &ranges(["Z68.35-Z68.45"])),
    // Any other obesity: from 30.
    (
        &ranges(["E66.09", "E66.1", "E66.89", "E66.9"]),
        &ranges(["Z68.30-Z68.45"]),
    ),
];

fn contradiction(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (weights, indices) in AGREE {
        let Some(weight) = claim.within(weights).next() else {
            continue;
        };
        if claim.within(indices).next().is_some() {
            continue;
        }
        for index in claim.of(&ADULT) {
            found.report(
                format!("{} does not agree with {}", index.code, weight.code),
                [index.code, weight.code],
            );
        }
    }
}
