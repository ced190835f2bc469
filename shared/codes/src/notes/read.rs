//! Reads one note: its codes, or why it has none.

use super::lex::{self, Token};
use super::{NoteReading, Spec, Wording, errata, specs};
use crate::tables::data::NoteKind;

/// A note, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Read {
    pub(crate) reading: NoteReading,
    /// The codes it names.
    pub(crate) specs: Vec<Spec>,
    /// Of the codes it stands at, those it holds for; empty where for all.
    pub(crate) scope: Vec<Spec>,
    pub(crate) wording: Wording,
}

/// Reads a note of a kind. `heading` is the head of its list, where it has
/// one: its words hold too.
pub(crate) fn read(kind: NoteKind, text: &str, heading: Option<&Read>) -> Read {
    let text = errata::mended(text);
    let tokens = lex::tokens(&text);
    let inherited = heading.map_or_else(Wording::default, |head| head.wording);
    let mut read = Read {
        wording: Wording::of(&text).with(inherited),
        scope: heading.map_or_else(Vec::new, |head| head.scope.clone()),
        ..Read::default()
    };
    match specs::specs(&tokens) {
        Ok(specs) => read.specs = specs,
        Err(_) => {
            read.reading = NoteReading::Unread;
            return read;
        }
    }
    if is_heading(&text) {
        read.reading = NoteReading::Heading;
        read.scope = heading_scope(&text, std::mem::take(&mut read.specs));
    } else if !read.specs.is_empty() {
        read.reading = NoteReading::Codes;
        if read.specs.iter().all(is_part) {
            read.wording = read.wording.without(Wording::COMBINATION);
        }
    } else if names_no_code(kind, &text) && !has_remains_of_codes(&tokens) {
        read.reading = NoteReading::NoCode;
    } else {
        read.reading = NoteReading::Unread;
    }
    read
}

/// A pattern picks the codes of the combination from the range.
const fn is_part(spec: &Spec) -> bool {
    matches!(
        spec,
        Spec::Codes {
            pattern: Some(_),
            ..
        }
    )
}

fn is_heading(text: &str) -> bool {
    text.trim_end().ends_with(':')
}

/// `for codes G31.0-G31.83, to identify:` holds for those alone, and what
/// stands under `for adverse effects` for these alone, not for poisonings.
fn heading_scope(text: &str, named: Vec<Spec>) -> Vec<Spec> {
    if text.contains("for codes") {
        return named;
    }
    if text.contains("for adverse effects") {
        let adverse = lex::tokens("(T36-T50 with fifth or sixth character 5)");
        return specs::specs(&adverse).unwrap_or_default();
    }
    Vec::new()
}

/// Phrases with which an Excludes note sends the coder elsewhere.
const REFERENCES: [&str; 9] = [
    "see ",
    "code to",
    "code by",
    "code the",
    "omit code",
    "classified elsewhere",
    "according to their",
    "body system",
    "should not be coded",
];

/// Whether a note without codes is meant to have none. Notes that ask for a
/// code may leave it to the coder; an Excludes note names what it excludes.
fn names_no_code(kind: NoteKind, text: &str) -> bool {
    match kind {
        NoteKind::Excludes1 | NoteKind::Excludes2 => {
            let text = text.to_ascii_lowercase();
            REFERENCES.iter().any(|phrase| text.contains(phrase))
        }
        _ => true,
    }
}

/// Something code-like that was not read: an unfinished code, a lone suffix.
fn has_remains_of_codes(tokens: &[Token]) -> bool {
    tokens.iter().any(|token| match token {
        Token::Suffix(_) => true,
        Token::Word(word) => {
            let mut bytes = word.bytes();
            word.len() >= 4
                && bytes.next().is_some_and(|b| b.is_ascii_uppercase())
                && bytes.all(|b| b.is_ascii_digit())
        }
        _ => false,
    })
}
