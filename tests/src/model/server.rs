//! The server itself, straight on hyper: a crashed server closes connections
//! without an answer, which a framework does not let a handler do.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use anyhow::{Context, Result};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::http::serve;
use super::reply::Reply;
use super::request::RequestView;
use super::state::State;
use crate::accepting::accept;

/// A model server that follows a script. Stops when dropped: its connections
/// break and its port refuses.
#[derive(Debug)]
pub struct ScriptedModel {
    address: SocketAddr,
    state: Arc<State>,
    accepting: JoinHandle<()>,
}

impl ScriptedModel {
    /// Answers every request with six suggestions, at once.
    ///
    /// # Errors
    /// When no port can be bound.
    pub async fn suggesting() -> Result<Self> {
        Self::start(|_| Reply::Suggestions).await
    }

    /// Answers as `script` says, on any free port.
    ///
    /// # Errors
    /// When no port can be bound.
    pub async fn start<F>(script: F) -> Result<Self>
    where
        F: Fn(&RequestView) -> Reply + Send + Sync + 'static,
    {
        Self::start_at((Ipv4Addr::LOCALHOST, 0).into(), script).await
    }

    /// Answers as `script` says, at this address: to come back where an
    /// earlier server was.
    ///
    /// # Errors
    /// When the address cannot be bound.
    pub async fn start_at<F>(address: SocketAddr, script: F) -> Result<Self>
    where
        F: Fn(&RequestView) -> Reply + Send + Sync + 'static,
    {
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot listen on {address}"))?;
        let address = listener.local_addr()?;
        let state = Arc::new(State::new(script));
        let accepting = tokio::spawn(accept(listener, {
            let state = Arc::clone(&state);
            move |stream| serve(stream, Arc::clone(&state))
        }));
        Ok(Self {
            address,
            state,
            accepting,
        })
    }

    /// Where it listens.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The API's root, `/v1` included: a value for
    /// `CHARTFLEET__MODEL__ENDPOINTS`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Another script from now on.
    pub fn set_script<F>(&self, script: F)
    where
        F: Fn(&RequestView) -> Reply + Send + Sync + 'static,
    {
        self.state.set_script(script);
    }

    /// While loading, every path answers 503, `/health` included.
    pub fn set_loading(&self, loading: bool) {
        self.state.set_loading(loading);
    }

    /// Completion requests received.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.state.requests()
    }

    /// Completion requests without an answer yet.
    #[must_use]
    pub fn in_flight(&self) -> u64 {
        self.state.in_flight()
    }

    /// The most completion requests that were in flight together.
    #[must_use]
    pub fn max_in_flight(&self) -> u64 {
        self.state.max_in_flight()
    }

    /// Keeps the requests from now on, prompts included.
    pub fn record(&self) {
        self.state.record();
    }

    /// The requests kept since [`ScriptedModel::record`].
    #[must_use]
    pub fn recorded(&self) -> Vec<RequestView> {
        self.state.recorded()
    }
}

impl Drop for ScriptedModel {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}
