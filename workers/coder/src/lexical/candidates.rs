//! Candidate codes for a language model: recall before precision.
//!
//! Four tiers, each below the one before: what the note asserts; what it
//! mentions otherwise (denied, of relatives); terms whose words stand in one
//! sentence, some of them missing or apart; and the neighbours of all these in
//! the tabular list, because the specific sibling is often the right one.

use rustc_hash::FxHashMap;

use chartfleet_model::Icd10CmCode;

use super::Lexicon;
use super::context::Assertion;
use super::matching::Slot;
use super::sentence::sentences;
use super::terms::{CodeId, TermId};
use super::vocabulary::Role;

/// Words in more terms than this say too little to look terms up by.
const MOST_TERMS: usize = 4_000;
/// A partly found term counts from this share of its weight.
const LEAST_COVERAGE: f32 = 0.6;
/// Foreign words allowed between the words of a term.
const GAP: u16 = 3;
/// How many of the best codes bring their neighbours.
const PARENTS: usize = 60;

const ASSERTED: f32 = 4.0;
const MENTIONED: f32 = 3.0;
const APART: f32 = 2.0;
const PARTLY: f32 = 1.0;

/// A code worth asking a model about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate<'l> {
    /// The code.
    pub code: &'l Icd10CmCode,
    /// Comparable within one note only.
    pub score: f32,
}

impl Lexicon {
    /// The codes most likely among the note's, best first, at most `limit`.
    /// Deterministic: equal scores in code order.
    #[must_use]
    pub fn candidates(&self, text: &str, limit: usize) -> Vec<Candidate<'_>> {
        let mut pool = Pool::default();
        for mention in self.mentions(text) {
            let tier = match mention.assertion {
                Assertion::Present | Assertion::Uncertain => ASSERTED,
                Assertion::Family | Assertion::Negated => MENTIONED,
            };
            if let Ok(at) = self.codes.binary_search(mention.code) {
                pool.offer(CodeId::new(at), tier + mention.score);
            }
        }
        let mut partly = Partly::new(self.terms.len());
        for sentence in sentences(text) {
            let slots = self.slots(&sentence);
            for found in self.find(&slots, GAP) {
                pool.offer(found.term.code, APART + share(found.score));
            }
            partly.read(self, &slots, &mut pool);
        }
        self.add_neighbours(&mut pool);
        pool.ranked(limit)
            .into_iter()
            .filter_map(|(id, score)| {
                Some(Candidate {
                    code: self.codes.get(id.index())?,
                    score,
                })
            })
            .collect()
    }

    /// Codes of the same subcategory, then of the same category.
    fn add_neighbours(&self, pool: &mut Pool) {
        for (id, score) in pool.ranked(PARENTS) {
            let Some(code) = self.codes.get(id.index()).map(Icd10CmCode::as_str) else {
                continue;
            };
            let Some(category) = code.get(..3) else {
                continue;
            };
            let start = self
                .codes
                .partition_point(|other| other.as_str() < category);
            let neighbours = self.codes.iter().enumerate().skip(start);
            for (at, other) in
                neighbours.take_while(|(_, other)| other.as_str().starts_with(category))
            {
                pool.offer(CodeId::new(at), score * kinship(code, other.as_str()));
            }
        }
    }
}

/// How near two codes of one category are.
fn kinship(a: &str, b: &str) -> f32 {
    let shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    match (shared, a.len() == b.len()) {
        (6.., _) => 0.45,
        (5, _) => 0.35,
        (_, true) => 0.25,
        _ => 0.15,
    }
}

/// A weight as a number below one.
fn share(weight: f32) -> f32 {
    let weight = weight.max(0.0);
    weight / (weight + 20.0)
}

/// The best score of each code.
#[derive(Default)]
struct Pool(FxHashMap<CodeId, f32>);

impl Pool {
    fn offer(&mut self, code: CodeId, score: f32) {
        let known = self.0.entry(code).or_insert(score);
        *known = known.max(score);
    }

    fn ranked(&self, limit: usize) -> Vec<(CodeId, f32)> {
        let mut ranked: Vec<_> = self.0.iter().map(|(code, score)| (*code, *score)).collect();
        ranked.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.truncate(limit);
        ranked
    }
}

/// Terms whose words stand anywhere in one sentence, perhaps not all of them.
struct Partly {
    /// Weight found of each term in the sentence.
    found: Vec<f32>,
    touched: Vec<TermId>,
}

impl Partly {
    fn new(terms: usize) -> Self {
        Self {
            found: vec![0.0; terms],
            touched: Vec::new(),
        }
    }

    fn read(&mut self, lexicon: &Lexicon, slots: &[Slot], pool: &mut Pool) {
        let mut words: Vec<_> = slots.iter().map(|slot| slot.id).collect();
        words.sort_unstable();
        words.dedup();
        for word in words {
            let terms = lexicon.terms.with_word(word);
            if terms.len() > MOST_TERMS || lexicon.vocabulary.has(word, Role::Narrative) {
                continue;
            }
            let weight = lexicon.terms.weight(word);
            for id in terms {
                if let Some(found) = self.found.get_mut(id.index()) {
                    if *found <= 0.0 {
                        self.touched.push(*id);
                    }
                    *found += weight;
                }
            }
        }
        for id in self.touched.drain(..) {
            let Some(found) = self.found.get_mut(id.index()).map(std::mem::take) else {
                continue;
            };
            let Some(term) = lexicon.terms.get(id) else {
                continue;
            };
            let coverage = found / term.weight;
            if coverage >= LEAST_COVERAGE {
                pool.offer(term.code, PARTLY + coverage.min(1.0) * share(found));
            }
        }
    }
}
