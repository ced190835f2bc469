//! `report accuracy`: suggestions against gold codes and decisions.
//!
//! - [`tally`]: the figures with targets. [`figures`]: what they are made of.
//! - [`waterfall`]: where codes are lost, stage by stage.
//! - [`groups`]: by class and specialty. [`compare`], [`difference`]: two runs.

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
use chartfleet_model::calibration::Reliability;
use chartfleet_model::{CodeSystem, Icd10CmCode, RunId, Severity};
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use chartfleet_store::{GoldRow, Store};
use clap::Args;
use serde::Serialize;

use self::codes::Codes;
use self::compare::{Comparison, Side};
use self::figures::{Counts, Scores};
use self::groups::{Group, Groups};
use self::provenance::Provenance;
use self::tally::Tally;
use self::waterfall::Waterfall;
use super::labels::{self, Judged};
use super::{ReportArgs, store_and_run};
use crate::{connect, output};

/// What `report accuracy` takes.
#[derive(Args)]
pub(crate) struct AccuracyArgs {
    #[command(flatten)]
    report: ReportArgs,
    /// Compare with this run, chart by chart: what the reported run does
    /// better or worse.
    #[arg(long, value_name = "RUN")]
    compare: Option<RunId>,
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

/// How far the stated probabilities can be believed; absent where nothing is
/// labelled.
#[derive(Clone, Debug, Serialize)]
struct Believed {
    #[serde(skip_serializing_if = "Option::is_none")]
    gold: Option<Reliability>,
    #[serde(skip_serializing_if = "Option::is_none")]
    decisions: Option<Reliability>,
    /// Suggestions without a probability, judged by the fixed one of the
    /// model's own word.
    uncalibrated: u64,
}

/// Everything that is printed.
#[derive(Serialize)]
struct Printed {
    #[serde(flatten)]
    tally: tally::Printed,
    #[serde(flatten)]
    provenance: Provenance,
    procedures: Vec<Procedures>,
    waterfall: Option<waterfall::Table>,
    by_class: Vec<Group>,
    by_specialty: Vec<Group>,
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
    stated: Vec<(f64, bool)>,
    uncalibrated: u64,
    side: Side,
}

/// Prints the accuracy.
pub(crate) async fn run(settings: &Settings, args: &AccuracyArgs) -> Result<(), Failure> {
    let (store, run) = store_and_run(settings, &args.report).await?;
    if let Some(other) = args.compare {
        connect::known_run(&store, other).await?;
    }
    let tables = connect::tables(settings)?;
    let mut gathered = Gathered::default();
    let compares = args.compare.is_some();
    let each = |row| gathered.add(&row, &tables, compares);
    store
        .for_each_gold(run, each)
        .await
        .or_exit(Exit::Unavailable, "cannot read results")?;
    if gathered.tally.charts == 0 {
        let what = format!("no chart of run {run} carries gold codes: see docs/chart-format.md");
        return Err(Failure::new(Exit::Usage, what));
    }
    let decided = decided(&store, run).await?;
    let side = std::mem::take(&mut gathered.side);
    let comparison = match args.compare {
        Some(other) => Some(compared(&store, other, (run, side)).await?),
        None => None,
    };
    let printed = gathered.printed(run, &decided, comparison);
    let out = &mut output::stdout();
    if args.report.json {
        output::json(out, &printed)
    } else {
        print::all(out, &printed)
    }
}

async fn decided(store: &Store, run: RunId) -> Result<Vec<Judged>, Failure> {
    let mut judged = Vec::new();
    store
        .for_each_decided(run, |chart| {
            judged.extend(labels::against_decisions(&chart));
        })
        .await
        .or_exit(Exit::Unavailable, "cannot read decisions")?;
    Ok(judged)
}

async fn compared(
    store: &Store,
    other: RunId,
    reported: (RunId, Side),
) -> Result<Comparison, Failure> {
    let mut side = Side::default();
    store
        .for_each_gold(other, |row| side.add(&row))
        .await
        .or_exit(Exit::Unavailable, "cannot read results")?;
    let run = reported.0;
    compare::compare((other, side), reported).ok_or_else(|| {
        let what = format!("runs {other} and {run} have no chart with gold codes in common");
        Failure::new(Exit::Usage, what)
    })
}

impl Gathered {
    fn add(&mut self, row: &GoldRow, tables: &CodeTables, compares: bool) {
        let codes = Codes::diagnoses(row);
        self.tally.add(row, &|code| level(tables, code));
        self.provenance.add(&row.result);
        self.waterfall.add(&codes, &row.result);
        self.by_class.add(&row.class, &codes, &row.result);
        let specialty = row.specialty.as_deref().unwrap_or_default();
        self.by_specialty.add(specialty, &codes, &row.result);
        for (system, counts) in PROCEDURES.into_iter().zip(&mut self.procedures) {
            let codes = Codes::procedures(row, system);
            if !codes.gold.is_empty() {
                counts.add(&codes);
            }
        }
        for judged in labels::against_gold(row) {
            self.stated.push((judged.stated(), judged.label.accepted));
            self.uncalibrated += u64::from(judged.probability.is_none());
        }
        if compares {
            self.side.add(row);
        }
    }

    fn printed(self, run: RunId, decided: &[Judged], comparison: Option<Comparison>) -> Printed {
        let reliability = Believed {
            gold: Reliability::of(self.stated),
            decisions: Reliability::of(decided.iter().map(|j| (j.stated(), j.label.accepted))),
            uncalibrated: self.uncalibrated,
        };
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
            reliability,
            comparison,
        }
    }
}

/// The code's own CC/MCC level; `None` where the tables do not know the code.
fn level(tables: &CodeTables, code: &str) -> Option<Severity> {
    let code: Icd10CmCode = code.parse().ok()?;
    let newest = GrouperVersion::for_discharge(GrouperVersion::LAST_DAY).ok()?;
    Some(tables.cm(&code)?.severity(newest))
}
