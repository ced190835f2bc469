//! How fast a run went.

use std::io::Write;

use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use chartfleet_store::ThroughputRow;
use serde::Serialize;

use super::{ReportArgs, store_and_run};
use crate::output;

#[derive(Serialize)]
struct Printed {
    run: chartfleet_model::RunId,
    charts_per_s: f64,
    prompt_tokens_per_s: f64,
    completion_tokens_per_s: f64,
    cached_share_of_prompt: f64,
    #[serde(flatten)]
    row: ThroughputRow,
}

/// Prints the throughput.
pub(crate) async fn run(settings: &Settings, args: &ReportArgs) -> Result<(), Failure> {
    let (store, run) = store_and_run(settings, args).await?;
    let row = store
        .throughput(run)
        .await
        .or_exit(Exit::Unavailable, "cannot read the run")?;
    let printed = Printed {
        run,
        charts_per_s: ratio(row.charts, row.seconds),
        prompt_tokens_per_s: ratio(row.prompt_tokens, row.seconds),
        completion_tokens_per_s: ratio(row.completion_tokens, row.seconds),
        cached_share_of_prompt: share(row.cached_tokens, row.prompt_tokens),
        row,
    };
    let out = &mut output::stdout();
    if args.json {
        return output::json(out, &printed);
    }
    print(out, &printed)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of a run are far below 2^52"
)]
fn ratio(count: i64, seconds: f64) -> f64 {
    if seconds > 0.0 {
        count as f64 / seconds
    } else {
        0.0
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of a run are far below 2^52"
)]
fn share(part: i64, whole: i64) -> f64 {
    if whole > 0 {
        part as f64 / whole as f64
    } else {
        0.0
    }
}

fn print(out: &mut impl Write, printed: &Printed) -> Result<(), Failure> {
    let row = &printed.row;
    writeln!(
        out,
        "run {}: {} charts in {:.1} s by {} worker(s)",
        printed.run, row.charts, row.seconds, row.workers
    )?;
    writeln!(out, "  charts/s             {:>12.1}", printed.charts_per_s)?;
    writeln!(
        out,
        "  prompt tokens/s      {:>12.0}   {} cached",
        printed.prompt_tokens_per_s,
        output::percent(printed.cached_share_of_prompt)
    )?;
    writeln!(
        out,
        "  completion tokens/s  {:>12.0}",
        printed.completion_tokens_per_s
    )?;
    writeln!(
        out,
        "  model calls          {:>12}   {} charts failed by the server",
        row.calls, row.failures
    )?;
    writeln!(
        out,
        "  model time           {:>9.1} ms   median; 95th percentile {:.1} ms",
        row.median_model_ms, row.p95_model_ms
    )?;
    writeln!(
        out,
        "  queue time           {:>9.1} ms   mean, from the broker's confirm to the claim",
        row.mean_queue_ms
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_without_time_or_tokens_divides_by_nothing() {
        assert_eq!(ratio(5, 0.0), 0.0);
        assert_eq!(share(0, 0), 0.0);
        assert_eq!(ratio(10, 4.0), 2.5);
    }
}
