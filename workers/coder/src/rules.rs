//! What the pipeline asks of the code tables. A seam: the pipeline's own tests
//! answer it from a few lines, and need no installed tables.

use std::borrow::Cow;

use chartfleet_codes::{CheckedSuggestion, ClaimContext, CodeTables, CodesError, Sequenced};
use chartfleet_model::{ChartResult, Code, Finding, Gap, Patient};
use jiff::civil::Date;

use crate::cdi::Review;
use crate::read_chart::ReadChart;

/// The rules that a chart's codes are held to.
pub(crate) trait Rules: Send + Sync {
    /// What is wrong with a code for this patient on this date.
    fn check(&self, code: &Code, on: Date, patient: &Patient) -> Vec<Finding>;

    /// The claim that checked suggestions make; `base_rate` prices its DRG.
    fn sequence(
        &self,
        read: &ReadChart<'_>,
        base_rate: Option<f64>,
        suggestions: Vec<CheckedSuggestion>,
    ) -> Result<Sequenced, CodesError>;

    /// What the documentation of a chart with this result leaves open. Rules
    /// without official tables ask nothing.
    fn gaps(
        &self,
        _read: &ReadChart<'_>,
        _base_rate: Option<f64>,
        _result: &ChartResult,
    ) -> Result<Vec<Gap>, CodesError> {
        Ok(Vec::new())
    }

    /// Prices the answers of the result's queries that have no price yet.
    fn price_gaps(
        &self,
        _read: &ReadChart<'_>,
        _base_rate: Option<f64>,
        _result: &mut ChartResult,
    ) -> Result<(), CodesError> {
        Ok(())
    }

    /// The official title of a code, where the tables have it.
    fn title(&self, code: &Code) -> Option<Cow<'_, str>>;

    /// Which tables these are.
    fn version(&self) -> &str;
}

/// The review of a chart by the official tables.
fn review<'r>(
    tables: &'r CodeTables,
    read: &'r ReadChart<'_>,
    base_rate: Option<f64>,
) -> Review<'r> {
    Review {
        tables,
        chart: read.chart,
        record: &read.record,
        on: read.on,
        base_rate,
    }
}

impl Rules for CodeTables {
    fn check(&self, code: &Code, on: Date, patient: &Patient) -> Vec<Finding> {
        Self::check(self, code, on, patient)
    }

    fn sequence(
        &self,
        read: &ReadChart<'_>,
        base_rate: Option<f64>,
        suggestions: Vec<CheckedSuggestion>,
    ) -> Result<Sequenced, CodesError> {
        let chart = read.chart;
        let context = ClaimContext {
            encounter: &chart.encounter,
            patient: &chart.patient,
            on: read.on,
            documents: &chart.documents,
            base_rate,
        };
        chartfleet_codes::sequence(self, &context, suggestions)
    }

    fn gaps(
        &self,
        read: &ReadChart<'_>,
        base_rate: Option<f64>,
        result: &ChartResult,
    ) -> Result<Vec<Gap>, CodesError> {
        review(self, read, base_rate).gaps(result)
    }

    fn price_gaps(
        &self,
        read: &ReadChart<'_>,
        base_rate: Option<f64>,
        result: &mut ChartResult,
    ) -> Result<(), CodesError> {
        review(self, read, base_rate).price(result)
    }

    fn title(&self, code: &Code) -> Option<Cow<'_, str>> {
        Self::title(self, code)
    }

    fn version(&self) -> &str {
        Self::version(self)
    }
}
