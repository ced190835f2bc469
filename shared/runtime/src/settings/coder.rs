//! What the coding pipeline can be told.

use std::num::{NonZeroU8, NonZeroU32, NonZeroUsize};

use chartfleet_model::{Depth, Stage};
use serde::{Deserialize, Serialize};

/// The coding pipeline.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Coder {
    /// Whether the lexical coder offers candidates to the model.
    pub retrieval: bool,
    /// How many.
    pub candidates: usize,
    /// How many for procedures, beside those.
    pub procedure_candidates: usize,
    /// Suggestions read from one answer.
    pub max_suggestions: NonZeroUsize,
    /// Parts of one chart that are read where it does not fit the context.
    pub max_parts: NonZeroUsize,
    /// How deep to look.
    pub depth: Depth,
    /// Codes that the verifier is asked about though the model did not suggest
    /// them.
    pub verify_retrieved: usize,
    /// Whether to ask for the probabilities of tokens.
    pub logprobs: bool,
    /// How several answers are got and united.
    pub sampling: Sampling,
    /// What one chart may cost.
    pub cap: SpendCap,
    /// What each depth stands for.
    pub depths: Depths,
    /// What each stage is asked with.
    pub stages: Stages,
}

/// How several answers are got and united.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Sampling {
    /// The temperature where there is more than one vote.
    pub temperature: f32,
    /// The share of answers that a code must be in.
    pub keep_share: f32,
}

/// What one chart may cost.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SpendCap {
    /// Calls, repairs included.
    pub max_calls: NonZeroU32,
    /// Tokens of prompts and answers.
    pub max_spent_tokens: u64,
}

/// What each depth stands for.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Depths {
    /// The fewest calls.
    pub quick: DepthPlan,
    /// What most nights can afford.
    pub standard: DepthPlan,
    /// Everything.
    pub thorough: DepthPlan,
}

/// What one depth stands for.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DepthPlan {
    /// The stages that run.
    pub stages: Vec<Stage>,
    /// How often the model is asked to suggest.
    pub votes: NonZeroU8,
}

/// What each stage is asked with.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Stages {
    /// Which codes does the record support?
    pub suggest: StageSettings,
    /// Is each of these codes supported?
    pub verify: StageSettings,
    /// In which order do they stand?
    pub sequence: StageSettings,
    /// What would a specialist ask the provider?
    pub cdi: StageSettings,
}

/// What one stage is asked with.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct StageSettings {
    /// The model, or vLLM's name of an adapter; empty takes the endpoint's.
    pub model: String,
    /// The longest answer, in tokens.
    pub max_tokens: NonZeroU32,
    /// llama-server's adapters; empty takes those it was started with.
    pub lora: Vec<Adapter>,
}

/// A LoRA adapter of a llama-server.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Adapter {
    /// Its number in the server's list.
    pub id: u32,
    /// How strongly it counts.
    pub scale: f32,
}
