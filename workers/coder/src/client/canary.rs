//! A real completion of one token: tells a wedged server from one that fails
//! on a certain chart.

use serde::Serialize;
use tokio_util::sync::CancellationToken;
use tracing::instrument;

use super::exchange::{self, Exchange};
use super::{ModelClient, guarded, read_completion};
use crate::error::CoderError;
use crate::settings::Adapter;

/// Whom a canary asks; by default the client's own model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Canary {
    /// The model, or a server's name of an adapter.
    pub model: Option<String>,
    /// llama-server's adapters; empty takes those it was started with.
    pub lora: Vec<Adapter>,
    /// The slot of a llama-server: it answers when that is free.
    pub slot: Option<u32>,
}

#[derive(Serialize)]
struct Request<'a> {
    model: &'a str,
    messages: [Message; 1],
    max_tokens: u32,
    temperature: f32,
    stream: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_slot: Option<u32>,
    #[serde(skip_serializing_if = "<[Adapter]>::is_empty")]
    lora: &'a [Adapter],
}

#[derive(Serialize)]
struct Message {
    role: &'static str,
    content: &'static str,
}

impl ModelClient {
    /// Asks for one token, once and with its own short timeout. Cancel-safe.
    ///
    /// # Errors
    /// What a chart would get, without retries.
    pub async fn canary(&self, cancel: &CancellationToken) -> Result<(), CoderError> {
        self.canary_of(&Canary::default(), cancel).await
    }

    /// The same of a certain model, adapter or slot.
    ///
    /// # Errors
    /// What a chart would get, without retries.
    #[instrument(skip_all)]
    pub async fn canary_of(
        &self,
        canary: &Canary,
        cancel: &CancellationToken,
    ) -> Result<(), CoderError> {
        let llama = self.slots.is_some();
        let request = Request {
            model: canary.model.as_deref().unwrap_or(&self.settings.model),
            messages: [Message {
                role: "user",
                content: "Answer with the word yes.",
            }],
            max_tokens: 1,
            temperature: 0.0,
            stream: false,
            id_slot: canary.slot.filter(|_| llama),
            lora: if llama { &canary.lora } else { &[] },
        };
        // Strings and numbers always serialize.
        let body = serde_json::to_vec(&request).unwrap_or_default();
        let exchange = exchange::post(&self.http, &self.chat, body.into())
            .timeout(self.settings.canary_timeout);
        match guarded(cancel, exchange::run(exchange)).await? {
            Exchange::Answered(body) => read_completion(&body).map(drop),
            // A context of fewer tokens than this prompt answers, at least.
            Exchange::ContextExceeded(_) => Ok(()),
            Exchange::Failed(failed) => Err(failed.error),
        }
    }
}
