//! Importing ICD-10-PCS files, and refusing bad ones.

use std::fs;
use std::path::Path;

use chartfleet_codes::{ImportKind, ImportOptions, import};
use chartfleet_model::Code;

use crate::common::copied_installation;
use crate::pcs::{INDEX_XML, TABLES_XML, TITLES_CSV, with_files};

#[test]
fn an_order_file_gives_its_long_titles() {
    let line = |number: u32, code: &str, flag: char, long: &str| {
        format!("{number:05} {code:<7} {flag} {:<60} {long}\n", "short")
    };
    let text = line(
        1,
        "0FT",
        '0',
        "Hepatobiliary System and Pancreas, Resection",
    ) + &line(2, "0FT00ZZ", '1', "Resection of Liver, Open Approach");
    let (_dir, tables) = with_files(&[(ImportKind::PcsTitles, text.as_bytes())]);
    let title = tables
        .title(&Code::Icd10Pcs("0FT00ZZ".parse().unwrap()))
        .unwrap();
    assert_eq!(title, "Resection of Liver, Open Approach");
}

/// What an import of the text into an installation says; it must stay as it is.
fn refusal(installation: &Path, kind: ImportKind, text: &str, year: Option<u16>) -> String {
    let file = installation.join("bad");
    fs::write(&file, text).unwrap();
    let options = ImportOptions {
        year,
        ..ImportOptions::default()
    };
    let current = || fs::read_to_string(installation.join("current")).unwrap();
    let before = current();
    let error = import(installation, kind, &file, &options).unwrap_err();
    assert_eq!(before, current());
    error.to_string()
}

/// Each text is refused with what is told and what is expected.
fn assert_refused(kind: ImportKind, cases: &[(String, &str)]) {
    let dir = copied_installation();
    for (text, told) in cases {
        let said = refusal(dir.path(), kind, text, None);
        assert!(said.contains(told), "{said}\n{told}");
        assert!(said.contains("expected C"), "{said}");
    }
}

/// The first lines of a file.
fn cut(text: &str) -> String {
    let lines = text.lines().take(25);
    lines.map(|line| format!("{line}\n")).collect()
}

#[test]
fn bad_tables_are_refused_with_their_line() {
    let with = |from: &str, to: &str| TABLES_XML.replace(from, to);
    assert_refused(
        ImportKind::PcsTables,
        &[
            (cut(TABLES_XML), "line 25: the file ends inside"),
            (
                INDEX_XML.to_owned(),
                "line 2: the root element is ICD10PCS.index",
            ),
            (
                with("<version>2026", "<version>2019"),
                "line 3: the file is of 2019, but the installed grouper covers 2023 to 2027",
            ),
            (with("<version>2026</version>", ""), "no version element"),
            (
                with("code=\"4\"", "code=\"44\""),
                "\"44\" is no character of ICD-10-PCS",
            ),
            (with("</pcsRow>", "</row>"), "line 40"),
            (with("pos=\"7\"", "pos=\"8\""), "axis 8 in a row"),
            (
                with("pos=\"7\"", "pos=\"6\""),
                "lacks one of the axes 4 to 7",
            ),
            (with("pos=\"2\"", "pos=\"1\""), "axis 1 stands out of order"),
            (String::new(), "no version element"),
        ],
    );
}

#[test]
fn a_year_that_the_operator_did_not_say_is_refused() {
    let dir = copied_installation();
    for (kind, text) in [
        (ImportKind::PcsTables, TABLES_XML),
        (ImportKind::PcsIndex, INDEX_XML),
    ] {
        let said = refusal(dir.path(), kind, text, Some(2025));
        let told = "line 3: the file is of 2026, but --year says 2025";
        assert!(said.contains(told), "{said}");
    }
}

#[test]
fn a_bad_index_is_refused_with_its_line() {
    let with = |from: &str, to: &str| INDEX_XML.replace(from, to);
    assert_refused(
        ImportKind::PcsIndex,
        &[
            (cut(INDEX_XML), "line 25: the file ends inside"),
            (
                TABLES_XML.to_owned(),
                "line 2: the root element is ICD10PCS.tabular",
            ),
            (
                with("0FT9", "0FT9!"),
                "\"0FT9!\" is no beginning of an ICD-10-PCS code",
            ),
            (
                with("<title>Skin</title>", "<title> </title>"),
                "a term without words",
            ),
        ],
    );
}

#[test]
fn bad_titles_are_refused_with_their_line() {
    let with = |from: &str, to: &str| TITLES_CSV.replace(from, to);
    assert_refused(
        ImportKind::PcsTitles,
        &[
            (with("title", "name"), "line 1: no column title"),
            (
                with("0FT40ZZ", "0FT40"),
                "line 2: \"0FT40\" is no ICD-10-PCS code",
            ),
            (with("0FT40ZZ", "0FT4ZZZ"), "more than a tenth"),
            (with("0FT40ZZ,", "0FT40ZZ,more,"), "line 2"),
            (
                "00001 0FT00ZZ 1 short\n".to_owned(),
                "line 1: the line ends before the long title",
            ),
        ],
    );
}
