//! Words of the record that prompt a query: where they stand, in which
//! sentence, and whether they are said of the patient.
//!
//! Deliberately shallow: a phrase counts where its sentence neither denies it
//! nor speaks of the family. Whoever asks for words names enough of them that a
//! single stray one asks nothing.

use std::ops::Range;

use chartfleet_model::Evidence;

use super::Look;
use super::facts::is_kin;
use crate::record::{Authority, Page, SectionKind};

/// Sentences longer than this, in bytes, are shown as the clause alone.
const LONG_SENTENCE: usize = 240;

/// Bytes looked over on either side for the end of a sentence: text without
/// stops has none.
const MOST_SENTENCE: usize = 1000;

/// How many words a denial reaches forward, and a trailing one back.
const FORWARD: usize = 8;
const BACKWARD: usize = 5;

const DENIES: &[&str] = &[
    "no", "not", "without", "denies", "denied", "never", "absence", "negative", "nor", "neither",
    "excluded", "unlikely",
];
const DENIES_BEFORE: &[&str] = &[
    "negative", "absent", "excluded", "denied", "unlikely", "not", "none",
];
const ENDS_DENIAL: &[&str] = &["but", "however", "except", "although", "though"];

/// A phrase as it stands in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// The sentence it stands in, or the clause of a long one.
    pub(super) evidence: Evidence,
    /// The phrase itself, in bytes of the document.
    pub(super) at: Range<usize>,
    /// What the document's author may support.
    pub(super) authority: Authority,
    /// Whether the sentence denies it.
    pub(super) denied: bool,
}

/// A page with its text in lower case, byte for byte.
pub(super) struct Lowered<'p, 'c> {
    pub(super) page: &'p Page<'c>,
    pub(super) text: &'p str,
}

impl<'a> Look<'a> {
    /// The pages of the record, for searching.
    pub(super) fn lowered(&self) -> Vec<Lowered<'a, 'a>> {
        let texts = self.facts.lower.0.iter();
        let pages = self.record.pages.iter().zip(texts);
        pages.map(|(page, text)| Lowered { page, text }).collect()
    }
}

/// Where the phrases are said of the patient, in the record's order.
pub(super) fn said(pages: &[Lowered<'_, '_>], phrases: &[&str]) -> Vec<Said> {
    let mut found = mentioned(pages, phrases);
    found.retain(|said| !said.denied);
    found
}

/// Where the phrases stand, denied or not. A phrase is lower case; it begins at
/// a word and ends at one, unless its last character is `*`.
pub(super) fn mentioned(pages: &[Lowered<'_, '_>], phrases: &[&str]) -> Vec<Said> {
    let mut found = Vec::new();
    for lowered in pages {
        for phrase in phrases {
            found.extend(lowered.find(phrase));
        }
    }
    found.sort_by_key(|said| (said.evidence.document, said.at.start));
    found
}

impl Lowered<'_, '_> {
    fn find(&self, phrase: &str) -> Vec<Said> {
        let stem = phrase.strip_suffix('*');
        let letters = stem.unwrap_or(phrase);
        let places = self.text.match_indices(letters);
        places
            .map(|(start, found)| start..start + found.len())
            .filter(|at| self.is_whole(at, stem.is_some()))
            .filter_map(|at| self.place(at))
            .collect()
    }

    fn is_whole(&self, at: &Range<usize>, open: bool) -> bool {
        let before = self.text.get(..at.start);
        let before = before.and_then(|text| text.chars().next_back());
        let after = self.text.get(at.end..);
        let after = after.and_then(|text| text.chars().next());
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !inside(before) && (open || !inside(after))
    }

    /// `None` where the section or the sentence is not about the patient.
    fn place(&self, at: Range<usize>) -> Option<Said> {
        let section = self.page.section_at(at.start);
        if matches!(section, SectionKind::Family | SectionKind::Allergies) {
            return None;
        }
        let sentence = self.sentence(&at);
        let before = self.text.get(sentence.start..at.start)?;
        let after = self.text.get(at.end..sentence.end)?;
        if is_of_kin(before, after) {
            return None;
        }
        Some(Said {
            evidence: self.evidence(self.shown(&sentence, &at))?,
            denied: is_denied(before, after),
            at,
            authority: self.page.authority,
        })
    }

