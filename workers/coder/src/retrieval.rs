//! Candidate codes for a chart, best first: what the model is offered, and what
//! its suggestions are held against.
//!
//! ```text
//! notes ─▶ lexical coder ─┬─▶ reciprocal ─▶ dense search ─▶ prior ─▶ impossible
//!       ─▶ links ─────────┘   ranks summed  seconds         reorders codes left out
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
use crate::procedures::{ProcedureHit, Procedures};
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
/// What a document counts for whose author may document no diagnosis on this
/// encounter: a result or a nursing note may confirm one, and seldom names it
/// first.
const CONFIRMING: f32 = 0.7;

/// How many candidates of each kind are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Diagnoses.
    pub diagnoses: usize,
    /// Procedures, where the retriever was given [`Procedures`].
    pub procedures: usize,
}

/// What was found in a chart without a model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Finds {
    /// Diagnoses, best first; then procedures, those that the record settles
    /// first. Each kind is ranked by itself.
    pub candidates: Vec<Found>,
    /// What the lexical coder would claim by itself, diagnoses first.
    pub asserted: Vec<Code>,
    /// Whether the dense search took part; `None` where it is off.
    pub dense: Option<bool>,
}

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

/// Whether the titles are searched by meaning.
#[derive(Clone, Default)]
pub enum DenseSearch {
    /// No site asked for it.
    #[default]
    Off,
    /// It is asked for, and the titles could not be embedded.
    Away,
    /// It takes part.
    On(Arc<Dense>),
}

/// A chart as it is searched.
#[derive(Clone, Copy)]
struct Stay<'c> {
    chart: &'c Chart,
    record: &'c Record<'c>,
    /// The day whose code set counts.
    on: Date,
}

