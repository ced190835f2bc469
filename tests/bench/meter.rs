//! What processes cost while something happens.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use chartfleet_tests::Running;
use chartfleet_tests::usage::{Usage, usage_of, usage_of_tree};
use serde::Serialize;

/// How often the end of the awaited process is looked for: its CPU time can be
/// read only while it lives.
const LOOK: Duration = Duration::from_millis(20);
/// How often the others are read, in looks. Reading a database's processes
/// takes a millisecond or two.
const LOOKS_A_SAMPLE: u32 = 25;

/// One measured process.
#[derive(Debug)]
struct Metered {
    name: String,
    pid: u32,
    tree: bool,
    before: Duration,
    now: Usage,
}

impl Metered {
    fn new(name: &str, pid: u32, tree: bool) -> Result<Self> {
        let mut metered = Self {
            name: name.to_owned(),
            pid,
            tree,
            before: Duration::ZERO,
            now: Usage::default(),
        };
        metered.now = metered.read()?;
        metered.before = metered.now.cpu;
        Ok(metered)
    }

    fn read(&self) -> Result<Usage> {
        if self.tree {
            usage_of_tree(self.pid)
        } else {
            usage_of(self.pid)
        }
    }

    /// Reads it again; what has ended keeps its last figures. What has just
    /// ended shows its CPU time, but no memory any more.
    fn sample(&mut self) {
        if let Ok(usage) = self.read() {
            let peak = self.now.peak_rss_bytes.max(usage.peak_rss_bytes);
            self.now = usage;
            self.now.peak_rss_bytes = peak;
        }
    }
}

/// What one process (or a service's processes) cost.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Cost {
    pub(crate) process: String,
    pub(crate) cpu_s: f64,
    pub(crate) cpu_ms_per_chart: f64,
    /// None for what is no process.
    pub(crate) peak_rss_mb: Option<f64>,
}

/// Reads CPU time and memory from now on.
#[derive(Debug)]
pub(crate) struct Meter {
    metered: Vec<Metered>,
    machine_before: Duration,
}

impl Meter {
    pub(crate) fn start() -> Result<Self> {
        Ok(Self {
            metered: Vec::new(),
            machine_before: machine_cpu()?,
        })
    }

    /// Measures a process from now on.
    pub(crate) fn add(&mut self, name: &str, pid: u32) -> Result<()> {
        self.metered.push(Metered::new(name, pid, false)?);
        Ok(())
    }

    /// Measures a process and its descendants from now on.
    pub(crate) fn add_tree(&mut self, name: &str, pid: u32) -> Result<()> {
        self.metered.push(Metered::new(name, pid, true)?);
        Ok(())
    }

    fn sample(&mut self) {
        for metered in &mut self.metered {
            metered.sample();
        }
    }

    /// Waits until `process`, just started, ends well, and measures it beside
    /// the others. Gives the time it took.
    pub(crate) async fn follow(
        &mut self,
        name: &str,
        process: &mut Running,
        timeout: Duration,
    ) -> Result<Duration> {
        let start = Instant::now();
        let mut own = Metered::new(name, process.pid()?, false)?;
        own.before = Duration::ZERO;
        let mut looks = 0_u32;
        while process.is_running()? {
            if start.elapsed() > timeout {
                bail!("{name} still runs after {timeout:?}");
            }
            own.sample();
            looks += 1;
            if looks.is_multiple_of(LOOKS_A_SAMPLE) {
                self.sample();
            }
            tokio::time::sleep(LOOK).await;
        }
        let took = start.elapsed();
        self.sample();
        self.metered.insert(0, own);
        let status = process.wait_exit(LOOK).await?;
        if !status.success() {
            bail!("{name}: {status}:\n{}", process.stderr()?);
        }
        Ok(took)
    }

    /// The costs since each process was added, and what the machine did
    /// besides.
    pub(crate) fn costs(&self, charts: u64) -> Result<Vec<Cost>> {
        let mut ours = Duration::ZERO;
        let mut costs = Vec::new();
        for metered in &self.metered {
            let cpu = metered.now.cpu.saturating_sub(metered.before);
            ours += cpu;
            costs.push(cost(&metered.name, cpu, charts, Some(metered.now)));
        }
        let elsewhere = machine_cpu()?.saturating_sub(self.machine_before + ours);
        costs.push(cost("elsewhere", elsewhere, charts, None));
        Ok(costs)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn cost(process: &str, cpu: Duration, charts: u64, usage: Option<Usage>) -> Cost {
    Cost {
        process: process.to_owned(),
        cpu_s: cpu.as_secs_f64(),
        cpu_ms_per_chart: cpu.as_secs_f64() * 1e3 / charts.max(1) as f64,
        peak_rss_mb: usage.map(|usage| usage.peak_rss_bytes as f64 / 1e6),
    }
}

/// CPU time of the whole machine since its start: all of `/proc/stat`'s first
/// line but idle and waiting time, in hundredths of a second.
fn machine_cpu() -> Result<Duration> {
    let text = std::fs::read_to_string("/proc/stat").context("cannot read /proc/stat")?;
    busy(&text).context("an unknown form of /proc/stat")
}

fn busy(stat: &str) -> Option<Duration> {
    // user nice system idle iowait irq softirq steal; guest time is in user.
    let ticks = stat
        .lines()
        .next()?
        .split_whitespace()
        .skip(1)
        .take(8)
        .map(str::parse::<u64>)
        .collect::<Result<Vec<_>, _>>()
        .ok()?;
    let [user, nice, system, _idle, _waiting, irq, softirq, _steal] = *ticks else {
        return None;
    };
    Some(Duration::from_millis(
        (user + nice + system + irq + softirq) * 10,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_waiting_and_stolen_time_is_not_busy() {
        let stat = "cpu  10 1 20 9999 888 3 4 777 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n";
        assert_eq!(busy(stat), Some(Duration::from_millis(380)));
    }

    #[test]
    fn a_process_costs_what_it_used_since_it_was_added() {
        let mut meter = Meter::start().unwrap();
        meter.add("own", std::process::id()).unwrap();
        let start = usage_of(std::process::id()).unwrap().cpu;
        while usage_of(std::process::id()).unwrap().cpu < start + Duration::from_millis(40) {}
        meter.sample();
        let costs = meter.costs(10).unwrap();
        let [own, elsewhere] = costs.as_slice() else {
            panic!("{costs:?}");
        };
        assert!(own.cpu_s >= 0.04 && own.peak_rss_mb.unwrap() > 0.5);
        assert!((own.cpu_ms_per_chart - own.cpu_s * 100.0).abs() < 1e-9);
        assert_eq!(elsewhere.peak_rss_mb, None);
    }
}
