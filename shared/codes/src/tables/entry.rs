//! A diagnosis code as the tables know it.

use chartfleet_model::Severity;
use jiff::civil::Date;
use serde::Serialize;

use super::data::{self, Edits, NONE, NoteKind, Notes, Period};
use super::notes::PlacedNote;
use super::{CodeTables, day_number, in_effect, key};
use crate::grouper::GrouperVersion;

/// A view of one ICD-10-CM code, header or leaf.
#[derive(Clone, Copy)]
pub struct CmEntry<'t> {
    tables: &'t CodeTables,
    row: usize,
}

impl<'t> CmEntry<'t> {
    pub(crate) const fn new(tables: &'t CodeTables, row: usize) -> Self {
        Self { tables, row }
    }

    pub(crate) const fn row(&self) -> usize {
        self.row
    }

    pub(crate) const fn tables(&self) -> &'t CodeTables {
        self.tables
    }

    /// The code, packed.
    pub(crate) fn key(&self) -> u64 {
        let keys = &self.tables.data.cm.keys;
        keys.get(self.row).copied().unwrap_or_default()
    }

    /// The code, with its dot.
    #[must_use]
    pub fn code(&self) -> &'t str {
        self.tables.data.cm.codes.get(self.row)
    }

    /// The title; empty for codes that the installed tabular list does not
    /// hold (deleted before it, or added after).
    #[must_use]
    pub fn title(&self) -> &'t str {
        self.tables.data.cm.titles.get(self.row)
    }

    /// Whether it may be billed on a day.
    #[must_use]
    pub fn billable(&self, on: Date) -> bool {
        self.in_effect(day_number(on)).is_some()
    }

    /// Whether a longer code is to be billed instead, on any day.
    #[must_use]
    pub fn is_header(&self) -> bool {
        self.descendants().next().is_some()
    }

    /// When it may be billed.
    #[must_use]
    pub fn validity(&self) -> Vec<Validity> {
        self.periods().iter().map(Validity::from).collect()
    }

    /// The next shorter code.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let parent = *self.tables.data.cm.parents.get(self.row)?;
        (parent != NONE).then(|| Self::new(self.tables, parent as usize))
    }

    /// The codes directly below.
    pub fn children(&self) -> impl Iterator<Item = Self> + use<'t> {
        let row = self.row;
        self.descendants()
            .filter(move |entry| entry.parent().is_some_and(|parent| parent.row == row))
    }

    /// Every longer code, in code order.
    pub fn descendants(&self) -> impl Iterator<Item = Self> + use<'t> {
        let tables = self.tables;
        let keys = &tables.data.cm.keys;
        let last = keys
            .get(self.row)
            .map_or(0, |&key| *key::subtree(key).end());
        let after = self.row + 1;
        let count = keys
            .get(after..)
            .unwrap_or_default()
            .iter()
            .take_while(move |&&key| key <= last)
            .count();
        (after..after + count).map(move |row| Self::new(tables, row))
    }

    /// Its own notes; what stands at its headers, section and chapter applies
    /// too, see [`CmEntry::applying_notes`].
    pub fn notes(&self) -> impl Iterator<Item = (NoteKind, &'t str)> + use<'t> {
        notes_of(&self.tables.data.cm.notes, self.row)
    }

    /// Its section, then its chapter.
    pub fn blocks(&self) -> impl Iterator<Item = Block<'t>> + use<'t> {
        let tables = self.tables;
        let mut at = Some(*self)
            .into_iter()
            .chain(std::iter::successors(self.parent(), Self::parent))
            .find_map(|entry| {
                let block = *tables.data.cm.blocks.get(entry.row)?;
                (block != NONE).then_some(block)
            });
        std::iter::from_fn(move || {
            let block = at?;
            at = tables
                .data
                .blocks
                .parents
                .get(block as usize)
                .copied()
                .filter(|&parent| parent != NONE);
            Some(Block {
                tables,
                row: block as usize,
            })
        })
    }

    /// The CC/MCC level of the code by itself in a grouper version.
    #[must_use]
    pub fn severity(&self, version: GrouperVersion) -> Severity {
        let levels = &self.tables.data.cm.levels;
        let number = version.number();
        let level = data::group(&levels.starts, &levels.rows, self.row)
            .iter()
            .find(|level| level.from <= number && number <= level.to);
        match level.map(|level| level.level) {
            Some(2) => Severity::Mcc,
            Some(1) => Severity::Cc,
            _ => Severity::None,
        }
    }

    /// Everything about the code, for a person or `--json`.
    #[must_use]
    pub fn describe(&self, on: Date) -> CmDescription<'t> {
        CmDescription {
            code: self.code(),
            title: self.title(),
            on,
            billable: self.billable(on),
            header: self.is_header(),
            validity: self.validity(),
            severity: GrouperVersion::for_discharge(on)
                .ok()
                .map(|version| self.severity(version)),
            section: self.blocks().next(),
            chapter: self.blocks().last(),
            parents: std::iter::successors(self.parent(), Self::parent)
                .map(|entry| Related::from(&entry))
                .collect(),
            children: self.children().map(|entry| Related::from(&entry)).collect(),
            notes: self.own_notes().collect(),
            inherited_notes: self.inherited_notes().collect(),
        }
    }

    pub(crate) fn periods(&self) -> &'t [Period] {
        self.tables.cm_periods(self.row)
    }

    pub(crate) fn in_effect(&self, day: u32) -> Option<&'t Period> {
        in_effect(self.periods(), day)
    }

    /// The editor's attributes on a day.
    pub(crate) fn edits(&self, day: u32) -> Edits {
        self.in_effect(day).map(|p| p.edits).unwrap_or_default()
    }
}

