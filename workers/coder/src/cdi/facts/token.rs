//! Words and numbers of a note, with where they stand.
//!
//! One pass, no backtracking. Text is compared in lower case; lowering ASCII
//! moves no byte, so that spans are those of the note.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind {
    /// A number without sign; thousands separators and a decimal comma are
    /// understood.
    Number(f64),
    /// Letters, and digits after a letter: `mg`, `po2`.
    Word,
    /// Any other character.
    Mark(char),
    /// The end of a line.
    Line,
    /// The end of a sentence, or an empty line.
    Stop,
}

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Range<usize>,
}

/// A note as tokens.
#[derive(Debug)]
pub(super) struct Tokens {
    lower: String,
    tokens: Vec<Token>,
}

impl Tokens {
    /// Reads a note.
    pub(super) fn of(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let mut tokens = Vec::with_capacity(text.len() / 4);
        let mut at = 0;
        while let Some(first) = lower.get(at..).and_then(|rest| rest.chars().next()) {
            let rest = lower.get(at..).unwrap_or_default();
            let before = lower.get(..at).and_then(|text| text.chars().next_back());
            let (kind, length) = fraction(before, rest).unwrap_or_else(|| read(first, rest));
            // A tab within a line stands between columns.
            let is_within = |last: &Token| !matches!(last.kind, Kind::Line | Kind::Stop);
            let is_column = first == '\t' && tokens.last().is_some_and(is_within);
            let kind = if is_column {
                Some(Kind::Mark('|'))
            } else {
                kind
            };
            if let Some(kind) = kind {
                tokens.push(Token {
                    kind,
                    span: at..at + length,
                });
            }
            at += length.max(1);
        }
        Self { lower, tokens }
    }

    /// A part of the text, in lower case.
    pub(super) fn text(&self, span: Range<usize>) -> &str {
        self.lower.get(span).unwrap_or_default()
    }

    /// The text in lower case.
    pub(super) fn lower(&self) -> &str {
        &self.lower
    }

    /// The text in lower case, where nothing more is read.
    pub(super) fn into_lower(self) -> String {
        self.lower
    }

    /// The token of a number.
    pub(super) fn get(&self, index: usize) -> Option<&Token> {
        self.tokens.get(index)
    }

    /// What the token is; the end of the note ends a sentence.
    pub(super) fn kind(&self, index: usize) -> Kind {
        self.get(index).map_or(Kind::Stop, |token| token.kind)
    }

    /// The word at `index`, empty where there is none.
    pub(super) fn word(&self, index: usize) -> &str {
        match self.get(index) {
            Some(token) if token.kind == Kind::Word => {
                self.lower.get(token.span.clone()).unwrap_or_default()
            }
            _ => "",
        }
    }

    /// The first token that begins at `at` or after.
    pub(super) fn at(&self, at: usize) -> usize {
        self.tokens.partition_point(|token| token.span.start < at)
    }

    /// Whether the token ends a clause.
    pub(super) fn is_end(&self, index: usize) -> bool {
        matches!(self.kind(index), Kind::Stop | Kind::Mark(';'))
    }

    /// The words before `index` in its sentence, nearest first.
    pub(super) fn before(&self, index: usize) -> impl Iterator<Item = &str> {
        let earlier = (0..index).rev().take_while(|&i| !self.is_end(i));
        earlier
            .map(|i| self.word(i))
            .filter(|word| !word.is_empty())
    }

    /// The words from `index` on in its sentence.
    pub(super) fn after(&self, index: usize) -> impl Iterator<Item = &str> {
        let later = (index..self.tokens.len()).take_while(|&i| !self.is_end(i));
        later.map(|i| self.word(i)).filter(|word| !word.is_empty())
    }
}

