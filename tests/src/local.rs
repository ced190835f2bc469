//! Calls of `deploy/local`, the one script that knows how to run the services.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use tokio::process::Command;

use crate::environment::workspace;

/// What `deploy/local env` says about a stack.
pub(crate) type Exports = BTreeMap<String, String>;

/// `deploy/local` with a state directory of its own choosing.
#[derive(Clone, Debug)]
pub(crate) struct Local {
    state_dir: PathBuf,
}

impl Local {
    pub(crate) fn at(state_dir: PathBuf) -> Self {
        Self { state_dir }
    }

    pub(crate) fn state_dir(&self) -> &Path {
        &self.state_dir
    }

    /// Runs one command of the script and gives back its standard output. The
    /// caller's own server URLs are withheld: they would make the script treat
    /// its services as somebody else's.
    pub(crate) async fn call(&self, args: &[&str]) -> Result<String> {
        let script = workspace()?.join("deploy/local");
        let output = Command::new(&script)
            .args(args)
            .env("CHARTFLEET_STATE_DIR", &self.state_dir)
            .env_remove("CHARTFLEET__BROKER__URL")
            .env_remove("CHARTFLEET__STORE__URL")
            .stdin(Stdio::null())
            .output()
            .await
            .with_context(|| format!("cannot run {}", script.display()))?;
        if !output.status.success() {
            bail!(
                "deploy/local {}: {}\n{}",
                args.join(" "),
                output.status,
                String::from_utf8_lossy(&output.stderr)
            );
        }
        String::from_utf8(output.stdout).context("deploy/local wrote no UTF-8")
    }

    pub(crate) async fn exports(&self) -> Result<Exports> {
        Ok(parse_exports(&self.call(&["env"]).await?))
    }

    /// The process id the script keeps for a service.
    pub(crate) fn pid(&self, service: &str) -> Result<u32> {
        let data_dir = std::fs::read_to_string(self.state_dir.join("data-dir"))
            .context("this stack was never started")?;
        let file = Path::new(data_dir.trim_end()).join(service).join("pid");
        std::fs::read_to_string(&file)
            .with_context(|| format!("no {}", file.display()))?
            .trim()
            .parse()
            .context("a pid file holds no number")
    }
}

/// Reads `export NAME=value` lines. Values are quoted for bash with
/// backslashes (`printf %q`), which is all that paths and URLs need.
fn parse_exports(text: &str) -> Exports {
    text.lines()
        .filter_map(|line| line.strip_prefix("export ")?.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.replace('\\', "")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_exports_read_back() {
        let exports = parse_exports("export A=amqp://x/%2f\nnote\nexport B=/my\\ dir/codes\n");
        assert_eq!(exports["A"], "amqp://x/%2f");
        assert_eq!(exports["B"], "/my dir/codes");
        assert_eq!(exports.len(), 2);
    }
}
