//! The rules for one ICD-10-PCS code.

use chartfleet_model::{Finding, FindingSeverity, Icd10PcsCode};
use jiff::civil::Date;

use super::{EDITOR, MOST_OFFERS, spans};
use crate::tables::data::Period;
use crate::tables::{CodeTables, Validity};

const TABLES: &str = "ICD-10-PCS tables";

/// A code that never existed: with the tables imported, which character keeps
/// it out of them; in any case the codes next to it.
pub(super) fn unknown(tables: &CodeTables, code: &Icd10PcsCode, on: Date) -> Finding {
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
    Finding::new("pcs.unknown", FindingSeverity::Error, message, source)
        .offering(nearest(tables, code, wrong, on))
        .remedied_by("build the code from its table")
}

/// A code of other years.
pub(super) fn not_in_effect(
    tables: &CodeTables,
    code: &Icd10PcsCode,
    periods: &[Period],
    on: Date,
) -> Finding {
    let validity: Vec<_> = periods.iter().map(Validity::from).collect();
    Finding::new(
        "pcs.not_in_effect",
        FindingSeverity::Error,
        format!("{code} is not in effect on {on}: {}", spans(&validity)),
        EDITOR,
    )
    .offering(nearest(tables, code, None, on))
    .remedied_by("use the code that is in effect on the date of discharge")
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
