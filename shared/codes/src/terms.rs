//! Every official wording of a diagnosis: titles, inclusion terms and, where
//! the site imported it, the alphabetic index.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::CodesError;
use crate::tables::strings::Strings;
use crate::tables::{CodeTables, NoteKind};

/// First bytes of a file of terms; the number grows with its layout.
const MAGIC: &[u8; 8] = b"CFTERMS1";

/// Joins the words of an index path: `Diabetes, diabetic > type 2 > with`.
pub const PATH_SEPARATOR: &str = " > ";

/// A wording and the code it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Term<'t> {
    /// The code with its dot. From the index it may be a category whose
    /// further characters the index leaves open.
    pub code: &'t str,
    /// The words; for the index the whole path, joined by [`PATH_SEPARATOR`].
    pub text: &'t str,
    /// Nonessential modifiers of an index path: they may or may not be said.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub modifiers: &'t str,
    /// Where the wording stands.
    pub source: TermSource,
}

/// Where a wording stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermSource {
    /// The code's title.
    Title,
    /// An inclusion term of the tabular list.
    Inclusion,
    /// The alphabetic index.
    Index,
}

/// Terms of one imported file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct ImportedTerms {
    pub(crate) codes: Strings,
    pub(crate) texts: Strings,
    pub(crate) modifiers: Strings,
}

impl ImportedTerms {
    /// Adds one term.
    pub(crate) fn push(&mut self, code: &str, text: &str, modifiers: &str) {
        self.codes.push(code);
        self.texts.push(text);
        self.modifiers.push(modifiers);
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.codes.len()
    }

    fn iter(&self) -> impl Iterator<Item = Term<'_>> {
        (0..self.codes.len()).map(|number| Term {
            code: self.codes.get(number),
            text: self.texts.get(number),
            modifiers: self.modifiers.get(number),
            source: TermSource::Index,
        })
    }

    /// The bytes that [`ImportedTerms::read`] reads.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        // Columns of strings in memory: postcard has nothing to refuse.
        postcard::to_extend(self, MAGIC.to_vec()).unwrap_or_default()
    }

    /// Reads the bytes of a file of terms.
    pub(crate) fn read(bytes: &[u8], path: &Path) -> Result<Self, CodesError> {
        let Some(content) = bytes.strip_prefix(MAGIC) else {
            return Err(CodesError::Outdated {
                path: path.to_owned(),
            });
        };
        postcard::from_bytes(content).map_err(|error| CodesError::damaged(path, error.to_string()))
    }
}

impl CodeTables {
    /// Every wording: of each code its title and inclusion terms, then the
    /// terms of imported files. Headers are among them.
    pub fn terms(&self) -> impl Iterator<Item = Term<'_>> {
        let tabular = self.cm_entries().flat_map(|entry| {
            let title = Term {
                code: entry.code(),
                text: entry.title(),
                modifiers: "",
                source: TermSource::Title,
            };
            let inclusions = entry
                .notes()
                .filter(|(kind, _)| *kind == NoteKind::Inclusion)
                .map(move |(_, text)| Term {
                    text,
                    source: TermSource::Inclusion,
                    ..title
                });
            std::iter::once(title).chain(inclusions)
        });
        tabular
            .chain(self.supplements.terms.iter().flat_map(ImportedTerms::iter))
            .filter(|term| !term.text.is_empty())
    }
}