/// Finds candidates. One serves all charts of a process; clones share all.
#[derive(Clone)]
pub struct Retriever {
    lexicon: Arc<Lexicon>,
    links: Arc<Links>,
    rules: Option<Arc<dyn Rules>>,
    dense: DenseSearch,
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
            dense: DenseSearch::Off,
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
    pub fn with_dense(mut self, dense: DenseSearch) -> Self {
        self.dense = dense;
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

    /// Which searches take part, and with what.
    pub(crate) fn searches(&self) -> String {
        let dense = match &self.dense {
            DenseSearch::On(dense) => dense.model(),
            DenseSearch::Off | DenseSearch::Away => String::new(),
        };
        let procedures = self.procedures.is_some();
        format!("procedures {procedures}, dense {dense}")
    }

    /// The version of the facilities' habits; `None` where none are known.
    #[must_use]
    pub fn prior_version(&self) -> Option<&str> {
        self.prior.version()
    }

    /// What a chart may be coded with in the code set of a day. Off the async
    /// threads: a long chart takes milliseconds. Cancel-safe.
    ///
    /// # Errors
    /// When retrieval panicked on this chart.
    pub async fn find(&self, chart: &Chart, on: Date, wanted: Wanted) -> Result<Finds, CoderError> {
        let (dense, near) = match &self.dense {
            DenseSearch::Off => (None, None),
            DenseSearch::Away => (Some(false), None),
            DenseSearch::On(dense) => {
                let near = dense.near(chart).await;
                (Some(near.is_some()), near)
            }
        };
        let (this, chart) = (self.clone(), chart.clone());
        let found = tokio::task::spawn_blocking(move || Finds {
            dense,
            ..this.find_near(&chart, on, wanted, &near.unwrap_or_default())
        });
        found.await.map_err(|_| CoderError::Retrieval)
    }

    /// As [`Retriever::find`], on this thread and without the dense search.
    #[must_use]
    pub fn search(&self, chart: &Chart, on: Date, wanted: Wanted) -> Finds {
        self.find_near(chart, on, wanted, &[])
    }

    fn find_near(&self, chart: &Chart, on: Date, wanted: Wanted, near: &[Icd10CmCode]) -> Finds {
        let record = Record::of(chart);
        let stay = Stay {
            chart,
            record: &record,
            on,
        };
        let mut asserted = self.suggested(stay);
        let mut candidates = self.fused(stay, near, wanted.diagnoses);
        for found in &mut candidates {
            found.lexical = asserted.contains(&found.code);
        }
        let procedures = self.possible_procedures(stay, wanted.procedures);
        let settled = procedures.iter().filter(|found| found.lexical);
        asserted.extend(settled.map(|found| found.code.clone()));
        candidates.extend(procedures);
        Finds {
            candidates,
            asserted,
            dense: None,
        }
    }

    /// The diagnoses that the lexical coder would claim by itself.
    fn suggested(&self, stay: Stay<'_>) -> Vec<Code> {
        let class = stay.chart.encounter.class;
        let hits = self.lexicon.suggest_record_on(stay.record, class, stay.on);
        let codes = hits
            .into_iter()
            .map(|found| Code::Icd10Cm(found.hit.code.clone()));
        codes.filter(|code| self.is_possible(code, stay)).collect()
    }

    fn possible_procedures(&self, stay: Stay<'_>, limit: usize) -> Vec<Found> {
        let Some(procedures) = self.procedures.as_ref().filter(|_| limit > 0) else {
            return Vec::new();
        };
        let class = stay.chart.encounter.class;
        let hits = procedures.candidates(stay.record, class, stay.on, limit + SPARE);
        let possible = hits
            .into_iter()
            .filter(|hit| self.is_possible(&hit.code, stay));
        let found = |(rank, hit): (u16, ProcedureHit)| Found {
            code: hit.code,
            score: 1.0 / f32::from(rank),
            rank,
            lexical: hit.asserted,
            sources: Sources::of(Source::Lexical),
            title: hit.title,
        };
        (1..).zip(possible.take(limit)).map(found).collect()
    }

    /// What all sources found, and what of it is possible.
    fn fused(&self, stay: Stay<'_>, near: &[Icd10CmCode], limit: usize) -> Vec<Found> {
        let Stay { chart, on, .. } = stay;
        let mut fusion = Fusion::default();
        let lexical = self.lexical(stay, limit + SPARE);
        fusion.add(Source::Lexical, 1.0, lexical.iter().copied());
        let texts = chart.documents.iter().map(|document| &*document.text);
        let linked = self.links.of(texts).into_iter();
        let linked = linked.filter_map(|code| self.lexicon.billed_on(code, on));
        fusion.add(Source::Link, LINK_WEIGHT, linked);
        let in_edition = |code| match self.lexicon.knows(code) {
            true => self.lexicon.billed_on(code, on),
            false => Some(code),
        };
        fusion.second(Source::Dense, near.iter().filter_map(in_edition));
        let ranked = fusion.ranked(|code| self.prior.of(&chart.facility, code));
        let possible = ranked.into_iter().filter_map(|fused| {
            let code = Code::Icd10Cm(fused.code.clone());
            self.is_possible(&code, stay).then_some((code, fused))
        });
        let found = |(rank, (code, fused)): (u16, (Code, Fused<'_>))| Found {
            code,
            score: fused.score,
            rank,
            lexical: false,
            sources: fused.sources,
            title: String::new(),
        };
        (1..).zip(possible.take(limit)).map(found).collect()
    }

    /// The lexical coder's candidates of any of the notes, best first: recall
    /// counts here, a wrong candidate costs the model a line.
    fn lexical(&self, stay: Stay<'_>, limit: usize) -> Vec<&Icd10CmCode> {
        let mut best: FxHashMap<&Icd10CmCode, f32> = FxHashMap::default();
        for page in &stay.record.pages {
            let supports = page.supports_diagnoses(stay.chart.encounter.class);
            let weight = if supports { 1.0 } else { CONFIRMING };
            let text = &page.document.text;
            for found in self.lexicon.candidates_on(text, limit, stay.on) {
                let score = best.entry(found.code).or_default();
                *score = score.max(weight * found.score);
            }
        }
        let mut ranked: Vec<_> = best.into_iter().collect();
        ranked.sort_unstable_by(|(a, x), (b, y)| y.total_cmp(x).then_with(|| a.cmp(b)));
        ranked.truncate(limit);
        ranked.into_iter().map(|(code, _)| code).collect()
    }

    /// Warnings keep a code from being offered too; the model may still suggest
    /// it where the record speaks for it.
    fn is_possible(&self, code: &Code, stay: Stay<'_>) -> bool {
        let patient = &stay.chart.patient;
        let check = |rules: &Arc<dyn Rules>| rules.check(code, stay.on, patient).is_empty();
        self.rules.as_ref().is_none_or(check)
    }
}

#[cfg(test)]
mod tests;
