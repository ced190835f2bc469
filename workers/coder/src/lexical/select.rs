//! From the terms of each sentence to the codes of the note.
//!
//! The longest term takes its words; a shorter one counts only where it brings
//! its main word along ("acute and chronic renal failure"). The side named
//! next to a finding picks the sided code. What runs in the family becomes a
//! family history code where the tables have one.

use std::ops::Range;

use chartfleet_model::{Confidence, Icd10CmCode};
use rustc_hash::FxHashMap;

use super::Lexicon;
use super::context::{Assertion, assertions};
use super::matching::{Found, Slot};
use super::sentence::{Word, sentences};
use super::sides::Side;
use super::term::TermKind;
use super::terms::{CodeId, TermId};

/// How far from a finding its side may stand, in words.
const SIDE_REACH: usize = 3;

/// A sentence of so few concepts is an item of a list, where terms stand as in
/// the index: "Failure, kidney, acute".
const LIST_ITEM: usize = 5;
/// Commas that may stand between the words of a term there.
const LIST_ITEM_GAP: u16 = 2;

/// A finding of the note, asserted or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention<'l> {
    /// The code of the finding.
    pub code: &'l Icd10CmCode,
    /// Where it is said, in bytes of the note.
    pub span: Range<usize>,
    /// How it is meant.
    pub assertion: Assertion,
    /// How likely the words mean the code, 0 to 1: a judgement by the source
    /// of the wording, not a measured probability.
    pub score: f32,
    /// The wording that was found.
    pub term: &'l str,
}

/// A code suggested for the note.
#[derive(Debug, Clone, PartialEq)]
pub struct LexicalHit<'l> {
    /// The code.
    pub code: &'l Icd10CmCode,
    /// How likely it is, 0 to 1; see [`Mention::score`].
    pub score: f32,
    /// Its best mention, in bytes of the note.
    pub span: Range<usize>,
    /// The score in a word.
    pub confidence: Confidence,
    /// The wording that was found.
    pub term: &'l str,
}

/// A finding of a sentence before its code is settled.
struct Claimed<'l, 'f> {
    found: &'f Found<'l>,
    assertion: Assertion,
}

impl Lexicon {
    /// Every finding of the note in the order of the text, those denied and
    /// those of relatives among them.
    #[must_use]
    pub fn mentions(&self, text: &str) -> Vec<Mention<'_>> {
        let mut mentions = Vec::new();
        for sentence in sentences(text) {
            let slots = self.slots(&sentence);
            let gap = if slots.len() <= LIST_ITEM {
                LIST_ITEM_GAP
            } else {
                0
            };
            let mut found = self.find(&slots, gap);
            found.retain(|found| found.term.kind != TermKind::General);
            let assertions = assertions(&sentence);
            for claimed in claim(&found, &slots, &assertions, sentence.len()) {
                mentions.extend(self.mention(&claimed, &sentence));
            }
        }
        mentions.sort_by(|a, b| (a.span.start, a.code).cmp(&(b.span.start, b.code)));
        mentions
    }

    /// The codes that the note documents of its patient, in the order of their
    /// first mention. Deterministic.
    #[must_use]
    pub fn suggest(&self, text: &str) -> Vec<LexicalHit<'_>> {
        let mut hits: Vec<LexicalHit<'_>> = Vec::new();
        let mut places: FxHashMap<&Icd10CmCode, usize> = FxHashMap::default();
        for mention in self.mentions(text) {
            if !mention.is_of_patient() {
                continue;
            }
            let known = places.get(mention.code).and_then(|at| hits.get_mut(*at));
            if let Some(hit) = known {
                hit.repeat(mention);
            } else {
                places.insert(mention.code, hits.len());
                hits.push(LexicalHit::first(mention));
            }
        }
        self.drop_unspecified(&mut hits);
        hits
    }

    fn mention(&self, claimed: &Claimed<'_, '_>, sentence: &[Word]) -> Option<Mention<'_>> {
        let found = claimed.found;
        let words = sentence.get(found.words.clone())?;
        let span = words.first()?.span.start..words.last()?.span.end;
        let family = (claimed.assertion == Assertion::Family)
            .then(|| self.family_history(found))
            .flatten();
        let (term, assertion) = match family {
            Some(id) => (self.terms.get(id)?, Assertion::Present),
            None => (self.terms.get(found.id)?, claimed.assertion),
        };
        let code = self.on_its_side(term.code, sentence, &found.words);
        Some(Mention {
            code: self.codes.get(code.index())?,
            span,
            assertion,
            score: score(term.kind, assertion),
            term: term.text,
        })
    }

    fn family_history(&self, found: &Found<'_>) -> Option<TermId> {
        let mut words = found.term.words.to_vec();
        words.sort_unstable();
        self.family.get(words.as_slice()).copied()
    }

    /// The sided code, where the note names one side next to the finding.
    fn on_its_side(&self, code: CodeId, sentence: &[Word], words: &Range<usize>) -> CodeId {
        let Some(sides) = self.sides.get(&code) else {
            return code;
        };
        let around = words.start.saturating_sub(SIDE_REACH)..words.end + SIDE_REACH;
        let mut named = None;
        for (at, word) in sentence.iter().enumerate() {
            let side = Side::of(&word.folded).filter(|_| around.contains(&at));
            named = match (named, side) {
                (Some(a), Some(b)) if a != b => Some(Side::Both),
                (_, Some(side)) => Some(side),
                (named, None) => named,
            };
        }
        named.and_then(|side| sides.get(side)).unwrap_or(code)
    }

    /// Leaves out the codes that another hit surpasses in detail.
    fn drop_unspecified(&self, hits: &mut Vec<LexicalHit<'_>>) {
        let numbered = |code| Some((CodeId::new(self.codes.binary_search(code).ok()?), code));
        let all: Vec<(CodeId, &Icd10CmCode)> =
            hits.iter().filter_map(|hit| numbered(hit.code)).collect();
        hits.retain(|hit| {
            let Some(own) = numbered(hit.code) else {
                return false;
            };
            !all.iter()
                .any(|other| self.specificity.surpasses(*other, own))
        });
    }
}

