//! The alphabetic index: trees with references, looked up as a coder does.

use std::sync::LazyLock;

use chartfleet_codes::{
    CodeTables, ImportKind, ImportOptions, IndexBook, IndexColumn, IndexHit, TermSource,
};
use jiff::civil::date;

use crate::common::tables_dir;

pub(crate) const SAMPLES: [(ImportKind, &str); 4] = [
    (ImportKind::Index, include_str!("../data/index/index.csv")),
    (
        ImportKind::ExternalCauses,
        include_str!("../data/index/eindex.csv"),
    ),
    (
        ImportKind::Neoplasms,
        include_str!("../data/index/neoplasm.csv"),
    ),
    (ImportKind::Drugs, include_str!("../data/index/drugs.csv")),
];

/// The installed tables with the samples.
pub(crate) static SAMPLE: LazyLock<CodeTables> = LazyLock::new(|| {
    let mut tables = CodeTables::open(&tables_dir()).unwrap();
    for (kind, text) in SAMPLES {
        let record = tables.take(kind, text.as_bytes(), &ImportOptions::default());
        assert_eq!(record.unwrap().unknown_codes, 0);
    }
    tables
});

/// The codes looked up, as the index prints them, with their paths.
fn lookup(words: &str) -> Vec<(String, String)> {
    shown(&SAMPLE.index().lookup(words, 8))
}

