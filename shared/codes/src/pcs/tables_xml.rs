//! Reads CMS's tables (`ICD10PCS.tabular` XML): one `pcsTable` a table with
//! three axes of one value, and `pcsRow`s with four axes of several.

use std::collections::{BTreeMap, HashMap};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::tables::{Fixed, List, PcsTables, ROW_AXES, Row, RowAxis, Table};
use super::{TABLE_LENGTH, pattern, year};
use crate::compile::tabular::{attribute, line_of, resolve};
use crate::import::{Compiled, ImportOptions, Problem};
use crate::tables::strings::Strings;

const ROOT: &str = "ICD10PCS.tabular";

/// Compiles the text of a file of tables.
pub(crate) fn compile(text: &str, options: &ImportOptions) -> Result<Compiled, Problem> {
    let tables = read(text, options)?;
    Ok(Compiled {
        rows: tables.code_count(),
        unknown_codes: 0,
        edition: Some(tables.year().to_string()),
        bytes: tables.to_bytes(),
    })
}

/// Reads the XML.
pub(super) fn read(text: &str, options: &ImportOptions) -> Result<PcsTables, Problem> {
    let mut reader = Reader::from_str(text);
    let mut builder = Builder::default();
    loop {
        let event = reader.read_event().map_err(|error| {
            Problem::new(line_of(text, reader.error_position()), error.to_string())
        })?;
        let step = match event {
            Event::Start(element) => builder.start(&element),
            Event::Text(words) => {
                builder.text.push_str(&words.xml10_content());
                Ok(())
            }
            Event::GeneralRef(reference) => match resolve(&reference) {
                Some(c) => {
                    builder.text.push(c);
                    Ok(())
                }
                None => Err("an unknown character reference".to_owned()),
            },
            Event::End(element) => builder.end(element.name().as_ref()),
            Event::Eof => break,
            _ => Ok(()),
        };
        let line = || line_of(text, reader.buffer_position());
        step.map_err(|problem| Problem::new(line(), problem))?;
        if builder.year.is_none()
            && let Some(said) = builder.version.take()
        {
            builder.year = Some(year::check(&said, line(), options)?);
        }
    }
    let last = 1 + text.trim_end().matches('\n').count() as u64;
    builder
        .finish()
        .map_err(|problem| Problem::new(last, problem))
}

/// An axis while it is read.
#[derive(Default)]
struct Axis {
    title: u32,
    values: Vec<(u8, u32)>,
    definition: u32,
}

#[derive(Default)]
struct Builder {
    /// Names of the open elements.
    open: Vec<String>,
    text: String,
    version: Option<String>,
    year: Option<u16>,
    /// The three axes of the open table.
    fixed: Vec<(u8, Fixed)>,
    row: Row,
    /// Axes of the open row, as bits.
    seen: u8,
    axis: Axis,
    position: usize,
    value: u8,
    texts: Interner,
    lists: HashMap<List, u32>,
    list_order: Vec<List>,
    tables: BTreeMap<[u8; TABLE_LENGTH], ([Fixed; TABLE_LENGTH], Vec<Row>)>,
}

