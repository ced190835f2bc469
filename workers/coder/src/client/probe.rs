//! Asking a server what it serves. Every part may be absent: only
//! `/v1/models` is common, and how a server tells its context is its own.

use std::num::NonZeroU32;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio_util::sync::CancellationToken;
use tracing::instrument;
use url::Url;

use super::exchange::{self, Exchange, Failed};
use super::{ModelClient, guarded};
use crate::error::CoderError;

/// What a server serves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// The model to ask for: the configured one, else the first it lists.
    pub model: String,
    /// The context of one request, in tokens, where it tells.
    pub context_tokens: Option<u32>,
    /// The slots of a llama-server, which alone tells them and takes a
    /// request's `id_slot`.
    pub slots: Option<NonZeroU32>,
}

#[derive(Deserialize, Default)]
struct Models {
    #[serde(default)]
    data: Vec<Model>,
}

#[derive(Deserialize)]
struct Model {
    id: String,
    /// vLLM.
    #[serde(default)]
    max_model_len: Option<u32>,
    /// llama-server.
    #[serde(default)]
    meta: Option<Meta>,
}

#[derive(Deserialize)]
struct Meta {
    #[serde(default)]
    n_ctx_train: Option<u32>,
}

/// llama-server's `/props`, whose context is that of one slot.
#[derive(Deserialize)]
struct Props {
    default_generation_settings: GenerationSettings,
    #[serde(default)]
    total_slots: Option<NonZeroU32>,
}

#[derive(Deserialize)]
struct GenerationSettings {
    n_ctx: u32,
}

impl ModelClient {
    /// Asks the server for its model and context. A server that lists nothing
    /// is taken to serve what is configured. Cancel-safe.
    ///
    /// # Errors
    /// When the server cannot be reached, is loading or refuses the key.
    #[instrument(skip_all)]
    pub async fn probe(&self, cancel: &CancellationToken) -> Result<Served, CoderError> {
        let models: Models = match guarded(cancel, self.get(&self.models)).await? {
            Exchange::Answered(body) => read(&body).unwrap_or_default(),
            Exchange::Failed(failed) if !is_absent(&failed) => return Err(failed.error),
            _ => Models::default(),
        };
        let wanted = self.settings.model.as_str();
        let listed = if wanted.is_empty() {
            models.data.first()
        } else {
            models.data.iter().find(|model| model.id == wanted)
        };
        let props = match &self.props {
            Some(url) => guarded(cancel, self.properties(url)).await?,
            None => None,
        };
        let told = |model: &Model| {
            model
                .max_model_len
                .or_else(|| model.meta.as_ref().and_then(|meta| meta.n_ctx_train))
        };
        Ok(Served {
            model: listed.map_or_else(|| wanted.to_owned(), |model| model.id.clone()),
            slots: props.as_ref().and_then(|props| props.total_slots),
            context_tokens: props
                .map(|props| props.default_generation_settings.n_ctx)
                .or_else(|| listed.and_then(told))
                .filter(|&tokens| tokens > 0),
        })
    }

    async fn properties(&self, url: &Url) -> Option<Props> {
        match self.get(url).await {
            Exchange::Answered(body) => read::<Props>(&body),
            _ => None,
        }
    }

    async fn get(&self, url: &Url) -> Exchange {
        exchange::run(
            self.http
                .get(url.clone())
                .timeout(self.settings.canary_timeout),
        )
        .await
    }
}

/// The server is there but does not know the path.
pub(super) fn is_absent(failed: &Failed) -> bool {
    failed
        .status
        .is_some_and(|status| matches!(status.as_u16(), 404 | 405 | 501))
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    serde_json::from_slice(body).ok()
}
