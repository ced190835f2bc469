//! The rejects file: one JSON object for each row that was refused. It names
//! the place and the fault, and holds nothing of the chart but its id.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use serde_json::json;

use super::row::Refusal;

/// A refused row.
pub(crate) struct Reject {
    /// The file.
    pub source: String,
    /// The line, from 1.
    pub line: u64,
    /// The chart's id, as far as it could be read.
    pub id: Option<String>,
    /// Why.
    pub refusal: Refusal,
}

/// Written on the first refusal; an import without refusals leaves no file.
pub(crate) struct Rejects {
    path: PathBuf,
    file: Option<BufWriter<File>>,
    by_reason: BTreeMap<&'static str, u64>,
}

impl Rejects {
    /// Rejects that go to `path`.
    pub(crate) const fn new(path: PathBuf) -> Self {
        Self {
            path,
            file: None,
            by_reason: BTreeMap::new(),
        }
    }

    /// Refused rows, by reason.
    pub(crate) const fn by_reason(&self) -> &BTreeMap<&'static str, u64> {
        &self.by_reason
    }

    /// Adds a row.
    pub(crate) fn write(&mut self, reject: &Reject) -> io::Result<()> {
        let Refusal {
            reason,
            field,
            message,
        } = &reject.refusal;
        *self.by_reason.entry(reason.as_str()).or_default() += 1;
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(BufWriter::new(File::create(&self.path)?)),
        };
        let row = json!({
            "source": reject.source, "line": reject.line, "id": reject.id,
            "field": field, "reason": reason.as_str(), "message": message,
        });
        writeln!(file, "{row}")
    }

    /// Closes the file; `None` where there was nothing to write.
    pub(crate) fn finish(mut self) -> io::Result<Option<PathBuf>> {
        match self.file.take() {
            None => Ok(None),
            Some(mut file) => {
                file.flush()?;
                Ok(Some(self.path))
            }
        }
    }
}

/// Tells a person how many rows were refused for which reason, and where they
/// are listed.
pub(crate) fn print(
    out: &mut impl Write,
    by_reason: &BTreeMap<&'static str, u64>,
    rejects: Option<&str>,
) -> io::Result<()> {
    for (reason, rows) in by_reason {
        writeln!(out, "  {rows:>6}  {reason}")?;
    }
    if let Some(rejects) = rejects {
        writeln!(out, "refused rows, with line, field and reason: {rejects}")?;
    }
    Ok(())
}
