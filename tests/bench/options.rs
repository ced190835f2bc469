//! The benchmark's flags.

use clap::Parser;

/// Codes a backlog of generated charts on a broker and a database of its own,
/// with a model server that answers at once, and prints what that cost.
///
/// Everything runs beside it on this machine; `taskset -c 0,1 fleet-bench …`
/// measures two cores of a larger one. The built programs beside this one are
/// used: cargo build --release --workspace --bins.
#[derive(Debug, Parser)]
#[command(verbatim_doc_comment)]
pub(crate) struct Options {
    /// Charts to import and code.
    #[arg(long, default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1..10_000_000))]
    pub(crate) charts: u64,

    /// Charts in flight at the model server, for each worker.
    #[arg(long, default_value_t = 32)]
    pub(crate) slots: u32,

    /// Worker processes.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=64))]
    pub(crate) workers: u32,

    /// The share of inpatient charts, which are grouped to a DRG.
    #[arg(long, default_value_t = 0.5)]
    pub(crate) inpatient_share: f64,

    /// Print JSON instead of a table.
    #[arg(long)]
    pub(crate) json: bool,
}
