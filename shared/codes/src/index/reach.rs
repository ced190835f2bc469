//! From the words of a query to codes, as a coder goes: by the path whose
//! words were said, through "see" where the index sends one on, and through
//! "see also" where that fits better.
//!
//! Each word of the query weighs the more the fewer rows hold it. A path is as
//! good as the share of the query's weight that its words cover, less what it
//! says beyond the query. Every step is bounded, so that references that run
//! in a circle end.

use std::collections::{HashMap, HashSet};

use super::book::{IndexBook, IndexColumn};
use super::mark::Marks;
use super::query::{Covered, Query};
use super::reference::{self, Parts, Reference, Target};
use super::resolve::Resolver;
use super::tree::{Cell, Tree};

/// Most references that are followed from the rows of a query.
const MOST_REFERENCES: usize = 400;
/// Most references that are followed in all.
const MOST_ARRIVALS: usize = 1_500;
/// Most references one after the other.
const LONGEST_CHAIN: u8 = 4;
/// What it costs to follow "see also", which is only an offer.
const SEE_ALSO: f32 = 0.02;
/// What `nos`, `unspecified` and the like weigh, of what other words weigh.
const FORMAL: f32 = 0.1;
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
    pub(crate) tree: usize,
    pub(crate) cell: Cell,
    pub(crate) score: f32,
    pub(crate) covered: Covered,
    /// The reference that led to its book and row, by number.
    pub(super) arrival: Option<usize>,
}

/// A reference that was followed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrival {
    /// Where the reference stands.
    pub(super) from: (usize, Reference),
    /// The reference that led there, by number.
    pub(super) before: Option<usize>,
    /// Where it leads.
    to: (usize, usize),
    column: Option<IndexColumn>,
    covered: Covered,
    surplus: f32,
    chain: u8,
}

/// What a query reaches.
pub(crate) struct Reach<'t> {
    trees: &'t [Tree],
    marks: Vec<Marks>,
    weights: Weights,
    /// The words that name each column.
    columns: HashMap<IndexColumn, u32>,
    only: Option<IndexColumn>,
    pub(super) arrivals: Vec<Arrival>,
    resolvers: HashMap<usize, Resolver<'t>>,
    best: HashMap<u64, Reached>,
}

/// What each word of a query weighs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    words: Vec<f32>,
    total: f32,
}

impl Weights {
    /// `frequency`: how many of `texts` texts hold each word of the query.
    pub(crate) fn new(query: &Query, frequency: &[u32], texts: usize) -> Self {
        let texts = texts.max(1) as f32;
        let formal = query.formal();
        let weight = |(number, &count): (usize, &u32)| {
            let rarity = (1.0 + texts / (1.0 + count as f32)).ln();
            if formal >> number & 1 == 1 {
                rarity * FORMAL
            } else {
                rarity
            }
        };
        let words: Vec<f32> = frequency.iter().enumerate().map(weight).collect();
        let total = words.iter().sum::<f32>().max(f32::EPSILON);
        Self { words, total }
    }

    /// The share of the query that is covered.
    pub(crate) fn share(&self, covered: Covered) -> f32 {
        let mut found = 0.0;
        for (number, weight) in self.words.iter().enumerate() {
            if covered.exact >> number & 1 == 1 {
                found += weight;
            } else if covered.loose >> number & 1 == 1 {
                found += 0.93 * weight;
            }
        }
        found / self.total
    }
}

