//! One book of the index as it lies on disk: its rows in printed order, each
//! with its depth, its codes and its references.
//!
//! Invariants, made by [`super::draft`]: the first row is a main term (level
//! 0), and no row is more than one level deeper than the row before it. Cells
//! and references are sorted by row. Everything else is computed at load.

use std::ops::Range;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::book::{IndexBook, IndexColumn};
use super::reference::Reference;
use super::vocabulary::Vocabulary;
use crate::error::CodesError;
use crate::tables::strings::Strings;

/// First bytes of a book's file; the number grows with its layout.
const MAGIC: &[u8; 8] = b"CFINDEX1";

/// No row.
const NONE: u32 = u32::MAX;

/// A book.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Tree {
    /// Which it is.
    pub(crate) book: IndexBook,
    /// Words of each row.
    pub(super) titles: Strings,
    /// Nonessential modifiers of each row.
    pub(super) modifiers: Strings,
    /// Depth of each row, 0 for a main term.
    pub(super) levels: Vec<u8>,
    /// Codes.
    pub(super) cells: Vec<Cell>,
    /// References.
    pub(super) references: Vec<Reference>,
    /// Texts of the references.
    pub(super) reference_texts: Strings,
    /// The words by which rows are found.
    pub(super) vocabulary: Vocabulary,
    #[serde(skip)]
    parents: Vec<u32>,
    #[serde(skip)]
    ends: Vec<u32>,
}

/// A code of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cell {
    /// Its row.
    pub(super) row: u32,
    /// Its column, in the tables.
    pub(super) column: Option<IndexColumn>,
    /// The code, packed.
    pub(crate) code: u64,
    /// Whether the index leaves further characters open (a trailing dash).
    pub(super) open: bool,
    /// The manifestation code that follows it; 0 where there is none.
    pub(super) manifestation: u64,
}

impl Tree {
    /// An empty book.
    pub(super) fn new(book: IndexBook) -> Self {
        Self {
            book,
            titles: Strings::default(),
            modifiers: Strings::default(),
            levels: Vec::new(),
            cells: Vec::new(),
            references: Vec::new(),
            reference_texts: Strings::default(),
            vocabulary: Vocabulary::default(),
            parents: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.levels.len()
    }

    /// Computes what is not stored: each row's parent and where its subterms
    /// end.
    pub(super) fn link(&mut self) {
        let mut open: Vec<usize> = Vec::new();
        self.parents = Vec::with_capacity(self.levels.len());
        self.ends = vec![number(self.levels.len()); self.levels.len()];
        for (row, &level) in self.levels.iter().enumerate() {
            for closed in open.drain(usize::from(level).min(open.len())..) {
                if let Some(end) = self.ends.get_mut(closed) {
                    *end = number(row);
                }
            }
            self.parents
                .push(open.last().map_or(NONE, |&parent| number(parent)));
            open.push(row);
        }
    }

    /// The row above, in the tree.
    pub(super) fn parent(&self, row: usize) -> Option<usize> {
        let parent = *self.parents.get(row)?;
        (parent != NONE).then_some(parent as usize)
    }

    /// A row and everything below it.
    pub(super) fn subtree(&self, row: usize) -> Range<usize> {
        row..self.ends.get(row).map_or(row, |&end| end as usize)
    }

    /// The rows directly below.
    pub(super) fn children(&self, row: usize) -> impl Iterator<Item = usize> + use<'_> {
        let end = self.subtree(row).end;
        let mut next = row + 1;
        std::iter::from_fn(move || {
            let child = next;
            next = self.subtree(child).end.max(child + 1);
            (child < end).then_some(child)
        })
    }

    /// The main terms.
    pub(super) fn main_terms(&self) -> impl Iterator<Item = usize> + use<'_> {
        let levels = self.levels.iter().enumerate();
        levels.filter(|(_, level)| **level == 0).map(|(row, _)| row)
    }

    /// A row and those above it, outermost first.
    pub(super) fn path(&self, row: usize) -> Vec<usize> {
        let mut path: Vec<_> = std::iter::successors(Some(row), |&row| self.parent(row)).collect();
        path.reverse();
        path
    }

    /// What a reference says.
    pub(super) fn reference_text(&self, reference: &Reference) -> &str {
        self.reference_texts.get(reference.text as usize)
    }

    /// The codes of rows in a range.
    pub(super) fn cells_in(&self, rows: &Range<usize>) -> &[Cell] {
        between(&self.cells, rows, |cell| cell.row)
    }

    /// The references of rows in a range.
    pub(super) fn references_in(&self, rows: &Range<usize>) -> &[Reference] {
        between(&self.references, rows, |reference| reference.row)
    }

    /// The bytes that [`Tree::read`] reads.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        // Columns in memory: postcard has nothing to refuse.
        postcard::to_extend(self, MAGIC.to_vec()).unwrap_or_default()
    }

    /// Reads the bytes of a book.
    pub(crate) fn read(bytes: &[u8], path: &Path) -> Result<Self, CodesError> {
        let Some(content) = bytes.strip_prefix(MAGIC) else {
            return Err(CodesError::Outdated {
                path: path.to_owned(),
            });
        };
        let mut tree: Self = postcard::from_bytes(content)
            .map_err(|error| CodesError::damaged(path, error.to_string()))?;
        tree.link();
        Ok(tree)
    }
}

fn between<'a, T>(sorted: &'a [T], rows: &Range<usize>, row: fn(&T) -> u32) -> &'a [T] {
    let from = sorted.partition_point(|item| (row(item) as usize) < rows.start);
    let to = sorted.partition_point(|item| (row(item) as usize) < rows.end);
    sorted.get(from..to).unwrap_or_default()
}

/// A row number as it is stored.
pub(super) fn number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(NONE)
}
