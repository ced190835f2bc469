//! Site files of CPT and HCPCS Level II codes.
//!
//! Reads CSV with a code and its description, CSV with a long and a short row
//! a code, and CMS's quarterly fixed-width HCPCS file (`HCPC2024_JUL_ANWEB`;
//! record layout by CMS: code 1-5, record kind 11, long description 12-91,
//! short description 92-119, added 269-276, terminated 285-292).

use std::collections::BTreeMap;

use super::code_list::{CodeList, Entry};
use super::key;
use crate::import::dates::{self, ALWAYS, FOREVER};
use crate::import::sheet::{Column, Row, Sheet};
use crate::import::{Compiled, Problem};

/// Which codes a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodeFile {
    Cpt,
    Hcpcs,
}

impl CodeFile {
    /// Codes of the other system would be described under the wrong licence.
    fn key(self, text: &str) -> Result<u32, String> {
        let key = key::parse(text).ok_or_else(|| format!("{text:?} is no code"))?;
        let is_hcpcs = text.starts_with(|c: char| c.is_ascii_alphabetic());
        match (self, is_hcpcs) {
            (Self::Cpt, true) => Err(format!(
                "{text} is a HCPCS Level II code: import those with --kind hcpcs"
            )),
            (Self::Hcpcs, false) => Err(format!(
                "{text} is a CPT code: import those with --kind cpt and a licence"
            )),
            _ => Ok(key),
        }
    }
}

/// Compiles the text of a file.
pub(crate) fn compile(text: &str, file: CodeFile) -> Result<Compiled, Problem> {
    let entries = if is_fixed_width(text) {
        fixed_width(text, file)?
    } else {
        sheet(text, file)?
    };
    if entries.is_empty() {
        return Err(Problem::new(1, "no codes"));
    }
    let list = CodeList::new(&entries);
    Ok(Compiled {
        bytes: list.to_bytes(),
        rows: list.len(),
        unknown_codes: 0,
        edition: None,
    })
}

const COLUMNS: [Column; 5] = [
    Column {
        name: "code",
        headings: &["code", "hcpcscode", "cptcode", "hcpc", "hcpcs", "cpt"],
        required: true,
    },
    Column {
        name: "description",
        headings: &[
            "description",
            "hcpcsdescription",
            "longdescription",
            "long",
            "title",
        ],
        required: true,
    },
    Column {
        name: "hcpcs_desc_type",
        headings: &["hcpcsdesctype", "desctype"],
        required: false,
    },
    Column {
        name: "effective date",
        headings: &["effectivedate", "adddt", "addeddate", "validfrom"],
        required: false,
    },
    Column {
        name: "termination date",
        headings: &["terminationdate", "termdt", "deletiondate", "validto"],
        required: false,
    },
];

fn sheet(text: &str, file: CodeFile) -> Result<BTreeMap<u32, Entry>, Problem> {
    let mut sheet = Sheet::open(text, &COLUMNS)?;
    let mut entries = BTreeMap::new();
    while let Some(row) = sheet.next_row()? {
        let line = row.line;
        take(&row, file, &mut entries).map_err(|problem| Problem::new(line, problem))?;
    }
    Ok(entries)
}

fn take(
    row: &Row<'_, 5>,
    file: CodeFile,
    entries: &mut BTreeMap<u32, Entry>,
) -> Result<(), String> {
    let [code, description, kind, from, to] = row.fields;
    let entry = entries.entry(file.key(code)?).or_default();
    let words = if kind.eq_ignore_ascii_case("short") {
        &mut entry.short
    } else {
        &mut entry.long
    };
    if !words.is_empty() && words != description {
        return Err(format!("{code} has two descriptions"));
    }
    description.clone_into(words);
    entry.from = dates::read(from)?.unwrap_or(ALWAYS);
    entry.to = dates::read(to)?.unwrap_or(FOREVER);
    Ok(())
}

/// Kinds of records of the fixed-width file that tell of a procedure code; the
/// others tell of modifiers.
const FIRST_LINE: &str = "3";
const FURTHER_LINE: &str = "4";

fn is_fixed_width(text: &str) -> bool {
    text.lines().next().is_some_and(|line| {
        let sequence = line.get(5..10).unwrap_or_default();
        sequence.len() == 5
            && sequence.bytes().all(|b| b.is_ascii_digit())
            && matches!(line.get(10..11), Some("3" | "4" | "7" | "8"))
    })
}

fn fixed_width(text: &str, file: CodeFile) -> Result<BTreeMap<u32, Entry>, Problem> {
    let mut entries: BTreeMap<u32, Entry> = BTreeMap::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        record(line, file, &mut entries).map_err(|problem| Problem::new(number, problem))?;
    }
    Ok(entries)
}

