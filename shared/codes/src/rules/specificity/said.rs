//! What the words around a quote say, as tokens in phrases.
//!
//! The phrases that hold the quote and name the condition are its own: what
//! stands there is said of it. Another phrase (behind a comma, `with`, `due
//! to`) is said of it only where a title covers all of its words. Words that
//! are denied, past, of relatives or, outside hospital stays, uncertain are
//! not said at all.

use super::token::{Reader, Token, Word};
use super::ward;
use crate::rules::Mention;

/// Most words before and behind the quote in its phrase.
const BEFORE: usize = 6;
const BEHIND: usize = 8;
/// Phrases behind the quote's that may be said of it, and their longest.
const NEXT: usize = 2;
const LONGEST_NEXT: usize = 6;
/// Tokens have a bit each.
const MOST_TOKENS: usize = 64;

/// What is said.
#[derive(Default)]
pub(super) struct Said {
    tokens: Vec<Token>,
    /// The tokens of the condition's own phrases.
    own: u64,
    /// The tokens of every other phrase.
    others: Vec<u64>,
    /// The tokens of phrases outside the quote.
    outside: u64,
    /// Words that may stand in another phrase uncovered.
    weak: u64,
}

/// A phrase.
#[derive(Default)]
struct Phrase {
    tokens: Vec<Token>,
    /// Tokens before the quote; they stand first.
    before: usize,
    /// Tokens behind it; they stand last.
    behind: usize,
    quoted: bool,
    /// Whether it takes back what it names.
    taken_back: bool,
}

/// Where a word stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Before,
    Quote,
    Behind,
}

impl Said {
    /// What a mention says of a condition that `base` names.
    pub(super) fn of(mention: &Mention<'_>, base: &[Token], uncertain_counts: bool) -> Self {
        let mut phrases = Phrases::new(uncertain_counts);
        phrases.read(mention.before, Place::Before);
        phrases.read(mention.quote, Place::Quote);
        phrases.read(mention.after, Place::Behind);
        phrases.finish(base)
    }

    /// Its bit, where the token is said.
    pub(super) fn bit(&self, token: Token) -> Option<u64> {
        let at = self.tokens.iter().position(|said| *said == token)?;
        Some(1 << at)
    }

    /// The bits of those of the words that are said.
    pub(super) fn bits_of(&self, words: &[&str]) -> u64 {
        words
            .iter()
            .filter_map(|word| self.bit(Token::of(word)))
            .fold(0, |bits, bit| bits | bit)
    }

    /// Whether something is said beside what `base` names.
    pub(super) fn says_more_than(&self, base: &[Token]) -> bool {
        self.tokens.iter().any(|token| !base.contains(token))
    }

    /// Whether the tokens of `found` are said of the condition by a title that
    /// holds all those of `covered`.
    pub(super) fn is_of_it(&self, found: u64, covered: u64) -> bool {
        let elsewhere = found & !self.own;
        elsewhere == 0
            || self
                .others
                .iter()
                .filter(|phrase| *phrase & elsewhere != 0)
                .all(|phrase| phrase & !(covered | self.weak) == 0)
    }

    /// Whether all tokens of `found` stand in phrases of the quote.
    pub(super) fn is_quoted(&self, found: u64) -> bool {
        found & self.outside == 0
    }

    /// The tokens said in the condition's own phrases.
    pub(super) fn own(&self) -> impl Iterator<Item = Token> {
        let own = self.own;
        let tokens = self.tokens.iter().enumerate();
        tokens
            .filter(move |(at, _)| own >> at & 1 == 1)
            .map(|(_, token)| *token)
    }

    fn add(&mut self, token: Token) -> u64 {
        if let Some(bit) = self.bit(token) {
            return bit;
        }
        if self.tokens.len() == MOST_TOKENS {
            return 0;
        }
        self.tokens.push(token);
        1 << (self.tokens.len() - 1)
    }
}

