//! `chartfleet results`: what was suggested for each chart, with its evidence.
//! This prints patients' words to whoever may read the database.

use std::io::Write;
use std::process::ExitCode;

use chartfleet_model::{ChartId, Document, Evidence, RunId};
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use chartfleet_store::{ResultRow, ResultsCursor, Store};
use clap::Args;
use serde_json::{Value, json};

use crate::{connect, output, results_text};

/// Shows results: outcome, ordered diagnoses with evidence, CC/MCC, DRG.
#[derive(Args)]
pub(crate) struct ResultsArgs {
    /// Only this chart.
    #[arg(long, value_name = "ID")]
    chart: Option<ChartId>,

    /// The run [default: the newest with a result].
    #[arg(long, value_name = "RUN")]
    run: Option<RunId>,

    /// One JSON object a chart, one a line.
    #[arg(long)]
    ndjson: bool,

    /// Show at most so many charts.
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
}

/// Prints results page by page.
pub(crate) async fn run(settings: &Settings, args: &ResultsArgs) -> Result<ExitCode, Failure> {
    let store = connect::store(settings).await?;
    let chart = args.chart.as_ref().map(ToString::to_string);
    let run = newest_or_told(&store, args.run, chart.as_deref()).await?;
    let mut cursor = ResultsCursor::new(run, chart.clone());
    let mut left = args.limit.unwrap_or(usize::MAX);
    let mut shown = 0;
    while left > 0 {
        let page = store
            .results_page(&mut cursor)
            .await
            .or_exit(Exit::Unavailable, "cannot read results")?;
        if page.is_empty() {
            break;
        }
        let mut out = std::io::BufWriter::new(output::stdout());
        for row in page.iter().take(left) {
            if args.ndjson {
                writeln!(out, "{}", object(row)?)?;
            } else {
                results_text::print(&mut out, row)?;
            }
            shown += 1;
        }
        out.flush()?;
        left = left.saturating_sub(page.len());
    }
    if shown == 0 && chart.is_some() {
        return Err(Failure::new(
            Exit::Usage,
            format!("run {run} has no result for this chart"),
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// The run named, or the newest that has a result; a failure that says why
/// there is none.
pub(crate) async fn newest_or_told(
    store: &Store,
    run: Option<RunId>,
    chart: Option<&str>,
) -> Result<RunId, Failure> {
    let Some(run) = newest(store, run, chart).await? else {
        let what = chart.map_or(
            "no run has a result yet: `chartfleet run` starts one".to_owned(),
            |id| {
                format!("chart {id} has no result: `chartfleet status` shows where its run stands")
            },
        );
        return Err(Failure::new(Exit::Usage, what));
    };
    connect::known_run(store, run).await?;
    Ok(run)
}

async fn newest(
    store: &Store,
    run: Option<RunId>,
    chart: Option<&str>,
) -> Result<Option<RunId>, Failure> {
    match run {
        Some(run) => Ok(Some(run)),
        None => store
            .newest_run_with_result(chart)
            .await
            .or_exit(Exit::Unavailable, "cannot read results"),
    }
}

/// The result as one object, with the words of every evidence span beside it.
fn object(row: &ResultRow) -> Result<Value, Failure> {
    let mut object = json!({
        "chart": row.chart.id,
        "facility": row.chart.facility,
        "class": row.chart.encounter.class,
        "run": row.run,
        "committed_at": row.committed_at,
    });
    let mut result = serde_json::to_value(&row.result)?;
    for list in ["diagnoses", "procedures", "not_claimed"] {
        let items = result.get_mut(list).and_then(Value::as_array_mut);
        for item in items.into_iter().flatten() {
            quote_evidence(item, &row.chart.documents)?;
        }
    }
    if let (Value::Object(object), Value::Object(result)) = (&mut object, result) {
        object.extend(result);
    }
    Ok(object)
}

fn quote_evidence(item: &mut Value, documents: &[Document]) -> Result<(), Failure> {
    let spans = item.get_mut("evidence").and_then(Value::as_array_mut);
    for span in spans.into_iter().flatten() {
        let evidence: Evidence = serde_json::from_value(span.clone())?;
        if let Some(object) = span.as_object_mut() {
            object.insert("text".to_owned(), json!(evidence.slice(documents)));
        }
    }
    Ok(())
}
