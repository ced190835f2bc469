//! Sepsis that a procedure, a pregnancy or a birth gives a code of its own
//! (Guidelines I.C.1.d.5, I.C.1.d.7 and I.C.1.d.8).

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::offer::{billable, last_character};
use super::sepsis::OBSTETRIC_SEPSIS;
use super::{Check, ClaimView, Diagnosis, Found, Rule};
use crate::codeset::CodeSet;

const CHAPTER_1_SEPSIS: CodeSet<1> = CodeSet::of(["A40-A41"]);
const WOUND_INFECTION: CodeSet<2> = CodeSet::of(["T81.40-T81.43", "T81.49"]);
const SEPSIS_AFTER_PROCEDURE: CodeSet<1> = CodeSet::of(["T81.44"]);
const OBSTETRIC_WOUND: CodeSet<2> = CodeSet::of(["O86.00-O86.03", "O86.09"]);
const SEPTIC_SHOCK: CodeSet<1> = CodeSet::of(["R65.21"]);
const OBSTETRIC: CodeSet<1> = CodeSet::of(["O00-O9A"]);
const LIVEBORN: CodeSet<1> = CodeSet::of(["Z38"]);

pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "sepsis.after_procedure_not_coded",
            severity: Warning,
            source: "Guidelines I.C.1.d.5.b",
            looks_for: "sepsis with an infection of a surgical site and no code for sepsis following the procedure",
            remedy: "Add the code for sepsis following a procedure where the provider links them.",
        },
        look: after_procedure_not_coded,
    },
    Check {
        rule: Rule {
            id: "sepsis.shock_after_procedure",
            severity: Error,
            source: "Guidelines I.C.1.d.5.c",
            looks_for: "R65.21 for the septic shock of sepsis that follows a procedure",
            remedy: "Code postprocedural septic shock in place of R65.21, and each organ dysfunction.",
        },
        look: shock_after_procedure,
    },
    Check {
        rule: Rule {
            id: "sepsis.obstetric_not_coded",
            severity: Warning,
            source: "Guidelines I.C.1.d.7, I.C.15.a.1, I.C.15.j and I.C.15.k",
            looks_for: "sepsis on a maternal claim without its chapter 15 code",
            remedy: "Code the obstetric sepsis first and keep the chapter 1 code for the organism.",
        },
        look: obstetric_not_coded,
    },
    Check {
        rule: Rule {
            id: "sepsis.newborn_not_coded",
            severity: Warning,
            source: "Guidelines I.C.1.d.8 and I.C.16.f",
            looks_for: "sepsis of chapter 1 on a birth record",
            remedy: "Code bacterial sepsis of newborn, P36.-, for the first 28 days of life.",
        },
        look: newborn_not_coded,
    },
];

fn after_procedure_not_coded(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(sepsis) = claim.of(&CHAPTER_1_SEPSIS).next() else {
        return;
    };
    let message = |wound: &Diagnosis<'_>| {
        format!("{} may follow the procedure of {}", sepsis.code, wound.code)
    };
    if !claim.has(&SEPSIS_AFTER_PROCEDURE) {
        for wound in claim.of(&WOUND_INFECTION).take(1) {
            found.report_with(
                message(wound),
                [wound.code, sepsis.code],
                billable(claim, [format!("T81.44X{}", last_character(wound))]),
            );
        }
    }
    if !claim.has(&OBSTETRIC_SEPSIS) {
        for wound in claim.of(&OBSTETRIC_WOUND).take(1) {
            found.report_with(message(wound), [wound.code, sepsis.code], ["O86.04"]);
        }
    }
}

fn shock_after_procedure(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if let (Some(sepsis), Some(shock)) = (
        claim.of(&SEPSIS_AFTER_PROCEDURE).next(),
        claim.of(&SEPTIC_SHOCK).next(),
    ) {
        found.report_with(
            format!(
                "{} is not for the shock of {}, which follows a procedure",
                shock.code, sepsis.code
            ),
            [shock.code, sepsis.code],
            billable(claim, [format!("T81.12X{}", last_character(sepsis))]),
        );
    }
}

fn obstetric_not_coded(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    // A surgical site has its own rule and its own obstetric code.
    if !claim.has(&OBSTETRIC) || claim.has(&OBSTETRIC_SEPSIS) || claim.has(&OBSTETRIC_WOUND) {
        return;
    }
    for sepsis in claim.of(&CHAPTER_1_SEPSIS) {
        found.report(
            format!(
                "{} stands on a maternal claim without an obstetric code for the sepsis",
                sepsis.code
            ),
            [sepsis.code],
        );
    }
}

fn newborn_not_coded(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if !claim.has(&LIVEBORN) {
        return;
    }
    for sepsis in claim.of(&CHAPTER_1_SEPSIS) {
        found.report_with(
            format!("{} is not the sepsis of a newborn", sepsis.code),
            [sepsis.code],
            ["P36.9"],
        );
    }
}
