//! What a process costs, from `/proc`: for benchmarks and leak tests.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};

/// Linux reports CPU time to user space in hundredths of a second.
const TICK: Duration = Duration::from_millis(10);

/// CPU time and memory of a process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// User and system time since the start, ended children's included.
    pub cpu: Duration,
    /// Memory in use.
    pub rss_bytes: u64,
    /// The part of it that other processes may share: files and shared memory.
    pub shared_bytes: u64,
    /// The most memory that was in use.
    pub peak_rss_bytes: u64,
}

/// The usage of one process.
///
/// # Errors
/// When there is no such process.
pub fn usage_of(pid: u32) -> Result<Usage> {
    let proc = Path::new("/proc").join(pid.to_string());
    let stat =
        std::fs::read_to_string(proc.join("stat")).with_context(|| format!("no process {pid}"))?;
    let status = std::fs::read_to_string(proc.join("status"))
        .with_context(|| format!("no process {pid}"))?;
    Ok(Usage {
        cpu: cpu_in(&stat).context("an unknown form of /proc/PID/stat")?,
        rss_bytes: kib_in(&status, "VmRSS:"),
        shared_bytes: kib_in(&status, "RssFile:") + kib_in(&status, "RssShmem:"),
        peak_rss_bytes: kib_in(&status, "VmHWM:"),
    })
}

/// The usage of a process and all its living descendants, as PostgreSQL needs
/// it. What they share counts once, as much as the one with most of it has. The
/// kernel keeps no peak of a tree: the peak is the memory in use now, so sample.
///
/// # Errors
/// When there is no such process.
pub fn usage_of_tree(pid: u32) -> Result<Usage> {
    let mut total = Usage::default();
    let mut private_bytes = 0;
    let mut pending = vec![(pid, usage_of(pid)?)];
    while let Some((pid, usage)) = pending.pop() {
        total.cpu += usage.cpu;
        private_bytes += usage.rss_bytes.saturating_sub(usage.shared_bytes);
        total.shared_bytes = total.shared_bytes.max(usage.shared_bytes);
        // A child may end between the listing and the look.
        let children = children_of(pid).into_iter();
        pending.extend(children.filter_map(|child| Some((child, usage_of(child).ok()?))));
    }
    total.rss_bytes = private_bytes + total.shared_bytes;
    total.peak_rss_bytes = total.rss_bytes;
    Ok(total)
}

fn children_of(pid: u32) -> Vec<u32> {
    let list = format!("/proc/{pid}/task/{pid}/children");
    let text = std::fs::read_to_string(list).unwrap_or_default();
    text.split_whitespace()
        .filter_map(|pid| pid.parse().ok())
        .collect()
}

/// Fields 14 to 17 of proc(5): utime, stime, cutime, cstime. The second field,
/// the command's name, may itself hold spaces and parentheses.
fn cpu_in(stat: &str) -> Option<Duration> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut ticks = 0_u32;
    let mut fields = after_name.split_whitespace().skip(11);
    for _ in 0..4 {
        ticks += fields.next()?.parse::<u32>().ok()?;
    }
    Some(TICK * ticks)
}

fn kib_in(status: &str, key: &str) -> u64 {
    status
        .lines()
        .find_map(|line| line.strip_prefix(key)?.split_whitespace().next())
        .and_then(|kib| kib.parse::<u64>().ok())
        .unwrap_or(0)
        * 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpu_time_is_found_behind_an_awkward_name() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194560 1 2 3 4 150 50 7 3 20 0 1 0 9 9 9";
        assert_eq!(cpu_in(stat), Some(Duration::from_millis(2_100)));
    }

    #[test]
    fn this_process_uses_memory() {
        let usage = usage_of(std::process::id()).unwrap();
        assert!(usage.rss_bytes > 0 && usage.peak_rss_bytes >= usage.rss_bytes);
    }

    #[test]
    fn an_absent_process_is_an_error() {
        assert!(usage_of(u32::MAX).is_err());
    }
}
