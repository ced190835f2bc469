//! The proof that every chart was coded, checked and sequenced: without it the
//! figures could be those of less work.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use chartfleet_tests::{Isolated, Program, Sandbox};
use serde::Deserialize;

/// Reading 100,000 claims takes seconds, on a busy machine more.
const TIMEOUT: Duration = Duration::from_secs(600);

/// As much of `chartfleet status --json` as must hold.
#[derive(Debug, Deserialize)]
struct Status {
    state: String,
    balanced: bool,
    imported: u64,
    coded: u64,
}

/// The run is complete, balances, and has this many coded charts (none for
/// review).
pub(crate) async fn balanced(sandbox: &Sandbox, charts: u64) -> Result<()> {
    let finished = sandbox
        .run(Program::Chartfleet, &["status", "--json"], TIMEOUT)
        .await?;
    let status: Status =
        serde_json::from_str(&finished.stdout).with_context(|| finished.stderr.clone())?;
    ensure!(
        status.state == "complete"
            && status.balanced
            && status.imported == charts
            && status.coded == charts,
        "not every one of {charts} charts was coded: {}",
        finished.stdout
    );
    Ok(())
}

/// Each chart has a claim of six diagnoses, each inpatient's with a DRG. Gives
/// the number of model calls they took.
pub(crate) async fn claims(services: &Isolated, charts: u64, inpatients: u64) -> Result<u64> {
    let row = services
        .sql(
            "SELECT count(*) FILTER (WHERE json_array_length(claim -> 'diagnoses') = 6),\n\
             count(claim -> 'drg'), (SELECT sum(calls) FROM attempts) FROM claims",
        )
        .await?;
    let counts = row
        .split('|')
        .map(str::parse)
        .collect::<Result<Vec<u64>, _>>()?;
    let [of_six_codes, grouped, calls] = *counts else {
        anyhow::bail!("an unexpected row: {row}");
    };
    ensure!(
        of_six_codes == charts,
        "{of_six_codes} of {charts} charts have six codes"
    );
    ensure!(
        grouped == inpatients,
        "{grouped} of {inpatients} inpatients have a DRG"
    );
    Ok(calls)
}
