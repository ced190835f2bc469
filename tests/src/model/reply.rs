//! What the scripted model server answers. Forms of errors are llama-server's,
//! as measured on a real build: `code` is an integer.

use std::time::Duration;

use serde_json::json;

use super::suggestions::{Suggested, answer_text};

/// One answer, or the lack of one.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Reply {
    /// Six suggestions, each with a quote copied from the note: the default.
    Suggestions,
    /// Six suggestions that differ from note to note, CCs and MCCs among them,
    /// with quotes from all over the note: what benchmarks measure.
    Casemix,
    /// A completion with this text.
    Text(String),
    /// A completion that ran into `max_tokens`: the text as far as it got.
    Truncated(String),
    /// Any status and body.
    Raw {
        /// The HTTP status.
        status: u16,
        /// Seconds for a `Retry-After` header.
        retry_after_s: Option<u32>,
        /// The body, sent as JSON.
        body: String,
    },
    /// Status 200 and these bytes, whatever they are.
    Bytes(Vec<u8>),
    /// Never answers; the connection stays open.
    Hang,
    /// Closes the connection without an answer, as a crashed server does.
    Close,
    /// Another reply, later.
    After(Duration, Box<Reply>),
}

impl Reply {
    /// A well-formed answer with these suggestions.
    #[must_use]
    pub fn suggesting(suggestions: &[Suggested<'_>]) -> Self {
        Self::Text(answer_text(suggestions))
    }

    /// The same, cut in the middle at `max_tokens`.
    #[must_use]
    pub fn suggesting_truncated(suggestions: &[Suggested<'_>]) -> Self {
        let text = answer_text(suggestions);
        Self::Truncated(text.chars().take(text.len() / 2).collect())
    }

    /// The same, wrapped in the politeness of a model without a grammar.
    #[must_use]
    pub fn suggesting_in_prose(suggestions: &[Suggested<'_>]) -> Self {
        let text = answer_text(suggestions);
        Self::Text(format!(
            "Sure! Here are the codes:\n```json\n{text}\n```\nAnything else?"
        ))
    }

    /// Text that is no JSON.
    #[must_use]
    pub fn invalid_json() -> Self {
        Self::Text("{\"suggestions\": [{\"system\": icd10cm,,}".to_owned())
    }

    /// Whitespace that is legal in the grammar, up to `max_tokens`.
    #[must_use]
    pub fn whitespace_loop() -> Self {
        Self::Truncated(format!("{{\"suggestions\": [{}", " \n".repeat(2_000)))
    }

    /// 503 while the model loads.
    #[must_use]
    pub fn loading() -> Self {
        Self::error(503, "unavailable_error", "Loading model")
    }

    /// 500.
    #[must_use]
    pub fn server_error() -> Self {
        Self::error(500, "server_error", "slot failed")
    }

    /// 429 with `Retry-After`.
    #[must_use]
    pub fn too_many_requests(retry_after_s: u32) -> Self {
        match Self::error(429, "rate_limit_error", "too many requests") {
            Self::Raw { status, body, .. } => Self::Raw {
                status,
                retry_after_s: Some(retry_after_s),
                body,
            },
            other => other,
        }
    }

    /// 400: the prompt is larger than the context.
    #[must_use]
    pub fn context_exceeded(prompt_tokens: u32, context_tokens: u32) -> Self {
        let body = json!({"error": {
            "code": 400,
            "message": "the request exceeds the available context size",
            "type": "exceed_context_size_error",
            "n_prompt_tokens": prompt_tokens,
            "n_ctx": context_tokens,
        }});
        Self::Raw {
            status: 400,
            retry_after_s: None,
            body: body.to_string(),
        }
    }

    /// Any error in llama-server's form.
    #[must_use]
    pub fn error(status: u16, kind: &str, message: &str) -> Self {
        let body = json!({"error": {"message": message, "type": kind, "code": status}});
        Self::Raw {
            status,
            retry_after_s: None,
            body: body.to_string(),
        }
    }

    /// This reply after a delay.
    #[must_use]
    pub fn after(self, delay: Duration) -> Self {
        Self::After(delay, Box::new(self))
    }
}
