//! Imported titles: each word once, a title as the numbers of its words. The
//! 79,000 titles of a year are a few thousand words in many combinations.

use std::collections::HashMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::LENGTH;
use crate::error::CodesError;
use crate::import::{Compiled, ImportOptions, Problem};
use crate::tables::strings::Strings;
use crate::tables::{CodeTables, key};

/// First bytes of a file of titles; the number grows with its layout.
const MAGIC: &[u8; 8] = b"CFPCSTT1";

/// Titles by code.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct PcsTitles {
    words: Strings,
    /// Packed codes, ascending.
    keys: Vec<u64>,
    /// Where each title begins in `numbers`; one more entry than codes.
    starts: Vec<u32>,
    /// Words by number, as they follow each other.
    numbers: Vec<u16>,
}

impl PcsTitles {
    /// Reads the bytes of a file of titles.
    pub(crate) fn read(bytes: &[u8], path: &Path) -> Result<Self, CodesError> {
        let Some(content) = bytes.strip_prefix(MAGIC) else {
            return Err(CodesError::Outdated {
                path: path.to_owned(),
            });
        };
        postcard::from_bytes(content).map_err(|error| CodesError::damaged(path, error.to_string()))
    }

    /// The title of a packed code.
    pub(super) fn get(&self, key: u64) -> Option<String> {
        self.title(self.keys.binary_search(&key).ok()?)
    }

    fn title(&self, row: usize) -> Option<String> {
        let mut title = String::new();
        for (number, word) in self.row(row)?.iter().enumerate() {
            if number > 0 {
                title.push(' ');
            }
            title.push_str(self.words.get(usize::from(*word)));
        }
        Some(title)
    }

    fn row(&self, row: usize) -> Option<&[u16]> {
        let (start, end) = (self.starts.get(row)?, self.starts.get(row + 1)?);
        self.numbers.get(*start as usize..*end as usize)
    }

    /// The codes whose titles hold all words: key, and how many words they hold
    /// beside those. A word of the query fits those that begin with it.
    pub(super) fn find(&self, query: &[String]) -> Vec<(u64, usize)> {
        let fitting: Vec<Vec<bool>> = query
            .iter()
            .map(|wanted| {
                let words = (0..self.words.len()).map(|number| self.words.get(number));
                words.map(|word| begins(word, wanted)).collect()
            })
            .collect();
        let is = |set: &Vec<bool>, word: u16| set.get(usize::from(word)).copied() == Some(true);
        self.keys
            .iter()
            .enumerate()
            .filter_map(|(row, &key)| {
                let title = self.row(row)?;
                let all = fitting.iter().all(|set| title.iter().any(|&w| is(set, w)));
                all.then(|| (key, title.len().saturating_sub(query.len())))
            })
            .collect()
    }
}

/// Whether a part of a word, such as `Drug` in `(Drug-eluting)`, begins so.
fn begins(word: &str, wanted: &str) -> bool {
    word.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .any(|part| part.starts_with(wanted))
}

/// Compiles a file of titles: CSV with the columns code and title, or CMS's
/// order file.
pub(crate) fn compile(
    text: &str,
    tables: &CodeTables,
    options: &ImportOptions,
) -> Result<Compiled, Problem> {
    let first = text.lines().next().unwrap_or_default();
    let mut titles = if is_order_line(first) {
        order_file(text)?
    } else {
        csv_file(text)?
    };
    titles.sort_unstable();
    titles.dedup_by_key(|(key, _)| *key);
    let read = titles.len();
    titles.retain(|(key, _)| tables.data.pcs.keys.binary_search(key).is_ok());
    let unknown_codes = read - titles.len();
    if titles.is_empty() {
        return Err(Problem::new(1, "no title of an ICD-10-PCS code in it"));
    }
    if unknown_codes > read / 10 {
        return Err(Problem::new(
            1,
            "more than a tenth of its codes are no ICD-10-PCS codes",
        ));
    }
    let packed = pack(&titles)?;
    Ok(Compiled {
        rows: titles.len(),
        unknown_codes,
        edition: options.year.map(|year| year.to_string()),
        // Columns in memory: postcard has nothing to refuse.
        bytes: postcard::to_extend(&packed, MAGIC.to_vec()).unwrap_or_default(),
    })
}

