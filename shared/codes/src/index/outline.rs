//! The index as it is read: the rows beneath a term, and the references that
//! lead nowhere.

use serde::Serialize;

use super::book::{IndexBook, IndexColumn};
use super::lookup::{Index, printed};
use super::mark::Marks;
use super::query::Query;
use super::reference::{self, Parts, Target};
use super::resolve::Resolver;
use super::tree::{Cell, Tree};
use super::weights::Weights;
use crate::tables::key;

/// A row as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IndexRow<'t> {
    /// The book.
    pub book: IndexBook,
    /// Steps below the main term.
    pub level: u8,
    /// Its words; empty where it repeats the row above with other modifiers.
    pub title: &'t str,
    /// Nonessential modifiers.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub modifiers: &'t str,
    /// Its codes.
    pub codes: Vec<IndexCode<'t>>,
    /// What it says to see.
    pub see: Vec<&'t str>,
    /// What it offers to see.
    pub see_also: Vec<&'t str>,
}

/// A code as it is printed at a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IndexCode<'t> {
    /// The column it stands in, in the tables of neoplasms and drugs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<IndexColumn>,
    /// The code, with a dash where characters are open: `S72.0-`.
    pub code: String,
    /// The manifestation code that is printed after it in brackets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manifestation: Option<&'t str>,
}

/// A reference that names no row of an imported book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unresolved<'t> {
    /// The book it stands in.
    pub book: IndexBook,
    /// The path of the row it stands at.
    pub path: Vec<&'t str>,
    /// What it says.
    pub reference: &'t str,
}

impl<'t> Index<'t> {
    /// The rows of the terms that the words name, with everything beneath
    /// them: main terms before subterms, one group a term, at most `terms`.
    #[must_use]
    pub fn outline(&self, words: &str, terms: usize) -> Vec<Vec<IndexRow<'t>>> {
        let query = Query::new(words);
        let mut named: Vec<(bool, f32, &Tree, usize)> = Vec::new();
        let weights = Weights::new(&query, &vec![0; query.len()], 1);
        for tree in self.trees {
            let marks = Marks::new(tree, &query);
            for row in 0..tree.len() {
                let mark = marks.of(row);
                let covered = mark.covered.any();
                let above = tree.parent(row).map(|above| marks.of(above).covered.any());
                let is_whole = covered.count_ones() as usize == query.len();
                if query.len() > 0 && is_whole && above != Some(covered) {
                    let score = weights.share(mark.covered) - mark.surplus;
                    named.push((above.is_some(), score, tree, row));
                }
            }
        }
        let is_main = named.iter().any(|(below, ..)| !below);
        named.retain(|(below, ..)| !is_main || !below);
        named.sort_by(|a, b| b.1.total_cmp(&a.1));
        let groups = named.into_iter().take(terms);
        groups
            .map(|(_, _, tree, row)| self.rows(tree, row))
            .collect()
    }

    fn rows(&self, tree: &'t Tree, top: usize) -> Vec<IndexRow<'t>> {
        let above = tree.path(top);
        let above = above.iter().filter(|&&row| row != top).copied();
        let rows = above.map(|row| (row, false));
        let rows = rows.chain(tree.subtree(top).map(|row| (row, true)));
        rows.map(|(row, whole)| self.row(tree, row, whole))
            .collect()
    }

    /// `whole`: with its codes and references, rather than as a heading.
    fn row(&self, tree: &'t Tree, row: usize, whole: bool) -> IndexRow<'t> {
        let own = if whole { row..row + 1 } else { row..row };
        let code = |cell: &Cell| IndexCode {
            column: cell.column,
            code: printed(key::dotted(cell.code), cell.open),
            manifestation: self.entry(cell.manifestation).map(|entry| entry.code()),
        };
        let references = |also: bool| {
            let references = tree.references_in(&own).iter();
            references
                .filter(|reference| reference.also == also)
                .map(|reference| tree.reference_text(reference))
                .collect()
        };
        IndexRow {
            book: tree.book,
            level: tree.levels.get(row).copied().unwrap_or_default(),
            title: tree.titles.get(row),
            modifiers: tree.modifiers.get(row),
            codes: tree.cells_in(&own).iter().map(code).collect(),
            see: references(false),
            see_also: references(true),
        }
    }

    /// The references that name no row, in printed order. One that leads to a
    /// book that was not imported is not among them.
    #[must_use]
    pub fn unresolved(&self) -> Vec<Unresolved<'t>> {
        let mut found = Vec::new();
        for tree in self.trees {
            for reference in &tree.references {
                let text = tree.reference_text(reference);
                let is_lost = match reference.target {
                    Target::Nowhere => true,
                    Target::Elsewhere(book) => self.is_lost(text, book),
                    Target::Row(..) | Target::Categories | Target::Instruction => false,
                };
                if is_lost {
                    found.push(Unresolved {
                        book: tree.book,
                        path: tree
                            .path(reference.row as usize)
                            .into_iter()
                            .map(|row| tree.titles.get(row))
                            .collect(),
                        reference: text,
                    });
                }
            }
        }
        found
    }

    fn is_lost(&self, text: &str, book: IndexBook) -> bool {
        let Some(tree) = self.trees.iter().find(|tree| tree.book == book) else {
            return false;
        };
        match reference::parse(text) {
            Parts::Path(mut path) => {
                if book == IndexBook::Drugs {
                    path.take_columns(book);
                }
                !path.segments.is_empty() && Resolver::new(tree).find(&path, None).is_none()
            }
            _ => false,
        }
    }

    /// How many references there are.
    #[must_use]
    pub fn references(&self) -> usize {
        self.trees.iter().map(|tree| tree.references.len()).sum()
    }
}
