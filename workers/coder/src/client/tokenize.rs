//! Counting tokens where the server can: `/tokenize` of llama-server
//! (`content`) and of vLLM (`prompt`). A server that once did not know the path,
//! or answered something else, is not asked again.

use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tokio_util::sync::CancellationToken;

use super::exchange::{self, Exchange};
use super::probe::is_absent;
use super::{ModelClient, guarded};
use crate::error::CoderError;

/// Whether a server is known not to count. A client's clones share it.
#[derive(Debug, Default)]
pub(super) struct Counter {
    is_absent: AtomicBool,
}

/// Both servers' names for the text: each ignores the other's.
#[derive(Serialize)]
struct Request<'a> {
    model: &'a str,
    content: &'a str,
    prompt: &'a str,
}

#[derive(Deserialize)]
struct Counted<'a> {
    /// vLLM.
    #[serde(default)]
    count: Option<u64>,
    #[serde(borrow, default)]
    tokens: Vec<&'a RawValue>,
}

impl ModelClient {
    /// How many tokens a text is for the model; `None` where the server does
    /// not tell. Cancel-safe.
    pub(crate) async fn count_tokens(
        &self,
        text: &str,
        cancel: &CancellationToken,
    ) -> Result<Option<u64>, CoderError> {
        let Some(url) = &self.tokenize else {
            return Ok(None);
        };
        if self.counter.is_absent.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let request = Request {
            model: &self.settings.model,
            content: text,
            prompt: text,
        };
        let body = serde_json::to_vec(&request).map(Bytes::from);
        let body = body.unwrap_or_default();
        let request = exchange::post(&self.http, url, body).timeout(self.settings.canary_timeout);
        let counted = match guarded(cancel, exchange::run(request)).await? {
            Exchange::Answered(body) => count_in(&body),
            Exchange::Failed(failed) if is_absent(&failed) => None,
            // Loading, overload, this text too large: another time.
            Exchange::Failed(_) | Exchange::ContextExceeded(_) => return Ok(None),
        };
        if counted.is_none() {
            self.counter.is_absent.store(true, Ordering::Relaxed);
        }
        Ok(counted)
    }
}

fn count_in(body: &[u8]) -> Option<u64> {
    let counted: Counted<'_> = serde_json::from_slice(body).ok()?;
    let listed = u64::try_from(counted.tokens.len()).ok();
    counted.count.or(listed).filter(|&count| count > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Script, Scripted, client, failure};

    async fn counts(answers: Vec<Scripted>) -> Vec<Option<u64>> {
        let (_, address) = Script::serve(answers).await;
        let (client, cancel) = (client(address), CancellationToken::new());
        let mut counts = Vec::new();
        for _ in 0..2 {
            counts.push(client.count_tokens("two words", &cancel).await.unwrap());
        }
        counts
    }

    #[tokio::test]
    async fn a_text_too_large_to_count_is_no_server_that_cannot_count() {
        let two = || Scripted::Http(200, Vec::new(), r#"{"tokens":[1,2]}"#.to_owned());
        let too_large = failure(413, "content_too_large");
        assert_eq!(counts(vec![too_large, two()]).await, [None, Some(2)]);
        let unknown = failure(404, "not_found_error");
        assert_eq!(counts(vec![unknown, two()]).await, [None, None]);
    }

    #[test]
    fn both_servers_counts_are_read() {
        assert_eq!(count_in(br#"{"tokens":[1,22,333]}"#), Some(3));
        assert_eq!(
            count_in(br#"{"count":2,"max_model_len":9,"tokens":[1,2]}"#),
            Some(2)
        );
        assert_eq!(count_in(br#"{"tokens":[]}"#), None);
        assert_eq!(count_in(b"<html>"), None);
    }
}
