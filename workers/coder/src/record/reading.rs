//! How a passage is meant: who says it, in which section, and what the words of
//! its sentence make of it.
//!
//! Denial, doubt, relatives and the past are read as the rules of claims read
//! them ([`chartfleet_codes::Said`]); here comes what is planned.

use chartfleet_codes::Said;
use chartfleet_model::{Document, Evidence};

use super::{Authority, Record, SectionKind, prospect};

/// How a passage is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What its author may support.
    pub authority: Authority,
    /// The section it stands in.
    pub section: SectionKind,
    /// Denied, absent or ruled out.
    pub negated: bool,
    /// Probable, suspected and the like.
    pub uncertain: bool,
    /// Of a relative, by its words or its section.
    pub family: bool,
    /// Of the past by its words.
    pub past: bool,
    /// Planned, feared or to be prevented: not there.
    pub hypothetical: bool,
}

/// Words before a condition or procedure that lies ahead, beside those that
/// prevent it or wait for it.
const AHEAD: &[&str] = &[
    "should",
    "watch",
    "monitor",
    "return",
    "could",
    "scheduled",
    "planned",
];
/// Where a sentence or an item ends.
const ENDS: [char; 5] = ['.', '\n', ';', '?', '!'];
/// How many words such a word reaches.
const REACH: usize = 6;

impl Record<'_> {
    /// How a passage is meant; `None` where the span fits no page.
    #[must_use]
    pub fn reading(&self, evidence: Evidence) -> Option<Reading> {
        let page = self.page(evidence)?;
        let said = self.said(evidence)?;
        let section = page.section_at(evidence.start as usize);
        Some(Reading {
            authority: page.authority,
            section,
            negated: said.absent,
            uncertain: said.uncertain,
            family: said.of_family || section == SectionKind::Family,
            past: said.past,
            hypothetical: is_hypothetical(page.document, evidence)?,
        })
    }
}

impl Record<'_> {
    /// Whether the words of a passage's own sentence tell of a relative.
    pub(crate) fn says_family(&self, evidence: Evidence) -> bool {
        self.said(evidence).is_some_and(|said| said.of_family)
    }

    fn said(&self, evidence: Evidence) -> Option<Said> {
        let page = self.page(evidence)?;
        let alone = Evidence {
            document: 0,
            ..evidence
        };
        Said::of(&alone, std::slice::from_ref(page.document))
    }
}

/// Whether the words ahead of a passage in its sentence speak of what might be.
fn is_hypothetical(document: &Document, evidence: Evidence) -> Option<bool> {
    let before = document.text.get(..evidence.start as usize)?;
    let sentence = before.rsplit(ENDS).next().unwrap_or_default();
    let ahead = words(sentence).rev().take(REACH);
    let might_be = |word: &str| {
        let lists = [AHEAD, prospect::PREVENTED, prospect::CONDITIONS];
        lists.into_iter().any(|list| list.contains(&word))
    };
    let told = |word: &String| might_be(word) || prospect::IS_THERE.contains(&word.as_str());
    let mut nearest = ahead.filter(told);
    Some(nearest.next().is_some_and(|word| might_be(&word)))
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, words: &str) -> Reading {
        let document = serde_json::json!({"kind": "clinic_note", "text": text});
        let documents = [serde_json::from_value(document).unwrap()];
        let start = text.find(words).unwrap();
        let span = |at: usize| u32::try_from(at).unwrap();
        let evidence = Evidence {
            document: 0,
            start: span(start),
            end: span(start + words.len()),
        };
        Record::of_documents(&documents).reading(evidence).unwrap()
    }

    #[test]
    fn denial_doubt_and_the_past_are_read_from_the_sentence() {
        assert!(of("Denies fever, chest pain.", "chest pain").negated);
        assert!(of("Possible pneumonia.", "pneumonia").uncertain);
        assert!(of("History of stroke.", "stroke").past);
        let plain = of("Assessment: pneumonia.", "pneumonia");
        assert!(!plain.negated && !plain.uncertain && !plain.past && !plain.hypothetical);
        assert_eq!(plain.section, SectionKind::Assessment);
        assert_eq!(plain.authority, Authority::Provider);
    }

    #[test]
    fn a_relative_is_told_by_the_section_too() {
        assert!(of("FH:\nGout, colon cancer", "colon cancer").family);
        assert!(of("Her mother had gout.", "gout").family);
        assert!(!of("PMH:\nGout", "Gout").family);
    }

    #[test]
    fn what_might_be_is_told_from_what_is_there() {
        assert!(of("Return if fever recurs.", "fever").hypothetical);
        assert!(of("Heparin for prevention of DVT.", "DVT").hypothetical);
        assert!(!of("At risk because of diabetes.", "diabetes").hypothetical);
        assert!(!of("Monitor, has diabetes.", "diabetes").hypothetical);
    }
}
