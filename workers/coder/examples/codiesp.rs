//! Measures the lexical coder and the retriever on a folder of coded notes:
//! exact codes a note, what 50 to 200 candidates recall, and speed.
//!
//! ```text
//! cargo run --release -p chartfleet-coder --example codiesp -- NOTES TABLES [DAY] \
//!     [--embeddings URL --model NAME --dims N --vectors FOLDER]
//! ```
//!
//! `NOTES` is laid out like a split of CodiEsp (CC BY 4.0): `text_files_en/`
//! with a `.txt` file a note, and one `*D.tsv` of note and code. `TABLES` is an
//! installation of `chartfleet codes install`. The notes are coded in the code
//! set of `DAY`: the gold of CodiEsp names codes that were split since (R51,
//! M54.5), and those of fiscal year 2017 fit it best. Scores are exact matches
//! with the gold as it is written.
//!
//! With `--embeddings` the search by meaning takes part too, with a server's
//! `/v1` and the first `N` numbers of its vectors (256); the titles' vectors are
//! kept in `FOLDER` (the folder of tables).

mod coded_notes;
mod measure;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use chartfleet_coder::lexical::Lexicon;
use chartfleet_coder::retrieval::dense::{Dense, EmbeddingSettings};
use chartfleet_coder::retrieval::{DenseSearch, Finds, Retriever, Wanted};
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
const WANTED: Wanted = Wanted {
    diagnoses: 200,
    procedures: 0,
};
/// How long the embedding server may take for a batch.
const PATIENCE: Duration = Duration::from_secs(600);
const THREADS: usize = 2;
/// Last day of the code set that most of CodiEsp's gold codes belong to.
const DAY: &str = "2017-09-30";

/// What is measured on what.
#[derive(Default)]
struct Arguments {
    notes: PathBuf,
    tables: PathBuf,
    day: Option<String>,
    options: BTreeMap<String, String>,
}

impl Arguments {
    fn read() -> Result<Self> {
        let (mut places, mut options) = (Vec::new(), BTreeMap::new());
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            if let Some(name) = argument.strip_prefix("--") {
                let value = arguments.next().context("an option without a value")?;
                options.insert(name.to_owned(), value);
            } else {
                places.push(argument);
            }
        }
        let mut places = places.into_iter();
        Ok(Self {
            notes: places
                .next()
                .context("the folder of notes is missing")?
                .into(),
            tables: places
                .next()
                .context("the folder of tables is missing")?
                .into(),
            day: places.next(),
            options,
        })
    }

    fn option(&self, name: &str) -> Option<&str> {
        self.options.get(name).map(String::as_str)
    }
}

fn main() -> Result<()> {
    let arguments = Arguments::read()?;
    let on: Date = arguments.day.as_deref().unwrap_or(DAY).parse()?;
    let notes = read_notes(&arguments.notes)?;
    let tables = Arc::new(CodeTables::open(&arguments.tables)?);
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
    let retriever = Retriever::new(Arc::clone(&lexicon)).held_to(Arc::clone(&tables));
    let retrieve = |note: &Coded| offered(&retriever, note, on);
    let (candidates, retrieving) = timed(&notes, retrieve);
    print_recall(&mut out, &notes, &candidates, "retriever")?;
    if let Some(server) = arguments.option("embeddings") {
        let dense = open_dense(&arguments, server, &tables)?;
        with_dense(&mut out, &notes, on, &retriever.clone().with_dense(dense))?;
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

fn print_recall(
    out: &mut impl Write,
    notes: &[Coded],
    candidates: &[Vec<String>],
    name: &str,
) -> Result<()> {
    for depth in DEPTHS {
        let recall = recall(notes, candidates, depth);
        writeln!(out, "recall@{depth:<5} {recall:.4} ({name})")?;
    }
    Ok(())
}

/// The search by meaning, as the worker opens it.
fn open_dense(arguments: &Arguments, server: &str, tables: &CodeTables) -> Result<DenseSearch> {
    let settings = EmbeddingSettings {
        base_url: server.parse()?,
        model: arguments.option("model").unwrap_or_default().to_owned(),
        api_key: None,
        batch: 64,
        dims: arguments.option("dims").unwrap_or("256").parse()?,
        timeout: PATIENCE,
    };
    let vectors = arguments.option("vectors").map(Path::new);
    let vectors = vectors.unwrap_or(&arguments.tables);
    let dense = runtime()?.block_on(Dense::open(tables, vectors, settings))?;
    Ok(DenseSearch::On(Arc::new(dense)))
}

/// Recall with the search by meaning, and what it costs.
fn with_dense(
    out: &mut impl Write,
    notes: &[Coded],
    on: Date,
    retriever: &Retriever,
) -> Result<()> {
    let runtime = runtime()?;
    let (mut candidates, mut answered) = (Vec::new(), 0_usize);
    let (start, cpu) = (Instant::now(), process_cpu()?);
    for note in notes {
        let chart = chart(note, on).context("a note that is no chart")?;
        let finds = runtime.block_on(retriever.find(&chart, on, WANTED))?;
        answered += usize::from(finds.dense == Some(true));
        candidates.push(printed(&finds));
    }
    let each = |took: Duration| took.as_secs_f64() * 1e3 / float(notes.len());
    let (wall, cpu) = (each(start.elapsed()), each(process_cpu()? - cpu));
    print_recall(out, notes, &candidates, "with the search by meaning")?;
    writeln!(
        out,
        "dense        {answered} notes; a note {cpu:.1} ms of CPU here, {wall:.1} ms with the server"
    )?;
    Ok(())
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    Ok(builder.enable_all().build()?)
}

fn process_cpu() -> Result<Duration> {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Ok(Duration::new(
        time.tv_sec.try_into()?,
        time.tv_nsec.try_into()?,
    ))
}

/// The codes that the lexical coder suggests for a note.
fn suggested(lexicon: &Lexicon, note: &Coded, on: Date) -> Vec<String> {
    let hits = lexicon.suggest_on(&note.documents.concat(), on);
    hits.iter().map(|hit| hit.code.to_string()).collect()
}

/// The codes that the retriever offers a model for a note.
fn offered(retriever: &Retriever, note: &Coded, on: Date) -> Vec<String> {
    let finds = chart(note, on).map(|chart| retriever.search(&chart, on, WANTED));
    printed(&finds.unwrap_or_default())
}

fn printed(finds: &Finds) -> Vec<String> {
    let found = finds.candidates.iter();
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
