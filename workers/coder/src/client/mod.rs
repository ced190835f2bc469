//! One OpenAI-compatible model server (llama-server, vLLM,
//! chartfleet-baseline), over one pooled HTTP client.
//!
//! There is one retry layer, here: full jitter, `Retry-After` honoured up to a
//! cap, every wait and every call cancellable. What is worth waiting for
//! (loading, overload, an unreachable server) is tried until the limit; what
//! this request may have caused (an internal error, a broken connection) once
//! more; a timeout not at all, because the server may still be working on it.
//!
//! Proxies of the environment are not used and redirects not followed: a chart
//! goes to the server that was named and nowhere else.

mod canary;
mod exchange;
mod meter;
mod probe;
mod retry_after;
mod tokenize;

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Instant;

use async_openai::types::chat::CreateChatCompletionResponse;
use bytes::Bytes;
use chartfleet_model::ModelUsage;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use secrecy::ExposeSecret;
use tokio_util::sync::CancellationToken;
use tracing::info;
use url::Url;

use crate::error::{CoderError, Interruption, ModelFailure};
use crate::settings::EndpointSettings;

pub use canary::Canary;
pub use meter::TokenMeter;
pub use probe::Served;

pub(crate) use exchange::Overrun;

use exchange::{Exchange, Failed, Retry};
use tokenize::Counter;

/// Idle connections are dropped before any usual server drops them (llama-server
/// and uvicorn keep 5 s).
const POOL_IDLE: std::time::Duration = std::time::Duration::from_secs(4);

/// A client of one model server. Cheap calls share its connections; clone it
/// freely.
#[derive(Clone)]
pub struct ModelClient {
    http: reqwest::Client,
    chat: Url,
    models: Url,
    props: Option<Url>,
    tokenize: Option<Url>,
    counter: Arc<Counter>,
    meter: TokenMeter,
    /// The context that the server named when a prompt exceeded it; 0 before.
    refused: Arc<AtomicU32>,
    settings: EndpointSettings,
    context_tokens: Option<u32>,
    slots: Option<NonZeroU32>,
}

/// Names the server, never the key.
impl std::fmt::Debug for ModelClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ModelClient")
            .field("base_url", &self.settings.base_url.as_str())
            .field("model", &self.settings.model)
            .finish_non_exhaustive()
    }
}

/// What a server made of a request.
pub(crate) enum Reply {
    /// It answered.
    Completion(Box<Completion>),
    /// The prompt is larger than its context.
    ContextExceeded(Overrun),
}

/// A chat completion and what it cost.
pub(crate) struct Completion {
    pub(crate) response: CreateChatCompletionResponse,
    pub(crate) usage: ModelUsage,
}

impl ModelClient {
    /// A client for one server. Connects on first use.
    ///
    /// # Errors
    /// When the URL cannot carry a path, the key cannot be a header or the
    /// system's certificates cannot be read.
    pub fn new(settings: EndpointSettings) -> Result<Self, CoderError> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(key) = &settings.api_key {
            let mut value = HeaderValue::try_from(format!("Bearer {}", key.expose_secret()))
                .map_err(|_| CoderError::ApiKey)?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        let mut builder = reqwest::Client::builder()
            .default_headers(headers)
            .timeout(settings.request_timeout)
            .connect_timeout(settings.connect_timeout)
            .pool_idle_timeout(POOL_IDLE)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .http1_only();
        ensure_crypto_provider();
        if settings.base_url.scheme() == "http" {
            // No TLS, so the system's certificates need not be loaded.
            builder = builder.tls_certs_only([]);
        }
        Ok(Self {
            http: builder
                .build()
                .map_err(|error| CoderError::Client(error.without_url()))?,
            chat: below(&settings.base_url, &["chat", "completions"])?,
            models: below(&settings.base_url, &["models"])?,
            props: settings.base_url.join("/props").ok(),
            tokenize: settings.base_url.join("/tokenize").ok(),
            counter: Arc::default(),
            meter: TokenMeter::default(),
            refused: Arc::default(),
            settings,
            context_tokens: None,
            slots: None,
        })
    }

    /// This client, asking for what [`ModelClient::probe`] found.
    #[must_use]
    pub fn with_served(mut self, served: Served) -> Self {
        self.settings.model = served.model;
        self.context_tokens = served.context_tokens;
        self.slots = served.slots;
        self
    }

    /// The model it asks for.
    #[must_use]
    pub fn model(&self) -> &str {
        &self.settings.model
    }

    /// The model's context in tokens, where the server told it.
    #[must_use]
    pub fn context_tokens(&self) -> Option<u32> {
        let refused = Some(self.refused.load(Ordering::Relaxed)).filter(|&tokens| tokens > 0);
        self.context_tokens.into_iter().chain(refused).min()
    }