    /// The sentence around a place: between line ends, and full stops that end
    /// no abbreviation of one letter.
    pub(super) fn sentence(&self, at: &Range<usize>) -> Range<usize> {
        let ends = |&(place, c): &(usize, char)| c == '\n' || self.is_full_stop(place, c);
        let least = self.boundary(at.start.saturating_sub(MOST_SENTENCE));
        let most = self.boundary(at.end.saturating_add(MOST_SENTENCE));
        let before = self.text.get(least..at.start).unwrap_or_default();
        let start = before
            .char_indices()
            .rev()
            .map(|(place, c)| (least + place, c))
            .find(ends);
        let start = start.map_or(least, |(place, c)| place + c.len_utf8());
        let after = self.text.get(at.end..most).unwrap_or_default();
        let end = after
            .char_indices()
            .map(|(place, c)| (at.end + place, c))
            .find(ends);
        let end = end.map_or(most, |(place, _)| place);
        self.trimmed(start..end)
    }

    /// The beginning of the character at `place`, or the end of the text.
    fn boundary(&self, place: usize) -> usize {
        let mut place = place.min(self.text.len());
        while !self.text.is_char_boundary(place) {
            place -= 1;
        }
        place
    }

    fn is_full_stop(&self, place: usize, c: char) -> bool {
        let next = self
            .text
            .get(place + 1..)
            .and_then(|rest| rest.chars().next());
        let mut before = self.text.get(..place).unwrap_or_default().chars().rev();
        let letter = before.next().is_some_and(char::is_alphabetic);
        let abbreviates = letter && !before.next().is_some_and(char::is_alphanumeric);
        matches!(c, '.' | ';' | '?' | '!') && next.is_none_or(char::is_whitespace) && !abbreviates
    }

    /// What is shown of a sentence: all of it, or the clause.
    fn shown(&self, sentence: &Range<usize>, at: &Range<usize>) -> Range<usize> {
        if sentence.len() <= LONG_SENTENCE {
            return sentence.clone();
        }
        let before = self.text.get(sentence.start..at.start).unwrap_or_default();
        let after = self.text.get(at.end..sentence.end).unwrap_or_default();
        let start = before.rfind(", ").map_or(0, |comma| comma + 1);
        let end = after.find(", ").unwrap_or(after.len());
        self.trimmed(sentence.start + start..at.end + end)
    }

    fn trimmed(&self, span: Range<usize>) -> Range<usize> {
        let text = self.text.get(span.clone()).unwrap_or_default();
        let start = span.start + (text.len() - text.trim_start().len());
        start..start + text.trim().len()
    }

    fn evidence(&self, span: Range<usize>) -> Option<Evidence> {
        Some(Evidence {
            document: self.page.number,
            start: u32::try_from(span.start).ok()?,
            end: u32::try_from(span.end).ok()?,
        })
    }
}

/// Whether a relative whose own health is told stands before.
fn is_of_kin(before: &str, after: &str) -> bool {
    let near: Vec<&str> = words(before).collect();
    near.iter().enumerate().any(|(at, word)| {
        let earlier = near.iter().take(at).rev().copied();
        let later = near.iter().skip(at + 1).copied();
        is_kin(word, earlier, later.chain(words(after)))
    })
}

fn is_denied(before: &str, after: &str) -> bool {
    let near: Vec<&str> = words(before).collect();
    let reach = near.iter().rev().take(FORWARD);
    let mut reach = reach.take_while(|word| !ENDS_DENIAL.contains(word));
    reach.any(|word| DENIES.contains(word))
        || words(after)
            .take(BACKWARD)
            .take_while(|word| !ENDS_DENIAL.contains(word))
            .any(|word| DENIES_BEFORE.contains(&word))
}

/// The words of lower-case text.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// The spans of what was said.
pub(super) fn spans(said: Vec<Said>) -> impl Iterator<Item = Evidence> {
    said.into_iter().map(|said| said.evidence)
}
