//! Reads the text of instructional notes into code sets, once, at install.
//!
//! The tabular list names codes in running text: `E11.22`, headers (`I12.-`),
//! ranges (`E08-E13`), lists, and parts of them (`E08-E13 with .2-`, `T36-T50
//! with fifth or sixth character 5`). [`read`] turns one note into specs,
//! [`expand`] turns specs into exact ranges of codes. Nothing is dropped: what
//! cannot be read says so ([`NoteReading::Unread`]).
//!
//! Source: ICD-10-CM Official Guidelines, Section I.A, and the tabular list.

mod errata;
mod expand;
mod lex;
mod pattern;
mod read;
mod specs;
mod wording;

use serde::{Deserialize, Serialize};

pub(crate) use expand::{Book, expand};
pub(crate) use read::{Read, read};
pub(crate) use wording::Wording;

use pattern::Pattern;

/// What reading a note gave.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum NoteReading {
    /// The codes it names.
    Codes,
    /// The head of a list: its words hold for the notes that follow.
    Heading,
    /// It names no code, by design: free text, or a reference elsewhere.
    #[default]
    NoCode,
    /// It should name codes, and they could not be read.
    Unread,
}

impl NoteReading {
    /// Every reading.
    pub const ALL: [Self; 4] = [Self::Codes, Self::Heading, Self::NoCode, Self::Unread];

    /// Its name, as reports print it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Codes => "codes",
            Self::Heading => "heading",
            Self::NoCode => "no code",
            Self::Unread => "unread",
        }
    }
}

/// Codes as a note names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Spec {
    /// All at and below two codes and between them, and of these what fits the
    /// pattern.
    Codes {
        from: u64,
        to: u64,
        pattern: Option<Pattern>,
    },
    /// A chapter of the list.
    Chapter(u8),
}
