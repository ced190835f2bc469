//! How much of its prompts a llama-server need not read again: the tokens that
//! it says it had cached, beside those that it could have had.
//!
//! A slot keeps the tokens of its last request. The ideal of a request is the
//! longest beginning that it shares with the one before it in the same slot:
//! of the first request of a chart that is what all charts share, of the
//! following ones all up to the stage's own question.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use chartfleet_coder::{EndpointSettings, ModelClient};
use chartfleet_model::backoff::Backoff;
use reqwest::Client;
use reqwest::header::CONTENT_TYPE;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::llama::client;

/// What a sequence of requests cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Prefix {
    /// Charts and requests.
    pub charts: u64,
    /// Requests of all stages.
    pub requests: u64,
    /// Tokens of all prompts.
    pub prompt_tokens: u64,
    /// Of them those that the server had cached, as it says.
    pub cached_tokens: u64,
    /// Of them those that it could have had.
    pub ideal_tokens: u64,
    /// Tokens of all answers.
    pub answer_tokens: u64,
    /// Seconds that the server's slots read prompts, as it says.
    pub reading_s: f64,
    /// Seconds that they wrote answers.
    pub writing_s: f64,
    /// How long the requests took, asked one after the other in each slot.
    pub seconds: f64,
}

/// A llama-server's answer, as far as it matters here.
#[derive(Deserialize)]
struct Completion {
    usage: Usage,
    timings: Timings,
}

#[derive(Deserialize)]
struct Usage {
    prompt_tokens: u64,
    completion_tokens: u64,
    prompt_tokens_details: Details,
}

#[derive(Deserialize)]
struct Timings {
    prompt_ms: f64,
    predicted_ms: f64,
}

#[derive(Deserialize)]
struct Details {
    cached_tokens: u64,
}

/// How long one answer may take.
const PATIENCE: Duration = Duration::from_secs(120);

/// A client of the server at this `/v1` URL that knows its model, its context
/// and its slots: for making requests as a worker would.
///
/// # Errors
/// When the server does not tell.
pub async fn probed(url: &str) -> Result<ModelClient> {
    let client = ModelClient::new(EndpointSettings {
        base_url: Url::parse(url)?,
        model: String::new(),
        api_key: None,
        request_timeout: PATIENCE,
        connect_timeout: PATIENCE,
        canary_timeout: PATIENCE,
        attempts: 1,
        backoff: Backoff::try_new(Duration::from_millis(1), Duration::from_millis(1))?,
        retry_after_cap: PATIENCE,
    })?;
    let served = client.probe(&CancellationToken::new()).await?;
    Ok(client.with_served(served))
}

/// A server to replay requests to.
#[derive(Clone, Debug)]
pub struct Replay {
    http: Client,
    root: Url,
    /// The last request to each slot: what it holds when the next run starts.
    last: Vec<Bytes>,
}

impl Replay {
    /// Replays to the server of this `/v1` URL.
    ///
    /// # Errors
    /// When the URL or the client cannot be made.
    pub fn to(url: &str) -> Result<Self> {
        Ok(Self {
            http: client()?,
            root: Url::parse(url)?.join("/")?,
            last: Vec::new(),
        })
    }

    /// Asks each slot for its charts, the requests of a chart one after the
    /// other, all slots at a time. The requests name their slot.
    ///
    /// # Errors
    /// When the server fails.
    pub async fn run(&mut self, slots: Vec<Vec<Vec<Bytes>>>) -> Result<Prefix> {
        let mut total = Prefix::default();
        for (slot, charts) in slots.iter().enumerate() {
            total.ideal_tokens += self.ideal(self.last.get(slot), charts).await?;
        }
        let last = slots.iter().map(|charts| charts.iter().flatten().last());
        self.last = last.map(|body| body.cloned().unwrap_or_default()).collect();
        let started = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for charts in slots {
            let replay = self.clone();
            tasks.spawn(async move { replay.slot(charts).await });
        }
        while let Some(done) = tasks.join_next().await {
            let done = done??;
            total.charts += done.charts;
            total.requests += done.requests;
            total.prompt_tokens += done.prompt_tokens;
            total.cached_tokens += done.cached_tokens;
            total.answer_tokens += done.answer_tokens;
            total.reading_s += done.reading_s;
            total.writing_s += done.writing_s;
        }
        total.seconds = started.elapsed().as_secs_f64();
        Ok(total)
    }

    async fn slot(&self, charts: Vec<Vec<Bytes>>) -> Result<Prefix> {
        let mut prefix = Prefix::default();
        for requests in charts {
            prefix.charts += 1;
            for body in requests {
                let answer = self.post("v1/chat/completions", body).await?;
                let Completion { usage, timings } = serde_json::from_value(answer)?;
                prefix.requests += 1;
                prefix.prompt_tokens += usage.prompt_tokens;
                prefix.cached_tokens += usage.prompt_tokens_details.cached_tokens;
                prefix.answer_tokens += usage.completion_tokens;
                prefix.reading_s += timings.prompt_ms / 1e3;
                prefix.writing_s += timings.predicted_ms / 1e3;
            }
        }
        Ok(prefix)
    }

    /// The tokens that requests in this order share with the one before.
    async fn ideal(&self, last: Option<&Bytes>, charts: &[Vec<Bytes>]) -> Result<u64> {
        let (mut before, mut shared) = (Vec::new(), 0);
        if let Some(last) = last.filter(|last| !last.is_empty()) {
            before = self.tokens(&serde_json::from_slice(last)?).await?;
        }
        for body in charts.iter().flatten() {
            let tokens = self.tokens(&serde_json::from_slice(body)?).await?;
            let same = before.iter().zip(&tokens).take_while(|(a, b)| a == b);
            shared += same.count() as u64;
            before = tokens;
        }
        Ok(shared)
    }

    /// The tokens of a request's prompt, as the server makes them.
    async fn tokens(&self, body: &Value) -> Result<Vec<u64>> {
        let messages = json!({"messages": body.get("messages")});
        let templated = self.post("apply-template", messages.to_string()).await?;
        let prompt = templated.get("prompt").and_then(Value::as_str);
        let content = prompt.context("a templated prompt")?;
        let request = json!({"content": content, "add_special": true, "parse_special": true});
        let answer = self.post("tokenize", request.to_string()).await?;
        let tokens = answer.get("tokens").cloned().context("tokens")?;
        Ok(serde_json::from_value(tokens)?)
    }

    async fn post(&self, path: &str, body: impl Into<reqwest::Body>) -> Result<Value> {
        let request = self.http.post(self.root.join(path)?).body(body);
        let request = request.header(CONTENT_TYPE, "application/json");
        let answer = request.timeout(PATIENCE).send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        ensure!(status.is_success(), "{path}: {status}: {text}");
        Ok(serde_json::from_str(&text)?)
    }
}

impl Prefix {
    /// The share of the ideal that was cached.
    #[must_use]
    pub fn share_of_ideal(&self) -> f64 {
        ratio(self.cached_tokens, self.ideal_tokens)
    }

    /// The share of the prompts that was cached.
    #[must_use]
    pub fn share_of_prompts(&self) -> f64 {
        ratio(self.cached_tokens, self.prompt_tokens)
    }

    /// Charts a second.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    pub fn charts_per_second(&self) -> f64 {
        self.charts as f64 / self.seconds.max(f64::MIN_POSITIVE)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    part as f64 / whole as f64
}
