//! The flattened CSV of an index: one row a term, with its depth in `Level`.

use super::book::{IndexBook, IndexColumn};
use super::draft::Draft;
use crate::import::Problem;

/// A column that one kind of file has and the others have not.
const TELLING: [(&str, IndexBook); 2] = [
    ("MalignantPrimary", IndexBook::Neoplasms),
    ("PoisoningAccidental", IndexBook::Drugs),
];

struct Columns {
    level: usize,
    term: usize,
    modifiers: usize,
    /// The tables have none: there, what a row without codes is "also" to be
    /// seen at is where it must be looked up.
    see: Option<usize>,
    see_also: usize,
    codes: Vec<(usize, Option<IndexColumn>)>,
}

/// Feeds every row to `draft`.
pub(super) fn read(text: &str, draft: &mut Draft<'_>) -> Result<(), Problem> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(false)
        .from_reader(text.as_bytes());
    let headers = reader.headers().map_err(malformed)?;
    let columns = Columns::of(headers, draft.book()).map_err(|problem| Problem::new(1, problem))?;
    for row in reader.records() {
        let row = row.map_err(malformed)?;
        let line = row.position().map_or(0, csv::Position::line);
        columns
            .row(&row, draft)
            .map_err(|problem| Problem::new(line, problem))?;
    }
    Ok(())
}

impl Columns {
    fn of(headers: &csv::StringRecord, book: IndexBook) -> Result<Self, String> {
        let find = |name: &str| headers.iter().position(|header| header.trim() == name);
        let need = |name: &str| find(name).ok_or_else(|| format!("no column {name}"));
        for (name, other) in TELLING {
            if other != book && find(name).is_some() {
                return Err(format!(
                    "column {name} is one of the {}: import it with --kind {}",
                    other.name(),
                    other.kind()
                ));
            }
        }
        let level = need("Level")?;
        let columns = book.columns();
        let codes = if columns.is_empty() {
            vec![(need("Code")?, None)]
        } else {
            let cells = columns.iter().map(|&c| Ok((need(c.header())?, Some(c))));
            cells.collect::<Result<_, String>>()?
        };
        Ok(Self {
            level,
            term: need("Term")?,
            modifiers: need("NonEssModif")?,
            see: columns.is_empty().then(|| need("See")).transpose()?,
            see_also: need("SeeAlso")?,
            codes,
        })
    }

    fn row(&self, row: &csv::StringRecord, draft: &mut Draft<'_>) -> Result<(), String> {
        let field = |column: usize| row.get(column).unwrap_or_default().trim();
        let level = field(self.level)
            .parse()
            .map_err(|_| format!("{:?} is no level", field(self.level)))?;
        draft.enter(level, field(self.term), field(self.modifiers))?;
        let mut has_code = false;
        for &(column, name) in &self.codes {
            draft.code(name, field(column), None)?;
            has_code |= field(column).contains(|c: char| c.is_ascii_alphanumeric());
        }
        if let Some(see) = self.see {
            draft.refer(false, field(see));
        }
        draft.refer(self.see.is_some() || has_code, field(self.see_also));
        Ok(())
    }
}

fn malformed(error: csv::Error) -> Problem {
    Problem {
        line: error.position().map_or(1, csv::Position::line),
        problem: match error.kind() {
            csv::ErrorKind::UnequalLengths {
                expected_len, len, ..
            } => format!("{len} fields where the header has {expected_len}"),
            _ => "not CSV".to_owned(),
        },
    }
}
