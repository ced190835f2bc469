//! A book while it is read: rows in file order, their codes checked against
//! the installed tables, and at the end their references resolved.

use super::book::{IndexBook, IndexColumn};
use super::reference::{Reference, Target};
use super::resolve::Resolver;
use super::tree::{Cell, Tree, number};
use crate::import::Problem;
use crate::tables::{CodeTables, key};

/// Deepest level that is believed: the official books end at 9.
const DEEPEST: usize = 40;

/// Builds a [`Tree`] from rows in file order.
pub(super) struct Draft<'t> {
    tables: &'t CodeTables,
    tree: Tree,
    /// Codes that were read.
    codes: usize,
    /// Those of them that the tables know.
    known: usize,
    /// Those of them that tell of external causes.
    external: usize,
}

impl<'t> Draft<'t> {
    pub(super) fn new(book: IndexBook, tables: &'t CodeTables) -> Self {
        Self {
            tables,
            tree: Tree::new(book),
            codes: 0,
            known: 0,
            external: 0,
        }
    }

    pub(super) const fn book(&self) -> IndexBook {
        self.tree.book
    }

    /// A row `level` steps below a main term.
    pub(super) fn enter(
        &mut self,
        level: usize,
        title: &str,
        modifiers: &str,
    ) -> Result<(), String> {
        let above = self.tree.levels.last().map(|&level| usize::from(level));
        let deepest = above.map_or(0, |above| above + 1).min(DEEPEST);
        if level > deepest {
            return Err(match above {
                Some(above) => format!("level {level} directly below level {above}"),
                None => format!("level {level} without a main term above it"),
            });
        }
        // A row of nonessential modifiers alone repeats the row above it.
        if title.is_empty() && (modifiers.is_empty() || level == 0) {
            return Err("a row without a term".to_owned());
        }
        self.tree.titles.push(title);
        self.tree.modifiers.push(modifiers);
        if is_note(title) {
            self.tree.vocabulary.push("", "");
        } else {
            self.tree.vocabulary.push(title, modifiers);
        }
        self.tree
            .levels
            .push(u8::try_from(level).unwrap_or(u8::MAX));
        Ok(())
    }

    /// A code of the row entered last, with the manifestation that follows it:
    /// `E85.4`, `M14.8-` or `E85.4 [I43]`. Dashes alone mean that there is no
    /// code.
    pub(super) fn code(
        &mut self,
        column: Option<IndexColumn>,
        text: &str,
        manifestation: Option<&str>,
    ) -> Result<(), String> {
        let (text, manifestation) = match text.split_once('[') {
            Some((code, second)) => (code, Some(second.trim_end().trim_end_matches(']'))),
            None => (text, manifestation),
        };
        let Some((code, open)) = self.key(text)? else {
            return Ok(());
        };
        let manifestation = match manifestation {
            Some(text) => self.key(text)?.and_then(|(code, _)| code).unwrap_or(0),
            None => 0,
        };
        if let Some(code) = code {
            self.tree.cells.push(Cell {
                row: number(self.tree.len().saturating_sub(1)),
                column,
                code,
                open,
                manifestation,
            });
        }
        Ok(())
    }

    /// A code's key, `None` inside where the tables do not know it, and
    /// whether further characters are open. `None` where there is no code.
    fn key(&mut self, text: &str) -> Result<Option<(Option<u64>, bool)>, String> {
        let text = text.trim().trim_end_matches('\u{2713}').trim_end();
        let bare = text.trim_end_matches(['-', '.', '\u{2013}']).trim_end();
        if bare.is_empty() {
            return Ok(None);
        }
        let is_code = matches!(bare.as_bytes(), [letter, digit, _, ..]
            if letter.is_ascii_alphabetic() && digit.is_ascii_digit());
        let Some(code) = key::pack(bare).filter(|_| is_code) else {
            return Err(format!("{text:?} is no ICD-10-CM code"));
        };
        self.codes += 1;
        if bare.starts_with(['V', 'W', 'X', 'Y']) {
            self.external += 1;
        }
        let known = self.tables.cm_row(code).map(|_| code);
        self.known += usize::from(known.is_some());
        Ok(Some((known, bare.len() < text.len())))
    }

    /// A reference of the row entered last.
    pub(super) fn refer(&mut self, also: bool, text: &str) {
        if text.trim().is_empty() || self.tree.len() == 0 {
            return;
        }
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let reference = Reference {
            row: number(self.tree.len() - 1),
            also,
            text: self.tree.reference_texts.push(&text),
            target: Target::Nowhere,
        };
        self.tree.references.push(reference);
    }

    /// The book, and how many codes the installed tables do not know.
    pub(super) fn finish(mut self) -> Result<(Tree, usize), Problem> {
        let refuse = |problem: String| Err(Problem::new(1, problem));
        if self.codes == 0 {
            return refuse("no term with a code in it".to_owned());
        }
        let book = self.tree.book;
        let mostly_external = self.external * 2 > self.codes;
        if mostly_external != (book == IndexBook::ExternalCauses) {
            let other = if mostly_external {
                IndexBook::ExternalCauses
            } else {
                IndexBook::Diseases
            };
            return refuse(format!(
                "most of its codes are those of the {}: import it with --kind {}",
                other.name(),
                other.kind()
            ));
        }
        let unknown = self.codes - self.known;
        if unknown * 10 > self.codes {
            return refuse(format!(
                "{unknown} of its {} codes are not in the installed tables: it is of another edition",
                self.codes
            ));
        }
        self.tree.link();
        let resolver = Resolver::new(&self.tree);
        let targets: Vec<Target> = self
            .tree
            .references
            .iter()
            .map(|reference| resolver.target(reference))
            .collect();
        for (reference, target) in self.tree.references.iter_mut().zip(targets) {
            reference.target = target;
        }
        Ok((self.tree, unknown))
    }
}

/// A note to the reader that stands among the rows, with subterms printed
/// after it: it names nothing.
pub(super) fn is_note(title: &str) -> bool {
    title.starts_with("Note:") || title.starts_with("Note -")
}
