//! One HTTP exchange with a model server, and what its outcome means.
//!
//! Shapes: OpenAI and vLLM `{"error":{"message","type","code":"…"|400|null}}`,
//! llama-server the same with an integer `code`, older vLLM the fields at the
//! top. The status is kept whatever the body holds, and of the body only the
//! verdict is: messages can quote the prompt.

use std::time::Duration;

use bytes::Bytes;
use memchr::memmem;
use reqwest::header::HeaderMap;
use reqwest::{RequestBuilder, StatusCode};
use serde::Deserialize;
use url::Url;

use super::retry_after::retry_after;
use crate::error::{CoderError, Interruption, ModelFailure};

/// No answer within `max_tokens` comes near it.
const MAX_BODY_BYTES: usize = 4 << 20;

/// What became of one exchange.
pub(super) enum Exchange {
    /// Status 2xx, with the whole body.
    Answered(Vec<u8>),
    /// The prompt does not fit the model's context (or the server's limit on
    /// requests): no retry will change that.
    ContextExceeded(Overrun),
    /// Anything else.
    Failed(Failed),
}

/// By how much a prompt exceeds the context, where the server tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Overrun {
    /// Tokens of the prompt.
    pub(crate) prompt_tokens: Option<u32>,
    /// Tokens of the context.
    pub(crate) context_tokens: Option<u32>,
}

/// A failed exchange.
pub(super) struct Failed {
    /// What the caller gets if it is not tried again.
    pub(super) error: CoderError,
    /// Whether another try makes sense.
    pub(super) retry: Retry,
    /// When the server wants to be asked again.
    pub(super) retry_after: Option<Duration>,
    /// The status, where there was an answer.
    pub(super) status: Option<StatusCode>,
}

/// How often a failure may be tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Retry {
    Never,
    Once,
    UntilLimit,
}

impl Failed {
    fn new(error: impl Into<CoderError>, retry: Retry) -> Self {
        Self {
            error: error.into(),
            retry,
            retry_after: None,
            status: None,
        }
    }
}

impl Failed {
    /// Whether the server, or one behind it, may have worked on the request.
    pub(super) fn may_have_worked(&self) -> bool {
        let by_gateway = self
            .status
            .is_some_and(|status| matches!(status.as_u16(), 408 | 504));
        by_gateway
            || matches!(&self.error, CoderError::ModelFailed(failure) if *failure != ModelFailure::Rejected)
    }
}

/// A request that carries `body` as JSON.
pub(super) fn post(http: &reqwest::Client, url: &Url, body: Bytes) -> RequestBuilder {
    http.post(url.clone()).body(body)
}

/// Sends a request and reads the answer to its end, at most
/// [`MAX_BODY_BYTES`].
pub(super) async fn run(request: RequestBuilder) -> Exchange {
    let response = match request.send().await {
        Ok(response) => response,
        Err(error) => return Exchange::Failed(of_transport(&error)),
    };
    let (status, headers) = (response.status(), response.headers().clone());
    match bounded_body(response).await {
        Ok(body) => of_status(status, &headers, body),
        Err(failed) => Exchange::Failed(failed),
    }
}

async fn bounded_body(mut response: reqwest::Response) -> Result<Vec<u8>, Failed> {
    let announced = response
        .content_length()
        .and_then(|n| usize::try_from(n).ok());
    let mut body = Vec::with_capacity(announced.unwrap_or(0).min(MAX_BODY_BYTES));
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| of_transport(&error))?
    {
        if body.len() + chunk.len() > MAX_BODY_BYTES {
            return Err(Failed::new(ModelFailure::Oversized, Retry::Never));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// An exchange without a complete answer.
fn of_transport(error: &reqwest::Error) -> Failed {
    if error.is_connect() {
        Failed::new(Interruption::Unreachable, Retry::UntilLimit)
    } else if error.is_timeout() {
        Failed::new(ModelFailure::TimedOut, Retry::Never)
    } else {
        // Reset, or closed before the answer was whole (hyper's
        // IncompleteMessage): perhaps an idle connection that both ends used
        // up at once, perhaps a server that this request brought down.
        Failed::new(ModelFailure::Disconnected, Retry::Once)
    }
}

/// An exchange with a complete answer.
fn of_status(status: StatusCode, headers: &HeaderMap, body: Vec<u8>) -> Exchange {
    if status.is_success() {
        return Exchange::Answered(body);
    }
    let overrun = match status.as_u16() {
        413 => Some(Overrun::default()),
        400 | 422 => overrun_in(&body),
        _ => None,
    };
    if let Some(overrun) = overrun {
        return Exchange::ContextExceeded(overrun);
    }
    let failed = match status.as_u16() {
        429 => Failed::new(Interruption::RateLimited, Retry::UntilLimit),
        408 | 425 | 502..=504 => Failed::new(Interruption::Unavailable, Retry::UntilLimit),
        500.. => Failed::new(ModelFailure::ServerError, Retry::Once),
        300..=399 | 401 | 403..=405 => Failed::new(Interruption::Refused, Retry::Never),
        _ => Failed::new(ModelFailure::Rejected, Retry::Never),
    };
    Exchange::Failed(Failed {
        retry_after: retry_after(headers),
        status: Some(status),
        ..failed
    })
}

/// What is looked at in an error body; never kept.
#[derive(Deserialize, Default)]
#[serde(default)]
struct ErrorBody<'a> {
    #[serde(borrow)]
    error: Option<&'a serde_json::value::RawValue>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct ErrorFields {
    message: Option<String>,
    r#type: Option<String>,
    /// A string at OpenAI, an integer at llama-server.
    code: serde_json::Value,
    n_prompt_tokens: Option<u32>,
    n_ctx: Option<u32>,
}

/// llama-server tells by type, OpenAI by code, vLLM by its message.
fn overrun_in(body: &[u8]) -> Option<Overrun> {
    let nested = serde_json::from_slice::<ErrorBody<'_>>(body)
        .ok()
        .and_then(|body| body.error);
    let fields = match nested {
        Some(error) => serde_json::from_str::<ErrorFields>(error.get()),
        None => serde_json::from_slice::<ErrorFields>(body),
    };
    let fields = fields.ok()?;
    let message = fields.message.unwrap_or_default();
    let says = |words: &str| memmem::find(message.as_bytes(), words.as_bytes());
    let limit = says("maximum context length").or_else(|| says("longer than the maximum model"));
    let exceeded = fields.r#type.as_deref() == Some("exceed_context_size_error")
        || fields.code.as_str() == Some("context_length_exceeded")
        || limit.is_some();
    // "maximum context length is 4096 tokens": the first number after it.
    let told = limit.and_then(|at| first_number(message.get(at..)?));
    exceeded.then_some(Overrun {
        prompt_tokens: fields.n_prompt_tokens.or_else(|| prompt_in(&message)),
        context_tokens: fields.n_ctx.or(told),
    })
}

/// vLLM: "(3000 in the messages, 2000 in the completion)", or "your request has
/// 3000 input tokens".
fn prompt_in(message: &str) -> Option<u32> {
    let before = |words: &str| message.split_once(words).map(|(before, _)| before);
    last_number(before(" in the messages").or_else(|| before(" input tokens"))?)
}

fn last_number(text: &str) -> Option<u32> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    text.get(digits..)?.parse().ok()
}

