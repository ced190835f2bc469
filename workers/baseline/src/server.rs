//! The routes of an OpenAI-compatible server, and its errors in OpenAI's
//! shape. No part of a request is ever logged or sent back in an error.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_openai::types::chat::{
    ChatChoice, ChatCompletionResponseMessage, CompletionUsage, CreateChatCompletionResponse,
    FinishReason, Role,
};
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chartfleet_model::{Clock, SystemClock};
use prometheus::{Registry, TextEncoder};
use serde_json::json;

use crate::desk::{Desk, NoAnswer};
use crate::metrics::{BaselineMetrics, Outcome};
use crate::request::{Refusal, Request};
use crate::suggestions::Wanted;

/// The model's name. It says what it is.
pub(crate) const MODEL: &str = "chartfleet-baseline-lexical";

/// The largest request: the largest chart of the default settings, every byte
/// of it escaped.
const MAX_BODY_BYTES: usize = 16 << 20;

/// When a client that was sent away should come back.
const RETRY_AFTER_S: &str = "1";

/// Bytes that count as a token: the server has no tokenizer, and says only
/// roughly what a model would count.
const BYTES_PER_TOKEN: usize = 4;

/// What the handlers share.
#[derive(Clone)]
pub(crate) struct Server {
    desk: Desk,
    metrics: BaselineMetrics,
    registry: Registry,
    answered: Arc<AtomicU64>,
}

impl Server {
    /// A server around a desk.
    pub(crate) fn new(desk: Desk, metrics: BaselineMetrics, registry: Registry) -> Self {
        Self {
            desk,
            metrics,
            registry,
            answered: Arc::default(),
        }
    }

    /// Its routes.
    pub(crate) fn router(self) -> Router {
        Router::new()
            .route("/v1/chat/completions", post(complete))
            .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
            .route("/v1/models", get(models))
            .route("/health", get(async || Json(json!({"status": "ok"}))))
            .route("/metrics", get(metrics))
            .with_state(self)
    }

    /// The completion that carries `content`.
    fn completion(&self, prompt_bytes: usize, content: String) -> CreateChatCompletionResponse {
        let number = self.answered.fetch_add(1, Ordering::Relaxed);
        let tokens = |bytes: usize| u32::try_from(bytes / BYTES_PER_TOKEN).unwrap_or(u32::MAX);
        let (prompt_tokens, completion_tokens) = (tokens(prompt_bytes), tokens(content.len()));
        let message = ChatCompletionResponseMessage {
            content: Some(content),
            role: Role::Assistant,
            ..Default::default()
        };
        let finish_reason = Some(FinishReason::Stop);
        CreateChatCompletionResponse {
            id: format!("chatcmpl-{number}"),
            choices: vec![ChatChoice {
                index: 0,
                message,
                finish_reason,
                logprobs: None,
            }],
            created: u32::try_from(SystemClock.now().as_second()).unwrap_or_default(),
            model: MODEL.to_owned(),
            object: "chat.completion".to_owned(),
            usage: Some(CompletionUsage {
                prompt_tokens,
                completion_tokens,
                total_tokens: prompt_tokens.saturating_add(completion_tokens),
                ..Default::default()
            }),
            ..Default::default()
        }
    }
}

async fn complete(State(server): State<Server>, body: Bytes) -> Response {
    let (outcome, response) = match read(&body) {
        Err(refusal) => (Outcome::Refused, refused(refusal)),
        Ok((message, wanted)) => {
            let timer = server.metrics.answer_seconds.start_timer();
            server.metrics.prompt_bytes.inc_by(message.len() as u64);
            let prompt_bytes = message.len();
            let answer = server.desk.answer(message, wanted).await;
            drop(timer);
            match answer {
                Ok(content) => {
                    let completion = server.completion(prompt_bytes, content);
                    (Outcome::Answered, Json(completion).into_response())
                }
                Err(NoAnswer::Overloaded) => (Outcome::Overloaded, overloaded()),
                Err(NoAnswer::Failed) => (Outcome::Failed, failed()),
            }
        }
    };
    server.metrics.count(outcome);
    response
}

fn read(body: &[u8]) -> Result<(String, Wanted), Refusal> {
    let request = Request::parse(body)?;
    let wanted = Wanted {
        poa: request.wants_poa(),
    };
    Ok((request.into_user_message()?, wanted))
}

fn refused(refusal: Refusal) -> Response {
    problem(
        StatusCode::BAD_REQUEST,
        "invalid_request_error",
        refusal.message(),
    )
}

fn overloaded() -> Response {
    let busy = "every place is taken: come back later";
    let response = problem(StatusCode::SERVICE_UNAVAILABLE, "unavailable_error", busy);
    ([(header::RETRY_AFTER, RETRY_AFTER_S)], response).into_response()
}

fn failed() -> Response {
    let defect = "the search failed on this request";
    problem(StatusCode::INTERNAL_SERVER_ERROR, "server_error", defect)
}

/// An error as OpenAI writes it.
fn problem(status: StatusCode, kind: &str, message: &str) -> Response {
    let error = json!({"message": message, "type": kind, "param": null, "code": null});
    (status, Json(json!({ "error": error }))).into_response()
}

async fn models() -> Response {
    let model = json!({"id": MODEL, "object": "model", "created": 0, "owned_by": "chartfleet"});
    Json(json!({"object": "list", "data": [model]})).into_response()
}

async fn metrics(State(server): State<Server>) -> Response {
    match TextEncoder::new().encode_to_string(&server.registry.gather()) {
        Ok(text) => ([(header::CONTENT_TYPE, prometheus::TEXT_FORMAT)], text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the metrics cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

#[cfg(test)]
mod tests;
