//! The flattened CSV of an index: one row a term, with its depth in `Level`.

use super::{Paths, Problem};

/// Columns that hold codes, and what a path says for each.
const CODES: [(&str, &str); 13] = [
    ("Code", ""),
    ("MalignantPrimary", "malignant primary"),
    ("MalignantSecondary", "malignant secondary"),
    ("CaInSitu", "in situ"),
    ("Benign", "benign"),
    ("UncertainBehavior", "uncertain behavior"),
    ("UnspecifiedBehavior", "unspecified behavior"),
    ("PoisoningAccidental", "poisoning, accidental"),
    (
        "PoisoningIntentionalSelfHarm",
        "poisoning, intentional self-harm",
    ),
    ("PoisoningAssault", "poisoning, assault"),
    ("PoisoningUndetermined", "poisoning, undetermined"),
    ("AdverseEffect", "adverse effect"),
    ("Underdosing", "underdosing"),
];

struct Columns {
    level: usize,
    term: usize,
    modifiers: Option<usize>,
    codes: Vec<(usize, &'static str)>,
}

/// Feeds every row to `paths`.
pub(super) fn read(text: &str, paths: &mut Paths<'_>) -> Result<(), Problem> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(false)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().map_err(malformed)?;
    let columns = Columns::of(headers).map_err(|problem| Problem { line: 1, problem })?;
    for row in reader.records() {
        let row = row.map_err(malformed)?;
        let line = row.position().map_or(0, csv::Position::line);
        columns
            .row(&row, paths)
            .map_err(|problem| Problem { line, problem })?;
    }
    Ok(())
}

impl Columns {
    fn of(headers: &csv::StringRecord) -> Result<Self, String> {
        let find = |name: &str| headers.iter().position(|header| header.trim() == name);
        let need = |name: &str| find(name).ok_or_else(|| format!("no column {name}"));
        let codes: Vec<_> = CODES
            .iter()
            .filter_map(|(name, label)| Some((find(name)?, *label)))
            .collect();
        if codes.is_empty() {
            return Err("no column Code".to_owned());
        }
        Ok(Self {
            level: need("Level")?,
            term: need("Term")?,
            modifiers: find("NonEssModif"),
            codes,
        })
    }

    fn row(&self, row: &csv::StringRecord, paths: &mut Paths<'_>) -> Result<(), String> {
        let field = |column: usize| row.get(column).unwrap_or_default().trim();
        let level = field(self.level)
            .parse()
            .map_err(|_| format!("{:?} is no level", field(self.level)))?;
        let modifiers = self.modifiers.map(field).unwrap_or_default();
        paths.enter(level, field(self.term), modifiers)?;
        self.codes
            .iter()
            .try_for_each(|&(column, label)| paths.code(field(column), label))
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
