//! The figures, beside those they are compared with.

use std::fmt::{self, Display, Formatter};

use serde::Serialize;

use crate::machine::Circumstances;
use crate::meter::Cost;
use crate::night::{Night, Phase};
use crate::retrieval::Retrieval;

/// Measured on two cores with broker and database beside them; the same work
/// less the checking, grouping and sequencing.
const OTHERS: [(&str, &str); 3] = [
    ("Celery", "550"),
    ("asyncio, openai, asyncpg", "1,150-1,570"),
    ("aio-pika, aiohttp, batched writes", "1,900"),
];

/// The least rate on two cores.
const GOAL_CHARTS_PER_S: f64 = 2_000.0;
/// The most memory of a worker, in MB.
const GOAL_WORKER_MB: f64 = 150.0;

/// All that was measured.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    pub(crate) circumstances: Circumstances,
    pub(crate) charts: u64,
    pub(crate) slots: u32,
    pub(crate) workers: u32,
    #[serde(flatten)]
    pub(crate) night: Night,
    pub(crate) retrieval: Retrieval,
}

impl Report {
    fn worker_mb(&self) -> f64 {
        let workers = self.night.coding.costs.iter();
        workers
            .filter(|cost| cost.process.starts_with("chartfleet-worker"))
            .filter_map(|cost| cost.peak_rss_mb)
            .fold(0.0, f64::max)
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        heading(f, self)?;
        let night = &self.night;
        phase(f, "import", &night.import)?;
        phase(
            f,
            "coding, first confirmed publish to last commit",
            &night.coding,
        )?;
        let ceiling = f64::from(self.circumstances.cores) * 1e3 / night.coding.cpu_ms_per_chart();
        writeln!(
            f,
            "at most {ceiling:.0} charts/s for that CPU time, if nothing else had the cores\n\
             {:.2} s from the plan's commit to that publish; {} model calls; all {} charts coded\n\
             with six codes each, {} grouped to a DRG, every message acknowledged\n",
            night.planned_to_published_s, night.model_calls, self.charts, night.inpatients
        )?;
        goals(f, self)?;
        let retrieval = &self.retrieval;
        writeln!(
            f,
            "\nretrieval, off above: {:.2} CPU-ms a chart for {:.0} candidates; tables and lexicon\n\
             load in {:.1} CPU-s and hold {:.0} MB",
            retrieval.cpu_ms_per_chart,
            retrieval.candidates,
            retrieval.build_s,
            retrieval.memory_mb
        )
    }
}

fn heading(f: &mut Formatter<'_>, report: &Report) -> fmt::Result {
    let at = &report.circumstances;
    writeln!(f, "{}", at.command)?;
    writeln!(
        f,
        "{}, revision {}; {} cores of {}, {:.0} GiB; load before {:.1}",
        at.measured_at, at.revision, at.cores, at.cpu, at.memory_gib, at.load_before
    )?;
    writeln!(
        f,
        "{} charts, notes of {} bytes, {} inpatient; {} worker(s), {} slots each\n",
        report.charts,
        report.night.note_bytes,
        report.night.inpatients,
        report.workers,
        report.slots
    )
}

fn phase(f: &mut Formatter<'_>, name: &str, phase: &Phase) -> fmt::Result {
    writeln!(
        f,
        "{name}: {:.0} charts/s ({:.2} s)",
        phase.charts_per_s, phase.seconds
    )?;
    writeln!(
        f,
        "  {:<28} {:>8} {:>13} {:>12}",
        "", "CPU s", "CPU-ms/chart", "peak RSS MB"
    )?;
    for cost in &phase.costs {
        row(f, cost)?;
    }
    let ours = phase.ours().map(|cost| cost.cpu_s);
    writeln!(
        f,
        "  {:<28} {:>8.2} {:>13.3}\n",
        "together, elsewhere apart",
        ours.sum::<f64>(),
        phase.cpu_ms_per_chart()
    )
}

fn row(f: &mut Formatter<'_>, cost: &Cost) -> fmt::Result {
    write!(
        f,
        "  {:<28} {:>8.2} {:>13.3}",
        cost.process, cost.cpu_s, cost.cpu_ms_per_chart
    )?;
    match cost.peak_rss_mb {
        Some(peak) => writeln!(f, " {peak:>12.1}"),
        None => writeln!(f, " {:>12}", "-"),
    }
}

fn goals(f: &mut Formatter<'_>, report: &Report) -> fmt::Result {
    let (rate, memory) = (report.night.coding.charts_per_s, report.worker_mb());
    writeln!(f, "{:<36} {:>12}", "charts/s on two cores", "")?;
    for (who, rate) in OTHERS {
        writeln!(
            f,
            "  {who:<34} {rate:>12}   the same work less the checking"
        )?;
    }
    writeln!(
        f,
        "  {:<34} {rate:>12.0}   goal {GOAL_CHARTS_PER_S:.0}: {}",
        "chartfleet",
        verdict(rate >= GOAL_CHARTS_PER_S)
    )?;
    writeln!(
        f,
        "  {:<34} {memory:>12.0}   goal {GOAL_WORKER_MB:.0}: {}",
        "MB of the largest worker",
        verdict(memory < GOAL_WORKER_MB)
    )?;
    writeln!(
        f,
        "floor below our own code (broker, database, scripted model): about 0.2 CPU-ms a chart"
    )
}

const fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "NOT MET" }
}
