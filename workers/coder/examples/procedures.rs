//! Measures procedures: what the candidates recall, and what is asserted
//! wrongly.
//!
//! ```text
//! cargo run --release -p chartfleet-coder --example procedures -- codiesp NOTES TABLES [DAY] [--each]
//! cargo run --release -p chartfleet-coder --example procedures -- charts CHARTS TABLES [--each]
//! ```
//!
//! `NOTES` is laid out like a split of CodiEsp (CC BY 4.0): `text_files_en/`
//! and one `*P.tsv` of note and code; half of its codes are four characters, so
//! recall is told of beginnings of four characters and of whole codes. `CHARTS`
//! holds `.ndjson` files of charts with gold, like `deploy/demo-charts`.

mod coded_notes;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use chartfleet_coder::procedures::{ProcedureHit, Procedures};
use chartfleet_coder::record::Record;
use chartfleet_codes::CodeTables;
use chartfleet_model::{Chart, Code, CodeSystem, Document, EncounterClass, GoldCode};
use jiff::civil::Date;
use serde_json::json;

const DEPTHS: [usize; 3] = [20, 50, 100];
/// Last day of the code set that most of CodiEsp's gold codes belong to.
const DAY: &str = "2017-09-30";

/// A chart and the procedures that people coded.
struct Coded {
    name: String,
    documents: Vec<Document>,
    class: EncounterClass,
    on: Date,
    gold: BTreeSet<String>,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, folder, tables, options @ ..] = arguments.as_slice() else {
        bail!("codiesp or charts, a folder, and the folder of tables");
    };
    let each = options.iter().any(|option| option == "--each");
    let day = options.iter().find(|option| *option != "--each");
    let charts = match kind.as_str() {
        "codiesp" => read_notes(Path::new(folder), day.map_or(DAY, String::as_str).parse()?)?,
        "charts" => read_charts(Path::new(folder))?,
        _ => bail!("codiesp or charts"),
    };
    let tables = Arc::new(CodeTables::open(Path::new(tables))?);
    let start = Instant::now();
    let procedures = Procedures::of(Arc::clone(&tables));
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} charts, tables {}, rules built in {:.1?}",
        charts.len(),
        tables.version(),
        start.elapsed()
    )?;
    let start = Instant::now();
    let most = DEPTHS.into_iter().max().unwrap_or_default();
    let found: Vec<Vec<ProcedureHit>> = charts
        .iter()
        .map(|chart| {
            let record = Record::of_documents(&chart.documents);
            procedures.candidates(&record, chart.class, chart.on, most)
        })
        .collect();
    let took = start.elapsed();
    if each {
        for (chart, hits) in charts.iter().zip(&found) {
            list(&mut out, chart, hits)?;
        }
    }
    report(&mut out, &charts, &found)?;
    let charts = u32::try_from(charts.len()).unwrap_or(u32::MAX).max(1);
    writeln!(out, "{:.3?} a chart on one thread", took / charts)?;
    Ok(())
}

fn report(out: &mut impl Write, charts: &[Coded], found: &[Vec<ProcedureHit>]) -> Result<()> {
    let all = || charts.iter().zip(found);
    for depth in DEPTHS {
        let first = |hits: &[ProcedureHit], wanted: &str| {
            let mut hits = hits.iter().take(depth);
            hits.any(|hit| hit.code.as_str().starts_with(wanted))
        };
        let (mut beginnings, mut begun) = (0, 0);
        let (mut whole, mut right) = (0, 0);
        for (chart, hits) in all() {
            let starts: BTreeSet<&str> = chart.gold.iter().filter_map(|c| c.get(..4)).collect();
            beginnings += starts.len();
            begun += starts.iter().filter(|start| first(hits, start)).count();
            let full = chart.gold.iter().filter(|code| code.len() > 4);
            whole += full.clone().count();
            right += full.filter(|code| first(hits, code)).count();
        }
        writeln!(
            out,
            "recall@{depth:<4} beginnings {:.3} ({begun}/{beginnings})  whole codes {:.3} ({right}/{whole})",
            ratio(begun, beginnings),
            ratio(right, whole)
        )?;
    }
    let asserted = || {
        all().flat_map(|(chart, hits)| hits.iter().filter(|h| h.asserted).map(move |h| (chart, h)))
    };
    let fits = |code: &Code, gold: &String| {
        gold == code.as_str() || (gold.len() == 4 && code.as_str().starts_with(gold.as_str()))
    };
    let right = asserted().filter(|(chart, hit)| chart.gold.iter().any(|g| fits(&hit.code, g)));
    let right = right.count();
    let count = asserted().count();
    writeln!(
        out,
        "asserted    {right} right of {count} ({:.3})",
        ratio(right, count)
    )?;
    Ok(())
}

fn list(out: &mut impl Write, chart: &Coded, hits: &[ProcedureHit]) -> Result<()> {
    let wanted = |hit: &ProcedureHit| {
        let mut gold = chart.gold.iter();
        gold.any(|gold| hit.code.as_str().starts_with(gold.as_str()))
    };
    writeln!(out, "{}", chart.name)?;
    for hit in hits.iter().filter(|hit| hit.asserted || wanted(hit)) {
        let span = hit.evidence.start as usize..hit.evidence.end as usize;
        let document = chart.documents.get(hit.evidence.document as usize);
        let quote = document.and_then(|document| document.text.get(span));
        let right = if wanted(hit) { "right" } else { "WRONG" };
        let how = if hit.asserted { "asserted" } else { "offered" };
        writeln!(out, "  {how} {right} {} {quote:?}", hit.code)?;
    }
    for gold in &chart.gold {
        let start = gold.get(..4).unwrap_or(gold);
        let whole = hits
            .iter()
            .any(|hit| hit.code.as_str().starts_with(gold.as_str()));
        let begun = hits.iter().any(|hit| hit.code.as_str().starts_with(start));
        if !whole {
            let how = if begun { "begun" } else { "MISSED" };
            writeln!(out, "  {how} {gold}")?;
        }
    }
    Ok(())
}

fn ratio(part: usize, whole: usize) -> f64 {
    let float = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    if whole == 0 {
        0.0
    } else {
        float(part) / float(whole)
    }
}

fn read_charts(folder: &Path) -> Result<Vec<Coded>> {
    let mut charts = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path
            .extension()
            .is_none_or(|extension| extension != "ndjson")
        {
            continue;
        }
        for row in fs::read_to_string(&path)?.lines() {
            let Ok(chart) = serde_json::from_str::<Chart>(row) else {
                continue;
            };
            let on = chart.encounter.coding_date();
            let (Some(gold), Some(on)) = (chart.gold, on) else {
                continue;
            };
            let procedures = gold
                .iter()
                .filter(|code| code.system != CodeSystem::Icd10Cm);
            charts.push(Coded {
                name: chart.id.to_string(),
                documents: chart.documents,
                class: chart.encounter.class,
                on,
                gold: procedures.map(GoldCode::normalized).collect(),
            });
        }
    }
    charts.sort_by(|a, b| a.name.cmp(&b.name));
    charts.dedup_by(|a, b| a.name == b.name);
    Ok(charts)
}

fn read_notes(folder: &Path, on: Date) -> Result<Vec<Coded>> {
    coded_notes::read(folder, "P.tsv", |name, text, gold| {
        Ok(Coded {
            documents: vec![serde_json::from_value(json!({ "text": text }))?],
            name,
            class: EncounterClass::Inpatient,
            on,
            gold,
        })
    })
}
