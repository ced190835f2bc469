//! One chart, stage by stage.
//!
//! ```text
//! suggest, in each view, as often as there are votes ─▶ one reading
//! verify: what was suggested, and what only retrieval found
//! sequence ─▶ rules ─▶ claim ─▶ gaps of the rules ─▶ cdi
//! ```
//!
//! A stage after the first that fails, or that the cap forbids, changes
//! nothing: what the stages before it found stands.

use chartfleet_codes::CheckedSuggestion;
use chartfleet_model::{Chart, ChartResult, Code, CodeSystem, Confidence, Effort, Stage, Trace};
use jiff::civil::Date;

use super::call::{Calls, Failure, Text};
use super::request::Manner;
use super::retrieve::Retrieved;
use super::views::{self, View};
use super::{CodeOptions, Pipeline, votes};
use crate::client::ModelClient;
use crate::error::CoderError;
use crate::evidence::QuoteFinder;
use crate::prompt::Candidate;
use crate::reading::Reading;
use crate::settings::DepthPlan;
use crate::stages::{self, Read, cdi, sequence, suggest, verify};

/// The most diagnoses that one question of sequence or gaps names.
const MOST_ASKED: usize = 60;

/// A chart in the pipeline's hands.
pub(super) struct Coding<'p> {
    pipeline: &'p Pipeline,
    chart: &'p Chart,
    on: Date,
    context_tokens: Option<u32>,
    plan: &'p DepthPlan,
    retrieved: Retrieved,
    calls: Calls<'p>,
    trace: Trace,
    effort: Effort,
}

