//! Packing a record into parts, greedily and in order.
//!
//! Time is linear in the notes. Two neighbouring parts together hold more than
//! one would, so that there are at most twice as many as there could be (the
//! repeated words apart).

use std::ops::Range;

use super::{Excerpt, GAP, NOTE_BYTES, shown_bytes};
use crate::client::TokenMeter;
use crate::record::{Page, Record};

/// The greatest part of a part that repeats words of the one before, and the
/// same for a heading: an eighth.
const REPEATED: usize = 8;
/// Sentences that are repeated.
const SENTENCES: usize = 2;

/// The parts of a record, each of at most `room` tokens as it is shown, each
/// page by its own meter: results are far denser than prose. A room that holds
/// a heading and one character is enough.
pub(super) fn pack(record: &Record<'_>, room: u32, meters: &[TokenMeter]) -> Vec<Vec<Excerpt>> {
    let mut packer = Packer {
        room,
        meters,
        done: Vec::new(),
        excerpts: Vec::new(),
        spent: 0,
        led: 0,
    };
    for page in &record.pages {
        packer.page(page);
    }
    packer.close();
    packer.done
}

struct Packer<'m> {
    room: u32,
    meters: &'m [TokenMeter],
    done: Vec<Vec<Excerpt>>,
    /// The part that is being filled.
    excerpts: Vec<Excerpt>,
    spent: u32,
    /// What of it leads up to the text that is to follow.
    led: u32,
}

impl Packer<'_> {
    fn page(&mut self, page: &Page<'_>) {
        let text = page.document.text.as_str();
        if text.is_empty() || self.whole(page.number, text, 0..text.len()) {
            return;
        }
        for (heading, span) in sections(page) {
            if !self.whole(page.number, text, span.clone()) {
                self.sentences(page.number, text, heading, span);
            }
        }
    }

    /// Takes a span that fits, into a new part if need be. Whether it does.
    fn whole(&mut self, document: u32, text: &str, span: Range<usize>) -> bool {
        let bytes = shown_bytes(text.get(span.clone()).unwrap_or_default());
        let here = self.overhead(document, span.start) + bytes;
        if self.tokens(document, here) > self.left() {
            if self.tokens(document, NOTE_BYTES + bytes) > self.room {
                return false;
            }
            self.close();
        }
        self.take(document, text, span);
        true
    }

    /// Takes a section that is larger than a part, sentence by sentence.
    fn sentences(&mut self, document: u32, text: &str, heading: Range<usize>, span: Range<usize>) {
        let mut at = span.start;
        while at < span.end {
            let left = self.bytes(document, self.left());
            let room = left.saturating_sub(self.overhead(document, at));
            let (end, whole) = reach(text, at..span.end, room);
            let is_little = room < self.bytes(document, self.room) / REPEATED;
            if !self.is_new() && (!whole || is_little) {
                self.close();
                self.repeat(document, text, &heading, span.start..at);
                continue;
            }
            self.take(document, text, at..end);
            at = end;
        }
    }

    /// Begins a part inside a section: with its heading, where it is short,
    /// and the last sentences before.
    fn repeat(&mut self, document: u32, text: &str, heading: &Range<usize>, before: Range<usize>) {
        if before.is_empty() {
            return;
        }
        let most = self.bytes(document, self.room) / REPEATED;
        let end = before.end;
        let from = last_sentences(text, before, most);
        let bytes = shown_bytes(text.get(heading.clone()).unwrap_or_default());
        if !heading.is_empty() && heading.end <= from && bytes <= most {
            self.take(document, text, heading.clone());
        }
        if from < end {
            self.take(document, text, from..end);
        }
        self.led = self.spent;
    }

    /// Whether the part holds nothing but what leads up to its text.
    const fn is_new(&self) -> bool {
        self.spent == self.led
    }

    fn take(&mut self, document: u32, text: &str, span: Range<usize>) {
        let bytes = shown_bytes(text.get(span.clone()).unwrap_or_default());
        let bytes = self.overhead(document, span.start) + bytes;
        self.spent += self.tokens(document, bytes);
        match self.excerpts.last_mut() {
            Some(excerpt) if excerpt.document == document => match excerpt.spans.last_mut() {
                Some(last) if last.end == span.start => last.end = span.end,
                _ => excerpt.spans.push(span),
            },
            _ => self.excerpts.push(Excerpt {
                document,
                spans: vec![span],
            }),
        }
    }

    /// What showing a span of this document costs beside its text.
    fn overhead(&self, document: u32, start: usize) -> usize {
        match self.excerpts.last() {
            Some(excerpt) if excerpt.document == document => {
                let joins = excerpt.spans.last().is_some_and(|span| span.end == start);
                if joins { 0 } else { GAP.len() }
            }
            _ => NOTE_BYTES,
        }
    }

    const fn left(&self) -> u32 {
        self.room.saturating_sub(self.spent)
    }

    fn tokens(&self, document: u32, bytes: usize) -> u32 {
        let meter = self.meters.get(document as usize);
        meter.map_or_else(|| TokenMeter::default().tokens(bytes), |m| m.tokens(bytes))
    }

    fn bytes(&self, document: u32, tokens: u32) -> usize {
        let meter = self.meters.get(document as usize);
        meter.map_or_else(|| TokenMeter::default().bytes(tokens), |m| m.bytes(tokens))
    }

    fn close(&mut self) {
        if !self.excerpts.is_empty() {
            self.done.push(std::mem::take(&mut self.excerpts));
        }
        (self.spent, self.led) = (0, 0);
    }
}

