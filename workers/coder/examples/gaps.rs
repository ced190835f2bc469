//! Lists the documentation gaps of charts, taking their gold codes as the
//! claim: chart id, rule, kind, topic and the labels of the indicators, no text.
//!
//! ```text
//! cargo run -p chartfleet-coder --example gaps -- CHARTS.ndjson... TABLES
//! ```
//!
//! Each code quotes what the lexical coder finds of it, or of its category: a
//! code that it finds nothing of is quoted from nowhere, and what is asked about
//! a quote is not asked about it. Rows that are no chart are skipped. `TABLES` is an installation of
//! `chartfleet codes install`. `--spans` adds where the indicators stand,
//! `--queries` the question and the answers. The times are those of a review
//! as the pipeline does it, with and without the prices of the answers.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use chartfleet_coder::cdi::Review;
use chartfleet_coder::lexical::{ChartHit, Lexicon};
use chartfleet_coder::record::Record;
use chartfleet_codes::{CheckedSuggestion, ClaimContext, CodeTables, sequence};
use chartfleet_model::{
    Chart, ChartResult, Code, CodeSystem, Confidence, Evidence, Gap, GoldCode, SetAsideReason,
    Signals,
};
use jiff::civil::date;

/// What is written beside the names of the checks.
struct Shown {
    spans: bool,
    queries: bool,
}

/// What the reviews took.
#[derive(Default)]
struct Times {
    found: Vec<Duration>,
    priced: Duration,
    answers: u32,
}

fn main() -> Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let is_given = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let shown = Shown {
        spans: is_given("--spans"),
        queries: is_given("--queries"),
    };
    arguments.retain(|argument| !argument.starts_with("--"));
    let tables = arguments.pop().context("the folder of tables is missing")?;
    let tables = CodeTables::open(Path::new(&tables))?;
    let lexicon = Lexicon::build(&tables);
    let mut out = std::io::stdout().lock();
    let mut rules: BTreeMap<String, usize> = BTreeMap::new();
    let mut times = Times::default();
    for path in arguments {
        for row in fs::read_to_string(&path)?.lines() {
            let Ok(chart) = serde_json::from_str::<Chart>(row) else {
                continue;
            };
            for gap in review(&chart, (&tables, &lexicon), &mut times)? {
                write(&mut out, &chart, &gap, &shown)?;
                *rules.entry(gap.rule.into_owned()).or_default() += 1;
            }
        }
    }
    for (rule, count) in &rules {
        writeln!(out, "{count:>5} {rule}")?;
    }
    times.found.sort_unstable();
    let median = times.found.get(times.found.len() / 2);
    writeln!(
        out,
        "{} charts, {:?} each at the median without prices; {:?} an answer priced ({})",
        times.found.len(),
        median.copied().unwrap_or_default(),
        times.priced / times.answers.max(1),
        times.answers,
    )?;
    Ok(())
}

/// Reviews a chart twice: without a DRG, and with it.
fn review(
    chart: &Chart,
    (tables, lexicon): (&CodeTables, &Lexicon),
    times: &mut Times,
) -> Result<Vec<Gap>> {
    let on = chart.encounter.coding_date().unwrap_or(date(2026, 5, 1));
    let hits = lexicon.suggest_record_on(&Record::of(chart), chart.encounter.class, on);
    let mut result = claim(chart, tables, on, &hits)?;
    let drg = result.drg.take();
    let reviewed = |result: &ChartResult| -> Result<(Vec<Gap>, Duration)> {
        let begun = Instant::now();
        let review = Review {
            tables,
            chart,
            record: &Record::of(chart),
            on,
            base_rate: Some(6_000.0),
        };
        let gaps = review.gaps(result)?;
        Ok((gaps, begun.elapsed()))
    };
    let (gaps, unpriced) = reviewed(&result)?;
    times.found.push(unpriced);
    if drg.is_none() {
        return Ok(gaps);
    }
    result.drg = drg;
    let (gaps, priced) = reviewed(&result)?;
    let answers = gaps.iter().flat_map(|gap| &gap.options);
    let answers = answers.filter(|option| option.drg.is_some()).count();
    times.priced += priced.saturating_sub(unpriced);
    times.answers += u32::try_from(answers)?;
    Ok(gaps)
}

/// The gold codes as a claim, sequenced.
fn claim(
    chart: &Chart,
    tables: &CodeTables,
    on: jiff::civil::Date,
    hits: &[ChartHit<'_>],
) -> Result<ChartResult> {
    let context = ClaimContext {
        encounter: &chart.encounter,
        patient: &chart.patient,
        on,
        documents: &chart.documents,
        base_rate: Some(6_000.0),
    };
    let gold = chart.gold.iter().flatten().enumerate();
    let suggestions = gold
        .filter_map(|(rank, gold)| suggested(gold, rank, hits))
        .collect();
    let sequenced = sequence(tables, &context, suggestions)?;
    Ok(ChartResult {
        diagnoses: sequenced.diagnoses,
        procedures: sequenced.procedures,
        drg: sequenced.drg,
        ..ChartResult::set_aside(SetAsideReason::NoText, "gold", tables.version())
    })
}

fn suggested(gold: &GoldCode, rank: usize, hits: &[ChartHit<'_>]) -> Option<CheckedSuggestion> {
    if gold.system != CodeSystem::Icd10Cm {
        return None;
    }
    Some(CheckedSuggestion {
        code: Code::Icd10Cm(gold.code.parse().ok()?),
        confidence: Confidence::High,
        poa: None,
        evidence: quoted(&gold.code, hits).into_iter().collect(),
        reason: String::new(),
        findings: Vec::new(),
        rank,
        modifiers: Vec::new(),
        units: 1,
        signals: Signals::default(),
    })
}

/// Where a code is said, or one of its category.
fn quoted(code: &str, hits: &[ChartHit<'_>]) -> Option<Evidence> {
    let category = code.get(..3)?;
    let itself = hits.iter().find(|found| found.hit.code.as_str() == code);
    let found = itself.or_else(|| {
        hits.iter()
            .find(|f| f.hit.code.as_str().starts_with(category))
    })?;
    Some(Evidence {
        document: found.document.try_into().ok()?,
        start: found.hit.span.start.try_into().ok()?,
        end: found.hit.span.end.try_into().ok()?,
    })
}

fn write(out: &mut impl Write, chart: &Chart, gap: &Gap, shown: &Shown) -> Result<()> {
    let labels: Vec<String> = gap
        .indicators
        .iter()
        .map(|indicator| {
            let at = indicator.evidence;
            let (label, document) = (&indicator.label, at.document);
            if shown.spans {
                format!("{label} {document}:{}-{}", at.start, at.end)
            } else {
                label.to_string()
            }
        })
        .collect();
    let (rule, kind, topic) = (&gap.rule, gap.kind, &gap.topic);
    let (id, labels) = (&chart.id, labels.join("; "));
    writeln!(out, "{id}\t{rule}\t{kind:?}\t{topic}\t{labels}")?;
    if shown.queries {
        writeln!(out, "  {}", gap.question)?;
        for option in &gap.options {
            let codes: Vec<&str> = option.codes.iter().map(|code| code.as_str()).collect();
            writeln!(out, "    [ ] {} {}", option.text, codes.join(" + "))?;
        }
    }
    Ok(())
}
