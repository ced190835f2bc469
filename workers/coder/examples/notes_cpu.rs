//! What real notes cost the pipeline's own CPU, the model left out: finding
//! candidates, writing the request, reading an answer, checking, sequencing,
//! and asking what is left open. The answer is that of the lexical coder, so
//! that every note brings its own codes and quotes.
//!
//! ```text
//! cargo run --release -p chartfleet-coder --example notes_cpu -- CHARTS.ndjson .chartfleet/codes
//! ```
//!
//! `CHARTS.ndjson` is what `chartfleet import` reads; each chart is measured as
//! it is and as an inpatient stay, which is grouped and priced too. Times are
//! CPU time of the thread, after one chart to warm up.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use chartfleet_coder::lexical::Lexicon;
use chartfleet_coder::procedures::Procedures;
use chartfleet_coder::prompt::Candidate;
use chartfleet_coder::record::Record;
use chartfleet_coder::retrieval::{Retriever, Wanted};
use chartfleet_coder::{Pipeline, PipelineSettings, ReadChart};
use chartfleet_codes::CodeTables;
use chartfleet_model::{Chart, EncounterClass};
use jiff::civil::{Date, date};
use serde_json::json;

/// Of charts without a date.
const ON: Date = date(2026, 5, 1);
const STEPS: [&str; 5] = [
    "candidates",
    "procedures",
    "request",
    "reading",
    "claim, rules, queries",
];

/// What the steps work with.
struct Desk {
    tables: Arc<CodeTables>,
    lexicon: Arc<Lexicon>,
    retriever: Retriever,
    procedures: Procedures,
    pipeline: Pipeline,
    settings: PipelineSettings,
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let charts = arguments.next().context("the file of charts is missing")?;
    let dir = arguments
        .next()
        .context("the folder of tables is missing")?;
    let desk = Desk::open(Path::new(&dir))?;
    let read = |line: &str| serde_json::from_str::<Chart>(line).context("a line is no chart");
    let text = fs::read_to_string(&charts)?;
    let charts = text.lines().map(read).collect::<Result<Vec<_>>>()?;
    let mut out = std::io::stdout().lock();
    for class in [None, Some(EncounterClass::Inpatient)] {
        let mut charts = charts.clone();
        for chart in &mut charts {
            chart.encounter.class = class.unwrap_or(chart.encounter.class);
        }
        if let Some(first) = charts.first() {
            desk.work(first)?;
        }
        let costs = charts.iter().map(|chart| desk.work(chart));
        let costs = costs.collect::<Result<Vec<_>>>()?;
        let named = class.map_or("as they are", EncounterClass::as_str);
        writeln!(out, "{} charts, {named} (CPU-ms a chart)", charts.len())?;
        writeln!(out, "  {:<24}{:>8}{:>8}{:>8}", "", "median", "p90", "p99")?;
        for (step, name) in STEPS.iter().enumerate() {
            let of_step = costs.iter().filter_map(|cost| cost.get(step).copied());
            row(&mut out, name, of_step.collect())?;
        }
        let whole = costs.iter().map(|cost| cost.iter().sum());
        row(&mut out, "together", whole.collect())?;
    }
    Ok(())
}

fn row(out: &mut impl std::io::Write, name: &str, mut costs: Vec<Duration>) -> Result<()> {
    costs.sort_unstable();
    let at = |percent: usize| {
        let place = (costs.len().saturating_sub(1)) * percent / 100;
        costs
            .get(place)
            .map_or(0.0, |cost| cost.as_secs_f64() * 1e3)
    };
    let (median, p90, p99) = (at(50), at(90), at(99));
    writeln!(out, "  {name:<24}{median:>8.2}{p90:>8.2}{p99:>8.2}")?;
    Ok(())
}

impl Desk {
    fn open(dir: &Path) -> Result<Self> {
        let tables = Arc::new(CodeTables::open(dir)?);
        let lexicon = Arc::new(Lexicon::build(&tables));
        let settings = PipelineSettings::default();
        Ok(Self {
            retriever: Retriever::new(Arc::clone(&lexicon)).held_to(Arc::clone(&tables)),
            procedures: Procedures::of(Arc::clone(&tables)),
            pipeline: Pipeline::new(Arc::clone(&tables), None, settings.clone()),
            settings,
            tables,
            lexicon,
        })
    }

    /// What each step takes for a chart.
    fn work(&self, chart: &Chart) -> Result<[Duration; STEPS.len()]> {
        let on = chart.encounter.coding_date().unwrap_or(ON);
        let class = chart.encounter.class;
        let answer = self.answer(chart, on);
        let start = cpu()?;
        let wanted = Wanted {
            diagnoses: self.settings.candidates,
            procedures: 0,
        };
        let found = self.retriever.search(chart, on, wanted).candidates;
        let searched = cpu()?;
        let limit = self.settings.procedure_candidates;
        let hits = self
            .procedures
            .candidates(&Record::of(chart), class, on, limit);
        let operated = cpu()?;
        let codes = found.iter().map(|found| &found.code);
        let candidates: Vec<Candidate> = codes
            .chain(hits.iter().map(|hit| &hit.code))
            .map(|code| Candidate {
                code: code.as_str().to_owned(),
                title: self.tables.title(code).unwrap_or_default().into_owned(),
            })
            .collect();
        let request = self
            .pipeline
            .build_request(chart, &candidates, "model", None);
        anyhow::ensure!(request.is_some(), "a request is built");
        let asked = cpu()?;
        let whole = ReadChart::of(chart, on);
        let reading = self.pipeline.interpret(&whole, &answer);
        let read = cpu()?;
        let result = self.pipeline.conclude(&whole, reading)?;
        let concluded = cpu()?;
        std::hint::black_box(result);
        let times = [start, searched, operated, asked, read, concluded];
        let mut steps = times.windows(2).map(|pair| match pair {
            [before, after] => *after - *before,
            _ => Duration::ZERO,
        });
        Ok(std::array::from_fn(|_| steps.next().unwrap_or_default()))
    }

    /// What the lexical coder would answer.
    fn answer(&self, chart: &Chart, on: Date) -> String {
        let record = Record::of(chart);
        let hits = self
            .lexicon
            .suggest_record_on(&record, chart.encounter.class, on);
        let elements = hits.iter().filter_map(|found| {
            let quote = chart.documents.get(found.document)?;
            Some(json!({
                "evidence": quote.text.get(found.hit.span.clone())?,
                "reason": "words of the note", "system": "icd10cm",
                "code": found.hit.code.as_str(), "poa": "Y", "confidence": "high",
            }))
        });
        json!({ "suggestions": elements.collect::<Vec<_>>() }).to_string()
    }
}

/// CPU time of this thread so far, to the nanosecond: steps take less than the
/// kernel's accounting tick.
fn cpu() -> Result<Duration> {
    use rustix::time::{ClockId, clock_gettime};
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Ok(Duration::new(
        time.tv_sec.try_into()?,
        time.tv_nsec.try_into()?,
    ))
}
