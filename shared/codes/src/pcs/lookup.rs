//! Looking words up in the index: see and use are followed, and the path that
//! led to a code is told.

use std::collections::HashSet;

use serde::Serialize;

use super::LENGTH;
use super::index::{Lead, LeadKind, PcsIndex};
use crate::terms::PATH_SEPARATOR;

/// Words of a query that are looked for; the rest is ignored.
const MOST_WORDS: usize = 16;

/// Words that say nothing.
const FILLERS: [&str; 6] = ["a", "an", "by", "for", "of", "the"];

/// What following a reference costs, in words that were not asked for.
const FOLLOWED: u32 = 2;

/// An entry of the index that answers a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PcsIndexHit<'t> {
    /// `Cholecystectomy > see Resection, Gallbladder`.
    pub path: String,
    /// What it leads to.
    pub target: PcsIndexTarget<'t>,
    /// Words that were not asked for, and references that were followed.
    #[serde(skip)]
    pub(super) cost: u32,
}

/// Where an entry leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PcsIndexTarget<'t> {
    /// To a code.
    Code(&'t str),
    /// To the beginning of one: three characters name a table.
    Partial(&'t str),
    /// To another term.
    Term(&'t str),
    /// To the body part, device or substance that it is coded as.
    Value(&'t str),
}

/// Which words of the query a path has, as bits, and what it has beside them.
#[derive(Clone, Copy, Default)]
struct Match {
    words: u32,
    cost: u32,
}

/// A query while it is answered.
struct Lookup<'t> {
    index: &'t PcsIndex,
    words: Vec<String>,
    /// Of each term, its path matched.
    terms: Vec<Match>,
    all: u32,
}

impl PcsIndex {
    /// The entries whose paths hold all words, best first; where none does,
    /// those that hold the most and more than half. A word fits those that begin
    /// with it.
    #[must_use]
    pub fn find(&self, query: &str, limit: usize) -> Vec<PcsIndexHit<'_>> {
        let mut words: Vec<String> = words_of(query)
            .filter(|word| !FILLERS.contains(&word.as_str()))
            .collect();
        words.truncate(MOST_WORDS);
        let lookup = Lookup::new(self, words);
        let mut hits = lookup.entries();
        hits.extend(lookup.keys());
        if hits.is_empty() {
            hits = lookup.nearest();
        }
        hits.sort_by_key(|hit| (hit.cost, hit.path.len()));
        // Several paths lead to one code: the shortest is told.
        let mut seen = HashSet::new();
        hits.retain(|hit| seen.insert(hit.target));
        hits.truncate(limit);
        hits
    }
}

impl<'t> Lookup<'t> {
    fn new(index: &'t PcsIndex, words: Vec<String>) -> Self {
        let mut terms: Vec<Match> = Vec::with_capacity(index.terms.len());
        for (number, term) in index.terms.iter().enumerate() {
            let above = terms.get(term.parent as usize).copied().unwrap_or_default();
            terms.push(above.with(index.title(number), &words));
        }
        let all = (1 << words.len()) - 1;
        Self {
            index,
            words,
            terms,
            all,
        }
    }

    fn of_term(&self, term: u32) -> Match {
        self.terms.get(term as usize).copied().unwrap_or_default()
    }

    /// Entries that hold all words, those behind a see among them.
    fn entries(&self) -> Vec<PcsIndexHit<'t>> {
        let mut hits = Vec::new();
        if self.words.is_empty() {
            return hits;
        }
        for lead in &self.index.leads {
            let term = self.of_term(lead.term);
            let full = term.with(self.index.words(lead), &self.words);
            if full.words == self.all {
                hits.push(self.hit(lead, full.cost, ""));
            } else if term.words != 0 && lead.kind != LeadKind::Code {
                self.follow(lead, term, &mut hits);
            }
        }
        hits
    }

    /// Entries with a code that hold the most words, more than half of them.
    fn nearest(&self) -> Vec<PcsIndexHit<'t>> {
        let matched = self.index.leads.iter().filter_map(|lead| {
            let words = self.index.words(lead);
            let full = self.of_term(lead.term).with(words, &self.words);
            (!self.index.code(lead).is_empty()).then_some((lead, full))
        });
        let matched: Vec<_> = matched.collect();
        let held = matched.iter().map(|(_, full)| full.words.count_ones());
        let most = held.max().unwrap_or_default();
        if most as usize * 2 <= self.words.len() {
            return Vec::new();
        }
        matched
            .into_iter()
            .filter(|(_, full)| full.words.count_ones() == most)
            .map(|(lead, full)| self.hit(lead, full.cost, ""))
            .collect()
    }

    /// What stands under the term that a see names, for the words that its own
    /// path lacks.
    fn follow(&self, lead: &Lead, term: Match, hits: &mut Vec<PcsIndexHit<'t>>) {
        if lead.kind == LeadKind::Use || !self.index.code(lead).is_empty() || term.cost > FOLLOWED {
            return;
        }
        let Some(target) = self.index.named(self.index.words(lead)) else {
            return;
        };
        let level = self.index.terms.get(target).map_or(0, |term| term.level);
        let below = self.index.terms.iter().skip(target + 1);
        let end = target + 1 + below.take_while(|term| term.level > level).count();
        let first = self
            .index
            .leads
            .partition_point(|other| (other.term as usize) < target);
        let path = self.path(lead);
        for other in self.index.leads.iter().skip(first) {
            if other.term as usize >= end {
                break;
            }
            let found = self
                .of_term(other.term)
                .with(self.index.words(other), &self.words);
            if found.words | term.words == self.all && other.kind != LeadKind::Use {
                let cost = term.cost + found.cost + FOLLOWED;
                hits.push(self.hit(other, cost, &path));
            }
        }
    }

    /// Key entries all of whose words were asked for: the value that they use
    /// takes their place in the query.
    fn keys(&self) -> Vec<PcsIndexHit<'t>> {
        let mut hits = Vec::new();
        for lead in self
            .index
            .leads
            .iter()
            .filter(|lead| lead.kind == LeadKind::Use)
        {
            let term = self.of_term(lead.term);
            if term.words == 0 || term.words == self.all || term.cost > 0 {
                continue;
            }
            let rest = self.words.iter().enumerate();
            let mut words: Vec<String> = rest
                .filter(|(bit, _)| term.words & (1 << bit) == 0)
                .map(|(_, word)| word.clone())
                .collect();
            words.extend(words_of(self.index.words(lead)));
            words.truncate(MOST_WORDS);
            let path = self.path(lead);
            hits.extend(
                Lookup::new(self.index, words)
                    .entries()
                    .into_iter()
                    .map(|hit| PcsIndexHit {
                        path: format!("{path}; {}", hit.path),
                        cost: hit.cost + FOLLOWED,
                        ..hit
                    }),
            );
        }
        hits
    }

    fn path(&self, lead: &Lead) -> String {
        let mut path = self.index.path(lead.term).join(PATH_SEPARATOR);
        if lead.kind != LeadKind::Code {
            path.push_str(PATH_SEPARATOR);
            path.push_str(lead.kind.as_str());
            path.push_str(self.index.words(lead));
        }
        path
    }

    fn hit(&self, lead: &Lead, cost: u32, before: &str) -> PcsIndexHit<'t> {
        let separator = if before.is_empty() { "" } else { "; " };
        let (code, words) = (self.index.code(lead), self.index.words(lead));
        PcsIndexHit {
            path: format!("{before}{separator}{}", self.path(lead)),
            target: match (code.len(), lead.kind) {
                (0, LeadKind::Use) => PcsIndexTarget::Value(words),
                (0, _) => PcsIndexTarget::Term(words),
                (LENGTH, _) => PcsIndexTarget::Code(code),
                _ => PcsIndexTarget::Partial(code),
            },
            cost,
        }
    }
}

