//! What the pipeline and its client can be told. Plain values: reading and
//! checking them from files is the processes' affair.

use std::time::Duration;

use chartfleet_model::backoff::Backoff;
use chartfleet_model::{Depth, Stage};
use secrecy::SecretString;
use serde::Serialize;
use url::Url;

/// How charts are coded. All of it is part of the pipeline's version, apart
/// from [`PipelineSettings::context_tokens`].
#[derive(Clone, Debug, PartialEq)]
pub struct PipelineSettings {
    /// Whether the lexical coder offers candidate codes to the model.
    pub retrieval: bool,
    /// How many candidates it offers.
    pub candidates: usize,
    /// How many candidates for procedures, beside those.
    pub procedure_candidates: usize,
    /// Suggestions read from one answer.
    pub max_suggestions: usize,
    /// Parts of one chart that are read where it does not fit the context.
    pub max_parts: usize,
    /// Codes that the verifier is asked about though the model did not suggest
    /// them.
    pub verify_retrieved: usize,
    /// The model's context, in tokens, where it is known and the server does
    /// not tell.
    pub context_tokens: Option<u32>,
    /// Dollars that the facility is paid for a relative weight of 1, where it
    /// is known.
    pub base_rate: Option<f64>,
    /// How several answers are got and united.
    pub sampling: Sampling,
    /// What one chart may cost.
    pub cap: SpendCap,
    /// What each depth stands for.
    pub depths: Depths,
    /// What each stage is asked with.
    pub stages: Stages,
}

/// How answers are got, and how several are united.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sampling {
    /// The temperature where there is more than one vote; one is got at 0.
    pub temperature: f32,
    /// The share of the answers that a code must be in.
    pub keep_share: f32,
    /// Whether the probabilities of tokens are asked for.
    pub logprobs: bool,
}

/// What one chart may cost. A call that could exceed it is not made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpendCap {
    /// Calls, repairs included.
    pub max_calls: u32,
    /// Tokens of prompts and answers, cached ones included.
    pub max_spent_tokens: u64,
}

/// What each depth stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Depths {
    /// The fewest calls.
    pub quick: DepthPlan,
    /// What most nights can afford.
    pub standard: DepthPlan,
    /// Everything.
    pub thorough: DepthPlan,
}

/// What one depth stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct DepthPlan {
    /// The stages that run; [`Stage::Suggest`] always does.
    pub stages: Vec<Stage>,
    /// How often the model is asked to suggest.
    pub votes: u8,
}

/// What each stage is asked with.
#[derive(Clone, Debug, PartialEq)]
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
#[derive(Clone, Debug, PartialEq)]
pub struct StageSettings {
    /// The model, or a server's name of an adapter; `None` takes the
    /// endpoint's.
    pub model: Option<String>,
    /// llama-server's adapters; empty takes those it was started with.
    pub lora: Vec<Adapter>,
    /// The longest answer, in tokens. A second try after a cut-off answer may
    /// take twice as many.
    pub max_tokens: u32,
}

/// A LoRA adapter of a llama-server, as its requests name it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Adapter {
    /// Its number in the server's list.
    pub id: u32,
    /// How strongly it counts.
    pub scale: f32,
}

impl Depths {
    /// What a depth stands for.
    #[must_use]
    pub const fn of(&self, depth: Depth) -> &DepthPlan {
        match depth {
            Depth::Quick => &self.quick,
            Depth::Standard => &self.standard,
            Depth::Thorough => &self.thorough,
        }
    }
}

impl DepthPlan {
    /// Whether a stage runs.
    #[must_use]
    pub fn runs(&self, stage: Stage) -> bool {
        stage == Stage::Suggest || self.stages.contains(&stage)
    }
}

impl Stages {
    /// What a stage is asked with.
    #[must_use]
    pub const fn of(&self, stage: Stage) -> &StageSettings {
        match stage {
            Stage::Suggest => &self.suggest,
            Stage::Verify => &self.verify,
            Stage::Sequence => &self.sequence,
            Stage::Cdi => &self.cdi,
        }
    }
}

impl Default for PipelineSettings {
    fn default() -> Self {
        let plan = |stages: &[Stage], votes| DepthPlan {
            stages: stages.to_vec(),
            votes,
        };
        let stage = |max_tokens| StageSettings {
            model: None,
            lora: Vec::new(),
            max_tokens,
        };
        Self {
            retrieval: true,
            candidates: 60,
            procedure_candidates: 20,
            max_suggestions: 40,
            max_parts: 16,
            verify_retrieved: 8,
            context_tokens: None,
            base_rate: None,
            sampling: Sampling {
                temperature: 0.7,
                keep_share: 0.5,
                logprobs: false,
            },
            cap: SpendCap {
                max_calls: 24,
                max_spent_tokens: 400_000,
            },
            depths: Depths {
                quick: plan(&[Stage::Suggest], 1),
                standard: plan(&[Stage::Suggest, Stage::Verify], 1),
                thorough: plan(Stage::ALL, 3),
            },
            stages: Stages {
                suggest: stage(2048),
                verify: stage(2048),
                sequence: stage(512),
                cdi: stage(1024),
            },
        }
    }
}

/// One model server and how patient to be with it.
#[derive(Clone, Debug)]
pub struct EndpointSettings {
    /// The API's root, `/v1` included.
    pub base_url: Url,
    /// The model (or LoRA adapter) to ask for. Empty until
    /// [`crate::ModelClient::probe`] has told it; some servers accept that.
    pub model: String,
    /// Sent as a bearer token.
    pub api_key: Option<SecretString>,
    /// How long one answer may take, all of it.
    pub request_timeout: Duration,
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// How long [`crate::ModelClient::canary`] and
    /// [`crate::ModelClient::probe`] may take.
    pub canary_timeout: Duration,
    /// Tries for one request, the first included.
    pub attempts: u32,
    /// How long to wait between them.
    pub backoff: Backoff,
    /// The longest `Retry-After` that is honoured.
    pub retry_after_cap: Duration,
}
