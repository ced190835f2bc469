//! The alphabetic index and its tables: diseases and injuries, external
//! causes, neoplasms, drugs and chemicals.
//!
//! Reads the CDC's XML (`ICD10CM.index` and its siblings) and flattened CSV
//! with a `Level` column.

mod csv_rows;
mod paths;
mod xml_rows;

use crate::import::{Compiled, Problem};
use crate::tables::CodeTables;
use paths::Paths;

/// Compiles the text of an index file.
pub(crate) fn compile(text: &str, tables: &CodeTables) -> Result<Compiled, Problem> {
    let mut paths = Paths::new(tables);
    if text.trim_start().starts_with('<') {
        xml_rows::read(text, &mut paths)?;
    } else {
        csv_rows::read(text, &mut paths)?;
    }
    let (terms, unknown_codes) = paths.finish()?;
    Ok(Compiled {
        bytes: terms.to_bytes(),
        rows: terms.len(),
        unknown_codes,
        edition: None,
    })
}
