//! What the installed tables and the imported files say of ICD-10-PCS
//! together.

use std::collections::BTreeSet;

use chartfleet_model::Icd10PcsCode;
use jiff::civil::Date;
use serde::Serialize;

use super::approach;
use super::lookup::words_of;
use super::{LENGTH, PcsIndex, PcsIndexTarget, PcsTables, TABLE_LENGTH};
use crate::tables::{CodeTables, day_number, in_effect, key};

/// A code, or the beginning of one, that answers a search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PcsHit {
    /// A code, its beginning, or nothing where the index names a term or value
    /// alone.
    pub code: String,
    /// The title of a code; empty for beginnings.
    pub title: String,
    /// Where the words were found.
    pub via: PcsHitSource,
    /// The wording that matched; for the index its path.
    pub matched: String,
}

/// Where words were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PcsHitSource {
    /// The index.
    Index,
    /// An imported title.
    Title,
    /// The code itself.
    Code,
}

impl CodeTables {
    /// The ICD-10-PCS tables, where the site imported them.
    #[must_use]
    pub const fn pcs_tables(&self) -> Option<&PcsTables> {
        self.supplements.pcs_tables.as_ref()
    }

    /// The ICD-10-PCS index, where the site imported it.
    #[must_use]
    pub const fn pcs_index(&self) -> Option<&PcsIndex> {
        self.supplements.pcs_index.as_ref()
    }

    /// The imported title, else one composed from the tables' labels.
    #[must_use]
    pub fn pcs_title(&self, code: &Icd10PcsCode) -> Option<String> {
        let titles = self.supplements.pcs_titles.as_ref();
        let imported = titles.and_then(|titles| titles.get(key::pack(code.as_str())?));
        imported.or_else(|| self.pcs_tables()?.compose(code))
    }

    /// Codes by words, from the index and the titles, best first; a beginning
    /// of a code gives the codes that begin so.
    #[must_use]
    pub fn search_pcs(&self, query: &str, limit: usize) -> Vec<PcsHit> {
        let mut hits = if looks_like_code(query.trim()) {
            self.pcs_beginning_with(query.trim(), limit)
        } else {
            Vec::new()
        };
        if hits.is_empty() {
            hits = match approach::split(query) {
                Some((approach, rest)) => self.by_approach(&rest, approach, limit),
                None => self.in_index(query, limit),
            };
            let seen: BTreeSet<String> = hits.iter().map(|hit| hit.code.clone()).collect();
            hits.extend(self.in_titles(query, limit, &seen));
        }
        hits.truncate(limit);
        hits
    }

    fn pcs_beginning_with(&self, beginning: &str, limit: usize) -> Vec<PcsHit> {
        let Some(first) = key::pack(beginning) else {
            return Vec::new();
        };
        let range = key::subtree(first);
        let keys = &self.data.pcs.keys;
        let from = keys.partition_point(|key| key < range.start());
        let codes = keys.iter().skip(from).take_while(|key| range.contains(key));
        codes
            .take(limit)
            .map(|&key| self.titled(key, PcsHitSource::Code))
            .collect()
    }

    fn in_index(&self, query: &str, limit: usize) -> Vec<PcsHit> {
        let Some(index) = self.pcs_index() else {
            return Vec::new();
        };
        let hits = index.find(query, limit).into_iter();
        hits.map(|hit| {
            let code = match hit.target {
                PcsIndexTarget::Code(code) | PcsIndexTarget::Partial(code) => code,
                PcsIndexTarget::Term(_) | PcsIndexTarget::Value(_) => "",
            };
            let full = code.parse().ok();
            PcsHit {
                code: code.to_owned(),
                title: full
                    .and_then(|code| self.pcs_title(&code))
                    .unwrap_or_default(),
                via: PcsHitSource::Index,
                matched: hit.path,
            }
        })
        .collect()
    }

