//! Whatever a file holds, an import ends with an answer: random bytes, cut
//! files, and files with a line, a field or a character changed.

use std::sync::LazyLock;

use chartfleet_codes::{CodeTables, ImportKind, ImportOptions};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

const TABULAR: &str = include_str!("../data/tabular.xml");

/// An index whose codes the small tables know, so that it is read to its end.
const KNOWN: &str = include_str!("../data/index/known.csv");

/// A file of each kind as its maker would write it, or near it.
fn samples(kind: ImportKind) -> Vec<&'static str> {
    match kind {
        ImportKind::Index => vec![
            KNOWN,
            include_str!("../data/index/index.csv"),
            include_str!("../data/index/index.xml"),
        ],
        ImportKind::ExternalCauses => vec![include_str!("../data/index/eindex.csv")],
        ImportKind::Neoplasms => vec![
            include_str!("../data/index/neoplasm.csv"),
            include_str!("../data/index/neoplasm.xml"),
        ],
        ImportKind::Drugs => vec![include_str!("../data/index/drugs.csv")],
        ImportKind::PcsTables => vec![
            "<ICD10PCS.tabular><version>2026</version><pcsTable><axis pos=\"1\" values=\"1\"><title>Section</title><label code=\"0\">Medical and Surgical</label></axis><axis pos=\"2\" values=\"1\"><title>Body System</title><label code=\"F\">Hepatobiliary</label></axis><axis pos=\"3\" values=\"1\"><title>Operation</title><label code=\"T\">Resection</label></axis><pcsRow codes=\"2\"><axis pos=\"4\" values=\"1\"><title>Body Part</title><label code=\"4\">Gallbladder</label></axis><axis pos=\"5\" values=\"2\"><title>Approach</title><label code=\"0\">Open</label><label code=\"4\">Percutaneous Endoscopic</label></axis><axis pos=\"6\" values=\"1\"><title>Device</title><label code=\"Z\">No Device</label></axis><axis pos=\"7\" values=\"1\"><title>Qualifier</title><label code=\"Z\">No Qualifier</label></axis></pcsRow></pcsTable></ICD10PCS.tabular>",
        ],
        ImportKind::PcsIndex => vec![
            "<ICD10PCS.index><version>2026</version><letter><title>C</title><mainTerm><title>Cholecystectomy</title><term level=\"1\"><see>Resection, Gallbladder <tab>0FT4</tab></see></term></mainTerm></letter></ICD10PCS.index>",
        ],
        ImportKind::PcsTitles => vec!["code,title\n0FT40ZZ,Resection of Gallbladder\n"],
        ImportKind::Hcpcs => vec!["code,description\nJ0696,A drug of our own\n"],
        ImportKind::Cpt => vec!["code,description\n99999,A service of our own\n"],
        ImportKind::AddOn => vec!["add_on,primary\n00001,00002\n"],
        ImportKind::PtpPractitioner | ImportKind::PtpOutpatient => {
            vec!["column1,column2,modifier,rationale\n00002,00001,1,sample\n"]
        }
        ImportKind::MuePractitioner | ImportKind::MueOutpatient => {
            vec!["hcpcs_code,mue_units,mue_mai\n00001,2,3\n"]
        }
        ImportKind::DrgWeights => vec!["drg,weight,gmlos\n193,1.3733,4.2\n"],
        ImportKind::PoaExempt => vec!["E11.9\nW11.XXXA\n"],
    }
}

/// The tables that a file is tried on, small so that each try is quick.
fn tables() -> CodeTables {
    CodeTables::of_tabular(TABULAR).unwrap()
}

/// Imports the bytes as every kind of file would be, and asks what was taken.
fn ends_with_an_answer(kind: ImportKind, bytes: &[u8]) {
    let mut tables = tables();
    let options = ImportOptions {
        year: Some(2026),
        license: Some("our own".to_owned()),
    };
    if tables.take(kind, bytes, &options).is_ok() {
        drop(tables.search("diabetes with kidney disease", 5));
        drop(tables.index().lookup("heart attack", 5));
        drop(tables.index().unresolved());
        assert!(tables.terms().count() > 0);
    }
}

/// What may happen to a file.
#[derive(Clone, Debug)]
enum Change {
    Cut(Index),
    Without(Index),
    Twice(Index),
    Byte(Index, u8),
    Insert(Index, String),
    Field(Index, Index, String),
}

