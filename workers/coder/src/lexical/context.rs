//! Whether a finding is asserted of the patient.
//!
//! Triggers and scopes after NegEx and ConText (Chapman 2001; Harkema 2009):
//! a trigger reaches a few words forward, or back from a trailing "absent",
//! and ends at words that open a new thought. A trigger that is part of the
//! finding's own name says nothing of it ("family history of diabetes",
//! "non-Hodgkin lymphoma").

mod kin;
mod triggers;

use std::ops::Range;

use super::sentence::{Gap, Word};
use crate::record::prospect;
use triggers::{Ahead, Trigger};

/// How a finding is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assertion {
    /// The patient has it.
    Present,
    /// The patient had it.
    Past,
    /// Suspected, possible or to be ruled out.
    Uncertain,
    /// Feared, prevented or looked for.
    Hypothetical,
    /// It runs in the family.
    Family,
    /// Denied or found absent.
    Negated,
}

/// How many words of a list a denial reaches whatever they are.
const LIST: usize = 8;
/// How long an item may be beyond these.
const ITEM: usize = 4;

/// End what is denied or doubted.
const ENDS: &[&str] = &[
    "but",
    "however",
    "except",
    "although",
    "though",
    "with",
    "presenting",
    "presented",
    "presents",
    "showed",
    "shows",
    "revealed",
    "which",
    "who",
    "because",
    "secondary",
    "due",
];
/// In a long list, these end it besides: what follows was found.
const ENDS_LIST: &[&str] = &[
    "is",
    "was",
    "are",
    "were",
    "has",
    "had",
    "have",
    "found",
    "given",
    "reports",
    "reported",
    "endorses",
    "admits",
    "complains",
    "positive",
    "for",
    "after",
    "then",
    "on",
    "since",
    "started",
    "treated",
    "he",
    "she",
    "patient",
];
/// Before a trailing denial, these begin what it denies.
const BEGINS: &[&str] = &[
    "with", "and", "but", "or", "which", "who", "for", "showed", "shows",
];
/// Of these, a plural verb reaches over the lists.
const JOINS: &[&str] = &["and", "or"];
/// Return from the relatives to the patient.
const ENDS_FAMILY: &[&str] = &["patient", "she", "he", "but", "personal"];
/// Directly after a colon, these answer what stands before it.
const ANSWERS: &[&str] = &[
    "no",
    "none",
    "never",
    "not",
    "denies",
    "denied",
    "negative",
    "neg",
    "absent",
    "non",
    "nonsmoker",
    "former",
    "ex",
    "quit",
];

/// How far before a year stands what happened in it.
const IN_A_YEAR: Trigger = Trigger {
    assertion: Assertion::Past,
    ahead: Ahead::Nothing,
    back: 4,
    back_over_list: false,
};

/// What a trigger says of the words in its scope.
#[derive(Debug)]
struct Mark {
    trigger: Range<usize>,
    scope: Range<usize>,
    assertion: Assertion,
}

/// The triggers of one sentence.
#[derive(Debug)]
pub(super) struct Context {
    marks: Vec<Mark>,
}

impl Context {
    /// Reads a sentence.
    pub(super) fn of(sentence: &[Word]) -> Self {
        let mut context = Self { marks: Vec::new() };
        let mut at = 0;
        while at < sentence.len() {
            context.answer(sentence, at);
            context.year(sentence, at);
            match triggers::at(sentence, at) {
                Some((length, triggers)) => {
                    for trigger in triggers {
                        context.read(sentence, at..at + length, trigger);
                    }
                    at += length;
                }
                None => {
                    context.marks.extend(kin::at(sentence, at));
                    at += 1;
                }
            }
        }
        context
    }