/// Words that say how much, not what.
const WEAK: [&str; 16] = [
    "acute",
    "chronic",
    "mild",
    "moderate",
    "severe",
    "new",
    "recurrent",
    "disease",
    "disorder",
    "left",
    "right",
    "bilateral",
    "infection",
    "stage",
    "failure",
    "syndrome",
];

/// Whether a token says how much, not what.
pub(super) fn is_weak(token: Token) -> bool {
    token.counts.is_some() || WEAK.iter().any(|word| Token::of(word) == token)
}

/// Phrases as they are read.
struct Phrases {
    done: Vec<Phrase>,
    open: Phrase,
    reader: Reader,
    uncertain_counts: bool,
    /// Whether the words are denied, past or another's, up to the next phrase.
    off: bool,
    /// Whether that goes on over the next comma.
    listed: bool,
    /// Whether the word before was `gram`: `gram negative` denies nothing.
    after_gram: bool,
    /// Whether a slash stood before: `w/o`, `h/o` and `s/p`.
    after_slash: bool,
}

impl Phrases {
    fn new(uncertain_counts: bool) -> Self {
        Self {
            done: Vec::new(),
            open: Phrase::default(),
            reader: Reader::default(),
            uncertain_counts,
            off: false,
            listed: false,
            after_gram: false,
            after_slash: false,
        }
    }

    fn read(&mut self, text: &str, place: Place) {
        let mut rest = text;
        for piece in text.split_inclusive(|c: char| !c.is_alphanumeric() && c != '\'') {
            rest = rest.get(piece.len()..).unwrap_or_default();
            let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
            let word = word.strip_suffix("'s").unwrap_or(word);
            if !word.is_empty() {
                self.word(word, place);
            }
            self.after_slash = piece.ends_with('/');
            // A full stop behind one letter is an abbreviation's.
            let stop = piece.ends_with('.') && word.len() > 1;
            if stop || piece.ends_with([';', '\n']) {
                self.end_phrase();
                (self.off, self.listed) = (false, false);
            } else if piece.ends_with([',', ':', '(', ')', '&']) {
                self.end_phrase();
                self.off &= self.listed || piece.ends_with(',') && ends_in_or(rest);
            }
        }
    }

    fn word(&mut self, word: &str, place: Place) {
        let is = |words: &[&str]| words.iter().any(|other| word.eq_ignore_ascii_case(other));
        if is(&["but"]) {
            (self.off, self.listed) = (false, false);
            return self.end_phrase();
        }
        if is(BREAKS) {
            return self.end_phrase();
        }
        let gram = std::mem::replace(&mut self.after_gram, is(&["gram"]));
        if is(LIST_DENIED) && !gram {
            (self.off, self.listed) = (true, true);
        } else if self.uncertain_counts && is(UNCERTAIN) {
            return;
        } else if is(NOT_SAID) || self.after_slash && is(&["o", "p"]) || is(UNCERTAIN) {
            self.off = true;
        }
        self.open.taken_back |= is(TAKEN_BACK);
        if self.off {
            return;
        }
        if let Some(stage) = ward::stage_of(word) {
            for word in ["chronic", "kidney", "disease", "stage", stage] {
                self.push(word, place);
            }
        } else if let Some(words) = ward::words_of(word) {
            for word in words {
                self.push(word, place);
            }
        } else {
            self.push(word, place);
        }
    }

    fn push(&mut self, word: &str, place: Place) {
        self.open.quoted |= place == Place::Quote;
        let Word::Says(token) = self.reader.read(word) else {
            return;
        };
        self.open.tokens.push(token);
        match place {
            Place::Before => self.open.before += 1,
            Place::Quote => {}
            Place::Behind => self.open.behind += 1,
        }
    }

    fn end_phrase(&mut self) {
        let phrase = std::mem::take(&mut self.open);
        if !phrase.tokens.is_empty() && !phrase.taken_back {
            self.done.push(phrase);
        }
        self.reader = Reader::default();
    }

