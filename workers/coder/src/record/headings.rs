//! What a heading of a note says: its words, and the kind of section that they
//! name together.
//!
//! A heading is made of words of headings alone, at most [`MOST_WORDS`];
//! anything else is text, so that a finding such as "Hypertension: stable"
//! never opens a section.
//!
//! The headings are those of usual clinical practice and of the HL7
//! Consolidated CDA document templates.

use super::SectionKind;

/// Longer beginnings of lines are sentences.
const MOST_WORDS: usize = 7;
/// A longer one cannot be a heading, in bytes.
const MOST_BYTES: usize = 72;

/// What a word adds to a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Qualifies the others without changing what they are.
    Neutral,
    /// Names diagnoses.
    Diagnosis,
    /// The principal one.
    Principal,
    /// Diagnoses that a later one replaces.
    Preliminary,
    /// Those that none replaces, also where the heading names both.
    Definitive,
    /// What the author concludes.
    Assessment,
    /// History, of what the other words say.
    History,
    /// Before this encounter.
    Past,
    /// Medical, of a history.
    Medical,
    /// Surgical, of a history.
    Surgical,
    /// Problems.
    Problem,
    /// What was found: on examination, unless the document is a report.
    Findings,
    /// Names the section by itself.
    Names(SectionKind),
    /// A document's title, or a heading that says nothing.
    Title,
}

use Role::{
    Assessment, Definitive, Diagnosis, Findings, History, Medical, Names, Neutral, Past,
    Preliminary, Principal, Problem, Surgical, Title,
};
use SectionKind as Kind;

/// Words that headings are made of.
const WORDS: &[(Role, &[&str])] = &[
    (Diagnosis, &["diagnosis", "diagnoses", "dx", "dxs"]),
    (Principal, &["principal", "primary", "first"]),
    (
        Preliminary,
        &[
            "admission",
            "admitting",
            "admit",
            "preoperative",
            "preop",
            "pre",
            "provisional",
            "working",
            "differential",
            "initial",
            "presenting",
            "preliminary",
        ],
    ),
    (
        Definitive,
        &["final", "discharge", "postoperative", "postop", "post"],
    ),
    (
        Neutral,
        &[
            "a",
            "the",
            "of",
            "and",
            "or",
            "for",
            "on",
            "at",
            "to",
            "s",
            "p",
            "by",
            "with",
            "as",
            "hospital",
            "clinical",
            "secondary",
            "other",
            "additional",
            "associated",
            "pathologic",
            "pathological",
            "ed",
            "er",
            "emergency",
            "department",
            "room",
            "icd",
            "cm",
            "active",
            "current",
            "chronic",
            "acute",
            "present",
            "chief",
            "brief",
            "review",
            "reviewed",
            "pertinent",
            "relevant",
            "list",
            "listed",
            "interval",
            "signs",
            "home",
            "outpatient",
            "inpatient",
            "care",
            "today",
            "patient",
            "visit",
            "detailed",
            "general",
            "known",
            "drug",
            "making",
            "up",
            "our",
            "my",
        ],
    ),
    (
        Assessment,
        &[
            "assessment",
            "assessments",
            "impression",
            "impressions",
            "imp",
            "conclusion",
            "conclusions",
            "ap",
        ],
    ),
    (History, &["history", "hx", "histories"]),
    (Past, &["past", "previous", "prior"]),
    (
        Medical,
        &[
            "medical",
            "birth",
            "obstetric",
            "obstetrical",
            "gynecologic",
            "gynecological",
            "ob",
            "gyn",
            "psychiatric",
        ],
    ),
    (Surgical, &["surgical", "surgeries"]),
    (Problem, &["problem", "problems", "comorbidities"]),
    (Findings, &["findings", "finding"]),
    (Names(Kind::Family), &["family", "fh", "fhx", "fmh"]),
    (Names(Kind::Social), &["social", "shx", "habits"]),
    (
        Names(Kind::Allergies),
        &["allergies", "allergy", "intolerances"],
    ),
    (Names(Kind::Systems), &["systems", "ros"]),
    (
        Names(Kind::Course),
        &["course", "decision", "mdm", "events"],
    ),
    (
        Names(Kind::ChiefComplaint),
        &["complaint", "complaints", "cc", "reason", "symptoms"],
    ),
    (Names(Kind::Vitals), &["vital", "vitals", "vs"]),
    (
        Names(Kind::PresentIllness),
        &[
            "hpi",
            "illness",
            "subjective",
            "presentation",
            "background",
            "indication",
            "indications",
        ],
    ),
    (Names(Kind::PastMedical), &["pmh", "pmhx"]),
    (Names(Kind::PastSurgical), &["psh", "pshx"]),
    (
        Names(Kind::Medications),
        &[
            "medication",
            "medications",
            "meds",
            "prescriptions",
            "mar",
            "rx",
        ],
    ),
    (
        Names(Kind::Procedure),
        &[
            "procedure",
            "procedures",
            "operation",
            "operations",
            "operative",
            "intraoperative",
            "technique",
            "anesthesia",
            "complications",
            "intervention",
            "specimen",
            "specimens",
            "description",
            "details",
            "access",
            "consent",
            "implants",
            "ebl",
        ],
    ),
    (
        Names(Kind::Pathology),
        &["pathology", "cytology", "histology", "microscopic", "gross"],
    ),
    (
        Names(Kind::Laboratory),
        &[
            "laboratory",
            "laboratories",
            "labs",
            "lab",
            "results",
            "result",
            "data",
            "tests",
            "test",
            "microbiology",
            "cultures",
            "investigations",
        ],
    ),
    (
        Names(Kind::Imaging),
        &[
            "imaging",
            "radiology",
            "radiograph",
            "radiographs",
            "xray",
            "x",
            "ray",
            "rays",
            "ct",
            "mri",
            "ultrasound",
            "ekg",
            "ecg",
            "electrocardiogram",
            "echo",
            "echocardiogram",
            "studies",
        ],
    ),
    (
        Names(Kind::Examination),
        &[
            "exam",
            "examination",
            "physical",
            "objective",
            "pe",
            "mental",
        ],
    ),
    (
        Names(Kind::Plan),
        &[
            "plan",
            "plans",
            "recommendations",
            "recommendation",
            "treatment",
        ],
    ),
    (
        Names(Kind::Disposition),
        &[
            "disposition",
            "instructions",
            "follow",
            "followup",
            "condition",
            "education",
        ],
    ),
    (
        Title,
        &[
            "summary",
            "note",
            "notes",
            "report",
            "comment",
            "comments",
            "new",
            "code",
            "status",
            "consultation",
            "consult",
            "progress",
            "clinic",
            "office",
        ],
    ),
];

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

fn role(word: &str) -> Option<Role> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Neutral);
    }
    WORDS
        .iter()
        .find_map(|(role, words)| words.contains(&word).then_some(*role))
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
        Some(Kind::Family | Kind::Social | Kind::Medications | Kind::Allergies)
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
