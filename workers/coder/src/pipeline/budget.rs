//! What one chart may cost, and what it has.
//!
//! A call is made only where its prompt, by a count that errs on the side of
//! too many tokens, and its longest answer stay within the cap: what a chart
//! spends never exceeds it. Tries that failed count too, also those of an
//! earlier attempt: a server that fails late has worked all the same.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chartfleet_model::ModelUsage;

use super::request::FEW_BYTES_PER_TOKEN;
use crate::client::TokenMeter;
use crate::settings::SpendCap;

/// What was spent on one chart, over all attempts at it. Clones are the same
/// account.
#[derive(Clone, Debug, Default)]
pub struct Spent(Arc<Mutex<Account>>);

#[derive(Debug, Default)]
struct Account {
    calls: u32,
    tokens: u64,
    usage: ModelUsage,
}

/// What one call may take: tokens of its prompt and of its longest answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Price {
    pub(super) prompt: u64,
    pub(super) answer: u32,
}

impl Price {
    /// Of a prompt of so many bytes.
    pub(super) fn of(prompt_bytes: usize, answer: u32, meter: &TokenMeter) -> Self {
        Self {
            prompt: tokens(prompt_bytes).max(meter.tokens(prompt_bytes).into()),
            answer,
        }
    }

    const fn most(self) -> u64 {
        self.prompt.saturating_add(self.answer as u64)
    }
}

impl Spent {
    /// What was used and not yet taken.
    #[must_use]
    pub fn take_usage(&self) -> ModelUsage {
        std::mem::take(&mut self.account().usage)
    }

    /// Whether a call at this price stays within the cap.
    pub(super) fn allows(&self, cap: SpendCap, price: Price) -> bool {
        let account = self.account();
        account.calls < cap.max_calls
            && account.tokens.saturating_add(price.most()) <= cap.max_spent_tokens
    }

    /// Books a call that was answered: by what its server counted, else by the
    /// prompt's price and the answer's bytes.
    pub(super) fn book(&self, usage: ModelUsage, price: Price, answer_bytes: usize) {
        let counted = usage.prompt_tokens + usage.completion_tokens;
        let spent = if counted > 0 {
            counted
        } else {
            price.prompt + tokens(answer_bytes)
        };
        self.add(usage, spent);
    }

    /// Books a call that brought nothing: nobody knows how far its server got.
    pub(super) fn book_lost(&self, model_us: u64, price: Price) {
        let usage = ModelUsage {
            calls: 1,
            model_us,
            ..ModelUsage::default()
        };
        self.add(usage, price.most());
    }

    fn add(&self, usage: ModelUsage, tokens: u64) {
        let mut account = self.account();
        account.calls += 1;
        account.tokens = account.tokens.saturating_add(tokens);
        account.usage.add(usage);
    }

    fn account(&self) -> MutexGuard<'_, Account> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// At most how many tokens of English so many bytes are.
fn tokens(bytes: usize) -> u64 {
    u64::try_from(bytes.div_ceil(FEW_BYTES_PER_TOKEN)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAP: SpendCap = SpendCap {
        max_calls: 2,
        max_spent_tokens: 1_000,
    };

    fn price(bytes: usize, answer: u32) -> Price {
        Price::of(bytes, answer, &TokenMeter::default())
    }

    fn allows(spent: &Spent, bytes: usize, answer: u32) -> bool {
        spent.allows(CAP, price(bytes, answer))
    }

    #[test]
    fn a_call_that_could_exceed_the_tokens_is_not_allowed() {
        let spent = Spent::default();
        assert!(allows(&spent, 2_700, 100));
        assert!(!allows(&spent, 2_701, 100));
        let counted = ModelUsage {
            prompt_tokens: 500,
            completion_tokens: 50,
            ..ModelUsage::default()
        };
        spent.book(counted, price(2_700, 100), 200);
        assert!(allows(&spent, 1_050, 100) && !allows(&spent, 1_053, 100));
    }

    #[test]
    fn a_server_that_counts_nothing_is_counted_for() {
        let spent = Spent::default();
        spent.book(ModelUsage::default(), price(2_400, 500), 300);
        assert!(allows(&spent, 0, 100) && !allows(&spent, 0, 101));
        spent.book(ModelUsage::default(), price(0, 0), 0);
        assert!(!allows(&spent, 0, 0), "two calls are the limit");
    }

    #[test]
    fn a_dense_prompt_is_priced_by_what_its_like_took() {
        let meter = TokenMeter::default();
        meter.learn(2_000, 1_000);
        assert_eq!(Price::of(600, 0, &meter).prompt, 300);
        let thin = TokenMeter::default();
        (0..99).for_each(|_| thin.learn(8_000, 1_000));
        assert_eq!(Price::of(600, 0, &thin).prompt, 200);
    }

    #[test]
    fn a_lost_call_costs_all_that_it_may_have_taken_and_clones_share_the_account() {
        let spent = Spent::default();
        spent.clone().book_lost(7, price(1_500, 400));
        assert!(allows(&spent, 0, 100) && !allows(&spent, 0, 101));
        let usage = spent.take_usage();
        assert_eq!(
            (usage.calls, usage.model_us, usage.prompt_tokens),
            (1, 7, 0)
        );
        assert_eq!(spent.take_usage(), ModelUsage::default());
        assert!(!allows(&spent, 0, 101), "what was spent stays spent");
    }
}
