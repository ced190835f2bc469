//! The alphabetic index and its tables: diseases and injuries, external
//! causes, neoplasms, drugs and chemicals.
//!
//! Each is kept as what it is: a tree of main terms and subterms with their
//! nonessential modifiers, codes, manifestation codes and references. A
//! [`crate::IndexHit`] says how a coder would have come to a code.
//!
//! Reads the CDC's XML (`ICD10CM.index` and its siblings) and flattened CSV
//! with a `Level` column. Source of the conventions: ICD-10-CM Official
//! Guidelines, Section I.A and I.B.1.

mod book;
mod csv_rows;
mod draft;
mod flatten;
mod follow;
mod lookup;
mod mark;
mod outline;
mod query;
mod reach;
mod reference;
mod resolve;
mod tree;
mod vocabulary;
mod weights;
pub(crate) mod words;
mod xml_rows;

pub use book::{IndexBook, IndexColumn};
pub use lookup::{Index, IndexHit, IndexStep};
pub use outline::{IndexCode, IndexRow, Unresolved};
pub(crate) use query::{Covered, Query};
pub(crate) use reach::Reach;
pub(crate) use tree::Tree;
pub(crate) use weights::Weights;

use crate::import::{Compiled, ImportOptions, Problem};
use crate::tables::CodeTables;
use draft::Draft;

/// Fiscal years of ICD-10-CM that can be meant.
const YEARS: std::ops::RangeInclusive<u16> = 2016..=2030;

/// Compiles the text of a file of the index.
pub(crate) fn compile(
    book: IndexBook,
    text: &str,
    tables: &CodeTables,
    options: &ImportOptions,
) -> Result<Compiled, Problem> {
    let mut draft = Draft::new(book, tables);
    let version = if text.trim_start().starts_with('<') {
        xml_rows::read(text, &mut draft)?
    } else {
        csv_rows::read(text, &mut draft)?;
        None
    };
    let edition = edition(version.as_deref(), options.year)?;
    let (tree, unknown_codes) = draft.finish()?;
    Ok(Compiled {
        bytes: tree.to_bytes(),
        rows: tree.len(),
        unknown_codes,
        edition,
    })
}

/// The fiscal year, as the file or the operator says; both must agree.
fn edition(version: Option<&str>, year: Option<u16>) -> Result<Option<String>, Problem> {
    let told = match version {
        Some(text) => {
            let digits = text.get(..4).and_then(|year| year.parse::<u16>().ok());
            let told = digits.filter(|year| YEARS.contains(year));
            Some(told.ok_or_else(|| {
                Problem::new(
                    1,
                    format!("version {text:?} names no fiscal year of ICD-10-CM"),
                )
            })?)
        }
        None => None,
    };
    if let Some(year) = year
        && !YEARS.contains(&year)
    {
        return Err(Problem::new(
            1,
            format!("{year} is no fiscal year of ICD-10-CM"),
        ));
    }
    match (told, year) {
        (Some(told), Some(year)) if told != year => Err(Problem::new(
            1,
            format!("the file is of fiscal year {told}, not {year}"),
        )),
        _ => Ok(told.or(year).map(|year| year.to_string())),
    }
}
