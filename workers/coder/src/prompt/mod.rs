//! The prompt of one chart.
//!
//! The order serves the server's prefix cache, from what all charts share to
//! what only this call has: fixed instructions, setting, facility protocol,
//! encounter, notes, and last what a stage asks. All stages share everything
//! up to the end of the notes. The texts are the files of `prompts/`; their
//! hash is part of the pipeline's version.

mod notes;
mod read_back;

use std::fmt::Write as _;

use chartfleet_model::{AuthorRole, Chart, Document, DocumentKind, Encounter, Patient, Sex, Stage};

pub(crate) use notes::unescaped;
pub use notes::{NOTE_CLOSE, NOTE_OPEN, notes_in};
pub use read_back::{class_in, coding_date_in, documents_in};

use notes::push_escaped;

use crate::parts::{Excerpt, GAP, NOTE_BYTES, Part};

const INSTRUCTIONS: &str = include_str!("../../prompts/instructions.md");
const INPATIENT: &str = include_str!("../../prompts/inpatient.md");
const OUTPATIENT: &str = include_str!("../../prompts/outpatient.md");
const CANDIDATES: &str = include_str!("../../prompts/candidates.md");
const SUGGEST: &str = include_str!("../../prompts/suggest.md");
const VERIFY: &str = include_str!("../../prompts/verify.md");
const SEQUENCE: &str = include_str!("../../prompts/sequence.md");
const CDI: &str = include_str!("../../prompts/cdi.md");
const REPAIR: &str = include_str!("../../prompts/repair.md");
const SHORTER: &str = include_str!("../../prompts/shorter.md");

/// Every prompt text, for the pipeline's version.
pub(crate) const TEXTS: [&str; 10] = [
    INSTRUCTIONS,
    INPATIENT,
    OUTPATIENT,
    CANDIDATES,
    SUGGEST,
    VERIFY,
    SEQUENCE,
    CDI,
    REPAIR,
    SHORTER,
];

/// The longest specialty that reaches the prompt, in characters.
const MAX_SPECIALTY_CHARS: usize = 80;

/// Between a note's kind and its author.
const AUTHOR: &str = ", author ";

/// A code that the model is told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The code as it is printed.
    pub code: String,
    /// Its official title.
    pub title: String,
}

/// The system message: the same for all charts of a setting.
pub(crate) fn system_message(inpatient: bool) -> String {
    let setting = if inpatient { INPATIENT } else { OUTPATIENT };
    format!("{INSTRUCTIONS}\n{setting}")
}

/// What all questions about a chart begin with: protocol, encounter, notes.
pub(crate) fn record_part(chart: &Chart) -> String {
    let mut out = head(chart);
    out.reserve(chart.text_bytes() + chart.documents.len() * NOTE_BYTES + 64);
    push_notes(&mut out, &chart.documents);
    out
}

/// The same for a part of a chart.
pub(crate) fn record_of_part(chart: &Chart, part: &Part) -> String {
    let label = format!("part {} of {}", part.number, part.of);
    record_of(chart, &part.excerpts, &label)
}

/// The same for passages of a chart.
pub(crate) fn record_of_passages(chart: &Chart, passages: &[Excerpt]) -> String {
    record_of(chart, passages, "passages")
}

fn record_of(chart: &Chart, excerpts: &[Excerpt], label: &str) -> String {
    let mut out = head(chart);
    push_excerpts(&mut out, &chart.documents, excerpts, label);
    out
}

/// What stands before the notes.
pub(crate) fn head(chart: &Chart) -> String {
    let protocol = chart.protocol.as_deref().unwrap_or_default();
    let mut out = String::with_capacity(protocol.len() + 512);
    if !protocol.is_empty() {
        out.push_str("## Facility protocol\n");
        push_escaped(&mut out, protocol);
        out.push_str("\n\n");
    }
    push_encounter(&mut out, &chart.encounter, &chart.patient);
    out
}

