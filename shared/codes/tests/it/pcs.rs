//! ICD-10-PCS with a small sample of its tables, index and titles.

use std::fs;
use std::sync::LazyLock;

use chartfleet_codes::{
    CodeTables, ImportKind, ImportOptions, PcsHitSource, PcsIndexTarget, PcsTables, import,
};
use chartfleet_model::{Code, CodeSystem, Icd10PcsCode, Patient};
use jiff::civil::date;
use proptest::prelude::*;

use crate::common::{TABLES, copied_installation};

pub(crate) const TABLES_XML: &str = include_str!("../data/pcs_tables_sample.xml");
pub(crate) const INDEX_XML: &str = include_str!("../data/pcs_index_sample.xml");
pub(crate) const TITLES_CSV: &str = include_str!("../data/pcs_titles_sample.csv");

/// The installed tables with files imported: kind and text.
pub(crate) fn with_files(files: &[(ImportKind, &[u8])]) -> (tempfile::TempDir, CodeTables) {
    let dir = copied_installation();
    for (kind, bytes) in files {
        let file = dir.path().join("file");
        fs::write(&file, bytes).unwrap();
        import(dir.path(), *kind, &file, &ImportOptions::default()).unwrap();
    }
    let tables = CodeTables::open(dir.path()).unwrap();
    (dir, tables)
}

/// The installed tables with the whole sample.
static SAMPLE: LazyLock<CodeTables> = LazyLock::new(|| {
    with_files(&[
        (ImportKind::PcsTables, TABLES_XML.as_bytes()),
        (ImportKind::PcsIndex, INDEX_XML.as_bytes()),
        (ImportKind::PcsTitles, TITLES_CSV.as_bytes()),
    ])
    .1
});

fn pcs() -> &'static PcsTables {
    SAMPLE.pcs_tables().unwrap()
}

fn code(text: &str) -> Icd10PcsCode {
    text.parse().unwrap()
}

#[test]
fn a_valid_code_is_told_axis_by_axis() {
    let axes = pcs().validate(&code("0FT44ZZ")).unwrap();
    let words: Vec<_> = axes.iter().map(|a| (a.title, a.value, a.label)).collect();
    assert_eq!(
        words,
        [
            ("Section", '0', "Medical and Surgical"),
            ("Body System", 'F', "Hepatobiliary System and Pancreas"),
            ("Operation", 'T', "Resection"),
            ("Body Part", '4', "Gallbladder"),
            ("Approach", '4', "Percutaneous Endoscopic"),
            ("Device", 'Z', "No Device"),
            ("Qualifier", 'Z', "No Qualifier"),
        ]
    );
    assert!(axes[2].definition.starts_with("Cutting out or off"));
}

#[test]
fn the_wrong_character_is_named_with_what_the_table_allows() {
    let told = |text: &str| pcs().validate(&code(text)).unwrap_err().to_string();
    assert_eq!(
        told("0FT4ZZZ"),
        "character 5 (Approach) is Z, with the other characters table 0FT allows 0 Open, \
         4 Percutaneous Endoscopic"
    );
    // A natural opening leads to the duct, not to the gallbladder.
    assert!(told("0FT48ZZ").starts_with("character 5 (Approach) is 8"));
    // The row of metal devices has no tissue, the row of tissue no cement.
    assert_eq!(
        told("0SR907A"),
        "character 7 (Qualifier) is A, with the other characters table 0SR allows Z No Qualifier"
    );
    assert!(told("0FX44ZZ").starts_with("character 3 (Operation) is X"));
    assert!(told("9FT44ZZ").starts_with("character 1 (Section) is 9, the tables allow 0 Medical"));
    let two_wrong = pcs().validate(&code("0FTX4AA")).unwrap_err();
    assert_eq!((two_wrong.position, two_wrong.alone), (4, false));
}

#[test]
fn a_partial_code_is_completed_and_its_choices_are_named() {
    let gallbladder = pcs().complete("0ft4").unwrap();
    assert_eq!(
        gallbladder.pattern, "0FT4_ZZ",
        "device and qualifier are forced"
    );
    assert_eq!((gallbladder.codes, &gallbladder.code), (2, &None));
    let [approach] = &gallbladder.open[..] else {
        panic!("one choice: {gallbladder:?}")
    };
    assert_eq!((approach.position, approach.title), (5, "Approach"));
    let values: Vec<_> = approach.values.iter().map(|v| (v.value, v.label)).collect();
    assert_eq!(values, [('0', "Open"), ('4', "Percutaneous Endoscopic")]);
}

