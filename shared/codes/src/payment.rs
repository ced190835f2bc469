//! What a DRG is worth: relative weight, geometric mean length of stay, and
//! the weight at the facility's base rate.
//!
//! Weights come from CMS's Table 5 of a fiscal year, imported by the site; the
//! years stand side by side and the discharge date chooses. Payments are
//! before adjustments: transfers, outliers, wage index, teaching,
//! disproportionate share and quality programs are not computed.
//!
//! Nothing here takes part in sequencing: a claim is ordered before its
//! payment is known.

mod table5;

use std::path::Path;

use chartfleet_model::DrgValue;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::CodesError;
use crate::grouper::GrouperVersion;
use crate::tables::CodeTables;

pub(crate) use table5::compile;

/// First bytes of a file of weights; the number grows with its layout.
const MAGIC: &[u8; 8] = b"CFWEIGH1";

/// The weights of one fiscal year.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct DrgWeights {
    /// The fiscal year, which begins on 1 October of the year before.
    pub(crate) year: u16,
    /// Sorted by DRG.
    pub(crate) rows: Vec<DrgWeight>,
}

/// A row of Table 5.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct DrgWeight {
    pub(crate) drg: u16,
    /// Relative weight; the average discharge has 1.
    pub(crate) weight: f64,
    /// Geometric mean length of stay in days.
    pub(crate) gmlos: Option<f64>,
}

impl DrgWeights {
    /// The bytes that [`DrgWeights::read`] reads.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        // Numbers in memory: postcard has nothing to refuse.
        postcard::to_extend(self, MAGIC.to_vec()).unwrap_or_default()
    }

    /// Reads the bytes of a file of weights.
    pub(crate) fn read(bytes: &[u8], path: &Path) -> Result<Self, CodesError> {
        let Some(content) = bytes.strip_prefix(MAGIC) else {
            return Err(CodesError::Outdated {
                path: path.to_owned(),
            });
        };
        postcard::from_bytes(content).map_err(|error| CodesError::damaged(path, error.to_string()))
    }

    fn of(&self, drg: u16) -> Option<&DrgWeight> {
        let row = self.rows.binary_search_by_key(&drg, |row| row.drg).ok()?;
        self.rows.get(row)
    }
}

/// Imported weights of a fiscal year, as `chartfleet codes list` shows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WeightYear {
    /// The fiscal year.
    pub year: u16,
    /// DRGs with a weight.
    pub drgs: usize,
    /// DRGs of the year's grouper that have none.
    pub without_weight: usize,
}

/// What DRGs are worth on one claim.
#[derive(Clone, Copy)]
pub(crate) struct Prices<'t> {
    tables: &'t CodeTables,
    weights: Option<&'t DrgWeights>,
    /// Dollars for a weight of 1.
    base_rate: Option<f64>,
}

impl<'t> Prices<'t> {
    /// Prices of claims discharged on `on`.
    pub(crate) fn new(tables: &'t CodeTables, on: Date, base_rate: Option<f64>) -> Self {
        let year = fiscal_year(on);
        let weights = &tables.supplements.weights;
        Self {
            tables,
            weights: weights.iter().find(|weights| weights.year == year),
            base_rate: base_rate.filter(|rate| rate.is_finite() && *rate > 0.0),
        }
    }

    /// Whether weights of the year are imported.
    pub(crate) const fn are_known(&self) -> bool {
        self.weights.is_some()
    }

    /// Relative weight.
    pub(crate) fn weight(&self, drg: u16) -> Option<f64> {
        Some(self.weights?.of(drg)?.weight)
    }

    /// Geometric mean length of stay in days.
    pub(crate) fn gmlos(&self, drg: u16) -> Option<f64> {
        self.weights?.of(drg)?.gmlos
    }

    /// Payment of a DRG, before adjustments.
    pub(crate) fn payment_cents(&self, drg: u16) -> Option<i64> {
        Some(cents(self.weight(drg)? * self.base_rate?))
    }

