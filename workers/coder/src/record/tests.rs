use chartfleet_model::Document;
use serde_json::json;

use super::*;

fn document(kind: &str, author: &str, text: &str) -> Document {
    serde_json::from_value(json!({"kind": kind, "author_role": author, "text": text})).unwrap()
}

#[test]
fn authority_is_the_authors_and_where_unknown_the_documents() {
    for (kind, author, expected) in [
        ("discharge_summary", "attending", Authority::Provider),
        ("nursing_note", "attending", Authority::Provider),
        ("clinic_note", "advanced_practice", Authority::Provider),
        ("operative_note", "radiologist", Authority::Provider),
        ("other", "unknown", Authority::Provider),
        ("nursing_note", "unknown", Authority::Clinician),
        ("consultation", "dietitian", Authority::Clinician),
        ("discharge_summary", "nurse", Authority::Clinician),
        ("radiology", "radiologist", Authority::Report),
        ("radiology", "physician", Authority::Report),
        ("pathology", "unknown", Authority::Report),
        ("laboratory", "attending", Authority::Report),
        ("medications", "physician", Authority::Report),
        ("consultation", "pathologist", Authority::Report),
    ] {
        let document = document(kind, author, "");
        assert_eq!(authority(&document), expected, "{kind} by {author}");
    }
}

#[test]
fn a_record_tells_the_section_of_a_place() {
    let documents = [document(
        "clinic_note",
        "attending",
        "CC: cough\nPlan: rest",
    )];
    let record = Record::of_documents(&documents);
    let page = record.pages.first().unwrap();
    assert_eq!(page.section_at(5), SectionKind::ChiefComplaint);
    assert_eq!(page.section_at(18), SectionKind::Plan);
    assert_eq!(page.section_at(usize::MAX), SectionKind::Plan);
}
