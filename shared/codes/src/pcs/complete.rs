//! Completing partial codes: what is forced is filled in, what is open is
//! named with the values that go with the rest.

use chartfleet_model::Icd10PcsCode;
use serde::Serialize;

use super::pattern::{self, Pattern};
use super::tables::{PcsAxis, PcsTables, PcsValue, combinations, fits};
use super::{LENGTH, PcsMistake, TABLE_LENGTH};

/// What a partial code can become.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PcsCompletion<'t> {
    /// The characters given and those that the tables leave no choice in; the
    /// others as `_`.
    pub pattern: String,
    /// The code, where the partial one admits exactly one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<Icd10PcsCode>,
    /// How many codes it admits.
    pub codes: usize,
    /// The characters of `pattern` in words.
    pub settled: Vec<PcsAxis<'t>>,
    /// What is left to choose. Positions 4 to 7 are named once the table is
    /// settled.
    pub open: Vec<PcsChoice<'t>>,
}

/// A character that is left to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PcsChoice<'t> {
    /// Counted from 1.
    pub position: usize,
    /// What the position stands for, such as `Approach`.
    pub title: &'t str,
    /// What goes with the other characters.
    pub values: Vec<PcsValue<'t>>,
}

/// Text that is no beginning of a code, and what the tables say against it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PcsPartialError<'t> {
    /// Not one to seven characters of the alphabet.
    #[error(
        "a partial ICD-10-PCS code is 1 to 7 digits and letters (no I, no O), with ?, _ or - for what is open"
    )]
    Malformed,
    /// No code has these characters together.
    #[error("{0}")]
    NotInTables(PcsMistake<'t>),
}

impl PcsTables {
    /// Completes a partial code: `0FT4`, `0FT4?ZZ`.
    ///
    /// # Errors
    /// [`PcsPartialError`]: no partial code, or one that no code fits.
    pub fn complete(&self, partial: &str) -> Result<PcsCompletion<'_>, PcsPartialError<'_>> {
        let mut pattern = parse(partial).ok_or(PcsPartialError::Malformed)?;
        if self.row_of(&pattern).is_none() {
            return Err(PcsPartialError::NotInTables(self.mistake(&pattern)));
        }
        let mut open = Vec::new();
        for place in 0..LENGTH {
            let is_open = pattern.get(place).is_some_and(Option::is_none);
            let table_settled = pattern.iter().take(TABLE_LENGTH).all(Option::is_some);
            if !is_open || (place >= TABLE_LENGTH && !table_settled) {
                continue;
            }
            let values = self.allowed(&pattern, place);
            match (only(&values), pattern.get_mut(place)) {
                (Some(value), Some(character)) => *character = Some(value),
                _ => open.push((place, values)),
            }
        }
        let row = self.row_of(&pattern);
        let title = |place| row.map_or("", |row| self.axis_title(row, place));
        let codes = self.count(&pattern);
        Ok(PcsCompletion {
            pattern: pattern::print(&pattern),
            code: Some(pattern::print(&pattern))
                .filter(|_| codes == 1)
                .and_then(|code| code.parse().ok()),
            codes,
            settled: row.map_or_else(Vec::new, |row| self.describe(row, &pattern)),
            open: open
                .into_iter()
                .map(|(place, values)| PcsChoice {
                    position: place + 1,
                    title: title(place),
                    values,
                })
                .collect(),
        })
    }

    fn count(&self, pattern: &Pattern) -> usize {
        self.tables_of(pattern)
            .flat_map(|table| self.rows_of(table))
            .filter(|row| fits(row, pattern))
            .map(|row| combinations(row, pattern))
            .sum()
    }
}

/// The one character that all values have.
fn only(values: &[PcsValue<'_>]) -> Option<u8> {
    let (first, rest) = values.split_first()?;
    let same = rest.iter().all(|value| value.value == first.value);
    u8::try_from(first.value).ok().filter(|_| same)
}

fn parse(partial: &str) -> Option<Pattern> {
    let mut pattern = [None; LENGTH];
    let partial = partial.trim();
    if partial.is_empty() || partial.len() > LENGTH {
        return None;
    }
    for (place, byte) in pattern.iter_mut().zip(partial.bytes()) {
        *place = match byte.to_ascii_uppercase() {
            b'?' | b'_' | b'-' | b'*' => None,
            byte if pattern::is_character(byte) => Some(byte),
            _ => return None,
        };
    }
    Some(pattern)
}