impl<'t> Reach<'t> {
    /// Marks the books for a query. `only` keeps to one column of one table.
    pub(crate) fn new(trees: &'t [Tree], query: &Query, only: Option<IndexColumn>) -> Self {
        let marks: Vec<Marks> = trees.iter().map(|tree| Marks::new(tree, query)).collect();
        let columns = [IndexBook::Neoplasms, IndexBook::Drugs]
            .iter()
            .flat_map(|book| book.columns())
            .map(|&column| (column, query.named_by(column.words())))
            .collect();
        let mut reach = Self {
            trees,
            marks,
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

    /// The codes at rows whose paths hold words of the query.
    fn direct(&mut self, number: usize) {
        let Some(tree) = self.trees.get(number) else {
            return;
        };
        if self
            .only
            .is_some_and(|only| !tree.book.columns().contains(&only))
        {
            return;
        }
        let rest = if self.only.is_some() {
            // The table is open at its column: its name needs no saying.
            tree.main_terms().count() == 1
        } else {
            false
        };
        for cell in &tree.cells {
            let Some(marks) = self.marks.get(number) else {
                return;
            };
            let row = cell.row as usize;
            let covered = marks.covered(row);
            if covered.is_empty() {
                continue;
            }
            let head = if rest { marks.surplus(0) } else { 0.0 };
            let surplus = marks.surplus(row) - head;
            self.reach(number, *cell, covered, surplus, None);
        }
    }

    fn reach(
        &mut self,
        tree: usize,
        cell: Cell,
        mut covered: Covered,
        mut surplus: f32,
        arrival: Option<usize>,
    ) {
        if self.only.is_some() && cell.column != self.only {
            return;
        }
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
        let score = self.weights.share(covered) - surplus;
        let better = |old: &Reached| score > old.score;
        if self.best.get(&cell.code).is_none_or(better) {
            let reached = Reached {
                tree,
                cell,
                score,
                covered,
                arrival,
            };
            self.best.insert(cell.code, reached);
        }
    }

    /// Follows the references of rows whose paths hold words of the query,
    /// the likeliest first.
    fn follow(&mut self) {
        let mut first: Vec<(f32, usize, Reference)> = Vec::new();
        for (number, (tree, marks)) in self.trees.iter().zip(&self.marks).enumerate() {
            if self
                .only
                .is_some_and(|only| !tree.book.columns().contains(&only))
            {
                continue;
            }
            for reference in &tree.references {
                let row = reference.row as usize;
                let covered = marks.covered(row);
                if !covered.is_empty() {
                    let score = self.weights.share(covered) - marks.surplus(row);
                    first.push((score, number, *reference));
                }
            }
        }
        first.sort_by(|a, b| b.0.total_cmp(&a.0));
        first.truncate(MOST_REFERENCES);
        let mut seen = HashSet::new();
        for (_, tree, reference) in first {
            let Some(marks) = self.marks.get(tree) else {
                continue;
            };
            let row = reference.row as usize;
            let (covered, surplus) = (marks.covered(row), marks.surplus(row));
            self.arrive((tree, reference), None, (covered, surplus), &mut seen);
        }
        let mut next = 0;
        while let Some(&arrival) = self.arrivals.get(next) {
            self.beneath(next, arrival, &mut seen);
            next += 1;
        }
    }

    /// Follows one reference, once for the same words and target.
    fn arrive(
        &mut self,
        from: (usize, Reference),
        before: Option<usize>,
        (covered, surplus): (Covered, f32),
        seen: &mut HashSet<(usize, usize, Option<IndexColumn>, Covered)>,
    ) {
        let previous = before.and_then(|before| self.arrivals.get(before)).copied();
        let chain = previous.map_or(0, |previous| previous.chain + 1);
        if chain > LONGEST_CHAIN || self.arrivals.len() >= MOST_ARRIVALS {
            return;
        }
        let Some((to, column)) = self.target(from) else {
            return;
        };
        let column = column.or(previous.and_then(|previous| previous.column));
        if seen.insert((to.0, to.1, column, covered)) {
            let also = if from.1.also { SEE_ALSO } else { 0.0 };
            self.arrivals.push(Arrival {
                from,
                before,
                to,
                column,
                covered,
                surplus: surplus + also,
                chain,
            });
        }
    }

    /// Book and row that a reference leads to.
    fn target(
        &mut self,
        (tree, reference): (usize, Reference),
    ) -> Option<((usize, usize), Option<IndexColumn>)> {
        match reference.target {
            Target::Row(row, column) => Some(((tree, row as usize), column)),
            Target::Elsewhere(book) => {
                let other = self.trees.iter().position(|tree| tree.book == book)?;
                let text = self
                    .trees
                    .get(tree)?
                    .reference_texts
                    .get(reference.text as usize);
                let Parts::Path(mut path) = reference::parse(text) else {
                    return None;
                };
                if book == IndexBook::Drugs {
                    path.take_columns(book);
                }
                let there = self.trees.get(other)?;
                let resolver = self
                    .resolvers
                    .entry(other)
                    .or_insert_with(|| Resolver::new(there));
                let (row, column) = resolver.find(&path, None)?;
                Some(((other, row), column))
            }
            Target::Categories | Target::Instruction | Target::Nowhere => None,
        }
    }

    /// The codes and references at and beneath the row that a reference leads
    /// to, as far as the query has words for them.
    fn beneath(
        &mut self,
        number: usize,
        arrival: Arrival,
        seen: &mut HashSet<(usize, usize, Option<IndexColumn>, Covered)>,
    ) {
        let (tree_number, target) = arrival.to;
        let Some(tree) = self.trees.get(tree_number) else {
            return;
        };
        let rows = tree.subtree(target);
        let fits = |cell: &Cell| arrival.column.is_none_or(|c| cell.column == Some(c));
        let own = tree.cells_in(&(target..target + 1)).iter().any(fits);
        let Some((base, base_surplus)) = self
            .marks
            .get(tree_number)
            .map(|marks| (marks.covered(target), marks.surplus(target)))
        else {
            return;
        };
        let known = arrival.covered.and(base).any();
        let at = |reach: &Self, row: usize| {
            let marks = reach.marks.get(tree_number)?;
            let covered = marks.covered(row);
            let is_new = covered.any() & !known != 0;
            let surplus = arrival.surplus + marks.surplus(row) - base_surplus;
            (row == target || is_new || !own).then_some((covered.and(arrival.covered), surplus))
        };
        for cell in tree.cells_in(&rows).iter().filter(|cell| fits(cell)) {
            if let Some((covered, surplus)) = at(self, cell.row as usize) {
                self.reach(tree_number, *cell, covered, surplus, Some(number));
            }
        }
        for reference in tree.references_in(&rows) {
            let row = reference.row as usize;
            if row == target || at(self, row).is_some_and(|(covered, _)| covered.any() != known) {
                if let Some(mark) = at(self, row) {
                    self.arrive((tree_number, *reference), Some(number), mark, seen);
                }
            }
        }
    }
}
