//! The rows of a file of decisions, read as a stream.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use chartfleet_model::Decision;

use crate::import::lines::read_lines;
use crate::import::row::{Reason, Refusal, parse_json};

/// A decision takes a few hundred bytes.
const MAX_LINE: u64 = 64 << 10;

/// A row with its place.
pub(super) struct Row {
    /// The line, from 1.
    pub(super) line: u64,
    /// Bytes read for it.
    pub(super) bytes: u64,
    /// The decision, or why there is none.
    pub(super) decision: Result<Decision, Refusal>,
}

/// The input and its size, 0 where that is not known.
pub(super) fn open(path: &Path) -> io::Result<(Box<dyn BufRead + Send>, u64)> {
    if path.as_os_str() == "-" {
        return Ok((Box::new(BufReader::new(io::stdin())), 0));
    }
    let naming =
        |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    let file = File::open(path).map_err(naming)?;
    let bytes = file.metadata().map_err(naming)?.len();
    Ok((Box::new(BufReader::new(file)), bytes))
}

/// Reads every row. `each` returns whether to go on.
pub(super) fn read(reader: impl BufRead, mut each: impl FnMut(Row) -> bool) {
    read_lines(reader, MAX_LINE, |line| {
        each(Row {
            line: line.number,
            bytes: line.bytes,
            decision: line.text.and_then(parse),
        })
    });
}

fn parse(text: &str) -> Result<Decision, Refusal> {
    let decision: Decision = parse_json(text)?;
    decision
        .checked()
        .map_err(|fault| Refusal::new(Reason::BadValue, fault.to_string()).at(fault.field()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"run":1,"chart":"A1","code":"J18.9","decision":"accept","decided_by":"c7","decided_at":"2026-05-01T08:30:00Z"}"#;

    fn rows(text: &str) -> Vec<Row> {
        let mut rows = Vec::new();
        read(text.as_bytes(), |row| {
            rows.push(row);
            true
        });
        rows
    }

    #[test]
    fn rows_name_their_line() {
        let rows = rows(&format!("\u{feff}{GOOD}\n\n{GOOD}"));
        let lines: Vec<u64> = rows.iter().map(|row| row.line).collect();
        assert_eq!(lines, [1, 3]);
        assert!(rows.iter().all(|row| row.decision.is_ok()));
    }

    #[test]
    fn each_fault_is_named_with_its_field_and_without_its_value() {
        for (row, reason, field) in [
            (
                GOOD.replace("accept", "Jane Doe"),
                Reason::BadValue,
                "decision",
            ),
            (GOOD.replace("J18.9", "Jane Doe"), Reason::BadValue, "code"),
            (GOOD.replace("\"run\":1,", ""), Reason::MissingField, "run"),
            (
                GOOD.replace("\"c7\"", "\"\""),
                Reason::BadValue,
                "decided_by",
            ),
            (
                GOOD.replace("2026-05-01", "Jane"),
                Reason::BadValue,
                "decided_at",
            ),
        ] {
            let rows = rows(&row);
            let refusal = rows[0].decision.as_ref().unwrap_err();
            assert_eq!(
                (refusal.reason, refusal.field.as_deref()),
                (reason, Some(field))
            );
            assert!(!refusal.message.contains("Jane"), "{}", refusal.message);
        }
    }
}