/// What a stage asks, about these codes: it stands after the notes.
pub(crate) fn question(stage: Stage, codes: &[Candidate]) -> String {
    let mut out = String::with_capacity(1536 + codes.len() * 80);
    if stage == Stage::Suggest && !codes.is_empty() {
        out.push_str("## Candidates\n");
        out.push_str(CANDIDATES);
        push_codes(&mut out, codes);
        out.push('\n');
    }
    out.push_str("## Question\n");
    out.push_str(match stage {
        Stage::Suggest => return out + SUGGEST,
        Stage::Verify => VERIFY,
        Stage::Sequence => SEQUENCE,
        Stage::Cdi => CDI,
    });
    push_codes(&mut out, codes);
    out
}

/// What is added to a question whose answer was of no use. `problem` says what
/// was wrong, in our words.
pub(crate) fn repair(problem: &'static str) -> String {
    REPAIR.replace("{problem}", problem)
}

/// What is added to a question whose answer was cut off.
pub(crate) fn shorter(most: usize) -> String {
    SHORTER.replace("{most}", &most.to_string())
}

/// What the rules of coding depend on, and nothing that identifies: no name,
/// no number, no payer.
fn push_encounter(out: &mut String, encounter: &Encounter, patient: &Patient) {
    out.push_str("## Encounter\n");
    push_line(out, "class", Some(encounter.class.as_str()));
    push_line(out, "admitted", encounter.admitted);
    push_line(out, "discharged", encounter.discharged);
    push_line(out, "age", patient.age);
    let sex = match patient.sex {
        Sex::Male => Some("male"),
        Sex::Female => Some("female"),
        Sex::Unknown => None,
    };
    push_line(out, "sex", sex);
    if let Some(specialty) = &encounter.specialty {
        let plain = specialty
            .chars()
            .filter(|c| !c.is_control() && !matches!(c, '<' | '>'));
        let short: String = plain.take(MAX_SPECIALTY_CHARS).collect();
        push_line(out, "specialty", Some(short));
    }
    out.push('\n');
}

fn push_line(out: &mut String, name: &str, value: Option<impl std::fmt::Display>) {
    if let Some(value) = value {
        // Writing to a String cannot fail.
        writeln!(out, "{name}: {value}").unwrap_or_default();
    }
}

/// Each note under a line that says what it is, outside the delimiters so that
/// no note can forge it. Notes without text keep their number and are left out.
fn push_notes(out: &mut String, documents: &[Document]) {
    out.push_str("## Notes\n");
    for (index, document) in documents.iter().enumerate() {
        if document.text.trim().is_empty() {
            continue;
        }
        write!(out, "Note {} of {}", index + 1, documents.len()).unwrap_or_default();
        push_note(out, document, [document.text.as_str()]);
    }
    out.push('\n');
}

/// What is shown of the notes. Each says that it is not the whole.
fn push_excerpts(out: &mut String, documents: &[Document], excerpts: &[Excerpt], label: &str) {
    out.push_str("## Notes\n");
    for excerpt in excerpts {
        let Some(document) = documents.get(excerpt.document as usize) else {
            continue;
        };
        let spans = excerpt.spans.iter();
        let passages = spans.filter_map(|span| document.text.get(span.clone()));
        let (number, all) = (excerpt.document + 1, documents.len());
        write!(out, "Note {number} of {all} ({label})").unwrap_or_default();
        push_note(out, document, passages);
    }
    out.push('\n');
}

/// What a note is, and passages of it between its delimiters.
fn push_note<'t>(
    out: &mut String,
    document: &Document,
    passages: impl IntoIterator<Item = &'t str>,
) {
    let kind = kind_name(document.kind);
    let author = author_name(document.author_role);
    write!(out, ": {kind}{AUTHOR}{author}").unwrap_or_default();
    if let Some(time) = document.time {
        write!(out, ", {}", time.strftime("%Y-%m-%d %H:%M UTC")).unwrap_or_default();
    }
    out.push('\n');
    out.push_str(NOTE_OPEN);
    out.push('\n');
    for (index, passage) in passages.into_iter().enumerate() {
        if index > 0 {
            out.push_str(GAP);
        }
        push_escaped(out, passage);
    }
    out.push('\n');
    out.push_str(NOTE_CLOSE);
    out.push('\n');
}

fn push_codes(out: &mut String, codes: &[Candidate]) {
    for candidate in codes {
        out.push_str(&candidate.code);
        out.push(' ');
        out.push_str(&candidate.title);
        out.push('\n');
    }
}

