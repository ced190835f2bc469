//! Present on admission (Guidelines Appendix I).
//!
//! Indicators are for inpatient claims. Exempt diagnoses carry none; which are
//! exempt says the imported list, or without one what Appendix I has always
//! exempted.

use chartfleet_model::FindingSeverity::{Error, Info, Warning};
use chartfleet_model::{Code, Icd10CmCode, Poa};

use super::{Check, ClaimView, Diagnosis, Found, Rule};
use crate::codeset::CodeSet;
use crate::poa_exempt::is_exempt;

const APPENDIX: &str = "Guidelines Appendix I";

/// Indicators outside inpatient claims; told where they are left out.
pub(crate) const NOT_INPATIENT: Rule = Rule {
    id: "poa.not_inpatient",
    severity: Info,
    source: APPENDIX,
    looks_for: "present-on-admission indicators on a claim that is not an inpatient's",
    remedy: "Nothing: they are left out.",
};

/// A level lost to a hospital-acquired condition; told where the claim is
/// grouped.
pub(crate) const HOSPITAL_ACQUIRED: Rule = Rule {
    id: "poa.hospital_acquired",
    severity: Warning,
    source: "Medicare hospital-acquired conditions; Guidelines Appendix I",
    looks_for: "a CC or MCC with POA N or U that is a hospital-acquired condition and so does not \
        count",
    remedy: "Check in the record whether the condition was present on admission.",
};

/// What is told elsewhere.
pub(crate) const TOLD: &[Rule] = &[NOT_INPATIENT, HOSPITAL_ACQUIRED];

pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "poa.missing",
            severity: Warning,
            source: APPENDIX,
            looks_for: "an inpatient diagnosis that is not exempt and has no indicator",
            remedy: "Assign Y, N, U or W from the documentation.",
        },
        look: missing,
    },
    Check {
        rule: Rule {
            id: "poa.on_exempt",
            severity: Info,
            source: APPENDIX,
            looks_for: "an indicator on a diagnosis that is exempt from reporting",
            remedy: "Leave the indicator out.",
        },
        look: on_exempt,
    },
    Check {
        rule: Rule {
            id: "poa.not_on_admission_principal",
            severity: Error,
            source: "UHDDS; Guidelines II and Appendix I",
            looks_for: "a claim whose only possible principal diagnoses arose after admission",
            remedy: "Correct the indicator, or add the condition that occasioned the admission.",
        },
        look: principal_after_admission,
    },
    Check {
        rule: Rule {
            id: "poa.undetermined_principal",
            severity: Warning,
            source: "UHDDS; Guidelines II and Appendix I",
            looks_for: "a principal diagnosis of which the record does not say that it was \
                present on admission",
            remedy: "Ask the provider: the principal diagnosis occasioned the admission.",
        },
        look: undetermined_principal,
    },
    Check {
        rule: Rule {
            id: "poa.chronic_not_present",
            severity: Warning,
            source: APPENDIX,
            looks_for: "a chronic or congenital condition marked as arisen after admission",
            remedy: "Assign Y: chronic conditions count as present even when found later.",
        },
        look: chronic_not_present,
    },
    Check {
        rule: Rule {
            id: "poa.arisen_in_hospital",
            severity: Warning,
            source: APPENDIX,
            looks_for: "a condition marked as present on admission whose own documentation puts it \
                into the stay",
            remedy: "Assign N, unless the record shows it before the order to admit.",
        },
        look: arisen_in_hospital,
    },
    Check {
        rule: Rule {
            id: "poa.conflict",
            severity: Warning,
            source: APPENDIX,
            looks_for: "a condition marked as present on admission whose underlying disease is \
                marked as arisen later",
            remedy: "Correct one of the two indicators from the record.",
        },
        look: conflict,
    },
];

fn missing(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let codes = codes(claim, |diagnosis| {
        diagnosis.poa.is_none() && is_exempt(claim.tables, diagnosis.key) == Some(false)
    });
    if claim.is_inpatient() && !codes.is_empty() {
        let message = format!(
            "{} without a present-on-admission indicator",
            listed(&codes)
        );
        found.report(message, codes);
    }
}

fn on_exempt(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let codes = codes(claim, |diagnosis| {
        diagnosis.poa.is_some() && is_exempt(claim.tables, diagnosis.key) == Some(true)
    });
    if claim.is_inpatient() && !codes.is_empty() {
        let message = format!(
            "{}: exempt from present-on-admission reporting",
            listed(&codes)
        );
        found.report(message, codes);
    }
}

/// The sequence bars what arose after admission from the first place, so this
/// shows as a claim without a principal diagnosis.
fn principal_after_admission(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if !claim.is_inpatient() || claim.has_first {
        return;
    }
    let codes = codes(claim, |diagnosis| {
        diagnosis.poa == Some(Poa::N) && !diagnosis.is(&NEVER_PRINCIPAL)
    });
    if !codes.is_empty() {
        let message = format!(
            "{} arose after admission, so that nothing can be the principal diagnosis",
            listed(&codes)
        );
        found.report(message, codes);
    }
}

