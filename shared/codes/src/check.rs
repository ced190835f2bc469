//! Is a code one that exists, may be billed on that day, and fits the
//! patient's age and sex?
//!
//! Sources: the ICD-10-CM tabular list; the Medicare Code Editor's master
//! lists for validity by date (diagnoses and procedures) and for age and sex.

mod diagnosis;
mod seventh;

use chartfleet_model::{Code, Finding, FindingSeverity, Icd10PcsCode, Patient};
use jiff::civil::Date;

use crate::tables::{CodeTables, Validity, day_number, in_effect};

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
            Code::Cpt(_) => vec![not_verifiable("cpt.not_verifiable", "CPT")],
            Code::Hcpcs(_) => vec![not_verifiable("hcpcs.not_verifiable", "HCPCS Level II")],
        }
    }

    fn check_procedure(&self, code: &Icd10PcsCode, on: Date, patient: &Patient) -> Vec<Finding> {
        let Some(periods) = self.pcs_periods(code) else {
            return vec![Finding {
                rule: "pcs.unknown".into(),
                severity: FindingSeverity::Error,
                message: format!("{code} is no ICD-10-PCS code"),
                source: EDITOR.into(),
                codes: Vec::new(),
                offers: Vec::new(),
                remedy: "".into(),
            }];
        };
        match in_effect(periods, day_number(on)) {
            Some(period) => diagnosis::sex_conflict(code.as_str(), periods, period, patient)
                .map(|finding| Finding {
                    rule: "pcs.sex_conflict".into(),
                    ..finding
                })
                .into_iter()
                .collect(),
            None => {
                let validity: Vec<_> = periods.iter().map(Validity::from).collect();
                vec![Finding {
                    rule: "pcs.not_in_effect".into(),
                    severity: FindingSeverity::Error,
                    message: format!("{code} is not in effect on {on}: {}", spans(&validity)),
                    source: EDITOR.into(),
                    codes: Vec::new(),
                    offers: Vec::new(),
                    remedy: "".into(),
                }]
            }
        }
    }
}

fn not_verifiable(rule: &'static str, system: &str) -> Finding {
    Finding {
        rule: rule.into(),
        severity: FindingSeverity::Info,
        message: format!(
            "only the form of the code was checked: the installed tables hold no {system} codes"
        ),
        source: "installed code tables".into(),
        codes: Vec::new(),
        offers: Vec::new(),
        remedy: "".into(),
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