    /// How much more weight `drg` has than `other`.
    pub(crate) fn more_weight(&self, drg: u16, other: u16) -> Option<f64> {
        // Weights have four decimals; a difference has no more.
        let difference = self.weight(drg)? - self.weight(other)?;
        Some((difference * 10_000.0).round() / 10_000.0)
    }

    /// How much more `drg` pays than `other`.
    pub(crate) fn more_cents(&self, drg: u16, other: u16) -> Option<i64> {
        Some(self.payment_cents(drg)? - self.payment_cents(other)?)
    }

    /// Everything about a DRG of a grouper version.
    pub(crate) fn value(&self, drg: u16, version: GrouperVersion) -> DrgValue {
        DrgValue {
            drg,
            title: self.tables.drg_title(drg, version).to_owned(),
            weight: self.weight(drg),
            gmlos: self.gmlos(drg),
            expected_payment_cents: self.payment_cents(drg),
        }
    }
}

/// Dollars as whole cents, halves away from zero.
fn cents(dollars: f64) -> i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "saturates, and no DRG is worth 92 quadrillion dollars"
    )]
    let cents = (dollars * 100.0).round() as i64;
    cents
}

/// The federal fiscal year of a day.
pub(crate) fn fiscal_year(on: Date) -> u16 {
    on.year().unsigned_abs() + u16::from(on.month() >= 10)
}

impl CodeTables {
    /// The title of a DRG in a grouper version; empty for one it does not
    /// have.
    #[must_use]
    pub fn drg_title(&self, drg: u16, version: GrouperVersion) -> &str {
        let number = version.number();
        let rows = &self.data.drgs.rows;
        let start = rows.partition_point(|&(other, ..)| other < drg);
        let row = (start..rows.len())
            .take_while(|&row| rows.get(row).is_some_and(|&(other, ..)| other == drg))
            .find(|&row| {
                rows.get(row)
                    .is_some_and(|&(_, from, to)| from <= number && number <= to)
            });
        row.map_or("", |row| self.data.drgs.titles.get(row))
    }

    /// The DRGs of the fiscal year's grouper, in order.
    pub(crate) fn drgs_of(&self, year: u16) -> Vec<u16> {
        let version = |number: u16| number / 10 + 1983 == year;
        let mut drgs: Vec<u16> = self
            .data
            .drgs
            .rows
            .iter()
            .filter(|&&(_, from, to)| (from..=to).any(version))
            .map(|&(drg, ..)| drg)
            .filter(|drg| !NOT_PAID.contains(drg))
            .collect();
        drgs.dedup();
        drgs
    }

    /// The fiscal years whose DRG weights are imported, oldest first.
    #[must_use]
    pub fn weight_years(&self) -> Vec<WeightYear> {
        let mut years: Vec<WeightYear> = self
            .supplements
            .weights
            .iter()
            .map(|weights| {
                let drgs = self.drgs_of(weights.year);
                let without = drgs.iter().filter(|&&drg| weights.of(drg).is_none());
                WeightYear {
                    year: weights.year,
                    drgs: weights.rows.len(),
                    without_weight: without.count(),
                }
            })
            .collect();
        years.sort_unstable_by_key(|year| year.year);
        years
    }
}

/// DRGs of claims that cannot be grouped: they have no weight.
const NOT_PAID: [u16; 2] = [998, 999];

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_fiscal_year_begins_in_october() {
        assert_eq!(fiscal_year(date(2025, 9, 30)), 2025);
        assert_eq!(fiscal_year(date(2025, 10, 1)), 2026);
        assert_eq!(fiscal_year(date(2026, 5, 5)), 2026);
    }

    #[test]
    fn payments_are_whole_cents() {
        assert_eq!(cents(1.2345 * 6_000.0), 740_700);
        assert_eq!(cents(0.005), 1);
    }
}
