//! ICD-10-PCS with the official files of a year, where they lie beside the
//! workspace; skipped otherwise.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;

use chartfleet_codes::{CodeTables, ImportKind, PcsIndexTarget};
use chartfleet_model::{Code, Icd10PcsCode};

use crate::common::{NO_REFERENCE, reference_data, skip};
use crate::pcs::with_files;

/// Tables, index and titles imported, and the titles as they stand in the file.
fn official() -> Option<(CodeTables, BTreeMap<String, String>)> {
    let file = |name: &str| reference_data(&format!("icd10pcs/{name}"));
    let (Some(tables), Some(index), Some(titles)) = (
        file("icd10pcs_tables_2026.xml"),
        file("icd10pcs_index_2025.xml"),
        file("icd10pcs_fy2026.csv.gz"),
    ) else {
        return None;
    };
    let titles = fs::read(titles).unwrap();
    let (_dir, opened) = with_files(&[
        (ImportKind::PcsTables, &fs::read(tables).unwrap()),
        (ImportKind::PcsIndex, &fs::read(index).unwrap()),
        (ImportKind::PcsTitles, &titles),
    ]);
    let mut text = String::new();
    let mut unpacked = flate2::read::GzDecoder::new(&titles[..]);
    unpacked.read_to_string(&mut text).unwrap();
    let listed = csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .unwrap();
    Some((opened, listed))
}

#[test]
fn the_official_tables_build_exactly_the_official_codes() {
    let Some((tables, listed)) = official() else {
        skip(NO_REFERENCE);
        return;
    };
    let pcs = tables.pcs_tables().unwrap();
    assert_eq!(pcs.code_count(), listed.len());
    let mut built: Vec<String> = pcs.codes().map(|code| code.as_str().to_owned()).collect();
    built.sort_unstable();
    assert!(built.iter().eq(listed.keys()));
    let mut equal = 0;
    let mut titled = 0;
    for (text, title) in &listed {
        let code: Icd10PcsCode = text.parse().unwrap();
        assert_eq!(pcs.validate(&code).map(|axes| axes.len()), Ok(7), "{text}");
        let composed = pcs.compose(&code).unwrap();
        let shown = tables.title(&Code::Icd10Pcs(code)).unwrap();
        if title.is_empty() {
            assert_eq!(shown, composed, "{text}");
            continue;
        }
        titled += 1;
        assert_eq!(shown, *title, "{text}");
        equal += usize::from(composed == *title);
    }
    let share = f64::from(equal_u32(equal)) / f64::from(equal_u32(titled));
    eprintln!(
        "{} codes; {equal} of {titled} titles composed as official ({share:.4})",
        built.len()
    );
    assert!(share > 0.9, "{share}");
}

fn equal_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap()
}

#[test]
fn the_index_leads_to_codes_of_the_tables() {
    let Some((tables, _)) = official() else {
        skip(NO_REFERENCE);
        return;
    };
    let (pcs, index) = (tables.pcs_tables().unwrap(), tables.pcs_index().unwrap());
    let all: Vec<&str> = index.codes().collect();
    // The index is of the year before: a few codes were deleted since.
    let lost: Vec<_> = all
        .iter()
        .filter(|code| pcs.complete(code).is_err())
        .collect();
    eprintln!(
        "{} entries with codes, {} not in the tables: {lost:?}",
        all.len(),
        lost.len()
    );
    assert!(lost.len() * 100 < all.len(), "{lost:?}");
    let leads = |words: &str| -> Vec<PcsIndexTarget<'_>> {
        index
            .find(words, 5)
            .into_iter()
            .map(|hit| hit.target)
            .collect()
    };
    for (words, target) in [
        ("cholecystectomy", "0FT4"),
        ("resection gallbladder", "0FT4"),
        ("appendectomy", "0DTJ"),
    ] {
        let found = leads(words);
        assert!(
            found.contains(&PcsIndexTarget::Partial(target)),
            "{words}: {found:?}"
        );
    }
    assert_eq!(
        leads("abdominal esophagus"),
        [PcsIndexTarget::Value("Esophagus, Lower")]
    );
    let substituted = index.find("resection abdominal esophagus", 5);
    assert_eq!(
        substituted[0].target,
        PcsIndexTarget::Partial("0DT3"),
        "{substituted:?}"
    );
}

#[test]
fn four_characters_are_completed_from_the_official_tables() {
    let Some((tables, _)) = official() else {
        skip(NO_REFERENCE);
        return;
    };
    let pcs = tables.pcs_tables().unwrap();
    let gallbladder = pcs.complete("0FT4").unwrap();
    // Since FY2026 a laparoscopic resection may be hand-assisted.
    assert_eq!(
        (gallbladder.pattern.as_str(), gallbladder.codes),
        ("0FT4_Z_", 3)
    );
    assert_eq!(pcs.complete("0FT40").unwrap().code, "0FT40ZZ".parse().ok());
}
