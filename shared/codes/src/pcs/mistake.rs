//! Validating a code against the tables, and saying where one is wrong.

use std::fmt;

use chartfleet_model::Icd10PcsCode;
use serde::Serialize;

use super::pattern::{self, Pattern};
use super::tables::{PcsAxis, PcsTables, PcsValue, Row, Table, fits};
use super::{LENGTH, TABLE_LENGTH};

/// Most values that a message names.
const MOST_VALUES: usize = 8;

/// The character that keeps a code out of the tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PcsMistake<'t> {
    /// Counted from 1.
    pub position: usize,
    /// What the position stands for, such as `Approach`.
    pub title: &'t str,
    /// What stands there.
    pub found: char,
    /// The characters that name the table, as far as they are right.
    pub table: String,
    /// What the tables allow there.
    pub allowed: Vec<PcsValue<'t>>,
    /// Whether one of those makes the rest right; otherwise they go with the
    /// characters before, and more than one character is wrong.
    pub alone: bool,
}

impl fmt::Display for PcsMistake<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "character {} ({}) is {}",
            self.position, self.title, self.found
        )?;
        let rest = if self.alone {
            "other characters"
        } else {
            "characters before"
        };
        match self.table.as_str() {
            "" => write!(f, ", the tables allow ")?,
            table => write!(f, ", with the {rest} table {table} allows ")?,
        }
        for (number, value) in self.allowed.iter().take(MOST_VALUES).enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            write!(f, "{comma}{} {}", value.value, value.label)?;
        }
        match self.allowed.len().checked_sub(MOST_VALUES) {
            Some(more) if more > 0 => write!(f, " and {more} more"),
            _ => Ok(()),
        }
    }
}

impl std::error::Error for PcsMistake<'_> {}

impl PcsTables {
    /// The code's seven axes in words.
    ///
    /// # Errors
    /// The character that is not in the table, with what the table allows
    /// there given the other characters.
    pub fn validate(&self, code: &Icd10PcsCode) -> Result<Vec<PcsAxis<'_>>, PcsMistake<'_>> {
        let pattern = pattern::of_code(code);
        match self.row_of(&pattern) {
            Some(row) => Ok(self.describe(row, &pattern)),
            None => Err(self.mistake(&pattern)),
        }
    }

    /// Where a pattern that no row allows is wrong: at the first character that
    /// no code has which begins as it does, or, where no replacement there
    /// helps, at one where a replacement does.
    pub(super) fn mistake(&self, pattern: &Pattern) -> PcsMistake<'_> {
        let first = (1..=LENGTH)
            .find(|&length| self.row_of(&beginning(pattern, length)).is_none())
            .map_or(0, |length| length - 1);
        let given = |place: &usize| pattern.get(*place).is_some_and(Option::is_some);
        let mendable = std::iter::once(first)
            .chain((0..LENGTH).rev().filter(|&place| place != first))
            .filter(given)
            .find_map(|place| {
                let allowed = self.allowed(&without(pattern, place), place);
                (!allowed.is_empty()).then_some((place, allowed))
            });
        let (place, allowed, alone) = match mendable {
            Some((place, allowed)) => (place, allowed, true),
            None => (
                first,
                self.allowed(&beginning(pattern, first), first),
                false,
            ),
        };
        let other = if alone {
            without(pattern, place)
        } else {
            beginning(pattern, place)
        };
        let found = pattern.get(place).copied().flatten();
        PcsMistake {
            position: place + 1,
            title: self
                .row_of(&other)
                .map_or("", |row| self.axis_title(row, place)),
            found: found.map_or(pattern::OPEN, char::from),
            table: table_named(pattern, place),
            allowed,
            alone,
        }
    }

    /// The values at a place in all rows that fit, each once, in order.
    pub(super) fn allowed(&self, pattern: &Pattern, place: usize) -> Vec<PcsValue<'_>> {
        let mut values = Vec::new();
        for table in self.tables_of(pattern) {
            let mut rows = self.rows_of(table).iter().filter(|row| fits(row, pattern));
            if let Some((value, axis)) = table.prefix.get(place).zip(table.axes.get(place)) {
                if rows.next().is_some() {
                    values.push((*value, axis.label));
                }
            } else if let Some(at) = place.checked_sub(TABLE_LENGTH) {
                for axis in rows.filter_map(|row| row.get(at)) {
                    values.extend_from_slice(self.list(axis));
                }
            }
        }
        let mut values: Vec<_> = values
            .into_iter()
            .map(|(value, label)| PcsValue {
                value: char::from(value),
                label: self.text(label),
            })
            .collect();
        values.sort_unstable();
        values.dedup();
        values
    }

    /// What a place stands for in a row.
    pub(super) fn axis_title<'t>(
        &'t self,
        (table, row): (&'t Table, &'t Row),
        place: usize,
    ) -> &'t str {
        let fixed = table.axes.get(place).map(|axis| axis.title);
        let of_row = || {
            row.get(place.checked_sub(TABLE_LENGTH)?)
                .map(|axis| axis.title)
        };
        fixed.or_else(of_row).map_or("", |title| self.text(title))
    }
}

/// The pattern's first characters, the rest open.
fn beginning(pattern: &Pattern, length: usize) -> Pattern {
    let mut shorter = *pattern;
    shorter
        .iter_mut()
        .skip(length)
        .for_each(|place| *place = None);
    shorter
}

/// The pattern with one character open.
fn without(pattern: &Pattern, place: usize) -> Pattern {
    let mut other = *pattern;
    if let Some(place) = other.get_mut(place) {
        *place = None;
    }
    other
}

/// The characters of the table before a place, as far as they are given.
fn table_named(pattern: &Pattern, place: usize) -> String {
    pattern
        .iter()
        .take(place.min(TABLE_LENGTH))
        .map_while(|place| place.map(char::from))
        .collect()
}
