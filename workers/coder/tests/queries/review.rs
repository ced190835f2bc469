//! The review as the pipeline asks for it: ordered, without repeats, priced.

use chartfleet_coder::cdi::{Review, compliance};
use chartfleet_coder::record::Record;
use chartfleet_model::{Chart, Gap, GapKind, Severity};

use crate::case::{Case, TABLES};

fn case(text: &str) -> Case {
    toml::from_str(text).unwrap()
}

fn reviewed(case: &Case) -> (Chart, Vec<Gap>) {
    let chart = case.chart();
    let gaps = Review {
        tables: &TABLES,
        chart: &chart,
        record: &Record::of(&chart),
        on: case.on,
        base_rate: Some(6_000.0),
    }
    .gaps(&case.result(&chart))
    .unwrap();
    (chart, gaps)
}

const HEART_FAILURE: &str = r#"
name = "heart failure of open type beside pneumonia"
section = "Tabular list I50"
dx = ["J18.9 Y @Pneumonia", "I50.9 Y @Heart failure"]
notes = ["discharge_summary attending: Pneumonia. Heart failure, on furosemide. Ejection fraction 30%."]
"#;

#[test]
fn each_answer_has_the_level_and_drg_that_it_would_bring() {
    let (_, gaps) = reviewed(&case(HEART_FAILURE));
    let gap = gaps
        .iter()
        .find(|gap| gap.rule == "cdi.heart_failure_type")
        .unwrap();
    assert_eq!(gap.drg_now.as_ref().unwrap().drg, 195);
    let option = |code: &str| {
        let mut options = gap.options.iter();
        options
            .find(|o| o.codes.iter().any(|c| c.as_str() == code))
            .unwrap()
    };
    let acute = option("I50.23");
    assert_eq!(acute.severity, Severity::Mcc);
    assert_eq!(acute.drg.as_ref().unwrap().drg, 193);
    let chronic = option("I50.22");
    assert_eq!(chronic.severity, Severity::Cc);
    assert_eq!(chronic.drg.as_ref().unwrap().drg, 194);
}

#[test]
fn ways_out_have_no_price() {
    let (_, gaps) = reviewed(&case(HEART_FAILURE));
    for gap in &gaps {
        let changes_nothing =
            |option: &&chartfleet_model::QueryOption| option.codes.is_empty() && !option.removes;
        for option in gap.options.iter().filter(changes_nothing) {
            assert_eq!(option.drg, None);
            assert_eq!(option.weight_change, None);
        }
    }
}

#[test]
fn an_answer_that_takes_a_diagnosis_away_has_its_price() {
    let conflict = r#"
name = "a diagnosis that the attending denies"
section = "Guidelines I.B.14"
dx = ["J18.9 Y @Pneumonia", "G93.41 Y @metabolic encephalopathy"]
notes = [
    "consultation physician: Impression: metabolic encephalopathy.",
    "discharge_summary attending: Pneumonia. No metabolic encephalopathy.",
]
"#;
    let (_, gaps) = reviewed(&case(conflict));
    let gap = gaps
        .iter()
        .find(|gap| gap.rule == "cdi.attending_conflict")
        .unwrap();
    let removal = gap.options.iter().find(|option| option.removes).unwrap();
    assert_eq!(removal.drg.as_ref().unwrap().drg, 195);
    assert!(removal.weight_change.is_none_or(|change| change < 0.0));
    assert_eq!(gap.drg_now.as_ref().unwrap().drg, 193);
}

#[test]
fn other_settings_have_queries_without_prices() {
    let mut case = case(HEART_FAILURE);
    case.class = "outpatient".to_owned();
    let (_, gaps) = reviewed(&case);
    let gap = gaps
        .iter()
        .find(|gap| gap.rule == "cdi.heart_failure_type")
        .unwrap();
    assert_eq!(gap.drg_now, None);
    assert!(gap.options.iter().all(|option| option.drg.is_none()));
}

