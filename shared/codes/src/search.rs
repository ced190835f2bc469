//! Finding codes by words: in titles, in inclusion terms, and through the
//! alphabetic index where it was imported.
//!
//! Every wording is judged alike: by the share of the query that it covers,
//! each word weighing the more the rarer it is, less what it says beyond the
//! query. A code that needs further characters is completed where the rest of
//! the query says which: `left` of a hip fracture.

mod complete;
mod titles;

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Serialize;

use crate::index::{Query, Reach, Weights};
use crate::tables::{CmEntry, CodeTables};
use crate::terms::{PATH_SEPARATOR, TermSource};

/// Share of the query, less what is said beyond, that a hit must reach.
const LEAST_SCORE: f32 = 0.5;
/// The same before the rest of the query has chosen further characters.
const LEAST_START: f32 = 0.25;
/// How many of the best wordings are completed with further characters.
const MOST_COMPLETED: usize = 60;

/// A code that answers a search.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SearchHit<'t> {
    /// The code.
    pub code: &'t str,
    /// Its title.
    pub title: &'t str,
    /// Whether no longer code is to be billed instead.
    pub billable: bool,
    /// Where the words were found.
    pub via: TermSource,
    /// The wording that matched; for the index, the way there.
    pub matched: Cow<'t, str>,
    /// The way through the index: main term, subterms, what was seen. Empty
    /// for titles and inclusion terms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<String>,
}

/// A wording that answers a query.
struct Found<'t> {
    entry: CmEntry<'t>,
    score: f32,
    /// Words of the query that it covers.
    covered: crate::index::Covered,
    wording: Wording<'t>,
}

#[derive(Clone, Copy)]
enum Wording<'t> {
    Text(TermSource, &'t str),
    /// The number of a code that the index reached.
    Index(usize),
}

impl CodeTables {
    /// The codes whose wordings answer `query`, best first; usual
    /// abbreviations are read as what they stand for. A query that is the
    /// beginning of a code gives the codes that begin so.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<SearchHit<'_>> {
        if looks_like_code(query.trim()) {
            return self.begin_with(query.trim(), limit);
        }
        let query = Query::new(query);
        if query.len() == 0 {
            return Vec::new();
        }
        let titles = titles::answering(self, &query);
        let mut reach = Reach::new(self, &query, None);
        let weights = weigh(&titles, &reach, &query, self);
        reach.weigh(weights.clone());
        let reached = reach.codes();
        let mut found: Vec<Found<'_>> = Vec::new();
        for title in titles.found {
            let score = weights.share(title.covered) - title.surplus;
            if score >= LEAST_START {
                found.push(Found {
                    entry: title.entry,
                    score,
                    covered: title.covered,
                    wording: Wording::Text(title.source, title.text),
                });
            }
        }
        for (number, reached) in reached.iter().enumerate() {
            if reached.score < LEAST_START {
                break;
            }
            if let Some(entry) = self.index().entry(reached.code()) {
                found.push(Found {
                    entry,
                    score: reached.score,
                    covered: reached.covered,
                    wording: Wording::Index(number),
                });
            }
        }
        let best = complete::with_further_characters(found, &query, &weights);
        best.into_iter()
            .filter(|found| found.score >= LEAST_SCORE)
            .take(limit)
            .filter_map(|found| {
                let path = match found.wording {
                    Wording::Text(..) => Vec::new(),
                    Wording::Index(number) => {
                        let reached = reached.get(number)?;
                        self.index().hit(&reach, reached, query.len())?.path()
                    }
                };
                Some(hit(&found, path))
            })
            .collect()
    }

    fn begin_with(&self, code: &str, limit: usize) -> Vec<SearchHit<'_>> {
        let bare = code.replace('.', "").to_uppercase();
        self.cm_entries()
            .filter(|entry| entry.code().replace('.', "").starts_with(&bare))
            .map(|entry| SearchHit {
                code: entry.code(),
                title: entry.title(),
                billable: !entry.is_header(),
                via: TermSource::Title,
                matched: Cow::Borrowed(entry.title()),
                path: Vec::new(),
            })
            .take(limit)
            .collect()
    }
}

fn hit<'t>(found: &Found<'t>, path: Vec<String>) -> SearchHit<'t> {
    let (via, matched) = match found.wording {
        Wording::Text(source, text) => (source, Cow::Borrowed(text)),
        Wording::Index(_) => (TermSource::Index, Cow::Owned(path.join(PATH_SEPARATOR))),
    };
    SearchHit {
        code: found.entry.code(),
        title: found.entry.title(),
        billable: !found.entry.is_header(),
        via,
        matched,
        path,
    }
}

/// Words weigh by how rare they are in all wordings together.
fn weigh(
    titles: &titles::Answers<'_>,
    reach: &Reach<'_>,
    query: &Query,
    tables: &CodeTables,
) -> Weights {
    let mut frequency = reach.frequency(query.len());
    for (total, count) in frequency.iter_mut().zip(&titles.frequency) {
        *total += count;
    }
    Weights::new(query, &frequency, tables.cm_entries().len())
}

/// The best wording of each code, best first.
fn best_of_each(found: Vec<Found<'_>>) -> Vec<Found<'_>> {
    let mut best: HashMap<&str, Found<'_>> = HashMap::new();
    for one in found {
        match best.get_mut(one.entry.code()) {
            Some(known) if known.score >= one.score => {}
            Some(known) => *known = one,
            None => {
                best.insert(one.entry.code(), one);
            }
        }
    }
    let mut best: Vec<_> = best.into_values().collect();
    best.sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| a.entry.code().cmp(b.entry.code()))
    });
    best
}

/// A letter, then a digit: `E11`, `n18.3`.
fn looks_like_code(query: &str) -> bool {
    matches!(query.as_bytes(), [letter, digit, rest @ ..]
        if letter.is_ascii_alphabetic()
            && digit.is_ascii_digit()
            && rest.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'.'))
}
