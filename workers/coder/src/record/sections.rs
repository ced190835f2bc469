//! The sections of a note, by its headings.
//!
//! A heading begins a line, behind marks of a list or of markdown and a number,
//! and ends at a colon, a full stop, a dash or the line's end. Notes lose their
//! line ends on the way, so that one also begins within a line: after the end
//! of a sentence, or anywhere in capitals, and then ends at a colon.
//!
//! A section runs to the next heading. One whose text begins on the line of its
//! heading and that is no narrative also ends at a blank line; a complaint ends
//! with its line.
//!
//! Invariant: sections cover the whole text without gaps or overlaps, on
//! character boundaries, whatever the text.

use chartfleet_model::DocumentKind;

use super::headings::{lettered, named};
use super::{Section, SectionKind};

/// Marks before a heading: markdown and rulers.
const MARKS: [char; 9] = ['#', '*', '=', '-', '_', '[', '<', '>', ' '];
/// Marks after a heading's end.
const AFTER: [char; 8] = ['*', '_', '#', '=', ']', '>', ':', '-'];
/// What ends the sentence before a heading within a line.
const ENDS: [&str; 6] = [". ", "; ", "! ", "? ", ") ", "  "];

/// A heading that was found.
struct Heading {
    kind: SectionKind,
    /// Where it begins.
    start: usize,
    /// Where its text begins.
    body: usize,
}

/// Where a section ends before the next heading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    Heading,
    BlankLine,
    NextLine,
}

/// The sections of a document's text, in order.
pub(super) fn sections(text: &str, kind: DocumentKind) -> Vec<Section> {
    let usual = usual(kind);
    let opening = match kind {
        DocumentKind::HistoryAndPhysical => SectionKind::PresentIllness,
        _ => usual,
    };
    let mut headings = vec![plain(opening, 0)];
    let mut until = Until::Heading;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let opened = headings.len();
        push_line(&mut headings, line, start, usual);
        if opened == headings.len() {
            let blank = line.trim().is_empty();
            let ends = match until {
                Until::NextLine if blank => Some(usual),
                Until::NextLine => Some(SectionKind::PresentIllness),
                Until::BlankLine if blank => Some(usual),
                Until::BlankLine | Until::Heading => None,
            };
            if let Some(kind) = ends {
                headings.push(plain(kind, start));
                until = Until::Heading;
            }
        } else if let Some(last) = headings.last() {
            let from = last.body.saturating_sub(start);
            let has_text = line
                .get(from..)
                .is_some_and(|text| text.contains(char::is_alphanumeric));
            until = if has_text {
                reach(last.kind)
            } else {
                Until::Heading
            };
        }
        start += line.len();
    }
    tile(headings, text.len())
}

/// What a document's text is for where no heading says it.
const fn usual(kind: DocumentKind) -> SectionKind {
    match kind {
        DocumentKind::OperativeNote => SectionKind::Procedure,
        DocumentKind::Pathology => SectionKind::Pathology,
        DocumentKind::Radiology => SectionKind::Imaging,
        DocumentKind::Laboratory => SectionKind::Laboratory,
        DocumentKind::Medications => SectionKind::Medications,
        DocumentKind::DischargeSummary
        | DocumentKind::HistoryAndPhysical
        | DocumentKind::ProgressNote
        | DocumentKind::Consultation
        | DocumentKind::EmergencyNote
        | DocumentKind::ClinicNote
        | DocumentKind::NursingNote
        | DocumentKind::Other => SectionKind::Other,
    }
}

const fn plain(kind: SectionKind, start: usize) -> Heading {
    Heading {
        kind,
        start,
        body: start,
    }
}

/// How far a section reaches whose text begins on the line of its heading.
const fn reach(kind: SectionKind) -> Until {
    match kind {
        SectionKind::ChiefComplaint => Until::NextLine,
        SectionKind::PrincipalDiagnosis
        | SectionKind::Diagnoses
        | SectionKind::Preliminary
        | SectionKind::Assessment
        | SectionKind::Family
        | SectionKind::Social
        | SectionKind::Allergies
        | SectionKind::Medications
        | SectionKind::Vitals => Until::BlankLine,
        _ => Until::Heading,
    }
}

