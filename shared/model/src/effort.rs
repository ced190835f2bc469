//! How much work a chart is worth tonight, and how much it got.

use serde::{Deserialize, Serialize};

use crate::names::closed_set;

closed_set! {
    /// A question that a model is asked about a chart.
    Stage, "stage" {
        /// Which codes does the record support?
        Suggest => "suggest",
        /// Is each of these codes supported, and by which words?
        Verify => "verify",
        /// In which order do they stand?
        Sequence => "sequence",
        /// What would a specialist ask the provider?
        Cdi => "cdi",
    }
}

closed_set! {
    /// How deep a run looks, from cheapest to dearest. Which stages and votes
    /// each stands for is a setting.
    Depth, "depth" {
        /// The fewest calls.
        Quick => "quick",
        /// What most nights can afford.
        Standard => "standard",
        /// Everything.
        Thorough => "thorough",
    }
}

/// What a chart got: part of its result, so that accuracy can be compared by
/// what was spent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effort {
    /// The depth it was coded at.
    pub depth: Depth,
    /// The stages that ran to an answer, in order.
    pub stages: Vec<Stage>,
    /// How often the model was asked to suggest.
    pub votes: u8,
}
