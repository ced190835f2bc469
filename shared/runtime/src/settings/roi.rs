//! The factors of the return on investment.

use serde::{Deserialize, Serialize};

/// Every factor of the yearly return, each a site's own figure.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Roi {
    /// Coders who work with suggestions.
    pub coders: u32,
    /// Charts a coder finishes in a day without suggestions.
    pub charts_per_day_before: f64,
    /// Charts a coder finishes in a day with them.
    pub charts_per_day_after: f64,
    /// Working days a year.
    pub workdays_per_year: f64,
    /// What one more coded chart is worth, in cents.
    pub value_per_chart_cents: f64,
    /// Share of charts coded with an error, without suggestions.
    pub error_rate_before: f64,
    /// Share of charts coded with an error, with suggestions.
    pub error_rate_after: f64,
    /// What a denied error costs, in cents.
    pub error_cost_cents: f64,
    /// Share of errors that reach a denial.
    pub error_denial_rate: f64,
    /// Minutes a chart takes a coder without suggestions.
    pub minutes_per_chart_before: f64,
    /// Minutes a chart takes a coder with them.
    pub minutes_per_chart_after: f64,
    /// What a captured CC or MCC is worth, in cents.
    pub cc_mcc_value_cents: f64,
}
