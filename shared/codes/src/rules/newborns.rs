//! Newborns and the perinatal period (Guidelines I.C.16).

use chartfleet_model::FindingSeverity::{Error, Info, Warning};

use super::{Check, ClaimView, Diagnosis, Found, Rule};
use crate::codeset::{CodeRange, CodeSet, ranges};

pub(super) const RULES: &[Check] = &[
    MIXED_RECORD,
    BIRTH_TWICE,
    STILLBIRTH,
    SIZE,
    WEIGHT_OR_AGE_MISSING,
    MATURITY,
    OBSERVATION,
];

const MIXED_RECORD: Check = Check {
    rule: Rule {
        id: "newborns.mixed_record",
        severity: Error,
        source: "Guidelines I.C.15.a.2, I.C.16.a.1",
        looks_for: "codes of the mother's record and of the newborn's on one claim",
        remedy: "Keep chapter 15 and Z37 on the mother's record, chapter 16 and Z38 on the newborn's.",
    },
    look: mixed_record,
};

const MOTHER: CodeSet<3> = CodeSet::of(["O00-O9A", "Z37", "Z3A"]);
const NEWBORN: CodeSet<2> = CodeSet::of(["P00-P96", "Z38"]);

fn mixed_record(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if let (Some(mother), Some(newborn)) = (claim.of(&MOTHER).next(), claim.of(&NEWBORN).next()) {
        found.report(
            format!(
                "{} is for the mother's record alone, {} for the newborn's",
                mother.code, newborn.code
            ),
            [mother.code, newborn.code],
        );
    }
}

const BIRTH_TWICE: Check = Check {
    rule: Rule {
        id: "newborns.birth_twice",
        severity: Error,
        source: "Guidelines I.C.16.a.2",
        looks_for: "a newborn born twice",
        remedy: "Keep the one code that says where and how the child was born.",
    },
    look: birth_twice,
};

const BIRTH: CodeSet<1> = CodeSet::of(["Z38"]);

fn birth_twice(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let births: Vec<&Diagnosis<'_>> = claim.of(&BIRTH).collect();
    if let [first, _, ..] = births.as_slice() {
        found.report(
            format!(
                "{} is not the only birth on the claim: Z38 is given once, at birth",
                first.code
            ),
            births.iter().map(|birth| birth.code),
        );
    }
}

const STILLBIRTH: Check = Check {
    rule: Rule {
        id: "newborns.stillbirth",
        severity: Error,
        source: "Guidelines I.C.16.g",
        looks_for: "a stillbirth with any other code",
        remedy: "Report P95 alone, and only where stillbirths have records of their own.",
    },
    look: stillbirth,
};

const STILLBORN: CodeSet<1> = CodeSet::of(["P95"]);

fn stillbirth(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(stillbirth) = claim.of(&STILLBORN).next() else {
        return;
    };
    if claim.diagnoses.len() > 1 {
        found.report(
            format!("no other code is used with {}", stillbirth.code),
            claim.diagnoses.iter().map(|d| d.code),
        );
    }
}

const SIZE: Check = Check {
    rule: Rule {
        id: "newborns.size_twice",
        severity: Error,
        source: "Guidelines I.C.16.d; ICD-10-CM tabular list, P07",
        looks_for: "two birth weights or two gestational ages of one newborn",
        remedy: "Keep one birth weight and one gestational age.",
    },
    look: size,
};

const BIRTH_WEIGHT: CodeSet<1> = CodeSet::of(["P07.0-P07.1"]);
const GESTATIONAL_AGE: CodeSet<1> = CodeSet::of(["P07.2-P07.3"]);

/// What a newborn has one of, and its name.
const ONE_OF: &[(&[CodeRange], &str)] = &[
    (&ranges(["P07.0-P07.1"]), "birth weight"),
    (&ranges(["P07.2-P07.3"]), "gestational age"),
];

fn size(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (set, name) in ONE_OF {
        let told: Vec<&Diagnosis<'_>> = claim.within(set).collect();
        if let [first, _, ..] = told.as_slice() {
            found.report(
                format!("{} is not the only {name} on the claim", first.code),
                told.iter().map(|d| d.code),
            );
        }
    }
}

const WEIGHT_OR_AGE_MISSING: Check = Check {
    rule: Rule {
        id: "newborns.weight_or_age_missing",
        severity: Info,
        source: "Guidelines I.C.16.d; ICD-10-CM tabular list, P07",
        looks_for: "prematurity without birth weight, or low birth weight without gestational age",
        remedy: "Add the other where it is documented; birth weight stands before gestational age.",
    },
    look: weight_or_age_missing,
};

fn weight_or_age_missing(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let weight = claim.of(&BIRTH_WEIGHT).next();
    let age = claim.of(&GESTATIONAL_AGE).next();
    let (told, missing) = match (weight, age) {
        (Some(weight), None) => (weight, "gestational age"),
        (None, Some(age)) => (age, "birth weight"),
        _ => return,
    };
    found.report(
        format!("{} stands without the {missing}", told.code),
        [told.code],
    );
}

const MATURITY: Check = Check {
    rule: Rule {
        id: "newborns.maturity",
        severity: Error,
        source: "ICD-10-CM tabular list, P07, P08; Guidelines I.C.16.d",
        looks_for: "a newborn coded as premature and as post-term or large",
        remedy: "Make birth weight and gestational age agree.",
    },
    look: maturity,
};

/// Contradictions: low weight and large size, prematurity and late birth.
const CONTRADICTIONS: &[(&[CodeRange], &[CodeRange])] = &[
    (&ranges(["P07.0-P07.1"]), &ranges(["P08.0-P08.1"])),
    (&ranges(["P07.2-P07.3"]), &ranges(["P08.2"])),
];

fn maturity(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (early, late) in CONTRADICTIONS {
        if let (Some(early), Some(late)) = (claim.within(early).next(), claim.within(late).next()) {
            found.report(
                format!("{} contradicts {}", early.code, late.code),
                [early.code, late.code],
            );
        }
    }
}

const OBSERVATION: Check = Check {
    rule: Rule {
        id: "newborns.observation_with_sign",
        severity: Warning,
        source: "Guidelines I.C.16.b.1",
        looks_for: "observation of a newborn for a condition ruled out, beside a sign or symptom",
        remedy: "Code the sign or symptom instead of Z05 where it is of the suspected condition.",
    },
    look: observation,
};

const OBSERVED: CodeSet<1> = CodeSet::of(["Z05"]);
/// Signs and symptoms, in chapter 18 and of the newborn.
const SIGNS: CodeSet<7> = CodeSet::of([
    "R00-R69",
    "P22.1",
    "P28.2-P28.4",
    "P28.8",
    "P81.9",
    "P92.0",
    "P92.5",
]);

fn observation(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let (Some(observed), Some(sign)) = (claim.of(&OBSERVED).next(), claim.of(&SIGNS).next()) else {
        return;
    };
    found.report(
        format!(
            "{} is for newborns without signs of the suspected condition, and {} is a sign",
            observed.code, sign.code
        ),
        [observed.code, sign.code],
    );
}
