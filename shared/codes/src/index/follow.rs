//! Following "see" and "see also".
//!
//! The words that led to a reference count for every code at and beneath the
//! row that it names; what the query has left chooses among them. Every step
//! is bounded, so that references that run in a circle end.

use std::collections::HashSet;

use super::book::{IndexBook, IndexColumn};
use super::mark::Mark;
use super::query::Covered;
use super::reach::{By, Reach};
use super::reference::{self, Parts, Reference, Target};
use super::resolve::Resolver;
use super::tree::Cell;
use crate::tables::{CmEntry, key};

/// Most references that are followed from the rows of a query.
const MOST_REFERENCES: usize = 400;
/// Most references that are followed in all.
const MOST_ARRIVALS: usize = 1_500;
/// Most references one after the other.
const LONGEST_CHAIN: u8 = 4;
/// What it costs to follow "see": the shorter way is the clearer.
const SEE: f32 = 0.01;
/// What it costs to follow "see also", which is only an offer.
const SEE_ALSO: f32 = 0.03;
/// Most codes of categories that one reference gives.
const MOST_CATEGORIES: usize = 64;

/// A reference that was followed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival {
    /// Where the reference stands.
    pub(super) from: (usize, Reference),
    /// The reference that led there, by number.
    pub(super) before: Option<usize>,
    /// Where it leads: book and row.
    to: (usize, usize),
    column: Option<IndexColumn>,
    mark: Mark,
    chain: u8,
}

/// What was followed already: target, column and words.
type Seen = HashSet<(usize, usize, Option<IndexColumn>, Covered)>;

impl<'t> Reach<'t> {
    /// Follows the references of rows whose paths hold words of the query,
    /// the likeliest first.
    pub(super) fn follow(&mut self) {
        let mut first: Vec<(f32, usize, Reference, Mark)> = Vec::new();
        for (number, tree) in self.trees.iter().enumerate() {
            if !self.is_open(tree) {
                continue;
            }
            for reference in &tree.references {
                let mark = self.mark(number, reference.row as usize);
                if let Some(mark) = mark.filter(|mark| !mark.covered.is_empty()) {
                    let score = self.weights.share(mark.covered) - mark.surplus;
                    first.push((score, number, *reference, mark));
                }
            }
        }
        first.sort_by(|a, b| b.0.total_cmp(&a.0));
        first.truncate(MOST_REFERENCES);
        let mut seen = Seen::new();
        for (_, tree, reference, mark) in first {
            self.arrive((tree, reference), None, mark, &mut seen);
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
        mut mark: Mark,
        seen: &mut Seen,
    ) {
        let previous = before.and_then(|before| self.arrivals.get(before)).copied();
        let chain = previous.map_or(0, |previous| previous.chain + 1);
        if chain > LONGEST_CHAIN || self.arrivals.len() >= MOST_ARRIVALS {
            return;
        }
        mark.surplus += if from.1.also { SEE_ALSO } else { SEE };
        if from.1.target == Target::Categories {
            // Only from the row itself: the way there is then one path.
            if before.is_none() {
                self.categories(from, mark);
            }
            return;
        }
        let Some((to, column)) = self.target(from) else {
            return;
        };
        let column = column.or(previous.and_then(|previous| previous.column));
        if seen.insert((to.0, to.1, column, mark.covered)) {
            self.arrivals.push(Arrival {
                from,
                before,
                to,
                column,
                mark,
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
                let text = self.trees.get(tree)?.reference_text(&reference);
                let other = self.trees.iter().position(|tree| tree.book == book)?;
                let Parts::Path(mut path) = reference::parse(text) else {
                    return None;
                };
                if book == IndexBook::Drugs {
                    path.take_columns(book);
                }
                let there = self.trees.get(other)?;
                let resolver = self.resolvers.entry(other);
                let resolver = resolver.or_insert_with(|| Resolver::new(there));
                let (row, column) = resolver.find(&path, None)?;
                Some(((other, row), column))
            }
            Target::Categories | Target::Instruction | Target::Nowhere => None,
        }
    }

    /// The codes and references at and beneath the row that a reference leads
    /// to, as far as the query has words for them.
    fn beneath(&mut self, number: usize, arrival: Arrival, seen: &mut Seen) {
        let (tree_number, target) = arrival.to;
        let (Some(tree), Some(base)) =
            (self.trees.get(tree_number), self.mark(tree_number, target))
        else {
            return;
        };
        let rows = tree.subtree(target);
        let fits = |cell: &&Cell| arrival.column.is_none_or(|c| cell.column == Some(c));
        let own = tree
            .cells_in(&(target..target + 1))
            .iter()
            .any(|cell| fits(&cell));
        let known = arrival.mark.covered.and(base.covered).any();
        let way = |reach: &Self, row: usize, whole: bool| {
            let mark = reach.mark(tree_number, row)?;
            let is_new = mark.covered.any() & !known != 0;
            (row == target || is_new || whole).then_some(Mark {
                covered: mark.covered.and(arrival.mark.covered),
                surplus: arrival.mark.surplus + mark.surplus - base.surplus,
            })
        };
        for cell in tree.cells_in(&rows).iter().filter(fits) {
            // Without a code of its own the row stands for all beneath it.
            if let Some(mark) = way(self, cell.row as usize, !own) {
                self.reach(tree_number, *cell, mark, By::Arrival(number));
            }
        }
        for reference in tree.references_in(&rows) {
            if let Some(mark) = way(self, reference.row as usize, false) {
                self.arrive((tree_number, *reference), Some(number), mark, seen);
            }
        }
    }

    /// The categories of the tabular list that a row says to see.
    fn categories(&mut self, (tree, reference): (usize, Reference), mark: Mark) {
        let Some(book) = self.trees.get(tree) else {
            return;
        };
        let named = reference::categories(book.reference_text(&reference));
        let mut codes = Vec::new();
        for (first, last) in named.ranges {
            let (Some(first), Some(last)) = (key::pack(first), key::pack(last)) else {
                continue;
            };
            let length = key::dotted(first).len();
            let entries = self.tables.cm_between(first, last);
            let fit = entries.filter(|entry| is_meant(entry, length, named.suffix));
            codes.extend(fit.take(MOST_CATEGORIES));
        }
        for entry in codes {
            let cell = Cell {
                row: reference.row,
                column: None,
                code: key::pack(entry.code()).unwrap_or(0),
                open: entry.is_header(),
                manifestation: 0,
            };
            self.reach(tree, cell, mark, By::Category(reference));
        }
    }
}

/// Whether a code is one that a reference means: as long as the codes it
/// names, or with the characters it names after the dot (`x` for any).
fn is_meant(entry: &CmEntry<'_>, length: usize, suffix: Option<&str>) -> bool {
    let Some(suffix) = suffix else {
        return entry.code().len() == length;
    };
    let end = entry.code().split_once('.').map_or("", |(_, end)| end);
    let fits = |(c, wanted): (char, char)| wanted == 'x' || c == wanted;
    end.len() == suffix.len() && end.chars().zip(suffix.chars()).all(fits)
}
