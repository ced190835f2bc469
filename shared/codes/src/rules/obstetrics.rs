//! Pregnancy, childbirth and the puerperium (Guidelines I.C.15).

mod conditions;
mod delivery;
mod links;
mod weeks;

use chartfleet_model::FindingSeverity::Error;

use super::characters::character;
use super::{Check, ClaimView, Found, Rule};
use crate::codeset::CodeSet;

pub(super) const RULES: &[Check] = &[
    weeks::MISSING,
    weeks::NOT_APPLICABLE,
    weeks::TWICE,
    weeks::TRIMESTER,
    weeks::TRIMESTER_UNSPECIFIED,
    delivery::NORMAL,
    delivery::NORMAL_OUTCOME,
    delivery::NORMAL_OPERATION,
    delivery::OUTCOME_MISSING,
    delivery::OUTCOME_LATER,
    delivery::UNDELIVERED,
    delivery::SUPERVISION,
    links::NOT_LINKED,
    conditions::MISSING,
    DIABETES_DRUGS,
    FETUS,
];

/// Chapter 15.
const CHAPTER: CodeSet<1> = CodeSet::of(["O00-O9A"]);
/// Pregnancies that end in abortion, and ectopic and molar ones.
const ABORTIVE: CodeSet<1> = CodeSet::of(["O00-O08"]);
/// Outcome of delivery.
const OUTCOME: CodeSet<1> = CodeSet::of(["Z37"]);
/// Elective termination.
const TERMINATION: CodeSet<1> = CodeSet::of(["Z33.2"]);

const DIABETES_DRUGS: Check = Check {
    rule: Rule {
        id: "obstetrics.gestational_diabetes_drugs",
        severity: Error,
        source: "Guidelines I.C.15.i",
        looks_for: "long-term insulin or oral drugs coded beside gestational diabetes",
        remedy: "Drop Z79.4 and Z79.84: the code for gestational diabetes says how it is controlled.",
    },
    look: diabetes_drugs,
};

const GESTATIONAL_DIABETES: CodeSet<1> = CodeSet::of(["O24.4"]);
const LONG_TERM: CodeSet<2> = CodeSet::of(["Z79.4", "Z79.84"]);
/// Diabetes that was there before and may be treated by these.
const OTHER_DIABETES: CodeSet<5> = CodeSet::of(["O24.0-O24.3", "O24.8", "O24.9", "E08-E13", "R73"]);

fn diabetes_drugs(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&OTHER_DIABETES) {
        return;
    }
    let Some(diabetes) = claim.of(&GESTATIONAL_DIABETES).next() else {
        return;
    };
    for drug in claim.of(&LONG_TERM) {
        found.report(
            format!(
                "{} is not reported with {}, which says how the diabetes is controlled",
                drug.code, diabetes.code
            ),
            [drug.code, diabetes.code],
        );
    }
}

const FETUS: Check = Check {
    rule: Rule {
        id: "obstetrics.fetus_without_multiple",
        severity: Error,
        source: "Guidelines I.C.15.a.6",
        looks_for: "a seventh character that numbers a fetus, without a multiple gestation",
        remedy: "Use 0 for a single fetus, or add the multiple gestation (O30.-).",
    },
    look: fetus,
};

/// Codes whose seventh character numbers the fetus. O31 is left out: it tells
/// what became of a multiple gestation.
const BY_FETUS: CodeSet<10> = CodeSet::of([
    "O32",
    "O33.3-O33.7",
    "O35",
    "O36",
    "O40",
    "O41",
    "O60.1",
    "O60.2",
    "O64",
    "O69",
]);
const MULTIPLE: CodeSet<1> = CodeSet::of(["O30"]);

fn fetus(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&MULTIPLE) {
        return;
    }
    for care in claim.of(&BY_FETUS) {
        if matches!(character(care.key, 7), b'1'..=b'9') {
            found.report(
                format!(
                    "{} numbers a fetus, and no code says that there are several",
                    care.code
                ),
                [care.code],
            );
        }
    }
}