    /// How a finding is meant that is said by these words.
    pub(super) fn assertion<'w>(
        &self,
        own: impl Iterator<Item = &'w Range<usize>> + Clone,
    ) -> Assertion {
        let meets = |range: &Range<usize>| {
            own.clone()
                .any(|own| own.start < range.end && range.start < own.end)
        };
        self.marks
            .iter()
            .filter(|mark| meets(&mark.scope) && !meets(&mark.trigger))
            .map(|mark| mark.assertion)
            .max()
            .unwrap_or(Assertion::Present)
    }

    fn read(&mut self, sentence: &[Word], words: Range<usize>, trigger: Trigger) {
        let ahead = ahead(sentence, words.end, trigger);
        let back = back(sentence, words.start, trigger);
        for scope in [ahead, back] {
            if !scope.is_empty() {
                self.marks.push(Mark {
                    trigger: words.clone(),
                    scope,
                    assertion: trigger.assertion,
                });
            }
        }
    }

    /// What happened "in 2018" is past.
    fn year(&mut self, sentence: &[Word], at: usize) {
        let is_year = sentence.get(at).is_some_and(|word| {
            let year = word.folded.parse::<u16>();
            word.gap == Gap::None && year.is_ok_and(|year| (1930..2100).contains(&year))
        });
        let start = at.saturating_sub(1);
        if is_year && sentence.get(start).is_some_and(|word| word.folded == "in") {
            let scope = back(sentence, start, IN_A_YEAR);
            self.marks.push(Mark {
                trigger: start..at + 1,
                scope,
                assertion: Assertion::Past,
            });
        }
    }

    /// "Tobacco use: never" denies what it asks.
    fn answer(&mut self, sentence: &[Word], at: usize) {
        let answers = sentence
            .get(at)
            .is_some_and(|word| word.gap == Gap::Colon && ANSWERS.contains(&word.folded.as_str()));
        if answers {
            let asked = sentence.get(..at).unwrap_or_default().iter().rev();
            let asked = asked.scan(Gap::None, |gap, word| {
                (*gap < Gap::Comma).then(|| *gap = word.gap)
            });
            self.marks.push(Mark {
                // No part of a name: it stands behind the colon.
                trigger: at..at,
                scope: at - asked.count()..at,
                assertion: Assertion::Negated,
            });
        }
    }
}

/// The words that a trigger reaches from `start` on, up to a word that ends the
/// thought or a semicolon.
fn ahead(sentence: &[Word], start: usize, trigger: Trigger) -> Range<usize> {
    let ends: &[&str] = match trigger.assertion {
        Assertion::Family => ENDS_FAMILY,
        Assertion::Hypothetical => prospect::IS_THERE,
        _ => ENDS,
    };
    let (most, over) = match trigger.ahead {
        Ahead::Nothing => (0, Gap::None),
        Ahead::Clause(most) => (most, Gap::None),
        Ahead::Words(most) => (most, Gap::Colon),
        Ahead::List => (LIST, Gap::Colon),
        Ahead::Relative => (usize::MAX, Gap::Colon),
    };
    let words = sentence.get(start..).unwrap_or_default();
    // A colon right behind the trigger belongs to it.
    let open = |(at, word): &(usize, &Word)| {
        let near = word.gap <= over || (*at == 0 && word.gap == Gap::Colon);
        near && !is(word, ends)
    };
    let reached = words.iter().take(most).enumerate().take_while(open).count();
    let more = match trigger.ahead {
        Ahead::List if reached == LIST => items(words, reached),
        _ => 0,
    };
    start..start + reached + more
}

/// How many words the list goes on beyond the first `from`, item by item.
fn items(words: &[Word], from: usize) -> usize {
    let item = words.iter().take(from).rev();
    let mut since = item.take_while(|word| !joins(word)).count();
    let mut reached = 0;
    for (at, word) in words.iter().enumerate().skip(from) {
        if word.gap >= Gap::Semicolon || is(word, ENDS) || is(word, ENDS_LIST) {
            break;
        }
        since = if joins(word) { 0 } else { since + 1 };
        if since > ITEM {
            break;
        }
        reached = at + 1 - from;
    }
    reached
}

/// Whether a word begins an item of a list.
fn joins(word: &Word) -> bool {
    word.gap == Gap::Comma || is(word, &["and", "or", "nor"])
}

/// The words that a trigger reaches back from `end`.
fn back(sentence: &[Word], end: usize, trigger: Trigger) -> Range<usize> {
    let before = sentence.get(..end).unwrap_or_default().iter().rev();
    let over = if trigger.back_over_list {
        Gap::Comma
    } else {
        Gap::None
    };
    // The gap stands before the word that the trigger would leave.
    let mut gap = sentence.get(end).map_or(Gap::None, |word| word.gap);
    let reached = before
        .take(trigger.back)
        .take_while(|word| {
            let joined = trigger.back_over_list && is(word, JOINS);
            let open = gap <= over && (joined || !is(word, BEGINS));
            gap = word.gap;
            open
        })
        .count();
    end - reached..end
}

fn is(word: &Word, list: &[&str]) -> bool {
    list.contains(&word.folded.as_str())
}

#[cfg(test)]
mod tests;
