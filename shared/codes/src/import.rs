//! `chartfleet codes import`: official files that the pinned packages do not
//! carry, from a file of the operator's.
//!
//! Each kind of file belongs to one module that compiles it to the bytes that
//! it reads when the tables are opened. An import makes a new version folder
//! that shares everything else with the one in use; a bad file changes nothing.

pub(crate) mod bytes;
pub(crate) mod dates;
mod kind;
pub(crate) mod sheet;

use std::fs;
use std::io::Read as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};

pub use kind::{ImportKind, ImportKindError};

use crate::error::CodesError;
use crate::install::hex;
use crate::layout::{self, Import, Installed};
use crate::ncci::edition;
use crate::supplements;
use crate::tables::CodeTables;

/// What the operator says of a file.
#[derive(Clone, Debug, Default)]
pub struct ImportOptions {
    /// The fiscal year it is for, where the file itself does not say; checked
    /// where it does.
    pub year: Option<u16>,
    /// The licence it is used under. Needed for CPT, whose numbers and
    /// descriptors belong to the AMA.
    pub license: Option<String>,
}

/// What a file became.
pub(crate) struct Compiled {
    /// What its module reads when the tables are opened.
    pub(crate) bytes: Vec<u8>,
    /// Rows that were taken.
    pub(crate) rows: usize,
    /// Codes in it that the installed tables do not know; their rows are left
    /// out.
    pub(crate) unknown_codes: usize,
    /// The edition, as the file or the operator says: a fiscal year, a quarter.
    pub(crate) edition: Option<String>,
}

/// What a reader of a file found wrong.
#[derive(Debug)]
pub(crate) struct Problem {
    /// Counted from 1.
    pub(crate) line: u64,
    pub(crate) problem: String,
}

impl Problem {
    pub(crate) fn new(line: u64, problem: impl Into<String>) -> Self {
        Self {
            line,
            problem: problem.into(),
        }
    }
}

/// Imports `file` into the version in use and puts the result in use. A file
/// of the same kind (and year, for yearly kinds) that was imported before is
/// replaced. A file that is compressed with gzip is read as what it holds.
///
/// # Errors
/// [`CodesError::NotInstalled`] without tables; [`CodesError::BadFile`] with
/// the line where the file is not what it should be. Nothing is changed then.
pub fn import(
    dir: &Path,
    kind: ImportKind,
    file: &Path,
    options: &ImportOptions,
) -> Result<Installed, CodesError> {
    if kind == ImportKind::Cpt && options.license.as_deref().is_none_or(is_blank) {
        return Err(CodesError::Unlicensed {
            path: file.to_owned(),
        });
    }
    let current = layout::current(dir)?;
    let bytes = fs::read(file).map_err(CodesError::io("read", file))?;
    let (tables, mut manifest) = CodeTables::load_usable(&current)?;
    let (compiled, record) = compile(kind, file, &bytes, &tables, options)?;
    let staged = layout::staging(dir)?;
    let name = layout::import_file(&record.kind);
    let path = staged.path().join(&name);
    fs::write(&path, compiled.bytes).map_err(CodesError::io("write", &path))?;
    manifest.imports.retain(|import| import.kind != record.kind);
    for import in &manifest.imports {
        share(&current, staged.path(), &layout::import_file(&import.kind))?;
    }
    manifest.imports.push(record);
    manifest.imports.sort_by(|a, b| a.kind.cmp(&b.kind));
    for name in [layout::TABLES, layout::LIBRARY, layout::GROUPER_DATA] {
        share(&current, staged.path(), name)?;
    }
    manifest.write(staged.path())?;
    CodeTables::load(staged.path())?;
    layout::publish(dir, staged)
}

/// The quarter or year that a file's name and the operator say, where they
/// agree.
fn quarter(name: &str, year: Option<u16>) -> Result<Option<String>, Problem> {
    match (edition::of_file(name), year) {
        (Some(quarter), Some(year)) if !quarter.starts_with(&year.to_string()) => Err(
            Problem::new(1, format!("the name says {quarter}, --year {year}")),
        ),
        (Some(quarter), _) => Ok(Some(quarter)),
        (None, year) => Ok(year.map(|year| year.to_string())),
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// Compiles a file's bytes, and what is recorded of it.
pub(crate) fn compile(
    kind: ImportKind,
    file: &Path,
    bytes: &[u8],
    tables: &CodeTables,
    options: &ImportOptions,
) -> Result<(Compiled, Import), CodesError> {
    let bad = |problem: Problem| CodesError::BadFile {
        path: file.to_owned(),
        line: problem.line,
        problem: problem.problem,
        expected: kind.expected(),
    };
    let content = unpacked(bytes).map_err(bad)?;
    let text = text(&content).map_err(bad)?;
    let mut compiled = supplements::compile(kind, text, tables, options).map_err(bad)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    if compiled.edition.is_none() && kind.is_quarterly() {
        compiled.edition = quarter(&name, options.year).map_err(bad)?;
    }
    let record = Import {
        kind: kind.slot(compiled.edition.as_deref()),
        file: name.into_owned(),
        sha256: hex(&Sha256::digest(bytes)),
        edition: compiled.edition.clone(),
        rows: compiled.rows,
        unknown_codes: compiled.unknown_codes,
        license: options.license.clone(),
    };
    Ok((compiled, record))
}

/// Largest file that is read, unpacked: the whole PTP table is under 200 MB.
const MOST_BYTES: u64 = 1 << 30;

fn unpacked(bytes: &[u8]) -> Result<Vec<u8>, Problem> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(Problem::new(1, "a ZIP archive: unpack it first"));
    }
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes.to_vec());
    }
    let mut content = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes)
        .take(MOST_BYTES)
        .read_to_end(&mut content)
        .map_err(|error| Problem::new(1, format!("cannot be unpacked: {error}")))?;
    Ok(content)
}

fn text(bytes: &[u8]) -> Result<&str, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.iter().take(error.valid_up_to());
        let line = 1 + before.filter(|&&b| b == b'\n').count() as u64;
        Problem::new(line, "not UTF-8")
    })?;
    Ok(text.trim_start_matches('\u{feff}'))
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