/// The sections of a page, each as its heading and its whole span: by where
/// they start, so that nothing lies between two.
pub(super) fn sections(page: &Page<'_>) -> Vec<(Range<usize>, Range<usize>)> {
    let text = page.document.text.as_str();
    let mut found: Vec<(Range<usize>, Range<usize>)> = Vec::with_capacity(page.sections.len() + 1);
    for section in &page.sections {
        let start = section.span.start;
        let reached = found.last().map_or(0, |(_, span)| span.start);
        if start <= reached || !text.is_char_boundary(start) {
            continue;
        }
        if found.is_empty() {
            found.push((0..0, 0..text.len()));
        }
        if let Some((_, last)) = found.last_mut() {
            last.end = start;
        }
        found.push((start..start, start..text.len()));
    }
    if found.is_empty() {
        found.push((0..0, 0..text.len()));
    }
    for (heading, span) in &mut found {
        let known = page.sections.iter().find(|s| s.span.start == span.start);
        let body = known.map(|section| section.body.start);
        let body = body.filter(|&at| span.contains(&at) && text.is_char_boundary(at));
        heading.end = body.unwrap_or(heading.start);
    }
    found
}

/// How much of `span` fits `room` bytes as it is shown, up to the last end of
/// a sentence, or else of a word, or else of a character; and whether it ends
/// a sentence. Never empty.
pub(super) fn reach(text: &str, span: Range<usize>, room: usize) -> (usize, bool) {
    let rest = text.get(span.clone()).unwrap_or_default();
    let (mut fits, mut shown) = (0, 0);
    let (mut sentence, mut word) = (0, 0);
    let mut edge = Edge::default();
    for (at, c) in rest.char_indices() {
        match edge.before(c) {
            Some(true) => (sentence, word) = (at, at),
            Some(false) => word = at,
            None => {}
        }
        shown += c.len_utf8() + usize::from(matches!(c, '<' | '>'));
        if shown > room && fits > 0 {
            break;
        }
        fits = at + c.len_utf8();
    }
    if fits >= rest.len() {
        return (span.end, true);
    }
    let end = [sentence, word, fits].into_iter().find(|&end| end > 0);
    (span.start + end.unwrap_or(fits), sentence > 0)
}

/// Where the last sentences of `span` begin, at most `most` bytes of them as
/// they are shown; its end where none fits.
pub(super) fn last_sentences(text: &str, span: Range<usize>, most: usize) -> usize {
    let low = span.end.saturating_sub(most).max(span.start);
    let low = (low..span.end).find(|&at| text.is_char_boundary(at));
    let low = low.unwrap_or(span.end);
    let tail = text.get(low..span.end).unwrap_or_default();
    let (mut starts, mut word) = (Vec::new(), None);
    if low == span.start {
        starts.push(low);
    }
    let mut edge = Edge::default();
    for (at, c) in tail.char_indices() {
        match edge.before(c) {
            Some(true) => starts.push(low + at),
            Some(false) => word = word.or(Some(low + at)),
            None => {}
        }
    }
    let nth = starts.get(starts.len().saturating_sub(SENTENCES));
    let from = nth.copied().or(word).unwrap_or(low);
    let shown = shown_bytes(text.get(from..span.end).unwrap_or_default());
    if shown > most { span.end } else { from }
}

/// What ends between the characters of a text.
#[derive(Default)]
struct Edge {
    /// The last character that is no white space.
    mark: Option<char>,
    previous: Option<char>,
}

impl Edge {
    /// Whether a word ends before `c`, the next character, and whether a
    /// sentence does.
    fn before(&mut self, c: char) -> Option<bool> {
        let previous = self.previous.replace(c);
        let ended = match previous {
            Some('\n') => Some(true),
            Some(space) if space.is_whitespace() && !c.is_whitespace() => {
                Some(matches!(self.mark, Some('.' | '!' | '?' | ';')))
            }
            _ => None,
        };
        if !c.is_whitespace() {
            self.mark = Some(c);
        }
        ended
    }
}
