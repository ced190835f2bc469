//! What "see" and "see also" say, taken apart.
//!
//! "See" is mandatory: the code stands under the term it names. "See also"
//! offers another place when the first has nothing that fits (Guidelines
//! I.A.16).

use serde::{Deserialize, Serialize};

use super::book::{IndexBook, IndexColumn};
use super::words;

/// A reference of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reference {
    /// Its row.
    pub(super) row: u32,
    /// "See also" rather than "see".
    pub(super) also: bool,
    /// The number of its text.
    pub(super) text: u32,
    /// Where it leads.
    pub(super) target: Target,
}

/// Where a reference leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Target {
    /// A row of the same book, with the column where it names one.
    Row(u32, Option<IndexColumn>),
    /// Another book; found when it is followed, for it may be imported later.
    Elsewhere(IndexBook),
    /// Categories of the tabular list.
    Categories,
    /// How to look up, such as "see condition": leads to no row.
    Instruction,
    /// Nowhere: the book has no such path.
    Nowhere,
}

/// The parts of a reference's text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Parts {
    /// A path of main term and subterms.
    Path(PathParts),
    /// Categories of the tabular list.
    Categories,
    /// How to look up.
    Instruction,
    /// Categories that the text does not name.
    Nothing,
}

/// A path that a reference names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct PathParts {
    /// The book it names, where it names one.
    pub(super) book: Option<IndexBook>,
    /// The column it names in the table of neoplasms.
    pub(super) column: Option<IndexColumn>,
    /// The words between its commas; the first are the main term's.
    pub(super) segments: Vec<Vec<String>>,
    /// How many segments stand before "by site" or "by type": what follows is
    /// beneath any of them.
    pub(super) before_any: Option<usize>,
}

/// How other books are named at the head of a reference.
const BOOKS: [(&str, IndexBook); 6] = [
    ("table of drugs and chemicals", IndexBook::Drugs),
    ("table of neoplasms", IndexBook::Neoplasms),
    ("neoplasm table", IndexBook::Neoplasms),
    ("index to diseases and injuries", IndexBook::Diseases),
    ("external cause index", IndexBook::ExternalCauses),
    ("index to external causes", IndexBook::ExternalCauses),
];

/// Beginnings of what tells how to look up, rather than where.
const INSTRUCTIONS: [&str; 6] = ["condition", "by ", "note", "specific", "or ", "the "];

/// Takes a reference's text apart.
pub(super) fn parse(text: &str) -> Parts {
    let text = plain(text);
    let lower = text.to_lowercase();
    if INSTRUCTIONS.iter().any(|start| lower.starts_with(start)) {
        return Parts::Instruction;
    }
    let names_categories = ["categor", "subcategor", "code "]
        .iter()
        .any(|s| lower.starts_with(s));
    if names_categories || codes(&text).next().is_some_and(|(at, _)| at == 0) {
        return match codes(&text).next() {
            Some(_) => Parts::Categories,
            None => Parts::Nothing,
        };
    }
    for (name, book) in BOOKS {
        if let Some(rest) = lower.strip_prefix(name) {
            let mut parts = path(rest);
            parts.take_columns(book);
            return Parts::Path(parts);
        }
    }
    Parts::Path(path(&text))
}

/// The text without what is in parentheses, "also" and stray signs.
fn plain(text: &str) -> String {
    let mut depth = 0_u32;
    let kept: String = text
        .chars()
        .filter(|&c| {
            match c {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => return depth == 0,
            }
            false
        })
        .collect();
    let kept = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    let kept = kept.trim_start_matches(['-', ',', ' ']);
    kept.strip_prefix("also ").unwrap_or(kept).to_owned()
}

fn path(text: &str) -> PathParts {
    let mut parts = PathParts::default();
    for segment in text.split(',') {
        let (segment, rest) = match segment.split_once("by ") {
            Some((before, after)) if is_any(after) => (before, Some(after)),
            _ => (segment, None),
        };
        parts.push(segment);
        if rest.is_some() {
            parts.before_any.get_or_insert(parts.segments.len());
        }
    }
    if parts.is_of("neoplasm") {
        parts.take_columns(IndexBook::Neoplasms);
    }
    parts
}

/// What follows "by" where any of several is meant.
fn is_any(after: &str) -> bool {
    [
        "site",
        "type",
        "specified",
        "drug",
        "substance",
        "animal",
        "cause",
    ]
    .iter()
    .any(|any| after.starts_with(any))
}

impl PathParts {
    fn push(&mut self, segment: &str) {
        let words: Vec<_> = words::folded(segment)
            .filter(|word| !["nec", "no", "nos"].contains(&word.as_str()))
            .collect();
        if !words.is_empty() {
            self.segments.push(words);
        }
    }

    /// Whether its main term is this one word.
    pub(super) fn is_of(&self, main: &str) -> bool {
        self.segments
            .first()
            .is_some_and(|words| words.as_slice() == [main])
    }

    /// Makes it a path of one of the tables: segments that name a column do
    /// not name a row.
    pub(super) fn take_columns(&mut self, book: IndexBook) {
        self.book = Some(book);
        let mut column = None;
        self.segments.retain(|segment| {
            let named = match book {
                IndexBook::Neoplasms => behavior(segment),
                IndexBook::Drugs => intent(segment),
                IndexBook::Diseases | IndexBook::ExternalCauses => None,
            };
            column = column.or(named);
            let is_general = ["poisoning", "category", "categorie"];
            named.is_none()
                && !segment
                    .first()
                    .is_some_and(|w| is_general.contains(&w.as_str()))
        });
        self.column = self.column.or(column);
        self.before_any = None;
    }
}

