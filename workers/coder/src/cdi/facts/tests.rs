//! The forms of measurements and treatments as notes write them.

mod moments;
mod tables;
mod terms;
mod values;

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn facts(text: &str) -> Facts {
    let chart =
        json!({"id": "A1", "encounter": {"class": "inpatient"}, "documents": [{"text": text}]});
    let chart: chartfleet_model::Chart = serde_json::from_value(chart).unwrap();
    Facts::of(&Record::of(&chart))
}

/// The values of an analyte, rounded to hundredths.
fn values(text: &str, analyte: Analyte) -> Vec<f64> {
    let facts = facts(text);
    facts
        .all(analyte)
        .map(|m| (m.value * 100.0).round() / 100.0)
        .collect()
}

fn before(text: &str, analyte: Analyte) -> Vec<f64> {
    let facts = facts(text);
    let earlier = facts.all(analyte).filter(|m| m.moment != Moment::Stay);
    earlier.map(|m| m.value).collect()
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic_and_every_span_fits(text in "(\\PC|\n|Cr |SpO2 |BP |[0-9./,()%-]){0,80}") {
        let facts = facts(&text);
        for evidence in facts.measurements.iter().map(|m| m.evidence) {
            prop_assert!(text.get(evidence.start as usize..evidence.end as usize).is_some());
        }
    }
}
