//! A chart that was read: what every stage looks up in it, made once.

use chartfleet_model::Chart;
use jiff::civil::Date;

use crate::evidence::QuoteFinder;
use crate::record::Record;

/// A chart, its record and where its quotes stand. No `Debug`: it holds the
/// notes.
pub struct ReadChart<'c> {
    /// The chart.
    pub chart: &'c Chart,
    /// The day whose code set it is coded in.
    pub on: Date,
    /// Its documents in sections, with what each may support.
    pub record: Record<'c>,
    /// Where quotes stand in them.
    pub finder: QuoteFinder<'c>,
}

impl<'c> ReadChart<'c> {
    /// Reads a chart, which is coded as of `today` where it has no date.
    #[must_use]
    pub fn of(chart: &'c Chart, today: Date) -> Self {
        let record = Record::of(chart);
        let finder = QuoteFinder::of(&chart.documents, &record, chart.encounter.class);
        Self {
            chart,
            on: chart.encounter.coding_date().unwrap_or(today),
            record,
            finder,
        }
    }
}
