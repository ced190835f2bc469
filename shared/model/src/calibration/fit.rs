//! Fitting, and judging the fit on charts that it has not seen.
//!
//! Charts are dealt into five folds, all suggestions of a chart into one: they
//! share their notes and their coder, so a model that has seen one has half
//! seen the others. Each fold is judged by a calibration fitted on the rest.

use std::collections::BTreeSet;

use super::features::{Feature, Features, features_of};
use super::logistic::Logistic;
use super::reliability::Reliability;
use super::{Calibration, FORMAT, Knot, Weight, clamped, isotonic};
use crate::confidence::Confidence;
use crate::signals::Signals;

/// Labels without which the fixed probabilities of the labels are the better
/// guess.
pub const MIN_LABELS: usize = 200;
/// Charts that they must come from.
pub const MIN_CHARTS: usize = 20;
/// Labels from which the isotonic step is worth its variance.
const ISOTONIC_LABELS: usize = 1_000;
/// Parts that the charts are dealt into.
const FOLDS: u64 = 5;

/// What became of one suggestion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// The chart's number.
    pub chart: i64,
    /// The model's own word.
    pub confidence: Confidence,
    /// What spoke for it.
    pub signals: Signals,
    /// Whether a coder accepted it.
    pub accepted: bool,
}

/// A calibration, and what it is worth.
#[derive(Clone, Debug)]
pub struct Fit {
    /// Fitted on all labels.
    pub calibration: Calibration,
    /// The fixed probabilities of the model's own words.
    pub before: Reliability,
    /// Calibrated, each chart by a fit that has not seen it.
    pub after: Reliability,
}

/// Why nothing was fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FitError {
    /// Too few labels, or too few charts.
    #[error(
        "{labels} labels of {charts} charts are too few: a calibration needs {MIN_LABELS} of {MIN_CHARTS}"
    )]
    TooFew {
        /// Labels.
        labels: usize,
        /// Charts.
        charts: usize,
    },
    /// All accepted, or all rejected: nothing to tell apart.
    #[error("every label says the same: a calibration needs accepted and rejected suggestions")]
    OneSided,
}

struct Row {
    fold: u64,
    features: Features,
    accepted: bool,
}

impl Fit {
    /// Fits labels.
    ///
    /// # Errors
    /// Where there are too few, or all of a kind.
    pub fn of(labels: &[Label]) -> Result<Self, FitError> {
        let charts: BTreeSet<i64> = labels.iter().map(|label| label.chart).collect();
        if labels.len() < MIN_LABELS || charts.len() < MIN_CHARTS {
            return Err(FitError::TooFew {
                labels: labels.len(),
                charts: charts.len(),
            });
        }
        let rows: Vec<Row> = labels.iter().map(Row::of).collect();
        if rows.iter().all(|row| row.accepted) || !rows.iter().any(|row| row.accepted) {
            return Err(FitError::OneSided);
        }
        let stated = labels
            .iter()
            .map(|label| (label.confidence.probability(), label.accepted));
        let before = Reliability::of(stated).ok_or(FitError::OneSided)?;
        let after = Reliability::of(unseen(&rows)).ok_or(FitError::OneSided)?;
        let (logistic, knots) = fitted(rows.iter());
        let weights = Feature::ALL.iter().zip(logistic.weights);
        let calibration = Calibration {
            format: FORMAT,
            intercept: logistic.intercept,
            weights: weights
                .map(|(feature, weight)| Weight {
                    feature: *feature,
                    weight,
                })
                .collect(),
            knots,
            labels: labels.len() as u64,
            charts: charts.len() as u64,
        };
        Ok(Self {
            calibration,
            before,
            after,
        })
    }
}

impl Row {
    fn of(label: &Label) -> Self {
        Self {
            fold: fold_of(label.chart),
            features: features_of(label.confidence, &label.signals),
            accepted: label.accepted,
        }
    }
}

/// A chart's fold: its number, mixed (SplitMix64's finaliser) so that charts
/// that were imported together do not share one.
fn fold_of(chart: i64) -> u64 {
    let mut mixed = chart.cast_unsigned().wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (mixed ^ (mixed >> 31)) % FOLDS
}

fn fitted<'r>(rows: impl Iterator<Item = &'r Row> + Clone) -> (Logistic, Vec<Knot>) {
    let logistic = Logistic::fit(rows.clone().map(|row| (&row.features, row.accepted)));
    let scored: Vec<(f64, bool)> = rows
        .map(|row| (logistic.probability(&row.features), row.accepted))
        .collect();
    let knots = if scored.len() >= ISOTONIC_LABELS {
        isotonic::fit(scored)
    } else {
        Vec::new()
    };
    (logistic, knots)
}

/// Each row's probability by a fit that has not seen its chart.
fn unseen(rows: &[Row]) -> Vec<(f64, bool)> {
    let mut judged = Vec::with_capacity(rows.len());
    for fold in 0..FOLDS {
        let (logistic, knots) = fitted(rows.iter().filter(|row| row.fold != fold));
        judged.extend(rows.iter().filter(|row| row.fold == fold).map(|row| {
            let raw = logistic.probability(&row.features);
            (clamped(isotonic::interpolate(&knots, raw)), row.accepted)
        }));
    }
    judged
}
