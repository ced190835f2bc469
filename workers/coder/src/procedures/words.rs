//! The words of procedures: folded, and each way of saying a thing read as one.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::lexical::fold::{fold, stem};
use crate::lexical::sentence::{Gap, Word, sentences};

const SYNONYMS: &str = include_str!("synonyms.txt");

/// The most words of a way of saying.
const LONGEST: usize = 5;

/// Says nothing about a procedure.
const FILLERS: &[&str] = &[
    "a", "an", "the", "of", "in", "on", "to", "for", "by", "at", "and", "or", "using", "under",
];

/// A word by number; 0 is one that no rule knows.
pub(super) type WordId = u32;

/// A word of a clause, as rules know it.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) word: WordId,
    /// Where it is said, in bytes of the document.
    pub(super) span: Range<usize>,
}

/// What stands between two full stops or semicolons.
#[derive(Debug, Default)]
pub(super) struct Clause {
    pub(super) tokens: Vec<Token>,
    /// The words as they are written, folded.
    pub(super) said: Vec<String>,
    /// Where each of them stands, in bytes of the document.
    pub(super) spans: Vec<Range<usize>>,
}

/// What is said, and what is meant by it.
type Way = (Vec<WordId>, Vec<WordId>);

/// The words that rules use.
#[derive(Debug, Default)]
pub(super) struct Words {
    numbers: FxHashMap<String, WordId>,
    /// Ways of saying, by their first word; the longest first.
    synonyms: FxHashMap<WordId, Vec<Way>>,
}

impl Words {
    /// The words of the list of synonyms.
    pub(super) fn new() -> Self {
        let mut words = Self::default();
        for line in lines(SYNONYMS) {
            let Some((meant, said)) = line.split_once(':') else {
                continue;
            };
            let meant = words.numbered(meant);
            for said in said.split(';') {
                let said = words.numbered(said);
                if let Some(&first) = said.first() {
                    let known = words.synonyms.entry(first).or_default();
                    known.push((said, meant.clone()));
                }
            }
        }
        for known in words.synonyms.values_mut() {
            known.sort_by_key(|(said, _)| std::cmp::Reverse(said.len()));
        }
        words
    }

    /// The words of a rule, as a clause that says them is read; each once.
    pub(super) fn of_rule(&mut self, text: &str) -> Vec<WordId> {
        let numbered = self.numbered(text);
        let tokens = numbered.into_iter().map(|word| Token { word, span: 0..0 });
        let mut words: Vec<WordId> = Vec::new();
        for token in self.read_as_one(tokens.collect()) {
            if !words.contains(&token.word) {
                words.push(token.word);
            }
        }
        words
    }

    fn numbered(&mut self, text: &str) -> Vec<WordId> {
        let split = text.split(|c: char| !c.is_alphanumeric());
        let folded = split.filter(|word| !word.is_empty()).map(fold);
        let telling = folded.filter(|word| !FILLERS.contains(&word.as_str()));
        let words: Vec<String> = telling.map(|word| stem(&word)).collect();
        let number = |word| {
            let next = WordId::try_from(self.numbers.len() + 1).unwrap_or_default();
            *self.numbers.entry(word).or_insert(next)
        };
        words.into_iter().map(number).collect()
    }

    /// A note's clauses, in order.
    pub(super) fn clauses(&self, text: &str) -> Vec<Clause> {
        let mut clauses = Vec::new();
        for sentence in sentences(text) {
            let mut words = sentence.as_slice();
            while !words.is_empty() {
                let rest = words.iter().skip(1);
                let end = 1 + rest.take_while(|word| word.gap < Gap::Semicolon).count();
                let (clause, after) = words.split_at(end.min(words.len()));
                clauses.push(self.clause(clause));
                words = after;
            }
        }
        clauses
    }

    fn clause(&self, words: &[Word]) -> Clause {
        let telling = words
            .iter()
            .filter(|word| !FILLERS.contains(&word.folded.as_str()));
        let tokens = telling.map(|word| Token {
            word: self.number(&word.folded),
            span: word.span.clone(),
        });
        Clause {
            tokens: self.read_as_one(tokens.collect()),
            said: words.iter().map(|word| word.folded.clone()).collect(),
            spans: words.iter().map(|word| word.span.clone()).collect(),
        }
    }

    fn number(&self, folded: &str) -> WordId {
        let known = self.numbers.get(folded);
        let known = known.or_else(|| self.numbers.get(&stem(folded)));
        known.copied().unwrap_or_default()
    }

    /// Puts what is meant in the place of what is said.
    fn read_as_one(&self, tokens: Vec<Token>) -> Vec<Token> {
        let mut read = Vec::with_capacity(tokens.len());
        let mut rest = tokens.as_slice();
        while let Some((first, after)) = rest.split_first() {
            match self.meant(rest) {
                Some((length, meant)) => {
                    let (said, after) = rest.split_at(length.min(rest.len()));
                    let end = said.last().map_or(first.span.end, |last| last.span.end);
                    let span = first.span.start..end;
                    read.extend(meant.iter().map(|&word| Token {
                        word,
                        span: span.clone(),
                    }));
                    rest = after;
                }
                None => {
                    read.push(first.clone());
                    rest = after;
                }
            }
        }
        read
    }

    /// How many of the first words are one way of saying, and of what.
    fn meant(&self, tokens: &[Token]) -> Option<(usize, &[WordId])> {
        let first = tokens.first()?;
        let known = self.synonyms.get(&first.word)?;
        let says = |said: &[WordId]| {
            let words = tokens.iter().take(LONGEST).map(|token| token.word);
            said.len() <= tokens.len() && words.zip(said).all(|(word, said)| word == *said)
        };
        let found = known.iter().find(|(said, _)| says(said))?;
        Some((found.0.len(), &found.1))
    }
}

/// The lines of a list that are no comments.
pub(super) fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_saying_are_read_as_one_and_keep_their_place() {
        let mut words = Words::new();
        let rule = words.of_rule("ct chest");
        let text = "A computed tomography of the thorax was done; no MRI.";
        let clauses = words.clauses(text);
        assert_eq!(clauses.len(), 2);
        let tokens = &clauses.first().unwrap().tokens;
        let read: Vec<WordId> = tokens.iter().take(2).map(|token| token.word).collect();
        assert_eq!(read, rule);
        let first = tokens.first().unwrap().span.clone();
        assert_eq!(text.get(first), Some("computed tomography"));
    }

    #[test]
    fn words_of_no_rule_have_no_number() {
        let words = Words::new();
        let clauses = words.clauses("Zebras graze");
        assert!(clauses.iter().flat_map(|c| &c.tokens).all(|t| t.word == 0));
    }
}
