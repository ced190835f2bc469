//! From drugs, findings, devices and past operations to the codes that a coder
//! looks for when reading of them.
//!
//! The list is hand-written and says what to look for, not what is true: a
//! linked code is offered to the model, and never suggested without it.

use aho_corasick::{AhoCorasick, MatchKind};
use chartfleet_model::Icd10CmCode;

use crate::lexical::Lexicon;

/// `wording, wording: CODE CODE`.
const LINKS: &str = include_str!("links.txt");

/// The list, ready to be found in a text.
pub(super) struct Links {
    /// `None` where the list would not fit the machine's words.
    wordings: Option<AhoCorasick>,
    /// The codes of each wording, likeliest first.
    codes: Vec<Vec<Icd10CmCode>>,
}

impl Links {
    /// The links to codes that the lexicon knows; others are skipped, for the
    /// list outlives editions.
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let (mut wordings, mut codes) = (Vec::new(), Vec::new());
        for (line_wordings, line_codes) in lines() {
            let line_codes: Vec<Icd10CmCode> = line_codes
                .split_whitespace()
                .filter_map(|code| code.parse().ok())
                .filter(|code| lexicon.knows(code))
                .collect();
            for wording in line_wordings.split(", ") {
                wordings.push(wording);
                codes.push(line_codes.clone());
            }
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(&wordings);
        Self {
            wordings: automaton.ok(),
            codes,
        }
    }

    /// The linked codes: first the likeliest of each wording in the order of
    /// the text, then the second ones, and so on. Each once.
    pub(super) fn of<'t>(&self, texts: impl Iterator<Item = &'t str>) -> Vec<&Icd10CmCode> {
        let mut met: Vec<usize> = Vec::new();
        for text in texts {
            let matches = self.wordings.iter().flat_map(|all| all.find_iter(text));
            for found in matches {
                let pattern = found.pattern().as_usize();
                if !met.contains(&pattern) && is_whole(text, found.start(), found.end()) {
                    met.push(pattern);
                }
            }
        }
        let mut found: Vec<&Icd10CmCode> = Vec::new();
        let deepest = self.codes.iter().map(Vec::len).max().unwrap_or_default();
        for depth in 0..deepest {
            for pattern in &met {
                let code = self.codes.get(*pattern).and_then(|codes| codes.get(depth));
                found.extend(code.filter(|code| !found.contains(code)));
            }
        }
        found
    }
}

fn lines() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = LINKS.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(": "))
}

/// Whether the match neither begins nor ends inside a word; a plural may follow.
fn is_whole(text: &str, start: usize, end: usize) -> bool {
    let before = text.get(..start).and_then(|text| text.chars().next_back());
    let after = text.get(end..).unwrap_or_default();
    let after = after.strip_prefix('s').unwrap_or(after).chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_wordings_in_lower_case_and_codes() {
        for line in LINKS
            .lines()
            .filter(|l| !l.is_empty() && !l.starts_with('#'))
        {
            let (wordings, codes) = line.split_once(": ").expect(line);
            for wording in wordings.split(", ") {
                assert!(!wording.trim().is_empty(), "{line}");
                assert_eq!(wording, wording.to_lowercase(), "{line}");
            }
            for code in codes.split(' ') {
                assert!(code.parse::<Icd10CmCode>().is_ok(), "{code} in {line}");
            }
        }
    }

    #[test]
    fn a_word_is_found_whole_and_in_the_plural() {
        for (text, word, whole) in [
            ("on statins.", "statin", true),
            ("an insulinoma", "insulin", false),
            ("pro-insulin", "insulin", true),
            ("xinsulin", "insulin", false),
        ] {
            let start = text.find(word).unwrap();
            assert_eq!(is_whole(text, start, start + word.len()), whole, "{text}");
        }
    }
}