impl Match {
    /// With the words of a further text.
    fn with(mut self, text: &str, query: &[String]) -> Self {
        for word in words_of(text) {
            let mut fitting = (0_u32..)
                .zip(query)
                .filter(|(_, wanted)| word.starts_with(*wanted));
            match fitting.next() {
                Some((bit, _)) => {
                    self.words |= 1 << bit;
                    fitting.for_each(|(bit, _)| self.words |= 1 << bit);
                }
                None if FILLERS.contains(&word.as_str()) => {}
                None => self.cost += 1,
            }
        }
        self
    }
}

impl PcsIndex {
    /// The term that a see names: `Excision`, or `Fragmentation, Artery` for a
    /// term below a main term.
    pub(super) fn named(&self, words: &str) -> Option<usize> {
        let is = |number: usize, title: &str| self.title(number).eq_ignore_ascii_case(title);
        let main = |title: &str| {
            (0..self.terms.len())
                .find(|&n| self.terms.get(n).is_some_and(|t| t.level == 0) && is(n, title))
        };
        if let Some(found) = main(words) {
            return Some(found);
        }
        let (head, tail) = words.split_once(", ")?;
        let head = main(head)?;
        let below = self.terms.iter().enumerate().skip(head + 1);
        let mut children = below.take_while(|(_, term)| term.level > 0);
        children
            .find(|(number, term)| term.level == 1 && is(*number, tail))
            .map(|(number, _)| number)
    }
}

/// Words in lower case.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}
