//! Measures the lexical coder on charts with gold codes: diagnosis codes of
//! whole charts, also without what their authors may not diagnose, and whether
//! the principal diagnosis comes first.
//!
//! ```text
//! cargo run --release -p chartfleet-coder --example charts -- CHARTS TABLES [--each]
//! ```
//!
//! `CHARTS` holds `.ndjson` files of charts and, in `notes/`, charts as plain
//! text with their fields beside it, like `deploy/demo-charts`; rows that are
//! no chart are skipped. `TABLES` is an installation of `chartfleet codes
//! install`. `--each` lists the wrong and the missed codes of every chart.

mod measure;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use chartfleet_coder::lexical::Lexicon;
use chartfleet_coder::record::Record;
use chartfleet_codes::CodeTables;
use chartfleet_model::{Chart, CodeSystem, Document, EncounterClass, GoldCode};
use measure::{Coded, Score, per_second, ratio, timed};
use serde_json::{Map, Value, json};

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let charts = arguments
        .next()
        .context("the folder of charts is missing")?;
    let tables = arguments
        .next()
        .context("the folder of tables is missing")?;
    let each = arguments.next().is_some_and(|option| option == "--each");
    let (names, charts): (Vec<_>, Vec<_>) = read_charts(Path::new(&charts))?.into_iter().unzip();
    let tables = CodeTables::open(Path::new(&tables))?;
    let lexicon = Lexicon::build(&tables);

    let (alone, _) = timed(&charts, |chart| of_documents(&lexicon, chart));
    let (together, took) = timed(&charts, |chart| of_chart(&lexicon, chart));
    let by_authors: Vec<_> = names.iter().map(|name| name.suggested(&lexicon)).collect();
    let mut out = std::io::stdout().lock();
    if each {
        for ((name, chart), suggested) in names.iter().zip(&charts).zip(&by_authors) {
            list(&mut out, name, chart, suggested)?;
        }
    }
    writeln!(out, "{} charts, tables {}", charts.len(), tables.version())?;
    for (name, suggested) in [
        ("each document", &alone),
        ("whole chart", &together),
        ("by its authors", &by_authors),
    ] {
        let score = Score::micro(&charts, suggested);
        let first = first_right(&names, suggested);
        writeln!(out, "{name:<14} {score}  principal {first:.3}")?;
    }
    writeln!(
        out,
        "{:.0} charts/s on one core",
        per_second(charts.len(), took)
    )?;
    Ok(())
}

/// The codes of the chart-level step, in its order.
fn of_chart(lexicon: &Lexicon, chart: &Coded) -> Vec<String> {
    let documents: Vec<&str> = chart.documents.iter().map(String::as_str).collect();
    lexicon
        .suggest_chart(&documents)
        .iter()
        .map(|hit| hit.hit.code.to_string())
        .collect()
}

/// The codes of each document by itself, in the order of the documents.
fn of_documents(lexicon: &Lexicon, chart: &Coded) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for document in &chart.documents {
        for hit in lexicon.suggest(document) {
            let code = hit.code.to_string();
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
    }
    codes
}

fn list(
    out: &mut impl std::io::Write,
    name: &Name,
    chart: &Coded,
    suggested: &[String],
) -> Result<()> {
    let wrong: Vec<_> = suggested
        .iter()
        .filter(|code| !chart.gold.contains(*code))
        .collect();
    let missed: Vec<_> = chart
        .gold
        .iter()
        .filter(|code| !suggested.contains(code))
        .collect();
    let (first, principal) = (suggested.first(), &name.principal);
    writeln!(
        out,
        "{}: first {first:?} of {principal:?}\n  wrong {wrong:?}\n  missed {missed:?}",
        name.id
    )?;
    Ok(())
}

/// The share of charts whose first suggestion is the gold's.
fn first_right(names: &[Name], suggested: &[Vec<String>]) -> f64 {
    let named = || {
        let pairs = names.iter().zip(suggested);
        pairs.filter(|(name, _)| name.principal.is_some())
    };
    let right = named().filter(|(name, codes)| codes.first() == name.principal.as_ref());
    ratio(right.count(), named().count())
}

/// What a chart is called, what comes first in its gold, and who wrote what.
struct Name {
    id: String,
    principal: Option<String>,
    class: EncounterClass,
    documents: Vec<Document>,
}

impl Name {
    /// The codes of the chart-level step, from those documents alone whose
    /// author may document a diagnosis.
    fn suggested(&self, lexicon: &Lexicon) -> Vec<String> {
        let record = Record::of_documents(&self.documents);
        let hits = lexicon.suggest_record(&record, self.class);
        hits.iter().map(|hit| hit.hit.code.to_string()).collect()
    }
}

fn read_charts(folder: &Path) -> Result<Vec<(Name, Coded)>> {
    let mut charts = Vec::new();
    for path in files(folder, "ndjson")? {
        for row in fs::read_to_string(&path)?.lines() {
            if let Ok(chart) = serde_json::from_str::<Chart>(row) {
                charts.extend(coded(chart));
            }
        }
    }
    for path in files(&folder.join("notes"), "json")? {
        let text = fs::read_to_string(path.with_extension("txt"))?;
        let mut fields: Map<String, Value> = serde_json::from_str(&fs::read_to_string(&path)?)?;
        let id = path.file_stem().unwrap_or_default().to_string_lossy();
        fields.insert("id".into(), id.into());
        fields.insert("documents".into(), json!([{ "text": text }]));
        charts.extend(coded(serde_json::from_value(fields.into())?));
    }
    charts.dedup_by(|(a, _), (b, _)| a.id == b.id);
    Ok(charts)
}

fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|found| found == extension))
        .collect();
    paths.sort();
    Ok(paths)
}

fn coded(chart: Chart) -> Option<(Name, Coded)> {
    let gold = chart.gold?;
    let diagnoses = || {
        let is_diagnosis = |code: &&GoldCode| code.system == CodeSystem::Icd10Cm;
        gold.iter().filter(is_diagnosis)
    };
    let principal = diagnoses().find(|code| code.principal);
    let principal = principal.map(GoldCode::normalized);
    let gold = diagnoses()
        .map(GoldCode::normalized)
        .collect::<BTreeSet<_>>();
    let texts = chart.documents.iter().map(|document| document.text.clone());
    let coded = Coded {
        documents: texts.collect(),
        gold,
    };
    let name = Name {
        id: chart.id.to_string(),
        principal,
        class: chart.encounter.class,
        documents: chart.documents,
    };
    Some((name, coded))
}
