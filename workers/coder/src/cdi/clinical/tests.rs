//! Each check: what makes it ask, and what is close and asks nothing.
//!
//! The tables are a tabular list of the codes that the queries offer and the
//! claims hold.

mod cases;
mod options;

use std::fmt::Write as _;

use chartfleet_codes::CodeTables;
use chartfleet_model::{Chart, ChartResult, Gap, SetAsideReason};
use jiff::civil::date;
use serde_json::{Value, json};

use super::CHECKS;
use cases::cases;

use crate::cdi::facts::Facts;
use crate::cdi::{Look, OTHER, UNDETERMINED};
use crate::record::Record;
use crate::testing::diagnosis;

/// Codes of queries and claims, each its own category for the sake of brevity.
const CODES: &[&str] = &[
    "A41.9", "D50.9", "D61.810", "D61.811", "D61.818", "D62", "D63.8", "D64.9", "D68.4", "D68.8",
    "D69.59", "D69.6", "D70.1", "D70.2", "D70.9", "E10.10", "E10.649", "E11.00", "E11.01",
    "E11.10", "E11.649", "E11.65", "E16.1", "E16.2", "E22.2", "E43", "E44.0", "E44.1", "E83.39",
    "E83.42", "E83.51", "E83.52", "E86.0", "E87.0", "E87.1", "E87.21", "E87.22", "E87.29", "E87.5",
    "E87.6", "E87.70", "F05", "F10.130", "F10.230", "F10.231", "G92.8", "G93.41", "G93.5", "G93.6",
    "I10", "I16.0", "I16.1", "I21.4", "I21.A1", "I24.89", "I50.21", "I50.31", "I50.9", "I5A",
    "I95.9", "J15.212", "J15.69", "J18.9", "J69.0", "J81.0", "J93.83", "J95.811", "J96.01",
    "J96.02", "J96.10", "J96.21", "J96.22", "J98.11", "K56.609", "K56.7", "K76.82", "K91.89",
    "L89.153", "L89.612", "L89.620", "L89.92", "M62.82", "N17.0", "N17.9", "N18.6", "N18.9",
    "R03.0", "R09.02", "R40.4", "R41.82", "R50.81", "R53.1", "R53.2", "R57.0", "R57.1", "R57.8",
    "R63.6", "R64", "R65.20", "R65.21", "R74.8", "R79.1", "R79.89", "T79.6XXA", "Z74.01",
];

fn tables() -> CodeTables {
    let mut xml = String::from(
        "<ICD10CM.tabular><version>2026</version><chapter><name>1</name><desc>All</desc><section id=\"A00-Z99\"><desc>All</desc>",
    );
    for code in CODES {
        write!(xml, "<diag><name>{code}</name><desc>{code}</desc></diag>").unwrap();
    }
    xml.push_str("</section></chapter></ICD10CM.tabular>");
    CodeTables::of_tabular(&xml).unwrap()
}

fn chart(class: &str, age: u8, documents: &[Value]) -> Chart {
    let chart = json!({
        "id": "A1", "encounter": {"class": class}, "patient": {"age": age}, "documents": documents,
    });
    serde_json::from_value(chart).unwrap()
}

fn claim(codes: &[&str]) -> ChartResult {
    let mut result = ChartResult::set_aside(SetAsideReason::NoText, "test", "test");
    result.diagnoses = codes.iter().map(|code| diagnosis(code)).collect();
    result
}

/// The gaps of this family for a chart and a claim.
fn gaps_of(chart: &Chart, codes: &[&str]) -> Vec<Gap> {
    let (tables, record, result) = (tables(), Record::of(chart), claim(codes));
    let look = Look {
        tables: &tables,
        chart,
        record: &record,
        facts: &Facts::of(&record),
        on: date(2026, 5, 1),
        result: &result,
    };
    let mut gaps = Vec::new();
    for check in CHECKS {
        (check.look)(check, &look, &mut gaps);
    }
    gaps
}

fn raised(text: &str, codes: &[&str]) -> Vec<String> {
    let gaps = gaps_of(&chart("inpatient", 60, &[json!({ "text": text })]), codes);
    gaps.into_iter().map(|gap| gap.rule.into_owned()).collect()
}

