//! Text of a note that addresses the model or the coding process: "ignore
//! previous instructions", a role for the model, an order to output codes or
//! to keep something from a reviewer.
//!
//! Such text is shown to a person and supports no code. It is not taken out of
//! the prompt: what a note says is the record, and a false alarm must not hide
//! it. Orders are told from care by what they are about (instructions, prompts,
//! codes, reviewers), so that "stop aspirin, ignore the previous dose" is
//! silent.
//!
//! A note is read with white space collapsed, in lower case, without invisible
//! characters and with look-alike letters as what they look like. Each pattern
//! is tried only around words that trigger it: time is linear in the note.

mod disguise;
mod patterns;

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use chartfleet_model::{Document, Evidence, Finding, FindingSeverity};
use regex::Regex;

use disguise::{Plain, decoded, hidden};
use patterns::PATTERNS;

/// How far around a trigger a pattern may reach, in bytes.
const BEFORE: usize = 120;
const AFTER: usize = 240;
/// Spans that are nearer are one.
const NEAR: usize = 200;

/// Which pattern each trigger belongs to, and the pattern.
struct Detector {
    triggers: AhoCorasick,
    /// By trigger.
    owners: Vec<usize>,
    patterns: Vec<Regex>,
}

static DETECTOR: LazyLock<Option<Detector>> = LazyLock::new(Detector::build);

impl Detector {
    /// The patterns are constants that the tests build: this never fails.
    fn build() -> Option<Self> {
        let mut owners = Vec::new();
        let mut words: Vec<&str> = Vec::new();
        let mut patterns = Vec::new();
        for (index, pattern) in PATTERNS.iter().enumerate() {
            words.extend(pattern.triggers);
            owners.resize(words.len(), index);
            // A space stands for any one white space.
            let text = pattern.text.replace(' ', r"\s");
            patterns.push(Regex::new(&format!("(?s){text}")).ok()?);
        }
        Some(Self {
            triggers: AhoCorasick::builder()
                .match_kind(MatchKind::Standard)
                .build(words)
                .ok()?,
            owners,
            patterns,
        })
    }

    /// Where a text addresses the model, in bytes of the text.
    fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        for trigger in self.triggers.find_overlapping_iter(text) {
            let pattern = self
                .owners
                .get(trigger.pattern().as_usize())
                .and_then(|&owner| self.patterns.get(owner));
            let known = found.last().is_some_and(|last| trigger.start() < last.end);
            let (false, Some(pattern)) = (known, pattern) else {
                continue;
            };
            let start = boundary(text, trigger.start().saturating_sub(BEFORE));
            let end = boundary(text, (trigger.end() + AFTER).min(text.len()));
            let window = text.get(start..end).unwrap_or_default();
            if let Some(hit) = pattern.find(window) {
                found.push(start + hit.start()..start + hit.end());
            }
        }
        found
    }
}

/// The spans of notes that address the model or the coding process, whole
/// sentences each and the sentence after, in order.
#[must_use]
pub fn injections(documents: &[Document]) -> Vec<Evidence> {
    let Some(detector) = &*DETECTOR else {
        return Vec::new();
    };
    let numbered = documents.iter().zip(0_u32..);
    numbered
        .flat_map(|(document, number)| {
            let spans = spans(detector, &document.text).into_iter();
            spans.filter_map(move |span| {
                Some(Evidence {
                    document: number,
                    start: u32::try_from(span.start).ok()?,
                    end: u32::try_from(span.end).ok()?,
                })
            })
        })
        .collect()
}

fn spans(detector: &Detector, text: &str) -> Vec<Range<usize>> {
    let plain = Plain::of(text);
    let mut spans: Vec<Range<usize>> = detector
        .find(&plain.text)
        .into_iter()
        .map(|hit| plain.origin(hit, text.len()))
        .chain(hidden(text))
        .collect();
    for (span, inner) in decoded(text) {
        if !detector.find(&Plain::of(&inner).text).is_empty() {
            spans.push(span);
        }
    }
    spans.sort_unstable_by_key(|span| span.start);
    let mut whole: Vec<Range<usize>> = Vec::new();
    for span in spans {
        let span = sentences_around(text, span);
        match whole.last_mut() {
            Some(last) if span.start <= last.end + NEAR => last.end = last.end.max(span.end),
            _ => whole.push(span),
        }
    }
    whole
}

/// The sentences that a span touches, and the one after.
fn sentences_around(text: &str, span: Range<usize>) -> Range<usize> {
    let before = text.get(..span.start).unwrap_or_default();
    let start = before.rfind(['.', '!', '?', '\n']).map_or(0, |at| at + 1);
    let lead = text.get(start..span.start).unwrap_or_default();
    let start = start + (lead.len() - lead.trim_start().len());
    let mut end = span.end;
    for _ in 0..2 {
        end = sentence_end(text, end);
    }
    start..end
}

/// Where the sentence that holds the byte at `at`, or follows it, ends.
fn sentence_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let mut marks = rest.char_indices().filter(|&(offset, c)| {
        let next = rest
            .get(offset + c.len_utf8()..)
            .and_then(|r| r.chars().next());
        c == '\n' || (matches!(c, '.' | '!' | '?') && next.is_none_or(char::is_whitespace))
    });
    marks
        .next()
        .map_or(text.len(), |(offset, c)| at + offset + c.len_utf8())
}

/// The last character boundary up to `at`.
fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Whether a span is, wholly or partly, inside one of these.
pub(crate) fn touches(spans: &[Evidence], evidence: Evidence) -> bool {
    spans.iter().any(|span| {
        span.document == evidence.document && span.start < evidence.end && evidence.start < span.end
    })
}

/// What is said about notes with such text, one finding for each note.
pub(crate) fn findings(spans: &[Evidence]) -> Vec<Finding> {
    let mut documents: Vec<u32> = spans.iter().map(|span| span.document).collect();
    documents.dedup();
    documents
        .into_iter()
        .map(|document| {
            let message = format!(
                "note {} holds text that addresses the model or the coding process; \
                 it supports no code",
                document + 1
            );
            Finding::new(RULE, FindingSeverity::Warning, message, SOURCE)
                .remedied_by("Read the note and find out where the text came from.")
        })
        .collect()
}

/// About a suggestion whose only quote is in such text.
pub(crate) fn only_evidence() -> Finding {
    let message = "its only evidence is text that addresses the model or the coding process";
    Finding::new(RULE, FindingSeverity::Warning, message, SOURCE)
}

const RULE: &str = "note.injection";
const SOURCE: &str = "note text is data";

#[cfg(test)]
mod tests;
