//! What a heading of a note says: its words, and the kind of section that they
//! name together.
//!
//! A heading is made of words of headings alone, at most [`MOST_WORDS`];
//! anything else is text, so that a finding such as "Hypertension: stable"
//! never opens a section.
//!
//! The headings are those of usual clinical practice and of the HL7
//! Consolidated CDA document templates.

mod words;

use super::SectionKind;
use SectionKind as Kind;
use words::Role::{
    Assessment, Definitive, Diagnosis, Findings, History, Medical, Names, Past, Preliminary,
    Principal, Problem, Stay, Surgical, Title,
};
use words::{Role, role};

/// Longer beginnings of lines are sentences.
const MOST_WORDS: usize = 7;
/// A longer one cannot be a heading, in bytes.
const MOST_BYTES: usize = 72;

/// Whole headings that their letters do not tell.
const ABBREVIATIONS: &[(&str, SectionKind)] = &[
    ("ddx", Kind::Preliminary),
    ("a p", Kind::Assessment),
    ("h p", Kind::PresentIllness),
    ("p e", Kind::Examination),
    ("sh", Kind::Social),
    ("pi", Kind::PresentIllness),
    ("pfsh", Kind::PastMedical),
    ("hosp course", Kind::Course),
    ("nkda", Kind::Allergies),
];

/// The letters of a note in the order subjective, objective, assessment, plan.
const LETTERS: &[(&str, SectionKind)] = &[
    ("S", Kind::PresentIllness),
    ("O", Kind::Examination),
    ("A", Kind::Assessment),
    ("P", Kind::Plan),
];

/// The kind of section that a heading opens, in a document whose text without
/// headings is `usual`; `None` where it is no heading.
pub(super) fn named(head: &str, usual: SectionKind) -> Option<SectionKind> {
    let head = head.trim();
    if head.len() > MOST_BYTES || !head.starts_with(char::is_uppercase) {
        return None;
    }
    let lower = head.to_lowercase();
    let words = || {
        let parts = lower.split(|c: char| !c.is_alphanumeric());
        parts.filter(|word| !word.is_empty())
    };
    let mut roles = Vec::with_capacity(MOST_WORDS);
    let whole = |kind: &(&str, SectionKind)| kind.0.split(' ').eq(words()).then_some(kind.1);
    if let Some(kind) = ABBREVIATIONS.iter().find_map(whole) {
        return Some(kind);
    }
    for word in words() {
        if roles.len() == MOST_WORDS {
            return None;
        }
        roles.push(role(word)?);
    }
    decide(&roles, usual)
}

/// The section that one capital letter opens, where the line goes on with
/// `rest`: not the pulse.
pub(super) fn lettered(head: &str, rest: &str) -> Option<SectionKind> {
    let letter = |(letter, kind): &(&str, SectionKind)| (*letter == head).then_some(*kind);
    let measured = rest.trim_start().starts_with(|c: char| c.is_ascii_digit());
    LETTERS.iter().find_map(letter).filter(|_| !measured)
}

/// What the words say together.
fn decide(roles: &[Role], usual: SectionKind) -> Option<SectionKind> {
    let has = |role: Role| roles.contains(&role);
    let first = roles.iter().find_map(|role| match role {
        Names(kind) => Some(*kind),
        _ => None,
    });
    let before = has(Past) || has(History);
    if has(Diagnosis) {
        return Some(match () {
            () if before => Kind::PastMedical,
            () if has(Preliminary) && !has(Definitive) => Kind::Preliminary,
            () if has(Principal) => Kind::PrincipalDiagnosis,
            () => Kind::Diagnoses,
        });
    }
    if has(Problem) && has(Principal) {
        return Some(Kind::PrincipalDiagnosis);
    }
    if has(Problem) && has(Stay) && !before {
        return Some(Kind::Diagnoses);
    }
    if has(Assessment) {
        let examined = first == Some(Kind::Examination);
        return Some(if examined {
            Kind::Examination
        } else {
            Kind::Assessment
        });
    }
    if before {
        return history(roles, first);
    }
    if has(Findings) {
        return Some(match usual {
            Kind::Imaging | Kind::Procedure | Kind::Pathology | Kind::Laboratory => usual,
            _ => first.unwrap_or(Kind::Examination),
        });
    }
    first
        .or_else(|| has(Problem).then_some(Kind::PastMedical))
        .or_else(|| has(Title).then_some(usual))
}

