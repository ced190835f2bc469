//! Candidate codes for a chart, best first: what the model is offered, and what
//! its suggestions are held against.
//!
//! ```text
//! notes ─▶ lexical coder ─┐
//!       ─▶ links ─────────┼─▶ reciprocal ranks ─▶ prior ─▶ impossible codes
//!       ─▶ dense search ──┘   summed              reorders  left out
//! ```
//!
//! Invariants:
//! - A code without support in the text is never offered: the facility's habits
//!   reorder, they introduce nothing.
//! - Only codes that may be billed on the encounter's date and that fit the
//!   patient's sex and age, where the tables are known.
//! - Without a dense index, or where its server fails, the answer is a function
//!   of chart and tables alone.

pub mod dense;
mod fusion;
mod links;
mod prior;

use std::sync::Arc;

use chartfleet_codes::CodeTables;
use chartfleet_model::{Chart, Code, Icd10CmCode};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::error::CoderError;
use crate::lexical::Lexicon;
use crate::procedures::Procedures;
use crate::record::Record;
use crate::rules::Rules;

pub use fusion::{Source, Sources};
pub use prior::Prior;

use dense::Dense;
use fusion::{Fused, Fusion};
use links::Links;

/// Spare candidates, for those that turn out to be impossible.
const SPARE: usize = 40;
/// What a link says, beside a rank of the lexical coder.
const LINK_WEIGHT: f32 = 0.6;
/// What a near title says, beside a rank of the lexical coder.
const DENSE_WEIGHT: f32 = 0.5;

/// What a document counts for whose author may document no diagnosis on this
/// encounter: a result or a nursing note may confirm one, and seldom names it
/// first.
const CONFIRMING: f32 = 0.7;

/// A code worth asking about.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The code.
    pub code: Code,
    /// Comparable within one chart only; higher is likelier.
    pub score: f32,
    /// Its place among the candidates, from 1.
    pub rank: u16,
    /// Whether the lexical coder would suggest it by itself.
    pub lexical: bool,
    /// What found it.
    pub sources: Sources,
    /// What it is called where no official title is installed; empty where
    /// nothing but such a title could.
    pub title: String,
}

/// Finds candidates. One serves all charts of a process; clones share all.
#[derive(Clone)]
pub struct Retriever {
    lexicon: Arc<Lexicon>,
    links: Arc<Links>,
    rules: Option<Arc<dyn Rules>>,
    dense: Option<Arc<Dense>>,
    procedures: Option<Arc<Procedures>>,
    prior: Arc<Prior>,
}

impl Retriever {
    /// A retriever that knows the official wordings.
    #[must_use]
    pub fn new(lexicon: Arc<Lexicon>) -> Self {
        Self {
            links: Arc::new(Links::new(&lexicon)),
            lexicon,
            rules: None,
            dense: None,
            procedures: None,
            prior: Arc::default(),
        }
    }

    /// Leaves out what cannot be billed on the encounter's date, or cannot be
    /// true of the patient.
    #[must_use]
    pub fn held_to(self, tables: Arc<CodeTables>) -> Self {
        self.with_rules(tables)
    }

    /// As [`Retriever::held_to`].
    pub(crate) fn with_rules(mut self, rules: Arc<dyn Rules>) -> Self {
        self.rules = Some(rules);
        self
    }

    /// Searches the meaning of the titles too.
    #[must_use]
    pub fn with_dense(mut self, dense: Arc<Dense>) -> Self {
        self.dense = Some(dense);
        self
    }

    /// Finds procedures too.
    #[must_use]
    pub fn with_procedures(mut self, procedures: Arc<Procedures>) -> Self {
        self.procedures = Some(procedures);
        self
    }

    /// Lets the facility's own accepted codes weigh.
    #[must_use]
    pub fn with_prior(mut self, prior: Prior) -> Self {
        self.prior = Arc::new(prior);
        self
    }

    /// The codes likeliest for a chart, best first, at most `limit`. Off the
    /// async threads: a long chart takes milliseconds. Cancel-safe.
    ///
    /// # Errors
    /// When retrieval panicked on this chart.
    pub async fn candidates(&self, chart: &Chart, limit: usize) -> Result<Vec<Found>, CoderError> {
        let near = match &self.dense {
            Some(dense) => dense.near(chart).await,
            None => Vec::new(),
        };
        let (this, chart) = (self.clone(), chart.clone());
        let found = tokio::task::spawn_blocking(move || this.fused(&chart, &near, limit));
        found.await.map_err(|_| CoderError::Retrieval)
    }

