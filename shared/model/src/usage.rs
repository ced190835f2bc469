//! What a chart cost at the model server.

use serde::{Deserialize, Serialize};

/// Tokens and time of all calls made for one chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelUsage {
    /// Requests answered, repairs included.
    pub calls: u32,
    /// Prompt tokens.
    pub prompt_tokens: u64,
    /// Prompt tokens that the server had cached.
    pub cached_tokens: u64,
    /// Generated tokens.
    pub completion_tokens: u64,
    /// Time spent waiting for answers, in microseconds.
    pub model_us: u64,
}

impl ModelUsage {
    /// Adds another call's usage.
    pub const fn add(&mut self, other: Self) {
        self.calls += other.calls;
        self.prompt_tokens += other.prompt_tokens;
        self.cached_tokens += other.cached_tokens;
        self.completion_tokens += other.completion_tokens;
        self.model_us += other.model_us;
    }
}
