//! CPT, HCPCS Level II and NCCI from site files.

use std::path::PathBuf;

use chartfleet_codes::{CodesError, NcciSetting};
use chartfleet_model::{Code, CodeSystem, FindingSeverity, Patient};
use jiff::civil::{Date, date};

use crate::common::{Copy, TABLES};

const ON: Date = date(2026, 5, 5);

fn code(system: CodeSystem, text: &str) -> Code {
    Code::parse(system, text).unwrap()
}

/// A file of the site's with these lines.
fn file(copy: &Copy, name: &str, text: &[u8]) -> PathBuf {
    let path = copy.dir().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn cpt_is_imported_only_under_a_licence_and_then_verified_and_described() {
    let copy = Copy::of_installation();
    let path = file(
        &copy,
        "cpt.csv",
        b"code,description\n47562,the site's words for one\n47563,the site's words for another\n",
    );
    for license in [None, Some(" ")] {
        let error = copy.try_import("cpt", &path, license).unwrap_err();
        assert!(matches!(error, CodesError::Unlicensed { .. }), "{error}");
        assert!(error.to_string().contains("--license"), "{error}");
    }
    let installed = copy.try_import("cpt", &path, Some("AMA 00-00")).unwrap();
    let import = &installed.imports[0];
    assert_eq!((import.kind.as_str(), import.rows), ("cpt", 2));
    assert_eq!(import.license.as_deref(), Some("AMA 00-00"));
    let tables = copy.open();
    let known = code(CodeSystem::Cpt, "47563");
    assert_eq!(
        tables.title(&known).as_deref(),
        Some("the site's words for another")
    );
    assert_eq!(tables.check(&known, ON, &Patient::default()), []);
    let findings = tables.check(&code(CodeSystem::Cpt, "47653"), ON, &Patient::default());
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].rule, "cpt.unknown");
    assert_eq!(findings[0].severity, FindingSeverity::Error);
    assert_eq!(findings[0].offers, ["47563"]);
    assert_eq!(
        TABLES.title(&known),
        None,
        "the installation itself has none"
    );
}

#[test]
fn hcpcs_codes_are_verified_and_end_with_their_term() {
    let copy = Copy::of_installation();
    let path = file(
        &copy,
        "HCPC2026_JAN.csv",
        b"HCPC,LONG DESCRIPTION,ADD DT,TERM DT\nJ0696,Ceftriaxone 250 mg,19950101,\nJ0697,Cefuroxime 750 mg,19950101,20251231\n",
    );
    copy.try_import("hcpcs", &path, None).unwrap();
    let tables = copy.open();
    let rules = |text: &str| -> Vec<_> {
        let findings = tables.check(&code(CodeSystem::Hcpcs, text), ON, &Patient::default());
        findings
            .iter()
            .map(|f| (f.rule.to_string(), f.offers.join(" ")))
            .collect()
    };
    assert_eq!(rules("J0696"), []);
    assert_eq!(
        rules("J0697"),
        [("hcpcs.not_in_effect".to_owned(), String::new())]
    );
    assert_eq!(
        rules("J0699"),
        [("hcpcs.unknown".to_owned(), "J0696".to_owned())]
    );
    assert_eq!(tables.knows_service(&code(CodeSystem::Cpt, "47563")), None);
}

#[test]
fn an_import_keeps_the_quarter_that_its_name_tells() {
    let copy = Copy::of_installation();
    copy.import("ptp-outpatient", "ptp_outpatient_2024q3.txt", None);
    copy.import("mue-outpatient", "mue_outpatient_2024q3.csv", None);
    let installed = chartfleet_codes::installed(copy.dir()).unwrap();
    let current = installed.iter().find(|version| version.current).unwrap();
    let editions: Vec<_> = current
        .imports
        .iter()
        .map(|import| (import.kind.as_str(), import.edition.as_deref()))
        .collect();
    let quarter = Some("2024q3");
    assert_eq!(
        editions,
        [("mue-outpatient", quarter), ("ptp-outpatient", quarter)]
    );
    let tables = copy.open();
    assert!(tables.has_ptp(NcciSetting::Outpatient));
    assert!(!tables.has_ptp(NcciSetting::Practitioner));
    let mue = tables.mue(NcciSetting::Outpatient, &code(CodeSystem::Cpt, "47563"));
    assert_eq!(mue.unwrap().units, 1);
}

#[test]
fn a_bad_file_says_what_is_wrong_where_and_leaves_the_tables_in_use() {
    let copy = Copy::of_installation();
    let before = copy.open().version().to_owned();
    let gzip = {
        use std::io::Write as _;
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let row = "43239,43235,0\n".repeat(5_000);
        encoder
            .write_all(format!("column1,column2,modifier\n{row}").as_bytes())
            .unwrap();
        encoder.finish().unwrap()
    };
    for (kind, name, content, words) in [
        (
            "ptp-practitioner",
            "cut.csv.gz",
            &gzip[..gzip.len() / 2],
            "cannot be unpacked",
        ),
        (
            "ptp-practitioner",
            "a.csv",
            b"column1,modifier\n43239,1\n",
            "line 1: no column column2",
        ),
        (
            "mue-outpatient",
            "b.csv",
            b"hcpcs_code,mue_units,mue_mai\n47563,1,\n",
            "line 2: the adjudication indicator",
        ),
        (
            "add-on",
            "c.csv",
            b"add_on,primary\n17003,1\n",
            "line 2: \"1\" is no code",
        ),
        (
            "hcpcs",
            "d.csv",
            b"code,description\n\xff\n",
            "line 2: not UTF-8",
        ),
    ] {
        let path = file(&copy, name, content);
        let error = copy.try_import(kind, &path, None).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
        assert!(
            error.contains(name) && error.contains("; expected "),
            "{error}"
        );
    }
    assert_eq!(copy.open().version(), before);
}
