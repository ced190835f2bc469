//! The words that headings are made of, and what each adds.

use super::super::SectionKind as Kind;
use Role::{
    Assessment, Definitive, Diagnosis, Findings, History, Medical, Names, Neutral, Past,
    Preliminary, Principal, Problem, Stay, Surgical, Title,
};

/// What a word adds to a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Qualifies the others without changing what they are.
    Neutral,
    /// Of this stay in hospital: problems so named are its diagnoses.
    Stay,
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
    Names(Kind),
    /// A document's title, or a heading that says nothing.
    Title,
}

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
            "op",
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
    (Stay, &["hospital"]),
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
            "personal",
            "developmental",
        ],
    ),
    (Surgical, &["surgical", "surgeries"]),
    (Problem, &["problem", "problems", "comorbidities"]),
    (Findings, &["findings", "finding"]),
    (Names(Kind::Family), &["family", "fh", "fhx", "fmh"]),
    (
        Names(Kind::Social),
        &[
            "social",
            "shx",
            "habits",
            "smoking",
            "sexual",
            "occupational",
        ],
    ),
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
    (
        Names(Kind::PastMedical),
        &[
            "pmh",
            "pmhx",
            "immunization",
            "immunizations",
            "vaccinations",
        ],
    ),
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

/// What a word in lower case adds; `None` where no heading holds it.
pub(super) fn role(word: &str) -> Option<Role> {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Neutral);
    }
    WORDS
        .iter()
        .find_map(|(role, words)| words.contains(&word).then_some(*role))
}