/// The headings of a line that begins at `start`.
fn push_line(headings: &mut Vec<Heading>, line: &str, start: usize, usual: SectionKind) {
    let mut from = 0;
    if let Some((kind, body)) = leading(line, usual) {
        headings.push(Heading {
            kind,
            start,
            body: start + body,
        });
        from = body;
    }
    while let Some(colon) = find_colon(line, from) {
        if let Some((kind, at)) = line.get(from..colon).and_then(|text| inner(text, usual)) {
            headings.push(Heading {
                kind,
                start: start + from + at,
                body: start + colon + 1,
            });
        }
        from = colon + 1;
    }
}

fn find_colon(line: &str, from: usize) -> Option<usize> {
    Some(from + line.get(from..)?.find(':')?)
}

/// The heading that a line begins with, and where its text begins.
fn leading(line: &str, usual: SectionKind) -> Option<(SectionKind, usize)> {
    let marked = line.trim_start().trim_start_matches(MARKS);
    let content = unnumbered(marked);
    let offset = line.len() - content.len();
    let end = [
        content.find([':', '.']),
        content.find(" - "),
        content.find(" – "),
    ];
    let end = end.into_iter().flatten().min().unwrap_or(content.len());
    let (head, rest) = content.split_at_checked(end)?;
    let head = head.trim().trim_end_matches(AFTER);
    let letter = || {
        let rest = rest.strip_prefix(':')?;
        lettered(head, rest)
    };
    let kind = named(head, usual).or_else(letter)?;
    let rest = rest
        .trim_start_matches(['.', '–', ' '])
        .trim_start_matches(AFTER);
    Some((kind, offset + content.len() - rest.len()))
}

/// A line without the number of its item: `1.`, `2)`, `IV.`.
fn unnumbered(line: &str) -> &str {
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit() || "IVX".contains(c));
    let item = number
        .strip_prefix(['.', ')'])
        .filter(|_| number.len() < line.len());
    item.map_or(line, |item| item.trim_start().trim_start_matches(MARKS))
}

/// The heading that ends a part of a line up to a colon, and where it begins.
fn inner(text: &str, usual: SectionKind) -> Option<(SectionKind, usize)> {
    let ends = ENDS
        .iter()
        .filter_map(|end| Some(text.rfind(end)? + end.len()));
    let sentence = ends.max();
    let marks = |at: usize| {
        let head = text.get(at..)?;
        let bare = head.trim_start_matches(MARKS);
        Some((named(bare, usual)?, at + head.len() - bare.len()))
    };
    sentence
        .and_then(marks)
        .or_else(|| marks(capitals(text, sentence.unwrap_or_default())))
}

/// Where the last words begin, from `from` on, that are in capitals.
fn capitals(text: &str, from: usize) -> usize {
    let is_lower = |c: char| c.is_lowercase() || c.is_ascii_digit();
    let Some(last) = text.rfind(is_lower) else {
        return from;
    };
    let word = text.get(last..).and_then(|rest| rest.find(' '));
    word.map_or(text.len(), |space| (last + space + 1).max(from))
}

