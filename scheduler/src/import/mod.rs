//! `chartfleet import`: charts into the database, the rest into a rejects file.
//!
//! A reader thread parses and checks rows; the database takes them in groups.
//! What is in memory is bounded whatever the size of the input. Importing the
//! same input again changes nothing, so an import that was cut off is resumed
//! by starting it again.

pub(crate) mod lines;
pub(crate) mod rejects;
pub(crate) mod row;
mod source;
mod text;
mod wording;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use chartfleet_model::Chart;
use chartfleet_model::backoff::Backoff;
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use chartfleet_store::{ImportCounts, NewChart, Store, StoreError, Stored};
use clap::Args;
use indicatif::ProgressBar;
use serde::Serialize;
use sha2::{Digest, Sha256};
use tokio::sync::mpsc;

use crate::{connect, output};
use rejects::{Reject, Rejects};
use row::{Reason, Refusal};
use source::{Limits, Row, Source};

/// Text in one transaction, at most (or one chart).
const GROUP_BYTES: usize = 16 << 20;

/// Imports charts: NDJSON files, .txt files, folders of both, or - for
/// standard input.
#[derive(Args)]
pub(crate) struct ImportArgs {
    /// Files and folders. In a folder: *.ndjson and *.jsonl (one chart a line)
    /// and *.txt (one chart a file; a .json beside it adds fields).
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Where refused rows are written [default: import-N.rejects.ndjson here].
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,

    /// Print the counts as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Summary<'s> {
    import: i64,
    #[serde(flatten)]
    counts: ImportCounts,
    by_reason: std::collections::BTreeMap<&'static str, u64>,
    rejects: Option<std::borrow::Cow<'s, str>>,
}

/// Imports, reports, and says in its exit code whether anything was refused.
pub(crate) async fn run(settings: &Settings, args: &ImportArgs) -> Result<ExitCode, Failure> {
    let (sources, bytes) =
        source::expand(&args.paths).or_exit(Exit::Usage, "a path cannot be read")?;
    let store = connect::store(settings).await?;
    let import = store
        .begin_import()
        .await
        .or_exit(Exit::Unavailable, "cannot record the import")?;
    let path = args
        .rejects
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("import-{import}.rejects.ndjson")));
    let bar = output::bytes_bar(bytes);
    let limits = Limits {
        max_text_bytes: settings.import.max_text_bytes.get(),
        facility: settings.import.default_facility.clone(),
        class: settings.import.default_class,
    };
    let rows = read_in_background(sources, limits);
    let mut intake = Intake {
        store: &store,
        rejects: Rejects::new(path),
        counts: ImportCounts::default(),
        rows: settings.import.rows.get(),
        bar,
    };
    let ended = intake.take(rows).await;
    intake.bar.finish_and_clear();
    let (counts, rejects) = (intake.counts, intake.rejects);
    let recorded = store.finish_import(import, counts).await;
    ended?;
    recorded.or_exit(Exit::Unavailable, "cannot record the import")?;
    report(import, counts, rejects, args.json)?;
    let all_good = counts.refused + counts.conflicts == 0;
    Ok(if all_good {
        ExitCode::SUCCESS
    } else {
        Exit::Data.into()
    })
}

fn read_in_background(sources: Vec<Source>, limits: Limits) -> mpsc::Receiver<Row> {
    let (rows, receiver) = mpsc::channel(256);
    tokio::task::spawn_blocking(move || {
        for source in sources {
            if !source::read(&source, &limits, |row| rows.blocking_send(row).is_ok()) {
                return;
            }
        }
    });
    receiver
}

struct Intake<'i> {
    store: &'i Store,
    rejects: Rejects,
    counts: ImportCounts,
    rows: usize,
    bar: ProgressBar,
}

struct Place {
    source: String,
    line: u64,
}

