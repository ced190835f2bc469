//! Measures the lexical coder on a folder of coded notes: exact codes a note,
//! what a retrieval of 50 to 200 candidates recalls, and speed.
//!
//! ```text
//! cargo run --release -p chartfleet-coder --example codiesp -- NOTES TABLES
//! ```
//!
//! `NOTES` is laid out like a split of CodiEsp (CC BY 4.0): `text_files_en/`
//! with a `.txt` file a note, and one `*D.tsv` of note and code. `TABLES` is an
//! installation of `chartfleet codes install`.

mod measure;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result};
use chartfleet_coder::lexical::Lexicon;
use chartfleet_codes::CodeTables;
use measure::{Coded, Score, float, of_chart, of_documents, per_second, ratio, timed};

/// Published micro-F1 on the test split of CodiEsp-D in English, and a plain
/// longest-match dictionary of the same tables on the dev split.
const COMPARATORS: [(&str, f64); 3] = [
    ("GPT-4, tree search (test split)", 0.157),
    ("PLM-ICD, fine-tuned (test split)", 0.219),
    ("naive dictionary (dev split)", 0.337),
];
const DEPTHS: [usize; 3] = [50, 100, 200];

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let notes = arguments.next().context("the folder of notes is missing")?;
    let tables = arguments
        .next()
        .context("the folder of tables is missing")?;
    let notes = read_notes(&notes)?;
    let tables = CodeTables::open(&tables)?;
    let start = Instant::now();
    let lexicon = Lexicon::build(&tables);
    let built = start.elapsed();

    let (suggested, suggesting) = timed(&notes, |note| of_documents(&lexicon, note));
    let (together, at_chart) = timed(&notes, |note| of_chart(&lexicon, note));
    let (candidates, retrieving) = timed(&notes, |note| ranked(&lexicon, note));
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} notes, tables {}, lexicon built in {built:.1?}",
        notes.len(),
        tables.version()
    )?;
    let score = Score::micro(&notes, &suggested);
    writeln!(out, "micro  {score}")?;
    writeln!(
        out,
        "chart  {} (the step for whole charts)",
        Score::micro(&notes, &together)
    )?;
    writeln!(
        out,
        "macro  F1 {:.3} (mean over notes)",
        mean_f1(&notes, &suggested)
    )?;
    let known = notes.iter().flat_map(|note| &note.gold);
    let known = known.filter(|code| is_billable(&tables, code)).count();
    writeln!(
        out,
        "codes of the gold that these tables still bill: {:.3} (the ceiling of recall)",
        ratio(known, score.gold)
    )?;
    for depth in DEPTHS {
        let found: usize = notes
            .iter()
            .zip(&candidates)
            .map(|(note, candidates)| {
                candidates
                    .iter()
                    .take(depth)
                    .filter(|code| note.gold.contains(*code))
                    .count()
            })
            .sum();
        writeln!(out, "recall@{depth:<4} {:.3}", ratio(found, score.gold))?;
    }
    writeln!(
        out,
        "suggest    {:.0} notes/s on one core",
        per_second(notes.len(), suggesting)
    )?;
    writeln!(
        out,
        "chart      {:.0} notes/s on one core",
        per_second(notes.len(), at_chart)
    )?;
    writeln!(
        out,
        "candidates {:.0} notes/s on one core",
        per_second(notes.len(), retrieving)
    )?;
    for (name, f1) in COMPARATORS {
        writeln!(out, "compare    {f1:.3}  {name}")?;
    }
    Ok(())
}

fn read_notes(folder: &Path) -> Result<Vec<Coded>> {
    let gold = fs::read_dir(folder)
        .with_context(|| format!("reading {}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.to_string_lossy().ends_with("D.tsv"))
        .context("no *D.tsv in the folder of notes")?;
    let mut codes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in fs::read_to_string(&gold)?.lines() {
        let (note, code) = line.split_once('\t').context("a line without a tab")?;
        let code = code.trim().to_uppercase();
        codes.entry(note.to_owned()).or_default().insert(code);
    }
    let read = |(name, gold): (String, BTreeSet<String>)| {
        let path = folder.join("text_files_en").join(format!("{name}.txt"));
        let text =
            fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        Ok(Coded {
            documents: vec![text],
            gold,
        })
    };
    codes.into_iter().map(read).collect()
}

fn ranked(lexicon: &Lexicon, note: &Coded) -> Vec<String> {
    let limit = DEPTHS.into_iter().max().unwrap_or_default();
    let candidates = lexicon.candidates(&note.documents.concat(), limit);
    candidates
        .iter()
        .map(|candidate| candidate.code.to_string())
        .collect()
}

fn is_billable(tables: &CodeTables, code: &str) -> bool {
    let entry = tables.cm_text(code);
    entry.is_some_and(|entry| !entry.is_header() && !entry.title().is_empty())
}

fn mean_f1(notes: &[Coded], suggested: &[Vec<String>]) -> f64 {
    let one = |(note, suggested): (&Coded, &Vec<String>)| {
        Score::micro(std::slice::from_ref(note), std::slice::from_ref(suggested)).f1()
    };
    let total: f64 = notes.iter().zip(suggested).map(one).sum();
    total / float(notes.len())
}
