//! Charts that do not fit a model's context at once, in parts that do.
//!
//! A chart is split between documents, inside a document between sections,
//! inside a section between sentences, and only a sentence that is larger than
//! a part is cut at white space. A part that begins inside a section repeats
//! its heading and the end of what came before.
//!
//! What is asked once all parts were read is asked about [`passages`]: what the
//! suggestions are quoted from, in its surroundings.
//!
//! Invariants:
//! - Every byte of every document is in a part; what is not read is counted
//!   ([`coverage`]), never left out silently.
//! - No part is larger than its budget by the meter that split it.
//! - Spans are those of the original documents, on character boundaries:
//!   evidence found in a part needs no translation.

mod halve;
mod merge;
mod pack;
mod passages;

use std::ops::Range;

use chartfleet_model::{Coverage, DocumentKind, Evidence};

use crate::client::TokenMeter;
use crate::record::{Authority, Page, Record, SectionKind};

pub(crate) use halve::halved;
pub(crate) use merge::{absorb, merge};
pub(crate) use passages::passages;

/// What a part spends on each of its notes beside the text: the line above it
/// and the delimiters, in bytes.
pub(crate) const NOTE_BYTES: usize = 192;
/// Between two passages of one note that are not neighbours.
pub(crate) const GAP: &str = "\n[...]\n";
/// A smaller part could hold no sentence beside its headings.
const LEAST_BYTES: usize = 1_024;

/// A part of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// Of how many.
    pub(crate) of: usize,
    /// What it shows, in the chart's order.
    pub(crate) excerpts: Vec<Excerpt>,
}

/// What a part shows of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Excerpt {
    /// The document's number in the chart, from 0.
    pub(crate) document: u32,
    /// Bytes of its text, in order; neighbours are one span.
    pub(crate) spans: Vec<Range<usize>>,
}

impl Excerpt {
    /// Whether it shows a span of a document.
    pub(crate) fn shows(&self, evidence: Evidence) -> bool {
        let (start, end) = (evidence.start as usize, evidence.end as usize);
        let holds = |span: &Range<usize>| span.start <= start && end <= span.end;
        self.document == evidence.document && self.spans.iter().any(holds)
    }
}

/// No room for any note beside what every prompt needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLong;

/// Splits a record into parts of at most `budget` tokens of notes, each page by
/// its own meter; one part where it fits at once.
pub(crate) fn split(
    record: &Record<'_>,
    budget: u32,
    meters: &[TokenMeter],
) -> Result<Vec<Part>, TooLong> {
    let rooms = meters.iter().map(|meter| meter.bytes(budget));
    let has_room = rooms.min().is_none_or(|room| room >= LEAST_BYTES);
    if !has_room && notes_tokens(record, meters) > budget {
        return Err(TooLong);
    }
    let packed = pack::pack(record, budget, meters);
    let part = |excerpts| Part {
        number: 1,
        of: 1,
        excerpts,
    };
    let mut parts: Vec<Part> = packed.into_iter().map(part).collect();
    number(&mut parts);
    Ok(parts)
}

/// All of a record as one part.
pub(crate) fn whole(record: &Record<'_>) -> Part {
    let pages = record.pages.iter();
    let pages = pages.filter(|page| !page.document.text.is_empty());
    Part {
        number: 1,
        of: 1,
        excerpts: pages
            .map(|page| Excerpt {
                document: page.number,
                spans: std::iter::once(0..page.document.text.len()).collect(),
            })
            .collect(),
    }
}

/// Gives parts their numbers.
pub(crate) fn number(parts: &mut [Part]) {
    let of = parts.len();
    for (part, number) in parts.iter_mut().zip(1..) {
        (part.number, part.of) = (number, of);
    }
}

/// What all notes of a record take in a prompt, in tokens, each page by its own
/// meter.
pub(crate) fn notes_tokens(record: &Record<'_>, meters: &[TokenMeter]) -> u32 {
    let pages = record.pages.iter().zip(meters);
    let pages = pages.filter(|(page, _)| !page.document.text.is_empty());
    let tokens = |(page, meter): (&Page<'_>, &TokenMeter)| {
        meter.tokens(NOTE_BYTES + shown_bytes(&page.document.text))
    };
    pages.map(tokens).fold(0, u32::saturating_add)
}

/// What a text takes in a prompt, at most: brackets may be broken up.
pub(crate) fn shown_bytes(text: &str) -> usize {
    text.len() + memchr::memchr2_iter(b'<', b'>', text.as_bytes()).count()
}

/// The parts to read where only `most` may be: those that are likeliest to
/// state diagnoses, in the chart's order.
pub(crate) fn worth_reading(parts: &[Part], record: &Record<'_>, most: usize) -> Vec<usize> {
    let mut order: Vec<usize> = (0..parts.len()).collect();
    if order.len() > most {
        order.sort_by_key(|&index| {
            let part = parts.get(index);
            std::cmp::Reverse(part.map_or(0, |part| weight(part, record)))
        });
        order.truncate(most);
        order.sort_unstable();
    }
    order
}

/// How likely a part states diagnoses: by its best excerpt.
fn weight(part: &Part, record: &Record<'_>) -> u8 {
    let weights = part.excerpts.iter().filter_map(|excerpt| {
        let page = record.pages.get(excerpt.document as usize)?;
        let starts = excerpt.spans.iter().map(|span| span.start);
        starts
            .map(|start| states(page, page.section_at(start)))
            .max()
    });
    weights.max().unwrap_or(0)
}

/// How likely a section of a page states diagnoses.
pub(crate) const fn states(page: &Page<'_>, section: SectionKind) -> u8 {
    page_weight(page) + section_weight(section)
}

const fn page_weight(page: &Page<'_>) -> u8 {
    match (page.authority, page.document.kind) {
        (Authority::Provider, DocumentKind::DischargeSummary) => 6,
        (Authority::Provider, DocumentKind::OperativeNote) => 5,
        (Authority::Provider, _) => 4,
        (Authority::Clinician, _) => 1,
        (Authority::Report, _) => 0,
    }
}

const fn section_weight(section: SectionKind) -> u8 {
    match section {
        SectionKind::PrincipalDiagnosis | SectionKind::Diagnoses => 3,
        SectionKind::Assessment | SectionKind::Procedure => 2,
        SectionKind::Course | SectionKind::Plan => 1,
        _ => 0,
    }
}

/// How much of a chart was read, of which parts only those of `read` were.
pub(crate) fn coverage(parts: &[Part], record: &Record<'_>, read: &[usize]) -> Coverage {
    let mut shown: Vec<(u32, Range<usize>)> = read
        .iter()
        .filter_map(|&index| parts.get(index))
        .flat_map(|part| &part.excerpts)
        .flat_map(|excerpt| {
            let spans = excerpt.spans.iter().cloned();
            spans.map(|span| (excerpt.document, span))
        })
        .collect();
    shown.sort_by_key(|(document, span)| (*document, span.start));
    let mut bytes = 0;
    let mut reached = (0, 0);
    for (document, span) in shown {
        let from = if reached.0 == document { reached.1 } else { 0 };
        bytes += span.end.saturating_sub(span.start.max(from));
        reached = (document, span.end.max(from));
    }
    let all: usize = record.pages.iter().map(|p| p.document.text.len()).sum();
    let count = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    Coverage {
        parts: count(parts.len()),
        parts_read: count(read.len()),
        unread_bytes: u64::try_from(all.saturating_sub(bytes)).unwrap_or(u64::MAX),
    }
}

#[cfg(test)]
mod tests;