fn undetermined_principal(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let first = claim.first().filter(|_| claim.is_inpatient());
    if let Some(first) = first.filter(|first| first.poa == Some(Poa::U)) {
        let message = format!(
            "{} is the principal diagnosis, but the record does not say that it was present on \
             admission",
            first.code
        );
        found.report(message, [first.code]);
    }
}

fn chronic_not_present(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if !claim.is_inpatient() {
        return;
    }
    for diagnosis in claim.of(&CHRONIC).filter(|d| d.poa == Some(Poa::N)) {
        let message = format!(
            "{} is a condition that does not arise during a stay",
            diagnosis.code
        );
        found.report(message, [diagnosis.code]);
    }
}

fn arisen_in_hospital(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if !claim.is_inpatient() {
        return;
    }
    let operated = claim.procedures.iter();
    let operated = operated
        .filter(|procedure| matches!(procedure.code, Code::Icd10Pcs(_)))
        .any(|procedure| procedure.code.as_str().starts_with('0'));
    for diagnosis in claim.diagnoses.iter().filter(|d| d.poa == Some(Poa::Y)) {
        let after_surgery = operated && diagnosis.is(&AFTER_SURGERY);
        let mut mentions = diagnosis.mentions.iter();
        if mentions.any(|mention| is_in_stay(&mention.quote.to_lowercase(), after_surgery)) {
            let message = format!(
                "{} is marked as present on admission and documented as arisen later",
                diagnosis.code
            );
            found.report(message, [diagnosis.code]);
        }
    }
}

/// Whether words of a quote put the condition into the stay. The first day of
/// a stay may be the day of admission itself.
fn is_in_stay(quote: &str, after_surgery: bool) -> bool {
    let days = quote.match_indices("hospital day ");
    let mut days = days.filter_map(|(at, found)| quote.get(at + found.len()..));
    days.any(|rest| rest.starts_with(|day: char| ('2'..='9').contains(&day)))
        || [
            "hospital-acquired",
            "hospital acquired",
            "postoperative day",
        ]
        .iter()
        .any(|words| quote.contains(words))
        || after_surgery && (quote.contains("postoperative") || quote.contains("post-operative"))
}

fn conflict(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if !claim.is_inpatient() {
        return;
    }
    // One finding an underlying disease.
    for (underlying, consequence) in [
        (&SEPSIS, &SEVERE_SEPSIS),
        (&DIABETIC_KIDNEY, &KIDNEY_DISEASE),
        (&HYPERTENSIVE_HEART, &HEART_FAILURE),
    ] {
        let consequences = codes(claim, |d| d.is(consequence) && d.poa == Some(Poa::Y));
        let arisen = codes(claim, |d| d.is(underlying) && d.poa == Some(Poa::N));
        // Another one of the underlying diseases may be behind it.
        let explained = claim.of(underlying).any(|d| d.poa != Some(Poa::N));
        if let (Some(disease), Some(sign), false) =
            (arisen.first(), consequences.first(), explained)
        {
            let message = format!(
                "{disease} is marked as arisen after admission, {sign}, which it underlies, as \
                 present"
            );
            found.report(message, [disease, sign]);
        }
    }
}

fn codes<'v, 'c>(
    claim: &'v ClaimView<'c>,
    which: impl Fn(&Diagnosis<'c>) -> bool,
) -> Vec<&'v Icd10CmCode> {
    let diagnoses = claim.diagnoses.iter().filter(|diagnosis| which(diagnosis));
    diagnoses.map(|diagnosis| diagnosis.code).collect()
}

fn listed(codes: &[&Icd10CmCode]) -> String {
    let codes: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
    codes.join(", ")
}

const NEVER_PRINCIPAL: CodeSet<2> = CodeSet::of(["B95-B97", "V00-Z99"]);

/// Chronic by nature, in codes that name no acute part: a combination code is
/// N where any part of it arose later. Congenital conditions are always
/// present.
const CHRONIC: CodeSet<29> = CodeSet::of([
    "B18", "B20", "C00-C96", "E03", "E08.9", "E09.9", "E10.9", "E11.9", "E13.9", "E66", "E78",
    "F20", "G20", "G30", "G35", "I10", "I11.9", "I12", "I13.1", "I25.10", "I48.21", "J43", "J44.9",
    "K74", "M15-M19", "M81.0", "N18", "N40", "Q00-Q99",
]);

/// What commonly follows an operation of the same stay.
const AFTER_SURGERY: CodeSet<7> =
    CodeSet::of(["D62", "I97", "J95", "J96.0", "K56.7", "K91", "N17"]);

const SEPSIS: CodeSet<2> = CodeSet::of(["A40", "A41"]);
const SEVERE_SEPSIS: CodeSet<1> = CodeSet::of(["R65.2"]);
const DIABETIC_KIDNEY: CodeSet<2> = CodeSet::of(["E10.22", "E11.22"]);
const HYPERTENSIVE_HEART: CodeSet<2> = CodeSet::of(["I11.0", "I13.0-I13.2"]);
const HEART_FAILURE: CodeSet<1> = CodeSet::of(["I50"]);
const KIDNEY_DISEASE: CodeSet<1> = CodeSet::of(["N18"]);
