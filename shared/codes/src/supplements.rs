//! What imported files add to the installed tables: each kind's compiler and
//! reader, in one place.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use crate::error::CodesError;
use crate::import::{Compiled, ImportKind, ImportOptions, Problem};
use crate::index::{self, IndexBook, Tree};
use crate::layout::{self, Import};
use crate::ncci::{self, Ncci, NcciSetting};
use crate::payment::{self, DrgWeights};
use crate::pcs::{self, PcsIndex, PcsTables, PcsTitles};
use crate::poa_exempt::{self, PoaExempt};
use crate::services::{self, CodeFile, Services};
use crate::tables::CodeTables;
use crate::terms::ImportedTerms;

/// What imported files hold. Empty where nothing was imported.
#[derive(Debug, Default)]
pub(crate) struct Supplements {
    /// The books of the alphabetic index.
    pub(crate) index: Vec<Tree>,
    /// Their wordings, made when first asked for.
    pub(crate) terms: OnceLock<ImportedTerms>,
    /// DRG weights, one table a fiscal year.
    pub(crate) weights: Vec<DrgWeights>,
    /// Diagnoses exempt from present-on-admission reporting.
    pub(crate) poa_exempt: Option<PoaExempt>,
    /// CPT, HCPCS Level II and add-on codes.
    pub(crate) services: Services,
    /// NCCI pairs and limits of units.
    pub(crate) ncci: Ncci,
    /// ICD-10-PCS tables.
    pub(crate) pcs_tables: Option<PcsTables>,
    /// ICD-10-PCS index.
    pub(crate) pcs_index: Option<PcsIndex>,
    /// ICD-10-PCS titles.
    pub(crate) pcs_titles: Option<PcsTitles>,
}

/// Compiles the text of a file.
pub(crate) fn compile(
    kind: ImportKind,
    text: &str,
    tables: &CodeTables,
    options: &ImportOptions,
) -> Result<Compiled, Problem> {
    let index = |book| index::compile(book, text, tables, options);
    match kind {
        ImportKind::Index => index(IndexBook::Diseases),
        ImportKind::ExternalCauses => index(IndexBook::ExternalCauses),
        ImportKind::Neoplasms => index(IndexBook::Neoplasms),
        ImportKind::Drugs => index(IndexBook::Drugs),
        ImportKind::DrgWeights => payment::compile(text, tables, options),
        ImportKind::PoaExempt => poa_exempt::compile(text, tables, options),
        ImportKind::Hcpcs => services::compile_codes(text, CodeFile::Hcpcs),
        ImportKind::Cpt => services::compile_codes(text, CodeFile::Cpt),
        ImportKind::AddOn => services::compile_add_on(text),
        ImportKind::PtpPractitioner | ImportKind::PtpOutpatient => ncci::compile_ptp(text),
        ImportKind::MuePractitioner => ncci::compile_mue(text, NcciSetting::Practitioner),
        ImportKind::MueOutpatient => ncci::compile_mue(text, NcciSetting::Outpatient),
        ImportKind::PcsTables => pcs::compile_tables(text, options),
        ImportKind::PcsIndex => pcs::compile_index(text, options),
        ImportKind::PcsTitles => pcs::compile_titles(text, tables, options),
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
        if self.services.add(slot, bytes, path)? || self.ncci.add(slot, bytes, path)? {
            return Ok(());
        }
        match slot {
            "index" | "eindex" | "neoplasm" | "drugs" => {
                let book = Tree::read(bytes, path)?;
                self.index.retain(|known| known.book != book.book);
                self.index.push(book);
            }
            "poa-exempt" => self.poa_exempt = Some(PoaExempt::read(bytes, path)?),
            _ if slot.starts_with("drg-weights") => {
                self.weights.push(DrgWeights::read(bytes, path)?);
            }
            "pcs-tables" => self.pcs_tables = Some(PcsTables::read(bytes, path)?),
            "pcs-index" => self.pcs_index = Some(PcsIndex::read(bytes, path)?),
            "pcs-titles" => self.pcs_titles = Some(PcsTitles::read(bytes, path)?),
            _ => {
                return Err(CodesError::Outdated {
                    path: path.to_owned(),
                });
            }
        }
        Ok(())
    }
}