impl Builder {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), String> {
        let name = element.name().as_ref().to_owned();
        if self.open.is_empty() && name != ROOT {
            return Err(format!("the root element is {name}, not {ROOT}"));
        }
        match name.as_str() {
            "pcsTable" => self.fixed.clear(),
            "pcsRow" => (self.row, self.seen) = (Row::default(), 0),
            "axis" => {
                let position = attribute(element, "pos").and_then(|pos| pos.parse().ok());
                self.position = position.ok_or("an axis without a position")?;
                self.axis = Axis::default();
            }
            "label" => {
                let code = attribute(element, "code").unwrap_or_default();
                self.value = match code.as_bytes() {
                    [byte] if pattern::is_character(*byte) => *byte,
                    _ => return Err(format!("{code:?} is no character of ICD-10-PCS")),
                };
            }
            _ => {}
        }
        self.text.clear();
        self.open.push(name);
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), String> {
        self.open.pop();
        let parent = self.open.last().map(String::as_str);
        match (name, parent) {
            ("version", Some(ROOT)) => self.version = Some(std::mem::take(&mut self.text)),
            ("title", Some("axis")) => self.axis.title = self.texts.number(&self.text),
            ("definition", Some("axis")) => self.axis.definition = self.texts.number(&self.text),
            ("label", Some("axis")) => {
                let label = self.texts.number(&self.text);
                self.axis.values.push((self.value, label));
            }
            ("axis", Some("pcsTable")) => self.end_fixed()?,
            ("axis", Some("pcsRow")) => self.end_row_axis()?,
            ("pcsRow", _) => self.end_row()?,
            _ => {}
        }
        self.text.clear();
        Ok(())
    }

    fn end_fixed(&mut self) -> Result<(), String> {
        let &[(value, label)] = self.axis.values.as_slice() else {
            return Err(format!(
                "axis {} of a table has {} values, not one",
                self.position,
                self.axis.values.len()
            ));
        };
        if self.position != self.fixed.len() + 1 || self.position > TABLE_LENGTH {
            return Err(format!("axis {} stands out of order", self.position));
        }
        let axis = Fixed {
            title: self.axis.title,
            label,
            definition: self.axis.definition,
        };
        self.fixed.push((value, axis));
        Ok(())
    }

    fn end_row_axis(&mut self) -> Result<(), String> {
        let place = self.position.checked_sub(TABLE_LENGTH + 1);
        let place = place.filter(|place| *place < ROW_AXES);
        let axis = place.and_then(|place| self.row.get_mut(place));
        let (Some(place), Some(axis)) = (place, axis) else {
            return Err(format!("axis {} in a row", self.position));
        };
        if self.axis.values.is_empty() {
            return Err(format!("axis {} has no values", self.position));
        }
        let list = List(std::mem::take(&mut self.axis.values));
        let next = u32::try_from(self.list_order.len()).unwrap_or(u32::MAX);
        let number = *self.lists.entry(list.clone()).or_insert(next);
        if number == next {
            self.list_order.push(list);
        }
        *axis = RowAxis {
            title: self.axis.title,
            list: number,
            ..RowAxis::default()
        };
        self.seen |= 1 << place;
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), String> {
        if self.seen.count_ones() as usize != ROW_AXES {
            return Err("a row that lacks one of the axes 4 to 7".to_owned());
        }
        let &[(a, first), (b, second), (c, third)] = self.fixed.as_slice() else {
            return Err("a row of a table that lacks one of the axes 1 to 3".to_owned());
        };
        let table = self.tables.entry([a, b, c]);
        let (_, rows) = table.or_insert_with(|| ([first, second, third], Vec::new()));
        rows.push(self.row);
        Ok(())
    }

    fn finish(self) -> Result<PcsTables, String> {
        if let Some(name) = self.open.last() {
            return Err(format!("the file ends inside {name}: it was cut short"));
        }
        let year = self.year.ok_or("no version element with the fiscal year")?;
        if self.tables.is_empty() {
            return Err("no table with rows in it".to_owned());
        }
        let (mut tables, mut rows) = (Vec::with_capacity(self.tables.len()), Vec::new());
        for (prefix, (axes, of_table)) in self.tables {
            tables.push(Table {
                prefix,
                axes,
                start: u32::try_from(rows.len()).map_err(|_| "too many rows")?,
            });
            rows.extend(of_table);
        }
        let mut built = PcsTables::new(year, self.texts.strings, self.list_order, tables, rows);
        built.fill_characters();
        Ok(built)
    }
}

/// Each text once; number 0 is empty.
struct Interner {
    strings: Strings,
    numbers: HashMap<String, u32>,
}

impl Default for Interner {
    fn default() -> Self {
        let mut strings = Strings::default();
        let empty = strings.push("");
        Self {
            strings,
            numbers: HashMap::from([(String::new(), empty)]),
        }
    }
}

impl Interner {
    fn number(&mut self, text: &str) -> u32 {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(&number) = self.numbers.get(&text) {
            return number;
        }
        let number = self.strings.push(&text);
        self.numbers.insert(text, number);
        number
    }
}
