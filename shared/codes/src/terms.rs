//! Every official wording of a diagnosis: titles, inclusion terms and, where
//! the site imported it, the alphabetic index.

use serde::{Deserialize, Serialize};

use crate::tables::strings::Strings;
use crate::tables::{CodeTables, NoteKind};

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

/// Terms of the imported files.
#[derive(Debug, Default)]
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

    fn iter(&self) -> impl Iterator<Item = Term<'_>> {
        (0..self.codes.len()).map(|number| Term {
            code: self.codes.get(number),
            text: self.texts.get(number),
            modifiers: self.modifiers.get(number),
            source: TermSource::Index,
        })
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
            .chain(self.index_terms().iter())
            .filter(|term| !term.text.is_empty())
    }
}