/// Sections from their beginnings.
fn tile(headings: Vec<Heading>, length: usize) -> Vec<Section> {
    let starts: Vec<usize> = headings.iter().map(|heading| heading.start).collect();
    let ends = starts.into_iter().skip(1).chain([length]);
    headings
        .into_iter()
        .zip(ends)
        .filter(|(heading, end)| heading.start < *end || length == 0)
        .map(|(heading, end)| Section {
            kind: heading.kind,
            span: heading.start..end,
            body: heading.body.min(end)..end,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use SectionKind as Kind;

    fn kind_of(text: &str, kind: DocumentKind, words: &str) -> SectionKind {
        let at = text.find(words).unwrap();
        let sections = sections(text, kind);
        let section = sections.iter().find(|section| section.span.contains(&at));
        section.unwrap().kind
    }

    fn assert_kinds(text: &str, expected: &[(&str, SectionKind)]) {
        for (words, kind) in expected {
            assert_eq!(kind_of(text, DocumentKind::Other, words), *kind, "{words}");
        }
    }

    #[test]
    fn headings_are_found_however_they_are_set() {
        assert_kinds(
            "CHIEF COMPLAINT\n\nCough.\n\n## Past Medical History\nAsthma\n**Allergies:** penicillin\n\
             1. FAMILY HISTORY:\nGout in father.\n- Meds: aspirin\nI. ROS\nNo rash.\n[Labs]\nWBC 12.\n\
             Impression - pneumonia\n== Plan ==\nRest.",
            &[
                ("Cough", Kind::ChiefComplaint),
                ("Asthma", Kind::PastMedical),
                ("penicillin", Kind::Allergies),
                ("Gout", Kind::Family),
                ("aspirin", Kind::Medications),
                ("No rash", Kind::Systems),
                ("WBC", Kind::Laboratory),
                ("pneumonia", Kind::Assessment),
                ("Rest", Kind::Plan),
            ],
        );
    }

    #[test]
    fn headings_are_found_in_text_that_lost_its_line_ends() {
        assert_kinds(
            "CC: cough HPI: three days of fever. PMH: COPD; FH: gout PE: crackles. \
             Blood pressure: low. Assessment: pneumonia. Plan: rest.",
            &[
                ("cough", Kind::ChiefComplaint),
                ("three days", Kind::PresentIllness),
                ("COPD", Kind::PastMedical),
                ("gout", Kind::Family),
                ("crackles", Kind::Examination),
                ("low", Kind::Examination),
                ("pneumonia", Kind::Assessment),
                ("rest", Kind::Plan),
            ],
        );
    }

    #[test]
    fn the_letters_of_a_note_are_headings_and_a_pulse_is_none() {
        assert_kinds(
            "S: cough\nO: crackles\nP: 88\nA: pneumonia\nP: rest",
            &[
                ("cough", Kind::PresentIllness),
                ("88", Kind::Examination),
                ("pneumonia", Kind::Assessment),
                ("rest", Kind::Plan),
            ],
        );
    }

    #[test]
    fn a_line_of_diagnoses_ends_at_the_blank_line_and_a_list_does_not() {
        assert_kinds(
            "Chief complaint: cough.\nShe is 40.\n\nFinal diagnosis: Asthma.\nHypertension.\n\n\
             He was seen.\n\nAssessment\n\n1. Gout\n\n2. Obesity\nPlan. Home.",
            &[
                ("cough", Kind::ChiefComplaint),
                ("She is", Kind::PresentIllness),
                ("Asthma", Kind::Diagnoses),
                ("Hypertension", Kind::Diagnoses),
                ("He was", Kind::Other),
                ("Gout", Kind::Assessment),
                ("Obesity", Kind::Assessment),
                ("Home", Kind::Plan),
            ],
        );
    }

    #[test]
    fn text_without_a_heading_is_what_the_document_is_for() {
        let text = "The gallbladder was removed.";
        for (kind, section) in [
            (DocumentKind::OperativeNote, Kind::Procedure),
            (DocumentKind::Laboratory, Kind::Laboratory),
            (DocumentKind::Radiology, Kind::Imaging),
            (DocumentKind::Pathology, Kind::Pathology),
            (DocumentKind::Medications, Kind::Medications),
            (DocumentKind::HistoryAndPhysical, Kind::PresentIllness),
            (DocumentKind::ClinicNote, Kind::Other),
        ] {
            assert_eq!(kind_of(text, kind, "gallbladder"), section, "{kind:?}");
        }
    }

    #[test]
    fn the_body_is_the_section_without_its_heading() {
        let text = "**Plan:** rest";
        let sections = sections(text, DocumentKind::Other);
        let bodies: Vec<_> = sections.iter().map(|s| text.get(s.body.clone())).collect();
        assert_eq!(bodies, [Some(" rest")]);
    }

    proptest! {
        #[test]
        fn sections_tile_any_text(
            text in "(\\PC{0,6}|[.:;#*\\n –-]{0,3}|Assessment|HPI:|PLAN|Family history|1\\.|\\n\\n){0,30}",
            kind in prop::sample::select(vec![DocumentKind::Other, DocumentKind::Radiology, DocumentKind::HistoryAndPhysical]),
        ) {
            let sections = sections(&text, kind);
            let mut end = 0;
            for section in &sections {
                prop_assert_eq!(section.span.start, end);
                prop_assert!(section.span.start <= section.body.start);
                prop_assert_eq!(section.body.end, section.span.end);
                prop_assert!(text.get(section.body.clone()).is_some());
                prop_assert!(text.get(section.span.clone()).is_some());
                end = section.span.end;
            }
            prop_assert_eq!(end, text.len());
            prop_assert!(!sections.is_empty());
        }
    }
}
