//! The words of a book: each row as numbers of words, so that a search looks
//! at each different word once and at each row in a few operations.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::tree::number;
use super::words;
use crate::tables::strings::Strings;

/// The words and the rows they stand in.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Vocabulary {
    /// The words, folded.
    words: Strings,
    /// What each costs where it is printed but was not asked for.
    costs: Vec<u8>,
    /// Where each row's words begin; one more entry than rows.
    starts: Vec<u32>,
    /// Words of the rows, packed as [`RowWord`].
    rows: Vec<u32>,
    #[serde(skip)]
    numbers: HashMap<String, u32>,
}

/// A word of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RowWord(u32);

const MODIFIER: u32 = 1;
const VARIANT: u32 = 2;

impl RowWord {
    /// The word's number.
    pub(super) const fn word(self) -> usize {
        (self.0 >> 2) as usize
    }

    /// A nonessential modifier: said or not, it changes nothing.
    pub(super) const fn is_modifier(self) -> bool {
        self.0 & MODIFIER != 0
    }

    /// Another form of the row's first word: `diabetic` in `Diabetes,
    /// diabetic`.
    pub(super) const fn is_variant(self) -> bool {
        self.0 & VARIANT != 0
    }
}

impl Vocabulary {
    /// Adds the next row.
    pub(super) fn push(&mut self, title: &str, modifiers: &str) {
        if self.starts.is_empty() {
            self.starts.push(0);
        }
        let mut first: Option<String> = None;
        for word in words::folded(title) {
            let flag = match &first {
                Some(first) if are_forms(first, &word) => VARIANT,
                _ => 0,
            };
            self.push_word(&word, flag);
            first.get_or_insert(word);
        }
        for word in words::folded(modifiers) {
            self.push_word(&word, MODIFIER);
        }
        self.starts.push(number(self.rows.len()));
    }

    fn push_word(&mut self, word: &str, flags: u32) {
        let known = self.numbers.get(word).copied();
        let id = known.unwrap_or_else(|| {
            let id = self.words.push(word);
            self.costs.push(words::cost(word));
            self.numbers.insert(word.to_owned(), id);
            id
        });
        self.rows.push(id << 2 | flags);
    }

    /// The words of a row.
    pub(super) fn of_row(&self, row: usize) -> impl Iterator<Item = RowWord> + use<'_> {
        let range = match (self.starts.get(row), self.starts.get(row + 1)) {
            (Some(&start), Some(&end)) => start as usize..end as usize,
            _ => 0..0,
        };
        let words = self.rows.get(range).unwrap_or_default();
        words.iter().map(|&word| RowWord(word))
    }

    /// What a word costs where it was not asked for.
    pub(super) fn cost(&self, word: usize) -> f32 {
        self.costs
            .get(word)
            .map_or(0.0, |&cost| f32::from(cost) / 1000.0)
    }

    /// All words with their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &str)> {
        (0..self.words.len()).map(|word| (word, self.words.get(word)))
    }
}

/// Whether two words begin alike, as forms of one word do.
fn are_forms(first: &str, word: &str) -> bool {
    let same = first
        .chars()
        .zip(word.chars())
        .take_while(|(a, b)| a == b)
        .count();
    same >= 4
}
