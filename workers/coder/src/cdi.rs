//! CDI gaps: what a clinical documentation integrity specialist would ask the
//! provider about a chart, found from its documents and its claim.
//!
//! ```text
//! record ─▶ facts (labs, vitals, drugs, findings) ─┐
//! claim  ─▶ diagnoses as coded ────────────────────┴▶ checks ─▶ gaps ─▶ priced
//! ```
//!
//! A check raises a gap only where the record holds indicators for it: a query
//! without indicators is leading. A gap never changes the claim.
//!
//! Source: ACDIS/AHIMA, Guidelines for Achieving a Compliant Query Practice;
//! the criteria of each check are cited with it.

mod clinical;
pub mod compliance;
pub mod facts;
mod price;
mod query;
mod specificity;
mod words;
mod worklist;

use chartfleet_codes::{CodeTables, CodesError};
use chartfleet_model::{Chart, ChartResult, Gap, GapKind};
use jiff::civil::Date;

use crate::record::Record;
use facts::Facts;
pub(crate) use query::option;
pub use query::{OTHER, UNDETERMINED};
pub(crate) use worklist::joined;

/// What a check looks at.
pub struct Look<'a> {
    /// The code tables.
    pub tables: &'a CodeTables,
    /// The chart.
    pub chart: &'a Chart,
    /// Its documents, read.
    pub record: &'a Record<'a>,
    /// Measured and given: labs, vitals, drugs, findings.
    pub facts: &'a Facts,
    /// The date that decides the code set.
    pub on: Date,
    /// The claim as sequenced, not claimed suggestions beside it.
    pub result: &'a ChartResult,
}

/// One check.
#[derive(Debug)]
pub struct Check {
    /// Its name, `cdi.what`.
    pub rule: &'static str,
    /// What it finds missing.
    pub kind: GapKind,
    /// The criteria, or the guideline section.
    pub source: &'static str,
    /// Looks, and adds at most a few gaps.
    pub look: fn(&Check, &Look<'_>, &mut Vec<Gap>),
}

/// Every check, family by family.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    clinical::CHECKS.iter().chain(specificity::checks())
}

/// The checks of documented diagnoses.
pub fn documentation_checks() -> impl Iterator<Item = &'static Check> {
    specificity::checks()
}

/// Every check as the table of the guide.
#[must_use]
pub fn checks_markdown() -> String {
    let mut table = String::from("| check | missing | source |\n|---|---|---|\n");
    for check in checks() {
        let kind = check.kind.as_str().replace('_', " ");
        table.push_str(&format!(
            "| `{}` | {kind} | {} |\n",
            check.rule, check.source
        ));
    }
    table
}

/// The gaps of a chart, not yet ordered or priced.
#[must_use]
pub fn gaps(look: &Look<'_>) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for check in checks() {
        (check.look)(check, look, &mut gaps);
    }
    // Whatever a check built by itself is held to the same practice.
    gaps.retain(|gap| compliance::faults(gap).is_empty());
    gaps
}

/// The review of one chart's documentation.
pub struct Review<'a> {
    /// The code tables.
    pub tables: &'a CodeTables,
    /// The chart.
    pub chart: &'a Chart,
    /// Its documents, read.
    pub record: &'a Record<'a>,
    /// The date that decides the code set.
    pub on: Date,
    /// Dollars for a relative weight of 1, where known.
    pub base_rate: Option<f64>,
}

impl Review<'_> {
    /// The queries of a chart with this result: found, without repeats, in
    /// order, each answer priced.
    ///
    /// # Errors
    /// Where the grouper gives no readable answer.
    pub fn gaps(&self, result: &ChartResult) -> Result<Vec<Gap>, CodesError> {
        let facts = Facts::of(self.record);
        let found = gaps(&Look {
            tables: self.tables,
            chart: self.chart,
            record: self.record,
            facts: &facts,
            on: self.on,
            result,
        });
        let mut gaps = worklist::of(found);
        price::price(self, result, &mut gaps)?;
        Ok(gaps)
    }

    /// Prices the answers of queries that joined the result later.
    ///
    /// # Errors
    /// Where the grouper gives no readable answer.
    pub fn price(&self, result: &mut ChartResult) -> Result<(), CodesError> {
        let mut gaps = std::mem::take(&mut result.gaps);
        let priced = price::price(self, result, &mut gaps);
        result.gaps = gaps;
        priced
    }
}
