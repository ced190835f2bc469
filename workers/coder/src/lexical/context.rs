//! Whether a finding is asserted of the patient.
//!
//! Triggers and scopes after NegEx and ConText (Chapman 2001; Harkema 2009):
//! a trigger reaches a few words forward, or back from a trailing "absent",
//! and ends at words that open a new thought.

use std::ops::Range;

use super::sentence::{Gap, Word};

/// How a finding is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assertion {
    /// The patient has it.
    Present,
    /// Suspected, possible or to be ruled out.
    Uncertain,
    /// It runs in the family.
    Family,
    /// Denied or found absent.
    Negated,
}

/// How many words a negation reaches forward.
const FORWARD: usize = 8;
/// And a trailing one backward.
const BACKWARD: usize = 3;
/// How many words an uncertainty reaches.
const UNCERTAIN: usize = 5;

const NEGATES: &[&str] = &[
    "no",
    "not",
    "without",
    "denies",
    "denied",
    "deny",
    "denying",
    "absence",
    "negative",
    "nor",
    "neither",
    "never",
    "excluded",
    "excluding",
    "free",
    "lack",
    "lacks",
    "discarded",
    "absent",
    "non",
];
const NEGATES_BEFORE: &[&str] = &["negative", "absent", "excluded", "discarded", "denied"];
/// After "no" or "not" these make no negation: "not only", "no change in".
const NO_NEGATION: &[&str] = &[
    "only",
    "increase",
    "change",
    "longer",
    "improvement",
    "just",
];
const ENDS_NEGATION: &[&str] = &[
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
const DOUBTS: &[&str] = &[
    "possible",
    "possibly",
    "probable",
    "probably",
    "suspected",
    "suspicion",
    "suspicious",
    "suggestive",
    "suggesting",
    "questionable",
    "rule",
    "versus",
    "vs",
    "compatible",
    "concern",
];
const KIN: &[&str] = &[
    "mother",
    "father",
    "brother",
    "brothers",
    "sister",
    "sisters",
    "sibling",
    "siblings",
    "uncle",
    "aunt",
    "grandmother",
    "grandfather",
    "parents",
    "cousin",
    "family",
    "familial",
    "son",
    "daughter",
    "relatives",
    "maternal",
    "paternal",
];
const ENDS_FAMILY: &[&str] = &["patient", "she", "he", "but"];

/// The assertion of each word of a sentence.
pub(super) fn assertions(sentence: &[Word]) -> Vec<Assertion> {
    let mut assertions = vec![Assertion::Present; sentence.len()];
    let mut mark = |words: Range<usize>, assertion: Assertion| {
        for word in assertions.get_mut(words).unwrap_or_default() {
            *word = assertion.max(*word);
        }
    };
    for (at, word) in sentence.iter().enumerate() {
        let is = |list: &[&str]| list.contains(&word.folded.as_str());
        let next = sentence.get(at + 1).map_or("", |next| next.folded.as_str());
        if is(NEGATES) && !NO_NEGATION.contains(&next) {
            mark(
                scope(sentence, at, FORWARD, ENDS_NEGATION),
                Assertion::Negated,
            );
        }
        if is(NEGATES_BEFORE) {
            mark(at.saturating_sub(BACKWARD)..at, Assertion::Negated);
        }
        if is(DOUBTS) {
            mark(
                scope(sentence, at, UNCERTAIN, ENDS_NEGATION),
                Assertion::Uncertain,
            );
        }
        if is(KIN) {
            mark(
                scope(sentence, at, usize::MAX, ENDS_FAMILY),
                Assertion::Family,
            );
        }
    }
    assertions
}

/// The words after a trigger, up to `most`, a word that ends the thought or a
/// semicolon.
fn scope(sentence: &[Word], trigger: usize, most: usize, ends: &[&str]) -> Range<usize> {
    let start = trigger + 1;
    let reached = sentence
        .iter()
        .skip(start)
        .take(most)
        .take_while(|word| word.gap < Gap::Semicolon && !ends.contains(&word.folded.as_str()))
        .count();
    start..start + reached
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexical::sentence::sentences;

    fn of(text: &str, word: &str) -> Assertion {
        let sentence = sentences(text).remove(0);
        let at = sentence.iter().position(|w| w.folded == word).unwrap();
        assertions(&sentence)[at]
    }

    #[test]
    fn negation_reaches_a_list_and_ends_at_but() {
        let text = "Denies fever, chills or cough but reports dyspnea.";
        assert_eq!(of(text, "cough"), Assertion::Negated);
        assert_eq!(of(text, "dyspnea"), Assertion::Present);
    }

    #[test]
    fn a_trailing_negation_reaches_back() {
        assert_eq!(of("Edema was absent.", "edema"), Assertion::Negated);
    }

    #[test]
    fn not_only_is_no_negation() {
        assert_eq!(of("Not only fever", "fever"), Assertion::Present);
    }

    #[test]
    fn relatives_own_what_follows_until_the_patient_is_named() {
        let text = "Mother had diabetes and the patient has asthma.";
        assert_eq!(of(text, "diabetes"), Assertion::Family);
        assert_eq!(of(text, "asthma"), Assertion::Present);
    }

    #[test]
    fn a_suspicion_is_uncertain_and_its_denial_negated() {
        assert_eq!(
            of("Suspected pneumonia.", "pneumonia"),
            Assertion::Uncertain
        );
        assert_eq!(
            of("No suspected pneumonia.", "pneumonia"),
            Assertion::Negated
        );
    }
}
