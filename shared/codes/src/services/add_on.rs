//! Add-on codes and the primary procedures that they go with.
//!
//! Source: the NCCI add-on code file (`AOC_V2026Q2-MCR`). Type 1: the file
//! lists every primary. Type 2: the Medicare contractors say which. Type 3:
//! the file lists some and contractors may add others.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::key;
use crate::error::CodesError;
use crate::import::bytes::{self, Magic};
use crate::import::dates::{self, ALWAYS, FOREVER};
use crate::import::sheet::{Column, Row, Sheet};
use crate::import::{Compiled, Problem};
use crate::tables::data::group;

const MAGIC: &Magic = b"CFADDON1";

/// Who says which primary procedures an add-on code goes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddOnType {
    /// Type 1: the file lists all.
    Listed,
    /// Type 2: each Medicare contractor.
    Contractor,
    /// Type 3: the file lists some, contractors may accept others.
    PartlyListed,
}

impl AddOnType {
    /// The type's number in the file.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Listed => 1,
            Self::Contractor => 2,
            Self::PartlyListed => 3,
        }
    }
}

/// An add-on code on a date of service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddOn {
    /// Its type.
    #[serde(rename = "type")]
    pub kind: AddOnType,
    /// The primary procedures listed, in code order.
    pub primaries: Vec<String>,
}

/// One line of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Link {
    /// `None` where contractors say which.
    primary: Option<u32>,
    kind: u8,
    /// First day, as the number YYYYMMDD.
    from: u32,
    /// Last day.
    to: u32,
}

/// The add-on code file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct AddOnTable {
    /// Add-on codes, ascending.
    keys: Vec<u32>,
    /// Where each code's links begin; one more than codes.
    starts: Vec<u32>,
    links: Vec<Link>,
}

impl AddOnTable {
    pub(super) fn read(content: &[u8], path: &Path) -> Result<Self, CodesError> {
        bytes::decode(MAGIC, content, path)
    }

    pub(super) fn get(&self, key: u32, day: u32) -> Option<AddOn> {
        let row = self.keys.binary_search(&key).ok()?;
        let mut in_effect = group(&self.starts, &self.links, row)
            .iter()
            .filter(|link| (link.from..=link.to).contains(&day))
            .peekable();
        let kind = match in_effect.peek()?.kind {
            1 => AddOnType::Listed,
            2 => AddOnType::Contractor,
            _ => AddOnType::PartlyListed,
        };
        Some(AddOn {
            kind,
            primaries: in_effect
                .filter_map(|link| link.primary)
                .map(key::print)
                .collect(),
        })
    }
}

const COLUMNS: [Column; 7] = [
    Column {
        name: "add_on",
        headings: &["addoncode", "addon"],
        required: true,
    },
    Column {
        name: "primary",
        headings: &["primarycode", "primary"],
        required: true,
    },
    Column {
        name: "AOC_Edit_Type",
        headings: &["aocedittype", "edittype", "type"],
        required: false,
    },
    Column {
        name: "AOC_Edit_EffDT",
        headings: &["aocediteffdt", "effectivedate"],
        required: false,
    },
    Column {
        name: "AOC_Edit_DelDT",
        headings: &["aoceditdeldt", "deletiondate"],
        required: false,
    },
    Column {
        name: "AOC_DelDT",
        headings: &["aocdeldt"],
        required: false,
    },
    Column {
        name: "Primary_Code_DelDT",
        headings: &["primarycodedeldt"],
        required: false,
    },
];

/// What stands for the primary code where contractors say which.
const CONTRACTOR_DEFINED: &str = "CCCCC";

