//! Which quotes can bear a code at all, wherever they stand.
//!
//! "the" stands in every note, and a note as a whole holds every word of it:
//! neither says where a condition is documented.

/// A quote with fewer letters and digits is no evidence: it is anywhere.
const MIN_ALPHANUMERICS: usize = 3;
/// The longest quote that an answer's schema allows, in characters; white space
/// may be wider in the note. The prompt asks for 25 words.
const MAX_CHARS: usize = 240;

/// Words that state no condition, however many of them stand together.
const EMPTY_WORDS: &[&str] = &[
    "a", "an", "the", "this", "that", "these", "those", "it", "its", "he", "she", "they", "we",
    "i", "you", "his", "her", "hers", "him", "their", "them", "our", "your", "my", "who", "whom",
    "which", "what", "when", "where", "there", "here", "and", "or", "but", "nor", "so", "if",
    "then", "than", "as", "of", "to", "in", "on", "at", "by", "for", "from", "with", "without",
    "into", "onto", "over", "under", "after", "before", "during", "since", "until", "about",
    "between", "through", "per", "via", "is", "are", "was", "were", "be", "been", "being", "am",
    "has", "have", "had", "having", "do", "does", "did", "will", "would", "can", "could", "may",
    "might", "shall", "should", "must", "not", "no", "also", "very", "more", "most", "some", "any",
    "each", "both", "such", "only", "other", "same", "now", "again", "today", "patient", "pt",
    "mr", "mrs", "dr", "year", "years", "yo", "old", "male", "female", "man", "woman", "seen",
    "noted",
];

/// Whether words of a note can be evidence of anything.
pub(super) fn bears(quote: &str) -> bool {
    let letters = quote.chars().filter(|c| c.is_alphanumeric());
    letters.take(MIN_ALPHANUMERICS).count() == MIN_ALPHANUMERICS
        && length(quote) <= MAX_CHARS
        && words(quote).any(|word| !is_empty_word(word))
}

/// Its characters, every run of white space as one.
fn length(quote: &str) -> usize {
    let mut after_space = false;
    let counted = quote.chars().filter(|c| {
        let again = std::mem::replace(&mut after_space, c.is_whitespace());
        !(again && c.is_whitespace())
    });
    counted.count()
}

fn words(quote: &str) -> impl Iterator<Item = &str> {
    quote
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Numbers alone say nothing either. Two capitals are an abbreviation (AS, OR,
/// HE), not a word.
fn is_empty_word(word: &str) -> bool {
    if !word.contains(char::is_alphabetic) {
        return true;
    }
    let is_abbreviation = word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase());
    !is_abbreviation
        && EMPTY_WORDS
            .iter()
            .any(|empty| empty.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_stand_in_every_note_bear_nothing() {
        for quote in [
            "the",
            "was",
            "The patient was",
            "He is a 61 year old male and",
            "of the, with the",
            "THE PATIENT HAS",
            "...",
            "HF",
        ] {
            assert!(!bears(quote), "{quote}");
        }
    }

    #[test]
    fn short_terms_and_abbreviations_bear_a_code() {
        for quote in [
            "CHF",
            "ALL",
            "AKI",
            "AS and MS",
            "with sepsis",
            "no urine",
            "stage 3",
            "Ménière",
        ] {
            assert!(bears(quote), "{quote}");
        }
    }

    #[test]
    fn a_quote_longer_than_the_schema_allows_bears_nothing() {
        let words = "acute ".repeat(40);
        assert!(bears(words.trim()));
        assert!(
            bears(&words.trim().replace(' ', " \n\t ")),
            "white space is not counted"
        );
        assert!(!bears(&format!("{words}on chronic")));
    }
}
