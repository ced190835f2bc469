//! A client of an OpenAI-compatible `/v1/embeddings`.

use std::io;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::client::ensure_crypto_provider;

/// Idle connections are dropped before any usual server drops them.
const POOL_IDLE: Duration = Duration::from_secs(4);

/// No vector written as JSON is longer.
const MOST_BYTES: usize = 256 * 1024;

/// Which server embeds, and how.
#[derive(Clone, Debug)]
pub struct EmbeddingSettings {
    /// The API's root, `/v1` included.
    pub base_url: Url,
    /// The model to ask for; part of the cache's name.
    pub model: String,
    /// Sent as a bearer token.
    pub api_key: Option<SecretString>,
    /// Texts in one request.
    pub batch: usize,
    /// How many of the vector's numbers count: models trained to be cut
    /// (Matryoshka) lose little at 256 and are searched four times as fast as
    /// at 1,024.
    pub dims: usize,
    /// How long one request may take: a chart waits no longer for its passages.
    pub timeout: Duration,
}

/// Why nothing was embedded. No variant carries text of a chart or an answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EmbeddingError {
    /// The client could not be built: a setting is wrong.
    #[error("the embedding client cannot be built")]
    Client(#[source] reqwest::Error),
    /// The URL cannot have a path: a setting is wrong.
    #[error("the embedding server's URL must be http:// or https:// with a host")]
    BaseUrl,
    /// Not reached, or not in time.
    #[error("the embedding server cannot be reached or is too slow")]
    Unreachable,
    /// It answered with an error.
    #[error("the embedding server answers with status {0}")]
    Status(u16),
    /// What it answered are not the vectors that were asked for.
    #[error("the embedding server's answer is no list of vectors for the texts")]
    Unreadable,
    /// The embedded titles cannot be kept.
    #[error("the embedded titles cannot be written")]
    Cache(#[source] io::Error),
}

/// The client.
pub(super) struct Embedder {
    http: reqwest::Client,
    url: Url,
    settings: EmbeddingSettings,
}

#[derive(Serialize)]
struct Request<'r> {
    model: &'r str,
    input: &'r [&'r str],
    encoding_format: &'static str,
}

#[derive(Deserialize)]
struct Response {
    data: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    index: usize,
    embedding: Vec<f32>,
}

impl Embedder {
    /// Connects on first use.
    pub(super) fn new(settings: EmbeddingSettings) -> Result<Self, EmbeddingError> {
        let mut url = settings.base_url.clone();
        url.path_segments_mut()
            .map_err(|()| EmbeddingError::BaseUrl)?
            .pop_if_empty()
            .push("embeddings");
        let mut builder = reqwest::Client::builder()
            .timeout(settings.timeout)
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
        let http = builder
            .build()
            .map_err(|error| EmbeddingError::Client(error.without_url()))?;
        Ok(Self {
            http,
            url,
            settings,
        })
    }

    /// The model and how many of its numbers count.
    pub(super) fn model(&self) -> String {
        format!("{} {}", self.settings.model, self.settings.dims)
    }

    /// One unit vector for each text, in their order.
    pub(super) async fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbeddingError> {
        let mut vectors = Vec::with_capacity(texts.len());
        for batch in texts.chunks(self.settings.batch.max(1)) {
            vectors.extend(self.embed_batch(batch).await?);
        }
        Ok(vectors)
    }

    async fn embed_batch(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EmbeddingError> {
        let body = Request {
            model: &self.settings.model,
            input: texts,
            encoding_format: "float",
        };
        let mut request = self.http.post(self.url.clone()).json(&body);
        if let Some(key) = &self.settings.api_key {
            request = request.bearer_auth(key.expose_secret());
        }
        let unreachable = |_| EmbeddingError::Unreachable;
        let mut response = request.send().await.map_err(unreachable)?;
        if !response.status().is_success() {
            return Err(EmbeddingError::Status(response.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(part) = response.chunk().await.map_err(unreachable)? {
            body.extend_from_slice(&part);
            if body.len() > texts.len() * MOST_BYTES {
                return Err(EmbeddingError::Unreadable);
            }
        }
        let response: Response =
            serde_json::from_slice(&body).map_err(|_| EmbeddingError::Unreadable)?;
        let mut rows = response.data;
        rows.sort_by_key(|row| row.index);
        let complete =
            rows.len() == texts.len() && rows.iter().zip(0..).all(|(row, at)| row.index == at);
        if !complete {
            return Err(EmbeddingError::Unreadable);
        }
        let dims = self.settings.dims;
        let vector = |row: Row| unit(row.embedding, dims).ok_or(EmbeddingError::Unreadable);
        rows.into_iter().map(vector).collect()
    }
}

/// The first `dims` numbers, scaled to length 1.
fn unit(mut vector: Vec<f32>, dims: usize) -> Option<Vec<f32>> {
    vector.truncate(dims);
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    if vector.len() != dims || !length.is_finite() || length <= 0.0 {
        return None;
    }
    vector.iter_mut().for_each(|x| *x /= length);
    Some(vector)
}
