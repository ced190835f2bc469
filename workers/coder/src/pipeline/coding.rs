//! One chart, stage by stage.
//!
//! ```text
//! suggest, in each view, as often as there are votes ─▶ one reading
//! verify: what was suggested, and what only retrieval found
//! sequence ─▶ rules ─▶ claim ─▶ gaps of the rules ─▶ cdi
//! ```
//!
//! A chart that was split is suggested for in its parts; the later stages are
//! asked once, about one view of the passages that its suggestions stand in.
//!
//! A stage after the first that fails, or that the cap forbids, changes
//! nothing: what the stages before it found stands.

mod verifying;
mod viewing;

use chartfleet_codes::CheckedSuggestion;
use chartfleet_model::{ChartResult, Code, Coverage, Effort, ReviewReason, Stage, Trace};

use super::call::{Calls, Failure};
use super::heard::Text;
use super::request::Manner;
use super::retrieve::Retrieved;
use super::views::{Densities, Needs, View, Views};
use super::{CodeOptions, Pipeline, votes};
use crate::client::ModelClient;
use crate::error::CoderError;
use crate::faults;
use crate::parts;
use crate::prompt::Candidate;
use crate::read_chart::ReadChart;
use crate::reading::Reading;
use crate::settings::DepthPlan;
use crate::stages::{self, Question, Read, cdi, sequence, suggest};

/// The most diagnoses that one question of sequence or gaps names.
const MOST_ASKED: usize = 60;

/// How often a chart is split again, smaller, because its first part was still
/// too long.
const MOST_SPLITS: u32 = 2;

/// Parts of a chart that are halved because they were still too long.
const MOST_HALVED: u32 = 8;

/// As few candidates are offered whatever the context.
const FEW_OFFERED: usize = 12;

/// What a chart is coded on.
#[derive(Clone, Copy)]
pub(super) struct Ground<'p> {
    pub(super) pipeline: &'p Pipeline,
    pub(super) read: &'p ReadChart<'p>,
    pub(super) client: &'p ModelClient,
    pub(super) options: &'p CodeOptions,
}

impl Ground<'_> {
    /// Prompt and answer together, in tokens, where it is known.
    pub(super) fn context_tokens(&self) -> Option<u32> {
        let Self {
            pipeline, client, ..
        } = *self;
        let target = pipeline.target(Stage::Suggest, client, self.options.slot);
        target.context_tokens
    }

    /// Bytes that every prompt has before the user's message.
    pub(super) fn fixed_bytes(&self) -> usize {
        self.pipeline.setting(self.read.chart).prompt_bytes("")
    }

    /// Parts of the chart that may be read.
    pub(super) const fn max_parts(&self) -> usize {
        self.pipeline.settings.max_parts
    }

    /// What is known of the model's context and tokens.
    fn known(&self) -> (Option<u32>, u32) {
        (self.context_tokens(), self.client.meter().tokens(1 << 20))
    }
}

/// A chart in the pipeline's hands.
pub(super) struct Coding<'p> {
    pipeline: &'p Pipeline,
    read: &'p ReadChart<'p>,
    ground: Ground<'p>,
    plan: &'p DepthPlan,
    retrieved: Retrieved,
    densities: Densities,
    calls: Calls<'p>,
    trace: Trace,
    effort: Effort,
}

impl<'p> Coding<'p> {
    pub(super) fn new(ground: Ground<'p>, retrieved: Retrieved) -> Self {
        let Ground {
            pipeline,
            read,
            client,
            options,
        } = ground;
        let setting = pipeline.setting(read.chart);
        let trace = Trace {
            dense: retrieved.dense,
            ..Trace::default()
        };
        Self {
            pipeline,
            read,
            ground,
            plan: pipeline.settings.depths.of(options.depth),
            retrieved,
            densities: Densities::default(),
            calls: Calls::new(pipeline, setting, client, options),
            trace,
            effort: Effort {
                depth: options.depth,
                stages: Vec::new(),
                votes: 0,
            },
        }
    }

