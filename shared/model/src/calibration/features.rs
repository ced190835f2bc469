//! The numbers that a calibration weighs, all between 0 and 1.
//!
//! A signal that a stage did not give is 0 and marked by a feature of its own:
//! absent is not the same as against. Only those marks may weigh either way.

use crate::confidence::Confidence;
use crate::names::closed_set;
use crate::signals::{Signals, Verdict};

closed_set! {
    /// Something that speaks for a suggestion, or marks a signal as absent.
    Feature, "feature" {
        /// The model's label is medium or high.
        MediumOrHigh => "label_medium_or_high",
        /// The model's label is high.
        High => "label_high",
        /// The share of the model's answers that suggested it.
        VoteShare => "vote_share",
        /// The model was asked once: no votes.
        NoVotes => "no_votes",
        /// How near the top retrieval had it: 1 for the first, falling with the
        /// logarithm of the rank.
        RetrievalRank => "retrieval_rank",
        /// Retrieval did not offer it.
        NotRetrieved => "not_retrieved",
        /// The lexical coder would have suggested it too.
        Lexical => "lexical",
        /// The lexical coder was not asked.
        NoLexical => "no_lexical",
        /// The verifier did not deny it.
        NotDenied => "verdict_not_denied",
        /// The verifier found its support.
        Supported => "verdict_supported",
        /// It was not verified.
        NoVerdict => "no_verdict",
        /// The geometric mean of the probabilities of the code's tokens.
        CodeProbability => "code_probability",
        /// The server does not tell the tokens' probabilities.
        NoCodeProbability => "no_code_probability",
    }
}

/// Steps between 0 and 1.
const STEPS: f64 = 100.0;

/// How many there are.
pub(super) const COUNT: usize = Feature::ALL.len();

impl Feature {
    /// Whether more of it must never lower a probability. The others mark an
    /// absent signal.
    #[must_use]
    pub const fn speaks_for(self) -> bool {
        !matches!(
            self,
            Self::NoVotes
                | Self::NotRetrieved
                | Self::NoLexical
                | Self::NoVerdict
                | Self::NoCodeProbability
        )
    }
}

/// A suggestion's features, in the order of [`Feature::ALL`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Features(pub(super) [f64; COUNT]);

impl Features {
    /// One of them.
    pub(super) fn value(&self, feature: Feature) -> f64 {
        let place = feature as usize;
        self.0.get(place).copied().unwrap_or_default()
    }
}

/// The features of a suggestion, in steps of a hundredth: no coder can tell
/// less, and suggestions with equal features are weighed as one.
pub(super) fn features_of(confidence: Confidence, signals: &Signals) -> Features {
    let votes = votes(signals);
    let rank = signals.retrieval_rank.map(nearness);
    let token = signals
        .code_logprob
        .filter(|logprob| logprob.is_finite())
        .map(|logprob| f64::from(logprob).min(0.0).exp());
    let value = |feature| match feature {
        Feature::MediumOrHigh => flag(confidence >= Confidence::Medium),
        Feature::High => flag(confidence == Confidence::High),
        Feature::VoteShare => votes.unwrap_or_default(),
        Feature::NoVotes => flag(votes.is_none()),
        Feature::RetrievalRank => rank.unwrap_or_default(),
        Feature::NotRetrieved => flag(rank.is_none()),
        Feature::Lexical => flag(signals.lexical == Some(true)),
        Feature::NoLexical => flag(signals.lexical.is_none()),
        Feature::NotDenied => flag(matches!(
            signals.verdict,
            Some(Verdict::Supported | Verdict::Uncertain)
        )),
        Feature::Supported => flag(signals.verdict == Some(Verdict::Supported)),
        Feature::NoVerdict => flag(signals.verdict.is_none()),
        Feature::CodeProbability => token.unwrap_or_default(),
        Feature::NoCodeProbability => flag(token.is_none()),
    };
    let mut values = [0.0; COUNT];
    for (slot, feature) in values.iter_mut().zip(Feature::ALL) {
        *slot = (value(*feature) * STEPS).round() / STEPS;
    }
    Features(values)
}

/// One answer is no vote: every suggestion has it.
fn votes(signals: &Signals) -> Option<f64> {
    let (votes, of) = (signals.votes?, signals.votes_of?);
    (of > 1).then(|| (f64::from(votes) / f64::from(of)).min(1.0))
}

fn nearness(rank: u16) -> f64 {
    1.0 / (1.0 + f64::from(rank.max(1)).log2())
}

const fn flag(is: bool) -> f64 {
    if is { 1.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn token_probabilities_that_nobody_can_tell_apart_are_one_feature() {
        let signals = |logprob| Signals {
            code_logprob: Some(logprob),
            ..Signals::default()
        };
        let of = |logprob| features_of(Confidence::High, &signals(logprob));
        assert_eq!(of(-0.100), of(-0.101));
        assert_eq!(of(-0.100).value(Feature::CodeProbability), 0.9);
        assert!(
            of(-0.1).value(Feature::CodeProbability) > of(-0.2).value(Feature::CodeProbability)
        );
    }
}