#[test]
fn sepsis_in_place_of_shock_is_ordered_anew_before_it_is_priced() {
    let (_, gaps) = reviewed(&case(
        r#"
name = "shock of open type with pneumonia"
section = "Guidelines I.C.1.d"
dx = ["J18.9 Y @Pneumonia", "R57.9 Y @Shock"]
notes = ["discharge_summary attending: Pneumonia. Shock treated with norepinephrine."]
"#,
    ));
    let gap = gaps
        .iter()
        .find(|gap| gap.rule == "cdi.shock_type")
        .unwrap();
    let mut options = gap.options.iter();
    let septic = options
        .find(|o| o.codes.iter().any(|c| c.as_str() == "R65.21"))
        .unwrap();
    assert_eq!(
        septic.drg.as_ref().unwrap().drg,
        871,
        "sepsis stands first (I.C.1.d.4)"
    );
}

#[test]
fn what_contradicts_itself_comes_before_what_is_less_exact() {
    let (_, gaps) = reviewed(&case(
        r#"
name = "two providers differ, and the heart failure is of open type"
section = "Guidelines I.B.14"
dx = ["J18.9 Y @Pneumonia", "I50.9 Y @Heart failure", "N17.9 Y @acute kidney injury"]
notes = [
    "consultation physician: Impression: acute kidney injury.",
    "discharge_summary attending: Pneumonia. Heart failure, on furosemide. No acute kidney injury.",
]
"#,
    ));
    let kinds: Vec<GapKind> = gaps.iter().map(|gap| gap.kind).collect();
    let place = |kind: GapKind| kinds.iter().position(|&other| other == kind);
    assert_eq!(place(GapKind::Conflict), Some(0), "{kinds:?}");
    assert!(place(GapKind::Type).is_some(), "{kinds:?}");
}

#[test]
fn the_kind_and_the_cause_of_one_pneumonia_are_one_query() {
    let (_, gaps) = reviewed(&case(
        r#"
name = "aspiration and drugs against resistant bacteria"
section = "Guidelines I.B.18"
dx = ["J18.9 Y @Pneumonia"]
notes = [
    "progress_note attending: Pneumonia. Dysphagia, choked on food. Continue cefepime, NPO.",
    "discharge_summary attending: Pneumonia. Seven days of cefepime. Thickened liquids.",
]
"#,
    ));
    let about: Vec<&Gap> = gaps
        .iter()
        .filter(|gap| !gap.codes_now.is_empty())
        .collect();
    assert_eq!(about.len(), 1, "{about:?}");
    let codes: Vec<String> = about[0]
        .options
        .iter()
        .flat_map(|option| option.codes.iter().map(ToString::to_string))
        .collect();
    assert_eq!(codes, ["J15.69", "J18.9", "J69.0", "J15.9"]);
    assert_eq!(compliance::faults(about[0]), []);
}

#[test]
fn what_a_dietitian_coded_and_measured_is_one_query() {
    let (_, gaps) = reviewed(&case(
        r#"
name = "malnutrition by the dietitian, suggested as a code too"
section = "Guidelines I.B.14"
dx = ["J18.9 Y @Pneumonia"]
not_provider = ["E43 @Severe malnutrition"]
notes = [
    "discharge_summary attending: Pneumonia.",
    "nursing_note dietitian: Severe malnutrition, BMI 16.1, muscle wasting.",
]
"#,
    ));
    let about: Vec<&str> = gaps.iter().map(|gap| &*gap.rule).collect();
    assert_eq!(about, ["cdi.malnutrition_assessment"]);
}

#[test]
fn a_chart_is_never_asked_more_than_eight_questions() {
    let codes = [
        "J18.9", "I50.9", "N18.9", "I48.91", "D64.9", "E46", "K81.9", "K72.90", "M86.9", "G93.40",
        "R57.9", "F03.90",
    ];
    let dx: Vec<String> = codes
        .iter()
        .map(|code| format!("\"{code} Y @noted\""))
        .collect();
    let (_, gaps) = reviewed(&case(&format!(
        r#"
name = "everything at once"
section = "none"
dx = [{}]
notes = ["discharge_summary attending: As noted. Furosemide, apixaban, eGFR 30, hemoglobin 7, transfused, bleeding, weight loss, BMI 17, Murphy sign, INR 3, MRI of bone, confused, norepinephrine, MoCA 9."]
"#,
        dx.join(", ")
    )));
    assert_eq!(gaps.len(), 8);
}
