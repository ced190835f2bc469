//! How many tokens a text takes, learnt from what a server counted.
//!
//! A meter never knows a tokenizer, only how many bytes a token took so far.
//! It starts low, goes down at once where a prompt turned out denser, and up
//! slowly: an estimate errs on the side of too many tokens.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Before anything was learnt: fewer than any tokenizer needs for English, and
/// about what tables of numbers take.
const FIRST: u32 = 3_000;
/// A token never takes less: every tokenizer in use falls back to bytes.
const LEAST: u32 = 1_000;
/// Nor more, on average.
const MOST: u32 = 8_000;
/// What a shorter prompt tells is mostly the chat template.
const LEAST_TOKENS: u64 = 200;
/// The part of a difference by which the estimate rises with each prompt.
const SLOWNESS: u32 = 16;

/// Bytes for each token of one model, in thousandths. Clones share what they
/// learn.
#[derive(Clone, Debug)]
pub struct TokenMeter(Arc<AtomicU32>);

impl Default for TokenMeter {
    fn default() -> Self {
        Self(Arc::new(AtomicU32::new(FIRST)))
    }
}

impl TokenMeter {
    /// A meter of texts of which so many bytes took so many tokens, with a
    /// twentieth to spare: parts of a text are denser than its whole.
    #[must_use]
    pub(crate) fn of(bytes: usize, tokens: u64) -> Self {
        let seen = (bytes as u128) * 950 / u128::from(tokens.max(1));
        let seen = u32::try_from(seen).unwrap_or(MOST).clamp(LEAST, MOST);
        Self(Arc::new(AtomicU32::new(seen)))
    }

    /// At most how many tokens a text of so many bytes takes.
    #[must_use]
    pub fn tokens(&self, bytes: usize) -> u32 {
        let thousandths = (bytes as u128) * 1_000;
        let tokens = thousandths.div_ceil(u128::from(self.density()));
        u32::try_from(tokens).unwrap_or(u32::MAX)
    }

    /// How many bytes surely fit so many tokens.
    #[must_use]
    pub fn bytes(&self, tokens: u32) -> usize {
        let bytes = u64::from(tokens) * u64::from(self.density()) / 1_000;
        usize::try_from(bytes).unwrap_or(usize::MAX)
    }

    /// Learns from a prompt of so many bytes that took so many tokens.
    pub fn learn(&self, bytes: usize, tokens: u64) {
        if tokens < LEAST_TOKENS {
            return;
        }
        let seen = (bytes as u128) * 1_000 / u128::from(tokens);
        let seen = u32::try_from(seen).unwrap_or(MOST).clamp(LEAST, MOST);
        let now = self.density();
        let next = if seen < now {
            seen
        } else {
            now + (seen - now) / SLOWNESS
        };
        // Two that learn at once may lose one of the two: there will be more.
        self.0.store(next, Ordering::Relaxed);
    }

    fn density(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_denser_prompt_counts_at_once_and_a_thinner_one_slowly() {
        let meter = TokenMeter::default();
        assert_eq!((meter.tokens(3_001), meter.bytes(1_000)), (1_001, 3_000));
        let other = meter.clone();
        meter.learn(2_000, 1_000);
        assert_eq!(other.tokens(2_000), 1_000, "clones share what they learn");
        meter.learn(4_000, 1_000);
        assert_eq!(meter.bytes(1_000), 2_125);
        for _ in 0..200 {
            meter.learn(4_000, 1_000);
        }
        assert!((3_900..=4_000).contains(&meter.bytes(1_000)));
    }

    #[test]
    fn short_prompts_and_absurd_counts_teach_nothing_absurd() {
        let meter = TokenMeter::default();
        meter.learn(10, 199);
        assert_eq!(meter.bytes(1_000), 3_000);
        meter.learn(1, u64::MAX);
        assert_eq!(meter.bytes(1_000), 1_000);
    }

    proptest! {
        #[test]
        fn what_fits_by_bytes_fits_by_tokens(
            seen in 0_usize..100_000, tokens in 0_u64..100_000, budget in 0_u32..200_000,
        ) {
            let meter = TokenMeter::default();
            meter.learn(seen, tokens);
            prop_assert!(meter.tokens(meter.bytes(budget)) <= budget);
        }
    }
}