fn pack(titles: &[(u64, String)]) -> Result<PcsTitles, Problem> {
    let mut packed = PcsTitles::default();
    let mut known: HashMap<&str, u16> = HashMap::new();
    packed.starts.push(0);
    for (key, title) in titles {
        for word in title.split(' ') {
            let number = match known.get(word) {
                Some(&number) => number,
                None => {
                    let number = u16::try_from(packed.words.push(word)).map_err(|_| {
                        Problem::new(1, "over 65,536 different words: these are no titles")
                    })?;
                    known.insert(word, number);
                    number
                }
            };
            packed.numbers.push(number);
        }
        packed.keys.push(*key);
        packed
            .starts
            .push(u32::try_from(packed.numbers.len()).unwrap_or(u32::MAX));
    }
    Ok(packed)
}

/// A code's key, or what is wrong with it.
fn code(text: &str, line: u64) -> Result<u64, Problem> {
    let text = text.trim();
    key::pack(text)
        .filter(|_| text.len() == LENGTH)
        .ok_or_else(|| Problem::new(line, format!("{text:?} is no ICD-10-PCS code")))
}

fn csv_file(text: &str) -> Result<Vec<(u64, String)>, Problem> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let headers = reader.headers().map_err(|error| malformed(&error))?;
    let find = |name: &str| {
        let mut names = headers.iter();
        names
            .position(|header| header.trim().eq_ignore_ascii_case(name))
            .ok_or_else(|| Problem::new(1, format!("no column {name}")))
    };
    let columns = (find("code")?, find("title")?);
    let mut titles = Vec::new();
    for row in reader.byte_records() {
        let row = row.map_err(|error| malformed(&error))?;
        let line = row.position().map_or(0, csv::Position::line);
        let field = |column| row.get(column).unwrap_or_default();
        let text_of = |column| std::str::from_utf8(field(column)).unwrap_or_default();
        let title = text_of(columns.1).trim();
        // A code without a title is named by the tables.
        if !title.is_empty() {
            titles.push((code(text_of(columns.0), line)?, title.to_owned()));
        }
    }
    Ok(titles)
}

fn malformed(error: &csv::Error) -> Problem {
    let line = error.position().map_or(1, csv::Position::line);
    Problem::new(line, error.to_string())
}

/// Columns of the order file, counted from 0: the code, whether it is one or a
/// header, and the long title.
const CODE: std::ops::Range<usize> = 6..13;
const IS_CODE: std::ops::Range<usize> = 14..15;
const TITLE_START: usize = 77;

/// `00001 001     0 short title ... long title`.
fn is_order_line(line: &str) -> bool {
    let number = line.get(..5).unwrap_or_default();
    number.len() == 5
        && number.bytes().all(|b| b.is_ascii_digit())
        && matches!(line.get(5..6), Some(" "))
        && matches!(line.get(IS_CODE), Some("0" | "1"))
}

fn order_file(text: &str) -> Result<Vec<(u64, String)>, Problem> {
    let mut titles = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        if !is_order_line(line) {
            return Err(Problem::new(number, "no line of an order file"));
        }
        if line.get(IS_CODE) == Some("1") {
            let title = line.get(TITLE_START..).unwrap_or_default().trim();
            if title.is_empty() {
                return Err(Problem::new(number, "the line ends before the long title"));
            }
            titles.push((
                code(line.get(CODE).unwrap_or_default(), number)?,
                title.to_owned(),
            ));
        }
    }
    Ok(titles)
}
