//! Where a note states its diagnoses, and where it tells of before.
//!
//! A heading is the beginning of a line, up to a colon, a full stop or the
//! line's end, whose words are all words of headings ("Discharge diagnoses",
//! "Assessment and plan"); anything else is text. A section runs to the next
//! heading. One of diagnoses also ends at a blank line where its text began
//! on the line of the heading: what follows is narrative.

use std::ops::Range;

use super::fold::fold;

/// What a part of a note is for, most authoritative first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    /// The principal or first-listed diagnosis.
    Principal,
    /// Final, discharge, postoperative and secondary diagnoses.
    Diagnoses,
    /// Assessment, impression.
    Assessment,
    /// The course of events, the plan, and all text without a heading.
    Narrative,
    /// Complaint, history, examination and results: what the diagnoses explain.
    Background,
}

/// Longer beginnings of lines are sentences.
const MOST_WORDS: usize = 6;

/// Words that make a heading one of diagnoses.
const DIAGNOSES: &[&str] = &["diagnosis", "diagnoses", "dx"];
/// Words that name the principal diagnosis.
const PRINCIPAL: &[&str] = &["principal", "primary"];
/// Diagnoses that a later one replaces.
const PRELIMINARY: &[&str] = &[
    "admission",
    "admitting",
    "preoperative",
    "preop",
    "pre",
    "provisional",
    "working",
    "differential",
    "initial",
    "presenting",
];
/// Those that do not, also where the heading names both.
const DEFINITIVE: &[&str] = &["final", "discharge", "postoperative", "postop", "post"];
/// Words that qualify the others without changing what they are.
const NEUTRAL: &[&str] = &[
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
    "hospital",
    "clinical",
    "medical",
    "surgical",
    "secondary",
    "other",
    "additional",
    "associated",
    "operative",
    "pathologic",
    "pathological",
    "ed",
    "emergency",
    "department",
    "icd",
    "10",
    "active",
    "current",
];
const ASSESSMENT: &[&str] = &["assessment", "impression", "impressions", "conclusion"];
const BACKGROUND: &[&str] = &[
    "history",
    "hpi",
    "pmh",
    "psh",
    "complaint",
    "complaints",
    "presentation",
    "subjective",
    "present",
    "past",
    "previous",
    "family",
    "social",
    "illness",
    "review",
    "systems",
    "ros",
    "indication",
    "indications",
    "reason",
    "background",
    "allergies",
    "examination",
    "exam",
    "physical",
    "vital",
    "vitals",
    "signs",
    "objective",
    "laboratory",
    "labs",
    "data",
    "results",
    "findings",
    "imaging",
    "radiographs",
    "radiograph",
    "electrocardiogram",
    "ecg",
    "ekg",
    "mental",
    "chief",
    "presenting",
    "symptoms",
    "cc",
    "tests",
    "studies",
    "investigations",
];
const NARRATIVE: &[&str] = &[
    "course",
    "plan",
    "disposition",
    "medications",
    "medication",
    "procedure",
    "procedures",
    "treatment",
    "intervention",
    "technique",
    "condition",
    "instructions",
    "follow",
    "up",
    "followup",
    "consent",
    "anesthesia",
    "complications",
    "code",
    "status",
    "summary",
    "note",
    "report",
    "recommendations",
    "decision",
    "making",
    "comment",
    "new",
    "specimen",
    "access",
    "details",
    "description",
];

/// All words of headings.
const WORDS: [&[&str]; 8] = [
    DIAGNOSES,
    PRINCIPAL,
    PRELIMINARY,
    DEFINITIVE,
    NEUTRAL,
    ASSESSMENT,
    BACKGROUND,
    NARRATIVE,
];

/// The sections of a note by where they begin.
#[derive(Debug)]
pub(super) struct Sections {
    starts: Vec<(usize, Section)>,
}

impl Section {
    /// Whether it states diagnoses.
    pub(super) fn is_stated(self) -> bool {
        self <= Self::Assessment
    }
}

impl Sections {
    /// Reads the headings of a note.
    pub(super) fn of(text: &str) -> Self {
        let mut starts = Vec::new();
        let mut ends_at_blank = false;
        for line in lines(text) {
            let Some(content) = text.get(line.clone()) else {
                continue;
            };
            if content.trim().is_empty() && std::mem::take(&mut ends_at_blank) {
                starts.push((line.start, Section::Narrative));
            }
            if let Some((section, has_text)) = heading(content) {
                ends_at_blank = has_text && section.is_stated();
                starts.push((line.start, section));
            }
            for (at, section) in inner_headings(content) {
                ends_at_blank = section.is_stated();
                starts.push((line.start + at, section));
            }
        }
        Self { starts }
    }

    /// Whether any of them states diagnoses.
    pub(super) fn state_diagnoses(&self) -> bool {
        self.starts.iter().any(|(_, section)| section.is_stated())
    }

    /// The section of the byte at `at`.
    pub(super) fn at(&self, at: usize) -> Section {
        let before = self.starts.partition_point(|(start, _)| *start <= at);
        let last = before.checked_sub(1).and_then(|last| self.starts.get(last));
        last.map_or(Section::Narrative, |(_, section)| *section)
    }
}

fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let range = start..start + line.len();
        start = range.end;
        range
    })
}

/// The section that a line opens, and whether text follows on it.
fn heading(line: &str) -> Option<(Section, bool)> {
    let line = line.trim().trim_start_matches(['#', '*', '=', '-', ' ']);
    let (head, rest) = match line.find([':', '.']) {
        Some(end) => (line.get(..end)?, line.get(end + 1..)?),
        None => (line, ""),
    };
    Some((section(head)?, rest.contains(char::is_alphanumeric)))
}

/// The sections that open within a line, each after a full stop and up to a
/// colon: notes lose their line ends on the way.
fn inner_headings(line: &str) -> impl Iterator<Item = (usize, Section)> {
    line.match_indices(':').filter_map(|(colon, _)| {
        let before = line.get(..colon)?;
        let start = before.rfind(". ")? + 2;
        Some((start, section(before.get(start..)?)?))
    })
}

/// The section that a heading names.
fn section(head: &str) -> Option<Section> {
    if !head.trim_start().starts_with(char::is_uppercase) {
        return None;
    }
    let words: Vec<String> = head
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS + 1)
        .map(fold)
        .collect();
    let is_in = |word: &String, list: &[&str]| list.contains(&word.as_str());
    let names = |list: &[&str]| words.iter().any(|word| is_in(word, list));
    if words.len() > MOST_WORDS
        || !words
            .iter()
            .all(|word| WORDS.iter().any(|list| is_in(word, list)))
    {
        return None;
    }
    if names(DIAGNOSES) {
        Some(if names(PRELIMINARY) && !names(DEFINITIVE) {
            Section::Background
        } else if names(PRINCIPAL) {
            Section::Principal
        } else {
            Section::Diagnoses
        })
    } else if names(ASSESSMENT) {
        Some(Section::Assessment)
    } else {
        // The first word decides: "History and physical note".
        words.iter().find_map(|word| {
            let background = is_in(word, BACKGROUND).then_some(Section::Background);
            background.or_else(|| is_in(word, NARRATIVE).then_some(Section::Narrative))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Option<Section> {
        heading(line).map(|(section, _)| section)
    }

    #[test]
    fn headings_are_told_by_their_words() {
        for (line, section) in [
            ("Principal diagnosis: Sepsis.", Section::Principal),
            ("PRIMARY DIAGNOSIS", Section::Principal),
            ("Discharge Diagnoses:", Section::Diagnoses),
            (
                "Postoperative diagnosis: Chronic cholecystitis",
                Section::Diagnoses,
            ),
            ("Secondary diagnoses: Asthma.", Section::Diagnoses),
            ("Preoperative diagnosis: Gallstones", Section::Background),
            ("## Assessment & Plan", Section::Assessment),
            ("Impression. Gastric ulcer.", Section::Assessment),
            ("Past medical history: asthma", Section::Background),
            ("HISTORY AND PHYSICAL", Section::Background),
            ("Hospital course. She improved.", Section::Narrative),
            ("DISCHARGE SUMMARY", Section::Narrative),
        ] {
            assert_eq!(of(line), Some(section), "{line}");
        }
    }

    #[test]
    fn a_heading_within_a_line_ends_with_a_colon() {
        let text = "Seen for cough. Assessment: Asthma. Plan: rest. Impression of gout.";
        let sections = Sections::of(text);
        let at = |word: &str| sections.at(text.find(word).unwrap());
        assert_eq!(at("cough"), Section::Narrative);
        assert_eq!(at("Asthma"), Section::Assessment);
        assert_eq!(at("rest"), Section::Narrative);
        assert_eq!(at("gout"), Section::Narrative);
    }

    #[test]
    fn sentences_and_findings_are_no_headings() {
        for line in [
            "Hypertension: hold lisinopril.",
            "Risk assessment: low.",
            "1. Sepsis due to urinary tract infection.",
            "The diagnosis was made by biopsy.",
            "diagnosis of asthma",
        ] {
            assert_eq!(of(line), None, "{line}");
        }
    }

    #[test]
    fn a_section_runs_to_the_next_heading_and_a_line_of_diagnoses_to_the_blank_line() {
        let text = "Chief complaint: cough\n\nFinal diagnosis: Asthma.\nHypertension.\n\nHe was seen.\n\nAssessment\n\n1. Gout\n\n2. Obesity\nPlan. Rest.";
        let sections = Sections::of(text);
        let at = |word: &str| sections.at(text.find(word).unwrap());
        assert_eq!(at("cough"), Section::Background);
        assert_eq!(at("Asthma"), Section::Diagnoses);
        assert_eq!(at("Hypertension"), Section::Diagnoses);
        assert_eq!(at("He was"), Section::Narrative);
        assert_eq!(at("Gout"), Section::Assessment);
        assert_eq!(at("Obesity"), Section::Assessment);
        assert_eq!(at("Rest"), Section::Narrative);
    }
}
