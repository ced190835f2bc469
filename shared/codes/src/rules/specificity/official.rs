//! A title or inclusion term held to what is said.
//!
//! Every word of it must be said, or named by the coded title already. Words
//! in brackets may be said (Guidelines I.A.7); of two words joined by `or` one
//! must be; what stands behind `without` or `not` must not be.

use super::said::Said;
use super::token::{Reader, Token, Word};

/// How a wording meets what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    /// The words that are said and that the coded title lacks, a bit each.
    pub(super) found: u64,
    /// How many words it shares with the coded title.
    pub(super) kept: usize,
}

/// The words of a wording, one by one.
struct Fitting<'s> {
    base: &'s [Token],
    said: &'s Said,
    fit: Fit,
    /// Words of the base that are said.
    named: u64,
    /// Whether the last word, or one that it is joined to by `or`, is said.
    is_said: bool,
    /// Whether the next word is joined to the last by `or`.
    either: bool,
    /// Whether words are behind `without` or the like.
    lacking: bool,
    /// How deep in brackets.
    depth: u32,
}

/// How the wording meets what is said beside the words of `base`; `None` where
/// a word of it is missing.
pub(super) fn fit(wording: &str, base: &[Token], said: &Said) -> Option<Fit> {
    let mut fitting = Fitting {
        base,
        said,
        fit: Fit { found: 0, kept: 0 },
        named: 0,
        is_said: true,
        either: false,
        lacking: false,
        depth: 0,
    };
    let mut reader = Reader::default();
    for piece in wording.split_inclusive(|c: char| !c.is_alphanumeric() && c != '\'') {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let word = word.strip_suffix("'s").unwrap_or(word);
        if !word.is_empty() && !fitting.takes(word, &mut reader) {
            return None;
        }
        match piece.chars().last() {
            Some('(' | '[') => fitting.depth += 1,
            Some(')' | ']') => fitting.depth = fitting.depth.saturating_sub(1),
            Some(',') => fitting.lacking = false,
            _ => {}
        }
    }
    let Fitting {
        fit,
        named,
        is_said,
        ..
    } = fitting;
    (is_said && fit.found != 0 && said.is_of_it(fit.found, named | fit.found)).then_some(fit)
}

impl Fitting<'_> {
    /// Whether the wording can still be met with this word.
    fn takes(&mut self, word: &str, reader: &mut Reader) -> bool {
        match word {
            "or" => self.either = !self.lacking,
            "without" | "not" | "whether" | "excluding" | "except" => self.lacking = true,
            "unspecified" | "Unspecified" => self.is_said |= std::mem::take(&mut self.either),
            _ => {
                if let Word::Says(token) = reader.read(word) {
                    return self.takes_token(token);
                }
            }
        }
        true
    }

    fn takes_token(&mut self, token: Token) -> bool {
        let bit = self.said.bit(token);
        let named = self.base.contains(&token);
        if self.lacking {
            return named || bit.is_none();
        }
        if named {
            self.fit.kept += 1;
            self.named |= bit.unwrap_or(0);
        } else {
            self.fit.found |= bit.unwrap_or(0);
        }
        if self.depth > 0 {
            return true;
        }
        let is_said = named || bit.is_some();
        let joined = std::mem::take(&mut self.either);
        if !joined && !self.is_said {
            return false;
        }
        self.is_said = is_said || joined && self.is_said;
        true
    }
}