impl<'p> Coding<'p> {
    pub(super) fn new(
        pipeline: &'p Pipeline,
        chart: &'p Chart,
        retrieved: Retrieved,
        client: &'p ModelClient,
        options: &'p CodeOptions,
    ) -> Self {
        let setting = pipeline.setting(chart);
        let trace = Trace {
            retrieved: printed(retrieved.found.iter().map(|found| &found.code)),
            ..Trace::default()
        };
        Self {
            pipeline,
            chart,
            on: chart.encounter.coding_date().unwrap_or(options.today),
            context_tokens: pipeline
                .target(Stage::Suggest, client, options.slot)
                .context_tokens,
            plan: pipeline.settings.depths.of(options.depth),
            retrieved,
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
        let views = self.pipeline.views(self.chart, self.context_tokens);
        let mut reading = self.suggest_all(&views).await?;
        self.trace.suggested = printed(&reading.suggested);
        self.retrieved.mark(&mut reading.suggestions);
        if self.plan.runs(Stage::Verify) {
            for view in &views {
                self.verify(view, &mut reading).await?;
            }
        }
        self.trace.verified = printed(reading.suggestions.iter().map(|s| &s.code));
        // No part of a chart shows what its whole was chiefly for.
        let whole = views.first().filter(|_| views.len() == 1);
        if let Some(view) = whole.filter(|_| self.plan.runs(Stage::Sequence)) {
            self.sequence(view, &mut reading.suggestions).await?;
        }
        let mut result = self.pipeline.conclude(self.chart, self.on, reading)?;
        if let Some(view) = whole.filter(|_| self.plan.runs(Stage::Cdi)) {
            self.cdi(view, &mut result).await?;
        }
        result.trace = self.trace;
        result.effort = Some(self.effort);
        result.faults = self.calls.faults;
        result.usage = self.calls.usage;
        result.model = self.calls.model;
        Ok(result)
    }

    /// One reading of all views.
    async fn suggest_all(&mut self, views: &[View]) -> Result<Reading, CoderError> {
        let mut readings = Vec::with_capacity(views.len());
        for view in views {
            readings.push(self.suggest(view).await?);
        }
        Ok(views::merged(readings))
    }

    /// One reading of all votes.
    async fn suggest(&mut self, view: &View) -> Result<Reading, CoderError> {
        let pipeline = self.pipeline;
        let max = pipeline.settings.max_suggestions;
        let form = pipeline.setting(self.chart).suggestions();
        let question = suggest::question(&self.retrieved.offered, form, max);
        let (chart, on) = (self.chart, self.on);
        let read = |answer: Text<'_>| {
            let mut reading = pipeline.interpret(chart, on, answer.text);
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
        for vote in 1..=self.plan.votes.max(1) {
            let manner = self.vote(vote);
            match self.calls.ask(view, &question, manner, read).await? {
                Ok(reading) => readings.push(reading),
                Err(why) => failure = Some(why),
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
            return Ok(votes::united(readings, share));
        };
        Ok(Reading::without_claim(failure.review_reason()))
    }

    /// How the answer of a vote is got.
    fn vote(&self, number: u8) -> Manner {
        let manner = self.pipeline.plain(Stage::Suggest);
        if self.plan.votes < 2 {
            return manner;
        }
        Manner {
            temperature: self.pipeline.settings.sampling.temperature,
            seed: Some(number.into()),
            ..manner
        }
    }

    async fn verify(&mut self, view: &View, reading: &mut Reading) -> Result<(), CoderError> {
        let shown = reading
            .suggestions
            .iter()
            .filter(|suggestion| suggestion.evidence.iter().any(|&span| view.shows(span)));
        let mut asked = self.candidates(shown);
        let most = self.pipeline.settings.verify_retrieved;
        let unsuggested = self.retrieved.asserted_beyond(&reading.suggested);
        let asserted = unsuggested
            .take(most)
            .map(|code| self.pipeline.candidate(code));
        asked.extend(asserted.filter(|candidate| !candidate.title.is_empty()));
        if asked.is_empty() {
            return Ok(());
        }
        let question = verify::question(&asked);
        let manner = self.pipeline.plain(Stage::Verify);
        let read = |answer: Text<'_>| verify::read(answer.text, &asked);
        let answer = self.calls.ask(view, &question, manner, read).await?;
        if let Ok(judgements) = answer {
            self.did(Stage::Verify);
            let finder = QuoteFinder::new(&self.chart.documents);
            let new = verify::believe(judgements, &asked, &finder, reading);
            self.admit(&new, &asked, reading);
        }
        Ok(())
    }

    /// Suggests codes that only the verifier found support for: they go the
    /// whole way of a suggestion, and no other.
    fn admit(&self, new: &[verify::Judgement], asked: &[Candidate], reading: &mut Reading) {
        let elements = new.iter().filter_map(|judgement| {
            let candidate = asked.get(judgement.place)?;
            Some(serde_json::json!({
                "system": CodeSystem::Icd10Cm,
                "code": candidate.code,
                "evidence": judgement.quote,
                "confidence": Confidence::Medium,
            }))
        });
        let elements: Vec<_> = elements.collect();
        if elements.is_empty() {
            return;
        }
        let answer = serde_json::json!({ "suggestions": elements }).to_string();
        let mut found = self.pipeline.interpret(self.chart, self.on, &answer);
        for suggestion in &mut found.suggestions {
            suggestion.signals.verdict = Some(chartfleet_model::Verdict::Supported);
            suggestion.rank += reading.suggestions.len();
        }
        self.retrieved.mark(&mut found.suggestions);
        // A code that does not pass was never suggested: there is nothing to
        // review about it.
        reading.suggestions.extend(found.suggestions);
        if !reading.suggestions.is_empty() {
            let nothing = chartfleet_model::ReviewReason::NoSuggestions;
            reading.review.retain(|reason| *reason != nothing);
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
            sequence::believe(&order, &asked, suggestions);
        }
        Ok(())
    }

    async fn cdi(&mut self, view: &View, result: &mut ChartResult) -> Result<(), CoderError> {
        let codes = result.diagnoses.iter().take(MOST_ASKED);
        let asked: Vec<Candidate> = codes
            .map(|diagnosis| {
                self.pipeline
                    .candidate(&Code::Icd10Cm(diagnosis.code.clone()))
            })
            .collect();
        let question = cdi::question(&asked);
        let manner = self.pipeline.plain(Stage::Cdi);
        let read = |answer: Text<'_>| cdi::read(answer.text, &asked);
        if let Ok(pointers) = self.calls.ask(view, &question, manner, read).await? {
            self.did(Stage::Cdi);
            let finder = QuoteFinder::new(&self.chart.documents);
            cdi::believe(&pointers, &asked, &finder, &mut result.gaps);
        }
        Ok(())
    }

    /// The codes of suggestions, each once, with their titles. Without a title
    /// nobody could tell from the code what to look for.
    fn candidates<'s>(
        &self,
        suggestions: impl Iterator<Item = &'s CheckedSuggestion>,
    ) -> Vec<Candidate> {
        let mut asked: Vec<Candidate> = Vec::new();
        for suggestion in suggestions {
            let candidate = self.pipeline.candidate(&suggestion.code);
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
