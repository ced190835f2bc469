//! Which words of a query each row's path holds, and what the path says that
//! was not asked for: one pass over a book.

use super::query::{Covered, Query};
use super::tree::Tree;

/// The first word of a main term costs this times as much as others where it
/// is not named: a coder enters the index by it.
const MAIN_TERM: f32 = 4.0;
/// What a word costs that only resembles one that was asked for, of what it
/// costs that does not.
const RESEMBLING: f32 = 0.3;

/// How a path answers a query.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mark {
    /// Words of the query that it holds.
    pub(super) covered: Covered,
    /// What it says beyond the query.
    pub(super) surplus: f32,
}

/// One book, marked for one query.
pub(super) struct Marks {
    /// Each row's path.
    rows: Vec<Mark>,
    /// How many rows hold each word.
    pub(super) frequency: Vec<u32>,
}

impl Marks {
    pub(super) fn new(tree: &Tree, query: &Query) -> Self {
        let words: Vec<Covered> = tree
            .vocabulary
            .iter()
            .map(|(_, word)| query.covered(word))
            .collect();
        let mut marks = Self {
            rows: Vec::with_capacity(tree.len()),
            frequency: vec![0; query.len()],
        };
        for row in 0..tree.len() {
            let own = own(tree, row, &words);
            if !own.covered.is_empty() {
                for (number, count) in marks.frequency.iter_mut().enumerate() {
                    *count += own.covered.any() >> number & 1;
                }
            }
            let above = tree.parent(row).map(|above| marks.of(above));
            let above = above.unwrap_or_default();
            marks.rows.push(Mark {
                covered: above.covered.and(own.covered),
                surplus: above.surplus + own.surplus,
            });
        }
        marks
    }

    /// The path of a row.
    pub(super) fn of(&self, row: usize) -> Mark {
        self.rows.get(row).copied().unwrap_or_default()
    }
}

/// What a row's own words answer, and what they say beyond.
fn own(tree: &Tree, row: usize, words: &[Covered]) -> Mark {
    let is_main = tree.levels.get(row) == Some(&0);
    let mut covered = Covered::default();
    let mut surplus = 0.0;
    let mut first = 0.0;
    for (place, word) in tree.vocabulary.of_row(row).enumerate() {
        let found = words.get(word.word()).copied().unwrap_or_default();
        covered = covered.and(found);
        if word.is_modifier() {
            continue;
        }
        let mut cost = tree.vocabulary.cost(word.word());
        if is_main && place == 0 {
            cost *= MAIN_TERM;
        }
        if found.exact != 0 {
            cost = 0.0;
        } else if !found.is_empty() {
            cost *= RESEMBLING;
        }
        if place == 0 {
            first = cost;
        }
        if !word.is_variant() {
            surplus += cost;
        } else if !found.is_empty() {
            // The row was named by another form of its first word.
            surplus -= first;
            first = 0.0;
        }
    }
    Mark { covered, surplus }
}
