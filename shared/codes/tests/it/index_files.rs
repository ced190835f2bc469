//! Files of the index: CSV and XML alike, what is refused and why, and the
//! CDC's own books where the reference data lies beside the workspace.

use std::fs;

use chartfleet_codes::{CodeTables, CodesError, ImportKind, ImportOptions, IndexColumn};
use serde::Deserialize;

use crate::common::{NO_REFERENCE, reference_data, skip, tables_dir};
use crate::index::{SAMPLE, SAMPLES, shown};

const INDEX_XML: &str = include_str!("../data/index/index.xml");
const NEOPLASM_XML: &str = include_str!("../data/index/neoplasm.xml");

/// The installed tables with one file.
fn with(kind: ImportKind, text: &str) -> Result<CodeTables, CodesError> {
    let mut tables = CodeTables::open(&tables_dir()).unwrap();
    tables
        .take(kind, text.as_bytes(), &ImportOptions::default())
        .map(|_| tables)
}

#[test]
fn xml_and_csv_give_the_same_and_xml_its_edition() {
    let mut tables = CodeTables::open(&tables_dir()).unwrap();
    let options = ImportOptions::default();
    let record = tables.take(ImportKind::Index, INDEX_XML.as_bytes(), &options);
    assert_eq!(record.unwrap().edition.as_deref(), Some("2026"));
    let record = tables.take(ImportKind::Neoplasms, NEOPLASM_XML.as_bytes(), &options);
    assert_eq!(
        (record.as_ref().unwrap().rows, record.unwrap().unknown_codes),
        (2, 0)
    );
    let shown = |words: &str| shown(&tables.index().lookup(words, 4));
    assert_eq!(shown("amyloidosis of heart")[0].0, "E85.4 [I43]");
    assert_eq!(
        shown("waxy heart")[0],
        (
            "E85.4 [I43]".to_owned(),
            "Waxy heart > see Amyloidosis, heart > Amyloidosis > heart".to_owned()
        )
    );
    assert_eq!(
        shown("hyaline waxy")[0].1,
        "Hyaline & waxy > see category E85"
    );
    let gonococcal = tables.index().lookup("gonococcal arthritis", 1);
    assert_eq!(gonococcal[0].see_also, ["subcategory M01"]);
    assert_eq!(tables.index().unresolved(), []);
    let bone = tables
        .index()
        .table("bone", IndexColumn::MalignantSecondary, 1);
    assert_eq!(bone[0].printed(), "C79.51");
}

#[test]
fn a_file_that_is_not_the_one_meant_is_refused_with_the_remedy() {
    let [(_, index), (_, external), (_, neoplasm), (_, drugs)] = SAMPLES;
    let cut = |text: &str| text.rsplit_once("<term").unwrap().0.to_owned();
    let cases = [
        (
            ImportKind::Index,
            drugs.to_owned(),
            "line 1: column PoisoningAccidental is one of the table of drugs and chemicals: import it with --kind drugs",
        ),
        (ImportKind::Index, neoplasm.to_owned(), "--kind neoplasm"),
        (ImportKind::Index, external.to_owned(), "--kind eindex"),
        (ImportKind::ExternalCauses, index.to_owned(), "--kind index"),
        (
            ImportKind::Neoplasms,
            index.to_owned(),
            "line 1: no column MalignantPrimary",
        ),
        (
            ImportKind::Neoplasms,
            INDEX_XML.to_owned(),
            "line 4: this is the index to diseases and injuries",
        ),
        (
            ImportKind::Index,
            cut(INDEX_XML),
            "the file ends in the middle",
        ),
        (
            ImportKind::Neoplasms,
            cut(NEOPLASM_XML),
            "the file ends in the middle",
        ),
        (
            ImportKind::Index,
            index.replace(",NonEssModif", ",Modifiers"),
            "line 1: no column NonEssModif",
        ),
        (
            ImportKind::Neoplasms,
            neoplasm.replace("Benign", "Harmless"),
            "line 1: no column Benign",
        ),
        (
            ImportKind::Index,
            index.replace("2,A,1,def", "2,A,3,def"),
            "line 3: level 3 directly below level 0",
        ),
        (
            ImportKind::Index,
            index.replacen("1,A,0", "1,A,1", 1),
            "line 2: level 1 without a main term",
        ),
        (
            ImportKind::Index,
            index.replace("D50.9", "iron"),
            "line 4: \"iron\" is no ICD-10-CM code",
        ),
        (
            ImportKind::Index,
            index.replace("E1", "E99"),
            "another edition",
        ),
        (
            ImportKind::Index,
            INDEX_XML.replace("2026", "1999"),
            "names no fiscal year",
        ),
    ];
    for (kind, text, told) in cases {
        let error = with(kind, &text).unwrap_err().to_string();
        assert!(error.contains(told), "{told}: {error}");
        assert!(error.contains("expected the CDC's"), "{error}");
    }
}

