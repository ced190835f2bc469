//! What one chart may cost, and what it has.
//!
//! A call is made only where its prompt, by a count that errs on the side of
//! too many tokens, and its longest answer stay within the cap: what a chart
//! spends never exceeds it.

use chartfleet_model::ModelUsage;

use super::request::FEW_BYTES_PER_TOKEN;
use crate::settings::SpendCap;

/// The cap of one chart and what is spent of it.
pub(super) struct Budget {
    cap: SpendCap,
    calls: u32,
    tokens: u64,
}

impl Budget {
    pub(super) const fn new(cap: SpendCap) -> Self {
        Self {
            cap,
            calls: 0,
            tokens: 0,
        }
    }

    /// Whether a call with such a prompt and answer stays within the cap.
    pub(super) fn allows(&self, prompt_bytes: usize, max_tokens: u32) -> bool {
        let call = tokens(prompt_bytes).saturating_add(max_tokens.into());
        self.calls < self.cap.max_calls
            && self.tokens.saturating_add(call) <= self.cap.max_spent_tokens
    }

    /// Books a call: by what its server counted, else by the same estimate.
    pub(super) fn book(&mut self, usage: &ModelUsage, prompt_bytes: usize, answer_bytes: usize) {
        let counted = usage.prompt_tokens + usage.completion_tokens;
        let spent = if counted > 0 {
            counted
        } else {
            tokens(prompt_bytes + answer_bytes)
        };
        self.calls += 1;
        self.tokens = self.tokens.saturating_add(spent);
    }
}

/// At most how many tokens of English so many bytes are.
fn tokens(bytes: usize) -> u64 {
    u64::try_from(bytes.div_ceil(FEW_BYTES_PER_TOKEN)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget() -> Budget {
        Budget::new(SpendCap {
            max_calls: 2,
            max_spent_tokens: 1_000,
        })
    }

    #[test]
    fn a_call_that_could_exceed_the_tokens_is_not_allowed() {
        let mut budget = budget();
        assert!(budget.allows(2_700, 100));
        assert!(!budget.allows(2_701, 100));
        let counted = ModelUsage {
            prompt_tokens: 500,
            completion_tokens: 50,
            ..ModelUsage::default()
        };
        budget.book(&counted, 2_700, 200);
        assert!(budget.allows(1_050, 100) && !budget.allows(1_053, 100));
    }

    #[test]
    fn a_server_that_counts_nothing_is_counted_for() {
        let mut budget = budget();
        budget.book(&ModelUsage::default(), 2_400, 300);
        assert!(budget.allows(0, 100) && !budget.allows(0, 101));
        budget.book(&ModelUsage::default(), 0, 0);
        assert!(!budget.allows(0, 0), "two calls are the limit");
    }
}