#[test]
fn a_partial_code_that_admits_one_code_becomes_it() {
    for partial in ["0FT44", "0FT44ZZ", "0FT44-?", "_FT44__", " 0ft44zz "] {
        let found = pcs().complete(partial).unwrap();
        assert_eq!(found.code, Some(code("0FT44ZZ")), "{partial}");
        assert!(found.open.is_empty(), "{partial}");
    }
}

#[test]
fn placeholders_may_stand_anywhere() {
    let open = |partial| {
        let found = pcs().complete(partial).unwrap();
        let places = found.open.iter().map(|choice| choice.position);
        (found.pattern.clone(), places.collect::<Vec<_>>())
    };
    assert_eq!(open("0FT4?ZZ"), ("0FT4_ZZ".to_owned(), vec![5]));
    assert_eq!(open("0SR_0_Z"), ("0SR_0_Z".to_owned(), vec![4, 6]));
    assert_eq!(open("0SR90?A").0, "0SR901A", "cement leaves one device");
    // The table is open: the axes of its rows are not named yet.
    assert_eq!(open("0"), ("0______".to_owned(), vec![2, 3]));
}

#[test]
fn what_no_code_begins_with_is_refused_with_its_place() {
    let told = |partial| pcs().complete(partial).unwrap_err().to_string();
    assert!(
        told("0FT3").starts_with("character 4 (Body Part) is 3"),
        "{}",
        told("0FT3")
    );
    for malformed in ["", "0FT44ZZZ", "0FT4O", "0FT4!", "0É"] {
        assert!(
            told(malformed).starts_with("a partial ICD-10-PCS code is"),
            "{malformed}"
        );
    }
}

#[test]
fn the_sample_builds_as_many_codes_as_its_rows_say() {
    assert_eq!(
        (pcs().code_count(), pcs().len(), pcs().year()),
        (20, 2, 2026)
    );
    assert_eq!(pcs().codes().count(), 20);
}

#[test]
fn an_unknown_code_says_which_character_is_wrong_and_offers_its_neighbours() {
    let unknown = Code::parse(CodeSystem::Icd10Pcs, "0FT4ZZZ").unwrap();
    for (tables, message) in [
        (
            &*SAMPLE,
            "0FT4ZZZ is no ICD-10-PCS code: character 5 (Approach) is Z",
        ),
        (&*TABLES, "0FT4ZZZ is no ICD-10-PCS code"),
    ] {
        let findings = tables.check(&unknown, date(2026, 5, 1), &Patient::default());
        let [finding] = &findings[..] else {
            panic!("{findings:?}")
        };
        assert_eq!(finding.rule, "pcs.unknown");
        assert!(finding.message.starts_with(message), "{finding:?}");
        assert_eq!(finding.offers, ["0FT40ZZ", "0FT44ZZ"]);
    }
}

#[test]
fn titles_are_the_imported_ones_and_else_composed() {
    let title = |text: &str| {
        SAMPLE
            .title(&Code::Icd10Pcs(code(text)))
            .unwrap()
            .into_owned()
    };
    assert_eq!(title("0FT40ZZ"), "Resection of Gallbladder, Open Approach");
    assert_eq!(
        title("0FT10ZZ"),
        "Resection of Right Lobe Liver, Open Approach",
        "composed"
    );
    for line in TITLES_CSV.lines().skip(1) {
        let (text, official) = line.split_once(',').unwrap();
        let composed = pcs().compose(&code(text)).unwrap();
        assert_eq!(composed, official.trim_matches('"'), "{text}");
    }
    assert_eq!(TABLES.title(&Code::Icd10Pcs(code("0FT40ZZ"))), None);
}