    /// As [`CodeTables::in_index`], with the approach chosen in the table: what
    /// has no such approach is left out.
    fn by_approach(&self, rest: &str, approach: char, limit: usize) -> Vec<PcsHit> {
        let Some(tables) = self.pcs_tables() else {
            return self.in_index(rest, limit);
        };
        // Some of them have no such approach.
        let hits = self.in_index(rest, limit.saturating_mul(4)).into_iter();
        hits.filter_map(|hit| {
            let Some(chosen) = approach::choose(&hit.code, approach) else {
                return Some(hit);
            };
            let found = tables.complete(&chosen).ok()?;
            let code = found.code.as_ref();
            Some(PcsHit {
                title: code
                    .and_then(|code| self.pcs_title(code))
                    .unwrap_or_default(),
                code: found.pattern,
                ..hit
            })
        })
        .collect()
    }

    fn in_titles(&self, query: &str, limit: usize, seen: &BTreeSet<String>) -> Vec<PcsHit> {
        let words: Vec<String> = words_of(query).collect();
        let Some(titles) = self
            .supplements
            .pcs_titles
            .as_ref()
            .filter(|_| !words.is_empty())
        else {
            return Vec::new();
        };
        let mut found = titles.find(&words);
        found.sort_unstable_by_key(|&(key, surplus)| (surplus, key));
        found
            .into_iter()
            .map(|(key, _)| key)
            .filter(|&key| !seen.contains(&key::unpack(key)))
            .take(limit)
            .map(|key| self.titled(key, PcsHitSource::Title))
            .collect()
    }

    fn titled(&self, key: u64, via: PcsHitSource) -> PcsHit {
        let code = key::unpack(key);
        let title = code
            .parse()
            .ok()
            .and_then(|code| self.pcs_title(&code))
            .unwrap_or_default();
        PcsHit {
            code,
            matched: title.clone(),
            title,
            via,
        }
    }

    /// Codes in effect on the date that differ in one character, of the same
    /// table where there are any: first at `wrong`, counted from 1, then from
    /// the last character back.
    pub(crate) fn pcs_nearest(
        &self,
        code: &Icd10PcsCode,
        wrong: Option<usize>,
        on: Date,
    ) -> Vec<String> {
        let first = wrong.map(|position| position - 1);
        let places: Vec<usize> = first
            .into_iter()
            .chain((0..LENGTH).rev().filter(|place| Some(*place) != first))
            .collect();
        let in_table = |place: &&usize| **place >= TABLE_LENGTH;
        let of = |places: Vec<&usize>| -> Vec<String> {
            places
                .into_iter()
                .flat_map(|&place| self.pcs_replacing(code, place, on))
                .collect()
        };
        let near = of(places.iter().filter(in_table).collect());
        if near.is_empty() {
            of(places.iter().filter(|place| !in_table(place)).collect())
        } else {
            near
        }
    }

    /// Codes in effect on the date that differ in that place alone.
    fn pcs_replacing(&self, code: &Icd10PcsCode, place: usize, on: Date) -> Vec<String> {
        let characters = ('0'..='9').chain('A'..='Z');
        characters
            .filter_map(|character| {
                let other: String = code
                    .as_str()
                    .chars()
                    .enumerate()
                    .map(|(at, old)| if at == place { character } else { old })
                    .collect();
                other.parse::<Icd10PcsCode>().ok()
            })
            .filter(|other| other != code && self.pcs_billable(other, on))
            .map(|other| other.as_str().to_owned())
            .collect()
    }

    /// Whether a code may be billed on the date.
    pub(crate) fn pcs_billable(&self, code: &Icd10PcsCode, on: Date) -> bool {
        self.pcs_periods(code)
            .is_some_and(|periods| in_effect(periods, day_number(on)).is_some())
    }
}

/// Two to seven characters, one a digit at least: `0FT`, `0ft44`.
fn looks_like_code(query: &str) -> bool {
    (2..=LENGTH).contains(&query.len())
        && query.bytes().all(|b| b.is_ascii_alphanumeric())
        && query.bytes().any(|b| b.is_ascii_digit())
}
