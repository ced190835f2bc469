//! A real llama-server with a tiny model of random numbers: the protocol, the
//! grammar, the slots and the prefix cache are those of a night; the words are
//! noise.
//!
//! `deploy/test` and `deploy/local llama-server` build the program into
//! `.chartfleet/llama`; `CHARTFLEET_LLAMA_SERVER` names another one. Without
//! one [`LlamaServer::start`] says that the test is skipped.

mod gguf;
mod tiny;
mod vocabulary;

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::environment::{variable, workspace};
use crate::process::{Program, Running};
use crate::sandbox::Sandbox;
use crate::skip::skip;
use crate::wait::eventually;

pub use tiny::ModelSize;

/// Names the program to use instead of the built one.
const VARIABLE: &str = "CHARTFLEET_LLAMA_SERVER";
/// The words that the model's vocabulary knows: those of our prompts and of
/// demo charts.
const SAMPLE: [&str; 3] = [
    include_str!("../../../workers/coder/prompts/instructions.md"),
    include_str!("../../../deploy/demo-charts/inpatient.ndjson"),
    include_str!("../../../deploy/demo-charts/outpatient.ndjson"),
];
/// A loaded machine loads a small model in less.
const PATIENCE: Duration = Duration::from_secs(60);
/// Another process may take the port between its choice and its use.
const TRIES: u32 = 3;

/// A running llama-server of this test's own. Killed when dropped: it has
/// nothing to save.
#[derive(Debug)]
pub struct LlamaServer {
    // The process first: it still writes its log.
    running: Running,
    _sandbox: Sandbox,
    port: u16,
}

impl LlamaServer {
    /// Starts one with `slots` slots of `context` tokens each and waits until
    /// it is ready. `None` where there is no program, which is then said to be
    /// the reason of a skipped test.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start(slots: u32, context: u32) -> Result<Option<Self>> {
        Self::start_sized(slots, context, ModelSize::TINY).await
    }

    /// The same with a model of another size.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn start_sized(slots: u32, context: u32, size: ModelSize) -> Result<Option<Self>> {
        if executable()?.is_none() {
            skip("llama-server is not built (deploy/local llama-server)")?;
            return Ok(None);
        }
        let mut tries = 0;
        loop {
            tries += 1;
            match Self::try_start(slots, context, size).await {
                Ok(server) => return Ok(Some(server)),
                Err(error) if tries == TRIES => return Err(error),
                Err(_) => {}
            }
        }
    }

    async fn try_start(slots: u32, context: u32, size: ModelSize) -> Result<Self> {
        let sandbox = Sandbox::empty()?;
        sandbox.write("tiny.gguf", tiny::model(&SAMPLE.join("\n"), size))?;
        let port = free_port()?;
        let args = [
            ("--model", "tiny.gguf".to_owned()),
            ("--alias", "tiny-noise".to_owned()),
            ("--host", Ipv4Addr::LOCALHOST.to_string()),
            ("--port", port.to_string()),
            ("--parallel", slots.to_string()),
            ("--ctx-size", slots.saturating_mul(context).to_string()),
            // Several threads wait for each other in loops, which on a busy
            // machine takes many times as long as the work.
            ("--threads", "1".to_owned()),
            // No copies of slots in memory: what is cached is in a slot.
            ("--cache-ram", "0".to_owned()),
        ];
        let args: Vec<&str> = args
            .iter()
            .flat_map(|(name, value)| [*name, value.as_str()])
            .chain(["--no-kv-unified", "--no-ui"])
            .collect();
        let mut running = sandbox.spawn(Program::LlamaServer, &args)?;
        let health = format!("http://{}:{port}/health", Ipv4Addr::LOCALHOST);
        let http = client()?;
        eventually("llama-server is ready", PATIENCE, || {
            let request = http.get(&health).send();
            let ended = running.is_running().is_ok_and(|runs| !runs);
            async move {
                let ready = request
                    .await
                    .is_ok_and(|answer| answer.status().is_success());
                (ready || ended).then_some(())
            }
        })
        .await?;
        if !running.is_running()? {
            let log = running.stderr()?;
            anyhow::bail!("llama-server ended at once: {log}");
        }
        Ok(Self {
            running,
            _sandbox: sandbox,
            port,
        })
    }

    /// The API's root.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}:{}/v1", Ipv4Addr::LOCALHOST, self.port)
    }

    /// What it has written so far.
    ///
    /// # Errors
    /// When its log cannot be read.
    pub fn log(&self) -> Result<String> {
        Ok(self.running.stdout()? + &self.running.stderr()?)
    }
}

/// A client that goes to the server that is named, and nowhere else.
pub(crate) fn client() -> Result<reqwest::Client> {
    // Another one that a test installed before does as well.
    drop(rustls::crypto::ring::default_provider().install_default());
    Ok(reqwest::Client::builder().no_proxy().build()?)
}

/// The program, where there is one.
pub(crate) fn executable() -> Result<Option<PathBuf>> {
    if let Some(path) = variable(VARIABLE) {
        let named = PathBuf::from(path).canonicalize();
        return named.map(Some).context(VARIABLE);
    }
    let built = workspace()?.join(".chartfleet/llama/llama-server");
    Ok(built.is_file().then_some(built))
}

/// A port that is free now.
fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?.port())
}