#[test]
fn the_index_is_followed_and_its_path_told() {
    let index = SAMPLE.pcs_index().unwrap();
    let find = |words: &str| -> Vec<_> {
        let hits = index.find(words, 10).into_iter();
        hits.map(|hit| (hit.path, hit.target)).collect()
    };
    assert_eq!(
        find("cholecystectomy"),
        [
            (
                "Cholecystectomy > see Excision, Gallbladder".to_owned(),
                PcsIndexTarget::Partial("0FB4")
            ),
            (
                "Cholecystectomy > see Resection, Gallbladder".to_owned(),
                PcsIndexTarget::Partial("0FT4")
            ),
        ]
    );
    let resection = find("resection of the gallbladder");
    assert_eq!(resection[0].0, "Resection > Gallbladder");
    assert_eq!(
        find("abrasion scalp"),
        [(
            "Abrasion > see Extraction; Extraction > Skin > Scalp".to_owned(),
            PcsIndexTarget::Code("0HD0XZZ")
        )],
        "a see without a code is followed for the words it lacks"
    );
    assert_eq!(
        find("resection choledochus"),
        [(
            "Choledochus > use Common Bile Duct; Resection > Duct > Common Bile".to_owned(),
            PcsIndexTarget::Partial("0FT9")
        )],
        "a key entry stands for its body part"
    );
    assert_eq!(
        find("choledochus")[0].1,
        PcsIndexTarget::Value("Common Bile Duct")
    );
    assert_eq!(
        find("hip arthroplasty")[0].1,
        PcsIndexTarget::Partial("0SR")
    );
    assert_eq!(find("no such words"), []);
    assert_eq!(find(""), []);
}

#[test]
fn a_search_with_an_approach_chooses_it_in_the_table() {
    let hits = SAMPLE.search_pcs("laparoscopic cholecystectomy", 1);
    assert_eq!(hits[0].code, "0FT44ZZ", "{hits:?}");
    let many = SAMPLE.search_pcs("total resection gallbladder", 1);
    assert_eq!(many[0].code, "0FT4", "most words, where no entry has all");
}

#[test]
fn a_search_reads_index_titles_and_beginnings_of_codes() {
    let hits = SAMPLE.search_pcs("gallbladder resection", 10);
    let found: Vec<_> = hits
        .iter()
        .map(|hit| (hit.code.as_str(), hit.via))
        .collect();
    assert!(found.contains(&("0FT4", PcsHitSource::Index)), "{found:?}");
    assert!(
        found.contains(&("0FT44ZZ", PcsHitSource::Title)),
        "{found:?}"
    );
    let beginning = SAMPLE.search_pcs("0ft44z", 10);
    assert_eq!(beginning[0].via, PcsHitSource::Code);
    assert!(
        beginning[1]
            .title
            .starts_with("Resection of Gallbladder, Perc")
    );
}

proptest! {
    #[test]
    fn any_text_is_a_completion_or_a_reason(text in "\\PC{0,9}") {
        drop(pcs().complete(&text));
        drop(SAMPLE.search_pcs(&text, 3));
    }

    #[test]
    fn any_code_is_valid_or_wrong_at_a_place_and_never_both(
        text in "[0-9A-HJ-NP-Z]{7}"
    ) {
        let code = code(&text);
        let valid = pcs().validate(&code);
        prop_assert_eq!(valid.is_ok(), pcs().builds(&code));
        if let Err(mistake) = valid {
            prop_assert!((1..=7).contains(&mistake.position));
            prop_assert!(!mistake.allowed.is_empty());
        }
    }

    #[test]
    fn a_replacement_that_goes_with_the_rest_mends_the_code(
        text in "0(FT[0-49X][0478][Z7]|SR[9B0][04][17])[9AZ]"
    ) {
        if let Err(mistake) = pcs().validate(&code(&text)) {
            for value in mistake.allowed.iter().filter(|_| mistake.alone) {
                let mut mended: Vec<char> = text.chars().collect();
                mended[mistake.position - 1] = value.value;
                let mended: String = mended.into_iter().collect();
                prop_assert!(pcs().builds(&code(&mended)), "{} for {}", mended, text);
            }
        }
    }

    #[test]
    fn every_choice_of_a_completion_leads_to_codes(
        which in 0_usize..20, open in proptest::collection::vec(any::<bool>(), 7)
    ) {
        let built = pcs().codes().nth(which).unwrap();
        let partial: String = built
            .as_str()
            .chars()
            .zip(open)
            .map(|(c, open)| if open { '?' } else { c })
            .collect();
        let found = pcs().complete(&partial).unwrap();
        prop_assert!(found.codes >= 1);
        prop_assert_eq!(found.codes == 1, found.code.is_some());
        for choice in &found.open {
            for value in &choice.values {
                let mut chosen: Vec<char> = found.pattern.chars().collect();
                chosen[choice.position - 1] = value.value;
                let chosen: String = chosen.into_iter().collect();
                prop_assert!(pcs().complete(&chosen).is_ok(), "{} of {}", chosen, partial);
            }
        }
    }
}
