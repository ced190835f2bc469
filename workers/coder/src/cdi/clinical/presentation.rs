//! Which values tell of the patient who came, and not of the one who left.
//!
//! A diagnosis is not contradicted by the values of the day it was over: a
//! discharge summary gives those, and says so.

use std::collections::BTreeSet;

use chartfleet_model::DocumentKind;

use crate::cdi::Look;
use crate::cdi::facts::{Analyte, Measurement};
use crate::cdi::words;

/// Words that put a value near the end of the stay.
const LEAVING: &[&str] = &[
    "discharge",
    "discharged",
    "dispo",
    "disposition",
    "resolved",
    "weaned",
    "recovered",
];
/// Words that put it at the beginning.
const COMING: &[&str] = &[
    "arrival",
    "arrived",
    "presentation",
    "presented",
    "admission",
    "admitted",
    "triage",
    "initial",
    "initially",
    "ed",
    "emergency",
];

/// Whether the values of this encounter tell of more than its end: they stand
/// in two documents, in one that is no discharge summary, or are told of the
/// arrival.
pub(super) fn is_told(look: &Look<'_>, analyte: Analyte) -> bool {
    let early = || look.facts.stay(analyte).filter(|m| !is_leaving(look, m));
    let notes: BTreeSet<u32> = early().map(|m| m.evidence.document).collect();
    notes.len() >= 2 || early().any(|m| !is_summary(look, m) || says(look, m, COMING))
}

/// Whether one of the values is of the arrival: told so, or in the first
/// document or a note of the beginning.
pub(super) fn is_of_arrival(look: &Look<'_>, analyte: Analyte) -> bool {
    look.facts
        .stay(analyte)
        .filter(|m| !is_leaving(look, m))
        .any(|m| {
            let document = look.chart.documents.get(m.evidence.document as usize);
            let is_first = m.evidence.document == 0 && !is_summary(look, m);
            let is_early = document.is_some_and(|document| {
                matches!(
                    document.kind,
                    DocumentKind::EmergencyNote | DocumentKind::HistoryAndPhysical
                )
            });
            is_first || is_early || says(look, m, COMING)
        })
}

/// Whether the sentence puts the value at the end of the stay.
pub(super) fn is_leaving(look: &Look<'_>, measurement: &Measurement) -> bool {
    says(look, measurement, LEAVING) && !says(look, measurement, COMING)
}

fn is_summary(look: &Look<'_>, measurement: &Measurement) -> bool {
    let documents = &look.chart.documents;
    let document = documents.get(measurement.evidence.document as usize);
    document.is_some_and(|document| document.kind == DocumentKind::DischargeSummary)
}

/// Whether the sentence of a value holds one of the words.
fn says(look: &Look<'_>, measurement: &Measurement, list: &[&str]) -> bool {
    let at = measurement.evidence;
    let pages = look.lowered();
    let sentence = pages.get(at.document as usize).and_then(|page| {
        let span = page.sentence(&(at.start as usize..at.end as usize));
        page.text.get(span)
    });
    sentence.is_some_and(|text| words::words(text).any(|word| list.contains(&word)))
}
