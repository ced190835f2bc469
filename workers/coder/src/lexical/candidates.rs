//! Candidate codes for a language model: recall before precision.
//!
//! Four kinds of support add up to a score: the code is said (asserted, or
//! denied, or of relatives, or with words in between); most of the words of one
//! of its terms stand in one sentence; most of them stand anywhere in the note;
//! and it is a neighbour, in the tabular list, of codes that are said, because
//! the specific sibling is often the right one. The weights were chosen on the
//! train split of CodiEsp.

use rustc_hash::FxHashMap;

use chartfleet_model::Icd10CmCode;

use super::Lexicon;
use super::context::Assertion;
use super::partly::Partly;
use super::sentence::sentences;
use super::terms::CodeId;

/// Foreign words allowed between the words of a term.
const GAP: u16 = 5;
/// How many of the best codes bring their neighbours.
const PARENTS: usize = 60;

const ASSERTED: f32 = 4.0;
const MENTIONED: f32 = 3.0;
const APART: f32 = 2.0;
/// Weights of what adds to a code that is said or stands by itself.
const IN_A_SENTENCE: f32 = 2.0;
const IN_THE_NOTE: f32 = 1.0;
const NEARBY: f32 = 0.4;

/// A term counts from this share of its weight in one sentence, or in the note.
const LEAST_IN_A_SENTENCE: f32 = 0.4;
const LEAST_IN_THE_NOTE: f32 = 0.4;

/// A code worth asking a model about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Candidate<'l> {
    /// The code.
    pub code: &'l Icd10CmCode,
    /// Comparable within one note only.
    pub score: f32,
    /// Whether the note asserts it of the patient.
    pub asserted: bool,
}

impl Lexicon {
    /// The codes most likely among the note's, best first, at most `limit`.
    /// Deterministic: equal scores in code order.
    #[must_use]
    pub fn candidates(&self, text: &str, limit: usize) -> Vec<Candidate<'_>> {
        let mut pool = Pool::default();
        for mention in self.mentions(text) {
            let tier = match mention.assertion {
                Assertion::Present | Assertion::Past | Assertion::Uncertain => ASSERTED,
                Assertion::Hypothetical | Assertion::Family | Assertion::Negated => MENTIONED,
            };
            if let Ok(at) = self.codes.binary_search(mention.code) {
                let support = pool.of(CodeId::new(at));
                support.said = support.said.max(tier + mention.score);
            }
        }
        let mut partly = Partly::new(self);
        let mut note = Vec::new();
        for sentence in sentences(text) {
            let slots = self.slots(&sentence);
            for found in self.find(&slots, GAP) {
                let support = pool.of(found.term.code);
                support.said = support.said.max(APART + share(found.score));
            }
            partly.read(&slots, LEAST_IN_A_SENTENCE, |code, found| {
                let support = pool.of(code);
                support.sentence = support.sentence.max(found);
            });
            note.extend(slots);
        }
        partly.read(&note, LEAST_IN_THE_NOTE, |code, found| {
            let support = pool.of(code);
            support.note = support.note.max(found);
        });
        self.add_neighbours(&mut pool);
        let mut candidates: Vec<Candidate<'_>> = Vec::with_capacity(limit);
        let is_later = tells_of_aftercare(text);
        for (id, support) in pool.ranked(limit) {
            let Some(code) = self.codes.get(id.index()) else {
                continue;
            };
            let asserted = support.said >= ASSERTED;
            let score = support.score();
            candidates.push(Candidate {
                code,
                score,
                asserted,
            });
            // The words of the injury are the same at every encounter.
            let later = self.subsequent.get(&id).filter(|_| asserted && is_later);
            candidates.extend(later.map(|code| Candidate {
                code,
                score,
                asserted: false,
            }));
        }
        candidates.truncate(limit);
        candidates
    }

    /// Codes of the same subcategory, then of the same category.
    fn add_neighbours(&self, pool: &mut Pool) {
        for (id, support) in pool.ranked(PARENTS) {
            let score = support.score();
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
            for (at, other) in neighbours
                .take_while(|(_, other)| other.as_str().starts_with(category))
                .filter(|(at, _)| *at != id.index())
            {
                let support = pool.of(CodeId::new(at));
                support.nearby = support.nearby.max(score * kinship(code, other.as_str()));
            }
        }
    }
}

/// Whether a note tells of an injury that is under care already.
fn tells_of_aftercare(text: &str) -> bool {
    const AFTERCARE: &[&str] = &[
        "follow-up",
        "follow up",
        "healing",
        "aftercare",
        "weeks ago",
    ];
    let text = text.to_ascii_lowercase();
    AFTERCARE.iter().any(|words| text.contains(words))
}

/// How near two codes of one category are.
fn kinship(a: &str, b: &str) -> f32 {
    let shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    match (shared, a.len() == b.len()) {
        (6.., _) => 0.45,
        (5, _) => 0.35,
        _ => 0.3,
    }
}

/// A weight as a number below one.
pub(super) fn share(weight: f32) -> f32 {
    let weight = weight.max(0.0);
    weight / (weight + 20.0)
}

/// What speaks for a code.
#[derive(Debug, Clone, Copy, Default)]
struct Support {
    said: f32,
    sentence: f32,
    note: f32,
    nearby: f32,
}

impl Support {
    fn score(self) -> f32 {
        self.said + IN_A_SENTENCE * self.sentence + IN_THE_NOTE * self.note + NEARBY * self.nearby
    }
}

/// The best of each support of each code.
#[derive(Default)]
struct Pool(FxHashMap<CodeId, Support>);

impl Pool {
    fn of(&mut self, code: CodeId) -> &mut Support {
        self.0.entry(code).or_default()
    }

    fn ranked(&self, limit: usize) -> Vec<(CodeId, Support)> {
        let mut ranked: Vec<_> = self.0.iter().map(|(code, s)| (*code, *s)).collect();
        let order = |a: &(CodeId, Support), b: &(CodeId, Support)| {
            b.1.score().total_cmp(&a.1.score()).then(a.0.cmp(&b.0))
        };
        if limit < ranked.len() {
            ranked.select_nth_unstable_by(limit, order);
            ranked.truncate(limit);
        }
        ranked.sort_unstable_by(order);
        ranked
    }
}
