//! History of a disease told from the disease (Guidelines I.C.2.m, I.C.9.d,
//! I.C.21.c.4).
//!
//! Clinicians write `history of` before the diseases that patients live with,
//! such as hypertension, diabetes, asthma or heart failure: of these nothing is
//! said. Acute diseases and cancers are another matter.

mod cancers;
mod past;

use chartfleet_model::FindingSeverity::{Error, Warning};
use chartfleet_model::Icd10CmCode;

use super::wording::{Wording, all_say};
use super::{Check, ClaimView, Found, Rule};
use crate::codeset::{CodeSet, contains};
use crate::tables::key;

/// The code of the history of an acute disease, where its code is known. `None`
/// for diseases that patients live with, and for cancers: that one is listed
/// among the past does not tell whether it is gone.
#[must_use]
pub fn history_of_event(code: &Icd10CmCode) -> Option<&'static str> {
    let key = key::pack(&code.as_str().replace('.', ""))?;
    let past = past::DISEASES
        .iter()
        .find(|past| past.over_after.is_some() && contains(past.diseases, key))?;
    past.history.first().copied()
}

pub(super) const RULES: &[Check] = &[PAST, FAMILY, cancers::BOTH];

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
    for past in past::DISEASES {
        let long_ago = |wording: &Wording<'_>| {
            past.over_after
                .is_some_and(|weeks| wording.happened_weeks_ago(weeks, claim.on.year()))
        };
        for disease in claim.within(past.diseases) {
            if all_say(disease, |wording| {
                wording.is_past(resolved)
                    || long_ago(wording)
                    || past.is_cancer && wording.is_disease_free()
            }) {
                let offers = past.history.iter().filter(|code| {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_have_a_code_of_their_history_and_lasting_diseases_none() {
        for (code, history) in [
            ("I21.9", Some("I25.2")),
            ("I82.409", Some("Z86.718")),
            ("I10", None),
            ("C50.919", None),
        ] {
            let code = code.parse::<Icd10CmCode>().unwrap();
            assert_eq!(history_of_event(&code), history, "{code}");
        }
    }
}