    /// Learns from a prompt of so many bytes that was larger than the context.
    /// Where the server does not say by how much, it took more tokens than were
    /// expected: a quarter more, until the next tells better.
    pub(crate) fn learn(&self, prompt_bytes: usize, overrun: Overrun) {
        if let Some(tokens) = overrun.context_tokens {
            self.refused.store(tokens, Ordering::Relaxed);
        }
        let expected = self.meter.tokens(prompt_bytes);
        let context = self.context_tokens().filter(|&context| expected < context);
        let guess = context.map(|_| expected.saturating_add(expected / 4));
        let tokens = overrun.prompt_tokens.or(guess);
        if let Some(tokens) = tokens.filter(|&tokens| tokens > expected) {
            self.meter.learn(prompt_bytes, tokens.into());
        }
    }

    /// How many slots a llama-server has; `None` for every other server.
    #[must_use]
    pub const fn slots(&self) -> Option<NonZeroU32> {
        self.slots
    }

    /// How many tokens a text takes at its model, as far as that was learnt.
    #[must_use]
    pub const fn meter(&self) -> &TokenMeter {
        &self.meter
    }

    /// The server's URL, `/v1` included.
    #[must_use]
    pub const fn base_url(&self) -> &Url {
        &self.settings.base_url
    }

    /// Sends a chat completion request and reads its answer. `lost` hears of
    /// each try that brought nothing though the server may have worked on it,
    /// by the time it took, and says whether another may be made. Cancel-safe;
    /// a server may work on after a cancel.
    pub(crate) async fn complete(
        &self,
        body: Bytes,
        cancel: &CancellationToken,
        lost: &mut (dyn FnMut(u64) -> bool + Send),
    ) -> Result<Reply, CoderError> {
        let mut tries = 0;
        let mut model_us = 0;
        loop {
            let started = Instant::now();
            let request = exchange::post(&self.http, &self.chat, body.clone());
            let exchange = guarded(cancel, exchange::run(request)).await?;
            let took_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
            model_us += took_us;
            let failed = match exchange {
                Exchange::Answered(body) => match read_completion(&body) {
                    Ok(response) => {
                        let usage = usage_of(&response, model_us);
                        return Ok(Reply::Completion(Box::new(Completion { response, usage })));
                    }
                    Err(error) => {
                        lost(model_us);
                        return Err(error);
                    }
                },
                Exchange::ContextExceeded(overrun) => {
                    return Ok(Reply::ContextExceeded(overrun));
                }
                Exchange::Failed(failed) => failed,
            };
            let mut may_go_on = true;
            if failed.may_have_worked() {
                may_go_on = lost(took_us);
                model_us -= took_us;
            }
            tries += 1;
            let wait = self.wait_before_retry(&failed, tries);
            let Some(wait) = wait.filter(|_| may_go_on) else {
                return Err(failed.error);
            };
            let wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            info!(cause = %failed.error, tries, wait_ms, "model server failed, trying again");
            guarded(cancel, tokio::time::sleep(wait)).await?;
        }
    }

    /// How long to wait after `tries` failed ones, or `None` to give up. A
    /// server's own wish is jittered too: it told many the same.
    fn wait_before_retry(&self, failed: &Failed, tries: u32) -> Option<std::time::Duration> {
        let limit = match failed.retry {
            Retry::Never => 1,
            Retry::Once => self.settings.attempts.min(2),
            Retry::UntilLimit => self.settings.attempts,
        };
        (tries < limit).then(|| {
            let jitter = self.settings.backoff.delay(tries - 1, &mut rand::rng());
            match failed.retry_after {
                Some(after) => after.min(self.settings.retry_after_cap) + jitter,
                None => jitter,
            }
        })
    }
}

/// Runs a future unless the caller cancels first.
async fn guarded<T>(
    cancel: &CancellationToken,
    future: impl Future<Output = T>,
) -> Result<T, CoderError> {
    cancel
        .run_until_cancelled(future)
        .await
        .ok_or(CoderError::Interrupted(Interruption::Cancelled))
}

fn read_completion(body: &[u8]) -> Result<CreateChatCompletionResponse, CoderError> {
    // The parser's message would quote the answer.
    serde_json::from_slice(body).map_err(|_| ModelFailure::Unreadable.into())
}

fn usage_of(response: &CreateChatCompletionResponse, model_us: u64) -> ModelUsage {
    let Some(usage) = &response.usage else {
        return ModelUsage {
            calls: 1,
            model_us,
            ..ModelUsage::default()
        };
    };
    let cached = usage
        .prompt_tokens_details
        .as_ref()
        .and_then(|details| details.cached_tokens);
    ModelUsage {
        calls: 1,
        prompt_tokens: usage.prompt_tokens.into(),
        cached_tokens: cached.unwrap_or(0).into(),
        completion_tokens: usage.completion_tokens.into(),
        model_us,
    }
}

/// `base` with more path segments, whether or not it ends with a slash.
fn below(base: &Url, segments: &[&str]) -> Result<Url, CoderError> {
    let mut url = base.clone();
    url.path_segments_mut()
        .map_err(|()| CoderError::BaseUrl)?
        .pop_if_empty()
        .extend(segments);
    Ok(url)
}

/// reqwest without a built-in TLS provider needs the process to have one; a
/// process that installed its own keeps it.
pub(crate) fn ensure_crypto_provider() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Losing the race to another thread leaves a provider just as well.
        drop(rustls::crypto::ring::default_provider().install_default());
    }
}

#[cfg(test)]
mod tests;
