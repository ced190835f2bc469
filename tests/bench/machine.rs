//! Where, when and from what a figure was measured: without that it is none.

use std::path::Path;
use std::process::Command;

use chartfleet_model::{Clock, SystemClock};
use serde::Serialize;

/// The circumstances of a measurement.
#[derive(Debug, Serialize)]
pub(crate) struct Circumstances {
    /// Cores this process and its children may use.
    pub(crate) cores: u32,
    pub(crate) cpu: String,
    pub(crate) memory_gib: f64,
    /// Processes that wanted a core in the minute before, without ours.
    pub(crate) load_before: f64,
    pub(crate) measured_at: String,
    /// The commit; `+` says that files differ from it.
    pub(crate) revision: String,
    pub(crate) command: String,
}

impl Circumstances {
    /// Here and now.
    pub(crate) fn observe() -> Self {
        let mut measured_at = SystemClock.now().to_string();
        measured_at.truncate("2026-01-01T00:00:00".len());
        Self {
            cores: std::thread::available_parallelism()
                .map_or(0, |cores| u32::try_from(cores.get()).unwrap_or(u32::MAX)),
            cpu: value_in("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_owned()),
            memory_gib: memory_gib(),
            load_before: load(),
            measured_at: measured_at + "Z",
            revision: revision(),
            command: std::env::args().collect::<Vec<_>>().join(" "),
        }
    }
}

/// What stands behind `key` and a colon in a file of `/proc`.
fn value_in(path: &str, key: &str) -> Option<String> {
    let text = std::fs::read_to_string(path).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn memory_gib() -> f64 {
    let kib = value_in("/proc/meminfo", "MemTotal")
        .and_then(|value| value.split_whitespace().next()?.parse::<f64>().ok());
    kib.map_or(0.0, |kib| kib / f64::from(1 << 20))
}

fn load() -> f64 {
    std::fs::read_to_string("/proc/loadavg")
        .ok()
        .and_then(|text| text.split_whitespace().next()?.parse().ok())
        .unwrap_or(0.0)
}

fn revision() -> String {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let git = |args: &[&str]| {
        let output = Command::new("git").current_dir(here).args(args).output();
        let output = output.ok().filter(|output| output.status.success())?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    let Some(commit) = git(&["rev-parse", "--short=12", "HEAD"]) else {
        return "unknown".to_owned();
    };
    let changed = git(&["status", "--porcelain"]).is_none_or(|files| !files.is_empty());
    commit + if changed { "+" } else { "" }
}
