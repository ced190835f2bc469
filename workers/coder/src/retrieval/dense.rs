//! Search by meaning: the official titles and the passages of a chart as
//! vectors of one embedding model, nearest first. Off unless a site names a
//! server.
//!
//! Invariants:
//! - The server sees passages of the chart, so it is trusted like the model
//!   server: named by the site, no proxies, no redirects.
//! - A server that is away, slow or wrong costs the chart this source and
//!   nothing else; it is counted and logged, without text.
//! - The titles are embedded once a version of the tables and model and kept
//!   on disk; the search is exact.

mod embedder;
mod passages;
mod stems;
mod titles;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chartfleet_codes::CodeTables;
use chartfleet_model::{Chart, Icd10CmCode};
use rustc_hash::FxHashMap;
use tracing::warn;

pub use embedder::{EmbeddingError, EmbeddingSettings};

use embedder::Embedder;
use passages::passages;
use titles::Titles;

/// Titles taken of each passage.
const NEAREST: usize = 60;
/// Titles taken of a chart.
const MOST: usize = 200;

/// Titles and the server that embeds what they are compared with.
pub struct Dense {
    embedder: Embedder,
    titles: Arc<Titles>,
    failures: AtomicU64,
}

impl Dense {
    /// Reads the embedded titles from `folder`, or has the server embed them
    /// and keeps them there. Takes minutes the first time.
    ///
    /// # Errors
    /// When the server does not embed, or the folder cannot be written.
    pub async fn open(
        tables: &CodeTables,
        folder: &Path,
        settings: EmbeddingSettings,
    ) -> Result<Self, EmbeddingError> {
        let titles = tables
            .cm_entries()
            .filter(|entry| !entry.is_header() && !entry.title().is_empty());
        let titles =
            titles.filter_map(|entry| Some((entry.code().parse().ok()?, entry.title().to_owned())));
        let titles = stems::each_once(titles);
        Self::over(titles, tables.version(), folder, settings).await
    }

    /// As [`Dense::open`], over these titles.
    pub(crate) async fn over(
        titles: Vec<(Icd10CmCode, String)>,
        version: &str,
        folder: &Path,
        settings: EmbeddingSettings,
    ) -> Result<Self, EmbeddingError> {
        let path = folder.join(titles::file_name(version, &settings));
        let embedder = Embedder::new(settings)?;
        let titles = match Titles::read(&path, &titles) {
            Some(known) => known,
            None => {
                let made = Titles::embed(&embedder, titles).await?;
                made.write(&path).map_err(EmbeddingError::Cache)?;
                made
            }
        };
        Ok(Self {
            embedder,
            titles: Arc::new(titles),
            failures: AtomicU64::new(0),
        })
    }

    /// How many charts went without this source.
    #[must_use]
    pub fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }

    /// What the vectors are of: results of another model do not compare.
    pub(super) fn model(&self) -> String {
        self.embedder.model()
    }

    /// The codes whose titles are nearest to any passage of the chart, best
    /// first; `None` where the server fails.
    pub(super) async fn near(&self, chart: &Chart) -> Option<Vec<Icd10CmCode>> {
        let passages = passages(chart);
        let texts: Vec<&str> = passages.iter().map(String::as_str).collect();
        let vectors = match self.embedder.embed(&texts).await {
            Ok(vectors) => vectors,
            Err(error) => {
                let failures = self.failures.fetch_add(1, Ordering::Relaxed) + 1;
                warn!(%error, failures, "the embedding server failed: lexical candidates only");
                return None;
            }
        };
        let titles = Arc::clone(&self.titles);
        let near = tokio::task::spawn_blocking(move || nearest(&titles, &vectors));
        near.await.ok()
    }
}

/// The lists of all passages as one: a title is as near as its nearest passage.
fn nearest(titles: &Titles, passages: &[Vec<f32>]) -> Vec<Icd10CmCode> {
    let mut best: FxHashMap<usize, f32> = FxHashMap::default();
    for (row, near) in titles.nearest(passages, NEAREST).into_iter().flatten() {
        let known = best.entry(row).or_insert(near);
        *known = known.max(near);
    }
    let mut ranked: Vec<(usize, f32)> = best.into_iter().collect();
    ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked.truncate(MOST);
    let code = |(row, _)| titles.code(row).cloned();
    ranked.into_iter().filter_map(code).collect()
}

#[cfg(test)]
mod tests;
