//! `chartfleet queries`: the questions to providers that charts leave open, as
//! a specialist would send them. This prints patients' words to whoever may
//! read the database.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

use chartfleet_model::{ChartId, Gap, GapKind, RunId};
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use chartfleet_store::{ResultRow, ResultsCursor};
use clap::Args;
use serde_json::{Value, json};

use crate::{connect, output, queries_text, results};

/// Shows the queries to providers that charts leave open.
///
/// Each query is printed as it would be sent: to whom, the clinical indicators
/// with the note they stand in, an open question, and answers to tick that
/// always end with "Other" and "Unable to determine". What each answer would
/// mean for the claim follows apart, under "for the specialist, not part of the
/// query": never send it along.
///
///   chartfleet queries                       the newest run
///   chartfleet queries --chart ID            one chart
///   chartfleet queries --kind organism       one kind (docs/cdi.md lists them)
///   chartfleet queries --json                one JSON object a query and line:
///                                            `query` to send, `worklist` not
///
/// A query changes no claim. Exit codes are those of every command: 0 also
/// where nothing is to be asked, 64 for a run or chart without results.
#[derive(Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct QueriesArgs {
    /// The run [default: the newest with a result].
    #[arg(long, value_name = "RUN")]
    run: Option<RunId>,

    /// Only this chart.
    #[arg(long, value_name = "ID")]
    chart: Option<ChartId>,

    /// Only queries of this kind, such as `organism`, `acuity`, `causal_link`.
    #[arg(long, value_name = "KIND")]
    kind: Option<GapKind>,

    /// One JSON object a query, one a line.
    #[arg(long)]
    json: bool,
}

/// Queries by kind, and the charts they belong to.
#[derive(Default)]
struct Tally {
    kinds: BTreeMap<GapKind, usize>,
    charts: usize,
    results: usize,
}

/// Prints the queries page by page.
pub(crate) async fn run(settings: &Settings, args: &QueriesArgs) -> Result<ExitCode, Failure> {
    let store = connect::store(settings).await?;
    let chart = args.chart.as_ref().map(ToString::to_string);
    let run = results::newest_or_told(&store, args.run, chart.as_deref()).await?;
    let mut cursor = ResultsCursor::new(run, chart.clone());
    let mut tally = Tally::default();
    let mut out = std::io::BufWriter::new(output::stdout());
    loop {
        let page = store
            .results_page(&mut cursor)
            .await
            .or_exit(Exit::Unavailable, "cannot read results")?;
        if page.is_empty() {
            break;
        }
        for row in &page {
            print_row(&mut out, args, row, &mut tally)?;
        }
        out.flush()?;
    }
    if tally.results == 0 && chart.is_some() {
        let what = format!("run {run} has no result for this chart");
        return Err(Failure::new(Exit::Usage, what));
    }
    if !args.json {
        print_tally(&mut out, &tally)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn print_row(
    out: &mut impl Write,
    args: &QueriesArgs,
    row: &ResultRow,
    tally: &mut Tally,
) -> Result<(), Failure> {
    tally.results += 1;
    let wanted = |gap: &&Gap| args.kind.is_none_or(|kind| kind == gap.kind);
    let gaps: Vec<&Gap> = row.result.gaps.iter().filter(wanted).collect();
    tally.charts += usize::from(!gaps.is_empty());
    for gap in gaps {
        *tally.kinds.entry(gap.kind).or_default() += 1;
        if args.json {
            writeln!(out, "{}", object(row, gap))?;
        } else {
            queries_text::print(out, row, gap)?;
        }
    }
    Ok(())
}

/// The gap as one object: what may be sent as `query`, with the words of every
/// indicator, and what is for the specialist alone as `worklist`.
pub(crate) fn object(row: &ResultRow, gap: &Gap) -> Value {
    let indicators = gap.indicators.iter().map(|indicator| {
        json!({
            "label": indicator.label,
            "evidence": indicator.evidence,
            "text": indicator.evidence.slice(&row.chart.documents),
        })
    });
    let answers = gap.options.iter().map(|option| &option.text);
    json!({
        "chart": row.chart.id,
        "run": row.run,
        "query": {
            "topic": gap.topic,
            "indicators": indicators.collect::<Vec<_>>(),
            "question": gap.question,
            "answers": answers.collect::<Vec<_>>(),
        },
        "worklist": {
            "kind": gap.kind,
            "rule": gap.rule,
            "source": gap.source,
            "codes_now": gap.codes_now,
            "drg_now": gap.drg_now,
            "options": gap.options,
        },
    })
}

fn print_tally(out: &mut impl Write, tally: &Tally) -> std::io::Result<()> {
    let total: usize = tally.kinds.values().sum();
    if total == 0 {
        return writeln!(out, "no queries in {} charts", tally.results);
    }
    writeln!(
        out,
        "{total} queries for {} of {} charts",
        tally.charts, tally.results
    )?;
    for (kind, count) in &tally.kinds {
        writeln!(out, "  {count:>6}  {kind}")?;
    }
    Ok(())
}
