//! One chart, from its notes to a result that can be committed.
//!
//! [`coding`] runs the stages, [`call`] asks one question, [`retrieve`] finds
//! what is offered without a model, [`votes`] makes one reading of several.

mod budget;
mod call;
mod coding;
mod conclude;
mod heard;
mod logprobs;
mod request;
mod retrieve;
mod version;
mod views;
mod votes;

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use chartfleet_codes::CodeTables;
use chartfleet_model::{Calibration, Chart, ChartResult, Code, Depth, SetAsideReason, Stage};
use tokio_util::sync::CancellationToken;
use tracing::instrument;

use crate::client::{ModelClient, TokenMeter};
use crate::error::CoderError;
use crate::lexical::Lexicon;
use crate::procedures::Procedures;
use crate::prompt::Candidate;
use crate::retrieval::{DenseSearch, Prior, Retriever};
use crate::rules::Rules;
use crate::settings::PipelineSettings;
use crate::stages::{self, Question};

pub use budget::Spent;

use coding::{Coding, Ground};
use request::{Asked, Llama, Manner, Setting, Target};
use views::View;

pub use retrieve::Prepared;

/// The coding pipeline. One serves all charts and tasks of a process.
pub struct Pipeline {
    rules: Arc<dyn Rules>,
    retriever: Option<Retriever>,
    settings: PipelineSettings,
    calibration: Option<Arc<Calibration>>,
    inpatient: Setting,
    outpatient: Setting,
    version: String,
}

/// How one chart is to be coded.
#[derive(Clone, Debug)]
pub struct CodeOptions {
    /// How deep to look.
    pub depth: Depth,
    /// Stable for a chart while it is coded, and different for charts that are
    /// coded at a time: which slot of a llama-server holds its prompt. `None`
    /// where others may use the server's slots: it then chooses itself.
    pub slot: Option<u32>,
    /// Ends the calls.
    pub cancel: CancellationToken,
    /// What the chart has cost so far: the same for every attempt at it.
    pub spent: Spent,
}

/// Where in a prompt a stage's question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromptOrder {
    /// After the notes: all stages of a chart share everything before.
    NotesFirst,
    /// Before the notes, as prompts are commonly written: for comparison.
    QuestionFirst,
}

impl Pipeline {
    /// A pipeline over these tables. `lexicon` is used only where
    /// `settings.retrieval` is on.
    #[must_use]
    pub fn new(
        tables: Arc<CodeTables>,
        lexicon: Option<Arc<Lexicon>>,
        settings: PipelineSettings,
    ) -> Self {
        Self::with_rules(tables, lexicon, settings)
    }

    pub(crate) fn with_rules(
        rules: Arc<dyn Rules>,
        lexicon: Option<Arc<Lexicon>>,
        settings: PipelineSettings,
    ) -> Self {
        let inpatient = Setting::new(true, settings.max_suggestions);
        let outpatient = Setting::new(false, settings.max_suggestions);
        let lexicon = lexicon.filter(|_| settings.retrieval);
        let retriever =
            lexicon.map(|lexicon| Retriever::new(lexicon).with_rules(Arc::clone(&rules)));
        let pipeline = Self {
            rules,
            retriever,
            settings,
            calibration: None,
            inpatient,
            outpatient,
            version: String::new(),
        };
        pipeline.versioned()
    }

    fn versioned(mut self) -> Self {
        self.version = version::of(&self);
        self
    }

    /// Lets the facilities' accepted codes weigh in retrieval, where it is on.
    #[must_use]
    pub fn with_prior(mut self, prior: Prior) -> Self {
        self.retriever = self.retriever.map(|retriever| retriever.with_prior(prior));
        self
    }

    /// Searches the meaning of the titles too, where retrieval is on.
    #[must_use]
    pub fn with_dense(mut self, dense: DenseSearch) -> Self {
        self.retriever = self.retriever.map(|retriever| retriever.with_dense(dense));
        self.versioned()
    }

    /// The same, offering procedures too. Used only where
    /// `settings.retrieval` is on.
    #[must_use]
    pub fn with_procedures(mut self, procedures: Option<Arc<Procedures>>) -> Self {
        if let Some(procedures) = procedures {
            self.retriever = self
                .retriever
                .map(|retriever| retriever.with_procedures(procedures));
        }
        self.versioned()
    }

    /// The same, stating calibrated probabilities.
    #[must_use]
    pub fn with_calibration(mut self, calibration: Option<Arc<Calibration>>) -> Self {
        self.calibration = calibration;
        self
    }

