//! How much of its prompts a llama-server need not read again: the tokens that
//! it says it had cached, beside those that it could have had.
//!
//! A slot keeps the tokens of its last request. The ideal of a request is the
//! longest beginning that it shares with the one before it in the same slot:
//! of the first request of a chart that is what all charts share, of the
//! following ones all up to the stage's own question.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use reqwest::Client;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
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
    /// How long the requests took, asked one after the other in each slot.
    pub seconds: f64,
}

/// A llama-server's answer, as far as it matters here.
#[derive(Deserialize)]
struct Completion {
    usage: Usage,
}

#[derive(Deserialize)]
struct Usage {
    prompt_tokens: u64,
    prompt_tokens_details: Details,
}

#[derive(Deserialize)]
struct Details {
    cached_tokens: u64,
}

/// A server to replay requests to.
#[derive(Clone, Debug)]
pub struct Replay {
    http: Client,
    root: Url,
    answer_tokens: u32,
}

impl Replay {
    /// Replays to the server of this `/v1` URL; answers end after
    /// `answer_tokens`, because noise never ends by itself.
    ///
    /// # Errors
    /// When the URL or the client cannot be made.
    pub fn to(url: &str, answer_tokens: u32) -> Result<Self> {
        Ok(Self {
            http: client()?,
            root: Url::parse(url)?.join("/")?,
            answer_tokens,
        })
    }

    /// Asks each slot for its charts, the requests of a chart one after the
    /// other, all slots at a time.
    ///
    /// # Errors
    /// When the server fails.
    pub async fn run(&self, slots: Vec<Vec<Vec<Value>>>) -> Result<Prefix> {
        let mut total = Prefix::default();
        for charts in &slots {
            total.ideal_tokens += self.ideal(charts).await?;
        }
        let started = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for (slot, charts) in slots.into_iter().enumerate() {
            let replay = self.clone();
            tasks.spawn(async move { replay.slot(slot, charts).await });
        }
        while let Some(done) = tasks.join_next().await {
            let done = done??;
            total.charts += done.charts;
            total.requests += done.requests;
            total.prompt_tokens += done.prompt_tokens;
            total.cached_tokens += done.cached_tokens;
        }
        total.seconds = started.elapsed().as_secs_f64();
        Ok(total)
    }

    async fn slot(&self, slot: usize, charts: Vec<Vec<Value>>) -> Result<Prefix> {
        let mut prefix = Prefix::default();
        for requests in charts {
            prefix.charts += 1;
            for mut body in requests {
                let fields = body.as_object_mut().context("a request is an object")?;
                fields.insert("id_slot".to_owned(), json!(slot));
                fields.insert("cache_prompt".to_owned(), json!(true));
                fields.insert("max_tokens".to_owned(), json!(self.answer_tokens));
                let answer = self.post("v1/chat/completions", &body).await?;
                let usage = serde_json::from_value::<Completion>(answer)?.usage;
                prefix.requests += 1;
                prefix.prompt_tokens += usage.prompt_tokens;
                prefix.cached_tokens += usage.prompt_tokens_details.cached_tokens;
            }
        }
        Ok(prefix)
    }

    /// The tokens that requests in this order share with the one before.
    async fn ideal(&self, charts: &[Vec<Value>]) -> Result<u64> {
        let (mut before, mut shared) = (Vec::new(), 0);
        for body in charts.iter().flatten() {
            let tokens = self.tokens(body).await?;
            let same = before.iter().zip(&tokens).take_while(|(a, b)| a == b);
            shared += same.count() as u64;
            before = tokens;
        }
        Ok(shared)
    }

    /// The tokens of a request's prompt, as the server makes them.
    async fn tokens(&self, body: &Value) -> Result<Vec<u64>> {
        let messages = json!({"messages": body.get("messages")});
        let templated = self.post("apply-template", &messages).await?;
        let prompt = templated.get("prompt").and_then(Value::as_str);
        let content = prompt.context("a templated prompt")?;
        let request = json!({"content": content, "add_special": true, "parse_special": true});
        let answer = self.post("tokenize", &request).await?;
        let tokens = answer.get("tokens").cloned().context("tokens")?;
        Ok(serde_json::from_value(tokens)?)
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let request = self.http.post(self.root.join(path)?).json(body);
        let answer = request.timeout(Duration::from_secs(120)).send().await?;
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