    fn finish(mut self, base: &[Token]) -> Said {
        self.end_phrase();
        let names = |phrase: &Phrase| {
            let mut tokens = phrase.tokens.iter();
            tokens.any(|token| base.contains(token) && !is_weak(*token))
        };
        let quoted = || self.done.iter().filter(|phrase| phrase.quoted);
        let named = quoted().any(&names);
        let mut said = Said::default();
        let (mut next, mut first) = (0, true);
        for phrase in &self.done {
            if !phrase.quoted {
                // Phrases before the quote's are about something else.
                next += usize::from(!first);
                if first || next > NEXT || phrase.tokens.len() > LONGEST_NEXT {
                    continue;
                }
            }
            let own = phrase.quoted && if named { names(phrase) } else { first };
            first = first && !phrase.quoted;
            let bits = near(phrase)
                .into_iter()
                .fold(0, |bits, token| bits | said.add(token));
            if own {
                said.own |= bits;
            } else {
                said.others.push(bits);
            }
            if !phrase.quoted {
                said.outside |= bits;
            }
        }
        said.outside &= !said.own;
        for (at, token) in said.tokens.iter().enumerate() {
            said.weak |= u64::from(is_weak(*token)) << at;
        }
        said
    }
}

/// The tokens of a phrase that stand near the quote.
fn near(phrase: &Phrase) -> Vec<Token> {
    let skip = phrase.before.saturating_sub(BEFORE);
    let drop = phrase.behind.saturating_sub(BEHIND);
    let end = phrase.tokens.len().saturating_sub(drop);
    let mut tokens = phrase.tokens.get(skip..end).unwrap_or_default().to_vec();
    ward::replace_phrases(&mut tokens);
    tokens
}

/// Most words before the `or` of a list.
const LIST: usize = 6;

/// Whether a list goes on and ends in `or`: of `without perforation, abscess or
/// bleeding` nothing is there.
fn ends_in_or(rest: &str) -> bool {
    let part = rest
        .split(['.', ';', '\n', ':', '('])
        .next()
        .unwrap_or_default();
    let mut words = part.split(|c: char| !c.is_alphanumeric());
    let is = |word: &str, words: &[&str]| words.iter().any(|w| word.eq_ignore_ascii_case(w));
    let words = words.by_ref().filter(|word| !word.is_empty()).take(LIST);
    let mut words = words.take_while(|word| !is(word, BREAKS) && !is(word, &["but"]));
    words.any(|word| is(word, &["or", "nor"]))
}

/// Words behind which another phrase begins.
const BREAKS: &[&str] = &[
    "and",
    "with",
    "due",
    "to",
    "from",
    "for",
    "after",
    "who",
    "which",
    "has",
    "had",
    "is",
    "was",
    "were",
    "presents",
    "presented",
    "admitted",
    "treated",
    "given",
    "because",
    "since",
    "while",
    "plus",
    "also",
];

/// What follows is denied, over a whole list.
const LIST_DENIED: &[&str] = &["denies", "denied", "negative", "nor", "evidence"];

/// What follows is not there, past, to come or another's.
const NOT_SAID: &[&str] = &[
    "no",
    "not",
    "without",
    "never",
    "history",
    "hx",
    "prior",
    "previous",
    "previously",
    "old",
    "family",
    "mother",
    "father",
    "risk",
    "screening",
    "rule",
    "ruled",
    "versus",
    "vs",
];

/// What follows is uncertain.
const UNCERTAIN: &[&str] = &[
    "possible",
    "possibly",
    "probable",
    "probably",
    "suspected",
    "suspect",
    "suspicion",
    "likely",
    "presumed",
    "questionable",
    "concern",
    "concerning",
    "consistent",
    "compatible",
    "may",
    "might",
    "could",
];

/// What the phrase names is taken back.
const TAKEN_BACK: &[&str] = &["ruled", "excluded", "unlikely", "resolved", "doubtful"];