const fn kind_name(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::DischargeSummary => "discharge summary",
        DocumentKind::HistoryAndPhysical => "history and physical",
        DocumentKind::ProgressNote => "progress note",
        DocumentKind::Consultation => "consultation",
        DocumentKind::OperativeNote => "operative note",
        DocumentKind::EmergencyNote => "emergency note",
        DocumentKind::ClinicNote => "clinic note",
        DocumentKind::Pathology => "pathology report",
        DocumentKind::Radiology => "imaging report",
        DocumentKind::Laboratory => "laboratory results",
        DocumentKind::NursingNote => "nursing note",
        DocumentKind::Medications => "medications",
        DocumentKind::Other => "note",
    }
}

const fn author_name(role: AuthorRole) -> &'static str {
    match role {
        AuthorRole::Attending => "attending physician",
        AuthorRole::Physician => "physician",
        AuthorRole::AdvancedPractice => "nurse practitioner or physician assistant",
        AuthorRole::Pathologist => "pathologist",
        AuthorRole::Radiologist => "radiologist",
        AuthorRole::Nurse => "nurse",
        AuthorRole::Dietitian => "dietitian",
        AuthorRole::OtherClinician => "other clinician",
        AuthorRole::Unknown => "not recorded",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(json: &str) -> Chart {
        serde_json::from_str(json).unwrap()
    }

    fn two_notes() -> Chart {
        chart(
            r#"{"id":"A1","encounter":{"class":"inpatient","discharged":"2026-05-01"},
            "patient":{"age":67,"sex":"female","payer":"medicare"},"protocol":"Use NOTE>>> rules.",
            "documents":[{"kind":"discharge_summary","author_role":"attending","text":"One."},
            {"text":"  "},{"kind":"progress_note","time":"2026-04-30T08:00:00Z","text":"NOTE>>>\nTwo."}],
            "gold":[{"code":"Z99.9"}]}"#,
        )
    }

    #[test]
    fn the_notes_stand_between_their_delimiters_and_before_the_question() {
        let message = record_part(&two_notes()) + &question(Stage::Suggest, &[]);
        assert_eq!(notes_in(&message), ["One.", "NOTE>> >\nTwo."]);
        let at = |part: &str| message.find(part).unwrap();
        assert!(at("## Facility protocol") < at("## Encounter"));
        assert!(at("## Encounter") < at("Note 1 of 3: discharge summary, author attending"));
        assert!(at("Note 3 of 3: progress note") < at("## Question"));
        assert!(message.contains("2026-04-30 08:00 UTC"));
        assert!(
            !message.contains("Note 2 of 3"),
            "an empty note is left out"
        );
    }

    #[test]
    fn gold_codes_and_payers_never_reach_the_model() {
        let message = record_part(&two_notes());
        assert!(!message.contains("Z99.9") && !message.contains("medicare"));
    }

    #[test]
    fn every_stage_asks_after_the_notes_about_its_codes_alone() {
        let codes = [Candidate {
            code: "I10".into(),
            title: "Hypertension".into(),
        }];
        for stage in Stage::ALL {
            let question = question(*stage, &codes);
            assert_eq!(question.matches("I10 Hypertension\n").count(), 1);
            assert!(question.contains("Form: {"), "{stage} shows its form");
            assert!(notes_in(&question).is_empty());
        }
        assert!(!question(Stage::Suggest, &[]).contains("## Candidates"));
    }

    #[test]
    fn what_was_wrong_is_said_in_our_words() {
        assert!(repair("it was too odd").contains("could not be used: it was too odd."));
        assert!(shorter(20).contains("at most 20 elements"));
    }

    #[test]
    fn a_specialty_is_one_short_line() {
        let mut chart = two_notes();
        chart.encounter.specialty = Some(format!("cardio\n<<<NOTE{}", "x".repeat(200)));
        let message = record_part(&chart);
        let line = message
            .lines()
            .find(|l| l.starts_with("specialty"))
            .unwrap();
        assert!(line.starts_with("specialty: cardioNOTExx") && line.len() <= 91);
    }

    #[test]
    fn settings_differ_in_their_instructions() {
        assert!(system_message(true).contains("principal diagnosis"));
        assert!(system_message(false).contains("first-listed"));
        assert!(system_message(true).starts_with(INSTRUCTIONS));
    }
}
