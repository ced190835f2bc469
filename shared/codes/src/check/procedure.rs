//! The rules for one ICD-10-PCS code.

use chartfleet_model::{Finding, Icd10PcsCode, Patient};
use jiff::civil::Date;

use super::{EDITOR, MOST_OFFERS, diagnosis, spans, told};
use crate::tables::data::Period;
use crate::tables::{CodeTables, Validity, day_number, in_effect};

const TABLES: &str = "ICD-10-PCS tables";

impl CodeTables {
    pub(super) fn check_procedure(
        &self,
        code: &Icd10PcsCode,
        on: Date,
        patient: &Patient,
    ) -> Vec<Finding> {
        let Some(periods) = self.pcs_periods(code) else {
            return vec![unknown(self, code, on)];
        };
        match in_effect(periods, day_number(on)) {
            Some(period) => diagnosis::sex_conflict(code.as_str(), periods, period, patient)
                .map(|finding| Finding {
                    rule: told::PCS_SEX.id.into(),
                    ..finding
                })
                .into_iter()
                .collect(),
            None => vec![not_in_effect(self, code, periods, on)],
        }
    }
}

/// A code that never existed: with the tables imported, which character keeps
/// it out of them; in any case the codes next to it.
fn unknown(tables: &CodeTables, code: &Icd10PcsCode, on: Date) -> Finding {
    let mut message = format!("{code} is no ICD-10-PCS code");
    let (mut source, mut wrong) = (EDITOR, None);
    if let Some(pcs) = tables.pcs_tables() {
        source = TABLES;
        match pcs.validate(code) {
            Err(mistake) => {
                message = format!("{message}: {mistake}");
                wrong = Some(mistake.position);
            }
            Ok(_) => {
                source = EDITOR;
                message = format!(
                    "{code} is built by the tables of {}, but no installed grouper knows it",
                    pcs.year()
                );
            }
        }
    }
    Finding {
        source: source.into(),
        ..told::PCS_UNKNOWN.finding(message)
    }
    .about([code])
    .offering(nearest(tables, code, wrong, on))
}

/// A code of other years.
fn not_in_effect(
    tables: &CodeTables,
    code: &Icd10PcsCode,
    periods: &[Period],
    on: Date,
) -> Finding {
    let validity: Vec<_> = periods.iter().map(Validity::from).collect();
    let valid = spans(&validity);
    told::PCS_NOT_IN_EFFECT
        .finding(format!("{code} is not in effect on {on}: {valid}"))
        .about([code])
        .offering(nearest(tables, code, None, on))
}

fn nearest(
    tables: &CodeTables,
    code: &Icd10PcsCode,
    wrong: Option<usize>,
    on: Date,
) -> Vec<String> {
    let mut near = tables.pcs_nearest(code, wrong, on);
    near.truncate(MOST_OFFERS);
    near
}
