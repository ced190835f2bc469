//! Impending, threatened and borderline conditions (Guidelines I.B.11, I.B.17).

use chartfleet_model::FindingSeverity::Warning;

use crate::codeset::{CodeRange, CodeSet, contains, ranges};
use crate::rules::wording::{Wording, all_say, terms};
use crate::rules::{Check, ClaimView, Diagnosis, Found, Rule};

pub(super) const IMPENDING: Check = Check {
    rule: Rule {
        id: "certainty.impending",
        severity: Warning,
        source: "Guidelines I.B.11",
        looks_for: "a condition coded as present and documented as impending or threatened",
        remedy: "Code it only where the record says that it occurred; else use the index entry under Impending or Threatened, or the condition that was there.",
    },
    look: impending,
};

/// What the index lists under Impending and Threatened, and codes that tell
/// reasons and causes.
const LISTED: CodeSet<5> = CodeSet::of(["I20.0", "O20.0", "O47", "R00-R99", "V00-Z99"]);
/// Infarctions, whose entry under Impending is unstable angina.
const INFARCTION: CodeSet<1> = CodeSet::of(["I21-I22"]);
/// Labor, whose entry under Threatened is false labor.
const LABOR: CodeSet<1> = CodeSet::of(["O60"]);

fn impending(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let says_itself = |diagnosis: &Diagnosis<'_>| {
        let told = |term: &&str| term.contains("hreatened") || term.contains("mpending");
        terms(diagnosis).iter().any(told)
    };
    for diagnosis in claim.diagnoses.iter().filter(|d| !d.is(&LISTED)) {
        if !all_say(diagnosis, Wording::is_impending) || says_itself(diagnosis) {
            continue;
        }
        let offers: &[&str] = match () {
            () if diagnosis.is(&INFARCTION) => &["I20.0"],
            () if diagnosis.is(&LABOR) => &["O47.02", "O47.03"],
            () => &[],
        };
        found.report_with(
            format!(
                "{} says that the condition occurred, and it is documented as impending or threatened",
                diagnosis.code
            ),
            [diagnosis.code],
            offers,
        );
    }
}

pub(super) const BORDERLINE: Check = Check {
    rule: Rule {
        id: "certainty.borderline",
        severity: Warning,
        source: "Guidelines I.B.17; alphabetic index, Borderline",
        looks_for: "a disease coded as present and documented as borderline, where the index has an entry for borderline",
        remedy: "Use the code that the index gives for the borderline condition; query where the record also calls it the disease.",
    },
    look: borderline,
};

/// Diseases, and what the index gives for their borderline forms. Whatever is
/// not listed is coded as the disease.
const BORDERLINES: &[(&[CodeRange], &[&str])] = &[
    (&ranges(["E08-E13"]), &["R73.03"]),
    (&ranges(["I10-I16"]), &["R03.0"]),
    (&ranges(["F70-F79"]), &["R41.83"]),
    (&ranges(["H40.1-H40.9"]), &["H40.009"]),
    (&ranges(["F20"]), &["F21"]),
];
/// Diabetes, whose borderline form has a name of its own.
const DIABETES: CodeSet<1> = CodeSet::of(["E08-E13"]);

fn borderline(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for diagnosis in &claim.diagnoses {
        let entries = BORDERLINES.iter();
        let mut entries = entries.filter(|(diseases, _)| contains(diseases, diagnosis.key));
        let Some((_, offers)) = entries.next() else {
            continue;
        };
        let says = |wording: &Wording<'_>| {
            wording.is_borderline() || diagnosis.is(&DIABETES) && wording.is_prediabetes()
        };
        if all_say(diagnosis, says) {
            found.report_with(
                format!(
                    "{} says that the disease is there, and it is documented as borderline",
                    diagnosis.code
                ),
                [diagnosis.code],
                *offers,
            );
        }
    }
}
