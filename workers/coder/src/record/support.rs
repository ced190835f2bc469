//! Whether the documentation that a code is quoted from may support it.
//!
//! | where it stands | diagnoses | details |
//! |---|---|---|
//! | a provider's note | yes | yes |
//! | another clinician's note | no | with a provider's diagnosis (I.B.14) |
//! | a final report of imaging or pathology | outpatients (IV.K) | no |
//! | laboratory results, medication lists | no (III.B) | no |
//!
//! One passage that may support it is enough. Procedures are not asked: what
//! was done is documented by who did it.
//!
//! Source: ICD-10-CM Official Guidelines FY 2026, Sections I.A.19, I.B.14,
//! III.B and IV.K.

use chartfleet_model::{Code, EncounterClass, Evidence};

use super::{Authority, DocumentKind, Page, Record};

/// Whether a code's evidence may support it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Supported {
    /// A provider documents it, or nothing is asked of its author.
    Diagnosis,
    /// Another clinician documents a detail of what a provider diagnosed.
    Detail,
    /// A physician's final interpretation of a test, for an outpatient.
    Interpretation,
    /// Other clinicians alone document it.
    ClinicianAlone,
    /// Reports, results or lists alone hold it.
    ReportAlone,
}

impl Supported {
    /// Whether the code may stand on a claim.
    #[must_use]
    pub const fn is_supported(self) -> bool {
        matches!(self, Self::Diagnosis | Self::Detail | Self::Interpretation)
    }
}

/// Codes whose detail clinicians other than the provider may document.
struct Detail {
    /// How the codes begin, or a first and a last category.
    codes: (&'static str, &'static str),
    /// How the words begin by which a provider documents the diagnosis that it
    /// belongs to; empty where it needs none.
    diagnosis: &'static [&'static str],
}

/// The list of Section I.B.14, laterality apart: it is a detail of a code that
/// a provider's words support in all else.
const DETAILS: &[Detail] = &[
    detail(
        ("Z68", "Z68"),
        &[
            "obes",
            "overweight",
            "underweight",
            "malnutrition",
            "malnourish",
            "cachexia",
            "cachectic",
            "anorexia",
            "weight loss",
            "weight gain",
            "failure to thrive",
        ],
    ),
    detail(
        ("L89", "L89"),
        &[
            "pressure ulcer",
            "pressure injur",
            "pressure sore",
            "decubitus",
            "bedsore",
            "bed sore",
        ],
    ),
    detail(("L97", "L97"), &["ulcer"]),
    detail(("L98.4", "L98.4"), &["ulcer"]),
    detail(("R40.2", "R40.2"), &[]),
    detail(
        ("R29.7", "R29.7"),
        &["stroke", "infarct", "cva", "cerebrovascular"],
    ),
    detail(("Z55", "Z65"), &[]),
    detail(("Y90", "Y90"), &["alcohol", "etoh", "intoxicat", "drunk"]),
    detail(("Z28.3", "Z28.3"), &[]),
    detail(("W32", "W34"), &[]),
    detail(("X72", "X74"), &[]),
    detail(("X93", "X95"), &[]),
    detail(("Y22", "Y24"), &[]),
];

const fn detail(codes: (&'static str, &'static str), diagnosis: &'static [&'static str]) -> Detail {
    Detail { codes, diagnosis }
}

/// How far into a report its status is said, in characters.
const STATUS_WITHIN: usize = 400;

/// Whether the passages that a code is quoted from may support it.
#[must_use]
pub fn supports(
    record: &Record<'_>,
    class: EncounterClass,
    code: &Code,
    evidence: &[Evidence],
) -> Supported {
    let Code::Icd10Cm(code) = code else {
        return Supported::Diagnosis;
    };
    let one = |passage: &Evidence| match record.page(*passage) {
        None => Supported::Diagnosis,
        Some(page) => page.supports(record, class, code.as_str()),
    };
    let best = evidence.iter().map(one).min_by_key(|one| *one as u8);
    best.unwrap_or(Supported::Diagnosis)
}

impl Page<'_> {
    /// Whether what stands on this page may be coded as a diagnosis in this
    /// setting.
    #[must_use]
    pub fn supports_diagnoses(&self, class: EncounterClass) -> bool {
        match self.authority {
            Authority::Provider => true,
            Authority::Clinician => false,
            Authority::Report => !class.is_inpatient() && self.is_final_interpretation(),
        }
    }

    fn supports(&self, record: &Record<'_>, class: EncounterClass, code: &str) -> Supported {
        match self.authority {
            Authority::Provider => Supported::Diagnosis,
            Authority::Report if self.supports_diagnoses(class) => Supported::Interpretation,
            Authority::Report => Supported::ReportAlone,
            Authority::Clinician => {
                let listed = DETAILS.iter().find(|detail| detail.holds(code));
                let belongs = listed.is_some_and(|detail| detail.is_diagnosed(record));
                if belongs {
                    Supported::Detail
                } else {
                    Supported::ClinicianAlone
                }
            }
        }
    }

    /// A report of a physician who read images or tissue, and no first look.
    fn is_final_interpretation(&self) -> bool {
        let text = &self.document.text;
        let status: String = text.chars().take(STATUS_WITHIN).collect();
        let status = status.to_lowercase();
        let first_look = ["preliminary", "wet read"]
            .iter()
            .any(|word| status.contains(word));
        let is_list = matches!(
            self.document.kind,
            DocumentKind::Laboratory | DocumentKind::Medications
        );
        !is_list && (!first_look || status.contains("final"))
    }
}

