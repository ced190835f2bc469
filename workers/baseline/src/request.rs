//! What is read of a chat completion request: the last user message, and
//! whether the answer's schema wants POA. The rest (temperature, model, seed)
//! means nothing to a dictionary and is ignored.

use serde::Deserialize;
use serde_json::value::RawValue;

/// A chat completion request, as far as it matters here.
#[derive(Deserialize)]
pub(crate) struct Request<'a> {
    #[serde(borrow)]
    messages: Vec<Message<'a>>,
    #[serde(default)]
    stream: Option<bool>,
    #[serde(borrow, default)]
    response_format: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Message<'a> {
    role: &'a str,
    #[serde(default)]
    content: Option<Content>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Content {
    Text(String),
    Parts(Vec<Part>),
}

#[derive(Deserialize)]
struct Part {
    #[serde(default)]
    text: String,
}

/// Why a request is refused, in OpenAI's words and never the client's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Not JSON, or not a chat completion request.
    Malformed,
    /// `stream: true`.
    Streaming,
    /// No user message with text.
    NoUserMessage,
}

impl Refusal {
    /// What the client reads.
    pub(crate) const fn message(self) -> &'static str {
        match self {
            Self::Malformed => "the body is not a chat completion request",
            Self::Streaming => {
                "this server does not stream: leave out \"stream\" or set it to false"
            }
            Self::NoUserMessage => "the request has no user message with text",
        }
    }
}

impl<'a> Request<'a> {
    /// Reads a request body.
    pub(crate) fn parse(body: &'a [u8]) -> Result<Self, Refusal> {
        let request: Self = serde_json::from_slice(body).map_err(|_| Refusal::Malformed)?;
        if request.stream == Some(true) {
            return Err(Refusal::Streaming);
        }
        Ok(request)
    }

    /// Whether the schema asks for present-on-admission indicators.
    pub(crate) fn wants_poa(&self) -> bool {
        self.response_format
            .is_some_and(|format| format.get().contains(r#""poa""#))
    }

    /// The last user message.
    pub(crate) fn into_user_message(self) -> Result<String, Refusal> {
        let mut from_users = self.messages.into_iter().rev().filter(|m| m.role == "user");
        match from_users.next().and_then(|message| message.content) {
            Some(Content::Text(text)) => Ok(text),
            Some(Content::Parts(parts)) => Ok(parts
                .into_iter()
                .map(|part| part.text)
                .collect::<Vec<_>>()
                .join("\n")),
            None => Err(Refusal::NoUserMessage),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(json: &str) -> Result<String, Refusal> {
        Request::parse(json.as_bytes())?.into_user_message()
    }

    #[test]
    fn the_last_user_message_is_read_as_text_or_as_parts() {
        let text = r#"{"model":"m","messages":[{"role":"user","content":"a"},{"role":"user","content":"b\n"},{"role":"assistant","content":"c"}]}"#;
        assert_eq!(message(text).as_deref(), Ok("b\n"));
        let parts = r#"{"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}]}"#;
        assert_eq!(message(parts).as_deref(), Ok("a\nb"));
    }

    #[test]
    fn what_cannot_be_answered_is_refused() {
        assert_eq!(message("{"), Err(Refusal::Malformed));
        assert_eq!(message(r#"{"messages":"hi"}"#), Err(Refusal::Malformed));
        assert_eq!(
            message(r#"{"messages":[],"stream":true}"#),
            Err(Refusal::Streaming)
        );
        assert_eq!(
            message(r#"{"messages":[],"stream":false}"#),
            Err(Refusal::NoUserMessage)
        );
        let silent = r#"{"messages":[{"role":"user","content":null}]}"#;
        assert_eq!(message(silent), Err(Refusal::NoUserMessage));
    }

    #[test]
    fn the_schema_says_whether_poa_is_wanted() {
        let wants = |format: &str| {
            let json = format!(r#"{{"messages":[],"response_format":{format}}}"#);
            Request::parse(json.as_bytes()).unwrap().wants_poa()
        };
        assert!(wants(
            r#"{"json_schema":{"schema":{"properties":{"poa":{}}}}}"#
        ));
        assert!(!wants(r#"{"type":"json_object"}"#));
        assert!(!wants("null"));
    }
}
