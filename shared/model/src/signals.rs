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

impl Signals {
    /// What speaks for a suggestion that was made twice: the better of each,
    /// and of two shares of votes the larger.
    #[must_use]
    pub fn united(self, other: Self) -> Self {
        let voted = if other.share() > self.share() {
            other
        } else {
            self
        };
        Self {
            votes: voted.votes,
            votes_of: voted.votes_of,
            retrieval_rank: best(self.retrieval_rank, other.retrieval_rank, u16::min),
            lexical: self.lexical.max(other.lexical),
            verdict: best(self.verdict, other.verdict, Verdict::min),
            code_logprob: best(self.code_logprob, other.code_logprob, f32::max),
        }
    }

    /// Votes in thousandths of the answers.
    fn share(&self) -> Option<u32> {
        let (votes, of) = (self.votes?, self.votes_of?);
        (u32::from(votes) * 1_000).checked_div(of.into())
    }
}

fn best<T>(a: Option<T>, b: Option<T>, of_two: fn(T, T) -> T) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(of_two(a, b)),
        (a, b) => a.or(b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_better_of_each_signal_is_kept_and_shares_are_compared_as_shares() {
        let first = Signals {
            votes: Some(2),
            votes_of: Some(5),
            retrieval_rank: Some(9),
            verdict: Some(Verdict::Uncertain),
            code_logprob: Some(-2.0),
            ..Signals::default()
        };
        let second = Signals {
            votes: Some(1),
            votes_of: Some(2),
            retrieval_rank: Some(3),
            lexical: Some(false),
            verdict: Some(Verdict::Supported),
            code_logprob: Some(-0.5),
        };
        assert_eq!(first.united(second), second.united(first));
        assert_eq!(first.united(second), second);
        assert_eq!(Signals::default().united(first), first);
    }
}
