//! The record: a chart's documents as a coder reads them, in sections, each
//! with who wrote it and what it may support.
//!
//! Byte spans are those of the documents themselves, so that whatever is found
//! here can be shown at the desk.
//!
//! Source: ICD-10-CM Official Guidelines, Section I.A.19 and I.B.14 (who may
//! document what), III.B (abnormal findings).

mod headings;
pub(crate) mod prospect;
mod reading;
mod sections;
mod support;

pub use reading::Reading;
pub use support::{Supported, supports};

use std::ops::Range;

use chartfleet_model::{AuthorRole, Chart, Document, DocumentKind, Evidence};

/// What a document's author may support.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authority {
    /// A provider: supports a diagnosis.
    Provider,
    /// A clinician whose words support some details (BMI, pressure ulcer
    /// stage, NIHSS, coma scale, social determinants) of what a provider
    /// diagnosed.
    Clinician,
    /// A report or list: laboratory, pathology, imaging, medications.
    Report,
}

/// What a section of a note is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SectionKind {
    /// The principal or first-listed diagnosis.
    PrincipalDiagnosis,
    /// Final, discharge, postoperative and secondary diagnoses.
    Diagnoses,
    /// Assessment, impression.
    Assessment,
    /// Plan.
    Plan,
    /// Hospital or emergency course.
    Course,
    /// Operative or procedure text.
    Procedure,
    /// Chief complaint, reason for visit.
    ChiefComplaint,
    /// History of the present illness, interval history.
    PresentIllness,
    /// Past medical history, problem list.
    PastMedical,
    /// Past surgical history.
    PastSurgical,
    /// Family history.
    Family,
    /// Social history.
    Social,
    /// Allergies.
    Allergies,
    /// Medications, at home, in hospital or at discharge.
    Medications,
    /// Review of systems.
    Systems,
    /// Vital signs.
    Vitals,
    /// Physical examination.
    Examination,
    /// Laboratory results.
    Laboratory,
    /// Imaging and other studies.
    Imaging,
    /// Pathology and cytology.
    Pathology,
    /// Diagnoses that later ones replace: admitting, preoperative, differential.
    Preliminary,
    /// Disposition, instructions, follow-up.
    Disposition,
    /// Text without a heading, or with one that says nothing.
    Other,
}

/// A part of a document under one heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What it is for.
    pub kind: SectionKind,
    /// Heading and text, in bytes of the document.
    pub span: Range<usize>,
    /// The text alone.
    pub body: Range<usize>,
}

/// One document, read.
#[derive(Debug)]
pub struct Page<'c> {
    /// The document.
    pub document: &'c Document,
    /// Its number in the chart, from 0.
    pub number: u32,
    /// What its author may support.
    pub authority: Authority,
    /// Its sections in order; they cover the whole text.
    pub sections: Vec<Section>,
}

/// All documents of one encounter.
#[derive(Debug)]
pub struct Record<'c> {
    /// The documents in the chart's order.
    pub pages: Vec<Page<'c>>,
}

impl<'c> Record<'c> {
    /// Reads a chart's documents.
    #[must_use]
    pub fn of(chart: &'c Chart) -> Self {
        Self::of_documents(&chart.documents)
    }

    /// Reads documents that are no chart yet.
    #[must_use]
    pub fn of_documents(documents: &'c [Document]) -> Self {
        let pages = documents.iter().zip(0..).map(|(document, number)| Page {
            document,
            number,
            authority: authority(document),
            sections: sections::sections(&document.text, document.kind),
        });
        Self {
            pages: pages.collect(),
        }
    }

    /// The page a span is on.
    #[must_use]
    pub fn page(&self, evidence: Evidence) -> Option<&Page<'c>> {
        self.pages.get(evidence.document as usize)
    }
}

impl Page<'_> {
    /// The section of the byte at `at`.
    #[must_use]
    pub fn section_at(&self, at: usize) -> SectionKind {
        section_at(&self.sections, at)
    }
}

/// The section of the byte at `at`, of sections that cover their text.
pub(crate) fn section_at(sections: &[Section], at: usize) -> SectionKind {
    let before = sections.partition_point(|section| section.span.start <= at);
    let last = before.checked_sub(1).and_then(|last| sections.get(last));
    last.map_or(SectionKind::Other, |section| section.kind)
}

/// Whether a code is of the patient's family history, the one kind of diagnosis
/// that is documented of relatives.
pub(crate) fn is_family_history(code: &str) -> bool {
    let category = code.get(..3).unwrap_or(code);
    ("Z80"..="Z84").contains(&category)
}

/// Whether a code says what a list of allergies documents: that the patient is
/// allergic, or was in anaphylaxis once. The reactions that it names are past.
pub(crate) fn is_allergy_status(code: &str) -> bool {
    ["Z88", "Z91.0", "Z87.892"]
        .iter()
        .any(|start| code.starts_with(start))
}

/// The sections of a text by itself.
pub(crate) fn sections_of(text: &str) -> Vec<Section> {
    sections::sections(text, DocumentKind::Other)
}

/// What a document may support: by its author, and by its kind where the
/// author is not recorded. Lists and results are nobody's diagnosis, whoever
/// ordered them; a radiologist who treats writes notes and operates.
#[must_use]
pub const fn authority(document: &Document) -> Authority {
    match (document.author_role, document.kind) {
        (_, DocumentKind::Laboratory | DocumentKind::Medications)
        | (AuthorRole::Pathologist, _)
        | (
            AuthorRole::Radiologist | AuthorRole::Unknown,
            DocumentKind::Radiology | DocumentKind::Pathology,
        )
        | (AuthorRole::Radiologist, DocumentKind::Other | DocumentKind::NursingNote)
        | (
            AuthorRole::Physician | AuthorRole::AdvancedPractice,
            DocumentKind::Radiology | DocumentKind::Pathology,
        ) => Authority::Report,
        (AuthorRole::Nurse | AuthorRole::Dietitian | AuthorRole::OtherClinician, _)
        | (AuthorRole::Unknown, DocumentKind::NursingNote) => Authority::Clinician,
        (
            AuthorRole::Attending
            | AuthorRole::Physician
            | AuthorRole::AdvancedPractice
            | AuthorRole::Radiologist
            | AuthorRole::Unknown,
            _,
        ) => Authority::Provider,
    }
}

#[cfg(test)]
mod tests;
