//! Lists the documentation gaps of charts, taking their gold codes as the
//! claim: chart id, rule, kind, topic and the labels of the indicators, no text.
//!
//! ```text
//! cargo run -p chartfleet-coder --example gaps -- CHARTS.ndjson... TABLES
//! ```
//!
//! Rows that are no chart are skipped. `TABLES` is an installation of
//! `chartfleet codes install`. `--spans` adds where the indicators stand.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use chartfleet_coder::cdi::facts::Facts;
use chartfleet_coder::cdi::{Look, gaps};
use chartfleet_coder::record::Record;
use chartfleet_codes::CodeTables;
use chartfleet_model::{
    Chart, ChartResult, ClaimDiagnosis, CodeSystem, Confidence, DiagnosisRole, Gap, GoldCode,
    SetAsideReason, Severity, Signals,
};
use jiff::civil::date;

fn main() -> Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let shows_spans = arguments.iter().any(|argument| argument == "--spans");
    arguments.retain(|argument| argument != "--spans");
    let tables = arguments.pop().context("the folder of tables is missing")?;
    let tables = CodeTables::open(Path::new(&tables))?;
    let mut out = std::io::stdout().lock();
    let mut rules: BTreeMap<String, usize> = BTreeMap::new();
    let (mut charts, mut took) = (0_u32, Duration::ZERO);
    for path in arguments {
        for row in fs::read_to_string(&path)?.lines() {
            let Ok(chart) = serde_json::from_str::<Chart>(row) else {
                continue;
            };
            let begun = Instant::now();
            let found = of(&chart, &tables);
            took += begun.elapsed();
            charts += 1;
            for gap in found {
                write(&mut out, &chart, &gap, shows_spans)?;
                *rules.entry(gap.rule.into_owned()).or_default() += 1;
            }
        }
    }
    for (rule, count) in &rules {
        writeln!(out, "{count:>5} {rule}")?;
    }
    writeln!(out, "{charts} charts, {:?} each", took / charts.max(1))?;
    Ok(())
}

fn of(chart: &Chart, tables: &CodeTables) -> Vec<Gap> {
    let mut result = ChartResult::set_aside(SetAsideReason::NoText, "gold", tables.version());
    let gold = chart.gold.iter().flatten();
    result.diagnoses = gold.filter_map(claimed).collect();
    let record = Record::of(chart);
    gaps(&Look {
        tables,
        chart,
        record: &record,
        facts: &Facts::of(&record),
        on: chart.encounter.coding_date().unwrap_or(date(2026, 5, 1)),
        result: &result,
    })
}

fn claimed(gold: &GoldCode) -> Option<ClaimDiagnosis> {
    if gold.system != CodeSystem::Icd10Cm {
        return None;
    }
    Some(ClaimDiagnosis {
        code: gold.code.parse().ok()?,
        title: String::new(),
        role: DiagnosisRole::Secondary,
        confidence: Confidence::High,
        signals: Signals::default(),
        probability: None,
        poa: None,
        severity: Severity::None,
        excluded_by_pdx: false,
        drives_drg: false,
        drg_without: None,
        weight_at_stake: None,
        payment_at_stake_cents: None,
        drg_if: Vec::new(),
        hospital_acquired: None,
        evidence: Vec::new(),
        reason: String::new(),
        findings: Vec::new(),
    })
}

fn write(out: &mut impl Write, chart: &Chart, gap: &Gap, shows_spans: bool) -> Result<()> {
    let labels: Vec<String> = gap
        .indicators
        .iter()
        .map(|indicator| {
            let at = indicator.evidence;
            if shows_spans {
                format!(
                    "{} {}:{}-{}",
                    indicator.label, at.document, at.start, at.end
                )
            } else {
                indicator.label.to_string()
            }
        })
        .collect();
    let (rule, kind, topic) = (&gap.rule, gap.kind, &gap.topic);
    let (id, labels) = (&chart.id, labels.join("; "));
    writeln!(out, "{id}\t{rule}\t{kind:?}\t{topic}\t{labels}")?;
    Ok(())
}
