//! The embedding server, where a site has one.

use std::num::NonZeroUsize;
use std::time::Duration;

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use url::Url;

use super::SettingsError;
use super::units::{redacted, seconds};

/// The search by meaning.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Embeddings {
    /// The API's root, `/v1` included; empty for none.
    pub endpoint: String,
    /// The model to ask for.
    pub model: String,
    /// Bearer token; empty sends none.
    #[serde(serialize_with = "redacted")]
    pub api_key: SecretString,
    /// Texts in one request.
    pub batch: NonZeroUsize,
    /// How many of a vector's numbers count.
    pub dims: NonZeroUsize,
    /// How long one request may take.
    #[serde(rename = "timeout_s", with = "seconds")]
    pub timeout: Duration,
}

impl Embeddings {
    /// The server's URL; none where the search is off.
    #[must_use]
    pub fn url(&self) -> Option<Url> {
        self.endpoint.parse().ok()
    }

    /// Whether the endpoint is empty or may be asked.
    pub(super) fn check(&self) -> Result<(), SettingsError> {
        let served = |url: Url| matches!(url.scheme(), "http" | "https") && url.has_host();
        if self.endpoint.is_empty() || self.url().is_some_and(served) {
            return Ok(());
        }
        Err(SettingsError::Invalid {
            key: "embeddings.endpoint",
            problem: "an http:// or https:// URL, or empty for none",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(endpoint: &str) -> Embeddings {
        Embeddings {
            endpoint: endpoint.to_owned(),
            model: String::new(),
            api_key: String::new().into(),
            batch: NonZeroUsize::MIN,
            dims: NonZeroUsize::MIN,
            timeout: Duration::from_secs(1),
        }
    }

    #[test]
    fn an_endpoint_is_empty_or_a_servers_url() {
        for (endpoint, good) in [
            ("", true),
            ("http://127.0.0.1:8092/v1", true),
            ("ftp://somewhere/v1", false),
            ("somewhere", false),
        ] {
            assert_eq!(at(endpoint).check().is_ok(), good, "{endpoint}");
        }
        assert!(at("").url().is_none());
    }
}
