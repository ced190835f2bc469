//! A chart: everything chartfleet knows about one encounter, and one row of an
//! import file (`docs/chart-format.md`).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::encounter::{Encounter, Patient};
use crate::gold::GoldCode;
use crate::ids::ChartId;
use crate::message::QueueClass;

/// One encounter's documentation, to be coded as one claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chart {
    /// The site's name for it.
    pub id: ChartId,
    /// The facility it belongs to.
    #[serde(default = "default_facility")]
    pub facility: String,
    /// When and how the patient was treated.
    pub encounter: Encounter,
    /// The patient, as far as coding needs.
    #[serde(default)]
    pub patient: Patient,
    /// The notes, in the order they are read.
    pub documents: Vec<Document>,
    /// Free text that guides coding at this facility.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<String>,
    /// Which queue it waits in.
    #[serde(default)]
    pub priority: Priority,
    /// What the claim is expected to bring; orders the backlog.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_value_cents: Option<i64>,
    /// What a certified coder coded, where known: measured against, never
    /// shown to the model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gold: Option<Vec<GoldCode>>,
}

fn default_facility() -> String {
    "default".to_owned()
}

impl Chart {
    /// The size of all its notes, in bytes.
    #[must_use]
    pub fn text_bytes(&self) -> usize {
        self.documents
            .iter()
            .map(|document| document.text.len())
            .sum()
    }

    /// Whether any note holds a letter or digit: otherwise there is nothing
    /// to code.
    #[must_use]
    pub fn has_text(&self) -> bool {
        self.documents
            .iter()
            .any(|d| d.text.chars().any(char::is_alphanumeric))
    }
}

/// One note.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// What it is.
    #[serde(default)]
    pub kind: DocumentKind,
    /// Who wrote it: only a provider's documentation supports a diagnosis.
    #[serde(default)]
    pub author_role: AuthorRole,
    /// When it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Timestamp>,
    /// The note itself.
    pub text: String,
}

/// Shows the note's size, never its text.
impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document")
            .field("kind", &self.kind)
            .field("author_role", &self.author_role)
            .field("text_bytes", &self.text.len())
            .finish_non_exhaustive()
    }
}

/// What a document is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// Discharge summary.
    DischargeSummary,
    /// Admission history and physical.
    HistoryAndPhysical,
    /// Daily progress note.
    ProgressNote,
    /// Consultation.
    Consultation,
    /// Operative or procedure report.
    OperativeNote,
    /// Emergency department note.
    EmergencyNote,
    /// Office or clinic visit.
    ClinicNote,
    /// Pathology report.
    Pathology,
    /// Imaging report.
    Radiology,
    /// Laboratory results.
    Laboratory,
    /// Nursing note.
    NursingNote,
    /// Medication list or administration record.
    Medications,
    /// Anything else.
    #[default]
    Other,
}

/// Who wrote a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthorRole {
    /// The attending, who answers for the encounter.
    Attending,
    /// Any other physician who treated the patient.
    Physician,
    /// Nurse practitioner or physician assistant.
    AdvancedPractice,
    /// Pathologist.
    Pathologist,
    /// Radiologist.
    Radiologist,
    /// Nurse.
    Nurse,
    /// Dietitian.
    Dietitian,
    /// Therapist, social worker or another clinician.
    OtherClinician,
    /// Not recorded.
    #[default]
    Unknown,
}

/// How soon a chart is wanted.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// Before everything else.
    Stat,
    /// Before the backlog.
    Rush,
    /// The backlog.
    #[default]
    Bulk,
}

impl Priority {
    /// The queue that serves this priority.
    #[must_use]
    pub const fn queue(self) -> QueueClass {
        match self {
            Self::Stat => QueueClass::Stat,
            Self::Rush => QueueClass::Rush,
            Self::Bulk => QueueClass::Bulk,
        }
    }

    /// The name used in files and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stat => "stat",
            Self::Rush => "rush",
            Self::Bulk => "bulk",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str =
        r#"{"id":"A1","encounter":{"class":"outpatient"},"documents":[{"text":"Cough."}]}"#;

    #[test]
    fn the_least_chart_has_an_id_a_class_and_a_text() {
        let chart: Chart = serde_json::from_str(LEAST).unwrap();
        assert_eq!(chart.facility, "default");
        assert_eq!(chart.priority, Priority::Bulk);
        assert!(chart.has_text());
    }

    #[test]
    fn an_unknown_field_is_refused_by_name() {
        let error = serde_json::from_str::<Chart>(&LEAST.replace("\"id\"", "\"mrn\":1,\"id\""));
        assert!(
            error
                .unwrap_err()
                .to_string()
                .contains("unknown field `mrn`")
        );
    }

    #[test]
    fn debug_output_never_shows_a_note() {
        let chart: Chart = serde_json::from_str(LEAST).unwrap();
        assert!(!format!("{chart:?}").contains("Cough"));
    }

    #[test]
    fn punctuation_alone_is_no_text() {
        let chart: Chart = serde_json::from_str(&LEAST.replace("Cough.", " --- \\n ...")).unwrap();
        assert!(!chart.has_text());
    }
}
