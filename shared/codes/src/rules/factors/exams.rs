//! Routine and preprocedural examinations (Guidelines I.C.21.c.13, IV.N, IV.P).

use chartfleet_model::FindingSeverity::Warning;

use crate::codeset::{CodeRange, CodeSet, ranges};
use crate::rules::{Check, ClaimView, Found, Rule};

pub(super) const NORMAL_WITH_FINDING: Check = Check {
    rule: Rule {
        id: "factors.normal_exam_with_finding",
        severity: Warning,
        source: "Guidelines I.C.21.c.13, IV.P",
        looks_for: "a routine examination without abnormal findings, beside an abnormal finding",
        remedy: "Use the examination with abnormal findings, or drop a finding that the examination did not make.",
    },
    look: normal_with_finding,
};

/// Examinations without abnormal findings, the same with, and what is an
/// abnormal finding of each. Chronic conditions that are stable are none.
const EXAMS: &[(&[CodeRange], &[CodeRange], &str)] = &[
    (&ranges(["Z00.00"]), &ranges(["R00-R94"]), "Z00.01"),
    (&ranges(["Z00.129"]), &ranges(["R00-R94"]), "Z00.121"),
    (&ranges(["Z01.419"]), &ranges(["R87", "N63"]), "Z01.411"),
    (&ranges(["Z01.30"]), &ranges(["R03.0"]), "Z01.31"),
];

fn normal_with_finding(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (exams, findings, abnormal) in EXAMS {
        let exam = claim.within(exams).next();
        let finding = claim.within(findings).next();
        if let (Some(exam), Some(finding)) = (exam, finding) {
            found.report_with(
                format!(
                    "{} says that nothing abnormal was found, and {} is a finding",
                    exam.code, finding.code
                ),
                [exam.code, finding.code],
                [abnormal],
            );
        }
    }
}

pub(super) const ABNORMAL_WITHOUT_FINDING: Check = Check {
    rule: Rule {
        id: "factors.abnormal_exam_without_finding",
        severity: Warning,
        source: "Guidelines I.C.21.c.13, IV.P; ICD-10-CM tabular list, use additional code",
        looks_for: "a routine examination with abnormal findings and no finding on the claim",
        remedy: "Add the abnormal findings, or use the examination without.",
    },
    look: abnormal_without_finding,
};

const ABNORMAL: CodeSet<8> = CodeSet::of([
    "Z00.01", "Z00.121", "Z01.01", "Z01.021", "Z01.118", "Z01.21", "Z01.31", "Z01.411",
]);
const REASONS: CodeSet<1> = CodeSet::of(["Z00-Z99"]);

fn abnormal_without_finding(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.diagnoses.iter().any(|d| !d.is(&REASONS)) {
        return;
    }
    for exam in claim.of(&ABNORMAL) {
        found.report(
            format!(
                "{} says that something abnormal was found, and no code says what",
                exam.code
            ),
            [exam.code],
        );
    }
}

pub(super) const PREPROCEDURAL_ALONE: Check = Check {
    rule: Rule {
        id: "factors.preprocedural_alone",
        severity: Warning,
        source: "Guidelines IV.N",
        looks_for: "a preprocedural examination without the reason for the procedure",
        remedy: "Add the condition that the procedure is for, and any finding of the examination.",
    },
    look: preprocedural_alone,
};

const PREPROCEDURAL: CodeSet<1> = CodeSet::of(["Z01.81"]);
/// Reasons for a procedure among the Z codes: prophylactic surgery, sterilization,
/// donation, reconstruction, artificial openings and devices, status.
const ELECTIVE: CodeSet<9> = CodeSet::of([
    "Z30.2", "Z40", "Z41", "Z42", "Z43-Z47", "Z52", "Z12", "Z80-Z87", "Z93-Z98",
]);

fn preprocedural_alone(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&ELECTIVE) || claim.diagnoses.iter().any(|d| !d.is(&REASONS)) {
        return;
    }
    for exam in claim.of(&PREPROCEDURAL) {
        found.report(
            format!(
                "{} prepares a procedure, and no code says what it is for",
                exam.code
            ),
            [exam.code],
        );
    }
}