/// Which history a heading names.
fn history(roles: &[Role], first: Option<SectionKind>) -> Option<SectionKind> {
    let has = |role: Role| roles.contains(&role);
    let kept = matches!(
        first,
        Some(Kind::Family | Kind::Social | Kind::Medications | Kind::Allergies | Kind::PastMedical)
    );
    match first {
        _ if has(Surgical) && !has(Medical) => Some(Kind::PastSurgical),
        _ if has(Medical) || has(Problem) => Some(Kind::PastMedical),
        Some(kind) if kept => Some(kind),
        _ if has(Past) && has(History) => Some(Kind::PastMedical),
        Some(kind) if !has(History) => Some(kind),
        _ => has(History).then_some(Kind::PresentIllness),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(head: &str) -> Option<SectionKind> {
        named(head, Kind::Other)
    }

    #[test]
    fn headings_are_told_by_their_words() {
        for (head, kind) in [
            ("Principal diagnosis", Kind::PrincipalDiagnosis),
            ("PRIMARY DIAGNOSIS (ICD-10)", Kind::PrincipalDiagnosis),
            ("Discharge Diagnoses", Kind::Diagnoses),
            ("Postoperative diagnosis", Kind::Diagnoses),
            ("Dx", Kind::Diagnoses),
            ("Pre- and postoperative diagnosis", Kind::Diagnoses),
            ("Preoperative diagnosis", Kind::Preliminary),
            ("Pre-op Diagnosis", Kind::Preliminary),
            ("Post-op Diagnosis", Kind::Diagnoses),
            ("Principal Problem", Kind::PrincipalDiagnosis),
            ("Active hospital problems", Kind::Diagnoses),
            ("Differential diagnosis", Kind::Preliminary),
            ("Assessment & Plan", Kind::Assessment),
            ("A/P", Kind::Assessment),
            ("Imp", Kind::Assessment),
            ("CC", Kind::ChiefComplaint),
            ("Reason for visit", Kind::ChiefComplaint),
            ("HPI", Kind::PresentIllness),
            ("History of Present Illness", Kind::PresentIllness),
            ("HISTORY AND PHYSICAL", Kind::PresentIllness),
            ("PMH", Kind::PastMedical),
            ("Past Medical/Surgical History", Kind::PastMedical),
            ("MEDICAL HISTORY", Kind::PastMedical),
            ("PAST HISTORY", Kind::PastMedical),
            ("Active problem list", Kind::PastMedical),
            ("SURGICAL HISTORY", Kind::PastSurgical),
            ("PSH", Kind::PastSurgical),
            ("Personal history", Kind::PastMedical),
            ("Developmental History", Kind::PastMedical),
            ("Immunizations", Kind::PastMedical),
            ("Immunization history", Kind::PastMedical),
            ("Smoking history", Kind::Social),
            ("FHx", Kind::Family),
            ("Family history", Kind::Family),
            ("SH", Kind::Social),
            ("ROS", Kind::Systems),
            ("PE", Kind::Examination),
            ("Physical Exam", Kind::Examination),
            ("VITALS REVIEWED", Kind::Vitals),
            ("Hosp course", Kind::Course),
            ("Hospital Course", Kind::Course),
            ("Discharge Meds", Kind::Medications),
            ("Labs", Kind::Laboratory),
            ("EKG", Kind::Imaging),
            ("Description of procedure", Kind::Procedure),
            ("Discharge instructions", Kind::Disposition),
            ("DISCHARGE SUMMARY", Kind::Other),
        ] {
            assert_eq!(of(head), Some(kind), "{head}");
        }
    }

    #[test]
    fn sentences_and_findings_are_no_headings() {
        for head in [
            "Hypertension",
            "Risk assessment",
            "1",
            "The diagnosis was made by biopsy",
            "diagnosis of asthma",
            "Hospital",
            "Mother",
            "",
        ] {
            assert_eq!(of(head), None, "{head}");
        }
    }

    #[test]
    fn findings_are_those_of_the_document() {
        assert_eq!(named("Findings", Kind::Imaging), Some(Kind::Imaging));
        assert_eq!(named("FINDINGS", Kind::Procedure), Some(Kind::Procedure));
        assert_eq!(of("Findings"), Some(Kind::Examination));
    }

    #[test]
    fn one_letter_is_a_heading_unless_a_number_follows() {
        assert_eq!(lettered("P", " rest"), Some(Kind::Plan));
        assert_eq!(lettered("P", " 88"), None);
        assert_eq!(lettered("X", " rest"), None);
    }
}
