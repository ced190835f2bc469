//! Sheets as CMS publishes them: lines of title and copyright, a header whose
//! cells may run over several lines, then rows, separated by commas or tabs.
//!
//! Columns are found by name, so that the site's own exports with other
//! columns in another order are read as well.

use super::Problem;

/// A column and the names that files give it.
pub(crate) struct Column {
    /// What it is called in messages.
    pub(crate) name: &'static str,
    /// How its heading is written, in lower case without blanks and signs. A
    /// heading that is one of them counts before one that begins with it, and
    /// that before one that has it somewhere.
    pub(crate) headings: &'static [&'static str],
    /// Whether a sheet without it is refused.
    pub(crate) required: bool,
}

/// How many lines may stand before the header.
const MOST_PREAMBLE: usize = 100;
/// Text before the header that is kept for what it says of the edition.
const MOST_PREAMBLE_BYTES: usize = 8 << 10;

/// A sheet past its header; rows hold the `N` columns that were asked for.
pub(crate) struct Sheet<'t, const N: usize> {
    reader: csv::Reader<&'t [u8]>,
    record: csv::StringRecord,
    columns: &'static [Column; N],
    places: [Option<usize>; N],
    preamble: String,
    in_rows: bool,
}

/// A row of a sheet.
pub(crate) struct Row<'s, const N: usize> {
    /// Counted from 1.
    pub(crate) line: u64,
    /// The columns, trimmed; empty where a sheet has no such column.
    pub(crate) fields: [&'s str; N],
}

impl<'t, const N: usize> Sheet<'t, N> {
    /// Reads up to the header, or says which column is missing.
    pub(crate) fn open(text: &'t str, columns: &'static [Column; N]) -> Result<Self, Problem> {
        let mut sheet = Self {
            reader: csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .delimiter(delimiter(text))
                .from_reader(text.as_bytes()),
            record: csv::StringRecord::new(),
            columns,
            places: [None; N],
            preamble: String::new(),
            in_rows: false,
        };
        let mut nearest: Option<(usize, Problem)> = None;
        for _ in 0..MOST_PREAMBLE {
            if !sheet.advance()? {
                break;
            }
            match places(&sheet.record, columns) {
                Ok(places) => {
                    sheet.keep_preamble();
                    sheet.places = places;
                    return Ok(sheet);
                }
                Err((found, missing)) => {
                    if nearest.as_ref().is_none_or(|(most, _)| found > *most) {
                        let problem = format!("no column {missing}");
                        nearest = Some((found, Problem::new(sheet.line(), problem)));
                    }
                }
            }
            sheet.keep_preamble();
        }
        Err(nearest.map_or_else(
            || Problem::new(1, "the file is empty"),
            |(_, problem)| problem,
        ))
    }

    /// What stands before the rows: titles, copyright and the header itself.
    pub(crate) fn preamble(&self) -> &str {
        &self.preamble
    }

    /// The next row that is not blank.
    pub(crate) fn next_row(&mut self) -> Result<Option<Row<'_, N>>, Problem> {
        loop {
            if !self.advance()? {
                return Ok(None);
            }
            let first = self.places.first().copied().flatten();
            let blank = self.record.iter().all(|field| field.trim().is_empty());
            // Headings that run over several lines leave the first column empty.
            let heading = !self.in_rows
                && first.is_some_and(|place| {
                    self.record.get(place).unwrap_or_default().trim().is_empty()
                });
            if !blank && !heading {
                break;
            }
        }
        self.in_rows = true;
        let line = self.line();
        let mut fields = [""; N];
        for ((field, place), column) in fields.iter_mut().zip(self.places).zip(self.columns) {
            let Some(place) = place else { continue };
            match self.record.get(place) {
                Some(text) => *field = text.trim(),
                None if column.required => {
                    let problem = format!("the line ends before the column {}", column.name);
                    return Err(Problem::new(line, problem));
                }
                None => {}
            }
        }
        Ok(Some(Row { line, fields }))
    }

    fn advance(&mut self) -> Result<bool, Problem> {
        self.reader.read_record(&mut self.record).map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            Problem::new(line, "neither CSV nor text with tabs")
        })
    }

    fn line(&self) -> u64 {
        self.record.position().map_or(1, csv::Position::line)
    }

    fn keep_preamble(&mut self) {
        for field in &self.record {
            if self.preamble.len() + field.len() < MOST_PREAMBLE_BYTES {
                self.preamble.push_str(field);
                self.preamble.push('\n');
            }
        }
    }
}