    /// A short hash over what makes a result what it is, apart from the model,
    /// the code tables and what was learnt from coders, which every result names
    /// beside it: results of equal versions compare.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Codes a chart with the model behind `client`. Cancel-safe: nothing is
    /// kept of a chart that was cancelled or dropped.
    ///
    /// # Errors
    /// [`CoderError::Interrupted`] where the chart should be given back, others
    /// where it counts as an attempt. What is wrong with the chart or the
    /// answer is no error but an outcome.
    #[instrument(skip_all)]
    pub async fn code(
        &self,
        prepared: &Prepared<'_>,
        client: &ModelClient,
        options: &CodeOptions,
    ) -> Result<ChartResult, CoderError> {
        if !prepared.read.chart.has_text() {
            let tables = self.rules.version();
            return Ok(ChartResult::set_aside(
                SetAsideReason::NoText,
                &self.version,
                tables,
            ));
        }
        let ground = Ground {
            pipeline: self,
            read: &prepared.read,
            client,
            options,
        };
        let retrieved = prepared.retrieved.clone();
        Coding::new(ground, retrieved).run().await
    }

    /// The first request for a chart: the JSON body of a chat completion, or
    /// `None` where the chart cannot fit `context_tokens`.
    #[must_use]
    pub fn build_request(
        &self,
        chart: &Chart,
        candidates: &[Candidate],
        model: &str,
        context_tokens: Option<u32>,
    ) -> Option<Bytes> {
        let context_tokens = context_tokens
            .into_iter()
            .chain(self.settings.context_tokens);
        let target = Target {
            model,
            context_tokens: context_tokens.min(),
            meter: &TokenMeter::default(),
            llama: None,
        };
        let setting = self.setting(chart);
        let question = self.question(Stage::Suggest, setting, candidates);
        let asked = Asked {
            user: &View::whole(chart).asked(&question.text),
            format: &question.format,
        };
        setting.request(asked, target, self.plain(Stage::Suggest))
    }

    /// The requests of all stages about a chart, each about these codes, as
    /// they would be sent to `client` for a chart in `slot`: for measuring what
    /// an order of the prompt is worth. Stages that cannot fit the context are left out.
    #[must_use]
    pub fn requests_of(
        &self,
        chart: &Chart,
        codes: &[Candidate],
        client: &ModelClient,
        (order, slot): (PromptOrder, u32),
    ) -> Vec<(Stage, Bytes)> {
        let (setting, view) = (self.setting(chart), View::whole(chart));
        let request = |stage: Stage| {
            let question = self.question(stage, setting, codes);
            let user = match order {
                PromptOrder::NotesFirst => view.asked(&question.text),
                PromptOrder::QuestionFirst => view.asked_first(&question.text),
            };
            let asked = Asked {
                user: &user,
                format: &question.format,
            };
            let target = self.target(stage, client, Some(slot));
            setting.request(asked, target, self.plain(stage))
        };
        let stages = Stage::ALL.iter();
        stages
            .filter_map(|&stage| Some((stage, request(stage)?)))
            .collect()
    }

    fn question<'q>(
        &self,
        stage: Stage,
        setting: &'q Setting,
        codes: &[Candidate],
    ) -> Question<'q> {
        let max = self.settings.max_suggestions;
        match stage {
            Stage::Suggest => stages::suggest::question(codes, setting.suggestions(), max),
            Stage::Verify => stages::verify::question(codes),
            Stage::Sequence => stages::sequence::question(codes),
            Stage::Cdi => stages::cdi::question(codes),
        }
    }

    /// Whom a stage asks.
    fn target<'t>(
        &'t self,
        stage: Stage,
        client: &'t ModelClient,
        slot: Option<u32>,
    ) -> Target<'t> {
        let settings = self.settings.stages.of(stage);
        let told = client.context_tokens().into_iter();
        Target {
            model: settings.model.as_deref().unwrap_or(client.model()),
            context_tokens: told.chain(self.settings.context_tokens).min(),
            meter: client.meter(),
            llama: client.slots().map(|slots| Llama {
                slot: slot.filter(|&slot| slot < slots.get()),
                lora: &settings.lora,
            }),
        }
    }

    /// How a stage's first answer is got where there is one vote.
    const fn plain(&self, stage: Stage) -> Manner {
        Manner {
            max_tokens: self.settings.stages.of(stage).max_tokens,
            temperature: 0.0,
            seed: None,
            frequency_penalty: 0.0,
            logprobs: matches!(stage, Stage::Suggest) && self.settings.sampling.logprobs,
        }
    }

    fn prior_version(&self) -> Option<String> {
        let prior = self.retriever.as_ref().and_then(Retriever::prior_version);
        prior.map(str::to_owned)
    }

    /// A code with its official title, or with what else it is called.
    fn candidate(&self, code: &Code, otherwise: &str) -> Candidate {
        let title = self.rules.title(code).filter(|title| !title.is_empty());
        let title = title.map_or_else(|| otherwise.to_owned(), Cow::into_owned);
        Candidate {
            code: code.as_str().to_owned(),
            title,
        }
    }

    const fn setting(&self, chart: &Chart) -> &Setting {
        if chart.encounter.class.is_inpatient() {
            &self.inpatient
        } else {
            &self.outpatient
        }
    }
}

#[cfg(test)]
mod tests;
