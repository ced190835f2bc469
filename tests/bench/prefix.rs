//! `prefix-bench`: what asking about a chart after its notes is worth, instead
//! of before them, on a real llama-server.
//!
//! ```text
//! deploy/local llama-server && cargo build --workspace --bins
//! target/debug/prefix-bench [--charts 12] [--note-bytes 6000] [--answer-tokens 48]
//! ```
//!
//! The requests are the pipeline's own: all four stages of a chart, one after
//! the other in one slot, all slots at a time. In both orders they hold the
//! same words and the answers run to the same limit, because the model is of
//! random numbers and ends no answer by itself. Only reading is saved: how much
//! of a night that is depends on how dear a token read is beside one written,
//! so the seconds of both are printed.

mod machine;

use std::fmt::{self, Display, Formatter};
use std::io::Write;
use std::sync::Arc;

use anyhow::{Context, Result};
use bytes::Bytes;
use chartfleet_coder::lexical::Lexicon;
use chartfleet_coder::prompt::Candidate;
use chartfleet_coder::{ModelClient, Pipeline, PipelineSettings, PromptOrder};
use chartfleet_codes::CodeTables;
use chartfleet_model::{Chart, Code, Stage};
use chartfleet_tests::llama::ModelSize;
use chartfleet_tests::prefix::{Prefix, Replay, probed};
use chartfleet_tests::{LlamaServer, installed_tables};
use clap::Parser;
use serde::Serialize;

use crate::machine::Circumstances;

const NOTES: &str = include_str!("../../deploy/demo-charts/inpatient.ndjson");
/// Candidates that suggestions are chosen from: the default of
/// `coder.candidates`.
const OFFERED: usize = 60;
/// Codes that the other stages are asked about.
const SUGGESTED: usize = 12;
/// Tokens of a slot beside those of the notes, at fewer than two bytes each.
const BESIDE_NOTES: u32 = 8_192;
/// How many times as many charts the same night should code.
const GOAL: f64 = 1.3;

/// Asks a real llama-server about the same charts twice, with the question
/// after the notes and before them, and prints tokens and charts a second of
/// both. The model is of random numbers; its size is a flag.
#[derive(Debug, Parser, Serialize)]
struct Options {
    /// Charts, each asked about by every stage.
    #[arg(long, default_value_t = 12)]
    charts: usize,
    /// Slots of the server, each with charts of its own.
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=64))]
    slots: u32,
    /// The length that demo notes are joined to.
    #[arg(long, default_value_t = 6_000)]
    note_bytes: usize,
    /// Where every answer ends.
    #[arg(long, default_value_t = 48)]
    answer_tokens: u32,
    /// Layers of the model.
    #[arg(long, default_value_t = 4)]
    layers: u32,
    /// Width of the model, a multiple of 128.
    #[arg(long, default_value_t = 512)]
    width: u32,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report {
    circumstances: Circumstances,
    options: Options,
    question_first: Prefix,
    notes_first: Prefix,
    /// Charts a second, notes first to question first.
    ratio: f64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let options = Options::parse();
    let circumstances = Circumstances::observe();
    let context = u32::try_from(options.note_bytes / 2)?.saturating_add(BESIDE_NOTES);
    let size = ModelSize {
        layers: options.layers,
        width: options.width,
    };
    let server = LlamaServer::start_sized(options.slots, context, size).await?;
    let server = server.context("there is no llama-server")?;
    let asker = Asker::of(&server, &options).await?;
    let mut replay = Replay::to(&server.url())?;
    // Once unmeasured: the server's memory is touched, the processor awake.
    let first = asker.backlog(&options, options.slots as usize, PromptOrder::NotesFirst)?;
    replay.run(first).await?;
    let mut measured = Vec::new();
    for order in [PromptOrder::QuestionFirst, PromptOrder::NotesFirst] {
        let backlog = asker.backlog(&options, options.charts, order)?;
        measured.push(replay.run(backlog).await?);
    }
    let [question_first, notes_first] = measured[..] else {
        anyhow::bail!("two orders are measured");
    };
    let report = Report {
        circumstances,
        ratio: notes_first.charts_per_second() / question_first.charts_per_second(),
        options,
        question_first,
        notes_first,
    };
    let mut out = std::io::stdout().lock();
    if report.options.json {
        serde_json::to_writer_pretty(&mut out, &report)?;
        writeln!(out)?;
    } else {
        write!(out, "{report}")?;
    }
    Ok(())
}

/// Makes the requests of charts.
struct Asker {
    tables: Arc<CodeTables>,
    lexicon: Lexicon,
    pipeline: Pipeline,
    client: ModelClient,
}

