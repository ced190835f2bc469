//! One night on a private stack: import, run, and the proof that all of it
//! happened.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use chartfleet_tests::{Isolated, Program, Running, Sandbox, Service, Stack, eventually};
use serde::Serialize;

use crate::charts;
use crate::meter::{Cost, Meter};
use crate::options::Options;
use crate::proof;

const SOON: Duration = Duration::from_secs(30);
/// Longer than this, and something hangs: at 100,000 charts, 28 charts/s.
const TOO_LONG: Duration = Duration::from_secs(3_600);

/// The night's figures.
#[derive(Debug, Serialize)]
pub(crate) struct Night {
    pub(crate) note_bytes: u64,
    pub(crate) inpatients: u64,
    pub(crate) import: Phase,
    pub(crate) coding: Phase,
    /// From the moment the run was planned, its batches written, to the first
    /// confirmed publish: not in the rate.
    pub(crate) planned_to_published_s: f64,
    pub(crate) model_calls: u64,
}

/// One measured part of it.
#[derive(Debug, Serialize)]
pub(crate) struct Phase {
    pub(crate) seconds: f64,
    pub(crate) charts_per_s: f64,
    pub(crate) costs: Vec<Cost>,
}

impl Phase {
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    fn new(seconds: f64, charts: u64, costs: Vec<Cost>) -> Self {
        Self {
            seconds,
            charts_per_s: charts as f64 / seconds,
            costs,
        }
    }

    /// The measured processes, without what ran elsewhere.
    pub(crate) fn ours(&self) -> impl Iterator<Item = &Cost> {
        self.costs.iter().filter(|cost| cost.peak_rss_mb.is_some())
    }

    /// All of these processes together.
    pub(crate) fn cpu_ms_per_chart(&self) -> f64 {
        self.ours().map(|cost| cost.cpu_ms_per_chart).sum()
    }
}

/// Everything a night needs; all of it ends when this is dropped.
pub(crate) struct Bench {
    // In this order: programs before services.
    sandbox: Sandbox,
    services: Isolated,
    stack: Stack,
}

impl Bench {
    /// Starts a broker and a database of the benchmark's own.
    pub(crate) async fn start(options: &Options) -> Result<Self> {
        let stack = Stack::private().await?;
        let services = stack.isolated().await?;
        let mut sandbox = Sandbox::new(&services)?;
        sandbox
            .set("CHARTFLEET__CODER__RETRIEVAL", false)
            .set("CHARTFLEET__WORKER__SLOTS", options.slots)
            .set("CHARTFLEET__WORKER__LISTEN", "127.0.0.1:0");
        Ok(Self {
            sandbox,
            services,
            stack,
        })
    }

    /// Where the code tables are.
    pub(crate) fn codes_dir(&self) -> &std::path::Path {
        self.stack.codes_dir()
    }

    /// The whole night.
    pub(crate) async fn night(&mut self, options: &Options) -> Result<Night> {
        let path = self.sandbox.dir().join("charts.ndjson");
        let written = charts::write(&path, options.charts, options.inpatient_share)?;
        let import = self.import(options.charts).await?;
        std::fs::remove_file(path)?;
        // A night starts with the day's charts on disk and known to the
        // planner. What it will fill is left alone: the planner takes a table
        // that was vacuumed empty for one that stays empty.
        self.services
            .sql("VACUUM (ANALYZE) charts, documents")
            .await?;
        self.services.sql("CHECKPOINT").await?;
        let coding_costs = self.code(options).await?;
        // First, so that a run that went wrong says so.
        proof::balanced(&self.sandbox, options.charts).await?;
        let times = self.times().await?;
        let model_calls = proof::claims(&self.services, options.charts, written.inpatients).await?;
        Ok(Night {
            note_bytes: written.note_bytes,
            inpatients: written.inpatients,
            import,
            coding: Phase::new(times.published_to_committed, options.charts, coding_costs),
            planned_to_published_s: times.planned_to_published,
            model_calls,
        })
    }

    async fn import(&self, charts: u64) -> Result<Phase> {
        let mut meter = Meter::start()?;
        meter.add_tree("postgres", self.stack.pid(Service::Store)?)?;
        let mut import = self
            .sandbox
            .spawn(Program::Chartfleet, &["import", "charts.ndjson"])?;
        let took = meter
            .follow("chartfleet import", &mut import, TOO_LONG)
            .await?;
        Ok(Phase::new(took.as_secs_f64(), charts, meter.costs(charts)?))
    }

    /// Runs the backlog; the broker ends up empty.
    async fn code(&mut self, options: &Options) -> Result<Vec<Cost>> {
        let mut model = self.sandbox.spawn(Program::ScriptedModel, &[])?;
        model.wait_output("/v1\n", SOON).await?;
        self.sandbox
            .set("CHARTFLEET__MODEL__ENDPOINTS", model.stdout()?.trim_end());
        let workers = self.workers(options.workers).await?;
        let mut meter = Meter::start()?;
        for (number, worker) in (1..).zip(&workers) {
            let name = match options.workers {
                1 => "chartfleet-worker".to_owned(),
                _ => format!("chartfleet-worker {number}"),
            };
            meter.add(&name, worker.pid()?)?;
        }
        meter.add_tree("postgres", self.stack.pid(Service::Store)?)?;
        meter.add_tree("rabbitmq", self.stack.pid(Service::Broker)?)?;
        meter.add("scripted model", model.pid()?)?;
        let mut run = self
            .sandbox
            .spawn(Program::Chartfleet, &["run", "--json"])?;
        meter
            .follow("chartfleet run (scheduler)", &mut run, TOO_LONG)
            .await?;
        let costs = meter.costs(options.charts)?;
        eventually("every message acknowledged", SOON, || async {
            let queues = self.services.queues().await.ok()?;
            queues.iter().all(|(_, left)| *left == 0).then_some(())
        })
        .await?;
        for mut worker in workers {
            worker.sigterm()?;
            ensure!(worker.wait_exit(SOON).await?.success(), "a worker failed");
        }
        Ok(costs)
    }

    /// Workers that wait for work: what loading costs is not a chart's.
    async fn workers(&self, count: u32) -> Result<Vec<Running>> {
        let mut workers = Vec::new();
        for _ in 0..count {
            let mut worker = self.sandbox.spawn(Program::Worker, &[])?;
            worker.wait_output("worker started", SOON).await?;
            workers.push(worker);
        }
        Ok(workers)
    }

    /// The night's length, by the database's one clock.
    async fn times(&self) -> Result<Times> {
        let row = self
            .services
            .sql(
                "SELECT extract(epoch FROM (SELECT max(committed_at) FROM results) - first),\n\
                 extract(epoch FROM first - (SELECT planned_at FROM runs))\n\
                 FROM (SELECT least((SELECT min(published_at) FROM batches),\n\
                 (SELECT min(committed_at) FROM results)) AS first) AS published",
            )
            .await?;
        let (length, wait) = row.split_once('|').context("no times of the run")?;
        Ok(Times {
            published_to_committed: length.parse()?,
            planned_to_published: wait.parse()?,
        })
    }
}

struct Times {
    published_to_committed: f64,
    planned_to_published: f64,
}
