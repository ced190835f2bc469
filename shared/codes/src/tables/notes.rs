//! Notes where they stand and where they hold: at a code, at its headers, at
//! its section and its chapter (Guidelines I.A.10-17).
//!
//! No text is read here: the sets were computed at install.

use std::fmt;

use serde::{Serialize, Serializer};

use super::data::{NONE, NoteKind, Notes};
use super::entry::{Block, CmEntry};
use super::named::NamedCodes;
use super::{CodeTables, key};
use crate::notes::{NoteReading, Wording};

/// Where a note stands.
#[derive(Clone, Copy)]
pub enum Place<'t> {
    /// At a code or header.
    Code(CmEntry<'t>),
    /// At a section or chapter.
    Block(Block<'t>),
}

impl Place<'_> {
    /// Whether the code stands here or below.
    pub(crate) fn covers(&self, entry: &CmEntry<'_>) -> bool {
        match self {
            Self::Code(at) => key::subtree(at.key()).contains(&entry.key()),
            Self::Block(at) => entry.blocks().any(|block| block.row() == at.row()),
        }
    }
}

/// `I50.-`, `I50.1`, `section I20-I25`, `chapter 9`.
impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(entry) if entry.is_header() => f.write_str(&header(entry.code())),
            Self::Code(entry) => f.write_str(entry.code()),
            Self::Block(block) if block.is_chapter() => write!(f, "chapter {}", block.id()),
            Self::Block(block) => write!(f, "section {}", block.id()),
        }
    }
}

impl fmt::Debug for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Place<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A note of the tabular list where it stands, with the codes that it names.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct PlacedNote<'t> {
    /// Which kind.
    pub kind: NoteKind,
    /// Where it stands.
    pub at: Place<'t>,
    /// Its text.
    pub text: &'t str,
    /// What reading it gave; nothing for kinds that name no codes.
    pub reading: NoteReading,
    /// The codes it names.
    pub codes: NamedCodes<'t>,
    /// Of the codes it stands at, those that it holds for; empty where for all.
    #[serde(skip)]
    scope: NamedCodes<'t>,
    #[serde(skip)]
    wording: Wording,
}

impl<'t> PlacedNote<'t> {
    /// Whether its words have any of the properties.
    pub(crate) const fn says(&self, wording: Wording) -> bool {
        self.wording.any(wording)
    }

    /// Whether it names the code.
    pub(crate) fn names(&self, entry: &CmEntry<'_>) -> bool {
        self.codes.holds(entry.key())
    }

    /// Whether it names the packed code by itself, not a header or range.
    pub(crate) fn names_exactly(&self, key: u64) -> bool {
        self.codes
            .ranges()
            .contains(&(key, *key::subtree(key).end()))
    }

    /// Whether it names a code for another that it holds for. A range that
    /// takes in the place of the note itself does not name what stands there.
    pub(crate) fn sets_apart(&self, entry: &CmEntry<'_>) -> bool {
        self.names(entry) && !self.at.covers(entry)
    }

    fn holds_for(&self, entry: &CmEntry<'_>) -> bool {
        self.scope.is_empty() || self.scope.holds(entry.key())
    }
}

/// A header as the list prints it, `I50.-`.
fn header(code: &str) -> String {
    if code.len() == 3 {
        format!("{code}.-")
    } else {
        format!("{code}-")
    }
}

impl<'t> CmEntry<'t> {
    /// The notes that apply to the code, nearest first: its own, then those of
    /// its headers, its section and its chapter.
    pub fn applying_notes(&self) -> impl Iterator<Item = PlacedNote<'t>> + use<'t> {
        let this = *self;
        let headers = std::iter::successors(Some(this), Self::parent);
        headers
            .flat_map(|entry| entry.own_notes())
            .chain(this.blocks().flat_map(|block| {
                let tables = block.tables();
                let notes = &tables.data.blocks.notes;
                placed(tables, notes, block.row(), Place::Block(block))
            }))
            .filter(move |note| note.holds_for(&this))
    }

