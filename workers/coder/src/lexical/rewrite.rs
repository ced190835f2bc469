//! Phrases of clinical language replaced by the words of the tables, in notes
//! and in official wordings alike ("high blood pressure" → "hypertension",
//! "malignant neoplasm" → "carcinoma").

use std::ops::Range;

use super::vocabulary::{Vocabulary, WordId};

/// A word that may be part of a phrase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    /// `None` for a word that the lexicon does not know.
    pub(super) id: Option<WordId>,
    /// Whether punctuation sets it apart from the item before.
    pub(super) apart: bool,
}

/// A word after rewriting and the items that it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rewritten {
    /// The word.
    pub(super) id: WordId,
    /// The items.
    pub(super) from: Range<usize>,
}

/// Replaces the longest phrase at each place; unknown words are dropped.
pub(super) fn rewrite(vocabulary: &Vocabulary, items: &[Item]) -> Vec<Rewritten> {
    let mut done = Vec::with_capacity(items.len());
    let mut at = 0;
    while let Some(rest) = items.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.first().and_then(|item| item.id);
        let phrase = first.and_then(|first| {
            let mut phrases = vocabulary.phrases(first).iter();
            phrases.find(|phrase| starts_with(rest, &phrase.from))
        });
        let length = phrase.map_or(1, |phrase| phrase.from.len());
        let words = match (phrase, first) {
            (Some(phrase), _) => phrase.to.as_slice(),
            (None, Some(_)) => first.as_slice(),
            (None, None) => &[],
        };
        let from = at..at + length;
        done.extend(words.iter().map(|id| Rewritten {
            id: *id,
            from: from.clone(),
        }));
        at += length;
    }
    done
}

fn starts_with(items: &[Item], phrase: &[WordId]) -> bool {
    items.len() >= phrase.len()
        && items
            .iter()
            .zip(phrase)
            .enumerate()
            .all(|(at, (item, word))| item.id == Some(*word) && (at == 0 || !item.apart))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rewritten(text: &str, apart: Option<usize>) -> Vec<WordId> {
        let mut vocabulary = Vocabulary::new();
        vocabulary.load_lists();
        let ids = vocabulary.intern_all(text);
        let item = |(at, id)| Item {
            id: Some(id),
            apart: apart == Some(at),
        };
        let items: Vec<_> = ids.into_iter().enumerate().map(item).collect();
        rewrite(&vocabulary, &items)
            .into_iter()
            .map(|word| word.id)
            .collect()
    }

    #[test]
    fn the_longest_phrase_is_replaced() {
        assert_eq!(
            rewritten("high blood pressure", None),
            rewritten("hypertension", None)
        );
        assert_eq!(
            rewritten("acute renal failure", None),
            rewritten("failure kidney acute", None)
        );
    }

    #[test]
    fn punctuation_inside_a_phrase_keeps_it_apart() {
        assert_eq!(rewritten("high blood pressure", Some(2)).len(), 3);
    }
}
