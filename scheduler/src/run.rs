//! `chartfleet run`: asks for a run and follows it until it balances.

use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chartfleet_broker::{BrokerStats, topology};
use chartfleet_model::{Depth, RunId, SystemClock};
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use chartfleet_store::{RunProgress, RunRequest, RunScope, RunState, RunStatus, Store};
use clap::Args;
use indicatif::ProgressBar;
use tokio_util::sync::CancellationToken;

use crate::daemon::{Pace, Scheduler, SchedulerMetrics};
use crate::{connect, deadline, output, status};

/// How often the progress is read: counting a large run is not free.
const POLL: Duration = Duration::from_millis(500);

/// How often a line says so where no terminal shows a bar.
const SAY_EVERY: Duration = Duration::from_secs(10);

/// Codes the backlog: plans a run and follows it until it balances.
///
/// The backlog is every chart that no run has had. Ctrl-C stops the following,
/// not the run; `chartfleet run --follow N` comes back to it. Where no
/// `chartfleet scheduler` is running, this command schedules while it follows.
#[derive(Args)]
pub(crate) struct RunArgs {
    /// Code every chart again, not only those that no run has had.
    #[arg(long)]
    all: bool,

    /// How deep to look at each chart: which stages, how many votes (settings
    /// [coder.depths]). Without it: coder.depth.
    #[arg(long, value_name = "DEPTH", value_parser = depth, conflicts_with = "follow")]
    depth: Option<Depth>,

    /// When the run should be done: a time of day (06:30, the next one), a
    /// date and time (2026-11-22T06:30), or a while (7h 30m). Where its pace
    /// would be too slow, the scheduler lowers the depth of charts still to
    /// come; each result says what it got.
    #[arg(long, value_name = "WHEN", conflicts_with = "follow")]
    deadline: Option<String>,

    /// Follow this run instead of starting one.
    #[arg(long, value_name = "RUN", conflicts_with = "all")]
    follow: Option<RunId>,

    /// Ask for the run and return at once.
    #[arg(long, conflicts_with = "follow")]
    detach: bool,

    /// Print the final status as JSON.
    #[arg(long)]
    json: bool,
}

/// Starts or follows a run.
pub(crate) async fn run(settings: &Settings, args: &RunArgs) -> Result<ExitCode, Failure> {
    let store = connect::store(settings).await?;
    let broker = connect::broker(settings);
    // Before anything is asked for: a run that nobody can publish must not wait
    // in the database for the next scheduler.
    topology::declare(&broker).await.or_exit(
        Exit::Unavailable,
        "cannot use the broker (broker.url; ./deploy/local up starts one)",
    )?;
    let run = match args.follow {
        Some(run) => run,
        None => store
            .request_run(&wanted(settings, args)?)
            .await
            .or_exit(Exit::Unavailable, "cannot ask for a run")?,
    };
    if args.detach {
        writeln!(
            output::stdout(),
            "run {run} requested: chartfleet run --follow {run}"
        )?;
        return Ok(ExitCode::SUCCESS);
    }
    let stats = Arc::new(BrokerStats::default());
    let metrics = SchedulerMetrics::register(&prometheus::Registry::new(), &stats)?;
    let scheduler = Scheduler::new(store.clone(), broker, stats, metrics, Pace::of(settings));
    let stop = CancellationToken::new();
    let scheduling = tokio::spawn({
        let stop = stop.clone();
        async move { scheduler.run(stop).await }
    });
    let bar = output::charts_bar();
    let followed = tokio::select! {
        followed = follow(&store, run, &bar) => followed,
        interrupted = tokio::signal::ctrl_c() => {
            interrupted?;
            bar.finish_and_clear();
            writeln!(output::stdout(), "run {run} goes on: chartfleet run --follow {run}")?;
            return Ok(ExitCode::from(130));
        }
    };
    stop.cancel();
    scheduling.await?;
    bar.finish_and_clear();
    let ended = followed?;
    status::print(&ended, args.json)?;
    if ended.balance.imported == 0 && !args.json {
        writeln!(
            output::stdout(),
            "nothing to code: every chart has had a run; `chartfleet run --all` codes them again"
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

fn depth(name: &str) -> Result<Depth, String> {
    let names: Vec<&str> = Depth::ALL.iter().map(|depth| depth.as_str()).collect();
    name.parse()
        .map_err(|_| format!("one of {}", names.join(", ")))
}

/// What the arguments ask for.
fn wanted(settings: &Settings, args: &RunArgs) -> Result<RunRequest, Failure> {
    let deadline = args.deadline.as_deref();
    let deadline = deadline.map(|text| deadline::parse(text, &SystemClock));
    Ok(RunRequest {
        scope: if args.all {
            RunScope::All
        } else {
            RunScope::Backlog
        },
        depth: args.depth.unwrap_or(settings.coder.depth),
        deadline: deadline
            .transpose()
            .map_err(|problem| Failure::new(Exit::Usage, format!("--deadline: {problem}")))?,
    })
}

async fn follow(store: &Store, run: RunId, bar: &ProgressBar) -> Result<RunStatus, Failure> {
    // Elapsed time only: where there is no terminal, a line now and then.
    let mut said = Instant::now();
    let mut ticks = tokio::time::interval(POLL);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let progress = match store.run_progress(run).await {
            Err(error) if error.is_transient() => {
                bar.set_message("waiting for the database");
                continue;
            }
            progress => progress.or_exit(Exit::Internal, "cannot read the run")?,
        };
        let Some(progress) = progress else {
            return Err(Failure::new(Exit::Usage, format!("there is no run {run}")));
        };
        show(bar, &progress);
        if bar.is_hidden() && said.elapsed() >= SAY_EVERY {
            said = Instant::now();
            output::say(&format!(
                "run {run}: {} of {} charts; {}",
                progress.finished(),
                progress.charts,
                bar.message()
            ));
        }
        if progress.state == RunState::Complete {
            let status = store.run_status(Some(run)).await?;
            return status.ok_or_else(|| Failure::new(Exit::Internal, "the run is gone"));
        }
    }
}

fn show(bar: &ProgressBar, progress: &RunProgress) {
    bar.set_length(u64::try_from(progress.charts).unwrap_or(0));
    bar.set_position(u64::try_from(progress.finished()).unwrap_or(0));
    bar.set_message(match progress.state {
        RunState::Requested => "waiting for a scheduler".to_owned(),
        _ if progress.finished() == 0 => "waiting for workers".to_owned(),
        _ => format!(
            "{} coded, {} need review, {} set aside",
            progress.coded, progress.needs_review, progress.set_aside
        ),
    });
}
