//! One chart, from its notes to a result that can be committed.

mod dialogue;
mod request;

use std::sync::Arc;

use bytes::Bytes;
use chartfleet_codes::CodeTables;
use chartfleet_model::{Chart, ChartResult, Code, ModelUsage, Outcome, SetAsideReason, Trace};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use tokio_util::sync::CancellationToken;
use tracing::instrument;

use crate::client::ModelClient;
use crate::error::CoderError;
use crate::lexical::Lexicon;
use crate::prompt::{self, Candidate};
use crate::reading::Reading;
use crate::retrieval::Retriever;
use crate::rules::Rules;
use crate::settings::PipelineSettings;

use dialogue::Dialogue;
use request::{Ask, Setting};

/// Bytes of the version's hash that are shown.
const VERSION_BYTES: usize = 6;

/// The coding pipeline. One serves all charts and tasks of a process.
pub struct Pipeline {
    rules: Arc<dyn Rules>,
    retriever: Option<Retriever>,
    settings: PipelineSettings,
    inpatient: Setting,
    outpatient: Setting,
    version: String,
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
        let version = version_of(&settings, retriever.is_some(), [&inpatient, &outpatient]);
        Self {
            rules,
            retriever,
            settings,
            inpatient,
            outpatient,
            version,
        }
    }

    /// A short hash over the prompts, the answer's schema and the settings
    /// that make a result what it is.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Codes one chart with the model behind `client`. `today` decides which
    /// codes are valid where the chart has no date. Cancel-safe: nothing is
    /// kept of a chart that was cancelled or dropped.
    ///
    /// # Errors
    /// [`CoderError::Interrupted`] where the chart should be given back, others
    /// where it counts as an attempt. What is wrong with the chart or the
    /// answer is no error but an outcome.
    #[instrument(skip_all)]
    pub async fn code(
        &self,
        chart: &Chart,
        client: &ModelClient,
        today: Date,
        cancel: &CancellationToken,
    ) -> Result<ChartResult, CoderError> {
        if !chart.has_text() {
            let tables = self.rules.version();
            return Ok(ChartResult::set_aside(
                SetAsideReason::NoText,
                &self.version,
                tables,
            ));
        }
        let candidates = self.candidates(chart).await?;
        let on = chart.encounter.coding_date().unwrap_or(today);
        let mut dialogue = Dialogue::new(self, chart, on, &candidates);
        let reading = dialogue.run(client, cancel).await?;
        let mut result = self.conclude(chart, on, reading)?;
        result.usage = dialogue.usage;
        result.model = dialogue.model;
        Ok(result)
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
        let context_tokens = [context_tokens, self.settings.context_tokens]
            .into_iter()
            .flatten();
        let ask = Ask {
            problem: None,
            max_tokens: self.settings.max_tokens,
            context_tokens: context_tokens.min(),
        };
        self.setting(chart).request(chart, candidates, model, ask)
    }

    /// Reads the text of an answer: strict, every code and quote checked.
    #[must_use]
    pub fn interpret(&self, chart: &Chart, on: Date, answer: &str) -> Reading {
        Reading::of(
            answer,
            chart,
            on,
            &*self.rules,
            self.settings.max_suggestions,
        )
    }

    /// Sequences a reading into a result without model and usage.
    ///
    /// # Errors
    /// When the code tables cannot group or sequence the claim.
    pub fn conclude(
        &self,
        chart: &Chart,
        on: Date,
        reading: Reading,
    ) -> Result<ChartResult, CoderError> {
        let mut result = ChartResult {
            outcome: Outcome::NeedsReview,
            review_reasons: reading.review,
            set_aside_reason: None,
            diagnoses: Vec::new(),
            procedures: Vec::new(),
            not_claimed: reading.not_claimed,
            findings: reading.findings,
            principal_candidates: Vec::new(),
            drg: None,
            gaps: Vec::new(),
            trace: Trace::default(),
            faults: Vec::new(),
            coverage: None,
            effort: None,
            calibration_version: None,
            usage: ModelUsage::default(),
            model: String::new(),
            pipeline_version: self.version.clone(),
            code_tables_version: self.rules.version().to_owned(),
        };
        if !reading.suggestions.is_empty() {
            let sequenced = self
                .rules
                .sequence(chart, on, self.settings.base_rate, reading.suggestions)
                .map_err(CoderError::Codes)?;
            result.diagnoses = sequenced.diagnoses;
            result.procedures = sequenced.procedures;
            result.principal_candidates = sequenced.candidates;
            result.drg = sequenced.drg;
            result.findings.extend(sequenced.findings);
            result.review_reasons.extend(sequenced.review);
        }
        result.review_reasons.sort_unstable();
        result.review_reasons.dedup();
        if result.review_reasons.is_empty() {
            result.outcome = Outcome::Coded;
        }
        Ok(result)
    }

    /// What retrieval offers, best first.
    async fn candidates(&self, chart: &Chart) -> Result<Vec<Candidate>, CoderError> {
        let Some(retriever) = &self.retriever else {
            return Ok(Vec::new());
        };
        let found = retriever
            .candidates(chart, self.settings.candidates)
            .await?;
        Ok(found
            .into_iter()
            .map(|found| self.candidate(&found.code))
            .collect())
    }

    fn candidate(&self, code: &Code) -> Candidate {
        let title = self.rules.title(code).unwrap_or_default().into_owned();
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

fn version_of(settings: &PipelineSettings, retrieval: bool, parts: [&Setting; 2]) -> String {
    let PipelineSettings {
        candidates,
        max_tokens,
        max_suggestions,
        base_rate,
        ..
    } = settings;
    let candidates = if retrieval { *candidates } else { 0 };
    let mut numbers = format!("{candidates} {max_tokens} {max_suggestions}");
    if let Some(rate) = base_rate {
        numbers.push_str(&format!(" {rate}"));
    }
    let mut hash = Sha256::new();
    let schemas = parts.map(Setting::response_format);
    let texts = prompt::TEXTS.into_iter().chain(schemas);
    for text in texts.chain([numbers.as_str(), env!("CARGO_PKG_VERSION")]) {
        hash.update(text.as_bytes());
        hash.update([0]);
    }
    hash.finalize()
        .iter()
        .take(VERSION_BYTES)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests;
