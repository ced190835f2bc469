//! Diagnoses that are exempt from present-on-admission reporting.
//!
//! Where the site imported CMS's list, that decides. Without one, only what
//! Appendix I has always exempted counts as exempt, and what it never exempted
//! as not exempt; of the rest nothing is said.
//!
//! Sources: Guidelines Appendix I; CMS's list of exempt codes of a fiscal year.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::codeset::{self, CodeSet};
use crate::error::CodesError;
use crate::import::{Compiled, ImportOptions, Problem};
use crate::tables::{CodeTables, key};

/// First bytes of a list of exempt codes; the number grows with its layout.
const MAGIC: &[u8; 8] = b"CFEXEMP1";

/// Title lines that may stand above the first code.
const MOST_TITLE_LINES: u64 = 10;

/// An imported list.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct PoaExempt {
    /// Packed codes, ascending; a header stands for all below it.
    keys: Vec<u64>,
}

/// Compiles a list with one code a line, or a code and its description.
pub(crate) fn compile(
    text: &str,
    tables: &CodeTables,
    options: &ImportOptions,
) -> Result<Compiled, Problem> {
    let mut list = PoaExempt::default();
    let mut unknown_codes = 0;
    let mut last = 1;
    for (number, line) in (1..).zip(text.lines()) {
        last = number;
        if line.trim().is_empty() {
            continue;
        }
        match code(line) {
            Some(code) if tables.cm_text(code).is_some() => list.keys.extend(key::pack(code)),
            Some(_) => unknown_codes += 1,
            None if list.keys.is_empty() && number <= MOST_TITLE_LINES => {}
            None => {
                return Err(Problem::new(
                    number,
                    "the line begins with no ICD-10-CM code",
                ));
            }
        }
    }
    if list.keys.is_empty() {
        return Err(Problem::new(last, "no ICD-10-CM code in the file"));
    }
    list.keys.sort_unstable();
    list.keys.dedup();
    Ok(Compiled {
        rows: list.keys.len(),
        bytes: list.to_bytes(),
        unknown_codes,
        edition: options.year.map(|year| year.to_string()),
    })
}

/// The code that a line begins with, a line number before it passed over.
fn code(line: &str) -> Option<&str> {
    line.split([',', '\t', ';', ' '])
        .map(|cell| cell.trim().trim_matches('"'))
        .filter(|cell| !cell.is_empty())
        .find(|cell| !cell.bytes().all(|byte| byte.is_ascii_digit()))
        .filter(|cell| cell.parse::<chartfleet_model::Icd10CmCode>().is_ok())
}

impl PoaExempt {
    fn to_bytes(&self) -> Vec<u8> {
        // Numbers in memory: postcard has nothing to refuse.
        postcard::to_extend(self, MAGIC.to_vec()).unwrap_or_default()
    }

    /// Reads the bytes of a list.
    pub(crate) fn read(bytes: &[u8], path: &Path) -> Result<Self, CodesError> {
        let Some(content) = bytes.strip_prefix(MAGIC) else {
            return Err(CodesError::Outdated {
                path: path.to_owned(),
            });
        };
        postcard::from_bytes(content).map_err(|error| CodesError::damaged(path, error.to_string()))
    }

    fn has(&self, code: u64) -> bool {
        std::iter::successors(Some(code), |&code| key::shorten(code))
            .any(|code| self.keys.binary_search(&code).is_ok())
    }
}

/// Whether a diagnosis is exempt; `None` where that is not known without the
/// list of the year.
pub(crate) fn is_exempt(tables: &CodeTables, code: u64) -> Option<bool> {
    if let Some(list) = &tables.supplements.poa_exempt {
        return Some(list.has(code));
    }
    if codeset::contains(ALWAYS.ranges(), code) {
        return Some(true);
    }
    let [.., seventh, _] = code.to_be_bytes();
    match (codeset::contains(INJURY.ranges(), code), seventh) {
        // Subsequent encounters and sequelae.
        (true, b'D' | b'S') => Some(true),
        // The other stages of healing of a fracture.
        (true, b'E'..=b'R') => None,
        _ if codeset::contains(VARIES.ranges(), code) => None,
        _ => Some(false),
    }
}

/// Injuries and other consequences of external causes.
const INJURY: CodeSet<1> = CodeSet::of(["S00-T88"]);

/// Exempt in every edition of Appendix I.
const ALWAYS: CodeSet<29> = CodeSet::of([
    "B90-B94", "E64", "I25.2", "I69", "O09", "O80", "Q00-Q99", "Y92", "Y93", "Y99", "Z00", "Z01",
    "Z02", "Z03", "Z08", "Z34", "Z37", "Z38", "Z66", "Z67", "Z68", "Z79", "Z80", "Z85", "Z88",
    "Z89", "Z93", "Z94", "Z95",
]);

/// Chapters and categories of which some codes are exempt.
const VARIES: CodeSet<5> = CodeSet::of(["O66.5", "O94", "P00", "V00-Y99", "Z00-Z99"]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_begins_with_its_code() {
        for line in [
            "Z66",
            "Z66,Do not resuscitate",
            "\"Z66\",\"Do not resuscitate\"",
            "1\tZ66\tDo not resuscitate",
            "Z66   Do not resuscitate",
        ] {
            assert_eq!(code(line), Some("Z66"), "{line}");
        }
        for line in ["", "Exempt list FY 2026", "12", "Code\tDescription"] {
            assert_eq!(code(line), None, "{line}");
        }
    }

    #[test]
    fn a_header_in_a_list_stands_for_what_is_below_it() {
        let pack = |code| key::pack(code).unwrap();
        let list = PoaExempt {
            keys: vec![pack("I69"), pack("Z79.4")],
        };
        assert!(list.has(pack("I69.351")));
        assert!(list.has(pack("Z79.4")));
        assert!(!list.has(pack("Z79.5")));
    }
}
