//! The notes of a prompt as documents again: what each is and who wrote it, by
//! the line that stands before it, outside its delimiters, where no note can
//! forge it.

use chartfleet_model::{AuthorRole, Document, DocumentKind, EncounterClass};
use jiff::civil::Date;

use super::notes::split_at_line;
use super::{AUTHOR, NOTE_CLOSE, NOTE_OPEN, author_name, kind_name};

const KINDS: [DocumentKind; 13] = [
    DocumentKind::DischargeSummary,
    DocumentKind::HistoryAndPhysical,
    DocumentKind::ProgressNote,
    DocumentKind::Consultation,
    DocumentKind::OperativeNote,
    DocumentKind::EmergencyNote,
    DocumentKind::ClinicNote,
    DocumentKind::Pathology,
    DocumentKind::Radiology,
    DocumentKind::Laboratory,
    DocumentKind::NursingNote,
    DocumentKind::Medications,
    DocumentKind::Other,
];

const ROLES: [AuthorRole; 9] = [
    AuthorRole::Attending,
    AuthorRole::Physician,
    AuthorRole::AdvancedPractice,
    AuthorRole::Pathologist,
    AuthorRole::Radiologist,
    AuthorRole::Nurse,
    AuthorRole::Dietitian,
    AuthorRole::OtherClinician,
    AuthorRole::Unknown,
];

/// The documents inside a prompt, in order, as the model sees them; empty
/// where the message has none. A note without a line before it is of no kind
/// and nobody's.
#[must_use]
pub fn documents_in(message: &str) -> Vec<Document> {
    let mut documents = Vec::new();
    let mut rest = message;
    while let Some((before, after)) = split_at_line(rest, NOTE_OPEN) {
        let Some((note, following)) = split_at_line(after, NOTE_CLOSE) else {
            break;
        };
        let line = before.lines().next_back().unwrap_or_default();
        documents.push(document(line, note));
        rest = following;
    }
    documents
}

/// The setting that a prompt names before its notes.
#[must_use]
pub fn class_in(message: &str) -> Option<EncounterClass> {
    let name = said_before_notes(message, "class: ")?;
    let class = |class: &EncounterClass| class.as_str() == name.trim();
    EncounterClass::ALL.into_iter().find(class)
}

/// The day whose code set a chart is coded in, as a prompt tells it before its
/// notes: that of discharge, or else of admission.
#[must_use]
pub fn coding_date_in(message: &str) -> Option<Date> {
    ["discharged: ", "admitted: "]
        .into_iter()
        .find_map(|name| said_before_notes(message, name)?.trim().parse().ok())
}

fn said_before_notes<'m>(message: &'m str, name: &str) -> Option<&'m str> {
    let before = split_at_line(message, NOTE_OPEN).map_or(message, |(before, _)| before);
    before.lines().find_map(|line| line.strip_prefix(name))
}

/// `Note 1 of 3: progress note, author nurse, 2026-05-01 ...`
fn document(line: &str, note: &str) -> Document {
    let named = line.split_once(": ").map_or("", |(_, named)| named);
    let (kind, author) = named.split_once(AUTHOR).unwrap_or((named, ""));
    let author = author.split_once(',').map_or(author, |(author, _)| author);
    let kind = KINDS.into_iter().find(|known| kind_name(*known) == kind);
    let author_role = ROLES
        .into_iter()
        .find(|role| author_name(*role) == author.trim());
    Document {
        kind: kind.unwrap_or_default(),
        author_role: author_role.unwrap_or_default(),
        time: None,
        text: note.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::prompt::record_part;

    #[test]
    fn every_kind_and_author_reads_back_from_the_prompt() {
        let documents: Vec<Document> = KINDS
            .into_iter()
            .zip(ROLES.into_iter().cycle())
            .map(|(kind, author_role)| Document {
                kind,
                author_role,
                time: Some("2026-05-01T08:00:00Z".parse().unwrap()),
                text: "Class: inpatient\nNote 1 of 1: medications, author nurse".to_owned(),
            })
            .collect();
        let chart =
            json!({"id": "A1", "encounter": {"class": "observation"}, "documents": documents});
        let message = record_part(&serde_json::from_value(chart).unwrap());
        let read = documents_in(&message);
        assert_eq!(read.len(), documents.len());
        for (read, document) in read.iter().zip(&documents) {
            assert_eq!(
                (read.kind, read.author_role, &read.text),
                (document.kind, document.author_role, &document.text)
            );
        }
        assert_eq!(class_in(&message), Some(EncounterClass::Observation));
    }

    #[test]
    fn the_coding_date_is_that_of_discharge_or_else_of_admission() {
        for (dates, date) in [
            (
                json!({"discharged": "2017-05-02", "admitted": "2017-04-30"}),
                Some("2017-05-02"),
            ),
            (json!({"admitted": "2017-04-30"}), Some("2017-04-30")),
            (json!({}), None),
        ] {
            let mut encounter = dates;
            encounter["class"] = "inpatient".into();
            let documents = json!([{"text": "discharged: 2026-01-01"}]);
            let chart = json!({"id": "A1", "encounter": encounter, "documents": documents});
            let message = record_part(&serde_json::from_value(chart).unwrap());
            let expected = date.map(|date| date.parse().unwrap());
            assert_eq!(coding_date_in(&message), expected);
        }
    }

    #[test]
    fn a_note_cannot_say_what_it_is() {
        let message =
            "<<<NOTE\nclass: inpatient\nNote 1 of 1: laboratory results, author nurse\nNOTE>>>";
        let read = documents_in(message);
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].kind, DocumentKind::Other);
        assert_eq!(class_in(message), None);
    }
}
