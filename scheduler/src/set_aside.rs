//! `chartfleet set-aside`: charts that could not be coded.

use std::io::Write;
use std::process::ExitCode;

use chartfleet_model::{ChartId, RunId, SetAsideReason};
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use clap::{Args, Subcommand};

use crate::{connect, output};

/// Charts that could not be coded: lists them, or gives them another chance.
#[derive(Subcommand)]
pub(crate) enum SetAside {
    /// Lists them with the reason.
    List(ListArgs),
    /// Puts them back into their run, each in a batch of its own.
    Requeue(RequeueArgs),
}

/// Lists charts that were set aside.
#[derive(Args)]
pub(crate) struct ListArgs {
    /// Only this run.
    #[arg(long, value_name = "RUN")]
    run: Option<RunId>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Requeues charts that were set aside. Name charts, a reason, or --all.
#[derive(Args)]
#[command(group = clap::ArgGroup::new("which").required(true).multiple(true).args(["chart", "reason", "all"]))]
pub(crate) struct RequeueArgs {
    /// Only this chart.
    #[arg(long, value_name = "ID")]
    chart: Option<ChartId>,
    /// Only charts with this reason: no_text, unreadable, poison or
    /// model_failed.
    #[arg(long, value_name = "REASON")]
    reason: Option<SetAsideReason>,
    /// All of them.
    #[arg(long, conflicts_with_all = ["chart", "reason"])]
    all: bool,
    /// Only this run.
    #[arg(long, value_name = "RUN")]
    run: Option<RunId>,
}

/// Runs the subcommand.
pub(crate) async fn run(settings: &Settings, command: &SetAside) -> Result<ExitCode, Failure> {
    let store = connect::store(settings).await?;
    let out = &mut output::stdout();
    match command {
        SetAside::List(args) => {
            let rows = store
                .set_aside(args.run)
                .await
                .or_exit(Exit::Unavailable, "cannot list them")?;
            if args.json {
                output::json(out, &rows)?;
                return Ok(ExitCode::SUCCESS);
            }
            for row in &rows {
                writeln!(
                    out,
                    "run {:<5} {:<24} {:<12} since {}",
                    row.run, row.chart, row.reason, row.since
                )?;
            }
            writeln!(out, "{} set aside", rows.len())?;
        }
        SetAside::Requeue(args) => {
            let requeued = store
                .requeue_set_aside(args.run, args.chart.as_ref(), args.reason, "operator")
                .await
                .or_exit(Exit::Unavailable, "cannot requeue them")?;
            for (run, charts) in &requeued {
                writeln!(
                    out,
                    "run {run}: {charts} requeued; chartfleet run --follow {run}"
                )?;
            }
            if requeued.is_empty() {
                writeln!(out, "nothing was set aside that matches")?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