impl Mention<'_> {
    /// Whether it is said of the patient, if only as a suspicion.
    pub(super) fn is_of_patient(&self) -> bool {
        !matches!(self.assertion, Assertion::Negated | Assertion::Family)
    }
}

impl<'l> LexicalHit<'l> {
    pub(super) fn first(mention: Mention<'l>) -> Self {
        Self {
            code: mention.code,
            score: mention.score,
            span: mention.span,
            confidence: confidence(mention.score),
            term: mention.term,
        }
    }

    fn repeat(&mut self, mention: Mention<'l>) {
        let better = mention.score > self.score;
        self.reinforce(mention.score);
        if better {
            self.span = mention.span;
            self.term = mention.term;
        }
    }

    /// A finding that a note returns to is the likelier meant.
    pub(super) fn reinforce(&mut self, score: f32) {
        const AGAIN: f32 = 0.1;
        self.score = (self.score.max(score) + AGAIN).min(0.95);
        self.confidence = confidence(self.score);
    }
}

/// Gives each word of the sentence to the largest term that needs it.
fn claim<'l, 'f>(
    found: &'f [Found<'l>],
    slots: &[Slot],
    assertions: &[Assertion],
    length: usize,
) -> Vec<Claimed<'l, 'f>> {
    let mut order: Vec<&Found<'_>> = found.iter().collect();
    order.sort_by(|a, b| {
        let by_size = size(b).total_cmp(&size(a));
        by_size
            .then(a.words.start.cmp(&b.words.start))
            .then(a.term.kind.cmp(&b.term.kind))
            .then(a.id.cmp(&b.id))
    });
    let mut taken = vec![false; length];
    let mut claimed = Vec::new();
    for found in order {
        let used: Vec<&Slot> = found
            .slots
            .iter()
            .filter_map(|slot| slots.get(*slot))
            .collect();
        let is_taken = |slot: &&Slot| {
            taken
                .get(slot.words.clone())
                .is_some_and(|words| words.iter().all(|taken| *taken))
        };
        let shared = used.iter().filter(|slot| is_taken(slot)).count();
        let brings_main = used
            .iter()
            .any(|slot| slot.id == found.term.main && !is_taken(slot));
        if shared == used.len() || (shared > 0 && !brings_main) {
            continue;
        }
        for slot in used {
            taken
                .get_mut(slot.words.clone())
                .unwrap_or_default()
                .fill(true);
        }
        let assertion = assertions.get(found.words.clone()).unwrap_or_default();
        claimed.push(Claimed {
            found,
            assertion: assertion
                .iter()
                .max()
                .copied()
                .unwrap_or(Assertion::Present),
        });
    }
    claimed
}

/// How much of a sentence a term explains.
fn size(found: &Found<'_>) -> f32 {
    const PER_WORD: f32 = 3.0;
    let words = u8::try_from(found.term.words.len()).unwrap_or(u8::MAX);
    f32::from(words) * PER_WORD + found.score
}

fn score(kind: TermKind, assertion: Assertion) -> f32 {
    let source = match kind {
        TermKind::House => 0.7,
        TermKind::Index => 0.65,
        TermKind::Title => 0.6,
        TermKind::Tumor | TermKind::Neoplasm => 0.5,
        TermKind::Inclusion | TermKind::Lesion => 0.4,
        TermKind::General => 0.3,
    };
    match assertion {
        Assertion::Present => source,
        Assertion::Uncertain => source - 0.2,
        Assertion::Family | Assertion::Negated => source - 0.3,
    }
}

fn confidence(score: f32) -> Confidence {
    if score >= 0.75 {
        Confidence::High
    } else if score >= 0.55 {
        Confidence::Medium
    } else {
        Confidence::Low
    }
}
