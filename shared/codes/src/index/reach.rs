//! From the words of a query to codes, as a coder goes: by the path whose
//! words were said, through "see" where the index sends one on, and through
//! "see also" where that fits better.
//!
//! A path is as good as the share of the query's weight that its words cover,
//! less what it says beyond the query. [`super::follow`] follows references.

use std::collections::HashMap;

use super::book::{IndexBook, IndexColumn};
use super::follow::Arrival;
use super::mark::{Mark, Marks};
use super::query::{Covered, Query};
use super::reference::Reference;
use super::resolve::Resolver;
use super::tree::{Cell, Tree};
use super::weights::Weights;
use crate::tables::CodeTables;

/// What a column gains for each word that names it.
const NAMED: f32 = 0.01;
/// What a column costs that the query does not name, by its place.
const COLUMN: f32 = 0.004;
/// What a code of the index to external causes costs: it is never the answer
/// to what the patient has.
const EXTERNAL: f32 = 0.02;

/// A code that was reached.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reached {
    /// The number of its book.
    pub(super) tree: usize,
    pub(super) cell: Cell,
    pub(crate) score: f32,
    /// Words of the query on the way to it.
    pub(crate) covered: Covered,
    /// How the way came to its book and row.
    pub(super) by: By,
}

impl Reached {
    /// The code, packed.
    pub(crate) const fn code(&self) -> u64 {
        self.cell.code
    }
}

/// How a code was come by.
#[derive(Clone, Copy, Debug)]
pub(super) enum By {
    /// From its main term.
    Path,
    /// Through a reference that was followed, by its number.
    Arrival(usize),
    /// From a row that says to see categories of the tabular list.
    Category(Reference),
}

/// What a query reaches.
pub(crate) struct Reach<'t> {
    pub(super) tables: &'t CodeTables,
    pub(super) trees: &'t [Tree],
    pub(super) marks: Vec<Marks>,
    pub(super) weights: Weights,
    /// The words that name each column.
    columns: HashMap<IndexColumn, u32>,
    /// The one column of a table that is looked in.
    only: Option<IndexColumn>,
    pub(super) arrivals: Vec<Arrival>,
    pub(super) resolvers: HashMap<usize, Resolver<'t>>,
    best: HashMap<u64, Reached>,
}

impl<'t> Reach<'t> {
    /// Marks the books for a query. `only` keeps to one column of one table.
    pub(crate) fn new(tables: &'t CodeTables, query: &Query, only: Option<IndexColumn>) -> Self {
        let trees = tables.supplements.index.as_slice();
        let columns = [IndexBook::Neoplasms, IndexBook::Drugs]
            .iter()
            .flat_map(|book| book.columns())
            .map(|&column| (column, query.named_by(column.words())))
            .collect();
        let mut reach = Self {
            tables,
            trees,
            marks: trees.iter().map(|tree| Marks::new(tree, query)).collect(),
            weights: Weights::default(),
            columns,
            only,
            arrivals: Vec::new(),
            resolvers: HashMap::new(),
            best: HashMap::new(),
        };
        let rows = trees.iter().map(Tree::len).sum();
        reach.weights = Weights::new(query, &reach.frequency(query.len()), rows);
        reach
    }

    /// How many rows hold each word of the query.
    pub(crate) fn frequency(&self, words: usize) -> Vec<u32> {
        let mut sum = vec![0; words];
        for marks in &self.marks {
            for (total, count) in sum.iter_mut().zip(&marks.frequency) {
                *total += count;
            }
        }
        sum
    }

    /// Weighs the words otherwise: where more than the index is searched.
    pub(crate) fn weigh(&mut self, weights: Weights) {
        self.weights = weights;
    }

    /// The codes reached, best first, each by its best path.
    pub(crate) fn codes(&mut self) -> Vec<Reached> {
        for tree in 0..self.trees.len() {
            self.direct(tree);
        }
        self.follow();
        let mut found: Vec<_> = self.best.values().copied().collect();
        found.sort_by(|a, b| {
            let place = |r: &Reached| (r.tree, r.cell.row, r.cell.column, r.cell.code);
            b.score.total_cmp(&a.score).then(place(a).cmp(&place(b)))
        });
        found
    }

    /// Whether a book is looked in.
    pub(super) fn is_open(&self, tree: &Tree) -> bool {
        self.only
            .is_none_or(|only| tree.book.columns().contains(&only))
    }

    /// The mark of a row by itself. The name of a table that is open at its
    /// column needs no saying.
    pub(super) fn mark(&self, tree: usize, row: usize) -> Option<Mark> {
        let marks = self.marks.get(tree)?;
        let mut mark = marks.of(row);
        let is_table = self.trees.get(tree)?.book == IndexBook::Neoplasms;
        if self.only.is_some() && is_table {
            mark.surplus -= marks.of(0).surplus;
        }
        Some(mark)
    }

    /// The codes at rows whose paths hold words of the query.
    fn direct(&mut self, number: usize) {
        let Some(tree) = self.trees.get(number) else {
            return;
        };
        if !self.is_open(tree) {
            return;
        }
        for cell in &tree.cells {
            let mark = self.mark(number, cell.row as usize);
            if let Some(mark) = mark.filter(|mark| !mark.covered.is_empty()) {
                self.reach(number, *cell, mark, By::Path);
            }
        }
    }

    /// Takes a code, where this is the best way to it.
    pub(super) fn reach(&mut self, tree: usize, cell: Cell, mark: Mark, by: By) {
        if self.only.is_some() && cell.column != self.only {
            return;
        }
        let Mark {
            mut covered,
            mut surplus,
        } = mark;
        let book = self.trees.get(tree).map(|tree| tree.book);
        if let Some(column) = cell.column {
            let named = self.columns.get(&column).copied().unwrap_or(0);
            covered.exact |= named;
            surplus -= NAMED * named.count_ones() as f32;
            let columns = book.map_or(&[][..], IndexBook::columns);
            let place = columns.iter().position(|&other| other == column);
            surplus += COLUMN * place.unwrap_or(0) as f32;
        }
        if book == Some(IndexBook::ExternalCauses) {
            surplus += EXTERNAL;
        }
        let reached = Reached {
            tree,
            cell,
            score: self.weights.share(covered) - surplus,
            covered,
            by,
        };
        let known = self.best.get(&cell.code);
        if known.is_none_or(|known| reached.score > known.score) {
            self.best.insert(cell.code, reached);
        }
    }
}
