//! How sure a suggestion is, and whether a condition was present on admission.

use serde::{Deserialize, Serialize};

/// The model's own word for its confidence. Until it is calibrated on coders'
/// decisions it maps to fixed probabilities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Weak.
    Low,
    /// Likely.
    Medium,
    /// Documented plainly.
    High,
}

impl Confidence {
    /// The uncalibrated probability that stands for the label.
    #[must_use]
    pub const fn probability(self) -> f64 {
        match self {
            Self::Low => 0.5,
            Self::Medium => 0.7,
            Self::High => 0.9,
        }
    }

    /// The name used in files and prompts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// Present on admission (UB-04 form locator 67).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Poa {
    /// Present at the time of admission.
    Y,
    /// Not present.
    N,
    /// Documentation insufficient to say.
    U,
    /// The provider cannot clinically determine it.
    W,
}

impl Poa {
    /// The indicator as it is billed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Y => "Y",
            Self::N => "N",
            Self::U => "U",
            Self::W => "W",
        }
    }
}
