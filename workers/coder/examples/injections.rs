//! Counts the notes in which text that addresses the model is found: on real
//! notes every one is a false alarm, apart from those that plant it.
//!
//! ```text
//! cargo run -p chartfleet-coder --example injections -- FOLDER...
//! ```
//!
//! Reads `.txt` files as notes and `.ndjson` files as charts, folders deep.

use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::Result;
use chartfleet_coder::injections;
use chartfleet_model::{Chart, Document};

fn main() -> Result<()> {
    let mut notes = Vec::new();
    for folder in std::env::args_os().skip(1) {
        read(Path::new(&folder), &mut notes)?;
    }
    let mut out = std::io::stdout().lock();
    // Builds the patterns.
    drop(injections(&[]));
    let (mut bytes, mut alarms, mut slowest) = (0, 0, 0.0_f64);
    let start = Instant::now();
    for (name, documents) in &notes {
        let one = Instant::now();
        let found = injections(documents);
        slowest = slowest.max(one.elapsed().as_secs_f64());
        bytes += documents.iter().map(|d| d.text.len()).sum::<usize>();
        if !found.is_empty() {
            alarms += 1;
            writeln!(out, "{name}: {found:?}")?;
        }
    }
    let took = start.elapsed().as_secs_f64();
    writeln!(
        out,
        "{} charts, {bytes} bytes: {alarms} with injected text; {:.1} MB/s, slowest {:.2} ms",
        notes.len(),
        f64::from(u32::try_from(bytes)?) / 1e6 / took,
        slowest * 1e3
    )?;
    Ok(())
}

fn read(path: &Path, notes: &mut Vec<(String, Vec<Document>)>) -> Result<()> {
    if path.is_dir() {
        let mut inside: Vec<PathBuf> = fs::read_dir(path)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<std::io::Result<_>>()?;
        inside.sort();
        return inside.iter().try_for_each(|path| read(path, notes));
    }
    let name = path.display().to_string();
    match path.extension().and_then(OsStr::to_str) {
        Some("txt") => {
            let document = serde_json::json!({"text": fs::read_to_string(path)?});
            notes.push((name, vec![serde_json::from_value(document)?]));
        }
        Some("ndjson" | "jsonl") => {
            for line in fs::read_to_string(path)?.lines() {
                // Rows of other forms are not charts.
                if let Ok(chart) = serde_json::from_str::<Chart>(line) {
                    notes.push((chart.id.to_string(), chart.documents));
                }
            }
        }
        _ => {}
    }
    Ok(())
}
