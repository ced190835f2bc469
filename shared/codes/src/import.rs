//! `chartfleet codes import`: the alphabetic index and its tables, which the
//! pinned packages do not carry, from a file of the operator's.
//!
//! Reads the CDC's XML (`ICD10CM.index` and its siblings) and flattened CSV
//! with a `Level` column. An import makes a new version folder that shares the
//! tables of the one in use; a bad file changes nothing.

mod csv_rows;
mod paths;
mod xml_rows;

use std::fs;
use std::path::Path;

use sha2::{Digest as _, Sha256};

use crate::error::CodesError;
use crate::install::hex;
use crate::layout::{self, Import, Installed, Manifest};
use crate::tables::CodeTables;
use paths::Paths;

/// What can be imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImportKind {
    /// The index to diseases and injuries.
    Index,
    /// The index to external causes.
    ExternalCauses,
    /// The table of neoplasms.
    Neoplasms,
    /// The table of drugs and chemicals.
    Drugs,
}

impl ImportKind {
    /// All kinds, for help texts.
    pub const ALL: [Self; 4] = [
        Self::Index,
        Self::ExternalCauses,
        Self::Neoplasms,
        Self::Drugs,
    ];

    /// The name on the command line and in versions.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::ExternalCauses => "eindex",
            Self::Neoplasms => "neoplasm",
            Self::Drugs => "drugs",
        }
    }
}

/// A name that is no [`ImportKind`].
#[derive(Debug, thiserror::Error)]
#[error("a kind is one of index, eindex, neoplasm, drugs")]
pub struct ImportKindError;

impl std::str::FromStr for ImportKind {
    type Err = ImportKindError;

    fn from_str(name: &str) -> Result<Self, ImportKindError> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == name)
            .ok_or(ImportKindError)
    }
}

/// What a reader of a file found wrong.
struct Problem {
    line: u64,
    problem: String,
}

/// Imports `file` into the version in use and puts the result in use. A file
/// of the same kind that was imported before is replaced.
///
/// # Errors
/// [`CodesError::NotInstalled`] without tables; [`CodesError::BadFile`] with
/// the line where the file is not what it should be. Nothing is changed then.
pub fn import(dir: &Path, kind: ImportKind, file: &Path) -> Result<Installed, CodesError> {
    let current = layout::current(dir)?;
    let bytes = fs::read(file).map_err(CodesError::io("read", file))?;
    let bad = |problem: Problem| CodesError::BadFile {
        path: file.to_owned(),
        line: problem.line,
        problem: problem.problem,
        remedy: "expected the CDC's index XML, or CSV with the columns Level, Term and Code",
    };
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        let before = bytes.iter().take(error.valid_up_to());
        bad(Problem {
            line: 1 + before.filter(|&&b| b == b'\n').count() as u64,
            problem: "not UTF-8".to_owned(),
        })
    })?;
    let tables = CodeTables::load(&current)?;
    let mut paths = Paths::new(&tables);
    let is_xml = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('<');
    let rows = if is_xml {
        xml_rows::read(text, &mut paths)
    } else {
        csv_rows::read(text, &mut paths)
    };
    rows.map_err(bad)?;
    let (terms, unknown_codes) = paths.finish().map_err(bad)?;
    let record = Import {
        kind: kind.as_str().to_owned(),
        file: file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        sha256: hex(&Sha256::digest(&bytes)),
        terms: terms.len(),
        unknown_codes,
    };
    let staged = layout::staging(dir)?;
    let mut manifest = Manifest::read(&current)?;
    manifest.imports.retain(|import| import.kind != record.kind);
    manifest.imports.push(record);
    manifest.imports.sort_by(|a, b| a.kind.cmp(&b.kind));
    for import in &manifest.imports {
        let name = layout::terms_file(&import.kind);
        if import.kind == kind.as_str() {
            terms.write(&staged.path().join(name))?;
        } else {
            share(&current, staged.path(), &name)?;
        }
    }
    for name in [layout::TABLES, layout::LIBRARY, layout::GROUPER_DATA] {
        share(&current, staged.path(), name)?;
    }
    manifest.write(staged.path())?;
    CodeTables::load(staged.path())?;
    layout::publish(dir, staged)
}

/// Version folders share what they have in common; files in them are never
/// written to.
fn share(from: &Path, to: &Path, name: &str) -> Result<(), CodesError> {
    let source = from.join(name);
    let target = to.join(name);
    fs::hard_link(&source, &target)
        .or_else(|_| fs::copy(&source, &target).map(drop))
        .map_err(CodesError::io("copy", &source))
}
