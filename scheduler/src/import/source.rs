//! Where charts come from: NDJSON files, text files, folders, standard input.
//! Everything is read as a stream; one row is in memory at a time.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use chartfleet_model::{Chart, ChartId, EncounterClass};
use serde::Deserialize;

use super::lines::read_lines;
use super::row::{Reason, Refusal, check, parse_json};
use super::text::read_text;

/// What intake allows and fills in.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// The largest chart, in bytes of text.
    pub max_text_bytes: usize,
    /// Facility of a bare `.txt`.
    pub facility: String,
    /// Encounter class of a bare `.txt`.
    pub class: EncounterClass,
}

impl Limits {
    /// The longest line: the text with every byte escaped (`\u0000` is six),
    /// and the other fields.
    pub(super) const fn max_line(&self) -> u64 {
        self.max_text_bytes as u64 * 6 + 1_000_000
    }
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// One chart a line.
    Ndjson(PathBuf),
    /// One chart a file.
    Text(PathBuf),
    /// A `.json` without its `.txt`.
    Orphan(PathBuf),
    /// NDJSON on standard input.
    Stdin,
}

/// A row with its place.
#[derive(Debug)]
pub(crate) struct Row {
    /// The file.
    pub source: String,
    /// The line, from 1.
    pub line: u64,
    /// Bytes read for it.
    pub bytes: u64,
    /// The chart's id, as far as it could be read.
    pub id: Option<String>,
    /// The chart, or why there is none.
    pub chart: Result<Chart, Refusal>,
}

/// All files below `paths`, sorted, and their bytes together.
///
/// # Errors
/// When a path does not exist or a folder cannot be listed.
pub(crate) fn expand(paths: &[PathBuf]) -> io::Result<(Vec<Source>, u64)> {
    let (mut sources, mut bytes) = (Vec::new(), 0);
    for path in paths {
        if path.as_os_str() == "-" {
            sources.push(Source::Stdin);
        } else if path.is_dir() {
            walk(path, &mut sources, &mut bytes)?;
        } else {
            bytes += std::fs::metadata(path)
                .map_err(|error| naming(path, &error))?
                .len();
            let is_text = path
                .extension()
                .is_some_and(|e| e.eq_ignore_ascii_case("txt"));
            let path = path.clone();
            sources.push(if is_text {
                Source::Text(path)
            } else {
                Source::Ndjson(path)
            });
        }
    }
    Ok((sources, bytes))
}

fn naming(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

/// Whether a `.txt` of the same name stands beside a `.json`, in either case.
fn has_text(path: &Path) -> bool {
    ["txt", "TXT"]
        .iter()
        .any(|extension| path.with_extension(extension).exists())
}

fn walk(folder: &Path, sources: &mut Vec<Source>, bytes: &mut u64) -> io::Result<()> {
    let mut entries = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, sources, bytes)?;
            continue;
        }
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        let source = match extension.as_deref() {
            Some("ndjson" | "jsonl") => Source::Ndjson(path.clone()),
            Some("txt") => Source::Text(path.clone()),
            Some("json") if !has_text(&path) => Source::Orphan(path.clone()),
            _ => continue,
        };
        *bytes += std::fs::metadata(&path)?.len();
        sources.push(source);
    }
    Ok(())
}

/// Reads every row of a source. `each` returns whether to go on.
pub(crate) fn read(source: &Source, limits: &Limits, mut each: impl FnMut(Row) -> bool) -> bool {
    match source {
        Source::Stdin => read_ndjson("-", io::stdin().lock(), limits, each),
        Source::Ndjson(path) => match File::open(path) {
            Ok(file) => {
                let reader = BufReader::with_capacity(1 << 20, file);
                read_ndjson(&path.to_string_lossy(), reader, limits, each)
            }
            Err(error) => each(unreadable(path, &error)),
        },
        Source::Text(path) => each(read_text(path, limits)),
        Source::Orphan(path) => {
            let message =
                "a .json file describes the .txt file of the same name, and there is none";
            each(Row {
                source: path.to_string_lossy().into_owned(),
                line: 1,
                bytes: 0,
                id: None,
                chart: Err(Refusal::new(Reason::NoText, message)),
            })
        }
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Row {
    Row {
        source: path.to_string_lossy().into_owned(),
        line: 0,
        bytes: 0,
        id: None,
        chart: Err(Refusal::new(
            Reason::Unreadable,
            format!("cannot be read: {error}"),
        )),
    }
}

fn read_ndjson(
    name: &str,
    reader: impl BufRead,
    limits: &Limits,
    mut each: impl FnMut(Row) -> bool,
) -> bool {
    read_lines(reader, limits.max_line(), |line| {
        let (id, chart) = match line.text {
            Ok(text) => parse_line(text, limits),
            Err(refusal) => (None, Err(refusal)),
        };
        each(Row {
            source: name.to_owned(),
            line: line.number,
            bytes: line.bytes,
            id,
            chart,
        })
    })
}

fn parse_line(text: &str, limits: &Limits) -> (Option<String>, Result<Chart, Refusal>) {
    let chart = parse_json::<Chart>(text).and_then(|chart| {
        check(&chart, limits.max_text_bytes).map_err(|refusal| (refusal, &chart).0)?;
        Ok(chart)
    });
    let id = match &chart {
        Ok(chart) => Some(chart.id.to_string()),
        Err(_) => id_of(text),
    };
    (id, chart)
}

/// The id of a row that is refused for another field, so that it can be found.
fn id_of(text: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct OnlyId {
        id: ChartId,
    }
    serde_json::from_str::<OnlyId>(text)
        .ok()
        .map(|only| only.id.to_string())
}
