//! CMS's quarterly PTP file (text with tabs, or saved as CSV), and the CSV
//! `column1,column2,modifier,rationale` without dates.

use std::collections::HashMap;

use super::ptp::{MOST_CODES, ModifierIndicator, Pair, PtpTable, Terms};
use crate::import::dates::{self, ALWAYS, FOREVER};
use crate::import::sheet::{Column, Row, Sheet};
use crate::import::{Compiled, Problem};
use crate::services::key;
use crate::tables::strings::Strings;

const COLUMNS: [Column; 6] = [
    Column {
        name: "column1",
        headings: &["column1"],
        required: true,
    },
    Column {
        name: "column2",
        headings: &["column2"],
        required: true,
    },
    Column {
        name: "modifier",
        headings: &["modifier"],
        required: true,
    },
    Column {
        name: "rationale",
        headings: &["rationale", "ptpeditrationale"],
        required: false,
    },
    Column {
        name: "effective date",
        headings: &["effective"],
        required: false,
    },
    Column {
        name: "deletion date",
        headings: &["deletion"],
        required: false,
    },
];

/// Compiles the text of a PTP file.
pub(crate) fn compile(text: &str) -> Result<Compiled, Problem> {
    let mut sheet = Sheet::open(text, &COLUMNS)?;
    let mut reading = Reading::default();
    while let Some(row) = sheet.next_row()? {
        let line = row.line;
        reading
            .take(&row)
            .map_err(|problem| Problem::new(line, problem))?;
    }
    if reading.pairs.is_empty() {
        return Err(Problem::new(1, "no pairs"));
    }
    let table = PtpTable::new(reading.pairs, reading.terms, reading.rationales)
        .ok_or_else(|| Problem::new(1, format!("more than {MOST_CODES} codes")))?;
    Ok(Compiled {
        bytes: table.to_bytes(),
        rows: table.len(),
        unknown_codes: 0,
        edition: None,
    })
}

/// What was read so far; terms and reasons are numbered as they come.
#[derive(Default)]
struct Reading {
    pairs: Vec<Pair>,
    terms: Vec<Terms>,
    numbers: HashMap<Terms, u32>,
    rationales: Strings,
    rationale_numbers: HashMap<String, u32>,
}

impl Reading {
    fn take(&mut self, row: &Row<'_, 6>) -> Result<(), String> {
        let [column1, column2, modifier, rationale, from, to] = row.fields;
        let code = |text: &str| key::parse(text).ok_or_else(|| format!("{text:?} is no code"));
        let terms = Terms {
            from: dates::read(from)?.unwrap_or(ALWAYS),
            to: dates::read(to)?.unwrap_or(FOREVER),
            modifier: indicator(modifier)?,
            rationale: self.rationale(rationale),
        };
        let number = self.number(terms);
        self.pairs.push((code(column1)?, code(column2)?, number));
        Ok(())
    }

    fn number(&mut self, terms: Terms) -> u32 {
        *self.numbers.entry(terms).or_insert_with(|| {
            self.terms.push(terms);
            u32::try_from(self.terms.len() - 1).unwrap_or(u32::MAX)
        })
    }

    fn rationale(&mut self, words: &str) -> u32 {
        if let Some(&number) = self.rationale_numbers.get(words) {
            return number;
        }
        let number = self.rationales.push(words);
        self.rationale_numbers.insert(words.to_owned(), number);
        number
    }
}

