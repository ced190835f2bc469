//! The queries about documented diagnoses.

use std::fmt::Write as _;

use chartfleet_codes::CodeTables;
use chartfleet_model::{Chart, ChartResult, Gap, SetAsideReason};
use jiff::civil::date;
use serde_json::{Value, json};

use super::{axis, checks};
use crate::cdi::Look;
use crate::cdi::facts::Facts;
use crate::record::Record;
use crate::testing::diagnosis;

/// Codes that answers need beside those of the tables of axes, without titles.
const CODES: &[&str] = &[
    "E66.9", "I50.22", "I50.32", "J18.1", "K56.7", "L89.150", "L89.151", "L89.152", "L89.153",
    "L89.154", "L89.156", "L89.159", "L97.501", "L97.502", "L97.503", "L97.504", "L97.505",
    "L97.506", "L97.509", "M80.051A", "S72.001A", "T83.510A", "T83.511A", "N39.0",
];

fn tables() -> CodeTables {
    let mut xml = String::from(
        "<ICD10CM.tabular><version>2026</version><chapter><name>1</name><desc>All</desc><section id=\"A00-Z99\"><desc>All</desc>",
    );
    let mut codes: Vec<&str> = axis::codes().chain(CODES.iter().copied()).collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        write!(xml, "<diag><name>{code}</name><desc>{code}</desc></diag>").unwrap();
    }
    xml.push_str("</section></chapter></ICD10CM.tabular>");
    CodeTables::of_tabular(&xml).unwrap()
}

/// The gaps of this family for an inpatient's notes and a claim.
fn gaps(documents: &[Value], codes: &[&str]) -> Vec<Gap> {
    let chart = json!({
        "id": "A1", "encounter": {"class": "inpatient"}, "patient": {"age": 70},
        "documents": documents,
    });
    let chart: Chart = serde_json::from_value(chart).unwrap();
    let mut result = ChartResult::set_aside(SetAsideReason::NoText, "test", "test");
    result.diagnoses = codes.iter().map(|code| diagnosis(code)).collect();
    let (tables, record) = (tables(), Record::of(&chart));
    let look = Look {
        tables: &tables,
        chart: &chart,
        record: &record,
        facts: &Facts::of(&record),
        on: date(2026, 5, 1),
        result: &result,
    };
    let mut gaps = Vec::new();
    for check in checks() {
        (check.look)(check, &look, &mut gaps);
    }
    gaps
}

/// The codes of each answer of a check, as one text; empty where it does not
/// ask.
fn offered(rule: &str, text: &str, codes: &[&str]) -> Vec<String> {
    let gaps = gaps(&[json!({ "text": text })], codes);
    let own = gaps.into_iter().find(|gap| gap.rule == rule);
    let options = own.map(|gap| gap.options).unwrap_or_default();
    let codes = options.iter().map(|option| {
        let codes: Vec<&str> = option.codes.iter().map(|code| code.as_str()).collect();
        codes.join("+")
    });
    codes.filter(|codes| !codes.is_empty()).collect()
}

#[test]
fn the_codes_of_the_answers_may_be_billed() {
    let folder = std::env::var_os("CHARTFLEET__CODES__DIR");
    let Some(tables) = folder.and_then(|folder| CodeTables::open(folder.as_ref()).ok()) else {
        eprintln!("skipped: CHARTFLEET__CODES__DIR names no installed code tables");
        return;
    };
    let on = date(2026, 5, 1);
    let is_billable = |code: &&str| tables.cm_text(code).is_some_and(|entry| entry.billable(on));
    let bad: Vec<&str> = axis::codes().filter(|code| !is_billable(code)).collect();
    assert!(bad.is_empty(), "{bad:?}");
}

#[test]
fn an_answer_that_changes_nothing_keeps_the_code_that_is_claimed() {
    assert_eq!(
        offered(
            "cdi.postoperative_kidney_injury",
            "Postoperative AKI.",
            &["N17.0"]
        ),
        ["N99.0+N17.0", "N17.0"]
    );
    assert_eq!(
        offered(
            "cdi.postoperative_respiratory_failure",
            "Postoperative respiratory failure.",
            &["J96.02"]
        ),
        ["J95.821", "J96.02"]
    );
    assert_eq!(
        offered(
            "cdi.kidney_injury_cause",
            "AKI despite fluids. Rash, urine eosinophils.",
            &["N17.9"]
        ),
        ["N17.0", "N17.9", "N10+N17.9"]
    );
    assert_eq!(
        offered(
            "cdi.pneumonia_aspiration",
            "Lobar pneumonia. He choked: choking at lunch, dysphagia. Zosyn.",
            &["J18.1"]
        ),
        ["J69.0", "J15.9", "J18.1"]
    );
}

#[test]
fn an_answer_that_takes_the_diagnosis_away_says_so() {
    let gaps = gaps(
        &[json!({"text": "POD 3: ileus, nasogastric tube."})],
        &["K56.7"],
    );
    let gap = gaps
        .iter()
        .find(|gap| gap.rule == "cdi.postoperative_ileus");
    let removing = gap.unwrap().options.iter().filter(|o| o.removes);
    let removing: Vec<&str> = removing.map(|option| &*option.text).collect();
    assert_eq!(
        removing,
        ["Ileus expected after this procedure, not a complication"]
    );
}

#[test]
fn a_stage_of_another_disease_is_no_stage_of_the_ulcer() {
    let asks = |text: &str| !offered("cdi.pressure_ulcer_stage", text, &["L89.159"]).is_empty();
    assert!(asks(
        "Sacral pressure ulcer with slough. CKD stage 3. End-stage COPD."
    ));
    assert!(!asks(
        "Sacral pressure ulcer with slough. CKD stage 3. Sacrum: stage 2."
    ));
    assert!(!asks("Sacral pressure ulcer with slough, unstageable."));
}

#[test]
fn a_catheter_above_the_pubis_is_not_in_the_urethra() {
    let offered = |text| offered("cdi.catheter_infection", text, &["N39.0"]);
    assert_eq!(
        offered("UTI. Chronic indwelling Foley."),
        ["T83.511A+N39.0", "N39.0"]
    );
    assert_eq!(
        offered("UTI. Chronic suprapubic catheter, changed."),
        ["T83.510A+N39.0", "N39.0"]
    );
}

#[test]
fn the_class_of_obesity_is_that_of_the_measured_index() {
    let offered = |text, codes: &[&str]| offered("cdi.obesity_class", text, codes);
    assert_eq!(
        offered("Obesity, BMI 36.2.", &["E66.9"]),
        ["E66.812", "E66.9"]
    );
    assert_eq!(
        offered("Obesity, BMI 44.", &["E66.9"]),
        ["E66.813", "E66.9"]
    );
}
