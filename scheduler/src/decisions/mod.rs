//! `chartfleet decisions`: what coders decided about suggestions, brought in
//! from wherever they decide.
//!
//! Rows are checked one by one, stored in groups, and refused rows go to a
//! rejects file, as with charts. Importing the same rows again changes
//! nothing, so an import that was cut off is resumed by starting it again.

mod rows;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use chartfleet_model::Decision;
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use chartfleet_store::{Recorded, Store};
use clap::{Args, Subcommand};
use indicatif::ProgressBar;
use serde::Serialize;
use tokio::sync::mpsc;

use crate::import::rejects::{self, Reject, Rejects};
use crate::import::row::{Reason, Refusal};
use crate::{connect, output};
use rows::Row;

/// Decisions in one transaction.
const GROUP: usize = 500;

/// What coders decided: a prior for retrieval and labels for calibration.
#[derive(Subcommand)]
pub(crate) enum Decisions {
    /// Imports decisions: NDJSON, one a row (docs/accuracy.md).
    Import(ImportArgs),
}

/// What `decisions import` takes.
#[derive(Args)]
pub(crate) struct ImportArgs {
    /// The file, or - for standard input.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where refused rows are written [default: decisions.rejects.ndjson here].
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Print the counts as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Counts {
    recorded: u64,
    duplicates: u64,
    conflicts: u64,
    refused: u64,
}

#[derive(Serialize)]
struct Summary<'s> {
    #[serde(flatten)]
    counts: Counts,
    by_reason: std::collections::BTreeMap<&'static str, u64>,
    rejects: Option<std::borrow::Cow<'s, str>>,
}

/// Runs the subcommand.
pub(crate) async fn run(settings: &Settings, command: &Decisions) -> Result<ExitCode, Failure> {
    match command {
        Decisions::Import(args) => import(settings, args).await,
    }
}

async fn import(settings: &Settings, args: &ImportArgs) -> Result<ExitCode, Failure> {
    let (reader, bytes) = rows::open(&args.file).or_exit(Exit::Usage, "cannot read decisions")?;
    let store = connect::store(settings).await?;
    let path = args
        .rejects
        .clone()
        .unwrap_or_else(|| PathBuf::from("decisions.rejects.ndjson"));
    let (sender, receiver) = mpsc::channel(256);
    tokio::task::spawn_blocking(move || {
        rows::read(reader, |row| sender.blocking_send(row).is_ok());
    });
    let mut intake = Intake {
        store: &store,
        source: args.file.to_string_lossy().into_owned(),
        rejects: Rejects::new(path),
        counts: Counts::default(),
        bar: output::bytes_bar(bytes),
    };
    let ended = intake.take(receiver).await;
    intake.bar.finish_and_clear();
    let (counts, rejects) = (intake.counts, intake.rejects);
    ended?;
    report(counts, rejects, args.json)?;
    let all_good = counts.refused + counts.conflicts == 0;
    Ok(if all_good {
        ExitCode::SUCCESS
    } else {
        Exit::Data.into()
    })
}

struct Intake<'i> {
    store: &'i Store,
    source: String,
    rejects: Rejects,
    counts: Counts,
    bar: ProgressBar,
}

impl Intake<'_> {
    async fn take(&mut self, mut rows: mpsc::Receiver<Row>) -> Result<(), Failure> {
        let mut group: Vec<(u64, Decision)> = Vec::with_capacity(GROUP);
        while let Some(row) = rows.recv().await {
            self.bar.inc(row.bytes);
            match row.decision {
                Ok(decision) => group.push((row.line, decision)),
                Err(refusal) => self.refuse(row.line, None, refusal)?,
            }
            if group.len() >= GROUP {
                self.store_group(&mut group).await?;
            }
        }
        self.store_group(&mut group).await
    }

    async fn store_group(&mut self, group: &mut Vec<(u64, Decision)>) -> Result<(), Failure> {
        let (lines, decisions): (Vec<u64>, Vec<Decision>) = group.drain(..).unzip();
        if decisions.is_empty() {
            return Ok(());
        }
        let recorded = self.store.record_decisions(&decisions).await.or_exit(
            Exit::Unavailable,
            "the import stopped; what was recorded stays, and starting it again resumes it",
        )?;
        for ((line, decision), recorded) in lines.into_iter().zip(decisions).zip(recorded) {
            match refusal_of(recorded) {
                Some(refusal) => self.refuse(line, Some(decision.chart.to_string()), refusal)?,
                None if recorded == Recorded::New => self.counts.recorded += 1,
                None => self.counts.duplicates += 1,
            }
        }
        self.bar
            .set_message(format!("{} recorded", self.counts.recorded));
        Ok(())
    }

    fn refuse(&mut self, line: u64, id: Option<String>, refusal: Refusal) -> Result<(), Failure> {
        match refusal.reason {
            Reason::Conflict => self.counts.conflicts += 1,
            _ => self.counts.refused += 1,
        }
        let source = self.source.clone();
        let reject = Reject {
            source,
            line,
            id,
            refusal,
        };
        self.rejects
            .write(&reject)
            .or_exit(Exit::Internal, "the rejects file cannot be written")
    }
}

fn refusal_of(recorded: Recorded) -> Option<Refusal> {
    match recorded {
        Recorded::New | Recorded::Duplicate => None,
        Recorded::Conflict => Some(
            Refusal::new(
                Reason::Conflict,
                "the same coder decided otherwise about this code at the same time",
            )
            .at("decided_at"),
        ),
        Recorded::UnknownChart => Some(
            Refusal::new(
                Reason::UnknownChart,
                "the run has no result for a chart of this id",
            )
            .at("chart"),
        ),
        Recorded::NotSuggested => Some(
            Refusal::new(
                Reason::NotSuggested,
                "the result does not suggest this code: a code of the coder's own is `add`, one on the claim is not",
            )
            .at("code"),
        ),
    }
}

fn report(counts: Counts, rejects: Rejects, json: bool) -> Result<(), Failure> {
    let by_reason = rejects.by_reason().clone();
    let path = rejects
        .finish()
        .or_exit(Exit::Internal, "the rejects file cannot be written")?;
    let rejects = path.as_ref().map(|path| path.to_string_lossy());
    let out = &mut output::stdout();
    if json {
        let summary = Summary {
            counts,
            by_reason,
            rejects,
        };
        return output::json(out, &summary);
    }
    writeln!(
        out,
        "{} recorded, {} duplicates, {} conflicts, {} refused",
        counts.recorded, counts.duplicates, counts.conflicts, counts.refused
    )?;
    rejects::print(out, &by_reason, rejects.as_deref())?;
    Ok(())
}