#[test]
fn each_check_asks_where_its_criteria_are_met_and_is_silent_where_they_nearly_are() {
    let mut wrong = Vec::new();
    for (rule, asks, silent) in cases() {
        let is_raised = |(text, codes): &(&str, &[&str])| {
            let rules = raised(text, codes);
            rules.iter().any(|raised| raised == rule)
        };
        if !is_raised(asks) {
            wrong.push(format!("{rule} is silent: {}", asks.0));
        }
        let alarms = silent.iter().filter(|case| is_raised(case));
        wrong.extend(alarms.map(|(text, _)| format!("{rule} asks: {text}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_query_has_two_indicators_answers_beside_the_last_two_and_no_code_in_its_words() {
    for (_, (text, codes), _) in cases() {
        let chart = chart("inpatient", 60, &[json!({ "text": text })]);
        for gap in gaps_of(&chart, codes) {
            assert!(
                gap.indicators.len() >= 2 || gap.rule.ends_with("validity"),
                "{}",
                gap.rule
            );
            let ends: Vec<&str> = gap.options.iter().rev().take(2).map(|o| &*o.text).collect();
            assert_eq!(ends, [UNDETERMINED, OTHER]);
            assert!(gap.options.len() >= 4, "{}", gap.rule);
            assert!(
                gap.indicators
                    .iter()
                    .all(|i| i.evidence.slice(&chart.documents).is_some())
            );
        }
    }
}

#[test]
fn children_office_visits_and_pregnancy_are_left_alone() {
    let text = "Creatinine rose from 1.0 to 2.4 mg/dL.";
    let documents = [json!({ "text": text })];
    assert!(gaps_of(&chart("inpatient", 9, &documents), &[]).is_empty());
    assert!(gaps_of(&chart("professional", 60, &documents), &[]).is_empty());
    let pregnant = [json!({"text": "Pregnant. Creatinine rose from 1.0 to 2.4."})];
    assert!(gaps_of(&chart("inpatient", 30, &pregnant), &[]).is_empty());
}

#[test]
fn a_past_pregnancy_silences_nothing_in_the_old() {
    let documents = [json!({"text": "Gravida 3. S/p cesarean. Creatinine rose from 1.0 to 2.4."})];
    assert!(!gaps_of(&chart("inpatient", 70, &documents), &[]).is_empty());
    assert!(gaps_of(&chart("inpatient", 40, &documents), &[]).is_empty());
}

#[test]
fn a_lone_discharge_summary_with_values_of_its_end_is_no_contradiction() {
    let asks = |kind: &str, text: &str| {
        let documents = [json!({"kind": kind, "text": text})];
        !gaps_of(&chart("inpatient", 60, &documents), &["J96.01"]).is_empty()
    };
    let text = "Acute respiratory failure. SpO2 98% on room air, RR 16.";
    assert!(asks("emergency_note", text));
    assert!(!asks("discharge_summary", text));
    assert!(asks(
        "discharge_summary",
        "Acute respiratory failure. On arrival SpO2 98% on room air, RR 16."
    ));
}

#[test]
fn a_dietitians_malnutrition_asks_the_provider() {
    let note = "Severe malnutrition: BMI 16.1, muscle wasting.";
    let dietitian = json!({"text": note, "author_role": "dietitian"});
    let asked = |documents: &[Value]| {
        let gaps = gaps_of(&chart("inpatient", 70, documents), &[]);
        gaps.iter()
            .any(|gap| gap.rule == "cdi.malnutrition_assessment")
    };
    assert!(asked(std::slice::from_ref(&dietitian)));
    let provider = json!({"text": "Severe malnutrition.", "author_role": "attending"});
    assert!(!asked(&[dietitian, provider]));
}

#[test]
fn a_nurses_staged_pressure_ulcer_asks_the_provider() {
    let codes = |nurse: &str, provider: &str, claim: &[&str]| {
        let nurse = json!({"text": nurse, "author_role": "nurse", "kind": "nursing_note"});
        let provider = json!({"text": provider, "author_role": "attending"});
        let gaps = gaps_of(&chart("inpatient", 80, &[nurse, provider]), claim);
        let mut own = gaps
            .iter()
            .filter(|gap| gap.rule == "cdi.pressure_ulcer_assessment");
        own.next().map(|gap| gap.options[0].codes[0].to_string())
    };
    let ulcer = "Sacrum: stage 3 pressure injury 3 x 2 cm.";
    assert_eq!(
        codes(ulcer, "Hip fracture.", &[]).as_deref(),
        Some("L89.153")
    );
    let heel = "Left heel unstageable pressure ulcer with eschar.";
    assert_eq!(
        codes(heel, "Hip fracture.", &[]).as_deref(),
        Some("L89.620")
    );
    let nowhere = "Stage II pressure injury, foam dressing.";
    assert_eq!(
        codes(nowhere, "Hip fracture.", &[]).as_deref(),
        Some("L89.92")
    );
    assert_eq!(codes(ulcer, "Sacral pressure ulcer.", &[]), None);
    assert_eq!(codes(ulcer, "Hip fracture.", &["L89.153"]), None);
    assert_eq!(
        codes("At risk for pressure injury, Braden 14.", "Fracture.", &[]),
        None
    );
    assert_eq!(
        codes("Stage 1 pressure injury of sacrum.", "Fracture.", &[]),
        None
    );
    assert_eq!(
        codes("No stage 3 pressure injury seen.", "Fracture.", &[]),
        None
    );
}

#[test]
fn dementia_does_not_explain_a_sudden_change_that_cleared() {
    let text = "Dementia. Acutely confused and lethargic. UTI. Mental status back to baseline.";
    assert!(raised(text, &["N39.0"]).contains(&"cdi.encephalopathy".to_owned()));
}

#[test]
fn denied_home_oxygen_and_pregnancy_explain_nothing() {
    let text = "COPD, not on home oxygen. SpO2 82% on room air, using accessory muscles. BiPAP.";
    let gaps = gaps_of(&chart("inpatient", 60, &[json!({ "text": text })]), &[]);
    let codes = gaps
        .iter()
        .flat_map(|gap| &gap.options)
        .flat_map(|o| &o.codes);
    let codes: Vec<&str> = codes.map(|code| code.as_str()).collect();
    assert_eq!(codes, ["J96.01", "R09.02"]);
    let text = "She is not pregnant. Creatinine rose from 1.0 to 2.4; intravenous fluids.";
    assert_eq!(raised(text, &[]), ["cdi.kidney_injury"]);
}

#[test]
fn only_what_the_findings_tell_of_is_offered() {
    let offers = |text: &str, code: &str, claim: &[&str]| {
        let gaps = gaps_of(&chart("inpatient", 60, &[json!({ "text": text })]), claim);
        let mut codes = gaps
            .iter()
            .flat_map(|gap| &gap.options)
            .flat_map(|o| &o.codes);
        codes.any(|offered| offered.as_str() == code)
    };
    let risen = "Creatinine rose from 1.0 to 2.4; intravenous fluids.";
    assert!(!offers(risen, "N17.0", &[]));
    assert!(offers(&format!("{risen} Muddy brown casts."), "N17.0", &[]));
    let confused = "Confused. UTI. Confusion resolved.";
    assert!(offers(confused, "G93.41", &["N39.0"]));
    assert!(!offers(confused, "K76.82", &["N39.0"]));
    assert!(offers(
        &format!("{confused} Asterixis."),
        "K76.82",
        &["N39.0"]
    ));
}

#[test]
fn a_cachectic_look_does_not_answer_the_dietitian() {
    let dietitian = json!({"text": "Severe malnutrition: BMI 16.1.", "author_role": "dietitian"});
    let provider = json!({"text": "Cachectic man.", "author_role": "attending"});
    let gaps = gaps_of(&chart("inpatient", 70, &[dietitian, provider]), &[]);
    assert!(
        gaps.iter()
            .any(|gap| gap.rule == "cdi.malnutrition_assessment")
    );
}

#[test]
fn a_rise_within_two_days_counts_and_over_a_week_does_not() {
    let at = |day: u8, creatinine: &str| json!({"text": format!("Creatinine {creatinine}."), "time": format!("2026-05-{day:02}T08:00:00Z")});
    let asks = |documents: &[Value]| !gaps_of(&chart("inpatient", 60, documents), &[]).is_empty();
    assert!(asks(&[at(1, "1.1"), at(2, "1.5")]));
    assert!(!asks(&[at(1, "1.1"), at(9, "1.5")]));
}

#[test]
fn drugs_for_resistant_bacteria_over_two_notes_ask_for_the_kind_of_pneumonia() {
    let note = json!({"text": "Pneumonia. Continue cefepime and vancomycin."});
    let asked = |documents: &[Value]| {
        let gaps = gaps_of(&chart("inpatient", 70, documents), &["J18.9"]);
        gaps.iter().any(|gap| gap.rule == "cdi.pneumonia_type")
    };
    assert!(asked(&[note.clone(), note.clone()]));
    assert!(!asked(&[note]));
}