    /// The notes that stand at the code itself.
    pub fn own_notes(&self) -> impl Iterator<Item = PlacedNote<'t>> + use<'t> {
        let notes = &self.tables().data.cm.notes;
        placed(self.tables(), notes, self.row(), Place::Code(*self))
    }

    /// The applying notes that stand above the code. What a header includes
    /// describes the header, not the code.
    pub fn inherited_notes(&self) -> impl Iterator<Item = PlacedNote<'t>> + use<'t> {
        let own = self.key();
        self.applying_notes().filter(move |note| {
            let stands_here = matches!(note.at, Place::Code(at) if at.key() == own);
            !stands_here && note.kind != NoteKind::Inclusion
        })
    }

    /// The applying notes of a kind.
    pub fn notes_of(&self, kind: NoteKind) -> impl Iterator<Item = PlacedNote<'t>> + use<'t> {
        self.applying_notes().filter(move |note| note.kind == kind)
    }

    /// The "code first" note that names `other` as what comes before this code.
    #[must_use]
    pub fn code_first(&self, other: &Self) -> Option<PlacedNote<'t>> {
        self.notes_of(NoteKind::CodeFirst)
            .find(|note| note.names(other) && other.key() != self.key())
    }
}

impl CodeTables {
    /// The Excludes1 note that keeps two codes apart, whichever of them it
    /// applies to.
    #[must_use]
    pub fn excludes1<'t>(&'t self, a: &CmEntry<'t>, b: &CmEntry<'t>) -> Option<PlacedNote<'t>> {
        excluding(NoteKind::Excludes1, a, b)
    }

    /// The Excludes2 note that tells two codes apart; both may be coded.
    #[must_use]
    pub fn excludes2<'t>(&'t self, a: &CmEntry<'t>, b: &CmEntry<'t>) -> Option<PlacedNote<'t>> {
        excluding(NoteKind::Excludes2, a, b)
    }

    /// The codes that exist of those that a note names, headers included.
    pub(crate) fn cm_within<'t>(
        &'t self,
        codes: NamedCodes<'t>,
    ) -> impl Iterator<Item = CmEntry<'t>> {
        let ranges = codes.ranges().iter();
        ranges.flat_map(|&(from, to)| self.cm_between(from, to))
    }

    /// Every note of the tabular list where it stands, in the list's order:
    /// chapters and sections first, then codes.
    pub fn tabular_notes(&self) -> impl Iterator<Item = PlacedNote<'_>> {
        let blocks = (0..self.data.blocks.parents.len()).flat_map(move |row| {
            let block = Block::new(self, row);
            placed(self, &self.data.blocks.notes, row, Place::Block(block))
        });
        let codes = (0..self.data.cm.keys.len()).flat_map(move |row| {
            let entry = CmEntry::new(self, row);
            placed(self, &self.data.cm.notes, row, Place::Code(entry))
        });
        blocks.chain(codes)
    }
}

fn excluding<'t>(kind: NoteKind, a: &CmEntry<'t>, b: &CmEntry<'t>) -> Option<PlacedNote<'t>> {
    let one_way =
        |from: &CmEntry<'t>, to: &CmEntry<'t>| from.notes_of(kind).find(|note| note.sets_apart(to));
    one_way(a, b).or_else(|| one_way(b, a))
}

fn placed<'t>(
    tables: &'t CodeTables,
    notes: &'t Notes,
    row: usize,
    at: Place<'t>,
) -> impl Iterator<Item = PlacedNote<'t>> + use<'t> {
    let range = match (notes.starts.get(row), notes.starts.get(row + 1)) {
        (Some(&start), Some(&end)) => start as usize..end as usize,
        _ => 0..0,
    };
    let set = |column: &[u32], note: usize| {
        let number = column.get(note).copied().unwrap_or(NONE);
        NamedCodes::new(tables.data.sets.get(number))
    };
    range.filter_map(move |note| {
        Some(PlacedNote {
            kind: *notes.kinds.get(note)?,
            at,
            text: notes.texts.get(note),
            reading: *notes.readings.get(note)?,
            codes: set(&notes.sets, note),
            scope: set(&notes.scopes, note),
            wording: *notes.wordings.get(note)?,
        })
    })
}