impl Asker {
    async fn of(server: &LlamaServer, options: &Options) -> Result<Self> {
        let tables = Arc::new(CodeTables::open(&installed_tables()?)?);
        let mut settings = PipelineSettings::default();
        let stages = &mut settings.stages;
        for stage in [
            &mut stages.suggest,
            &mut stages.verify,
            &mut stages.sequence,
            &mut stages.cdi,
        ] {
            stage.max_tokens = options.answer_tokens;
        }
        Ok(Self {
            lexicon: Lexicon::build(&tables),
            pipeline: Pipeline::new(Arc::clone(&tables), None, settings),
            tables,
            client: probed(&server.url()).await?,
        })
    }

    /// The requests of so many charts, by slot and chart.
    fn backlog(
        &self,
        options: &Options,
        charts: usize,
        order: PromptOrder,
    ) -> Result<Vec<Vec<Vec<Bytes>>>> {
        let mut slots = vec![Vec::new(); options.slots as usize];
        for number in 0..charts {
            let chart = joined(number, options.note_bytes)?;
            let slot = number % slots.len();
            let requests = self.requests(&chart, order, u32::try_from(slot)?);
            slots.get_mut(slot).context("a slot")?.push(requests);
        }
        Ok(slots)
    }

    /// Suggestions are chosen from many candidates; the other stages are asked
    /// about a few.
    fn requests(&self, chart: &Chart, order: PromptOrder, slot: u32) -> Vec<Bytes> {
        let text: String = chart.documents.iter().map(|d| d.text.as_str()).collect();
        let found = self.lexicon.candidates(&text, OFFERED);
        let offered: Vec<Candidate> = found.iter().map(|found| self.candidate(found)).collect();
        let few = offered.get(..SUGGESTED).unwrap_or(&offered);
        let of = |codes| {
            self.pipeline
                .requests_of(chart, codes, &self.client, (order, slot))
        };
        let first = of(&offered).into_iter().take(1);
        let others = of(few)
            .into_iter()
            .filter(|(stage, _)| *stage != Stage::Suggest);
        first.chain(others).map(|(_, body)| body).collect()
    }

    fn candidate(&self, found: &chartfleet_coder::lexical::Candidate<'_>) -> Candidate {
        let title = self.tables.title(&Code::Icd10Cm(found.code.clone()));
        Candidate {
            code: found.code.as_str().to_owned(),
            title: title.unwrap_or_default().into_owned(),
        }
    }
}

/// A chart of the demo's documents from the one of this number on, as many as
/// it takes.
fn joined(number: usize, bytes: usize) -> Result<Chart> {
    let charts = NOTES.lines().map(serde_json::from_str::<Chart>);
    let charts = charts.collect::<Result<Vec<_>, _>>()?;
    let mut joined = charts
        .get(number % charts.len())
        .context("a demo chart")?
        .clone();
    let mut length: usize = joined.documents.iter().map(|d| d.text.len()).sum();
    let following = charts.iter().cycle().skip(number % charts.len() + 1);
    for document in following.flat_map(|chart| &chart.documents) {
        if length >= bytes {
            break;
        }
        length += document.text.len();
        joined.documents.push(document.clone());
    }
    Ok(joined)
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (at, options) = (&self.circumstances, &self.options);
        writeln!(f, "{}", at.command)?;
        writeln!(
            f,
            "{}, revision {}; {} cores of {}, {:.0} GiB; load before {:.1}",
            at.measured_at, at.revision, at.cores, at.cpu, at.memory_gib, at.load_before
        )?;
        writeln!(
            f,
            "{} charts of {} bytes or more, 4 stages each, {} slots, answers of {} tokens; \
             a random model of {} layers of {}\n",
            options.charts,
            options.note_bytes,
            options.slots,
            options.answer_tokens,
            options.layers,
            options.width
        )?;
        writeln!(
            f,
            "{:<28} {:>16} {:>16}",
            "", "question first", "notes first"
        )?;
        let (naive, ours) = (&self.question_first, &self.notes_first);
        let count = |f: &mut Formatter<'_>, name, of: fn(&Prefix) -> u64| {
            writeln!(f, "{name:<28} {:>16} {:>16}", of(naive), of(ours))
        };
        count(f, "prompt tokens", |p| p.prompt_tokens)?;
        count(f, "of them cached", |p| p.cached_tokens)?;
        count(f, "of them could be cached", |p| p.ideal_tokens)?;
        count(f, "answer tokens", |p| p.answer_tokens)?;
        let figure = |f: &mut Formatter<'_>, name, of: fn(&Prefix) -> f64| {
            writeln!(f, "{name:<28} {:>16.2} {:>16.2}", of(naive), of(ours))
        };
        figure(f, "cached of what could be", Prefix::share_of_ideal)?;
        figure(f, "slot-seconds reading", |p| p.reading_s)?;
        figure(f, "slot-seconds writing", |p| p.writing_s)?;
        figure(f, "seconds", |p| p.seconds)?;
        figure(f, "charts/s", Prefix::charts_per_second)?;
        let verdict = if self.ratio >= GOAL { "met" } else { "NOT MET" };
        writeln!(
            f,
            "\n{:.2} times as many charts, notes first; goal {GOAL}: {verdict}",
            self.ratio
        )
    }
}