/// The token at the beginning of `rest` and its length; none for white space.
fn read(first: char, rest: &str) -> (Option<Kind>, usize) {
    let bytes = rest.as_bytes();
    let next = bytes.get(1).copied();
    match first {
        '\n' => {
            let blank = rest
                .chars()
                .skip(1)
                .find(|c| !matches!(c, ' ' | '\t' | '\r'));
            let kind = if matches!(blank, Some('\n') | None) {
                Kind::Stop
            } else {
                Kind::Line
            };
            (Some(kind), 1)
        }
        '0'..='9' => {
            let (value, length) = number(bytes);
            (Some(Kind::Number(value)), length)
        }
        '.' if next.is_none_or(|byte| byte.is_ascii_whitespace()) => (Some(Kind::Stop), 1),
        c if c.is_whitespace() => (None, c.len_utf8()),
        c if c.is_alphanumeric() => {
            if let Some(length) = glued(rest) {
                return (Some(Kind::Word), length);
            }
            let length: usize = rest
                .chars()
                .take_while(|c| c.is_alphanumeric())
                .map(char::len_utf8)
                .sum();
            (Some(Kind::Word), length)
        }
        c => (Some(Kind::Mark(c)), c.len_utf8()),
    }
}

/// A number without its nought, "Cr .8", and its length.
fn fraction(before: Option<char>, rest: &str) -> Option<(Option<Kind>, usize)> {
    let is_apart = before.is_some_and(|c| c.is_whitespace() || matches!(c, ':' | '=' | '<' | '>'));
    let digits = rest.strip_prefix('.').filter(|_| is_apart)?;
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let value = rest.get(..=length)?.parse().ok();
    (length > 0).then_some((value.map(Kind::Number), length + 1))
}

/// The length of a short name with its value glued to it: "HR124", "T38.9",
/// but neither "T12" nor "K2".
fn glued(rest: &str) -> Option<usize> {
    const NAMES: &[&str] = &[
        "hr", "rr", "bp", "sbp", "map", "na", "cr", "bun", "wbc", "hgb", "hb", "plt", "gcs", "bmi",
        "ef", "temp", "sat",
    ];
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, behind) = rest.split_at_checked(length)?;
    if !behind.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (value, digits) = number(behind.as_bytes());
    let is_other = behind
        .get(digits..)
        .is_some_and(|more| more.starts_with(char::is_alphanumeric));
    let is_name = match name {
        "t" => (34.0..108.0).contains(&value),
        "k" => value.fract() != 0.0,
        "ph" => (6.5..7.9).contains(&value),
        _ => NAMES.contains(&name),
    };
    (is_name && !is_other).then_some(length)
}

/// A number at the beginning of `bytes` and its length.
fn number(bytes: &[u8]) -> (f64, usize) {
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let mut length = digits(0);
    let mut text: Vec<u8> = bytes.get(..length).unwrap_or_default().to_vec();
    while length <= 9 && bytes.get(length) == Some(&b',') && digits(length + 1) == 3 {
        text.extend(bytes.get(length + 1..length + 4).unwrap_or_default());
        length += 4;
    }
    let decimals = digits(length + 1);
    let has_point = bytes.get(length) == Some(&b'.') && decimals > 0;
    let has_comma = bytes.get(length) == Some(&b',') && (1..=2).contains(&decimals);
    if has_point || has_comma {
        text.push(b'.');
        text.extend(
            bytes
                .get(length + 1..=length + decimals)
                .unwrap_or_default(),
        );
        length += 1 + decimals;
    }
    let value = std::str::from_utf8(&text).ok().and_then(|t| t.parse().ok());
    (value.unwrap_or(f64::NAN), length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(text: &str) -> Vec<f64> {
        let tokens = Tokens::of(text);
        let kinds = tokens.tokens.iter().filter_map(|token| match token.kind {
            Kind::Number(value) => Some(value),
            _ => None,
        });
        kinds.collect()
    }

    #[test]
    fn numbers_are_read_with_points_commas_and_thousands() {
        assert_eq!(numbers("2.4, 1,9 and 18,200. 7"), [2.4, 1.9, 18200.0, 7.0]);
        assert_eq!(numbers("Na 128,K 3.1"), [128.0, 3.1]);
        assert_eq!(numbers("pO2 52 (A1c 7)"), [52.0, 7.0]);
    }

    #[test]
    fn a_sentence_ends_at_a_full_stop_before_white_space() {
        let tokens = Tokens::of("Cr 2.4. No fever");
        let kinds: Vec<Kind> = tokens.tokens.iter().map(|token| token.kind).collect();
        assert_eq!(kinds.get(2), Some(&Kind::Stop));
        assert_eq!(tokens.before(5).collect::<Vec<_>>(), ["fever", "no"]);
    }
}