fn first_number(text: &str) -> Option<u32> {
    let digits = text.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !c.is_ascii_digit());
    digits.get(..end.unwrap_or(digits.len()))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(status: u16, body: &str) -> String {
        let status = StatusCode::from_u16(status).unwrap();
        match of_status(status, &HeaderMap::new(), body.into()) {
            Exchange::Answered(_) => "answered".to_owned(),
            Exchange::ContextExceeded(_) => "context".to_owned(),
            Exchange::Failed(failed) => match failed.error {
                CoderError::Interrupted(why) => format!("{} {:?}", why.as_str(), failed.retry),
                CoderError::ModelFailed(why) => format!("{} {:?}", why.as_str(), failed.retry),
                _ => "other".to_owned(),
            },
        }
    }

    #[test]
    fn each_status_has_its_meaning_whatever_the_body_holds() {
        let table = [
            (200, "answered"),
            (302, "refused Never"),
            (400, "rejected Never"),
            (401, "refused Never"),
            (404, "refused Never"),
            (413, "context"),
            (418, "rejected Never"),
            (429, "rate_limited UntilLimit"),
            (500, "server_error Once"),
            (501, "server_error Once"),
            (502, "unavailable UntilLimit"),
            (503, "unavailable UntilLimit"),
            (504, "unavailable UntilLimit"),
        ];
        for (status, expected) in table {
            for body in [
                "",
                "<html>",
                r#"{"error":{"message":"m","code":400,"type":"t"}}"#,
            ] {
                assert_eq!(verdict(status, body), expected, "{status} {body}");
            }
        }
    }

    #[test]
    fn what_a_server_tells_of_its_context_is_learnt() {
        let overrun = |body: &str| overrun_in(body.as_bytes()).unwrap();
        let llama = r#"{"error":{"code":400,"type":"exceed_context_size_error","n_prompt_tokens":9,"n_ctx":4}}"#;
        assert_eq!(
            overrun(llama),
            Overrun {
                prompt_tokens: Some(9),
                context_tokens: Some(4)
            }
        );
        let vllm = r#"{"message":"This model's maximum context length is 4096 tokens. However"}"#;
        assert_eq!(overrun(vllm).context_tokens, Some(4096));
        let words = [
            "However, you requested 5048 tokens (3000 in the messages, 2048 in the completion).",
            "However, your request has 3000 input tokens. Please reduce the length.",
            "and your request has 3000 input tokens (2048 > 4096 - 3000).",
        ];
        for words in words {
            let message = format!("This model's maximum context length is 4096 tokens. {words}");
            let told = overrun(&serde_json::json!({"error": {"message": message}}).to_string());
            assert_eq!(
                (told.prompt_tokens, told.context_tokens),
                (Some(3000), Some(4096)),
                "{words}"
            );
        }
        let nothing = overrun(r#"{"error":{"code":"context_length_exceeded"}}"#);
        assert_eq!(nothing, Overrun::default());
    }

    #[test]
    fn every_servers_way_to_say_that_the_prompt_is_too_long_is_known() {
        let bodies = [
            r#"{"error":{"code":400,"message":"request (9 tokens) exceeds","type":"exceed_context_size_error","n_prompt_tokens":9,"n_ctx":4}}"#,
            r#"{"error":{"message":"too long","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}"#,
            r#"{"object":"error","message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError","param":null,"code":400}"#,
            r#"{"error":{"message":"The decoder prompt (length 9) is longer than the maximum model length of 4.","type":"BadRequestError","param":null,"code":400}}"#,
        ];
        for body in bodies {
            assert_eq!(verdict(400, body), "context", "{body}");
        }
        assert_eq!(
            verdict(400, r#"{"error":{"message":"bad schema","code":400}}"#),
            "rejected Never"
        );
        assert_eq!(
            verdict(400, r#"{"detail":[{"loc":["body"]}]}"#),
            "rejected Never"
        );
    }
}
