//! Looking up as a coder does: what was found, and the way there.

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use super::book::{IndexBook, IndexColumn};
use super::draft::is_note;
use super::query::Query;
use super::reach::{By, Reach, Reached};
use super::reference::Reference;
use super::tree::Tree;
use crate::tables::{CmEntry, CodeTables};

/// Share of a query that a path must cover to be shown.
const LEAST_SHARE: f32 = 0.5;

/// The imported books of the index.
#[derive(Clone, Copy, Debug)]
pub struct Index<'t> {
    pub(super) tables: &'t CodeTables,
    pub(super) trees: &'t [Tree],
}

/// A code that the index leads to.
#[derive(Clone, Debug)]
pub struct IndexHit<'t> {
    /// The code as the index prints it, without its dash.
    pub entry: CmEntry<'t>,
    /// Whether the index ends in a dash: further characters are needed.
    pub open: bool,
    /// The manifestation code that is reported after it.
    pub manifestation: Option<CmEntry<'t>>,
    /// The column, in the tables of neoplasms and drugs.
    pub column: Option<IndexColumn>,
    /// The way, one step a reference that was followed.
    pub steps: Vec<IndexStep<'t>>,
    /// Other places that the index offers here.
    pub see_also: Vec<&'t str>,
    /// Whether every word that was asked for stands on the way.
    pub complete: bool,
}

/// A path in one book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IndexStep<'t> {
    /// The book.
    pub book: IndexBook,
    /// Main term and subterms.
    pub path: Vec<&'t str>,
    /// What the last row says to see, where the way goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub see: Option<&'t str>,
    /// Whether that is a "see also".
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub also: bool,
}

impl CodeTables {
    /// The imported books of the alphabetic index; nothing is found in them
    /// where none was imported.
    #[must_use]
    pub fn index(&self) -> Index<'_> {
        Index {
            tables: self,
            trees: &self.supplements.index,
        }
    }
}

impl<'t> Index<'t> {
    /// Whether no book was imported.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.trees.is_empty()
    }

    /// The codes that the words lead to, best first, at most `limit`. The
    /// order of the words is free; nonessential modifiers may be among them.
    #[must_use]
    pub fn lookup(&self, words: &str, limit: usize) -> Vec<IndexHit<'t>> {
        self.reached(&Query::new(words), None, limit)
    }

    /// The codes of one column of the table of neoplasms or of drugs, such as
    /// benign neoplasms of `colon` or the adverse effect of `penicillin`.
    #[must_use]
    pub fn table(&self, words: &str, column: IndexColumn, limit: usize) -> Vec<IndexHit<'t>> {
        self.reached(&Query::new(words), Some(column), limit)
    }

    fn reached(&self, query: &Query, only: Option<IndexColumn>, limit: usize) -> Vec<IndexHit<'t>> {
        if query.len() == 0 {
            return Vec::new();
        }
        let mut reach = Reach::new(self.tables, query, only);
        let found = reach.codes();
        found
            .iter()
            .filter(|reached| reached.score >= LEAST_SHARE)
            .filter_map(|reached| self.hit(&reach, reached, query.len()))
            .take(limit)
            .collect()
    }

    pub(crate) fn hit(
        &self,
        reach: &Reach<'t>,
        reached: &Reached,
        words: usize,
    ) -> Option<IndexHit<'t>> {
        let entry = self.entry(reached.code())?;
        let tree = self.trees.get(reached.tree)?;
        let row = reached.cell.row as usize;
        let mut steps = vec![match &reached.by {
            By::Category(reference) => step(tree, row).seeing(tree, reference),
            By::Path | By::Arrival(_) => step(tree, row),
        }];
        let mut arrival = match reached.by {
            By::Arrival(number) => Some(number),
            By::Path | By::Category(_) => None,
        };
        while let Some(number) = arrival {
            let followed = reach.arrivals.get(number)?;
            let (from, reference) = &followed.from;
            let from = self.trees.get(*from)?;
            steps.push(step(from, reference.row as usize).seeing(from, reference));
            arrival = followed.before;
        }
        steps.reverse();
        let references = tree.references_in(&(row..row + 1)).iter();
        let see_also = references
            .filter(|reference| reference.also)
            .map(|reference| tree.reference_text(reference))
            .collect();
        Some(IndexHit {
            entry,
            open: reached.cell.open,
            manifestation: self.entry(reached.cell.manifestation),
            column: reached.cell.column,
            steps,
            see_also,
            complete: reached.covered.any().count_ones() as usize == words,
        })
    }

    pub(crate) fn entry(&self, code: u64) -> Option<CmEntry<'t>> {
        self.tables
            .cm_row(code)
            .map(|row| CmEntry::new(self.tables, row))
    }
}

fn step(tree: &Tree, row: usize) -> IndexStep<'_> {
    IndexStep {
        book: tree.book,
        path: tree
            .path(row)
            .into_iter()
            .map(|row| tree.titles.get(row))
            .filter(|title| !title.is_empty() && !is_note(title))
            .collect(),
        see: None,
        also: false,
    }
}

impl<'t> IndexStep<'t> {
    /// The same step, left by a reference.
    fn seeing(self, tree: &'t Tree, reference: &Reference) -> Self {
        Self {
            see: Some(tree.reference_text(reference)),
            also: reference.also,
            ..self
        }
    }
}

impl<'t> IndexHit<'t> {
    /// The codes that may be billed on a day: the code itself, or what its
    /// open characters make of it.
    #[must_use]
    pub fn billable(&self, on: Date) -> Vec<CmEntry<'t>> {
        let own = std::iter::once(self.entry);
        own.chain(self.entry.descendants())
            .filter(|entry| entry.billable(on))
            .collect()
    }

    /// The way as one line each: main term, subterms, what was seen, and the
    /// column.
    #[must_use]
    pub fn path(&self) -> Vec<String> {
        let mut path: Vec<String> = Vec::new();
        for step in &self.steps {
            path.extend(step.path.iter().map(|&words| words.to_owned()));
            if let Some(see) = step.see {
                let also = if step.also { "see also" } else { "see" };
                path.push(format!("{also} {see}"));
            }
        }
        path.extend(self.column.map(|column| column.label().to_owned()));
        path
    }

    /// The code as the index prints it: `S72.0-`, `E85.4 [I43]`.
    #[must_use]
    pub fn printed(&self) -> String {
        let code = printed(self.entry.code().to_owned(), self.open);
        match &self.manifestation {
            Some(second) => format!("{code} [{}]", second.code()),
            None => code,
        }
    }
}

impl Serialize for IndexHit<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct View<'a> {
            code: &'a str,
            title: &'a str,
            open: bool,
            #[serde(skip_serializing_if = "Option::is_none")]
            manifestation: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            column: Option<IndexColumn>,
            path: Vec<String>,
            steps: &'a [IndexStep<'a>],
            see_also: &'a [&'a str],
            complete: bool,
        }
        View {
            code: self.entry.code(),
            title: self.entry.title(),
            open: self.open,
            manifestation: self.manifestation.as_ref().map(CmEntry::code),
            column: self.column,
            path: self.path(),
            steps: &self.steps,
            see_also: &self.see_also,
            complete: self.complete,
        }
        .serialize(serializer)
    }
}

/// A code as the index prints it, with a dash where characters are open.
pub(super) fn printed(code: String, open: bool) -> String {
    match (open, code.len()) {
        (false, _) => code,
        (true, 3) => code + ".-",
        (true, _) => code + "-",
    }
}
