//! Calibration: what speaks for a suggestion, as the probability that a coder
//! accepts it.
//!
//! A regularised logistic model over a dozen features (`features`), then,
//! where there are labels enough, an isotonic step that takes out what the
//! logistic's shape gets wrong (`isotonic`; Zadrozny and Elkan, 2002). Both
//! are fitted here: a dozen parameters under bounds are a page of arithmetic,
//! and the machine-learning crates bring linear algebra of their own and no
//! bounds.
//!
//! Invariants: the same labels give the same calibration, in whatever order
//! they come; more votes, a better rank, a kinder verdict, a surer label never
//! lower a probability; no probability is 0 or 1.

mod features;
mod fit;
mod isotonic;
mod logistic;
mod reliability;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::confidence::Confidence;
use crate::result::ChartResult;
use crate::signals::Signals;

pub use features::Feature;
use features::features_of;
pub use fit::{Fit, FitError, Label, MIN_CHARTS, MIN_LABELS};
pub use isotonic::Knot;
pub use reliability::{Bin, Reliability};

/// Raised when what a stored calibration means changes.
const FORMAT: u32 = 1;
/// Bytes of the version's hash that are shown.
const VERSION_BYTES: usize = 6;
/// No evidence makes a suggestion certain, or certainly wrong.
const MARGIN: f64 = 0.001;

/// What is stored has nine decimals: such numbers are read back from JSON as
/// exactly what they were, and so is the version, whatever reads them.
fn rounded(number: f64) -> f64 {
    const SCALE: f64 = 1e9;
    let rounded = (number * SCALE).round() / SCALE;
    // No minus zero.
    rounded + 0.0
}

/// Probabilities are kept this far from 0 and 1.
fn clamped(probability: f64) -> f64 {
    probability.clamp(MARGIN, 1.0 - MARGIN)
}

/// A stored calibration that this program cannot use.
#[derive(Debug, thiserror::Error)]
pub enum CalibrationError {
    /// Not the JSON of a calibration.
    #[error("not a calibration")]
    Unreadable,
    /// Written by a program that means something else by it.
    #[error("a calibration of format {0}, which this program does not know")]
    Format(u32),
    /// Numbers that no fit gives: not finite, out of order, of the wrong sign.
    #[error("a calibration whose numbers are out of bounds")]
    Bounds,
}

/// How much one feature weighs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weight {
    /// The feature.
    pub feature: Feature,
    /// Log-odds for each unit of it.
    pub weight: f64,
}

/// A fitted calibration. Equal calibrations have equal versions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calibration {
    format: u32,
    intercept: f64,
    weights: Vec<Weight>,
    /// From the logistic's probability to the calibrated one; empty where there
    /// were too few labels for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    knots: Vec<Knot>,
    labels: u64,
    charts: u64,
}

impl Calibration {
    /// Reads a calibration that [`Calibration::to_json`] wrote.
    ///
    /// # Errors
    /// When it is of another format, or was not made by a fit.
    pub fn from_json(text: &str) -> Result<Self, CalibrationError> {
        let read: Self = serde_json::from_str(text).map_err(|_| CalibrationError::Unreadable)?;
        if read.format != FORMAT {
            return Err(CalibrationError::Format(read.format));
        }
        let weights = read.weights.iter().all(|entry| {
            entry.weight.is_finite() && (!entry.feature.speaks_for() || entry.weight >= 0.0)
        });
        let sound = weights && read.intercept.is_finite() && isotonic::is_sound(&read.knots);
        sound.then_some(read).ok_or(CalibrationError::Bounds)
    }

    /// Its canonical JSON, one line.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Numbers and closed names always serialise.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// A short hash of what it says.
    #[must_use]
    pub fn version(&self) -> String {
        let hash = Sha256::digest(self.to_json());
        let shown = hash.iter().take(VERSION_BYTES);
        shown.map(|byte| format!("{byte:02x}")).collect()
    }

    /// The labels it was fitted on.
    #[must_use]
    pub const fn labels(&self) -> u64 {
        self.labels
    }

    /// The charts that those came from.
    #[must_use]
    pub const fn charts(&self) -> u64 {
        self.charts
    }

    /// What weighs how much, in log-odds.
    #[must_use]
    pub fn weights(&self) -> &[Weight] {
        &self.weights
    }

    /// Whether there were labels enough for the isotonic step.
    #[must_use]
    pub fn is_isotonic(&self) -> bool {
        !self.knots.is_empty()
    }

    /// The probability that a coder accepts a suggestion.
    #[must_use]
    pub fn probability(&self, confidence: Confidence, signals: &Signals) -> f64 {
        let features = features_of(confidence, signals);
        let weighted = self
            .weights
            .iter()
            .map(|entry| entry.weight * features.value(entry.feature));
        let raw = logistic::sigmoid(self.intercept + weighted.sum::<f64>());
        clamped(isotonic::interpolate(&self.knots, raw))
    }

    /// Puts a probability on everything that a result claims.
    pub fn apply(&self, result: &mut ChartResult) {
        for diagnosis in &mut result.diagnoses {
            let probability = self.probability(diagnosis.confidence, &diagnosis.signals);
            diagnosis.probability = Some(probability);
        }
        for procedure in &mut result.procedures {
            let probability = self.probability(procedure.confidence, &procedure.signals);
            procedure.probability = Some(probability);
        }
        result.calibration_version = Some(self.version());
    }
}

#[cfg(test)]
mod tests;
