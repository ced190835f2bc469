//! What ICD-10-PCS costs: `cargo run --release -p chartfleet-codes --example
//! pcs_cost -- DIR`, where DIR is an installation with its tables imported.

#![expect(clippy::print_stdout, reason = "an example prints")]

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use chartfleet_codes::CodeTables;
use chartfleet_model::{Code, Icd10PcsCode, Patient};
use jiff::civil::date;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = std::env::args().nth(1).map(PathBuf::from);
    let dir = dir.ok_or("name the folder of an installation")?;
    let before = resident();
    let start = Instant::now();
    let tables = CodeTables::open(&dir)?;
    println!("open: {:?}, {} kB", start.elapsed(), resident() - before);
    let pcs = tables
        .pcs_tables()
        .ok_or("its ICD-10-PCS tables are not imported")?;
    let codes: Vec<Icd10PcsCode> = pcs.codes().collect();
    println!("codes: {}", codes.len());
    each("builds", &codes, |code| {
        let _answer = black_box(pcs.builds(code));
    });
    each("validate", &codes, |code| {
        drop(black_box(pcs.validate(code)))
    });
    each("compose", &codes, |code| drop(black_box(pcs.compose(code))));
    each("title", &codes, |code| {
        drop(black_box(tables.pcs_title(code)))
    });
    let checked: Vec<Code> = codes.iter().cloned().map(Code::Icd10Pcs).collect();
    let patient = Patient::default();
    let on = date(2026, 5, 1);
    each("check", &checked, |code| {
        drop(black_box(tables.check(code, on, &patient)))
    });
    let queries = [
        "cholecystectomy",
        "resection abdominal esophagus",
        "hip replacement left",
    ];
    each("search", &queries, |query| {
        drop(black_box(tables.search_pcs(query, 20)))
    });
    Ok(())
}

/// Prints the mean time of an action on each item.
fn each<T>(name: &str, items: &[T], action: impl Fn(&T)) {
    let start = Instant::now();
    items.iter().for_each(action);
    let count = u32::try_from(items.len()).unwrap_or(u32::MAX).max(1);
    let mean: Duration = start.elapsed() / count;
    println!("{name}: {mean:?} each");
}

/// Resident memory in kB, where the system tells.
fn resident() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.trim().trim_end_matches("kB").trim().parse().ok())
        .unwrap_or_default()
}
