//! `report accuracy`: suggestions against gold codes and decisions.
//!
//! - [`tally`]: the figures with targets. [`figures`]: what they are made of.
//! - [`waterfall`]: where codes are lost, stage by stage.
//! - [`groups`]: by class, specialty and pipeline version.
//! - [`against`], [`compare`], [`difference`]: two runs or pipeline versions.
//! - [`believed`]: what the probabilities are worth.

mod against;
mod believed;
mod codes;
mod compare;
mod difference;
mod figures;
mod groups;
mod print;
mod provenance;
mod tally;
mod waterfall;

use chartfleet_codes::{CodeTables, GrouperVersion};
use chartfleet_model::{CodeSystem, Icd10CmCode, RunId, Severity};
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use chartfleet_store::{DecidedChart, GoldRow, Store};
use clap::Args;
use serde::Serialize;

use self::against::Against;
use self::believed::{Believed, Labelled};
use self::codes::Codes;
use self::compare::{Comparison, Side};
use self::figures::{Counts, Scores};
use self::groups::{Group, Groups};
use self::provenance::{Maker, Provenance};
use self::tally::Tally;
use self::waterfall::Waterfall;
use super::labels;
use super::{ReportArgs, store_and_run};
use crate::{connect, output};

/// What `report accuracy` takes.
#[derive(Args)]
pub(crate) struct AccuracyArgs {
    #[command(flatten)]
    report: ReportArgs,
    /// Compare with this run, or with what this pipeline version made of the
    /// same charts in whatever run, chart by chart: what the reported run does
    /// better or worse.
    #[arg(long, value_name = "RUN|PIPELINE")]
    compare: Option<String>,
}

/// The systems of procedures, each with a line of its own.
const PROCEDURES: [CodeSystem; 3] = [CodeSystem::Icd10Pcs, CodeSystem::Cpt, CodeSystem::Hcpcs];

/// One system of procedures, compared exactly, over the charts whose gold has
/// codes of it.
#[derive(Clone, Copy, Debug, Serialize)]
struct Procedures {
    system: CodeSystem,
    #[serde(flatten)]
    counts: Counts,
    #[serde(flatten)]
    scores: Scores,
}

/// How far a run is that has not ended. Batches come in the order of their
/// value: what is there so far is no sample of the whole.
#[derive(Clone, Copy, Debug, Serialize)]
struct SoFar {
    finished: i64,
    charts: i64,
}

/// Everything that is printed.
#[derive(Serialize)]
struct Printed {
    #[serde(flatten)]
    tally: tally::Printed,
    #[serde(skip_serializing_if = "Option::is_none")]
    so_far: Option<SoFar>,
    #[serde(flatten)]
    provenance: Provenance,
    procedures: Vec<Procedures>,
    waterfall: Option<waterfall::Table>,
    by_class: Vec<Group>,
    by_specialty: Vec<Group>,
    by_pipeline: Vec<Group>,
    reliability: Believed,
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<Comparison>,
}

/// What is gathered while the charts pass by.
#[derive(Default)]
struct Gathered {
    tally: Tally,
    provenance: Provenance,
    procedures: [Counts; PROCEDURES.len()],
    waterfall: Waterfall,
    by_class: Groups,
    by_specialty: Groups,
    by_pipeline: Groups,
    labelled: Labelled,
    side: Side,
}

/// Prints the accuracy.
pub(crate) async fn run(settings: &Settings, args: &AccuracyArgs) -> Result<(), Failure> {
    let (store, run) = store_and_run(settings, &args.report).await?;
    let against = match &args.compare {
        Some(name) => Some(Against::named(&store, name, run).await?),
        None => None,
    };
    let tables = connect::tables(settings)?;
    let so_far = so_far(&store, run).await?;
    let bar = output::counting_bar();
    let mut gathered = Gathered::default();
    let each = |row| {
        gathered.add(&row, &tables, against.is_some());
        bar.inc(1);
    };
    store
        .for_each_gold(run, each)
        .await
        .or_exit(Exit::Unavailable, "cannot read results")?;
    let mut decided = Labelled::default();
    let each = |chart: DecidedChart| {
        decided.add(chart.key, &chart.result, &labels::against_decisions(&chart));
        bar.inc(1);
    };
    store
        .for_each_decided(run, each)
        .await
        .or_exit(Exit::Unavailable, "cannot read decisions")?;
    bar.finish_and_clear();
    if gathered.tally.charts == 0 && decided.is_empty() {
        let what = format!(
            "no chart of run {run} carries gold codes (docs/chart-format.md) or decisions (docs/accuracy.md)"
        );
        return Err(Failure::new(Exit::Usage, what));
    }
    let believed = Believed::of(&store, &gathered.labelled, &decided).await?;
    let side = std::mem::take(&mut gathered.side);
    let comparison = match against {
        Some(against) => Some(against.compared(&store, (run, side)).await?),
        None => None,
    };
    let printed = Printed {
        so_far,
        comparison,
        ..gathered.printed(run, believed)
    };
    let out = &mut output::stdout();
    if args.report.json {
        output::json(out, &printed)
    } else {
        print::all(out, &printed)
    }
}

async fn so_far(store: &Store, run: RunId) -> Result<Option<SoFar>, Failure> {
    let progress = store.run_progress(run).await;
    let progress = progress.or_exit(Exit::Unavailable, "cannot read the run")?;
    let open = progress.filter(|progress| progress.finished() < progress.charts);
    Ok(open.map(|progress| SoFar {
        finished: progress.finished(),
        charts: progress.charts,
    }))
}

impl Gathered {
    fn add(&mut self, row: &GoldRow, tables: &CodeTables, compares: bool) {
        let codes = Codes::diagnoses(row);
        self.tally.add(row, &|code| level(tables, code));
        self.provenance.add(&Maker::of(&row.result));
        self.waterfall.add(&codes, &row.result);
        self.by_class.add(&row.class, &codes, &row.result);
        let specialty = row.specialty.as_deref().unwrap_or_default();
        self.by_specialty.add(specialty, &codes, &row.result);
        let pipeline = &row.result.pipeline_version;
        self.by_pipeline.add(pipeline, &codes, &row.result);
        for (system, counts) in PROCEDURES.into_iter().zip(&mut self.procedures) {
            let codes = Codes::procedures(row, system);
            if !codes.gold.is_empty() {
                counts.add(&codes);
            }
        }
        self.labelled
            .add(row.key, &row.result, &labels::against_gold(row));
        if compares {
            self.side.add(row);
        }
    }

    fn printed(self, run: RunId, reliability: Believed) -> Printed {
        let retrieval = self.waterfall.retrieval();
        let procedures = PROCEDURES.into_iter().zip(self.procedures);
        Printed {
            tally: self.tally.figures(run),
            provenance: self.provenance,
            procedures: procedures
                .filter(|(_, counts)| counts.charts > 0)
                .map(|(system, counts)| Procedures {
                    system,
                    counts,
                    scores: counts.scores(),
                })
                .collect(),
            waterfall: self.waterfall.table(retrieval),
            by_class: self.by_class.table(retrieval),
            by_specialty: self.by_specialty.table(retrieval),
            by_pipeline: self.by_pipeline.table(retrieval),
            reliability,
            so_far: None,
            comparison: None,
        }
    }
}

/// The code's own CC/MCC level; `None` where the tables do not know the code.
fn level(tables: &CodeTables, code: &str) -> Option<Severity> {
    let code: Icd10CmCode = code.parse().ok()?;
    let newest = GrouperVersion::for_discharge(GrouperVersion::LAST_DAY).ok()?;
    Some(tables.cm(&code)?.severity(newest))
}
