//! Reads the notes of the tabular list into sets, each distinct set once.

use std::collections::BTreeMap;

use super::tabular::{Note, Tabular};
use super::{close, number};
use crate::codeset::CodeRange;
use crate::notes::{self, Book, NoteReading, Read, Spec, Wording};
use crate::tables::data::{NONE, NoteKind, Notes, SetTable};
use crate::tables::key;

/// Reads notes and collects the sets that they name.
pub(super) struct NoteReader<'b> {
    book: Book<'b>,
    table: SetTable,
    numbers: BTreeMap<Vec<CodeRange>, u32>,
}

impl<'b> NoteReader<'b> {
    pub(super) fn new(keys: &'b [u64], chapters: &'b [(u8, CodeRange)]) -> Self {
        Self {
            book: Book { keys, chapters },
            table: SetTable::default(),
            numbers: BTreeMap::new(),
        }
    }

    /// Appends a row with its notes.
    pub(super) fn push(&mut self, notes: &mut Notes, added: &[Note]) {
        close(&mut notes.starts, notes.texts.len());
        let mut heading: Option<Read> = None;
        for (index, note) in added.iter().enumerate() {
            if note.begins {
                heading = None;
            }
            let read = if NoteKind::NAMING.contains(&note.kind) {
                self.read(note, heading.as_ref())
            } else {
                (Read::default(), NONE)
            };
            let (mut read, set) = read;
            let ends = added.get(index + 1).is_none_or(|next| next.begins);
            if note.begins && ends {
                read.wording = read.wording.with(Wording::ALONE);
            }
            notes.kinds.push(note.kind);
            notes.texts.push(&note.text);
            notes.readings.push(read.reading);
            notes.wordings.push(read.wording);
            notes.sets.push(set);
            notes.scopes.push(self.set(&read.scope).unwrap_or(NONE));
            if read.reading == NoteReading::Heading {
                heading = Some(read);
            }
        }
    }

    /// The sets collected.
    pub(super) fn finish(mut self) -> SetTable {
        close(&mut self.table.starts, self.table.ranges.len());
        self.table
    }

    fn read(&mut self, note: &Note, heading: Option<&Read>) -> (Read, u32) {
        let mut read = notes::read(note.kind, &note.text, heading);
        match self.set(&read.specs) {
            Some(set) => (read, set),
            None => {
                read.reading = NoteReading::Unread;
                (read, NONE)
            }
        }
    }

    /// The number of the set of the specs; `None` where one of them names no
    /// code that exists.
    fn set(&mut self, specs: &[Spec]) -> Option<u32> {
        if specs.is_empty() {
            return Some(NONE);
        }
        let ranges = notes::expand(specs, &self.book).ok()?;
        if let Some(&known) = self.numbers.get(&ranges) {
            return Some(known);
        }
        let set = number(Some(self.table.starts.len()));
        close(&mut self.table.starts, self.table.ranges.len());
        self.table.ranges.extend_from_slice(&ranges);
        self.numbers.insert(ranges, set);
        Some(set)
    }
}

/// Number and range of codes of each chapter.
pub(super) fn chapters(tabular: &Tabular) -> Vec<(u8, CodeRange)> {
    let mut chapters: BTreeMap<u8, CodeRange> = BTreeMap::new();
    for node in &tabular.nodes {
        let mut at = node.block.and_then(|block| tabular.blocks.get(block));
        while let Some(parent) = at.and_then(|block| block.parent) {
            at = tabular.blocks.get(parent);
        }
        let chapter = at.and_then(|block| block.id.parse().ok());
        if let (Some(chapter), Some(code)) = (chapter, key::pack(&node.code)) {
            let below = *key::subtree(code).end();
            let range = chapters.entry(chapter).or_insert((code, below));
            *range = (range.0.min(code), range.1.max(below));
        }
    }
    chapters.into_iter().collect()
}
