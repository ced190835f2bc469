//! Charts to import.

use std::fmt::Write;

use serde_json::{Value, json};

/// An outpatient chart with one note.
pub(crate) fn chart(id: &str, text: &str) -> Value {
    json!({
        "id": id,
        "encounter": {"class": "outpatient", "admitted": "2026-01-12"},
        "patient": {"age": 67, "sex": "female"},
        "documents": [{"kind": "clinic_note", "author_role": "physician", "text": text}],
    })
}

/// An inpatient chart with one note.
pub(crate) fn inpatient(id: &str, text: &str) -> Value {
    json!({
        "id": id,
        "encounter": {
            "class": "inpatient", "admitted": "2026-01-10", "discharged": "2026-01-14",
            "discharge_status": "01",
        },
        "patient": {"age": 67, "sex": "female"},
        "documents": [{"kind": "discharge_summary", "author_role": "attending", "text": text}],
    })
}

/// Outpatient charts `C-000`, `C-001`, …, each with its id in its note, so
/// that a script can tell them apart.
pub(crate) fn charts(number: usize) -> Vec<Value> {
    (0..number)
        .map(|n| {
            let id = format!("C-{n:03}");
            chart(&id, &format!("Note {id}: woman with pneumonia, hypertension and reflux disease, seen in the clinic."))
        })
        .collect()
}

/// One chart a line.
pub(crate) fn ndjson(charts: &[Value]) -> String {
    charts.iter().fold(String::new(), |mut text, chart| {
        writeln!(text, "{chart}").unwrap();
        text
    })
}
