//! The codes of one site file, CPT or HCPCS Level II, with their descriptions
//! and, where the file gives them, the days on which they may be billed.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::key;
use crate::error::CodesError;
use crate::import::bytes::{self, Magic};
use crate::import::dates::{ALWAYS, FOREVER};
use crate::tables::strings::Strings;

const MAGIC: &Magic = b"CFSERVC1";

/// What a file says of one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) long: String,
    pub(super) short: String,
    /// First day, as the number YYYYMMDD.
    pub(super) from: u32,
    /// Last day.
    pub(super) to: u32,
}

impl Default for Entry {
    fn default() -> Self {
        Self {
            long: String::new(),
            short: String::new(),
            from: ALWAYS,
            to: FOREVER,
        }
    }
}

/// The codes of a file, by code.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct CodeList {
    keys: Vec<u32>,
    titles: Strings,
    periods: Vec<(u32, u32)>,
}

impl CodeList {
    /// The list of what a file says; a code's long description is its title,
    /// where it has one.
    pub(super) fn new(entries: &BTreeMap<u32, Entry>) -> Self {
        let mut list = Self::default();
        for (&key, entry) in entries {
            list.keys.push(key);
            list.titles.push(if entry.long.is_empty() {
                &entry.short
            } else {
                &entry.long
            });
            list.periods.push((entry.from, entry.to));
        }
        list
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        bytes::encode(MAGIC, self)
    }

    pub(super) fn read(content: &[u8], path: &Path) -> Result<Self, CodesError> {
        bytes::decode(MAGIC, content, path)
    }

    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    pub(super) fn holds(&self, key: u32) -> bool {
        self.row(key).is_some()
    }

    pub(super) fn title(&self, key: u32) -> Option<&str> {
        Some(self.titles.get(self.row(key)?)).filter(|title| !title.is_empty())
    }

    /// The codes with their titles, in code order.
    pub(super) fn titled(&self) -> impl Iterator<Item = (u32, &str)> {
        let rows = self.keys.iter().enumerate();
        rows.map(|(row, &key)| (key, self.titles.get(row)))
            .filter(|(_, title)| !title.is_empty())
    }

    /// First and last day of a code.
    pub(super) fn period(&self, key: u32) -> Option<(u32, u32)> {
        self.periods.get(self.row(key)?).copied()
    }

    /// Codes in effect on `day` that differ in one character or in the order
    /// of two neighbours, likeliest slips first.
    pub(super) fn near(&self, key: u32, day: u32, most: usize) -> Vec<String> {
        let wrong = key::print(key);
        let mut near: Vec<(u8, String)> = self
            .keys
            .iter()
            .zip(&self.periods)
            .filter(|(_, (from, to))| (*from..=*to).contains(&day))
            .filter_map(|(&other, _)| {
                let other = key::print(other);
                slip(wrong.as_bytes(), other.as_bytes()).map(|rank| (rank, other))
            })
            .collect();
        near.sort_unstable();
        near.truncate(most);
        near.into_iter().map(|(_, code)| code).collect()
    }

    fn row(&self, key: u32) -> Option<usize> {
        self.keys.binary_search(&key).ok()
    }
}

/// How one code may have become the other: 0 two neighbours swapped, 1 another
/// last character, 2 another character elsewhere.
fn slip(a: &[u8], b: &[u8]) -> Option<u8> {
    let differ: Vec<usize> = (0..a.len().max(b.len()))
        .filter(|&at| a.get(at) != b.get(at))
        .collect();
    match differ.as_slice() {
        [at] if at + 1 == a.len() => Some(1),
        [_] => Some(2),
        [at, next]
            if at + 1 == *next && a.get(*at) == b.get(*next) && a.get(*next) == b.get(*at) =>
        {
            Some(0)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(codes: &[(&str, u32)]) -> CodeList {
        let entries = codes.iter().map(|&(code, to)| {
            let entry = Entry {
                to,
                short: "short".to_owned(),
                ..Entry::default()
            };
            (key::parse(code).unwrap(), entry)
        });
        CodeList::new(&entries.collect())
    }

    #[test]
    fn near_codes_are_slips_of_the_pen_in_effect() {
        let list = list(&[
            ("47562", FOREVER),
            ("47563", FOREVER),
            ("47564", 20_200_101),
            ("74563", FOREVER),
            ("47653", FOREVER),
            ("99213", FOREVER),
        ]);
        let wrong = key::parse("47569").unwrap();
        assert_eq!(list.near(wrong, 20_260_505, 9), ["47562", "47563"]);
        let swapped = key::parse("45763").unwrap();
        assert_eq!(list.near(swapped, 20_260_505, 9), ["47563"]);
    }

    #[test]
    fn a_list_reads_back_as_it_was_written() {
        let path = Path::new("import-cpt.bin");
        let bytes = list(&[("47563", FOREVER)]).to_bytes();
        let read = CodeList::read(&bytes, path).unwrap();
        assert_eq!(read.title(key::parse("47563").unwrap()), Some("short"));
        assert_eq!(read.title(key::parse("47564").unwrap()), None);
        for end in 0..bytes.len() {
            assert!(CodeList::read(&bytes[..end], path).is_err(), "{end}");
        }
    }
}
