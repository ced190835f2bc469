//! What the pipeline and its client can be told. Plain values: reading and
//! checking them from files is the processes' affair.

use std::time::Duration;

use chartfleet_model::backoff::Backoff;
use secrecy::SecretString;
use url::Url;

/// How charts are coded. All of it is part of the pipeline's version, apart
/// from [`PipelineSettings::context_tokens`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PipelineSettings {
    /// Whether the lexical coder offers candidate codes to the model.
    pub retrieval: bool,
    /// How many candidates it offers.
    pub candidates: usize,
    /// The longest answer, in tokens. A second try after a cut-off answer may
    /// take twice as many.
    pub max_tokens: u32,
    /// Suggestions read from one answer.
    pub max_suggestions: usize,
    /// The model's context, in tokens, where it is known and the server does
    /// not tell.
    pub context_tokens: Option<u32>,
    /// Dollars that the facility is paid for a relative weight of 1, where it
    /// is known.
    pub base_rate: Option<f64>,
}

impl Default for PipelineSettings {
    fn default() -> Self {
        Self {
            retrieval: true,
            candidates: 60,
            max_tokens: 2048,
            max_suggestions: 40,
            context_tokens: None,
            base_rate: None,
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
