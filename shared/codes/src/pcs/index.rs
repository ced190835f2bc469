//! The index as it is kept: terms in document order, and what each leads to.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::CodesError;
use crate::tables::strings::Strings;

/// First bytes of a file of the index; the number grows with its layout.
const MAGIC: &[u8; 8] = b"CFPCSIX1";

/// The ICD-10-PCS index of one fiscal year.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct PcsIndex {
    pub(super) year: u16,
    /// The words of terms, by number of the term.
    titles: Strings,
    /// Terms, each before those below it.
    pub(super) terms: Vec<IndexTerm>,
    /// What terms lead to, in document order.
    pub(super) leads: Vec<Lead>,
    /// Words after see and use.
    words: Strings,
    /// Codes and beginnings of codes.
    codes: Strings,
}

/// A term's place.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct IndexTerm {
    /// 0 for a main term.
    pub(super) level: u8,
    /// The term above; itself for a main term.
    pub(super) parent: u32,
}

/// Where a term leads.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Lead {
    pub(super) term: u32,
    pub(super) kind: LeadKind,
    words: u32,
    code: u32,
}

/// How a term leads on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum LeadKind {
    /// To a code or the beginning of one.
    Code,
    /// To another term, with or without the beginning of a code.
    See,
    /// To another term beside this one.
    SeeAlso,
    /// To the value of a body part or device that it is coded to.
    Use,
}

impl LeadKind {
    /// As a path shows it.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "",
            Self::See => "see ",
            Self::SeeAlso => "see also ",
            Self::Use => "use ",
        }
    }
}

impl PcsIndex {
    /// An empty one.
    pub(super) fn new(year: u16) -> Self {
        Self {
            year,
            ..Self::default()
        }
    }

    /// Adds a term and returns its number.
    pub(super) fn push_term(&mut self, title: &str, level: u8, parent: Option<u32>) -> u32 {
        let number = self.titles.push(title);
        self.terms.push(IndexTerm {
            level,
            parent: parent.unwrap_or(number),
        });
        number
    }

    /// Adds what a term leads to.
    pub(super) fn push_lead(&mut self, term: u32, kind: LeadKind, words: &str, code: &str) {
        let words = self.words.push(words);
        let code = self.codes.push(code);
        self.leads.push(Lead {
            term,
            kind,
            words,
            code,
        });
    }

    /// The bytes that [`PcsIndex::read`] reads.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        // Columns in memory: postcard has nothing to refuse.
        postcard::to_extend(self, MAGIC.to_vec()).unwrap_or_default()
    }

    /// Reads the bytes of an index.
    pub(crate) fn read(bytes: &[u8], path: &Path) -> Result<Self, CodesError> {
        let Some(content) = bytes.strip_prefix(MAGIC) else {
            return Err(CodesError::Outdated {
                path: path.to_owned(),
            });
        };
        let index: Self = postcard::from_bytes(content)
            .map_err(|error| CodesError::damaged(path, error.to_string()))?;
        // Walks up the terms end: each parent comes before its children.
        let rises = |(number, term): (u32, &IndexTerm)| {
            term.parent < number || (term.parent == number && term.level == 0)
        };
        if !(0..).zip(&index.terms).all(rises) {
            return Err(CodesError::damaged(path, "its terms are out of order"));
        }
        Ok(index)
    }

    /// The fiscal year it is of.
    #[must_use]
    pub const fn year(&self) -> u16 {
        self.year
    }

    /// How many entries lead anywhere.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.leads.len()
    }

    /// Whether it has no entry.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.leads.is_empty()
    }

    /// Every code and beginning of a code that an entry leads to.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        let codes = self.leads.iter().map(|lead| self.code(lead));
        codes.filter(|code| !code.is_empty())
    }

    /// The words of a term.
    pub(super) fn title(&self, term: usize) -> &str {
        self.titles.get(term)
    }

    /// The words after see or use.
    pub(super) fn words(&self, lead: &Lead) -> &str {
        self.words.get(lead.words as usize)
    }

    /// The code, or its beginning; empty where there is none.
    pub(super) fn code(&self, lead: &Lead) -> &str {
        self.codes.get(lead.code as usize)
    }

    /// The words of a term under those of the terms above it.
    pub(super) fn path(&self, term: u32) -> Vec<&str> {
        let mut path = vec![self.title(term as usize)];
        let mut at = term;
        while let Some(term) = self.terms.get(at as usize).filter(|term| term.parent < at) {
            at = term.parent;
            path.push(self.title(at as usize));
        }
        path.reverse();
        path
    }
}
