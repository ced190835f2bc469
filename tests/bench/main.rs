//! `fleet-bench`: how many charts an hour the control plane feeds, and what a
//! chart costs each process, when the models take no time.
//!
//! ```text
//! cargo build --release --workspace --bins
//! target/release/fleet-bench [--charts 2000]
//! ```
//!
//! The broker and the database are the benchmark's own, with the safe settings
//! of `deploy/local`; the charts are generated; the model server is scripted
//! and answers at once with six codes and quotes from the note. Every answer
//! takes the whole way: parsed, checked, sequenced, half of them grouped with
//! and without each CC and MCC, committed, acknowledged. It fails unless each
//! chart is found coded at the end, so a figure is never one of less work.
//!
//! A goal that is not met is said, and is no failure: the machine may be busy.

mod charts;
mod machine;
mod meter;
mod night;
mod options;
mod proof;
mod report;
mod retrieval;
mod sentences;

use std::io::Write;

use anyhow::{Result, ensure};
use chartfleet_tests::Program;
use clap::Parser;

use crate::machine::Circumstances;
use crate::night::Bench;
use crate::options::Options;
use crate::report::Report;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let options = Options::parse();
    ensure!(
        !cfg!(debug_assertions),
        "a debug build measures nothing: cargo build --release --workspace --bins, \
         then target/release/fleet-bench"
    );
    for program in [Program::Chartfleet, Program::Worker, Program::ScriptedModel] {
        program.path()?;
    }
    let circumstances = Circumstances::observe();
    let mut bench = Bench::start(&options).await?;
    let night = bench.night(&options).await?;
    let retrieval = retrieval::measure(bench.codes_dir())?;
    drop(bench);
    let report = Report {
        circumstances,
        charts: options.charts,
        slots: options.slots,
        workers: options.workers,
        night,
        retrieval,
    };
    let mut out = std::io::stdout().lock();
    if options.json {
        serde_json::to_writer_pretty(&mut out, &report)?;
        writeln!(out)?;
    } else {
        write!(out, "{report}")?;
    }
    Ok(())
}
