//! A code of which some characters may be open.

use chartfleet_model::Icd10PcsCode;

use super::LENGTH;

/// Seven characters, the open ones `None`.
pub(super) type Pattern = [Option<u8>; LENGTH];

/// How open characters are printed.
pub(super) const OPEN: char = '_';

/// A set of characters of the PCS alphabet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Characters(u64);

impl Characters {
    /// Adds a character.
    pub(super) fn insert(&mut self, character: u8) {
        self.0 |= bit(character);
    }

    /// Whether it holds the character; an open one fits any.
    pub(super) const fn fit(self, character: Option<u8>) -> bool {
        match character {
            Some(character) => self.0 & bit(character) != 0,
            None => true,
        }
    }

    /// How many of them a character leaves.
    pub(super) const fn left_by(self, character: Option<u8>) -> usize {
        match character {
            Some(character) => (self.0 & bit(character) != 0) as usize,
            None => self.0.count_ones() as usize,
        }
    }
}

const fn bit(character: u8) -> u64 {
    match character {
        b'0'..=b'9' => 1 << (character - b'0'),
        b'A'..=b'Z' => 1 << (character - b'A' + 10),
        _ => 0,
    }
}

/// Whether a byte is of the alphabet of ICD-10-PCS: digits, and capitals
/// without I and O, which look like digits.
pub(super) const fn is_character(byte: u8) -> bool {
    bit(byte) != 0 && byte != b'I' && byte != b'O'
}

/// The characters of a code.
pub(super) fn of_code(code: &Icd10PcsCode) -> Pattern {
    let mut pattern = [None; LENGTH];
    for (place, byte) in pattern.iter_mut().zip(code.as_str().bytes()) {
        *place = Some(byte);
    }
    pattern
}

/// The pattern as printed, open characters as `_`.
pub(super) fn print(pattern: &Pattern) -> String {
    pattern
        .iter()
        .map(|place| place.map_or(OPEN, char::from))
        .collect()
}
