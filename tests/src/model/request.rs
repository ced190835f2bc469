//! What a script sees of a request.

use anyhow::{Context, Result};
use bytes::Bytes;
use serde_json::Value;

/// One chat completion request.
#[derive(Clone)]
pub struct RequestView {
    pub(super) number: u64,
    pub(super) body: Bytes,
}

/// Shows its number, never the prompt.
impl std::fmt::Debug for RequestView {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RequestView")
            .field("number", &self.number)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

impl RequestView {
    /// How many completion requests came before this one.
    #[must_use]
    pub const fn number(&self) -> u64 {
        self.number
    }

    /// The body as it was sent.
    #[must_use]
    pub const fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as JSON; parsed anew on each call.
    ///
    /// # Errors
    /// When it is none.
    pub fn json(&self) -> Result<Value> {
        serde_json::from_slice(&self.body).context("the request's body is no JSON")
    }

    /// The text of the last message.
    ///
    /// # Errors
    /// When there is none.
    pub fn last_message(&self) -> Result<String> {
        let body = self.json()?;
        let text = body
            .get("messages")
            .and_then(|messages| messages.as_array()?.last()?.get("content")?.as_str());
        text.map(str::to_owned)
            .context("the request has no message with a text")
    }

    /// Whether the prompt holds `text` (as JSON writes it).
    #[must_use]
    pub fn mentions(&self, text: &str) -> bool {
        memchr::memmem::find(&self.body, text.as_bytes()).is_some()
    }
}