impl Detail {
    fn holds(&self, code: &str) -> bool {
        let (first, last) = self.codes;
        let start = code.get(..first.len()).unwrap_or(code);
        first <= start && start <= last
    }

    /// Whether a provider documents the diagnosis that the detail belongs to.
    fn is_diagnosed(&self, record: &Record<'_>) -> bool {
        let providers = record
            .pages
            .iter()
            .filter(|page| page.authority == Authority::Provider);
        self.diagnosis.is_empty()
            || providers
                .into_iter()
                .any(|page| self.stands_on(record, page))
    }

    fn stands_on(&self, record: &Record<'_>, page: &Page<'_>) -> bool {
        // ASCII alone, so that places stay those of the document.
        let text = page.document.text.to_ascii_lowercase();
        let places = self.diagnosis.iter().flat_map(|words| {
            text.match_indices(words)
                .map(|(at, words)| (at, at + words.len()))
        });
        let affirmed = |(start, end): (usize, usize)| {
            let whole = text
                .get(..start)
                .is_some_and(|before| !before.ends_with(char::is_alphanumeric));
            let evidence = Evidence {
                document: page.number,
                start: u32::try_from(start).unwrap_or(u32::MAX),
                end: u32::try_from(end).unwrap_or(u32::MAX),
            };
            whole
                && record
                    .reading(evidence)
                    .is_some_and(|r| !r.negated && !r.family)
        };
        places.into_iter().any(affirmed)
    }
}

#[cfg(test)]
mod tests {
    use chartfleet_model::{CodeSystem, Document};
    use serde_json::json;

    use super::*;

    const CLASSES: [EncounterClass; 2] = [EncounterClass::Inpatient, EncounterClass::Outpatient];

    fn document(kind: &str, author: &str, text: &str) -> Document {
        serde_json::from_value(json!({"kind": kind, "author_role": author, "text": text})).unwrap()
    }

    /// Whether the last document supports the code, for an inpatient and an
    /// outpatient.
    fn supported(documents: &[Document], code: &str) -> [Supported; 2] {
        let record = Record::of_documents(documents);
        let code = Code::parse(CodeSystem::Icd10Cm, code).unwrap();
        let evidence = Evidence {
            document: u32::try_from(documents.len() - 1).unwrap(),
            start: 0,
            end: 4,
        };
        CLASSES.map(|class| supports(&record, class, &code, &[evidence]))
    }

    #[test]
    fn a_provider_supports_a_diagnosis_and_a_list_none() {
        let provider = document("progress_note", "attending", "Pneumonia.");
        assert_eq!(supported(&[provider], "J18.9"), [Supported::Diagnosis; 2]);
        for kind in ["laboratory", "medications"] {
            let list = document(kind, "unknown", "Streptococcus pneumoniae");
            assert_eq!(supported(&[list], "J13"), [Supported::ReportAlone; 2]);
        }
    }

    #[test]
    fn a_final_interpretation_supports_a_diagnosis_of_an_outpatient() {
        let report = |text| [document("radiology", "radiologist", text)];
        assert_eq!(
            supported(&report("Impression: colles fracture."), "S52.531A"),
            [Supported::ReportAlone, Supported::Interpretation]
        );
        assert_eq!(
            supported(&report("PRELIMINARY READ. Colles fracture."), "S52.531A"),
            [Supported::ReportAlone; 2]
        );
    }

    #[test]
    fn a_clinician_adds_a_detail_to_what_a_provider_diagnosed() {
        let nurse = || document("nursing_note", "nurse", "Sacral ulcer stage 3, BMI 41");
        let note = |text| document("progress_note", "attending", text);
        let with = |text| [note(text), nurse()];
        let ulcer = with("Pressure ulcer of the sacrum.");
        assert_eq!(supported(&ulcer, "L89.153"), [Supported::Detail; 2]);
        assert_eq!(supported(&ulcer, "J18.9"), [Supported::ClinicianAlone; 2]);
        assert_eq!(supported(&ulcer, "Z59.00"), [Supported::Detail; 2]);
        assert_eq!(supported(&ulcer, "X95.9XXA"), [Supported::Detail; 2]);
        let none = with("No pressure ulcer.");
        assert_eq!(supported(&none, "L89.153"), [Supported::ClinicianAlone; 2]);
        assert_eq!(supported(&none, "Z68.41"), [Supported::ClinicianAlone; 2]);
        let obese = with("Morbid obesity.");
        assert_eq!(supported(&obese, "Z68.41"), [Supported::Detail; 2]);
        let index = with("Body mass index (BMI) reviewed.");
        assert_eq!(supported(&index, "Z68.41"), [Supported::ClinicianAlone; 2]);
    }

    #[test]
    fn one_passage_of_a_provider_is_enough_and_procedures_are_not_asked() {
        let documents = [
            document("laboratory", "unknown", "E. coli in urine"),
            document("progress_note", "attending", "E. coli urinary infection"),
        ];
        let record = Record::of_documents(&documents);
        let at = |document| Evidence {
            document,
            start: 0,
            end: 7,
        };
        let code = Code::parse(CodeSystem::Icd10Cm, "B96.20").unwrap();
        let class = EncounterClass::Inpatient;
        let both = supports(&record, class, &code, &[at(0), at(1)]);
        assert_eq!(both, Supported::Diagnosis);
        let code = Code::parse(CodeSystem::Cpt, "87086").unwrap();
        assert!(supports(&record, class, &code, &[at(0)]).is_supported());
    }
}
