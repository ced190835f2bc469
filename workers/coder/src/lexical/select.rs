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
use super::context::{Assertion, Context};
use super::matching::{Found, Slot};
use super::sentence::{Gap, Word, sentences};
use super::sides::Side;
use super::term::TermKind;
use super::terms::{CodeId, Term};
use crate::record::{self, Section, SectionKind};

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
        self.mentions_within(text, &[])
    }

    /// As [`Lexicon::mentions`], where the sections of the note are known: what
    /// the family history lists is of relatives.
    pub(super) fn mentions_within(&self, text: &str, sections: &[Section]) -> Vec<Mention<'_>> {
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
            let context = Context::of(&sentence);
            for mut claimed in claim(&found, &slots, &context, sentence.len()) {
                let first = sentence.get(claimed.found.words.start);
                let at = first.map_or(0, |word| word.span.start);
                if record::section_at(sections, at) == SectionKind::Family {
                    claimed.assertion = claimed.assertion.max(Assertion::Family);
                }
                mentions.extend(self.mention(&claimed, &sentence).into_iter().flatten());
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

    /// What is claimed as a code of its meaning; as two where both sides have it
    /// and no one code says so (Guidelines I.B.13).
    fn mention(&self, claimed: &Claimed<'_, '_>, sentence: &[Word]) -> Option<Vec<Mention<'_>>> {
        let found = claimed.found;
        let words = sentence.get(found.words.clone())?;
        let span = words.first()?.span.start..words.last()?.span.end;
        let own = self.terms.get(found.id)?;
        let history = match claimed.assertion {
            Assertion::Family if self.is_family_history(own.code) => Some(own),
            Assertion::Family => self.family_history(found),
            _ => None,
        };
        let (term, assertion) = match history {
            Some(history) => (history, Assertion::Present),
            None => (own, claimed.assertion),
        };
        let is_past = assertion == Assertion::Past;
        let assertion = if is_past {
            Assertion::Present
        } else {
            assertion
        };
        let mention = |code: CodeId| {
            let code = self.codes.get(code.index())?;
            Some(Mention {
                code: if is_past {
                    self.in_the_past(code)
                } else {
                    code
                },
                span: span.clone(),
                assertion,
                score: score(term.kind, assertion),
                term: term.text,
            })
        };
        let codes = self.on_its_sides(term.code, sentence, &found.words);
        codes.into_iter().flatten().map(mention).collect()
    }

    /// The history of what is found in a relative.
    fn family_history(&self, found: &Found<'_>) -> Option<Term<'_>> {
        let mut words = found.term.words.to_vec();
        words.sort_unstable();
        self.terms.get(*self.family.get(words.as_slice())?)
    }

    fn is_family_history(&self, code: CodeId) -> bool {
        let code = self.codes.get(code.index());
        code.is_some_and(|code| record::is_family_history(code.as_str()))
    }

    /// The sided code, where the note names a side next to the finding.
    fn on_its_sides(
        &self,
        code: CodeId,
        sentence: &[Word],
        words: &Range<usize>,
    ) -> [Option<CodeId>; 2] {
        let Some(sides) = self.sides.get(&code) else {
            return [Some(code), None];
        };
        let reach = words.start.saturating_sub(SIDE_REACH)..words.end + SIDE_REACH;
        let part = part_around(sentence, words);
        let named = |(at, word): (usize, &Word)| Some((at, Side::of(&word.folded)?));
        let beside = sentence.iter().enumerate().filter_map(named);
        let beside: Vec<(usize, Side)> = beside.filter(|(at, _)| reach.contains(at)).collect();
        let own = beside.iter().filter(|(at, _)| part.contains(at));
        let own = own.map(|(_, side)| *side).reduce(Side::and);
        let nearest = || {
            let far = |at: usize| words.start.saturating_sub(at) + at.saturating_sub(words.end);
            let nearest = beside.iter().min_by_key(|(at, _)| far(*at));
            nearest.map(|(_, side)| *side)
        };
        let side = own.or_else(nearest);
        match side.and_then(|side| sides.get(side)) {
            None if side == Some(Side::Both) && sides.are_two() => {
                [sides.get(Side::Right), sides.get(Side::Left)]
            }
            sided => [sided.or(Some(code)), None],
        }
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
        matches!(self.assertion, Assertion::Present | Assertion::Uncertain)
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

/// The words between the commas around a finding.
fn part_around(sentence: &[Word], words: &Range<usize>) -> Range<usize> {
    let begins = |word: &Word| word.gap >= Gap::Comma;
    let before = sentence.get(..=words.start).unwrap_or_default();
    let start = before.iter().rposition(begins).unwrap_or_default();
    let after = sentence.get(words.end..).unwrap_or_default();
    let end = after.iter().position(begins).unwrap_or(after.len());
    start..words.end + end
}

/// Gives each word of the sentence to the largest term that needs it.
fn claim<'l, 'f>(
    found: &'f [Found<'l>],
    slots: &[Slot],
    context: &Context,
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
        let assertion = context.assertion(used.iter().map(|slot| &slot.words));
        for slot in used {
            taken
                .get_mut(slot.words.clone())
                .unwrap_or_default()
                .fill(true);
        }
        claimed.push(Claimed { found, assertion });
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
        Assertion::Present | Assertion::Past => source,
        Assertion::Uncertain => source - 0.2,
        Assertion::Hypothetical | Assertion::Family | Assertion::Negated => source - 0.3,
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