impl Intake<'_> {
    async fn take(&mut self, mut rows: mpsc::Receiver<Row>) -> Result<(), Failure> {
        let mut group: Vec<(Place, NewChart)> = Vec::with_capacity(self.rows);
        let mut group_bytes = 0;
        while let Some(row) = rows.recv().await {
            self.bar.inc(row.bytes);
            let place = Place {
                source: row.source,
                line: row.line,
            };
            match row.chart {
                Ok(chart) => {
                    group_bytes += chart.text_bytes();
                    group.push((place, new_chart(chart)?));
                }
                Err(refusal) => self.refuse(place, row.id, refusal)?,
            }
            if group.len() >= self.rows || group_bytes >= GROUP_BYTES {
                self.store_group(&mut group).await?;
                group_bytes = 0;
            }
        }
        self.store_group(&mut group).await
    }

    async fn store_group(&mut self, group: &mut Vec<(Place, NewChart)>) -> Result<(), Failure> {
        let (places, charts): (Vec<Place>, Vec<NewChart>) = group.drain(..).unzip();
        if charts.is_empty() {
            return Ok(());
        }
        let stored = import_patiently(self.store, &charts).await.or_exit(
            Exit::Unavailable,
            "the import stopped; what was stored stays, and starting it again resumes it",
        )?;
        for ((place, new), stored) in places.into_iter().zip(charts).zip(stored) {
            match stored {
                Stored::Imported => self.counts.imported += 1,
                Stored::Duplicate => self.counts.duplicates += 1,
                Stored::Conflict { existing_hash } => {
                    let refusal = conflict(&existing_hash, &new.content_hash);
                    self.refuse(place, Some(new.chart.id.to_string()), refusal)?;
                }
            }
        }
        self.bar
            .set_message(format!("{} imported", self.counts.imported));
        Ok(())
    }

    fn refuse(
        &mut self,
        place: Place,
        id: Option<String>,
        refusal: Refusal,
    ) -> Result<(), Failure> {
        match refusal.reason {
            Reason::Conflict => self.counts.conflicts += 1,
            _ => self.counts.refused += 1,
        }
        let Place { source, line } = place;
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

fn conflict(existing: &[u8], refused: &[u8]) -> Refusal {
    let message = format!(
        "this id belongs to a chart with other content (stored sha256 {}, refused sha256 {}): give the new chart its own id",
        output::hex(existing),
        output::hex(refused)
    );
    Refusal::new(Reason::Conflict, message).at("id")
}

/// A database that restarts is waited for, for about half a minute.
async fn import_patiently(store: &Store, charts: &[NewChart]) -> Result<Vec<Stored>, StoreError> {
    let backoff = Backoff::try_new(Duration::from_millis(200), Duration::from_secs(10)).ok();
    let mut attempt = 0;
    loop {
        let error = match store.import_charts(charts).await {
            Err(error) if error.is_transient() && attempt < 8 => error,
            settled => return settled,
        };
        tracing::warn!(%error, "the import waits for the database");
        let wait = backoff.map_or(Duration::from_secs(1), |b| {
            b.delay(attempt, &mut rand::rng())
        });
        tokio::time::sleep(wait).await;
        attempt += 1;
    }
}

/// The canonical form is the parsed chart written again, so that spacing and
/// the order of fields do not make another chart.
fn new_chart(chart: Chart) -> Result<NewChart, Failure> {
    let canonical = serde_json::to_vec(&chart)?;
    let content_hash = Sha256::digest(&canonical).into();
    let mut family = Sha256::new();
    for part in [
        chart.encounter.class.as_str(),
        chart.protocol.as_deref().unwrap_or_default(),
    ] {
        family.update(part);
        family.update([0]);
    }
    let family: [u8; 32] = family.finalize().into();
    let prefix_family = family
        .first_chunk()
        .map_or(0, |bytes| i64::from_be_bytes(*bytes));
    Ok(NewChart {
        chart,
        content_hash,
        prefix_family,
    })
}

fn report(import: i64, counts: ImportCounts, rejects: Rejects, json: bool) -> Result<(), Failure> {
    let by_reason = rejects.by_reason().clone();
    let path = rejects
        .finish()
        .or_exit(Exit::Internal, "the rejects file cannot be written")?;
    let rejects = path.as_ref().map(|path| path.to_string_lossy());
    let out = &mut output::stdout();
    if json {
        return output::json(
            out,
            &Summary {
                import,
                counts,
                by_reason,
                rejects,
            },
        );
    }
    writeln!(
        out,
        "import {import}: {} imported, {} duplicates, {} conflicts, {} refused",
        counts.imported, counts.duplicates, counts.conflicts, counts.refused
    )?;
    rejects::print(out, &by_reason, rejects.as_deref())?;
    Ok(())
}
