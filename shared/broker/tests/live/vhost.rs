//! A virtual host for one test, made and removed through the broker's
//! management interface.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::FutureExt;
use reqwest::{Client, Method, Url};

/// A virtual host of its own.
#[derive(Clone, Debug)]
pub(crate) struct Vhost {
    name: String,
    broker: Url,
    management: Url,
    client: Client,
}

/// Runs a test in a fresh virtual host and removes it whatever the outcome.
pub(crate) async fn in_a_vhost<T, F>(test: T)
where
    T: FnOnce(Vhost) -> F,
    F: Future<Output = ()>,
{
    let vhost = Vhost::create().await;
    let outcome = AssertUnwindSafe(test(vhost.clone())).catch_unwind().await;
    vhost
        .call(Method::DELETE, &format!("vhosts/{}", vhost.name), "")
        .await;
    if let Err(failed) = outcome {
        std::panic::resume_unwind(failed);
    }
}

impl Vhost {
    async fn create() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        // Another test of this process may have installed it already.
        drop(rustls::crypto::ring::default_provider().install_default());
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let vhost = Self {
            name: format!("chartfleet-test-{}-{number}", std::process::id()),
            broker: from_environment("CHARTFLEET__BROKER__URL"),
            management: from_environment("CHARTFLEET_BROKER_MANAGEMENT_URL"),
            client: Client::new(),
        };
        let user = vhost.broker.username();
        vhost
            .call(Method::PUT, &format!("vhosts/{}", vhost.name), "")
            .await;
        vhost
            .call(
                Method::PUT,
                &format!("permissions/{}/{user}", vhost.name),
                r#"{"configure":".*","write":".*","read":".*"}"#,
            )
            .await;
        vhost
    }

    /// The broker's URL with this virtual host.
    pub(crate) fn url(&self) -> String {
        let mut url = self.broker.clone();
        url.set_path(&self.name);
        url.into()
    }

    /// The same, through another port of this machine.
    pub(crate) fn url_at_port(&self, port: u16) -> String {
        let mut url = self.broker.clone();
        url.set_path(&self.name);
        url.set_host(Some("127.0.0.1")).unwrap();
        url.set_port(Some(port)).unwrap();
        url.into()
    }

    /// `host:port` of the broker.
    pub(crate) fn address(&self) -> String {
        let host = self.broker.host_str().unwrap();
        format!("{host}:{}", self.broker.port().unwrap_or(5672))
    }

    pub(crate) async fn delete_queue(&self, queue: &str) {
        let path = format!("queues/{}/{queue}", self.name);
        self.call(Method::DELETE, &path, "").await;
    }

    pub(crate) async fn declare_classic_queue(&self, queue: &str) {
        let path = format!("queues/{}/{queue}", self.name);
        self.call(Method::PUT, &path, r#"{"durable":true}"#).await;
    }

    /// Publishes any text.
    pub(crate) async fn publish(&self, queue: &str, text: &str) {
        let quoted = text.replace('"', "\\\"");
        let body = format!(
            r#"{{"properties":{{}},"routing_key":"{queue}","payload":"{quoted}","payload_encoding":"string"}}"#
        );
        let path = format!("exchanges/{}/amq.default/publish", self.name);
        self.call(Method::POST, &path, &body).await;
    }

    async fn call(&self, method: Method, path: &str, body: &str) {
        let mut url = self.management.clone();
        let (user, password) = (url.username().to_owned(), url.password().map(str::to_owned));
        url.set_username("").unwrap();
        url.set_password(None).unwrap();
        url.set_path(&format!("api/{path}"));
        let answer = self
            .client
            .request(method, url)
            .basic_auth(user, password)
            .header("content-type", "application/json")
            .body(body.to_owned())
            .send()
            .await
            .expect("the broker's management interface answers");
        let status = answer.status();
        assert!(status.is_success(), "{path}: {status}");
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests find their services where `deploy/local env` says"
)]
fn from_environment(name: &str) -> Url {
    let Ok(url) = std::env::var(name) else {
        panic!("{name} is not set: run these tests through ./deploy/test, which starts a broker");
    };
    url.parse().expect("a URL")
}