#[test]
fn the_year_that_the_operator_says_must_be_the_files() {
    let mut tables = CodeTables::open(&tables_dir()).unwrap();
    let mut take = |year, text: &str| {
        let options = ImportOptions {
            year: Some(year),
            ..ImportOptions::default()
        };
        let record = tables.take(ImportKind::Index, text.as_bytes(), &options);
        record.map(|record| record.edition.unwrap())
    };
    assert_eq!(take(2025, SAMPLES[0].1).unwrap(), "2025");
    assert_eq!(take(2026, INDEX_XML).unwrap(), "2026");
    let error = take(2025, INDEX_XML).unwrap_err().to_string();
    assert!(
        error.contains("is of fiscal year 2026, not 2025"),
        "{error}"
    );
    for year in [2015, 2031] {
        let error = take(year, SAMPLES[0].1).unwrap_err().to_string();
        assert!(error.contains("no fiscal year of ICD-10-CM"), "{error}");
    }
}

#[derive(Deserialize)]
struct Expected {
    query: String,
    code: String,
    within: usize,
}

/// Which queries of the table do not find their code where they should.
fn misses(tables: &CodeTables) -> Vec<String> {
    let table = include_bytes!("../data/index/queries.csv");
    let mut misses = Vec::new();
    let rows = csv::Reader::from_reader(&table[..]).into_deserialize();
    let rows: Vec<Expected> = rows.map(Result::unwrap).collect();
    assert!(rows.len() >= 25);
    for row in rows {
        let hits = tables.search(&row.query, row.within);
        if !hits.iter().any(|hit| hit.code == row.code) {
            let codes: Vec<_> = hits.iter().map(|hit| hit.code).collect();
            misses.push(format!("{}: {codes:?}, not {}", row.query, row.code));
        }
    }
    misses
}

#[test]
fn a_search_ranks_the_right_code_high() {
    assert_eq!(misses(&SAMPLE), Vec::<String>::new());
}

#[test]
fn the_official_books_resolve_and_answer() {
    let files = [
        (ImportKind::Index, "ICD10CM_2025_Index.csv"),
        (ImportKind::ExternalCauses, "ICD10CM_2025_ExternalIndex.csv"),
        (ImportKind::Neoplasms, "ICD10CM_2025_neoplasms.csv"),
        (ImportKind::Drugs, "ICD10CM_2025_Drugs.csv"),
    ];
    let mut tables = CodeTables::open(&tables_dir()).unwrap();
    for (kind, file) in files {
        let Some(path) = reference_data(&format!("icd10cm/{file}")) else {
            return skip(NO_REFERENCE);
        };
        let bytes = fs::read(path).unwrap();
        let record = tables
            .take(kind, &bytes, &ImportOptions::default())
            .unwrap();
        assert!(record.rows > 1_900 && record.unknown_codes * 100 < record.rows);
    }
    let (lost, all) = (
        tables.index().unresolved().len(),
        tables.index().references(),
    );
    assert!(lost * 40 < all, "{lost} of {all} references lead nowhere");
    assert_eq!(misses(&tables), Vec::<String>::new());
}
