//! Our own programs as child processes.

use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use tokio::process::Child;

use crate::environment::program_path;
use crate::llama;
use crate::usage::{Usage, usage_of};
use crate::wait::eventually;

/// A program that tests start: all but one are of this workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// The operator's command line and the scheduler.
    Chartfleet,
    /// The worker.
    Worker,
    /// The lexical coder's server.
    Baseline,
    /// The zero-latency model server of the benchmarks.
    ScriptedModel,
    /// A real model server, which is not ours: `deploy/local llama-server`
    /// builds it.
    LlamaServer,
}

impl Program {
    /// The executable's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chartfleet => "chartfleet",
            Self::Worker => "chartfleet-worker",
            Self::Baseline => "chartfleet-baseline",
            Self::ScriptedModel => "scripted-model",
            Self::LlamaServer => "llama-server",
        }
    }

    /// The executable, for tests that start it in a way of their own.
    ///
    /// # Errors
    /// When it is not built.
    pub fn path(self) -> Result<PathBuf> {
        match self {
            Self::LlamaServer => llama::executable()?
                .context("llama-server is not built; run: deploy/local llama-server"),
            Self::Chartfleet | Self::Worker | Self::Baseline | Self::ScriptedModel => {
                program_path(self.name())
            }
        }
    }
}

/// A process that runs until it ends, is stopped, or this is dropped (which
/// kills it).
#[derive(Debug)]
pub struct Running {
    pub(crate) program: Program,
    pub(crate) child: Child,
    pub(crate) stdout: PathBuf,
    pub(crate) stderr: PathBuf,
}

impl Running {
    /// Its process id.
    ///
    /// # Errors
    /// When it has ended.
    pub fn pid(&self) -> Result<u32> {
        self.child.id().context("the process has ended")
    }

    /// The file that holds its standard output so far.
    #[must_use]
    pub fn stdout_path(&self) -> &Path {
        &self.stdout
    }

    /// The file that holds its standard error so far.
    #[must_use]
    pub fn stderr_path(&self) -> &Path {
        &self.stderr
    }

    /// Its standard output so far.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn stdout(&self) -> Result<String> {
        read(&self.stdout)
    }

    /// Its standard error so far.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn stderr(&self) -> Result<String> {
        read(&self.stderr)
    }

    /// Asks it to stop, as systemd and Kubernetes do.
    ///
    /// # Errors
    /// When it has ended already.
    pub fn sigterm(&self) -> Result<()> {
        let pid = i32::try_from(self.pid()?)?;
        let pid = Pid::from_raw(pid).context("no process has the number 0")?;
        kill_process(pid, Signal::TERM).context("cannot signal the process")
    }

    /// Kills it with SIGKILL and waits until it is gone.
    ///
    /// # Errors
    /// When the system refuses.
    pub async fn kill9(&mut self) -> Result<()> {
        self.child.kill().await.context("cannot kill the process")
    }

    /// Waits until it ends by itself. Cancel-safe.
    ///
    /// # Errors
    /// When it still runs after `timeout`; the error holds the end of its log.
    pub async fn wait_exit(&mut self, timeout: Duration) -> Result<ExitStatus> {
        match tokio::time::timeout(timeout, self.child.wait()).await {
            Ok(status) => Ok(status?),
            Err(_) => bail!(
                "{} still runs after {timeout:?}; its log ends:\n{}",
                self.program.name(),
                tail(&self.stderr()?)
            ),
        }
    }

    /// Whether it still runs.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn is_running(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_none())
    }

    /// Waits until its output (standard output or error) holds `text`.
    ///
    /// # Errors
    /// When that does not happen in time, or it ends without; the error holds
    /// the end of its log.
    pub async fn wait_output(&mut self, text: &str, timeout: Duration) -> Result<()> {
        let (stdout, stderr) = (self.stdout.clone(), self.stderr.clone());
        let written = || {
            let found = [&stdout, &stderr]
                .into_iter()
                .any(|path| read(path).is_ok_and(|output| output.contains(text)));
            async move { found.then_some(()) }
        };
        let outcome = tokio::select! {
            outcome = eventually(text, timeout, written) => outcome,
            // It may have written the text as the last thing it did.
            _ = self.child.wait() => eventually(text, Duration::ZERO, written).await,
        };
        outcome.with_context(|| {
            format!(
                "{}; its log ends:\n{}",
                self.program.name(),
                tail(&read(&stderr).unwrap_or_default())
            )
        })
    }

    /// Its CPU time and memory.
    ///
    /// # Errors
    /// When it has ended.
    pub fn usage(&self) -> Result<Usage> {
        usage_of(self.pid()?)
    }
}

fn read(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn tail(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    lines
        .get(lines.len().saturating_sub(20)..)
        .unwrap_or_default()
        .join("\n")
}
