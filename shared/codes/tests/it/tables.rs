//! The installed tables: lookup, validity, checks, search, imports.

use std::fs;
use std::sync::Arc;

use chartfleet_codes::{
    CodeTables, CodesError, GroupClaim, GrouperVersion, ImportKind, ImportOptions, InstallSource,
    NoteKind, TermSource,
};
use chartfleet_model::{Code, CodeSystem, FindingSeverity, Patient, Severity, Sex};
use jiff::civil::{Date, date};

use crate::common::{TABLES, copied_installation};

const MAY_2026: Date = date(2026, 5, 1);

fn check(
    system: CodeSystem,
    code: &str,
    on: Date,
    age: u8,
    sex: Sex,
) -> Vec<(String, Vec<String>)> {
    let patient = Patient {
        age: Some(age),
        sex,
        ..Patient::default()
    };
    let code = Code::parse(system, code).unwrap();
    let findings = TABLES.check(&code, on, &patient);
    findings
        .into_iter()
        .map(|finding| (finding.rule.into_owned(), finding.offers))
        .collect()
}

fn check_cm(code: &str, on: Date) -> Vec<(String, Vec<String>)> {
    check(CodeSystem::Icd10Cm, code, on, 60, Sex::Unknown)
}

#[test]
fn a_header_is_refused_and_its_billable_codes_offered() {
    let [(rule, offers)] = &check_cm("N18.3", MAY_2026)[..] else {
        panic!("one finding")
    };
    assert_eq!(rule, "cm.not_billable");
    assert_eq!(offers, &["N18.30", "N18.31", "N18.32"]);
}

#[test]
fn validity_follows_the_date() {
    assert_eq!(check_cm("N18.3", date(2020, 9, 30)), [], "valid until 2020");
    assert_eq!(check_cm("N18.30", MAY_2026), []);
    let [(rule, _)] = &check_cm("N18.30", date(2020, 9, 30))[..] else {
        panic!("one finding")
    };
    assert_eq!(rule, "cm.not_in_effect");
}

#[test]
fn seventh_characters_are_applied() {
    assert_eq!(check_cm("S72.024B", MAY_2026), []);
    let entry = TABLES.cm_text("S72.024B").unwrap();
    assert!(
        entry
            .title()
            .ends_with("initial encounter for open fracture type I or II")
    );
    let [(rule, offers)] = &check_cm("S72.024", MAY_2026)[..] else {
        panic!("one finding")
    };
    assert_eq!(rule, "cm.seventh_character_missing");
    assert_eq!(offers.len(), 16, "every one of the category's");
    assert_eq!(offers.first().map(String::as_str), Some("S72.024A"));
    assert_eq!(check_cm("T51.0X1A", MAY_2026), [], "a placeholder code");
}

#[test]
fn every_billable_code_of_the_day_has_a_title_and_no_longer_code_below() {
    let mut billable = 0;
    for entry in TABLES.cm_entries().filter(|entry| entry.billable(MAY_2026)) {
        billable += 1;
        assert!(!entry.title().is_empty(), "{entry:?}");
        assert!(
            !entry.descendants().any(|e| e.billable(MAY_2026)),
            "{entry:?}"
        );
    }
    assert_eq!(billable, 74_719);
}

#[test]
fn an_unknown_code_offers_what_it_begins_with() {
    let [(rule, offers)] = &check_cm("E11.2299", MAY_2026)[..] else {
        panic!("one finding")
    };
    assert_eq!(rule, "cm.unknown");
    assert_eq!(offers, &["E11.22"]);
}

#[test]
fn age_and_sex_are_checked_as_the_editor_does() {
    let delivery = |age, sex, on| {
        check(CodeSystem::Icd10Cm, "O80", on, age, sex)
            .into_iter()
            .map(|(rule, _)| rule)
            .collect::<Vec<_>>()
    };
    assert_eq!(delivery(30, Sex::Female, MAY_2026), Vec::<String>::new());
    assert_eq!(delivery(70, Sex::Female, MAY_2026), ["cm.age_conflict"]);
    assert_eq!(delivery(30, Sex::Male, MAY_2026), ["cm.sex_conflict"]);
    let code = Code::parse(CodeSystem::Icd10Cm, "O80").unwrap();
    let man = Patient {
        age: Some(30),
        sex: Sex::Male,
        ..Patient::default()
    };
    let severity = |on| TABLES.check(&code, on, &man)[0].severity;
    assert_eq!(severity(date(2024, 9, 30)), FindingSeverity::Error);
    assert_eq!(severity(MAY_2026), FindingSeverity::Warning, "retired edit");
}

