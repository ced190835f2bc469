//! A directory and an environment in which a test runs our programs.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use tempfile::TempDir;
use tokio::process::Command;

use crate::environment::variable;
use crate::isolated::Isolated;
use crate::process::{Program, Running};

/// A working directory, captured outputs and environment variables. The
/// directory is deleted at the end, or kept and named when the test panics.
#[derive(Debug)]
pub struct Sandbox {
    dir: TempDir,
    env: BTreeMap<String, String>,
    started: AtomicU32,
}

/// A program that has ended.
#[derive(Debug)]
pub struct Finished {
    /// How.
    pub status: ExitStatus,
    /// What it wrote to standard output.
    pub stdout: String,
    /// What it wrote to standard error.
    pub stderr: String,
}

impl Sandbox {
    /// A sandbox whose programs use these services.
    ///
    /// # Errors
    /// When no temporary directory can be made.
    pub fn new(services: &Isolated) -> Result<Self> {
        let mut sandbox = Self::empty()?;
        sandbox
            .set("CHARTFLEET__BROKER__URL", services.broker_url())
            .set("CHARTFLEET__STORE__URL", services.store_url())
            .set("CHARTFLEET__CODES__DIR", services.codes_dir().display());
        Ok(sandbox)
    }

    /// A sandbox whose programs know of no services. Of the caller's
    /// environment they see PATH and HOME alone.
    ///
    /// # Errors
    /// When no temporary directory can be made.
    pub fn empty() -> Result<Self> {
        let dir = tempfile::Builder::new()
            .prefix("chartfleet-test-")
            .tempdir()
            .context("cannot make a temporary directory")?;
        let env = ["PATH", "HOME"]
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), variable(name)?)))
            .collect();
        Ok(Self {
            dir,
            env,
            started: AtomicU32::new(0),
        })
    }

    /// Sets a variable for the programs started from now on.
    pub fn set(&mut self, name: &str, value: impl std::fmt::Display) -> &mut Self {
        self.env.insert(name.to_owned(), value.to_string());
        self
    }

    /// The working directory; outputs are in its `output/`.
    #[must_use]
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Writes a file into the working directory.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> Result<PathBuf> {
        let path = self.dir().join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(&path, content)
            .with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }

    /// Starts a program.
    ///
    /// # Errors
    /// When it is not built or cannot be started.
    pub fn spawn(&self, program: Program, args: &[&str]) -> Result<Running> {
        let number = self.started.fetch_add(1, Ordering::Relaxed);
        let output = self.dir().join("output");
        std::fs::create_dir_all(&output)?;
        let path = |stream| output.join(format!("{number:02}-{}.{stream}", program.name()));
        let (stdout, stderr) = (path("out"), path("err"));
        let child = Command::new(program.path()?)
            .args(args)
            .env_clear()
            .envs(&self.env)
            .current_dir(self.dir())
            .stdin(Stdio::null())
            .stdout(File::create(&stdout)?)
            .stderr(File::create(&stderr)?)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", program.name()))?;
        Ok(Running {
            program,
            child,
            stdout,
            stderr,
        })
    }

    /// Runs a program to its end, whatever its exit code.
    ///
    /// # Errors
    /// When it cannot be started or does not end in time.
    pub async fn run(
        &self,
        program: Program,
        args: &[&str],
        timeout: Duration,
    ) -> Result<Finished> {
        let mut running = self.spawn(program, args)?;
        let status = running.wait_exit(timeout).await?;
        Ok(Finished {
            status,
            stdout: running.stdout()?,
            stderr: running.stderr()?,
        })
    }
}

impl Drop for Sandbox {
    #[expect(
        clippy::print_stderr,
        reason = "a failed test says where its evidence is"
    )]
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.dir.disable_cleanup(true);
            eprintln!("harness: outputs are kept in {}", self.dir().display());
        }
    }
}

/// Every file below `dir` that holds `needle`: how a planted canary is found.
///
/// # Errors
/// When a file cannot be read.
pub fn files_containing(dir: &Path, needle: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut pending = vec![dir.to_owned()];
    while let Some(path) = pending.pop() {
        let kind = std::fs::symlink_metadata(&path)?.file_type();
        if kind.is_dir() {
            for entry in std::fs::read_dir(&path)? {
                pending.push(entry?.path());
            }
        } else if kind.is_file() && holds(&std::fs::read(&path)?, needle.as_bytes()) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    memchr::memmem::find(haystack, needle).is_some()
}
