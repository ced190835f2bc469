//! Turns reference notes into chart NDJSON on standard output, for measuring:
//!
//! ```text
//! reference-charts codiesp NOTES/dev          text_files_en/*.txt and *D.tsv (gold)
//! reference-charts aci-bench valid.csv …      encounter_id and note
//! ```
//!
//! Neither data set says when: the charts have no date, unless `--on DATE`
//! gives them all one of discharge. Most gold of CodiEsp is of the code set
//! that ended with September 2017.
//!
//! The data stays where it is: nothing of it belongs to the project.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use jiff::civil::Date;
use serde_json::{Value, json};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let mut kind = arguments.next().unwrap_or_default();
    let mut on = None;
    if kind == "--on" {
        let date = arguments.next().unwrap_or_default();
        on = Some(
            date.to_string_lossy()
                .parse()
                .context("--on takes a date")?,
        );
        kind = arguments.next().unwrap_or_default();
    }
    let paths: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for path in &paths {
        match kind.to_str() {
            Some("codiesp") => codiesp(path, on, &mut out)?,
            Some("aci-bench") => aci_bench(path, on, &mut out)?,
            _ => bail!("usage: reference-charts [--on DATE] codiesp|aci-bench PATH…"),
        }
    }
    Ok(out.flush()?)
}

/// One chart a case; gold from `NAMED.tsv` (`case<TAB>code`).
fn codiesp(folder: &Path, on: Option<Date>, out: &mut impl Write) -> anyhow::Result<()> {
    let gold = codiesp_gold(folder)?;
    let texts = folder.join("text_files_en");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&texts)
        .with_context(|| format!("{} cannot be listed", texts.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<_>>()?;
    files.sort();
    for file in files {
        let case = file
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let text = std::fs::read_to_string(&file)?;
        let codes = gold.get(&case).cloned().unwrap_or_default();
        chart(out, on, (&format!("codiesp-{case}"), &text), Some(codes))?;
    }
    Ok(())
}

fn codiesp_gold(folder: &Path) -> anyhow::Result<BTreeMap<String, Vec<Value>>> {
    let mut gold: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if !path.to_string_lossy().ends_with("D.tsv") {
            continue;
        }
        for line in std::fs::read_to_string(&path)?.lines() {
            if let [case, code, ..] = line.split('\t').collect::<Vec<_>>().as_slice() {
                gold.entry((*case).to_owned())
                    .or_default()
                    .push(json!({ "code": code }));
            }
        }
    }
    if gold.is_empty() {
        bail!("{} holds no gold (*D.tsv)", folder.display());
    }
    Ok(gold)
}

/// One chart a visit; the data set has no codes.
fn aci_bench(file: &Path, on: Option<Date>, out: &mut impl Write) -> anyhow::Result<()> {
    let mut reader = csv::Reader::from_path(file)?;
    let headers = reader.headers()?.clone();
    let column = |name: &str| {
        headers
            .iter()
            .position(|header| header == name)
            .with_context(|| format!("{} has no column {name}", file.display()))
    };
    let (id, note) = (column("encounter_id")?, column("note")?);
    for row in reader.records() {
        let row = row?;
        let text = row.get(note).unwrap_or_default();
        let id = format!("aci-{}", row.get(id).unwrap_or_default());
        chart(out, on, (&id, text), None)?;
    }
    Ok(())
}

/// One chart of an id and a text. Outpatient: neither data set says.
fn chart(
    out: &mut impl Write,
    on: Option<Date>,
    (id, text): (&str, &str),
    gold: Option<Vec<Value>>,
) -> anyhow::Result<()> {
    let mut chart = json!({
        "id": id,
        "facility": "reference",
        "encounter": { "class": "outpatient", "discharged": on },
        "documents": [{ "author_role": "physician", "text": text }],
    });
    if let (Some(gold), Some(chart)) = (gold, chart.as_object_mut()) {
        chart.insert("gold".to_owned(), gold.into());
    }
    writeln!(out, "{chart}")?;
    Ok(())
}