#[test]
fn our_age_edits_equal_the_editors() {
    let day = date(2026, 5, 5);
    for code in ["A33", "P07.30", "O80", "F03.90", "Z00.121", "I10", "N40.0"] {
        for age in [0, 1, 8, 9, 14, 15, 17, 18, 64, 65, 124] {
            let ours = check(CodeSystem::Icd10Cm, code, day, age, Sex::Unknown)
                .iter()
                .any(|(rule, _)| rule == "cm.age_conflict");
            let claim = GroupClaim {
                version: GrouperVersion::for_discharge(day).unwrap(),
                age,
                sex: Sex::Unknown,
                discharge_status: chartfleet_model::DischargeStatus::HOME,
                pdx: chartfleet_codes::GroupDiagnosis {
                    code: code.parse().unwrap(),
                    poa: None,
                },
                sdx: Vec::new(),
                procedures: Vec::new(),
            };
            let edits = TABLES.grouper().mce(&claim, day).unwrap();
            let theirs = edits.iter().any(|edit| edit.name == "AGE_CONFLICT");
            assert_eq!(ours, theirs, "{code} at {age}");
        }
    }
}

#[test]
fn procedures_are_valid_or_not_on_a_date_and_others_are_not_verifiable() {
    let rule = |system, code, on| {
        check(system, code, on, 60, Sex::Unknown)
            .first()
            .map(|(rule, _)| rule.clone())
            .unwrap_or_default()
    };
    assert_eq!(rule(CodeSystem::Icd10Pcs, "0FT44ZZ", MAY_2026), "");
    assert_eq!(
        rule(CodeSystem::Icd10Pcs, "0FT4ZZZ", MAY_2026),
        "pcs.unknown"
    );
    let before = date(2015, 9, 30);
    assert_eq!(
        rule(CodeSystem::Icd10Pcs, "0FT44ZZ", before),
        "pcs.not_in_effect"
    );
    assert_eq!(
        rule(CodeSystem::Cpt, "47563", MAY_2026),
        "cpt.not_verifiable"
    );
    assert_eq!(
        rule(CodeSystem::Hcpcs, "J0696", MAY_2026),
        "hcpcs.not_verifiable"
    );
}

#[test]
fn an_entry_knows_its_place_and_its_notes() {
    let entry = TABLES.cm_text("e1122").unwrap();
    assert_eq!(entry.code(), "E11.22");
    assert_eq!(entry.parent().unwrap().code(), "E11.2");
    let blocks: Vec<_> = entry.blocks().map(|block| block.id()).collect();
    assert_eq!(blocks, ["E08-E13", "4"]);
    assert!(
        entry
            .notes()
            .any(|(kind, _)| kind == NoteKind::UseAdditional)
    );
    let v43_1 = GrouperVersion::try_from(431).unwrap();
    let level = |code| TABLES.cm_text(code).unwrap().severity(v43_1);
    assert_eq!(level("J96.01"), Severity::Mcc);
    assert_eq!(level("N17.9"), Severity::Cc);
    assert_eq!(level("I10"), Severity::None);
}

#[test]
fn a_search_finds_by_words_abbreviations_and_codes() {
    let first = |query, count| -> Vec<_> {
        let hits = TABLES.search(query, count);
        hits.into_iter().map(|hit| hit.code).collect()
    };
    let neuropathy = first("diabetic neuropathy", 6);
    for code in ["E10.40", "E11.40", "E11.42"] {
        assert!(neuropathy.contains(&code), "{neuropathy:?}");
    }
    assert!(first("ckd stage 3", 4).contains(&"N18.30"));
    assert_eq!(first("sepsis", 1), ["A41.9"]);
    assert_eq!(first("n18.3", 4), ["N18.3", "N18.30", "N18.31", "N18.32"]);
    assert!(first("no such words anywhere", 4).is_empty());
}

const INDEX_CSV: &str = "RowID,Letter,Level,Term,See,SeeAlso,NonEssModif,Code
1,D,0,\"Diabetes, diabetic\",,,(mellitus) (sugar),E11.9
2,D,1,with,,,,
3,D,2,gastroparesis,,,,E11.43
4,F,0,Fracture,,,,S72.0-
";

const INDEX_XML: &str = r#"<ICD10CM.index><title>Index</title><letter><title>D</title>
<mainTerm><title>Diabetes, diabetic <nemod>(mellitus) (sugar)</nemod></title><code>E11.9</code>
<term level="1"><title>with</title><term level="2"><title>gastroparesis</title><code>E11.43</code>
</term></term></mainTerm>
<mainTerm><title>Fracture</title><code>S72.0-</code></mainTerm></letter></ICD10CM.index>"#;

