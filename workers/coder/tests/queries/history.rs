//! The history of the present illness: read from sections, which these tests
//! give themselves.

use chartfleet_coder::cdi::facts::Facts;
use chartfleet_coder::cdi::{self, Look};
use chartfleet_coder::record::{Record, Section, SectionKind};
use chartfleet_model::Gap;
use jiff::civil::date;

use crate::case::{Case, TABLES};

/// The queries about the history of a note with a history and an assessment.
fn asked(class: &str, history: &str, assessment: &str) -> Vec<Gap> {
    let case: Case = toml::from_str(&format!(
        "name = \"\"\nsection = \"\"\nclass = \"{class}\"\nnotes = [\"emergency_note attending: {history} {assessment}\"]"
    ))
    .unwrap();
    let chart = case.chart();
    let mut record = Record::of(&chart);
    let ends = (history.len(), chart.text_bytes());
    let section = |kind, span: std::ops::Range<usize>| Section {
        kind,
        body: span.clone(),
        span,
    };
    record.pages.first_mut().unwrap().sections = vec![
        section(SectionKind::PresentIllness, 0..ends.0),
        section(SectionKind::Assessment, ends.0..ends.1),
    ];
    let result = case.result(&chart);
    let mut gaps = cdi::gaps(&Look {
        tables: &TABLES,
        chart: &chart,
        record: &record,
        facts: &Facts::of(&record),
        on: date(2026, 6, 1),
        result: &result,
    });
    gaps.retain(|gap| gap.rule == "cdi.present_illness");
    gaps
}

#[test]
fn a_history_of_one_element_lists_what_is_missing() {
    let gaps = asked("emergency", "Here for chest discomfort.", "Discomfort.");
    assert_eq!(gaps.len(), 1);
    let options: Vec<&str> = gaps[0].options.iter().map(|o| &*o.text).collect();
    assert_eq!(options.len(), 7 + 2);
    assert!(!options.contains(&"Location"), "it is given: {options:?}");
    assert!(options.contains(&"Duration"), "{options:?}");
}

#[test]
fn what_the_complaint_tells_counts_with_the_history() {
    let case: Case = toml::from_str(
        "name = \"\"\nsection = \"\"\nclass = \"professional\"\nnotes = [\"clinic_note attending: CC: knee pain for two weeks\\nHPI: Here for the above.\\nPlan: rest.\"]",
    )
    .unwrap();
    let chart = case.chart();
    let record = Record::of(&chart);
    let result = case.result(&chart);
    let gaps = cdi::gaps(&Look {
        tables: &TABLES,
        chart: &chart,
        record: &record,
        facts: &Facts::of(&record),
        on: date(2026, 6, 1),
        result: &result,
    });
    assert!(gaps.iter().all(|gap| gap.rule != "cdi.present_illness"));
}

#[test]
fn a_history_of_two_elements_is_enough() {
    assert_eq!(
        asked("emergency", "Chest discomfort for two days.", "Pain."),
        []
    );
}

#[test]
fn an_assessment_that_explains_makes_up_for_it() {
    let assessment = "Refill of a stable regimen; the pressure is at goal and no change is made today after review.";
    assert_eq!(asked("professional", "Here for a refill.", assessment), []);
}

#[test]
fn inpatients_are_not_asked() {
    assert_eq!(
        asked("inpatient", "Here for chest discomfort.", "Discomfort."),
        []
    );
}