fn indicator(text: &str) -> Result<ModifierIndicator, String> {
    match text {
        "0" => Ok(ModifierIndicator::NotAllowed),
        "1" => Ok(ModifierIndicator::Allowed),
        "9" => Ok(ModifierIndicator::NotApplicable),
        _ => Err(format!("the modifier indicator {text:?} is not 0, 1 or 9")),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use super::super::PtpEdit;
    use super::*;

    /// The shape of CMS's text file: title, a heading over three lines, dates.
    const OFFICIAL: &str = "CPT only, all rights reserved\t\t\t\t\t\t\nColumn1/Column2 Edits\t\t\t\t\t\t\n\
        Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n\
        \t\tprior to 1996\tDate\tDate\t0=not allowed\t\n\t\t\t\t*=no data\t1=allowed\t\n\
        43239\t43235\t\t20100101\t*\t0\tMore extensive procedure\n\
        45385\t45380\t*\t19960101\t20231231\t1\tMore extensive procedure\n\
        45385\t45378\t\t20240101\t20240101\t9\tMisuse\n";

    fn edit(text: &str, column1: &str, column2: &str, day: u32) -> Option<(u8, String)> {
        let compiled = compile(text).unwrap();
        let table = PtpTable::read(&compiled.bytes, Path::new("import.bin")).unwrap();
        let [a, b] = [column1, column2].map(|code| key::parse(code).unwrap());
        table.edit(a, b, day).map(
            |PtpEdit {
                 modifier,
                 rationale,
                 ..
             }| (modifier.number(), rationale.to_owned()),
        )
    }

    #[test]
    fn pairs_of_the_official_file_count_while_in_effect() {
        let found = edit(OFFICIAL, "43239", "43235", 20_260_505);
        assert_eq!(found, Some((0, "More extensive procedure".to_owned())));
        assert_eq!(edit(OFFICIAL, "43239", "43235", 20_091_231), None);
        assert_eq!(
            edit(OFFICIAL, "43235", "43239", 20_260_505),
            None,
            "columns have an order"
        );
        assert_eq!(edit(OFFICIAL, "45385", "45380", 20_231_231).unwrap().0, 1);
        assert_eq!(edit(OFFICIAL, "45385", "45380", 20_240_101), None);
        assert_eq!(edit(OFFICIAL, "45385", "45378", 20_240_101).unwrap().0, 9);
    }

    #[test]
    fn pairs_without_dates_always_count() {
        let text =
            "column1,column2,modifier,rationale\n43239,43235,0,CPT Separate procedure definition\n";
        assert_eq!(edit(text, "43239", "43235", 20_160_101).unwrap().0, 0);
        let bare = "Modifier,Column 2,Column 1\n1,43235,43239\n";
        assert_eq!(
            edit(bare, "43239", "43235", 20_160_101),
            Some((1, String::new()))
        );
    }

    #[test]
    fn what_is_no_ptp_file_is_refused_with_its_line() {
        let official = |row: &str| format!("{OFFICIAL}{row}");
        for (text, line, words) in [
            (
                "column1,column2\n43239,43235\n".to_owned(),
                1,
                "no column modifier",
            ),
            (
                official("4323\t43235\t\t20100101\t*\t0\tx\n"),
                9,
                "\"4323\" is no code",
            ),
            (
                official("43239\t43235\t\t20100101\t*\t2\tx\n"),
                9,
                "is not 0, 1 or 9",
            ),
            (
                official("43239\t43235\t\t20101301\t*\t1\tx\n"),
                9,
                "\"20101301\" is no date",
            ),
            (official("43239\t432"), 9, "before the column modifier"),
            ("column1,column2,modifier\n".to_owned(), 1, "no pairs"),
            ("\u{0}\u{1}".to_owned(), 1, "no column column1"),
        ] {
            let problem = compile(&text).err().unwrap();
            assert_eq!(problem.line, line, "{text}");
            assert!(problem.problem.contains(words), "{}", problem.problem);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_compiled_or_refused(
            header in prop::sample::select(vec![
                "",
                "Column 1\tColumn 2\tModifier\tEffective\n",
                "column1,column2,modifier,effective\n",
                "hcpcs_code,mue_units,mue_mai\n",
                "add_on,primary,type,aoc_edit_effdt\n",
                "code,description,term dt\n",
                "A0021001003",
            ]),
            rows in "[A-C0-9\\t,\"\n* /\u{e9}-]{0,120}",
        ) {
            use crate::ncci::{NcciSetting, compile_mue};
            use crate::services::{CodeFile, compile_add_on, compile_codes};

            let text = format!("{header}{rows}");
            let results = [
                compile(&text),
                compile_mue(&text, NcciSetting::Outpatient),
                compile_add_on(&text),
                compile_codes(&text, CodeFile::Hcpcs),
                compile_codes(&text, CodeFile::Cpt),
            ];
            for compiled in results.into_iter().flatten() {
                prop_assert!(compiled.rows > 0);
            }
        }
    }
}
