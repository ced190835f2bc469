//! CPT and HCPCS Level II: codes from site files, add-on codes and modifiers.
//!
//! Nothing of CPT is part of the project: numbers are checked and described
//! only by a file that the site imports under its own licence of the AMA.

mod add_on;
mod check;
mod code_list;
mod files;
pub(crate) mod key;
pub(crate) mod modifiers;
mod told;
pub(crate) mod visits;

use std::path::Path;

use chartfleet_model::{Code, CodeSystem};
use jiff::civil::Date;

pub use add_on::{AddOn, AddOnType};

pub(crate) use add_on::compile as compile_add_on;
pub(crate) use files::{CodeFile, compile as compile_codes};
pub(crate) use told::TOLD;

use crate::error::CodesError;
use crate::tables::{CodeTables, day_number};
use add_on::AddOnTable;
use code_list::CodeList;

/// What was imported of procedures and services.
#[derive(Debug, Default)]
pub(crate) struct Services {
    cpt: Option<CodeList>,
    hcpcs: Option<CodeList>,
    add_on: Option<AddOnTable>,
}

impl Services {
    /// Takes one imported file; `slot` is the kind's. `false` where the file
    /// is not one of these.
    pub(crate) fn add(
        &mut self,
        slot: &str,
        bytes: &[u8],
        path: &Path,
    ) -> Result<bool, CodesError> {
        match slot {
            "cpt" => self.cpt = Some(CodeList::read(bytes, path)?),
            "hcpcs" => self.hcpcs = Some(CodeList::read(bytes, path)?),
            "add-on" => self.add_on = Some(AddOnTable::read(bytes, path)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// The imported list that a code would stand in.
    fn list(&self, code: &Code) -> Option<&CodeList> {
        match code {
            Code::Cpt(_) => self.cpt.as_ref(),
            Code::Hcpcs(_) => self.hcpcs.as_ref(),
            Code::Icd10Cm(_) | Code::Icd10Pcs(_) => None,
        }
    }

    /// The description of a code in the site's file.
    pub(crate) fn title(&self, code: &Code) -> Option<&str> {
        self.list(code)?.title(key::of(code)?)
    }
}

impl CodeTables {
    /// Whether a CPT or HCPCS code is in the site's file, in effect or not;
    /// `None` where the site imported none.
    #[must_use]
    pub fn knows_service(&self, code: &Code) -> Option<bool> {
        let list = self.supplements.services.list(code)?;
        Some(key::of(code).is_some_and(|key| list.holds(key)))
    }

    /// The codes of the site's file of a system with their descriptions, in
    /// effect or not; none without the file.
    pub fn services(&self, system: CodeSystem) -> impl Iterator<Item = (Code, &str)> {
        let services = &self.supplements.services;
        let list = match system {
            CodeSystem::Cpt => services.cpt.as_ref(),
            CodeSystem::Hcpcs => services.hcpcs.as_ref(),
            CodeSystem::Icd10Cm | CodeSystem::Icd10Pcs => None,
        };
        let titled = list.into_iter().flat_map(CodeList::titled);
        titled.filter_map(move |(key, title)| {
            Some((Code::parse(system, &key::print(key)).ok()?, title))
        })
    }

    /// What the NCCI add-on file says of an add-on code on a date of service;
    /// `None` for a code that is none, or without the file.
    #[must_use]
    pub fn add_on(&self, code: &Code, on: Date) -> Option<AddOn> {
        let table = self.supplements.services.add_on.as_ref()?;
        table.get(key::of(code)?, day_number(on))
    }
}