/// Compiles the text of an add-on file.
pub(crate) fn compile(text: &str) -> Result<Compiled, Problem> {
    let mut sheet = Sheet::open(text, &COLUMNS)?;
    let mut pairs = Vec::new();
    while let Some(row) = sheet.next_row()? {
        pairs.push(pair(&row).map_err(|problem| Problem::new(row.line, problem))?);
    }
    if pairs.is_empty() {
        return Err(Problem::new(1, "no add-on codes"));
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut table = AddOnTable::default();
    for &(add_on, link) in &pairs {
        if table.keys.last() != Some(&add_on) {
            table.keys.push(add_on);
            table.starts.push(count(table.links.len()));
        }
        table.links.push(link);
    }
    table.starts.push(count(table.links.len()));
    Ok(Compiled {
        bytes: bytes::encode(MAGIC, &table),
        rows: pairs.len(),
        unknown_codes: 0,
        edition: None,
    })
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn pair(row: &Row<'_, 7>) -> Result<(u32, Link), String> {
    let [add_on, primary, kind, from, edit_to, add_on_to, primary_to] = row.fields;
    let code = |text: &str| key::parse(text).ok_or_else(|| format!("{text:?} is no code"));
    let mut to = FOREVER;
    for text in [edit_to, add_on_to, primary_to] {
        to = to.min(dates::read(text)?.unwrap_or(FOREVER));
    }
    let kind = match kind {
        "" | "1" | "I" => 1,
        "2" | "II" => 2,
        "3" | "III" => 3,
        _ => return Err(format!("the type {kind:?} is not 1, 2 or 3")),
    };
    let link = Link {
        primary: (primary != CONTRACTOR_DEFINED)
            .then(|| code(primary))
            .transpose()?,
        kind,
        from: dates::read(from)?.unwrap_or(ALWAYS),
        to,
    };
    Ok((code(add_on)?, link))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OFFICIAL: &str = "CPT numbers only\nAOC_Edit_Type,Add-On_Code,AOC_DelDT,Primary_Code,Primary_Code_DelDT,AOC_Edit_EffDT,AOC_Edit_DelDT,Special_Instruction_Notes\n\
        1,17003,,17000,,2013001,,\n1,17003,,17999,,2013001,2019365,\n2,0054T,,CCCCC,,2013001,,Contractor Defined Primary Codes\n";

    fn get(text: &str, code: &str, day: u32) -> Option<AddOn> {
        let compiled = compile(text).unwrap();
        let table = AddOnTable::read(&compiled.bytes, Path::new("import.bin")).unwrap();
        table.get(key::parse(code).unwrap(), day)
    }

    #[test]
    fn primaries_are_those_in_effect_on_the_day() {
        let primaries = |day| get(OFFICIAL, "17003", day).map(|add_on| add_on.primaries);
        assert_eq!(
            primaries(20_191_231),
            Some(vec!["17000".to_owned(), "17999".to_owned()])
        );
        assert_eq!(primaries(20_200_101), Some(vec!["17000".to_owned()]));
        assert_eq!(primaries(20_121_231), None);
        let contractor = get(OFFICIAL, "0054T", 20_260_505).unwrap();
        assert_eq!(contractor.kind, AddOnType::Contractor);
        assert!(contractor.primaries.is_empty());
        assert_eq!(get(OFFICIAL, "17000", 20_260_505), None);
    }

    #[test]
    fn a_plain_list_of_pairs_is_of_type_1() {
        let add_on = get("add_on,primary\n17003,17000\n", "17003", 20_260_505).unwrap();
        assert_eq!(add_on.kind, AddOnType::Listed);
    }

    #[test]
    fn what_is_no_add_on_file_is_refused_with_its_line() {
        for (text, line, words) in [
            ("add_on\n17003\n", 1, "no column primary"),
            ("add_on,primary\n17003,1700\n", 2, "\"1700\" is no code"),
            ("add_on,primary,type\n17003,17000,4\n", 2, "not 1, 2 or 3"),
            ("add_on,primary\n17003", 2, "before the column primary"),
            ("add_on,primary\n", 1, "no add-on codes"),
        ] {
            let problem = compile(text).err().unwrap();
            assert_eq!(problem.line, line, "{text}");
            assert!(problem.problem.contains(words), "{}", problem.problem);
        }
    }
}
