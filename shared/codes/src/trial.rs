//! Tables and imports in memory, without an installation: what tests, fuzz
//! targets and a look at a site's file need.

use std::path::Path;

use crate::compile;
use crate::error::CodesError;
use crate::import::{self, ImportKind, ImportOptions};
use crate::layout::Import;
use crate::tables::CodeTables;

impl CodeTables {
    /// The tables of a tabular list (the CDC's XML) alone: every code without
    /// a longer one is billable on any day. There are no procedures, no CC/MCC
    /// levels, and the grouper gives no answer.
    ///
    /// # Errors
    /// [`CodesError::BadFile`] with the line where the XML is not what it
    /// should be.
    pub fn of_tabular(xml: &str) -> Result<Self, CodesError> {
        let data = compile::of_tabular(xml).map_err(|(line, problem)| CodesError::BadFile {
            path: "tabular.xml".into(),
            line,
            problem,
            expected: "the CDC's tabular XML (ICD10CM.tabular)",
        })?;
        Ok(Self::of(data))
    }

    /// Takes in the bytes of a file as [`crate::import`] would, in memory.
    ///
    /// # Errors
    /// As [`crate::import`]; the tables are unchanged then.
    pub fn take(
        &mut self,
        kind: ImportKind,
        bytes: &[u8],
        options: &ImportOptions,
    ) -> Result<Import, CodesError> {
        let path = Path::new(kind.as_str());
        let (compiled, record) = import::compile(kind, path, bytes, self, options)?;
        self.supplements.add(&record.kind, &compiled.bytes, path)?;
        self.supplements.terms.take();
        Ok(record)
    }
}
