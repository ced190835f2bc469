//! Is a code one that exists, may be billed on that day, and fits the
//! patient's age and sex?
//!
//! Sources: the ICD-10-CM tabular list; the ICD-10-PCS tables, where imported;
//! the Medicare Code Editor's master lists for validity by date (diagnoses and
//! procedures) and for age and sex; the site's CPT and HCPCS files.

mod diagnosis;
mod procedure;
mod seventh;
mod told;

use chartfleet_model::{Code, Finding, Patient};
use jiff::civil::Date;

pub(crate) use told::TOLD;

use crate::tables::{CodeTables, Validity};

pub(crate) const TABULAR: &str = "ICD-10-CM tabular list";
pub(crate) const EDITOR: &str = "Medicare Code Editor";

/// Most codes offered in one finding.
pub(crate) const MOST_OFFERS: usize = 10;

impl CodeTables {
    /// Checks a code for an encounter that is coded by the code set of `on`.
    /// Nothing found means that it exists, may be billed, and fits the patient.
    #[must_use]
    pub fn check(&self, code: &Code, on: Date, patient: &Patient) -> Vec<Finding> {
        match code {
            Code::Icd10Cm(code) => self.check_diagnosis(code, on, patient),
            Code::Icd10Pcs(code) => self.check_procedure(code, on, patient),
            Code::Cpt(_) | Code::Hcpcs(_) => self.check_service(code, on),
        }
    }
}

/// Periods of validity in words.
pub(crate) fn spans(validity: &[Validity]) -> String {
    let mut words = String::from("valid");
    for (index, period) in validity.iter().enumerate() {
        let and = if index == 0 { "" } else { " and" };
        words.push_str(&match period.to {
            Some(to) => format!("{and} from {} to {to}", period.from),
            None => format!("{and} from {}", period.from),
        });
    }
    words
}
