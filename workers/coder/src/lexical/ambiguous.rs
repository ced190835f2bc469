//! Short words that name a disease here and something else there.
//!
//! Most abbreviations of so few letters count in capitals alone, and none where
//! its neighbours make it something else: room air beside a saturation, a
//! classification beside its number.

use super::sentence::{Gap, Word};

/// An abbreviation and what makes it something else.
struct Ambiguous {
    word: &'static str,
    /// Whether only capitals name the disease.
    in_capitals: bool,
    /// Right before it; a number always does where `number_before`.
    before: &'static [&'static str],
    number_before: bool,
    /// Right after it.
    after: &'static [&'static str],
}

const AMBIGUOUS: &[Ambiguous] = &[
    // Cerebrovascular accident; the costovertebral angle.
    Ambiguous {
        word: "cva",
        in_capitals: false,
        before: &[],
        number_before: false,
        after: &["tenderness", "angle", "pain", "percussion", "tender"],
    },
    // Multiple sclerosis; milliseconds, a form of address.
    Ambiguous {
        word: "ms",
        in_capitals: true,
        before: &[],
        number_before: true,
        after: &["contin"],
    },
    // Rheumatoid arthritis; room air, right atrium.
    Ambiguous {
        word: "ra",
        in_capitals: true,
        before: &["on", "at", "in", "o2", "dilated"],
        number_before: true,
        after: &["pressure", "sat", "saturation"],
    },
    // Implantable defibrillator; the classification.
    Ambiguous {
        word: "icd",
        in_capitals: true,
        before: &[],
        number_before: false,
        after: &["9", "10", "11", "code", "codes", "cm", "pcs"],
    },
    // Arterial hypertension; an exclamation.
    Ambiguous {
        word: "ah",
        in_capitals: true,
        before: &[],
        number_before: false,
        after: &[],
    },
    // Peripheral artery disease; a cushion.
    Ambiguous {
        word: "pad",
        in_capitals: true,
        before: &["heating", "nasal", "gauze", "fat"],
        number_before: false,
        after: &[],
    },
    // Generalized anxiety disorder; its questionnaire, an antibody.
    Ambiguous {
        word: "gad",
        in_capitals: true,
        before: &[],
        number_before: false,
        after: &["7", "2", "score", "antibodies", "antibody", "65"],
    },
];

/// Whether the word at a place is an abbreviation that names no disease there.
pub(super) fn means_something_else(sentence: &[Word], at: usize) -> bool {
    let Some(word) = sentence.get(at) else {
        return false;
    };
    let Some(known) = AMBIGUOUS.iter().find(|known| known.word == word.folded) else {
        return false;
    };
    let before = at.checked_sub(1).and_then(|before| sentence.get(before));
    let before = before.filter(|_| word.gap == Gap::None);
    let after = sentence.get(at + 1).filter(|next| next.gap == Gap::None);
    let beside = |word: Option<&Word>, list: &[&str]| {
        word.is_some_and(|word| list.contains(&word.folded.as_str()))
    };
    let is_number = |word: &Word| word.folded.starts_with(|c: char| c.is_ascii_digit());
    (known.in_capitals && !word.in_capitals)
        || beside(before, known.before)
        || beside(after, known.after)
        || (known.number_before && before.is_some_and(is_number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexical::sentence::sentences;

    fn last_of(text: &str, word: &str) -> bool {
        let sentence = sentences(text).pop().unwrap();
        let at = sentence.iter().position(|w| w.folded == word).unwrap();
        means_something_else(&sentence, at)
    }

    #[test]
    fn an_abbreviation_counts_in_capitals_and_among_diseases_alone() {
        for (text, word) in [
            ("QRS of 120 MS", "ms"),
            ("Saturation 97% on RA", "ra"),
            ("Saturation 97% RA", "ra"),
            ("Coded by ICD-10", "icd"),
            ("took ra and ms", "ra"),
            ("No CVA tenderness", "cva"),
        ] {
            assert!(last_of(text, word), "{text}");
        }
        for (text, word) in [
            ("PMH: HTN, RA, COPD", "ra"),
            ("Relapsing MS", "ms"),
            ("ICD placed", "icd"),
        ] {
            assert!(!last_of(text, word), "{text}");
        }
    }
}
