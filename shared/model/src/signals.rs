//! What speaks for a suggestion, as numbers that a calibration can weigh.

use serde::{Deserialize, Serialize};

use crate::names::closed_set;

closed_set! {
    /// What the verifier said about a code.
    Verdict, "verdict" {
        /// Words of the record state it, and were found.
        Supported => "supported",
        /// A person should look.
        Uncertain => "uncertain",
        /// Nothing in the record states it.
        NotSupported => "not_supported",
    }
}

/// What speaks for one suggestion. Absent is not the same as against: a stage
/// that did not run says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Signals {
    /// How many of the model's answers suggested it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub votes: Option<u8>,
    /// How many answers there were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub votes_of: Option<u8>,
    /// Its place among the candidates that retrieval offered, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retrieval_rank: Option<u16>,
    /// Whether the lexical coder would have suggested it too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lexical: Option<bool>,
    /// What the verifier said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// The mean natural logarithm of the probabilities of the code's tokens, at
    /// most 0, where the server tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_logprob: Option<f32>,
}