impl std::fmt::Debug for CmEntry<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("CmEntry").field(&self.code()).finish()
    }
}

fn notes_of(notes: &Notes, row: usize) -> impl Iterator<Item = (NoteKind, &str)> {
    let range = match (notes.starts.get(row), notes.starts.get(row + 1)) {
        (Some(&start), Some(&end)) => start as usize..end as usize,
        _ => 0..0,
    };
    range.filter_map(|note| Some((*notes.kinds.get(note)?, notes.texts.get(note))))
}

/// A chapter or section of the tabular list.
#[derive(Clone, Copy)]
pub struct Block<'t> {
    tables: &'t CodeTables,
    row: usize,
}

impl<'t> Block<'t> {
    pub(crate) const fn new(tables: &'t CodeTables, row: usize) -> Self {
        Self { tables, row }
    }

    pub(crate) const fn row(&self) -> usize {
        self.row
    }

    pub(crate) const fn tables(&self) -> &'t CodeTables {
        self.tables
    }

    /// Whether it is a chapter, not a section.
    #[must_use]
    pub fn is_chapter(&self) -> bool {
        let parents = &self.tables.data.blocks.parents;
        parents.get(self.row) == Some(&NONE)
    }

    /// The range, `E08-E13`, or the chapter's number.
    #[must_use]
    pub fn id(&self) -> &'t str {
        self.tables.data.blocks.ids.get(self.row)
    }

    /// The title.
    #[must_use]
    pub fn title(&self) -> &'t str {
        self.tables.data.blocks.titles.get(self.row)
    }

    /// Its notes, which apply to every code in it.
    pub fn notes(&self) -> impl Iterator<Item = (NoteKind, &'t str)> + use<'t> {
        notes_of(&self.tables.data.blocks.notes, self.row)
    }
}

impl Serialize for Block<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct View<'t> {
            id: &'t str,
            title: &'t str,
        }
        View {
            id: self.id(),
            title: self.title(),
        }
        .serialize(serializer)
    }
}

/// A period in which a code may be billed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Validity {
    /// First day.
    pub from: Date,
    /// Last day; `None` where the installed data knows no end.
    pub to: Option<Date>,
}

impl Validity {
    /// Whether a day is within it.
    #[must_use]
    pub fn covers(&self, on: Date) -> bool {
        self.from <= on && self.to.is_none_or(|last| on <= last)
    }
}

impl From<&Period> for Validity {
    fn from(period: &Period) -> Self {
        let last = date_of(period.to);
        Self {
            from: date_of(period.from),
            to: (last < GrouperVersion::LAST_DAY).then_some(last),
        }
    }
}

/// The date of a number YYYYMMDD.
fn date_of(number: u32) -> Date {
    let part = |n: u32| i8::try_from(n % 100).unwrap_or_default();
    let year = i16::try_from(number / 10_000).unwrap_or_default();
    Date::new(year, part(number / 100), part(number)).unwrap_or_default()
}

/// A code as it is shown.
#[derive(Debug, Serialize)]
pub struct CmDescription<'t> {
    /// The code.
    pub code: &'t str,
    /// Its title.
    pub title: &'t str,
    /// The day that was asked about.
    pub on: Date,
    /// Whether it may be billed on that day.
    pub billable: bool,
    /// Whether longer codes stand below it.
    pub header: bool,
    /// When it may be billed.
    pub validity: Vec<Validity>,
    /// Its CC/MCC level by itself, where a grouper version covers the day.
    pub severity: Option<Severity>,
    /// Its section.
    pub section: Option<Block<'t>>,
    /// Its chapter.
    pub chapter: Option<Block<'t>>,
    /// Its headers, nearest first.
    pub parents: Vec<Related<'t>>,
    /// The codes directly below.
    pub children: Vec<Related<'t>>,
    /// Its own notes.
    pub notes: Vec<PlacedNote<'t>>,
    /// The notes of its headers, section and chapter, which apply to it too.
    pub inherited_notes: Vec<PlacedNote<'t>>,
}

/// A code named by another.
#[derive(Debug, Serialize)]
pub struct Related<'t> {
    /// The code.
    pub code: &'t str,
    /// Its title.
    pub title: &'t str,
}

impl<'t> From<&CmEntry<'t>> for Related<'t> {
    fn from(entry: &CmEntry<'t>) -> Self {
        Self {
            code: entry.code(),
            title: entry.title(),
        }
    }
}

impl std::fmt::Debug for Block<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Block").field(&self.id()).finish()
    }
}