    /// Runs every stage of the plan. Cancel-safe.
    pub(super) async fn run(mut self) -> Result<ChartResult, CoderError> {
        let (views, mut reading, coverage) = self.suggest_all().await?;
        // What was left out for want of room was not offered.
        self.trace.retrieved = printed(self.retrieved.found.iter().map(|found| &found.code));
        self.trace.suggested = printed(&reading.suggested);
        self.retrieved.mark(&mut reading.suggestions);
        let view = self.view_of_claim(views, &reading);
        let view = view.as_ref();
        if let Some(view) = view.filter(|_| self.plan.runs(Stage::Verify)) {
            self.verify(view, &mut reading).await?;
        }
        self.trace.verified = printed(reading.suggestions.iter().map(|s| &s.code));
        if let Some(view) = view.filter(|_| self.plan.runs(Stage::Sequence)) {
            self.sequence(view, &mut reading.suggestions).await?;
        }
        let mut result = self.pipeline.conclude(self.read, reading)?;
        if let Some(view) = view.filter(|_| self.plan.runs(Stage::Cdi)) {
            self.cdi(view, &mut result).await?;
        }
        result.coverage = coverage;
        result.trace = self.trace;
        result.effort = Some(self.effort);
        result.faults = self.calls.faults;
        result.usage = self.ground.options.spent.take_usage();
        result.model = self.calls.model;
        Ok(result)
    }

    /// The views of the chart, one reading of all, and how much was read where
    /// there are several.
    async fn suggest_all(&mut self) -> Result<(Views, Reading, Option<Coverage>), CoderError> {
        let (mut views, mut first) = self.suggest_first().await?;
        let mut readings = Vec::with_capacity(views.shown.len());
        let mut answered = Vec::with_capacity(views.shown.len());
        let mut halved = 0;
        while let Some(view) = views.shown.get(answered.len()) {
            let suggested = match first.take() {
                Some(first) => first,
                None => self.suggest(view).await?,
            };
            let is_too_long = matches!(suggested, Err(Failure::TooLong));
            if is_too_long && halved < MOST_HALVED && views.halve(answered.len(), self.read) {
                halved += 1;
                continue;
            }
            answered.push(suggested.is_ok());
            let failed = |failure: Failure| Reading::without_claim(failure.review_reason());
            readings.push(suggested.unwrap_or_else(failed));
        }
        if readings.is_empty() {
            readings.push(Reading::without_claim(ReviewReason::TooLong));
        }
        let coverage = views.coverage(&self.read.record, &answered);
        let mut reading = parts::merge(readings);
        if coverage.is_some_and(|coverage| !coverage.is_whole()) {
            reading.review.push(ReviewReason::NotReadWhole);
        }
        Ok((views, reading, coverage))
    }

    /// The views, and what the first of them came to. Where it is too long and
    /// the server told by how much, the chart is split again, smaller.
    async fn suggest_first(
        &mut self,
    ) -> Result<(Views, Option<Result<Reading, Failure>>), CoderError> {
        let mut tries = 0;
        loop {
            let needs = Needs {
                question: self.suggest_question().text.len(),
                answer: self.pipeline.settings.stages.suggest.max_tokens,
            };
            let views = Views::of(&self.ground, needs, &mut self.densities).await?;
            if views.is_narrow && self.retrieved.found.len() > FEW_OFFERED {
                // Notes are worth more than candidates.
                self.retrieved.halve();
                continue;
            }
            let Some(view) = views.shown.first() else {
                return Ok((views, None));
            };
            let known = self.ground.known();
            let first = self.suggest(view).await?;
            tries += 1;
            let learnt = matches!(first, Err(Failure::TooLong)) && self.ground.known() != known;
            let is_final = views.is_split() && self.densities.are_counted();
            if !learnt || is_final || tries > MOST_SPLITS {
                return Ok((views, Some(first)));
            }
        }
    }