/// Tabs where a line near the top has several, else commas.
fn delimiter(text: &str) -> u8 {
    let has_tabs = |line: &str| line.bytes().filter(|&b| b == b'\t').count() > 1;
    if text.lines().take(MOST_PREAMBLE).any(has_tabs) {
        b'\t'
    } else {
        b','
    }
}

/// Where each column stands, or how many were found and which is missing.
fn places<const N: usize>(
    record: &csv::StringRecord,
    columns: &[Column; N],
) -> Result<[Option<usize>; N], (usize, &'static str)> {
    let headings: Vec<String> = record.iter().map(plain).collect();
    let mut places = [None; N];
    let mut missing = None;
    for index in 0..N {
        let Some(column) = columns.get(index) else {
            break;
        };
        let place = place(&headings, column, &places);
        if place.is_none() && column.required {
            missing = missing.or(Some(column.name));
        }
        if let Some(slot) = places.get_mut(index) {
            *slot = place;
        }
    }
    match missing {
        Some(name) => Err((places.iter().flatten().count(), name)),
        None => Ok(places),
    }
}

fn place(headings: &[String], column: &Column, taken: &[Option<usize>]) -> Option<usize> {
    let fits: [fn(&str, &str) -> bool; 3] = [
        |heading, name| heading == name,
        |heading, name| heading.starts_with(name),
        |heading, name| heading.contains(name),
    ];
    fits.iter().find_map(|fit| {
        column.headings.iter().find_map(|name| {
            headings
                .iter()
                .enumerate()
                .position(|(at, heading)| !taken.contains(&Some(at)) && fit(heading, name))
        })
    })
}

/// A heading in lower case, letters and digits alone.
fn plain(heading: &str) -> String {
    heading
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 3] = [
        Column {
            name: "column1",
            headings: &["column1"],
            required: true,
        },
        Column {
            name: "modifier",
            headings: &["modifier"],
            required: true,
        },
        Column {
            name: "note",
            headings: &["note"],
            required: false,
        },
    ];

    fn rows(text: &str) -> Result<Vec<(u64, [String; 3])>, Problem> {
        let mut sheet = Sheet::open(text, &COLUMNS)?;
        let mut rows = Vec::new();
        while let Some(row) = sheet.next_row()? {
            rows.push((row.line, row.fields.map(str::to_owned)));
        }
        Ok(rows)
    }

    #[test]
    fn titles_and_headings_over_several_lines_come_before_the_rows() {
        let text = "All rights reserved, by somebody\n\nColumn 1\tEffective\tModifier\n\t\t0=no\n\t\t1=yes\nA0021\t2024\t1\n\nA0080\t2024\t0\n";
        let read = rows(text).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].0, 6);
        assert_eq!(read[0].1, ["A0021", "1", ""]);
        assert_eq!(read[1].1, ["A0080", "0", ""]);
        let quoted = "\"Column\n1\",\"Modifier\n0=no\",NOTE\nA0021,1,\"a, b\"\n";
        assert_eq!(rows(quoted).unwrap()[0].1, ["A0021", "1", "a, b"]);
    }

    #[test]
    fn a_missing_column_is_named_at_the_line_that_comes_nearest() {
        let problem = rows("a title\nColumn 1,Effective\nA0021,2024\n").unwrap_err();
        assert_eq!(
            (problem.line, problem.problem.as_str()),
            (2, "no column modifier")
        );
        assert_eq!(rows("").unwrap_err().problem, "the file is empty");
    }

    #[test]
    fn a_line_that_ends_early_is_refused() {
        let problem = rows("Column 1,Modifier\nA0021,1\nA00").unwrap_err();
        assert_eq!(problem.line, 3);
        assert!(
            problem.problem.contains("before the column modifier"),
            "{}",
            problem.problem
        );
    }
}
