//! Official terms in one sentence.
//!
//! A term is found where all its words stand next to each other in any order;
//! stop words take no room, and transparent words (sides, degrees) may stand
//! in between.

use std::ops::Range;

use super::Lexicon;
use super::ambiguous::means_something_else;
use super::rewrite::{Item, rewrite};
use super::sentence::{Gap, Word};
use super::terms::{Term, TermId};
use super::vocabulary::{Reading, Role, WordId};

/// How far around a word its term's other words are looked for, in slots.
const REACH: usize = 16;

/// What a word that does not touch the term costs, in the weights' unit.
const SLACK_COST: f32 = 1.5;

/// A word of a sentence as the lexicon reads it.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    /// The concept.
    pub(super) id: WordId,
    /// Its place, where words that take no room have none.
    pub(super) position: u16,
    /// The words of the sentence that it came from.
    pub(super) words: Range<usize>,
}

/// A term found in a sentence.
#[derive(Debug, Clone)]
pub(super) struct Found<'l> {
    /// Its number.
    pub(super) id: TermId,
    /// The term.
    pub(super) term: Term<'l>,
    /// Where its words stand, as numbers of slots, ascending.
    pub(super) slots: Vec<usize>,
    /// The words of the sentence from its first to its last.
    pub(super) words: Range<usize>,
    /// Weight, less what stands in between.
    pub(super) score: f32,
}

impl Lexicon {
    /// A sentence's words as concepts, phrases replaced.
    pub(super) fn slots(&self, sentence: &[Word]) -> Vec<Slot> {
        let mut items = Vec::with_capacity(sentence.len());
        let mut places = Vec::with_capacity(sentence.len());
        let mut position = 0u16;
        for (number, word) in sentence.iter().enumerate() {
            position += word.gap.distance();
            let id = match self.vocabulary.read(&word.folded) {
                Reading::Stop => continue,
                Reading::Known(_) if means_something_else(sentence, number) => None,
                Reading::Known(id) => Some(id),
                Reading::Unknown => None,
            };
            items.push(Item {
                id,
                apart: word.gap != Gap::None,
            });
            places.push((position, number));
            let transparent = id.is_some_and(|id| self.vocabulary.has(id, Role::Transparent));
            position += u16::from(!transparent);
        }
        let mut slots = Vec::with_capacity(items.len());
        for word in rewrite(&self.vocabulary, &items) {
            let Some(&(position, first)) = places.get(word.from.start) else {
                continue;
            };
            let last = places
                .get(word.from.end - 1)
                .map_or(first, |(_, last)| *last);
            let slot = Slot {
                id: word.id,
                position,
                words: first..last + 1,
            };
            let folded = sentence.get(first).map_or("", |word| &word.folded);
            if let Some(behaviour) = self.behaviours.implied(folded).filter(|id| *id != slot.id) {
                slots.push(Slot {
                    id: behaviour,
                    ..slot.clone()
                });
            }
            slots.push(slot);
        }
        slots
    }

    /// The terms of a sentence, in no order; `gap` foreign words may stand
    /// between a term's words.
    pub(super) fn find(&self, slots: &[Slot], gap: u16) -> Vec<Found<'_>> {
        let mut found = Vec::new();
        for (at, slot) in slots.iter().enumerate() {
            let around = at.saturating_sub(REACH)..(at + REACH).min(slots.len());
            let near = Near {
                start: around.start,
                slots: slots.get(around).unwrap_or_default(),
            };
            for id in self.terms.with_rarest(slot.id) {
                let Some(term) = self.terms.get(*id) else {
                    continue;
                };
                let place = near.place(&term, at, slot, gap);
                found.extend(place.and_then(|place| place.found(*id, term, slots, gap)));
            }
        }
        found
    }
}

/// The slots around one.
struct Near<'s> {
    start: usize,
    slots: &'s [Slot],
}

/// Where a term's words stand.
struct Place {
    slots: Vec<usize>,
    first: u16,
    last: u16,
}

impl Near<'_> {
    /// The nearest place of each of the term's words, the rarest being at
    /// `slot`.
    fn place(&self, term: &Term<'_>, at: usize, slot: &Slot, gap: u16) -> Option<Place> {
        let others = term.words.get(1..)?;
        let reach = u16::try_from(others.len()).ok()? + gap;
        let mut place = Place {
            slots: Vec::new(),
            first: slot.position,
            last: slot.position,
        };
        for word in others {
            let (other, nearest) = self
                .slots
                .iter()
                .enumerate()
                .filter(|(_, other)| other.id == *word)
                .min_by_key(|(_, other)| other.position.abs_diff(slot.position))?;
            if nearest.position.abs_diff(slot.position) > reach {
                return None;
            }
            if place.slots.is_empty() {
                place.slots.push(at);
            }
            place.slots.push(self.start + other);
            place.first = place.first.min(nearest.position);
            place.last = place.last.max(nearest.position);
        }
        if place.slots.is_empty() {
            place.slots.push(at);
        }
        place.slots.sort_unstable();
        Some(place)
    }
}

impl Place {
    fn found<'l>(self, id: TermId, term: Term<'l>, slots: &[Slot], gap: u16) -> Option<Found<'l>> {
        let used = || self.slots.iter().filter_map(|slot| slots.get(*slot));
        let mut positions: Vec<u16> = used().map(|slot| slot.position).collect();
        positions.sort_unstable();
        positions.dedup();
        let taken = u16::try_from(positions.len()).ok()?;
        let slack = (self.last - self.first + 1).saturating_sub(taken);
        if slack > gap {
            return None;
        }
        let first = used().map(|slot| slot.words.start).min()?;
        let last = used().map(|slot| slot.words.end).max()?;
        Some(Found {
            id,
            term,
            words: first..last,
            score: term.weight - SLACK_COST * f32::from(slack),
            slots: self.slots,
        })
    }
}
