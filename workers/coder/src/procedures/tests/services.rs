//! Services of a site's files. The numbers and the wordings are our own: no
//! descriptor of the AMA's.

use chartfleet_codes::{ImportKind, ImportOptions};

use super::*;

const TABULAR: &str = "<ICD10CM.tabular><version>2026</version><chapter><name>1</name><desc>All</desc><section id=\"A00-Z99\"><desc>All</desc><diag><name>I10</name><desc>I10</desc></diag></section></chapter></ICD10CM.tabular>";
const SERVICES: &str = "code,description\n\
    10001,Sentinel node biopsy\n\
    10002,Breast mass excised\n\
    10003,Wound edge trimming\n\
    10004,Extra graft centimeter\n\
    10005,Skin graft placement\n\
    10006,Unlisted extra stitching\n";
const PAIRS: &str = "column1,column2,modifier,rationale\n\
    10002,10003,1,sample\n10005,10003,0,sample\n10005,10001,9,sample\n";
const ADD_ONS: &str = "add_on,primary,type\n10004,10005,1\n10006,10005,3\n";

fn site() -> Procedures {
    let mut tables = CodeTables::of_tabular(TABULAR).unwrap();
    let options = ImportOptions {
        year: Some(2026),
        license: Some("our own".to_owned()),
    };
    for (kind, file) in [
        (ImportKind::Cpt, SERVICES),
        (ImportKind::PtpPractitioner, PAIRS),
        (ImportKind::PtpOutpatient, PAIRS),
        (ImportKind::AddOn, ADD_ONS),
    ] {
        tables.take(kind, file.as_bytes(), &options).unwrap();
    }
    Procedures::of(Arc::new(tables))
}

/// What an operative note of an outpatient asserts, and what it offers besides.
fn told(text: &str) -> [Vec<String>; 2] {
    let documents = [note(DocumentKind::OperativeNote, text)];
    let record = Record::of_documents(&documents);
    let hits = site().candidates(&record, EncounterClass::Outpatient, ON, 50);
    [true, false].map(|asserted| {
        let hits = hits.iter().filter(|hit| hit.asserted == asserted);
        let mut codes: Vec<String> = hits.map(|hit| hit.code.to_string()).collect();
        codes.sort_unstable();
        codes
    })
}

#[test]
fn a_clause_that_says_a_whole_description_asserts_it() {
    assert_eq!(told("Sentinel node biopsy.")[0], ["10001"]);
    assert_eq!(told("Node biopsy, sentinel, on the left.")[0], ["10001"]);
    assert!(told("Node excision.").concat().is_empty());
}

#[test]
fn denial_is_read_at_the_word_that_tells_the_service() {
    let [asserted, offered] = told("Right breast mass excised without sentinel node biopsy.");
    assert_eq!(asserted, ["10002"]);
    assert!(offered.is_empty(), "{offered:?}");
    let planned = told("Breast mass excised; sentinel node biopsy is scheduled.");
    assert_eq!(planned[0], ["10002"]);
}

#[test]
fn what_an_edit_bundles_is_offered_and_not_asserted() {
    for other in ["Breast mass excised", "Skin graft placement"] {
        let [asserted, offered] = told(&format!("{other}. Wound edge trimming."));
        assert_eq!(asserted.len(), 1, "{other}");
        assert_eq!(offered, ["10003"], "{other}");
    }
    let apart = told("Skin graft placement. Sentinel node biopsy.");
    assert_eq!(apart[0], ["10001", "10005"], "an edit of no effect");
}

#[test]
fn an_add_on_stands_with_its_primary_unless_contractors_take_others() {
    let with = told("Skin graft placement. Extra graft centimeter.");
    assert_eq!(with[0], ["10004", "10005"]);
    let [asserted, offered] = told("Extra graft centimeter.");
    assert_eq!((asserted.len(), offered), (0, vec!["10004".to_owned()]));
    assert_eq!(told("Unlisted extra stitching.")[0], ["10006"]);
}
