//! What retrieval costs a chart: it is off in the benchmark, because it is our
//! own CPU for a better prompt and no part of the control plane.
//!
//! Measured is what a worker does: all sources of diagnoses fused and held to
//! what is possible, and procedures.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use chartfleet_coder::lexical::Lexicon;
use chartfleet_coder::procedures::Procedures;
use chartfleet_coder::retrieval::{Retriever, Wanted};
use chartfleet_codes::CodeTables;
use chartfleet_model::Chart;
use chartfleet_tests::usage::usage_of;
use jiff::civil::{Date, date};
use serde::Serialize;

use crate::charts;

/// Charts to measure with; the first tenth warms up.
const CHARTS: u64 = 1_000;
/// As in the benchmark's night.
const INPATIENTS: f64 = 0.5;
/// Candidates a chart: the defaults of `coder.candidates` and
/// `coder.procedure_candidates`.
const WANTED: Wanted = Wanted {
    diagnoses: 60,
    procedures: 20,
};
/// Of charts without a date.
const ON: Date = date(2026, 5, 1);

/// The cost of retrieval.
#[derive(Debug, Serialize)]
pub(crate) struct Retrieval {
    pub(crate) cpu_ms_per_chart: f64,
    /// Candidates found, on average.
    pub(crate) candidates: f64,
    /// Code tables and lexicon: time to load and memory to hold.
    pub(crate) build_s: f64,
    pub(crate) memory_mb: f64,
}

/// Measures on this thread.
pub(crate) fn measure(codes_dir: &Path) -> Result<Retrieval> {
    let memory = || usage_of(std::process::id()).map(|usage| usage.rss_bytes);
    let (memory_before, cpu_before) = (memory()?, thread_cpu()?);
    let retriever = retriever(codes_dir)?;
    let build_s = (thread_cpu()? - cpu_before).as_secs_f64();
    let memory_used = memory()?.saturating_sub(memory_before);
    let charts: Result<Vec<Chart>> = (0..CHARTS)
        .map(|number| charts::chart_of(number, INPATIENTS))
        .collect();
    let charts = charts?;
    let (warm_up, measured) = charts.split_at(charts.len() / 10);
    search(&retriever, warm_up);
    let cpu_before = thread_cpu()?;
    let found = search(&retriever, measured);
    let cpu = thread_cpu()? - cpu_before;
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    let (count, found, memory_mb) = (
        measured.len() as f64,
        found as f64,
        memory_used as f64 / 1e6,
    );
    Ok(Retrieval {
        cpu_ms_per_chart: cpu.as_secs_f64() * 1e3 / count,
        candidates: found / count,
        build_s,
        memory_mb,
    })
}

fn retriever(codes_dir: &Path) -> Result<Retriever> {
    let tables = CodeTables::open(codes_dir).context("the code tables cannot be used")?;
    let tables = Arc::new(tables);
    let lexicon = Arc::new(Lexicon::build(&tables));
    Ok(Retriever::new(lexicon)
        .held_to(Arc::clone(&tables))
        .with_procedures(Arc::new(Procedures::of(tables))))
}

/// How many candidates were found in all.
fn search(retriever: &Retriever, charts: &[Chart]) -> usize {
    let found = charts.iter().map(|chart| {
        let on = chart.encounter.coding_date().unwrap_or(ON);
        retriever.search(chart, on, WANTED).candidates.len()
    });
    found.sum()
}

/// CPU time of this thread so far: other load on the machine does not count.
fn thread_cpu() -> Result<Duration> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = stat.split_whitespace().next();
    let nanoseconds = nanoseconds.context("an unknown form of schedstat")?;
    Ok(Duration::from_nanos(nanoseconds.parse()?))
}