fn intent(segment: &[String]) -> Option<IndexColumn> {
    let words: Vec<_> = segment.iter().map(String::as_str).collect();
    Some(match words.as_slice() {
        ["adverse", "effect"] => IndexColumn::AdverseEffect,
        ["underdosing"] => IndexColumn::Underdosing,
        _ => return None,
    })
}

fn behavior(segment: &[String]) -> Option<IndexColumn> {
    let words: Vec<_> = segment.iter().map(String::as_str).collect();
    Some(match words.as_slice() {
        ["malignant"] | ["malignant", "primary"] | ["primary"] => IndexColumn::MalignantPrimary,
        ["secondary"] | ["malignant", "secondary"] => IndexColumn::MalignantSecondary,
        ["situ"] | ["carcinoma", "situ"] => IndexColumn::InSitu,
        ["benign"] => IndexColumn::Benign,
        ["uncertain", "behavior"] | ["uncertain"] => IndexColumn::UncertainBehavior,
        ["unspecified", "behavior" | "nature"] | ["unspecified"] => {
            IndexColumn::UnspecifiedBehavior
        }
        _ => return None,
    })
}

/// The codes in a text, with the places where they begin.
fn codes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '.';
    text.split(move |c| !is_part(c)).filter_map(move |word| {
        let word = word.trim_end_matches('.');
        let is_code = matches!(word.as_bytes(), [letter, digit, _, ..]
            if letter.is_ascii_uppercase() && digit.is_ascii_digit());
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        is_code.then_some((at, word))
    })
}

/// Categories that a reference names: from the first code to the last of each
/// range, and what the codes' further characters must be (`x` for any).
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Categories<'t> {
    /// First and last code of each range.
    pub(super) ranges: Vec<(&'t str, &'t str)>,
    /// The characters after the dot, such as `21` in "E08-E13 with .21".
    pub(super) suffix: Option<&'t str>,
}

/// The categories in a reference's text.
pub(super) fn categories(text: &str) -> Categories<'_> {
    let mut ranges: Vec<(&str, &str)> = Vec::new();
    let mut end = 0;
    for (at, code) in codes(text) {
        let joins = text
            .get(end..at)
            .is_some_and(|between| between.trim() == "-");
        match ranges.last_mut() {
            Some(range) if joins => range.1 = code,
            _ => ranges.push((code, code)),
        }
        end = at + code.len();
    }
    let after = text.get(end..).unwrap_or_default();
    let is_final = after.contains("final") || after.contains("th character");
    let suffix = after
        .split_whitespace()
        .filter(|_| !is_final || after.contains("fourth"))
        .find_map(|word| word.strip_prefix('.'))
        .map(|word| word.trim_end_matches(['-', '.', ',']));
    Categories { ranges, suffix }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segments(text: &str) -> (Option<IndexBook>, Option<IndexColumn>, String) {
        match parse(text) {
            Parts::Path(path) => {
                let segments: Vec<_> = path.segments.iter().map(|s| s.join(" ")).collect();
                (path.book, path.column, segments.join("/"))
            }
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_path_is_split_at_its_commas() {
        assert_eq!(
            segments("Disease, heart, ischemic"),
            (None, None, "disease/heart/ischemic".to_owned())
        );
        let (_, _, varix) = segments("Varix, leg, with, ulcer, with inflammation by site");
        assert_eq!(varix, "varix/leg/ulcer/inflammation");
        let (_, _, term) = segments("- Infarct, myocardium (acute), specified NEC");
        assert_eq!(term, "infarct/myocardium/specified");
    }

    #[test]
    fn neoplasms_are_a_site_and_a_column_of_their_table() {
        let table = Some(IndexBook::Neoplasms);
        assert_eq!(
            segments("Neoplasm, skin,  benign, by site"),
            (table, Some(IndexColumn::Benign), "neoplasm/skin".to_owned())
        );
        assert_eq!(
            segments("Neoplasm, by site, malignant"),
            (
                table,
                Some(IndexColumn::MalignantPrimary),
                "neoplasm".to_owned()
            )
        );
    }

    #[test]
    fn other_books_are_named_at_the_head() {
        assert_eq!(
            segments("Index to Diseases and Injuries, Complication(s)"),
            (Some(IndexBook::Diseases), None, "complication".to_owned())
        );
        assert_eq!(
            segments("Table of Drugs and Chemicals").0,
            Some(IndexBook::Drugs)
        );
    }

    #[test]
    fn instructions_and_categories_are_no_paths() {
        assert_eq!(parse("condition"), Parts::Instruction);
        assert_eq!(parse("by type"), Parts::Instruction);
        assert_eq!(parse("category T36"), Parts::Categories);
        assert_eq!(parse("E08-E13 with .21"), Parts::Categories);
        assert_eq!(parse("subcategory"), Parts::Nothing);
    }

    #[test]
    fn categories_are_ranges_with_further_characters() {
        let found = categories("E08-E13 with .21");
        assert_eq!(found.ranges, [("E08", "E13")]);
        assert_eq!(found.suffix, Some("21"));
        let found = categories("N00-N07 with  fourth character .6");
        assert_eq!((found.ranges.len(), found.suffix), (1, Some("6")));
        let found = categories("subcategory M14.8-");
        assert_eq!(found.ranges, [("M14.8", "M14.8")]);
        assert_eq!(categories("L89 with final character .6").suffix, None);
        assert_eq!(categories("F11-F19 with .x50 or .x51").suffix, Some("x50"));
    }
}
