//! The sections of a note, by its headings.
//!
//! A heading begins a line, behind marks of a list or of markdown and a number,
//! and ends at a colon, a full stop, a dash or the line's end. Notes lose their
//! line ends on the way, so that one also begins within a line: after the end
//! of a sentence, or anywhere in capitals, and then ends at a colon.
//!
//! A section runs to the next heading. One whose text begins on the line of its
//! heading and that is no narrative also ends at a blank line, unless a list of
//! conditions goes on after it, and so does a family history; a complaint ends
//! with its line. In a list of conditions, headings within an item end with it.
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
    /// At the next blank line, in favour of this kind.
    BlankLine(SectionKind),
    /// With its line, in favour of this kind.
    NextLine(SectionKind),
}

impl Until {
    /// What goes on where it ends before a line without a heading.
    const fn ends(self, blank: bool, usual: SectionKind) -> Option<SectionKind> {
        match self {
            // A complaint is followed by its history.
            Self::NextLine(SectionKind::PresentIllness) if blank => Some(usual),
            Self::NextLine(kind) => Some(kind),
            Self::BlankLine(kind) if blank => Some(kind),
            Self::BlankLine(_) | Self::Heading => None,
        }
    }
}

/// Where a line stands.
#[derive(Clone, Copy)]
struct Context {
    /// The section before it.
    kind: SectionKind,
    /// Whether that section's heading is in capitals.
    in_capitals: bool,
    /// Whether that section has text yet.
    has_text: bool,
    /// What the document's text is for where no heading says it.
    usual: SectionKind,
}

/// The sections of a document's text, in order.
pub(super) fn sections(text: &str, kind: DocumentKind) -> Vec<Section> {
    let usual = usual(kind);
    let mut context = Context {
        kind: match kind {
            DocumentKind::HistoryAndPhysical => SectionKind::PresentIllness,
            _ => usual,
        },
        in_capitals: false,
        has_text: false,
        usual,
    };
    let mut headings = vec![plain(context.kind, 0)];
    let mut until = Until::Heading;
    let mut start = 0;
    // Where the blank line began that ends the section unless its list goes on.
    let mut ended = None;
    for line in text.split_inclusive('\n') {
        let blank = line.trim().is_empty();
        let goes_on = is_listed(context.kind) && (is_item(line) || is_point(line));
        let end = match ended {
            None if blank && context.has_text => {
                ended = until.ends(true, usual).map(|_| start);
                None
            }
            Some(at) if !blank => {
                ended = None;
                (!goes_on).then_some((at, true))
            }
            _ => None,
        };
        if let Some((at, after_blank)) = end {
            until = context
                .end(&mut headings, until.ends(after_blank, usual), at)
                .unwrap_or(until);
        }
        let lead = context.leading(line);
        if lead.is_none() && !blank {
            until = context
                .end(&mut headings, until.ends(false, usual), start)
                .unwrap_or(until);
        }
        let opened = headings.len();
        let (leads, before) = (lead.is_some(), context.kind);
        context.push_line(&mut headings, line, start, lead);
        match headings.last().filter(|_| opened < headings.len()) {
            Some(last) => {
                context.kind = last.kind;
                let head = text.get(last.start..last.body).unwrap_or_default();
                context.in_capitals = !head.contains(char::is_lowercase);
                let rest = line.get(last.body.saturating_sub(start)..);
                context.has_text = rest.is_some_and(|rest| rest.contains(char::is_alphanumeric));
                let own = !leads && (is_brief(last.kind) || is_item(line) && is_listed(before));
                until = match context.has_text {
                    _ if own => Until::NextLine(before),
                    false if last.kind != SectionKind::Family => Until::Heading,
                    _ => reach(last.kind, usual),
                };
            }
            None => context.has_text |= !blank,
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
const fn reach(kind: SectionKind, usual: SectionKind) -> Until {
    match kind {
        SectionKind::ChiefComplaint => Until::NextLine(SectionKind::PresentIllness),
        SectionKind::PrincipalDiagnosis
        | SectionKind::Diagnoses
        | SectionKind::Preliminary
        | SectionKind::Assessment
        | SectionKind::Family
        | SectionKind::Social
        | SectionKind::Allergies
        | SectionKind::Medications
        | SectionKind::Vitals => Until::BlankLine(usual),
        _ => Until::Heading,
    }
}

/// Whether a section lists conditions with what is done about each, so that
/// headings within an item are the item's own.
const fn is_listed(kind: SectionKind) -> bool {
    matches!(
        kind,
        SectionKind::PrincipalDiagnosis
            | SectionKind::Diagnoses
            | SectionKind::Assessment
            | SectionKind::Plan
    )
}

/// Whether a line is a numbered item.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    unnumbered(line).len() < line.len()
}

/// Whether a line is a point beneath an item.
fn is_point(line: &str) -> bool {
    let line = line.trim_start();
    ["- ", "* ", "+ ", "• "]
        .iter()
        .any(|mark| line.starts_with(mark))
}

/// Whether a section within a line is no longer than the line.
const fn is_brief(kind: SectionKind) -> bool {
    matches!(
        kind,
        SectionKind::Family | SectionKind::Social | SectionKind::Allergies
    )
}

impl Context {
    /// Goes on as `kind` from `at`, where there is one.
    fn end(
        &mut self,
        headings: &mut Vec<Heading>,
        kind: Option<SectionKind>,
        at: usize,
    ) -> Option<Until> {
        self.kind = kind?;
        headings.push(plain(self.kind, at));
        Some(Until::Heading)
    }

    /// The heading that leads a line here, and where its text begins.
    fn leading(self, line: &str) -> Option<(SectionKind, usize)> {
        if is_listed(self.kind) && is_point(line) {
            return None;
        }
        let (kind, body) = leading(line, self.usual)?;
        let head = line.get(..body)?;
        let in_capitals = !head.contains(char::is_lowercase);
        // "Follow-up." beneath the heading of the complaint is the complaint.
        let complains = self.kind == SectionKind::ChiefComplaint
            && !self.has_text
            && !in_capitals
            && !head.contains(':');
        // Among conditions `PE` is one.
        let embolism =
            is_listed(self.kind) && kind == SectionKind::Examination && head.contains("PE");
        // The impression of a report that is cited among results.
        let cited = matches!(self.kind, SectionKind::Laboratory | SectionKind::Imaging)
            && self.in_capitals
            && !in_capitals
            && kind == SectionKind::Assessment;
        (!complains && !embolism && !cited).then_some((kind, body))
    }

    /// Adds the headings of a line that begins at `start`.
    fn push_line(
        self,
        headings: &mut Vec<Heading>,
        line: &str,
        start: usize,
        lead: Option<(SectionKind, usize)>,
    ) {
        if is_listed(self.kind) && is_point(line) {
            return;
        }
        let mut from = 0;
        if let Some((kind, body)) = lead {
            headings.push(Heading {
                kind,
                start,
                body: start + body,
            });
            from = body;
        }
        while let Some(colon) = find_colon(line, from) {
            let text = line.get(from..colon);
            // What leads the line was weighed already.
            let found = text.and_then(|text| inner(text, self.usual));
            if let Some((kind, at)) = found.filter(|(_, at)| from + at > 0) {
                headings.push(Heading {
                    kind,
                    start: start + from + at,
                    body: start + colon + 1,
                });
            }
            from = colon + 1;
        }
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
    let line_end = content.strip_suffix('\n').map_or(content, str::trim_end);
    let stop = content
        .find(". ")
        .or_else(|| Some(line_end.strip_suffix('.')?.len()));
    let end = [
        content.find(':'),
        stop,
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
mod tests;
