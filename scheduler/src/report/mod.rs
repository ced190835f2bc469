//! `chartfleet report`: what a night brought.

mod accuracy;
mod descriptions;
pub(crate) mod labels;
pub(crate) mod reliability;
mod roi;
mod throughput;

use std::process::ExitCode;

use chartfleet_model::RunId;
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use chartfleet_store::Store;
use clap::{Args, Subcommand};

use crate::connect;

/// Reports over a run: accuracy, throughput, return on investment.
#[derive(Subcommand)]
pub(crate) enum Report {
    /// Suggestions against the codes of certified coders, over the charts that
    /// carry gold codes: each figure beside its target, losses by stage, by
    /// class and specialty, reliability of the probabilities; --compare with
    /// another run or a pipeline version.
    Accuracy(accuracy::AccuracyArgs),
    /// Charts and tokens per second, queue and model time.
    Throughput(ReportArgs),
    /// The yearly return, with the formula and every factor (settings [roi]).
    Roi(ReportArgs),
    /// Codes for official descriptions: how well a model knows the code sets,
    /// beside a dictionary and published figures. Needs no run.
    Descriptions(descriptions::DescriptionsArgs),
}

/// What every report takes.
#[derive(Args)]
pub(crate) struct ReportArgs {
    /// The run [default: the newest with a result].
    #[arg(long, value_name = "RUN")]
    run: Option<RunId>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the subcommand.
pub(crate) async fn run(settings: &Settings, report: &Report) -> Result<ExitCode, Failure> {
    match report {
        Report::Accuracy(args) => accuracy::run(settings, args).await?,
        Report::Throughput(args) => throughput::run(settings, args).await?,
        Report::Roi(args) => roi::run(settings, args).await?,
        Report::Descriptions(args) => descriptions::run(settings, args).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn newest_run(store: &Store, args: &ReportArgs) -> Result<Option<RunId>, Failure> {
    let Some(run) = args.run else {
        return store
            .newest_run_with_result(None)
            .await
            .or_exit(Exit::Unavailable, "cannot read runs");
    };
    connect::known_run(store, run).await?;
    Ok(Some(run))
}

async fn store_and_run(settings: &Settings, args: &ReportArgs) -> Result<(Store, RunId), Failure> {
    let store = connect::store(settings).await?;
    let run = newest_run(&store, args).await?.ok_or_else(|| {
        Failure::new(
            Exit::Usage,
            "no run has a result yet: `chartfleet run` starts one",
        )
    })?;
    Ok((store, run))
}