fn record(line: &str, file: CodeFile, entries: &mut BTreeMap<u32, Entry>) -> Result<(), String> {
    let field = |from: usize, to: usize| line.get(from - 1..to.min(line.len())).unwrap_or_default();
    let kind = field(11, 11);
    if kind != FIRST_LINE && kind != FURTHER_LINE {
        return match kind {
            "7" | "8" => Ok(()),
            _ => Err("the record kind in column 11 is not 3, 4, 7 or 8".to_owned()),
        };
    }
    let code = field(1, 5);
    let key = file.key(code)?;
    let long = field(12, 91).trim();
    if kind == FURTHER_LINE {
        let entry = entries
            .get_mut(&key)
            .ok_or_else(|| format!("{code} goes on before it begins"))?;
        entry.long.push(' ');
        entry.long.push_str(long);
        return Ok(());
    }
    if line.len() < 119 {
        return Err("the line is too short".to_owned());
    }
    let entry = Entry {
        long: long.to_owned(),
        short: field(92, 119).trim().to_owned(),
        from: dates::read(field(269, 276))?.unwrap_or(ALWAYS),
        to: dates::read(field(285, 292))?.unwrap_or(FOREVER),
    };
    if entries.insert(key, entry).is_some() {
        return Err(format!("{code} begins twice"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn list(text: &str, file: CodeFile) -> CodeList {
        let compiled = compile(text, file).unwrap();
        CodeList::read(&compiled.bytes, Path::new("import.bin")).unwrap()
    }

    fn problem(text: &str, file: CodeFile) -> (u64, String) {
        let problem = compile(text, file).err().unwrap();
        (problem.line, problem.problem)
    }

    #[test]
    fn the_long_description_is_the_title_whatever_the_shape() {
        let key = key::parse("A0021").unwrap();
        for text in [
            "code,description\nA0021,\"Ambulance, by the mile\"\n",
            "hcpcs_code,hcpcs_desc_type,hcpcs_description\nA0021,Short,Ambulance\nA0021,Long,\"Ambulance, by the mile\"\n",
            "HCPC\tLONG DESCRIPTION\tADD DT\nA0021\tAmbulance, by the mile\t19820101\n",
        ] {
            assert_eq!(
                list(text, CodeFile::Hcpcs).title(key),
                Some("Ambulance, by the mile")
            );
        }
        let short = "hcpcs_code,hcpcs_desc_type,hcpcs_description\nA0021,Short,Ambulance\n";
        assert_eq!(list(short, CodeFile::Hcpcs).title(key), Some("Ambulance"));
    }

    #[test]
    fn cmss_fixed_width_file_gives_descriptions_over_lines_and_dates() {
        let first = format!(
            "A0021001003{:<80}{:<28}{:<149}{:<8}{:<8}{:<8}N\n",
            "Ambulance,", "Ambulance", "", "19820101", "20100101", "20201231"
        );
        let text = format!(
            "{first}A0021002004{:<80}\n   RT001007{:<80}\n",
            "by the mile", "A side"
        );
        let list = list(&text, CodeFile::Hcpcs);
        let key = key::parse("A0021").unwrap();
        assert_eq!(list.title(key), Some("Ambulance, by the mile"));
        assert_eq!(list.period(key), Some((19_820_101, 20_201_231)));
        assert_eq!(list.len(), 1);
        let (line, words) = problem(&format!("{first}A0080001003Non"), CodeFile::Hcpcs);
        assert_eq!((line, words.as_str()), (2, "the line is too short"));
    }

    #[test]
    fn files_of_the_other_system_and_bad_rows_are_refused_with_their_line() {
        let cases = [
            (
                "code,description\nA0021,x\n47563,y\n",
                CodeFile::Hcpcs,
                3,
                "is a CPT code",
            ),
            (
                "code,description\nA0021,x\n",
                CodeFile::Cpt,
                2,
                "is a HCPCS Level II code",
            ),
            (
                "code,description\nA002,x\n",
                CodeFile::Hcpcs,
                2,
                "is no code",
            ),
            (
                "code,words\nA0021,x\n",
                CodeFile::Hcpcs,
                1,
                "no column description",
            ),
            (
                "code,description\nA0021,x\nA0021,y\n",
                CodeFile::Hcpcs,
                3,
                "two descriptions",
            ),
            ("code,description\n", CodeFile::Hcpcs, 1, "no codes"),
            (
                "code,description,termination date\nA0021,x,soon\n",
                CodeFile::Hcpcs,
                2,
                "no date",
            ),
        ];
        for (text, file, line, words) in cases {
            let found = problem(text, file);
            assert_eq!(found.0, line, "{text}");
            assert!(found.1.contains(words), "{}", found.1);
        }
    }
}
