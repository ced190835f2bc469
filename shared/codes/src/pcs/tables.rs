//! The tables as they are kept: interned texts and value lists, one row of
//! four list numbers, found by the three characters of their table.

use std::path::Path;

use chartfleet_model::Icd10PcsCode;
use serde::{Deserialize, Serialize};

use super::pattern::{self, Characters, Pattern};
use super::{LENGTH, TABLE_LENGTH};
use crate::error::CodesError;
use crate::tables::strings::Strings;

/// First bytes of a file of tables; the number grows with its layout.
const MAGIC: &[u8; 8] = b"CFPCSTB1";

/// Axes of a row: positions 4 to 7.
pub(super) const ROW_AXES: usize = LENGTH - TABLE_LENGTH;

/// ICD-10-PCS tables of one fiscal year.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct PcsTables {
    year: u16,
    /// Titles, labels and definitions; number 0 is empty.
    texts: Strings,
    lists: Vec<List>,
    /// By their three characters.
    tables: Vec<Table>,
    rows: Vec<Row>,
}

/// Values that an axis may take.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct List(pub(super) Vec<(u8, u32)>);

/// What the first three characters say, and where their rows begin; they end
/// where those of the next table begin.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct Table {
    pub(super) prefix: [u8; TABLE_LENGTH],
    pub(super) axes: [Fixed; TABLE_LENGTH],
    pub(super) start: u32,
}

/// An axis of one value.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Fixed {
    pub(super) title: u32,
    pub(super) label: u32,
    pub(super) definition: u32,
}

/// A row: a title and a list for each of positions 4 to 7.
pub(super) type Row = [RowAxis; ROW_AXES];

/// An axis of a row.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct RowAxis {
    pub(super) title: u32,
    pub(super) list: u32,
    /// The characters of the list, so that a row is tested without reading it.
    #[serde(skip)]
    pub(super) characters: Characters,
}

/// A character of a code, in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PcsAxis<'t> {
    /// Counted from 1.
    pub position: usize,
    /// What the position stands for in this table, such as `Approach`.
    pub title: &'t str,
    /// The character.
    pub value: char,
    /// What it means, such as `Percutaneous Endoscopic`.
    pub label: &'t str,
    /// The official definition; the tables define operations.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub definition: &'t str,
}

/// A value that a table allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct PcsValue<'t> {
    /// The character.
    pub value: char,
    /// What it means.
    pub label: &'t str,
}

impl PcsTables {
    /// Puts tables together; `tables` by prefix, `rows` in their order.
    pub(super) fn new(
        year: u16,
        texts: Strings,
        lists: Vec<List>,
        tables: Vec<Table>,
        rows: Vec<Row>,
    ) -> Self {
        Self {
            year,
            texts,
            lists,
            tables,
            rows,
        }
    }