pub(crate) fn shown(hits: &[IndexHit<'_>]) -> Vec<(String, String)> {
    let show = |hit: &IndexHit<'_>| (hit.printed(), hit.path().join(" > "));
    hits.iter().map(show).collect()
}

fn first(words: &str) -> (String, String) {
    lookup(words).into_iter().next().unwrap_or_default()
}

#[test]
fn subterms_are_followed_in_any_order_of_the_words() {
    let expected = (
        "E11.22".to_owned(),
        "Diabetes, diabetic > type 2 > with > chronic kidney disease".to_owned(),
    );
    assert_eq!(
        first("type 2 diabetes with chronic kidney disease"),
        expected
    );
    assert_eq!(
        first("chronic kidney disease in diabetes, type 2"),
        expected
    );
}

#[test]
fn without_a_type_diabetes_is_what_the_index_defaults_to() {
    let (code, path) = first("diabetic chronic kidney disease");
    assert_eq!(code, "E11.22");
    assert_eq!(path, "Diabetes, diabetic > with > chronic kidney disease");
}

#[test]
fn nonessential_modifiers_may_be_said_or_not() {
    for words in ["pneumonia", "acute pneumonia", "double pneumonia"] {
        assert_eq!(first(words).0, "J18.9", "{words}");
    }
}

#[test]
fn see_is_followed_and_told() {
    assert_eq!(
        first("heart attack"),
        (
            "I21.9".to_owned(),
            "Attack, attacks > heart > see Infarct, myocardium > Infarct, infarction > \
             myocardium, myocardial"
                .to_owned()
        )
    );
    let hits = SAMPLE.index().lookup("fracture of hip", 3);
    let hit = hits.first().unwrap();
    assert_eq!(hit.printed(), "S72.00-");
    assert_eq!(hit.steps.len(), 2);
    assert_eq!(hit.steps[0].see, Some("Fracture, femur, neck"));
    assert!(hit.complete && hit.open);
}

#[test]
fn what_a_dash_leaves_open_is_answered_with_billable_codes() {
    let hits = SAMPLE.index().lookup("fracture of hip", 1);
    let billable = hits[0].billable(date(2026, 5, 5));
    let codes: Vec<_> = billable.iter().map(|entry| entry.code()).collect();
    assert!(codes.contains(&"S72.001A") && codes.contains(&"S72.009S"));
    assert!(codes.iter().all(|code| code.len() == 8), "{codes:?}");
}

#[test]
fn see_also_is_offered_and_followed_where_it_fits_better() {
    let hits = SAMPLE.index().lookup("cancer", 1);
    assert_eq!(hits[0].printed(), "C80.1");
    assert_eq!(hits[0].see_also, ["Neoplasm, by site, malignant"]);
    let (code, path) = first("cancer of the upper-outer quadrant of the breast");
    assert_eq!(code, "C50.4-");
    assert_eq!(
        path,
        "Cancer > see also Neoplasm, by site, malignant > Neoplasm, neoplastic > breast > \
         upper-outer quadrant > malignant primary"
    );
    assert_eq!(first("metastatic cancer to bone").0, "C79.51");
}

#[test]
fn references_in_a_circle_end() {
    assert_eq!(lookup("round circle"), []);
    assert!(!lookup("circle of the heart failure systolic acute").is_empty());
}

#[test]
fn a_reference_to_categories_gives_their_codes() {
    let codes: Vec<_> = lookup("diabetic nephropathy").into_iter().collect();
    let through: Vec<_> = codes
        .iter()
        .filter(|(_, path)| path.ends_with("see E08-E13 with .21"))
        .map(|(code, _)| code.as_str())
        .collect();
    assert_eq!(through, ["E08.21", "E09.21", "E10.21", "E11.21", "E13.21"]);
}

#[test]
fn the_manifestation_follows_its_cause() {
    let hits = SAMPLE.index().lookup("amyloid cardiomyopathy", 1);
    assert_eq!(hits[0].printed(), "E85.4 [I43]");
    assert_eq!(hits[0].manifestation.unwrap().code(), "I43");
}

#[test]
fn the_table_of_neoplasms_answers_by_site_and_behavior() {
    let at = |site: &str, column| {
        let hits = SAMPLE.index().table(site, column, 1);
        hits.first().map(IndexHit::printed).unwrap_or_default()
    };
    for (column, code) in [
        (IndexColumn::MalignantPrimary, "C18.9"),
        (IndexColumn::MalignantSecondary, "C78.5"),
        (IndexColumn::InSitu, "D01.0"),
        (IndexColumn::Benign, "D12.6"),
        (IndexColumn::UncertainBehavior, "D37.4"),
        (IndexColumn::UnspecifiedBehavior, "D49.0"),
    ] {
        assert_eq!(at("colon", column), code, "{column:?}");
    }
    assert_eq!(at("bone", IndexColumn::InSitu), "", "a dash is no code");
    assert_eq!(
        at("mammary gland", IndexColumn::Benign),
        "D24.-",
        "see breast"
    );
}

#[test]
fn the_table_of_drugs_answers_by_substance_and_intent() {
    let at = |drug: &str, column| {
        let hits = SAMPLE.index().table(drug, column, 1);
        hits.first().map(IndexHit::printed).unwrap_or_default()
    };
    for (column, code) in [
        (IndexColumn::PoisoningAccidental, "T36.0X1"),
        (IndexColumn::PoisoningSelfHarm, "T36.0X2"),
        (IndexColumn::PoisoningAssault, "T36.0X3"),
        (IndexColumn::PoisoningUndetermined, "T36.0X4"),
        (IndexColumn::AdverseEffect, "T36.0X5"),
        (IndexColumn::Underdosing, "T36.0X6"),
    ] {
        assert_eq!(at("penicillin", column), code, "{column:?}");
    }
    assert_eq!(
        at("lead", IndexColumn::AdverseEffect),
        "",
        "lead is no remedy"
    );
    let hits = SAMPLE
        .index()
        .table("paracetamol", IndexColumn::AdverseEffect, 1);
    assert_eq!(hits[0].printed(), "T39.1X5");
    let billable = hits[0].billable(date(2026, 5, 5));
    let codes: Vec<_> = billable.iter().map(|entry| entry.code()).collect();
    assert_eq!(
        codes,
        ["T39.1X5A", "T39.1X5D", "T39.1X5S"],
        "seventh still open"
    );
}

#[test]
fn another_book_is_found_when_it_is_there() {
    let (code, path) = first("misadventure");
    assert_eq!(code, "S06.0X-");
    assert!(
        path.contains("see Index to Diseases and Injuries, Concussion"),
        "{path}"
    );
    let mut alone = CodeTables::open(&tables_dir()).unwrap();
    let [_, (kind, text), ..] = SAMPLES;
    alone
        .take(kind, text.as_bytes(), &ImportOptions::default())
        .unwrap();
    assert_eq!(alone.index().lookup("misadventure", 1).len(), 0);
    assert_eq!(alone.index().unresolved(), []);
}

#[test]
fn references_that_lead_nowhere_are_listed() {
    let lost: Vec<_> = SAMPLE
        .index()
        .unresolved()
        .iter()
        .map(|one| (one.book, one.path.join(" > "), one.reference))
        .collect();
    let expected = [
        (
            IndexBook::Diseases,
            "Disease, diseased".to_owned(),
            "Syndrome",
        ),
        (
            IndexBook::Diseases,
            "Disease, diseased > pulmonary".to_owned(),
            "Disease, lung",
        ),
        (IndexBook::Diseases, "Lost".to_owned(), "Nowhere, at all"),
    ];
    assert_eq!(lost, expected);
    assert_eq!(SAMPLE.index().references(), 20);
}

#[test]
fn the_index_is_printed_as_it_is_read() {
    let terms = SAMPLE.index().outline("heart failure", 1);
    let rows: Vec<_> = terms[0]
        .iter()
        .map(|row| {
            let codes: Vec<_> = row.codes.iter().map(|cell| cell.code.as_str()).collect();
            (row.level, row.title, codes.join(" "))
        })
        .collect();
    let expected = [
        (0, "Failure, failed", ""),
        (1, "heart", "I50.9"),
        (2, "systolic", "I50.20"),
        (3, "acute", "I50.21"),
        (4, "and", "I50.23"),
    ]
    .map(|(level, title, codes)| (level, title, codes.to_owned()));
    assert_eq!(rows, expected);
    assert!(SAMPLE.index().outline("no such term", 1).is_empty());
}

#[test]
fn terms_hold_each_path_and_those_that_see_leads_to_a_code() {
    let terms: Vec<_> = SAMPLE
        .terms()
        .filter(|term| term.source == TermSource::Index)
        .map(|term| (term.code, term.text, term.modifiers))
        .collect();
    for expected in [
        (
            "E11.22",
            "Diabetes, diabetic > with > chronic kidney disease",
            "(mellitus) (sugar)",
        ),
        (
            "C79.51",
            "Neoplasm, neoplastic > bone > malignant secondary",
            "(periosteum)",
        ),
        ("T36.0X5", "Penicillin > adverse effect", "(any)"),
        ("I21.9", "Attack, attacks > heart", ""),
        (
            "S72.00",
            "Fracture, traumatic > hip",
            "(abduction) (separation)",
        ),
    ] {
        assert!(terms.contains(&expected), "{expected:?}");
    }
}

#[test]
fn a_search_tells_its_way_through_the_index() {
    let hits = SAMPLE.search("heart attack", 1);
    assert_eq!(hits[0].via, TermSource::Index);
    assert_eq!(
        hits[0].path,
        [
            "Attack, attacks",
            "heart",
            "see Infarct, myocardium",
            "Infarct, infarction",
            "myocardium, myocardial"
        ]
    );
    assert_eq!(hits[0].matched, hits[0].path.join(" > "));
    assert!(SAMPLE.search("no such words anywhere", 4).is_empty());
}
