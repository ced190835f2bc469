//! `chartfleet status`: where a run stands, and whether it balances.

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use chartfleet_model::{Depth, RunId};
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use chartfleet_store::{RunState, RunStatus, Store};
use clap::Args;

use crate::{connect, output};

/// Shows a run: what was imported into it, what became of it, and whether the
/// two balance.
#[derive(Args)]
pub(crate) struct StatusArgs {
    /// The run [default: the newest].
    #[arg(long, value_name = "RUN")]
    run: Option<RunId>,

    /// Show it again every second until it is complete.
    #[arg(long)]
    watch: bool,

    /// Print JSON (with --watch: one object a line).
    #[arg(long)]
    json: bool,
}

/// Prints the status; exit code 70 where a run does not balance.
pub(crate) async fn run(settings: &Settings, args: &StatusArgs) -> Result<ExitCode, Failure> {
    let store = connect::store(settings).await?;
    loop {
        let status = read(&store, args.run).await?;
        if args.watch && args.json {
            writeln!(output::stdout(), "{}", serde_json::to_string(&status)?)?;
        } else {
            print(&status, args.json)?;
        }
        if !args.watch || status.state == RunState::Complete {
            let ok = status.balanced;
            return Ok(if ok {
                ExitCode::SUCCESS
            } else {
                Exit::Internal.into()
            });
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn read(store: &Store, run: Option<RunId>) -> Result<RunStatus, Failure> {
    let status = store
        .run_status(run)
        .await
        .or_exit(Exit::Unavailable, "cannot read the status")?;
    status.ok_or_else(|| {
        let what = run.map_or(
            "there is no run yet: `chartfleet run` starts one".to_owned(),
            |run| format!("there is no run {run}"),
        );
        Failure::new(Exit::Usage, what)
    })
}

/// Prints a status for people or for programs.
pub(crate) fn print(status: &RunStatus, json: bool) -> Result<(), Failure> {
    let out = &mut output::stdout();
    if json {
        return output::json(out, status);
    }
    let balance = &status.balance;
    let state = match status.state {
        RunState::Requested => "requested, waiting for a scheduler",
        RunState::Running => "running",
        RunState::Complete => "complete",
    };
    writeln!(out, "run {}: {state}", status.run)?;
    if let Some(deadline) = depth_line(status) {
        writeln!(out, "  {deadline}")?;
    }
    writeln!(out, "  imported      {:>9}", balance.imported)?;
    writeln!(out, "  coded         {:>9}", balance.coded)?;
    writeln!(
        out,
        "  needs review  {:>9}{}",
        balance.needs_review,
        reasons(&status.review_reasons)
    )?;
    writeln!(
        out,
        "  set aside     {:>9}{}",
        balance.set_aside,
        reasons(&status.set_aside_reasons)
    )?;
    writeln!(
        out,
        "  not started   {:>9}   {} in flight",
        balance.not_started, status.in_flight
    )?;
    let verdict = if status.balanced {
        "balanced: every chart is accounted for"
    } else {
        "NOT BALANCED"
    };
    writeln!(out, "  {verdict}{}", rate(status))?;
    Ok(())
}

/// The depth and the deadline, where there is something to say about them.
fn depth_line(status: &RunStatus) -> Option<String> {
    let lowered = (status.depth_now != status.depth)
        .then(|| format!(", lowered to {} for the deadline", status.depth_now));
    let due = status.deadline_at.map(|at| format!(", due {at}"));
    if lowered.is_none() && due.is_none() && status.depth == Depth::Quick {
        return None;
    }
    let (lowered, due) = (lowered.unwrap_or_default(), due.unwrap_or_default());
    Some(format!("depth {}{lowered}{due}", status.depth))
}

fn reasons(reasons: &std::collections::BTreeMap<String, i64>) -> String {
    if reasons.is_empty() {
        return String::new();
    }
    let listed: Vec<String> = reasons
        .iter()
        .map(|(why, charts)| format!("{why} {charts}"))
        .collect();
    format!("   {}", listed.join(", "))
}

fn rate(status: &RunStatus) -> String {
    let (Some(start), Some(end)) = (status.planned_at, status.last_commit) else {
        return String::new();
    };
    let seconds = end.duration_since(start).as_secs_f64();
    #[expect(
        clippy::cast_precision_loss,
        reason = "charts of a run are far below 2^52"
    )]
    let charts = status.balance.finished() as f64;
    if seconds <= 0.0 {
        return String::new();
    }
    format!("; {:.1} charts/s over {seconds:.1} s", charts / seconds)
}
