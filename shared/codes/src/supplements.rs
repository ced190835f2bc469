//! What imported files add to the installed tables: each kind's compiler and
//! reader, in one place.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use crate::error::CodesError;
use crate::import::{Compiled, ImportKind, ImportOptions, Problem};
use crate::index::{self, IndexBook, Tree};
use crate::layout::{self, Import};
use crate::tables::CodeTables;
use crate::terms::ImportedTerms;

/// What imported files hold. Empty where nothing was imported.
#[derive(Debug, Default)]
pub(crate) struct Supplements {
    /// The books of the alphabetic index.
    pub(crate) index: Vec<Tree>,
    /// Their wordings, made when first asked for.
    pub(crate) terms: OnceLock<ImportedTerms>,
}

/// Compiles the text of a file.
pub(crate) fn compile(
    kind: ImportKind,
    text: &str,
    tables: &CodeTables,
    options: &ImportOptions,
) -> Result<Compiled, Problem> {
    if let Some(book) = IndexBook::of(kind) {
        return index::compile(book, text, tables, options);
    }
    match kind {
        ImportKind::Index
        | ImportKind::ExternalCauses
        | ImportKind::Neoplasms
        | ImportKind::Drugs
        | ImportKind::PcsTables
        | ImportKind::PcsIndex
        | ImportKind::PcsTitles
        | ImportKind::Hcpcs
        | ImportKind::Cpt
        | ImportKind::AddOn
        | ImportKind::PtpPractitioner
        | ImportKind::PtpOutpatient
        | ImportKind::MuePractitioner
        | ImportKind::MueOutpatient
        | ImportKind::DrgWeights
        | ImportKind::PoaExempt => Err(Problem::new(1, "not yet")),
    }
}

impl Supplements {
    /// Reads what was imported into a version folder.
    pub(crate) fn read(folder: &Path, imports: &[Import]) -> Result<Self, CodesError> {
        let mut supplements = Self::default();
        for import in imports {
            let path = folder.join(layout::import_file(&import.kind));
            let bytes = fs::read(&path).map_err(CodesError::io("read", &path))?;
            supplements.add(&import.kind, &bytes, &path)?;
        }
        Ok(supplements)
    }

    /// Reads those imports that this release can read; the others are taken
    /// from the list, and the files have to be imported again.
    pub(crate) fn read_usable(folder: &Path, imports: &mut Vec<Import>) -> Self {
        let mut supplements = Self::default();
        imports.retain(|import| {
            let path = folder.join(layout::import_file(&import.kind));
            let bytes = fs::read(&path).map_err(CodesError::io("read", &path));
            bytes
                .and_then(|bytes| supplements.add(&import.kind, &bytes, &path))
                .is_ok()
        });
        supplements
    }

    /// Takes one file; `slot` is [`ImportKind::slot`].
    pub(crate) fn add(&mut self, slot: &str, bytes: &[u8], path: &Path) -> Result<(), CodesError> {
        match slot {
            "index" | "eindex" | "neoplasm" | "drugs" => {
                let book = Tree::read(bytes, path)?;
                self.index.retain(|known| known.book != book.book);
                self.index.push(book);
            }
            _ => {
                return Err(CodesError::Outdated {
                    path: path.to_owned(),
                });
            }
        }
        Ok(())
    }
}
