//! A title or inclusion term held to what is said.
//!
//! Every word of it must be said, or named by the coded title already. Words
//! in brackets may be said (Guidelines I.A.7); of two words joined by `or` one
//! must be; what stands behind `without` or `not` must not be. A part left
//! open, as in `unspecified eye`, need not be said. Wordings of other
//! conditions than those named fit nothing.

use super::said::Said;
use super::token::{Reader, Token, Word};

/// How a wording meets what is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fit {
    /// The words that are said and that the coded title lacks, a bit each.
    pub(super) found: u64,
    /// The words of the base that it shares, a bit each.
    kept: u64,
}

impl Fit {
    /// The fit of a word of the ward, which shares no title.
    pub(super) const fn of_word(found: u64) -> Self {
        Self { found, kept: 0 }
    }

    /// How many words say more.
    pub(super) const fn says(self) -> u32 {
        self.found.count_ones()
    }

    /// How many words it shares with the coded title.
    pub(super) const fn keeps(self) -> u32 {
        self.kept.count_ones()
    }

    /// Both together.
    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            found: self.found | other.found,
            kept: self.kept | other.kept,
        }
    }
}

/// What part of a wording a word stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// What the code says.
    Has,
    /// What it denies: up to a comma or `with`.
    Lacks,
    /// What it leaves open whether: up to a comma.
    Whether,
    /// What is named unspecified: up to the next small word.
    Open,
}

/// The words of a wording, one by one.
struct Fitting<'s> {
    base: &'s [Token],
    wording: &'s str,
    after_with: bool,
    said: &'s Said,
    fit: Fit,
    /// Words of the base that are said.
    named: u64,
    /// Whether the last word, or one that it is joined to by `or`, is said.
    is_said: bool,
    /// Whether the next word is joined to the last by `or`.
    either: bool,
    part: Part,
    /// How deep in brackets.
    depth: u32,
}

/// Where `and` joins two that both must be there.
const BOTH: [&str; 4] = [
    "combined",
    "cute and chronic",
    "ight and left",
    "eft and right",
];

/// How the wording meets what is said beside the words of `base`; `None` where
/// a word of it is missing, or it says no more.
pub(super) fn fit<'s>(wording: &'s str, base: &'s [Token], said: &'s Said) -> Option<Fit> {
    fit_all(wording, base, said).filter(|fit| fit.found != 0)
}

/// As [`fit`], for wordings that may say no more.
pub(super) fn fit_all<'s>(wording: &'s str, base: &'s [Token], said: &'s Said) -> Option<Fit> {
    let mut fitting = Fitting {
        base,
        wording,
        after_with: false,
        said,
        fit: Fit { found: 0, kept: 0 },
        named: 0,
        is_said: true,
        either: false,
        part: Part::Has,
        depth: 0,
    };
    let mut reader = Reader::default();
    let mut before = "";
    for piece in wording.split_inclusive(|c: char| !c.is_alphanumeric() && c != '\'') {
        let word = bare(piece);
        if !word.is_empty() && !fitting.takes(word, before, &mut reader) {
            return None;
        }
        if !word.is_empty() {
            before = if piece.ends_with(',') { "," } else { word };
        }
        match piece.chars().last() {
            Some('(' | '[') => fitting.depth += 1,
            Some(')' | ']') => fitting.depth = fitting.depth.saturating_sub(1),
            Some(',') => fitting.part = Part::Has,
            _ => {}
        }
    }
    let Fitting {
        fit,
        named,
        is_said,
        ..
    } = fitting;
    (is_said && said.is_of_it(fit.found, named | fit.found)).then_some(fit)
}

/// The words that a wording says the patient has.
pub(super) fn tokens(wording: &str) -> Vec<Token> {
    let mut reader = Reader::default();
    let (mut part, mut before) = (Part::Has, "");
    let mut words = Vec::new();
    for piece in wording.split_inclusive(|c: char| !c.is_alphanumeric() && c != '\'') {
        let word = bare(piece);
        if let Some(next) = part_after(word, part, before) {
            part = next;
        } else if let Word::Says(token) = reader.read(word)
            && matches!(part, Part::Has | Part::Open)
        {
            words.push(token);
        }
        if !word.is_empty() {
            before = if piece.ends_with(',') { "," } else { word };
        }
        if piece.ends_with(',') {
            part = Part::Has;
        }
    }
    words
}

/// A word without what surrounds it.
fn bare(piece: &str) -> &str {
    let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
    word.strip_suffix("'s").unwrap_or(word)
}

/// The part that begins with a word.
fn part_after(word: &str, part: Part, before: &str) -> Option<Part> {
    match word {
        "without" | "not" | "excluding" | "except" => Some(Part::Lacks),
        "whether" => Some(Part::Whether),
        "unspecified" if matches!(before, "of" | "in" | "or" | ",") => Some(Part::Open),
        "with" if part != Part::Whether => Some(Part::Has),
        "of" | "in" | "due" | "to" | "and" if part == Part::Open => Some(Part::Has),
        // `Laceration without foreign body of right hand`.
        "of" if part == Part::Lacks && before != "loss" && before != "mention" => Some(Part::Has),
        _ => None,
    }
}

impl Fitting<'_> {
    /// Whether the wording can still be met with this word.
    fn takes(&mut self, word: &str, before: &str, reader: &mut Reader) -> bool {
        let after_with = std::mem::replace(&mut self.after_with, word == "with");
        if let Some(part) = part_after(word, self.part, before) {
            if part == Part::Open && after_with {
                return true;
            }
            if part == Part::Open {
                self.is_said |= std::mem::take(&mut self.either);
            }
            if matches!(self.part, Part::Has | Part::Open) || part != Part::Open {
                self.part = part;
            }
            return true;
        }
        match word {
            "or" => self.either = self.part == Part::Has,
            "and" => self.either = self.part == Part::Has && self.and_or(),
            "secondary" if self.wording.contains("secondary to") => {}
            "other" | "Other" if self.part == Part::Has && self.depth == 0 => return false,
            _ => {
                if let Word::Says(token) = reader.read(word) {
                    return self.takes_token(token);
                }
                self.either = false;
            }
        }
        true
    }

    /// Whether `and` means that one of two is enough (Guidelines I.A.14).
    fn and_or(&self) -> bool {
        !BOTH.iter().any(|both| self.wording.contains(both))
    }

    fn takes_token(&mut self, token: Token) -> bool {
        let bit = self.said.bit(token);
        let place = self.base.iter().position(|named| *named == token);
        if matches!(self.part, Part::Lacks | Part::Whether) {
            return place.is_some() || bit.is_none();
        }
        if let Some(place) = place {
            self.fit.kept |= 1_u64
                .checked_shl(u32::try_from(place).unwrap_or(64))
                .unwrap_or(0);
            self.named |= bit.unwrap_or(0);
        } else {
            self.fit.found |= bit.unwrap_or(0);
        }
        if self.depth > 0 || self.part == Part::Open {
            return true;
        }
        let is_said = place.is_some() || bit.is_some();
        let joined = std::mem::take(&mut self.either);
        if !joined && !self.is_said {
            return false;
        }
        self.is_said = is_said || joined && self.is_said;
        true
    }
}