    /// The bytes that [`PcsTables::read`] reads.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        // Columns in memory: postcard has nothing to refuse.
        postcard::to_extend(self, MAGIC.to_vec()).unwrap_or_default()
    }

    /// Reads the bytes of a file of tables.
    pub(crate) fn read(bytes: &[u8], path: &Path) -> Result<Self, CodesError> {
        let Some(content) = bytes.strip_prefix(MAGIC) else {
            return Err(CodesError::Outdated {
                path: path.to_owned(),
            });
        };
        let mut tables: Self = postcard::from_bytes(content)
            .map_err(|error| CodesError::damaged(path, error.to_string()))?;
        tables.fill_characters();
        Ok(tables)
    }

    pub(super) fn fill_characters(&mut self) {
        let sets: Vec<Characters> = self
            .lists
            .iter()
            .map(|list| {
                let mut set = Characters::default();
                list.0.iter().for_each(|&(value, _)| set.insert(value));
                set
            })
            .collect();
        for axis in self.rows.iter_mut().flatten() {
            axis.characters = sets.get(axis.list as usize).copied().unwrap_or_default();
        }
    }

    /// The fiscal year they are of.
    #[must_use]
    pub const fn year(&self) -> u16 {
        self.year
    }

    /// How many tables there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.tables.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.tables.is_empty()
    }

    /// How many codes the tables build.
    #[must_use]
    pub fn code_count(&self) -> usize {
        self.rows
            .iter()
            .map(|row| combinations(row, &[None; LENGTH]))
            .sum()
    }

    /// Every code that the tables build, table by table, row by row.
    pub fn codes(&self) -> impl Iterator<Item = Icd10PcsCode> {
        self.tables
            .iter()
            .flat_map(|table| self.rows_of(table).iter().map(move |row| (table, row)))
            .flat_map(|(table, row)| {
                let mut codes = vec![table.prefix.map(char::from).into_iter().collect::<String>()];
                for axis in row {
                    let values = self.values(axis);
                    codes = codes
                        .iter()
                        .flat_map(|code| values.iter().map(move |value| code.clone() + value))
                        .collect();
                }
                codes
            })
            .filter_map(|code| code.parse().ok())
    }

    fn values(&self, axis: &RowAxis) -> Vec<String> {
        let values = self.list(axis).iter();
        values.map(|&(v, _)| char::from(v).to_string()).collect()
    }

    /// The tables whose characters fit.
    pub(super) fn tables_of(&self, pattern: &Pattern) -> impl Iterator<Item = &Table> {
        let [first, second, third, ..] = *pattern;
        let range = match (first, second, third) {
            (Some(a), Some(b), Some(c)) => {
                let (from, to) = self.range([a, b, c], [a, b, c]);
                from..to
            }
            (Some(a), ..) => {
                let (from, to) = self.range([a, 0, 0], [a, u8::MAX, u8::MAX]);
                from..to
            }
            _ => 0..self.tables.len(),
        };
        let tables = self.tables.get(range).unwrap_or_default();
        let wanted = [first, second, third];
        tables.iter().filter(move |table| {
            let mut places = wanted.iter().zip(table.prefix);
            places.all(|(wanted, found)| wanted.is_none_or(|wanted| wanted == found))
        })
    }

    fn range(&self, from: [u8; 3], to: [u8; 3]) -> (usize, usize) {
        (
            self.tables.partition_point(|table| table.prefix < from),
            self.tables.partition_point(|table| table.prefix <= to),
        )
    }

    /// The rows of a table.
    pub(super) fn rows_of(&self, table: &Table) -> &[Row] {
        let next = self
            .tables
            .partition_point(|other| other.prefix <= table.prefix);
        let end = self
            .tables
            .get(next)
            .map_or(self.rows.len(), |next| next.start as usize);
        self.rows.get(table.start as usize..end).unwrap_or_default()
    }

    /// The values of an axis.
    pub(super) fn list(&self, axis: &RowAxis) -> &[(u8, u32)] {
        self.lists
            .get(axis.list as usize)
            .map_or(&[], |list| &list.0)
    }

    /// A text by its number.
    pub(super) fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize)
    }

    /// Whether the tables build the code.
    #[must_use]
    pub fn builds(&self, code: &Icd10PcsCode) -> bool {
        self.row_of(&pattern::of_code(code)).is_some()
    }

    /// The first row that fits, with its table.
    pub(super) fn row_of(&self, pattern: &Pattern) -> Option<(&Table, &Row)> {
        self.tables_of(pattern).find_map(|table| {
            let mut rows = self.rows_of(table).iter();
            Some((table, rows.find(|row| fits(row, pattern))?))
        })
    }

    /// The characters of a pattern that are given, in the words of a row.
    pub(super) fn describe<'t>(
        &'t self,
        (table, row): (&'t Table, &'t Row),
        pattern: &Pattern,
    ) -> Vec<PcsAxis<'t>> {
        let fixed = table.axes.iter().map(|axis| {
            let words = [axis.title, axis.label, axis.definition];
            words.map(|number| self.text(number))
        });
        let of_row = row.iter().zip(pattern.iter().skip(TABLE_LENGTH));
        let of_row = of_row.map(|(axis, character)| {
            let mut values = self.list(axis).iter();
            let label = values
                .find(|&&(value, _)| Some(value) == *character)
                .map_or("", |&(_, label)| self.text(label));
            [self.text(axis.title), label, ""]
        });
        (1..)
            .zip(pattern)
            .zip(fixed.chain(of_row))
            .filter_map(|((position, character), [title, label, definition])| {
                Some(PcsAxis {
                    position,
                    title,
                    value: char::from((*character)?),
                    label,
                    definition,
                })
            })
            .collect()
    }
}

/// Whether a row allows the given characters of positions 4 to 7.
pub(super) fn fits(row: &Row, pattern: &Pattern) -> bool {
    row.iter()
        .zip(pattern.iter().skip(TABLE_LENGTH))
        .all(|(axis, character)| axis.characters.fit(*character))
}

/// How many codes of a row fit.
pub(super) fn combinations(row: &Row, pattern: &Pattern) -> usize {
    row.iter()
        .zip(pattern.iter().skip(TABLE_LENGTH))
        .map(|(axis, character)| axis.characters.left_by(*character))
        .product()
}
