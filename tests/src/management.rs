//! The few calls the harness makes to RabbitMQ's management API.

use std::sync::OnceLock;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::json;
use url::Url;

/// RabbitMQ's management API; the URL carries user and password.
#[derive(Clone, Debug)]
pub(crate) struct Management {
    base: Url,
}

#[derive(Deserialize)]
struct Queue {
    name: String,
    #[serde(default)]
    messages: u64,
}

impl Management {
    pub(crate) fn at(url: &str) -> Result<Self> {
        let base = Url::parse(url).context("the management URL cannot be read")?;
        Ok(Self { base })
    }

    /// Makes a virtual host that the API's own user may use in every way.
    pub(crate) async fn create_vhost(&self, vhost: &str) -> Result<()> {
        let user = self.base.username();
        self.put(&format!("api/vhosts/{vhost}"), &json!({})).await?;
        let everything = json!({"configure": ".*", "write": ".*", "read": ".*"});
        self.put(&format!("api/permissions/{vhost}/{user}"), &everything)
            .await
    }

    pub(crate) async fn delete_vhost(&self, vhost: &str) -> Result<()> {
        let url = self.base.join(&format!("api/vhosts/{vhost}"))?;
        client()?.delete(url).send().await?.error_for_status()?;
        Ok(())
    }

    /// Messages in each queue, ready or delivered. The broker refreshes these
    /// figures every five seconds.
    pub(crate) async fn queues(&self, vhost: &str) -> Result<Vec<(String, u64)>> {
        let url = self.base.join(&format!("api/queues/{vhost}"))?;
        let answer = client()?.get(url).send().await?.error_for_status()?;
        let queues: Vec<Queue> = answer.json().await?;
        Ok(queues
            .into_iter()
            .map(|queue| (queue.name, queue.messages))
            .collect())
    }

    /// The messages that wait in a queue, with their properties, as the API
    /// prints them; they stay in it.
    pub(crate) async fn peek(&self, vhost: &str, queue: &str) -> Result<Vec<serde_json::Value>> {
        let url = self.base.join(&format!("api/queues/{vhost}/{queue}/get"))?;
        let wish = json!({"count": 1000, "ackmode": "ack_requeue_true", "encoding": "auto"});
        let answer = client()?.post(url).json(&wish).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    async fn put(&self, path: &str, body: &serde_json::Value) -> Result<()> {
        let url = self.base.join(path)?;
        client()?
            .put(url)
            .json(body)
            .send()
            .await?
            .error_for_status()?;
        Ok(())
    }
}

/// An HTTP client for tests. The workspace builds reqwest without a TLS
/// provider of its own, so one is named before the first client is made.
///
/// # Errors
/// When the client cannot be built.
pub(crate) fn client() -> Result<reqwest::Client> {
    static PROVIDER: OnceLock<()> = OnceLock::new();
    PROVIDER.get_or_init(|| {
        // An error means that a provider is installed already.
        rustls::crypto::ring::default_provider()
            .install_default()
            .unwrap_or_default();
    });
    Ok(reqwest::Client::builder().no_proxy().build()?)
}
