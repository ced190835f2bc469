//! Measures the lexical coder and the retriever on a folder of coded notes:
//! exact codes a note, what 50 to 200 candidates recall, and speed.
//!
//! ```text
//! cargo run --release -p chartfleet-coder --example codiesp -- NOTES TABLES [DAY]
//! ```
//!
//! `NOTES` is laid out like a split of CodiEsp (CC BY 4.0): `text_files_en/`
//! with a `.txt` file a note, and one `*D.tsv` of note and code. `TABLES` is an
//! installation of `chartfleet codes install`. The notes are coded in the code
//! set of `DAY`: the gold of CodiEsp names codes that were split since (R51,
//! M54.5), and those of fiscal year 2017 fit it best. Scores are exact matches
//! with the gold as it is written.

mod coded_notes;
mod measure;

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use anyhow::{Context as _, Result};
use chartfleet_coder::lexical::Lexicon;
use chartfleet_coder::retrieval::Retriever;
use chartfleet_codes::CodeTables;
use chartfleet_model::Chart;
use jiff::civil::Date;
use measure::{Coded, Score, float, per_second, ratio, timed};
use serde_json::json;

/// Published micro-F1 on the test split of CodiEsp-D in English, and a plain
/// longest-match dictionary of the same tables on the dev split.
const COMPARATORS: [(f64, &str); 3] = [
    (
        0.157,
        "GPT-4, tree search, test split (Boyle et al. 2023, arXiv 2310.06552)",
    ),
    (
        0.219,
        "PLM-ICD, fine-tuned, test split (Boyle et al. 2023, arXiv 2310.06552)",
    ),
    (0.337, "naive dictionary, dev split (measured here)"),
];
const DEPTHS: [usize; 4] = [50, 60, 100, 200];
const THREADS: usize = 2;
/// Last day of the code set that most of CodiEsp's gold codes belong to.
const DAY: &str = "2017-09-30";

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let notes = arguments.next().context("the folder of notes is missing")?;
    let tables = arguments
        .next()
        .context("the folder of tables is missing")?;
    let on: Date = arguments.next().as_deref().unwrap_or(DAY).parse()?;
    let notes = read_notes(Path::new(&notes))?;
    let tables = Arc::new(CodeTables::open(Path::new(&tables))?);
    let start = Instant::now();
    let lexicon = Arc::new(Lexicon::build(&tables));
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} notes, tables {}, code set of {on}, lexicon built in {:.1?}",
        notes.len(),
        tables.version(),
        start.elapsed()
    )?;
    let suggest = |note: &Coded| suggested(&lexicon, note, on);
    let (suggestions, took) = timed(&notes, suggest);
    let score = Score::micro(&notes, &suggestions);
    writeln!(out, "micro        {score}")?;
    writeln!(
        out,
        "macro        F1 {:.3} (mean over notes)",
        mean_f1(&notes, &suggestions)
    )?;
    let billed = |code: &&String| tables.cm_text(code).is_some_and(|e| e.billable(on));
    let known = notes.iter().flat_map(|note| &note.gold).filter(billed);
    let ceiling = ratio(known.count(), score.gold);
    writeln!(
        out,
        "ceiling      {ceiling:.3} of the gold is billed in this code set"
    )?;
    let retriever = Retriever::new(Arc::clone(&lexicon)).held_to(tables);
    let retrieve = |note: &Coded| offered(&retriever, note, on);
    let (candidates, retrieving) = timed(&notes, retrieve);
    for depth in DEPTHS {
        let recall = recall(&notes, &candidates, depth);
        writeln!(out, "recall@{depth:<5} {recall:.3} (retriever)")?;
    }
    let seconds = per_second(notes.len(), took);
    writeln!(out, "suggest      {seconds:.0} notes/s on one thread")?;
    let seconds = per_second(notes.len(), retrieving);
    writeln!(out, "retrieve     {seconds:.0} notes/s on one thread")?;
    let seconds = on_threads(&notes, |note| {
        suggest(note);
        retrieve(note);
    });
    writeln!(
        out,
        "both         {seconds:.0} notes/s on {THREADS} threads"
    )?;
    for (f1, name) in COMPARATORS {
        writeln!(out, "compare      {f1:.3}  {name}")?;
    }
    Ok(())
}

/// The codes that the lexical coder suggests for a note.
fn suggested(lexicon: &Lexicon, note: &Coded, on: Date) -> Vec<String> {
    let hits = lexicon.suggest_on(&note.documents.concat(), on);
    hits.iter().map(|hit| hit.code.to_string()).collect()
}

/// The codes that the retriever offers a model for a note.
fn offered(retriever: &Retriever, note: &Coded, on: Date) -> Vec<String> {
    let limit = DEPTHS.into_iter().max().unwrap_or_default();
    let found = chart(note, on).map(|chart| retriever.search(&chart, limit));
    let found = found.into_iter().flatten();
    found.map(|found| found.code.to_string()).collect()
}

fn chart(note: &Coded, on: Date) -> Option<Chart> {
    let documents: Vec<_> = note
        .documents
        .iter()
        .map(|text| json!({"text": text}))
        .collect();
    let encounter = json!({"class": "outpatient", "admitted": on});
    let chart = json!({"id": "note", "encounter": encounter, "documents": documents});
    serde_json::from_value(chart).ok()
}

/// The share of the gold among the first candidates of its note.
fn recall(notes: &[Coded], candidates: &[Vec<String>], depth: usize) -> f64 {
    let found = |(note, candidates): (&Coded, &Vec<String>)| {
        let first = candidates.iter().take(depth);
        first.filter(|code| note.gold.contains(*code)).count()
    };
    let found: usize = notes.iter().zip(candidates).map(found).sum();
    let gold: usize = notes.iter().map(|note| note.gold.len()).sum();
    ratio(found, gold)
}

/// Notes a second where the threads share them.
fn on_threads(notes: &[Coded], work: impl Fn(&Coded) + Sync) -> f64 {
    let start = Instant::now();
    thread::scope(|scope| {
        for share in notes.chunks(notes.len().div_ceil(THREADS).max(1)) {
            let work = &work;
            scope.spawn(move || share.iter().for_each(work));
        }
    });
    per_second(notes.len(), start.elapsed())
}

fn read_notes(folder: &Path) -> Result<Vec<Coded>> {
    coded_notes::read(folder, "D.tsv", |_, text, gold| {
        Ok(Coded {
            documents: vec![text],
            gold,
        })
    })
}

fn mean_f1(notes: &[Coded], suggested: &[Vec<String>]) -> f64 {
    let one = |(note, suggested): (&Coded, &Vec<String>)| {
        Score::micro(std::slice::from_ref(note), std::slice::from_ref(suggested)).f1()
    };
    let total: f64 = notes.iter().zip(suggested).map(one).sum();
    total / float(notes.len())
}