    /// The procedures likeliest for a chart, those that the record settles
    /// first, at most `limit`, ranked by themselves; none where the retriever
    /// was given no [`Procedures`]. Cancel-safe.
    ///
    /// # Errors
    /// When the search panicked on this chart.
    pub async fn procedures(&self, chart: &Chart, limit: usize) -> Result<Vec<Found>, CoderError> {
        let Some(procedures) = self.procedures.clone().filter(|_| limit > 0) else {
            return Ok(Vec::new());
        };
        let (this, chart) = (self.clone(), chart.clone());
        let found = tokio::task::spawn_blocking(move || {
            this.possible_procedures(&procedures, &chart, limit)
        });
        found.await.map_err(|_| CoderError::Retrieval)
    }

    fn possible_procedures(
        &self,
        procedures: &Procedures,
        chart: &Chart,
        limit: usize,
    ) -> Vec<Found> {
        let encounter = &chart.encounter;
        let on = encounter.coding_date();
        let on = on.unwrap_or_else(|| jiff::Zoned::now().date());
        let hits = procedures.candidates(&Record::of(chart), encounter.class, on, limit + SPARE);
        let hits = hits.into_iter();
        let possible = hits.filter(|hit| self.is_possible(&hit.code, on, chart));
        let found = |(rank, hit): (u16, crate::procedures::ProcedureHit)| Found {
            code: hit.code,
            score: 1.0 / f32::from(rank),
            rank,
            lexical: hit.asserted,
            sources: Sources::of(Source::Lexical),
            title: hit.title,
        };
        (1..).zip(possible.take(limit)).map(found).collect()
    }

    /// As [`Retriever::candidates`], on this thread and without the dense
    /// search.
    #[must_use]
    pub fn search(&self, chart: &Chart, limit: usize) -> Vec<Found> {
        self.fused(chart, &[], limit)
    }

    /// What all sources found, and what of it is possible.
    fn fused(&self, chart: &Chart, near: &[Icd10CmCode], limit: usize) -> Vec<Found> {
        let on = chart.encounter.coding_date();
        let on = on.unwrap_or_else(|| jiff::Zoned::now().date());
        let mut fusion = Fusion::default();
        let lexical = self.lexical(chart, on, limit + SPARE);
        fusion.add(Source::Lexical, 1.0, lexical.iter().map(|(code, _)| *code));
        let texts = || chart.documents.iter().map(|document| &*document.text);
        let linked = self.links.of(texts()).into_iter();
        let linked = linked.filter_map(|code| self.lexicon.billed_on(code, on));
        fusion.add(Source::Link, LINK_WEIGHT, linked);
        let near = near.iter();
        let near = near.filter_map(|code| self.lexicon.billed_on(code, on));
        fusion.add(Source::Dense, DENSE_WEIGHT, near);
        let asserted: FxHashMap<&Icd10CmCode, bool> = lexical.iter().copied().collect();
        let ranked = fusion.ranked(|code| self.prior.of(&chart.facility, code));
        let possible = ranked.into_iter().filter_map(|fused| {
            let code = Code::Icd10Cm(fused.code.clone());
            self.is_possible(&code, on, chart).then_some((code, fused))
        });
        let found = |(rank, (code, fused)): (u16, (Code, Fused<'_>))| Found {
            code,
            score: fused.score,
            rank,
            lexical: asserted.get(fused.code).copied().unwrap_or_default(),
            sources: fused.sources,
            title: String::new(),
        };
        (1..).zip(possible.take(limit)).map(found).collect()
    }

    /// The lexical coder's candidates of any of the notes, best first, and
    /// whether it would suggest them itself, which takes a note whose author
    /// may document a diagnosis: recall counts here, a wrong candidate costs
    /// the model a line.
    fn lexical(&self, chart: &Chart, on: Date, limit: usize) -> Vec<(&Icd10CmCode, bool)> {
        let mut best: FxHashMap<&Icd10CmCode, (f32, bool)> = FxHashMap::default();
        for page in Record::of(chart).pages {
            let supports = page.supports_diagnoses(chart.encounter.class);
            let weight = if supports { 1.0 } else { CONFIRMING };
            for found in self.lexicon.candidates_on(&page.document.text, limit, on) {
                let (score, asserted) = best.entry(found.code).or_default();
                *score = score.max(weight * found.score);
                *asserted |= supports && found.asserted;
            }
        }
        let mut ranked: Vec<_> = best.into_iter().collect();
        ranked.sort_unstable_by(|(a, (x, _)), (b, (y, _))| y.total_cmp(x).then_with(|| a.cmp(b)));
        ranked.truncate(limit);
        let asserted = |(code, (_, asserted))| (code, asserted);
        ranked.into_iter().map(asserted).collect()
    }

    /// Warnings keep a code from being offered too; the model may still suggest
    /// it where the record speaks for it.
    fn is_possible(&self, code: &Code, on: Date, chart: &Chart) -> bool {
        let check = |rules: &Arc<dyn Rules>| rules.check(code, on, &chart.patient).is_empty();
        self.rules.as_ref().is_none_or(check)
    }
}

#[cfg(test)]
mod tests;
