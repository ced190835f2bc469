//! Candidate codes for a chart, best first: what the model is offered, and what
//! its suggestions are held against.

use std::sync::Arc;

use chartfleet_model::{Chart, Code};
use rustc_hash::FxHashMap;

use crate::error::CoderError;
use crate::lexical::Lexicon;

/// A code worth asking about.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The code.
    pub code: Code,
    /// Comparable within one chart only; higher is likelier.
    pub score: f32,
}

/// Finds candidates. One serves all charts of a process.
pub struct Retriever {
    lexicon: Arc<Lexicon>,
}

impl Retriever {
    /// A retriever that knows the official wordings.
    #[must_use]
    pub const fn new(lexicon: Arc<Lexicon>) -> Self {
        Self { lexicon }
    }

    /// The codes likeliest for a chart, best first, at most `limit`. Off the
    /// async threads: a long chart takes milliseconds. Cancel-safe.
    ///
    /// # Errors
    /// When retrieval panicked on this chart.
    pub async fn candidates(&self, chart: &Chart, limit: usize) -> Result<Vec<Found>, CoderError> {
        let texts: Vec<String> = chart.documents.iter().map(|d| d.text.clone()).collect();
        let lexicon = Arc::clone(&self.lexicon);
        let found = tokio::task::spawn_blocking(move || likeliest(&lexicon, &texts, limit));
        found.await.map_err(|_| CoderError::Retrieval)
    }
}

/// The codes likeliest in any of the notes, best first: recall counts here, a
/// wrong candidate costs the model a line.
fn likeliest(lexicon: &Lexicon, texts: &[String], limit: usize) -> Vec<Found> {
    let mut best = FxHashMap::default();
    for found in texts
        .iter()
        .flat_map(|text| lexicon.candidates(text, limit))
    {
        let score = best.entry(found.code).or_insert(found.score);
        *score = score.max(found.score);
    }
    let mut ranked: Vec<_> = best.into_iter().collect();
    ranked.sort_unstable_by(|(a, x), (b, y)| y.total_cmp(x).then_with(|| a.cmp(b)));
    ranked.truncate(limit);
    let found = |(code, score): (&chartfleet_model::Icd10CmCode, f32)| Found {
        code: Code::Icd10Cm(code.clone()),
        score,
    };
    ranked.into_iter().map(found).collect()
}
