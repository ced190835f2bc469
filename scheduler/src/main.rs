//! `chartfleet`: the operator's command line, and the scheduler daemon.
//!
//! - [`import`]: charts in. [`run`], [`status`], [`results`]: the night.
//! - [`daemon`]: plans runs, publishes batches, reconciles.
//! - [`codes`]: the official tables. [`report`]: what the night brought.
//! - [`decisions`], [`calibrate`]: what coders made of it.
//! - [`set_aside`], [`audit`]: what an operator looks after.

mod audit;
mod calibrate;
mod claim_text;
mod codes;
mod connect;
mod daemon;
mod deadline;
mod decisions;
mod import;
mod output;
mod report;
mod results;
mod results_text;
mod run;
mod set_aside;
mod status;

use std::io::Write;
use std::process::ExitCode;

use chartfleet_runtime::exit::{Exit, Failure, OrExit, finish, parse};
use chartfleet_runtime::settings::{Settings, SettingsArgs, Telemetry};
use chartfleet_runtime::telemetry;
use clap::{Parser, Subcommand};

/// Codes a hospital's chart backlog overnight, on its own GPUs.
///
/// A first night:
///   chartfleet codes install            the official code tables
///   chartfleet import charts/           charts in (docs/chart-format.md)
///   chartfleet-worker                   beside each GPU, or several
///   chartfleet run                      codes the backlog and follows it
///   chartfleet results --chart ID       suggestions with their evidence
///   chartfleet report accuracy          against the codes of your coders
///
/// Exit codes: 0 done, 64 wrong usage or settings, 65 some input was refused,
/// 69 broker or database unreachable, 70 internal error.
#[derive(Parser)]
#[command(version, about, verbatim_doc_comment)]
struct Options {
    #[command(flatten)]
    settings: SettingsArgs,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    Import(import::ImportArgs),
    #[command(subcommand)]
    Codes(codes::Codes),
    Run(run::RunArgs),
    /// The daemon that plans runs and publishes their batches. Several may
    /// run; one leads.
    Scheduler,
    Status(status::StatusArgs),
    Results(results::ResultsArgs),
    #[command(subcommand)]
    SetAside(set_aside::SetAside),
    #[command(subcommand)]
    Report(report::Report),
    #[command(subcommand)]
    Decisions(decisions::Decisions),
    Calibrate(calibrate::CalibrateArgs),
    #[command(subcommand)]
    Audit(audit::Audit),
}

fn main() -> ExitCode {
    match parse::<Options>() {
        Ok(options) => finish("chartfleet", start(&options)),
        Err(code) => code,
    }
}

fn start(options: &Options) -> Result<ExitCode, Failure> {
    let settings = options
        .settings
        .load()
        .or_exit(Exit::Usage, "cannot start")?;
    if options.settings.print_config {
        let text = settings
            .to_redacted_toml()
            .or_exit(Exit::Usage, "cannot print")?;
        output::stdout().write_all(text.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let Some(command) = &options.command else {
        return Err(Failure::new(
            Exit::Usage,
            "name a command; chartfleet --help lists them",
        ));
    };
    telemetry::init(&logs_of(command, &settings)).or_exit(Exit::Usage, "cannot start")?;
    if let Command::Codes(command) = command {
        return codes::run(&settings, command);
    }
    let runtime = tokio::runtime::Runtime::new().or_exit(Exit::Internal, "cannot start")?;
    runtime.block_on(dispatch(&settings, command))
}

/// The daemon logs as it is told. A command that a person waits for shows its
/// results and its warnings, unless more was asked for.
fn logs_of(command: &Command, settings: &Settings) -> Telemetry {
    let mut telemetry = settings.telemetry.clone();
    if !matches!(command, Command::Scheduler) && telemetry.log == "info" {
        "warn".clone_into(&mut telemetry.log);
    }
    telemetry
}

async fn dispatch(settings: &Settings, command: &Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Import(args) => import::run(settings, args).await,
        Command::Codes(command) => codes::run(settings, command),
        Command::Run(args) => run::run(settings, args).await,
        Command::Scheduler => daemon::serve(settings).await.map(|()| ExitCode::SUCCESS),
        Command::Status(args) => status::run(settings, args).await,
        Command::Results(args) => results::run(settings, args).await,
        Command::SetAside(command) => set_aside::run(settings, command).await,
        Command::Report(report) => report::run(settings, report).await,
        Command::Decisions(command) => decisions::run(settings, command).await,
        Command::Calibrate(args) => calibrate::run(settings, args).await,
        Command::Audit(command) => audit::run(settings, command).await,
    }
}
