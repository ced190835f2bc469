//! What retrieval costs a chart: it is off in the benchmark, because it is our
//! own CPU for a better prompt and no part of the control plane.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use chartfleet_coder::lexical::Lexicon;
use chartfleet_codes::CodeTables;
use chartfleet_tests::usage::usage_of;
use serde::Serialize;

use crate::charts;

/// Notes to measure with; the first tenth warms up.
const NOTES: u64 = 1_000;
/// Candidates a note: the default of `coder.candidates`.
const CANDIDATES: usize = 60;

/// The lexicon's cost.
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
    let tables = CodeTables::open(codes_dir).context("the code tables cannot be used")?;
    let lexicon = Lexicon::build(&tables);
    let build_s = (thread_cpu()? - cpu_before).as_secs_f64();
    let memory_used = memory()?.saturating_sub(memory_before);
    let notes: Vec<String> = (0..NOTES).map(charts::note).collect();
    let (warm_up, measured) = notes.split_at(notes.len() / 10);
    search(&lexicon, warm_up);
    let cpu_before = thread_cpu()?;
    let found = search(&lexicon, measured);
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

fn search(lexicon: &Lexicon, notes: &[String]) -> usize {
    let candidates = notes
        .iter()
        .map(|note| lexicon.candidates(note, CANDIDATES).len());
    candidates.sum()
}

/// CPU time of this thread so far: other load on the machine does not count.
fn thread_cpu() -> Result<Duration> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = stat.split_whitespace().next();
    let nanoseconds = nanoseconds.context("an unknown form of schedstat")?;
    Ok(Duration::from_nanos(nanoseconds.parse()?))
}
