//! Settings: compiled-in defaults, then a file, then the environment.
//!
//! One tree for all processes, so that one file configures a fleet. Durations
//! carry their unit in the key at the edge and are [`Duration`] inside.

mod coder;
mod embeddings;
mod load;
mod roi;
mod units;

use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::time::Duration;

use chartfleet_model::EncounterClass;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use url::Url;

pub use coder::{Adapter, Coder, DepthPlan, Depths, Sampling, SpendCap, StageSettings, Stages};
pub use embeddings::Embeddings;
pub use load::{SettingsArgs, SettingsError, defaults_text};
pub use roi::Roi;

use units::{millis, redacted, redacted_url, seconds};

/// Everything a process can be told.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The message broker.
    pub broker: Broker,
    /// The database.
    pub store: Store,
    /// The code tables.
    pub codes: Codes,
    /// Intake.
    pub import: Import,
    /// Model servers.
    pub model: Model,
    /// The coding pipeline.
    pub coder: Coder,
    /// The search by meaning.
    pub embeddings: Embeddings,
    /// The worker process.
    pub worker: Worker,
    /// The scheduler daemon.
    pub scheduler: Scheduler,
    /// The lexical coder's server.
    pub baseline: Baseline,
    /// What the facility is paid.
    pub facility: Facility,
    /// Return on investment.
    pub roi: Roi,
    /// Logs.
    pub telemetry: Telemetry,
}

/// The message broker.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Broker {
    /// `amqp://` or `amqps://`, password included.
    #[serde(serialize_with = "redacted_url")]
    pub url: SecretString,
    /// Publishes in flight.
    pub publish_window: NonZeroUsize,
    /// How long a publish may wait for its confirm.
    #[serde(rename = "confirm_timeout_s", with = "seconds")]
    pub confirm_timeout: Duration,
    /// How long connecting may take.
    #[serde(rename = "connect_timeout_s", with = "seconds")]
    pub connect_timeout: Duration,
    /// AMQP heartbeat.
    #[serde(rename = "heartbeat_s", with = "seconds")]
    pub heartbeat: Duration,
}

/// The database.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Store {
    /// `postgres://`, password included.
    #[serde(serialize_with = "redacted_url")]
    pub url: SecretString,
    /// Connections a process may hold.
    pub pool_size: NonZeroUsize,
    /// How long to wait for a free connection.
    #[serde(rename = "wait_timeout_s", with = "seconds")]
    pub wait_timeout: Duration,
    /// How long connecting may take.
    #[serde(rename = "connect_timeout_s", with = "seconds")]
    pub connect_timeout: Duration,
    /// How long one statement may take.
    #[serde(rename = "statement_timeout_s", with = "seconds")]
    pub statement_timeout: Duration,
}

/// The code tables.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Codes {
    /// Where they are installed.
    pub dir: PathBuf,
}

/// What the facility is paid.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Facility {
    /// Dollars for a relative weight of 1; 0 where it is not known.
    pub base_rate: f64,
}

impl Facility {
    /// The base rate, where it is known.
    #[must_use]
    pub fn known_base_rate(&self) -> Option<f64> {
        Some(self.base_rate).filter(|&rate| rate > 0.0)
    }
}

/// Intake.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Import {
    /// The largest chart, in bytes of text.
    pub max_text_bytes: NonZeroUsize,
    /// Charts a transaction.
    pub rows: NonZeroUsize,
    /// Facility of a bare `.txt`.
    pub default_facility: String,
    /// Encounter class of a bare `.txt`.
    pub default_class: EncounterClass,
}

/// Model servers.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Base URLs, `/v1` included.
    pub endpoints: Vec<Url>,
    /// The model to ask for; empty asks the server.
    pub name: String,
    /// The context, in tokens; 0 where the server tells.
    pub context_tokens: u32,
    /// Bearer token; empty sends none.
    #[serde(serialize_with = "redacted")]
    pub api_key: SecretString,
    /// How long connecting may take.
    #[serde(rename = "connect_timeout_s", with = "seconds")]
    pub connect_timeout: Duration,
    /// How long one answer may take.
    #[serde(rename = "request_timeout_s", with = "seconds")]
    pub request_timeout: Duration,
    /// Tries for one request, the first included.
    pub attempts: NonZeroU32,
    /// First retry's longest wait.
    #[serde(rename = "backoff_base_ms", with = "millis")]
    pub backoff_base: Duration,
    /// Longest wait of any retry.
    #[serde(rename = "backoff_cap_ms", with = "millis")]
    pub backoff_cap: Duration,
    /// Longest `Retry-After` honoured.
    #[serde(rename = "retry_after_cap_s", with = "seconds")]
    pub retry_after_cap: Duration,
}

impl Model {
    /// The context, where the settings name one.
    #[must_use]
    pub fn known_context_tokens(&self) -> Option<u32> {
        Some(self.context_tokens).filter(|&tokens| tokens > 0)
    }
}

/// The worker process.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Worker {
    /// Charts in flight at each endpoint.
    pub slots: NonZeroUsize,
    /// How long a silent worker keeps its batches.
    #[serde(rename = "lease_s", with = "seconds")]
    pub lease: Duration,
    /// How long a drain may take.
    #[serde(rename = "drain_grace_s", with = "seconds")]
    pub drain_grace: Duration,
    /// Charts a group commit holds at most.
    pub commit_rows: NonZeroUsize,
    /// How long a group commit waits for more.
    #[serde(rename = "commit_ms", with = "millis")]
    pub commit_wait: Duration,
    /// `/metrics` and `/health`.
    pub listen: SocketAddr,
}

/// The scheduler daemon.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Scheduler {
    /// Charts a batch.
    pub batch_charts: NonZeroUsize,
    /// Batches on the broker or at workers.
    pub max_queued_batches: NonZeroUsize,
    /// How often to look for work.
    #[serde(rename = "tick_ms", with = "millis")]
    pub tick: Duration,
    /// How long after a change of a run's depth its pace is not believed.
    #[serde(rename = "dial_settle_s", with = "seconds")]
    pub dial_settle: Duration,
    /// When a batch nobody holds is published again.
    #[serde(rename = "republish_after_s", with = "seconds")]
    pub republish_after: Duration,
    /// `/metrics` and `/health`.
    pub listen: SocketAddr,
}

/// The lexical coder's server.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    /// Where it answers.
    pub listen: SocketAddr,
}

/// Logs.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Telemetry {
    /// A tracing filter.
    pub log: String,
    /// Text or JSON.
    pub format: LogFormat,
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For collectors.
    Json,
}