fn change() -> impl Strategy<Value = Change> {
    let words = prop_oneof![
        "\\PC{0,6}",
        Just("see".to_owned()),
        Just("-".to_owned()),
        Just("4294967296".to_owned()),
        Just("\"".to_owned()),
        Just("</title>".to_owned()),
        Just("<term>".to_owned()),
        Just("\r\n".to_owned()),
        Just("E08-E13 with .".to_owned()),
    ];
    prop_oneof![
        any::<Index>().prop_map(Change::Cut),
        any::<Index>().prop_map(Change::Without),
        any::<Index>().prop_map(Change::Twice),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        (any::<Index>(), words.clone()).prop_map(|(at, text)| Change::Insert(at, text)),
        (any::<Index>(), any::<Index>(), words)
            .prop_map(|(line, field, text)| Change::Field(line, field, text)),
    ]
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let mut lines: Vec<Vec<u8>> = bytes
            .split_inclusive(|&b| b == b'\n')
            .map(<[u8]>::to_vec)
            .collect();
        match self {
            Self::Cut(at) => bytes.truncate(at.index(bytes.len())),
            Self::Byte(at, byte) => {
                let at = at.index(bytes.len());
                bytes.splice(at..=at, [*byte]);
            }
            Self::Insert(at, text) => {
                let at = at.index(bytes.len());
                bytes.splice(at..at, text.bytes());
            }
            Self::Without(line) => {
                lines.remove(line.index(lines.len()));
                *bytes = lines.concat();
            }
            Self::Twice(line) => {
                let line = line.index(lines.len());
                lines.extend_from_within(line..=line);
                *bytes = lines.concat();
            }
            Self::Field(line, field, text) => {
                let line = line.get_mut(&mut lines);
                let mut fields: Vec<_> = line.split(|&b| b == b',').collect();
                *field.get_mut(&mut fields) = text.as_bytes();
                *line = fields.join(&b',');
                *bytes = lines.concat();
            }
        }
    }
}

fn kind() -> impl Strategy<Value = ImportKind> {
    prop::sample::select(ImportKind::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn random_bytes_are_answered(kind in kind(), bytes in vec(any::<u8>(), 0..300)) {
        ends_with_an_answer(kind, &bytes);
    }

    #[test]
    fn random_text_is_answered(kind in kind(), text in "\\PC{0,200}") {
        ends_with_an_answer(kind, text.as_bytes());
    }

    #[test]
    fn changed_files_are_answered(
        kind in kind(),
        which in any::<Index>(),
        changes in vec(change(), 1..5),
    ) {
        let samples = samples(kind);
        let mut bytes = samples[which.index(samples.len())].as_bytes().to_vec();
        for change in &changes {
            change.apply(&mut bytes);
        }
        ends_with_an_answer(kind, &bytes);
    }

    #[test]
    fn changed_tabular_lists_are_answered(changes in vec(change(), 1..4)) {
        let mut bytes = TABULAR.as_bytes().to_vec();
        for change in &changes {
            change.apply(&mut bytes);
        }
        if let Ok(tables) = CodeTables::of_tabular(&String::from_utf8_lossy(&bytes)) {
            drop(tables.search("diabetes", 3));
        }
    }

    #[test]
    fn any_words_can_be_looked_up(words in "(\\PC{0,40}|([a-z]{1,6} ?){0,60}|(diabetes|with|type|see|attack|heart|circle|kidney|[(),-]| ){0,40})") {
        static TABLES: LazyLock<CodeTables> = LazyLock::new(|| {
            let mut tables = tables();
            tables.take(ImportKind::Index, KNOWN.as_bytes(), &ImportOptions::default()).unwrap();
            tables
        });
        for hit in TABLES.index().lookup(&words, 5) {
            prop_assert!(TABLES.cm_text(hit.entry.code()).is_some());
            prop_assert!(!hit.path().is_empty());
        }
        prop_assert!(TABLES.search(&words, 5).len() <= 5);
        drop(TABLES.index().outline(&words, 3));
    }
}

#[test]
fn the_small_tables_take_the_sample_that_they_know() {
    let mut tables = tables();
    let record = tables.take(
        ImportKind::Index,
        KNOWN.as_bytes(),
        &ImportOptions::default(),
    );
    assert_eq!(record.unwrap().rows, 11);
    assert_eq!(tables.search("heart attack", 1)[0].code, "I21.9");
    let codes: Vec<_> = tables.index().lookup("diabetic nephropathy", 9);
    assert!(
        codes
            .iter()
            .any(|hit| hit.path().contains(&"see E08-E13 with .22".to_owned()))
    );
    assert!(
        tables
            .cm_text("T36.0X5A")
            .is_some_and(|entry| !entry.is_header())
    );
}
