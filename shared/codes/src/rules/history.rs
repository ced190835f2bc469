//! History of a disease told from the disease (Guidelines I.C.2.m, I.C.9.d,
//! I.C.21.c.4).
//!
//! Clinicians write `history of` before the diseases that patients live with,
//! such as hypertension, diabetes, asthma or heart failure: of these nothing is
//! said. Acute diseases and cancers are another matter.

mod past;

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::wording::{Wording, all_say};
use super::{Check, ClaimView, Found, Rule};
use crate::codeset::{CodeRange, CodeSet, ranges};

pub(super) const RULES: &[Check] = &[PAST, FAMILY, CANCER_BOTH];

const PAST: Check = Check {
    rule: Rule {
        id: "history.past_as_current",
        severity: Warning,
        source: "Guidelines I.C.21.c.4, I.C.2.m, I.C.9.d, IV.J",
        looks_for: "an acute disease or a cancer coded as current and documented as past",
        remedy: "Use the history code where the disease is gone and no longer treated.",
    },
    look: past,
};

fn past(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    // What was treated and resolved during a stay is still a diagnosis of it.
    let resolved = !claim.is_inpatient();
    for (diseases, history) in past::DISEASES {
        for disease in claim.within(diseases) {
            if all_say(disease, |wording| wording.is_past(resolved)) {
                let offers = history.iter().filter(|code| {
                    let entry = claim.tables.cm_text(code);
                    entry.is_some_and(|entry| entry.billable(claim.on))
                });
                found.report_with(
                    format!(
                        "{} is a current disease and is documented as a past one",
                        disease.code
                    ),
                    [disease.code],
                    offers,
                );
            }
        }
    }
}

const FAMILY: Check = Check {
    rule: Rule {
        id: "history.family",
        severity: Error,
        source: "Guidelines I.C.21.c.4",
        looks_for: "a relative's disease coded as the patient's",
        remedy: "Use a family history code (Z80 to Z84), or none.",
    },
    look: family,
};

/// Contacts and causes; pregnancy and newborns, whose records tell of mother
/// and child together.
const OF_FAMILIES: CodeSet<3> = CodeSet::of(["Z00-Z99", "V00-Y99", "O00-P96"]);

fn family(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.patient.age == Some(0) {
        return;
    }
    for disease in claim.diagnoses.iter().filter(|d| !d.is(&OF_FAMILIES)) {
        if all_say(disease, Wording::is_of_family) {
            found.report(
                format!(
                    "{} is documented of a relative, not of the patient",
                    disease.code
                ),
                [disease.code],
            );
        }
    }
}

const CANCER_BOTH: Check = Check {
    rule: Rule {
        id: "history.cancer_and_history",
        severity: Warning,
        source: "Guidelines I.C.2.m, I.C.21.c.4",
        looks_for: "a cancer coded as current and as history, of one organ",
        remedy: "Keep the cancer while it is treated or has recurred, its history once it is gone; both only for two cancers.",
    },
    look: cancer_both,
};

/// Histories of cancer, and the current cancers of the organ. Leukemia and
/// lymphoma are left out: notes exclude their histories already.
const ORGANS: &[(&[CodeRange], &[CodeRange])] = &[
    (&ranges(["Z85.01"]), &ranges(["C15"])),
    (&ranges(["Z85.02"]), &ranges(["C16"])),
    (&ranges(["Z85.03"]), &ranges(["C18"])),
    (&ranges(["Z85.04"]), &ranges(["C19-C21"])),
    (&ranges(["Z85.05"]), &ranges(["C22"])),
    (&ranges(["Z85.07"]), &ranges(["C25"])),
    (&ranges(["Z85.11"]), &ranges(["C34"])),
    (&ranges(["Z85.21"]), &ranges(["C32"])),
    (&ranges(["Z85.3"]), &ranges(["C50"])),
    (&ranges(["Z85.41"]), &ranges(["C53"])),
    (&ranges(["Z85.42"]), &ranges(["C54-C55"])),
    (&ranges(["Z85.43"]), &ranges(["C56"])),
    (&ranges(["Z85.46"]), &ranges(["C61"])),
    (&ranges(["Z85.47"]), &ranges(["C62"])),
    (&ranges(["Z85.51"]), &ranges(["C67"])),
    (&ranges(["Z85.52"]), &ranges(["C64"])),
    (&ranges(["Z85.841"]), &ranges(["C71"])),
    (&ranges(["Z85.850"]), &ranges(["C73"])),
];

fn cancer_both(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (histories, cancers) in ORGANS {
        let history = claim.within(histories).next();
        let cancer = claim.within(cancers).next();
        if let (Some(history), Some(cancer)) = (history, cancer) {
            found.report(
                format!(
                    "{} says that a cancer is gone, and {} that one of the organ is there",
                    history.code, cancer.code
                ),
                [history.code, cancer.code],
            );
        }
    }
}