    fn suggest_question(&self) -> Question<'p> {
        let pipeline = self.pipeline;
        let form = pipeline.setting(self.read.chart).suggestions();
        suggest::question(
            &self.retrieved.offered,
            form,
            pipeline.settings.max_suggestions,
        )
    }

    /// One reading of all votes.
    async fn suggest(&mut self, view: &View) -> Result<Result<Reading, Failure>, CoderError> {
        let pipeline = self.pipeline;
        let question = self.suggest_question();
        let chart = self.read;
        let read = |answer: Text<'_>| {
            let mut reading = pipeline.interpret(chart, answer.text);
            if let Some(logprobs) = &answer.logprobs {
                for suggestion in &mut reading.suggestions {
                    suggestion.signals.code_logprob = logprobs.find(suggestion.code.as_str());
                }
            }
            let fault = reading.problem.map(Into::into);
            let is_of_use = reading.problem.is_none_or(|problem| !problem.is_total());
            Read {
                value: is_of_use.then_some(reading),
                fault,
            }
        };
        let mut readings = Vec::new();
        let mut failure = None;
        // Of a chart in parts each is read once: calls are worth more for what
        // was not read at all.
        let votes = if view.is_whole() {
            self.plan.votes.max(1)
        } else {
            1
        };
        for vote in 1..=votes {
            let manner = self.vote(vote, votes);
            match self.calls.ask(view, &question, manner, read).await {
                Ok(Ok(answered)) => {
                    let mut reading = answered.value;
                    let left = answered.fault.and_then(faults::review_reason);
                    reading.review.extend(left);
                    readings.push(reading);
                }
                Ok(Err(why)) => failure = Some(why),
                // What the other votes found stands.
                Err(error) if readings.is_empty() => return Err(error),
                Err(error) if self.calls.endures(Stage::Suggest, &error) => break,
                Err(error) => return Err(error),
            }
            if matches!(failure, Some(Failure::TooLong | Failure::SpendCap)) {
                break;
            }
        }
        let Some(failure) = failure.filter(|_| readings.is_empty()) else {
            self.did(Stage::Suggest);
            let votes = u8::try_from(readings.len()).unwrap_or(u8::MAX);
            self.effort.votes = self.effort.votes.max(votes);
            let share = pipeline.settings.sampling.keep_share;
            return Ok(Ok(votes::united(readings, share)));
        };
        Ok(Err(failure))
    }

    /// How the answer of a vote is got.
    fn vote(&self, number: u8, of: u8) -> Manner {
        let manner = self.pipeline.plain(Stage::Suggest);
        if of < 2 {
            return manner;
        }
        Manner {
            temperature: self.pipeline.settings.sampling.temperature,
            seed: Some(number.into()),
            ..manner
        }
    }

    async fn sequence(
        &mut self,
        view: &View,
        suggestions: &mut [CheckedSuggestion],
    ) -> Result<(), CoderError> {
        let diagnoses = suggestions
            .iter()
            .filter(|s| s.code.system().is_diagnosis());
        let asked = self.candidates(diagnoses.take(MOST_ASKED));
        if asked.len() < 2 {
            return Ok(());
        }
        let question = sequence::question(&asked);
        let manner = self.pipeline.plain(Stage::Sequence);
        let read = |answer: Text<'_>| sequence::read(answer.text, &asked);
        if let Ok(order) = self.calls.ask(view, &question, manner, read).await? {
            self.did(Stage::Sequence);
            sequence::believe(&order.value, &asked, suggestions);
        }
        Ok(())
    }

    async fn cdi(&mut self, view: &View, result: &mut ChartResult) -> Result<(), CoderError> {
        let codes = result.diagnoses.iter().take(MOST_ASKED);
        let asked: Vec<Candidate> = codes
            .map(|diagnosis| {
                self.pipeline
                    .candidate(&Code::Icd10Cm(diagnosis.code.clone()), "")
            })
            .collect();
        let question = cdi::question(&asked);
        let manner = self.pipeline.plain(Stage::Cdi);
        let read = |answer: Text<'_>| cdi::read(answer.text, &asked);
        if let Ok(pointers) = self.calls.ask(view, &question, manner, read).await? {
            self.did(Stage::Cdi);
            let new = cdi::believe(&pointers.value, &asked, &self.read.finder, &result.gaps);
            result.gaps = crate::cdi::joined(std::mem::take(&mut result.gaps), new);
            let rate = self.pipeline.settings.base_rate;
            let priced = self.pipeline.rules.price_gaps(self.read, rate, result);
            priced.map_err(CoderError::Codes)?;
        }
        Ok(())
    }

    pub(super) fn candidate(&self, code: &Code) -> Candidate {
        self.pipeline.candidate(code, self.retrieved.title_of(code))
    }

    /// The codes of suggestions, each once, with their titles. Without a title
    /// nobody could tell from the code what to look for.
    fn candidates<'s>(
        &self,
        suggestions: impl Iterator<Item = &'s CheckedSuggestion>,
    ) -> Vec<Candidate> {
        let mut asked: Vec<Candidate> = Vec::new();
        for suggestion in suggestions {
            let candidate = self.candidate(&suggestion.code);
            let is_known = stages::place_of(&asked, &candidate.code).is_some();
            if !candidate.title.is_empty() && !is_known {
                asked.push(candidate);
            }
        }
        asked
    }

    /// A stage came to an answer.
    fn did(&mut self, stage: Stage) {
        if !self.effort.stages.contains(&stage) {
            self.effort.stages.push(stage);
        }
    }
}

fn printed<'c>(codes: impl IntoIterator<Item = &'c Code>) -> Vec<String> {
    let mut printed: Vec<String> = Vec::new();
    for code in codes {
        if !printed.iter().any(|known| known == code.as_str()) {
            printed.push(code.as_str().to_owned());
        }
    }
    printed
}