#[test]
fn an_index_is_imported_from_csv_and_xml_alike() {
    let dir = copied_installation();
    let mut versions = Vec::new();
    for (name, text) in [("index.csv", INDEX_CSV), ("index.xml", INDEX_XML)] {
        let file = dir.path().join(name);
        fs::write(&file, text).unwrap();
        let installed = chartfleet_codes::import(
            dir.path(),
            ImportKind::Index,
            &file,
            &ImportOptions::default(),
        )
        .unwrap();
        let tables = CodeTables::open(dir.path()).unwrap();
        assert_eq!(tables.version(), installed.version);
        let terms: Vec<_> = tables
            .terms()
            .filter(|term| term.source == TermSource::Index)
            .map(|term| (term.code, term.text, term.modifiers))
            .collect();
        let path = "Diabetes, diabetic > with > gastroparesis";
        let expected = [
            ("E11.9", "Diabetes, diabetic", "(mellitus) (sugar)"),
            ("E11.43", path, "(mellitus) (sugar)"),
            ("S72.0", "Fracture", ""),
        ];
        assert_eq!(terms, expected, "{name}");
        versions.push(installed.version);
    }
    versions.dedup();
    assert_eq!(versions.len(), 2, "each names its digest");
}

#[test]
fn a_bad_file_is_refused_with_its_line_and_changes_nothing() {
    let dir = copied_installation();
    let before = CodeTables::open(dir.path()).unwrap().version().to_owned();
    for (text, told) in [
        (INDEX_CSV.replace("2,D,1", "2,D,9"), "line 3: level 9"),
        (INDEX_CSV.replace("E11.43", "?"), "line 4"),
        (
            INDEX_CSV.replace("Level", "Depth"),
            "line 1: no column Level",
        ),
        (INDEX_XML.replace("</mainTerm>", "</term>"), "line 4"),
        ("<html></html>".to_owned(), "the root is html"),
    ] {
        let file = dir.path().join("bad");
        fs::write(&file, text).unwrap();
        let error = chartfleet_codes::import(
            dir.path(),
            ImportKind::Index,
            &file,
            &ImportOptions::default(),
        )
        .unwrap_err();
        let error = error.to_string();
        assert!(
            error.contains(told) && error.contains("expected the CDC's"),
            "{error}"
        );
    }
    assert_eq!(CodeTables::open(dir.path()).unwrap().version(), before);
}

#[test]
fn a_corrupt_package_leaves_the_tables_in_use() {
    let dir = copied_installation();
    let before = chartfleet_codes::installed(dir.path()).unwrap();
    let wheels = tempfile::tempdir().unwrap();
    let name = "simple_icd_10_cm-1.5.0-py3-none-any.whl";
    fs::write(wheels.path().join(name), b"PK\x03\x04").unwrap();
    let source = InstallSource::Folder(wheels.path().to_owned());
    let error = chartfleet_codes::install(dir.path(), &source, &mut |_| {}).unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains(name) && error.contains("fetch it again"),
        "{error}"
    );
    assert_eq!(chartfleet_codes::installed(dir.path()).unwrap(), before);
    CodeTables::open(dir.path()).unwrap();
}

#[test]
fn an_import_of_another_release_can_be_replaced() {
    let dir = copied_installation();
    let file = dir.path().join("index.csv");
    fs::write(&file, INDEX_CSV).unwrap();
    let import = || {
        let options = ImportOptions::default();
        chartfleet_codes::import(dir.path(), ImportKind::Index, &file, &options)
    };
    let installed = import().unwrap();
    fs::write(installed.path.join("import-index.bin"), b"CFTERMS1 of old").unwrap();
    let error = CodeTables::open(dir.path()).unwrap_err();
    assert!(matches!(error, CodesError::Outdated { .. }), "{error}");
    import().unwrap();
    assert!(!CodeTables::open(dir.path()).unwrap().index().is_empty());
}

#[test]
fn one_context_serves_many_threads() {
    let tables: Arc<&CodeTables> = Arc::new(&TABLES);
    let claim = |index: u8| GroupClaim {
        version: GrouperVersion::try_from(431).unwrap(),
        age: 20 + index % 60,
        sex: Sex::Female,
        discharge_status: chartfleet_model::DischargeStatus::HOME,
        pdx: chartfleet_codes::GroupDiagnosis {
            code: "J18.9".parse().unwrap(),
            poa: None,
        },
        sdx: ["J96.01", "N17.9", "E11.9"]
            .iter()
            .take(usize::from(index % 4))
            .map(|code| chartfleet_codes::GroupDiagnosis {
                code: code.parse().unwrap(),
                poa: None,
            })
            .collect(),
        procedures: Vec::new(),
    };
    let group = |index| tables.grouper().group(&claim(index)).unwrap();
    let expected: Vec<_> = (0..=u8::MAX).map(group).collect();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for round in 0..4 {
                    for index in 0..=u8::MAX {
                        let answer = group(index);
                        assert_eq!(answer, expected[usize::from(index)], "round {round}");
                    }
                }
            });
        }
    });
}
