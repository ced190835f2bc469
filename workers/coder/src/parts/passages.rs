//! The passages of a long chart that a question about its claim is asked on.
//!
//! First what the suggestions are quoted from, the first quote of each before
//! the second of any: a short section as it is, of a longer one the sentences
//! around, under its heading. Then, while there is room, the sections that
//! likeliest state diagnoses. In the chart's order, so that it reads as a
//! record.

use std::cmp::Reverse;
use std::ops::Range;

use chartfleet_model::Evidence;

use super::pack::{last_sentences, reach, sections};
use super::{Excerpt, GAP, NOTE_BYTES, page_weight, section_weight, shown_bytes};
use crate::client::TokenMeter;
use crate::record::{Page, Record};

/// A section that is no longer is shown as it is.
const SHORT_SECTION: usize = 600;
/// How far sentences around a quote reach, to either side.
const AROUND: usize = 300;
/// A longer heading is text.
const HEADING: usize = 120;
/// The beginning of a section is worth showing from here on.
const LEAST: usize = 240;

/// Passages of at most `room` tokens: those around the `quoted` spans, the
/// first of them first, and what else states diagnoses.
pub(crate) fn passages(
    record: &Record<'_>,
    quoted: &[Evidence],
    room: u32,
    meters: &[TokenMeter],
) -> Vec<Excerpt> {
    let mut chosen = Chosen {
        meters,
        left: room,
        spans: vec![Vec::new(); record.pages.len()],
    };
    for &span in quoted {
        if let Some(page) = record.page(span) {
            chosen.around(page, span);
        }
    }
    for (page, section) in by_weight(record) {
        chosen.begin(page, section);
    }
    chosen.excerpts()
}

/// All sections, those first that likeliest state diagnoses.
fn by_weight<'r, 'c>(record: &'r Record<'c>) -> Vec<(&'r Page<'c>, Range<usize>)> {
    let pages = record.pages.iter();
    let mut weighed: Vec<_> = pages
        .flat_map(|page| {
            sections(page)
                .into_iter()
                .map(move |(_, span)| (page, span))
        })
        .collect();
    weighed.sort_by_key(|(page, span)| {
        Reverse(page_weight(page) + section_weight(page.section_at(span.start)))
    });
    weighed
}

/// What is shown so far.
struct Chosen<'m> {
    meters: &'m [TokenMeter],
    /// Tokens left.
    left: u32,
    /// Of each page, in the order they were chosen.
    spans: Vec<Vec<Range<usize>>>,
}

impl Chosen<'_> {
    /// Shows a quote with what surrounds it.
    fn around(&mut self, page: &Page<'_>, quote: Evidence) {
        let (start, end) = (quote.start as usize, quote.end as usize);
        let text = page.document.text.as_str();
        let sections = sections(page);
        let within = sections.into_iter().find(|(_, span)| span.contains(&start));
        let Some((heading, section)) = within.filter(|_| text.get(start..end).is_some()) else {
            return;
        };
        if section.len() <= SHORT_SECTION && end <= section.end {
            self.take(page, section);
            return;
        }
        let body = heading.end.min(start)..start;
        let from = last_sentences(text, body, AROUND);
        let (to, _) = reach(text, end..section.end.max(end), AROUND);
        let is_heading = !heading.is_empty() && heading.len() <= HEADING && heading.end <= from;
        if self.take(page, from..to) && is_heading {
            self.take(page, heading);
        }
    }

    /// Shows a section, or as much of its beginning as there is room for.
    fn begin(&mut self, page: &Page<'_>, section: Range<usize>) {
        if self.take(page, section.clone()) {
            return;
        }
        let room = self.meter(page).bytes(self.left);
        let room = room.saturating_sub(self.overhead(page));
        if room >= LEAST {
            let text = page.document.text.as_str();
            let (end, _) = reach(text, section.start..section.end, room);
            self.take(page, section.start..end);
        }
    }

    /// Shows a span where there is room; whether it is shown.
    fn take(&mut self, page: &Page<'_>, span: Range<usize>) -> bool {
        let Some(text) = page.document.text.get(span.clone()) else {
            return false;
        };
        let holds = |shown: &Range<usize>| shown.start <= span.start && span.end <= shown.end;
        let index = page.number as usize;
        if self.spans.get(index).is_some_and(|s| s.iter().any(holds)) || text.trim().is_empty() {
            return true;
        }
        let cost = self
            .meter(page)
            .tokens(self.overhead(page) + shown_bytes(text));
        let (Some(left), Some(spans)) = (self.left.checked_sub(cost), self.spans.get_mut(index))
        else {
            return false;
        };
        self.left = left;
        spans.push(span);
        true
    }

    /// What a further span of a page costs beside its text.
    fn overhead(&self, page: &Page<'_>) -> usize {
        let spans = self.spans.get(page.number as usize);
        let is_new = spans.is_none_or(Vec::is_empty);
        if is_new { NOTE_BYTES } else { GAP.len() }
    }

    fn meter(&self, page: &Page<'_>) -> TokenMeter {
        let meter = self.meters.get(page.number as usize);
        meter.cloned().unwrap_or_default()
    }

    fn excerpts(self) -> Vec<Excerpt> {
        let numbered = self.spans.into_iter().zip(0..);
        let shown = numbered.filter(|(spans, _)| !spans.is_empty());
        shown
            .map(|(spans, document)| Excerpt {
                document,
                spans: joined(spans),
            })
            .collect()
    }
}

/// In order; what overlaps or is neighbours is one.
fn joined(mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_unstable_by_key(|span| (span.start, span.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use chartfleet_model::Chart;
    use proptest::prelude::*;

    use super::*;
    use crate::testing::chart;

    fn evidence(chart: &Chart, document: u32, words: &str) -> Evidence {
        let text = &chart.documents[document as usize].text;
        let start = u32::try_from(text.find(words).unwrap()).unwrap();
        Evidence {
            document,
            start,
            end: start + u32::try_from(words.len()).unwrap(),
        }
    }

    fn shown(chart: &Chart, quoted: &[Evidence], room: u32) -> Vec<String> {
        let record = Record::of(chart);
        let meters = vec![TokenMeter::default(); chart.documents.len()];
        let excerpts = passages(&record, quoted, room, &meters);
        let texts = excerpts.iter().flat_map(|excerpt| {
            let text = &chart.documents[excerpt.document as usize].text;
            let spans = excerpt.spans.iter();
            spans.map(|span| text.get(span.clone()).unwrap().to_owned())
        });
        texts.collect()
    }

    fn long_chart() -> Chart {
        let days = "He ate well. He slept well. ".repeat(60);
        let course =
            format!("Hospital course:\n{days}On day 9 he had a stroke. He was moved. {days}");
        let summary = format!("{course}\nDischarge diagnoses:\n1. Stroke\n2. Hypertension\n");
        chart("inpatient", &["Nursing: turned every two hours.", &summary])
    }

    #[test]
    fn a_quote_is_shown_with_its_sentences_under_its_heading() {
        let chart = long_chart();
        let stroke = evidence(&chart, 1, "had a stroke");
        let shown = shown(&chart, &[stroke], 190);
        assert_eq!(shown[0], "Hospital course:", "{shown:?}");
        assert!(shown[1].contains("He slept well. On day 9 he had a stroke. He was moved."));
        assert!(shown[1].len() < 800);
    }

    #[test]
    fn the_sections_that_state_diagnoses_follow_while_there_is_room() {
        let chart = long_chart();
        let shown = shown(&chart, &[], 300);
        let list = "Discharge diagnoses:\n1. Stroke\n2. Hypertension\n";
        assert!(shown.last().unwrap().ends_with(list), "{shown:?}");
        assert!(passages(&Record::of(&chart), &[], 10, &[]).is_empty());
    }

    #[test]
    fn the_first_quotes_are_those_that_find_room() {
        let chart = long_chart();
        let record = Record::of(&chart);
        let meters = vec![TokenMeter::default(); 2];
        let quoted = [
            evidence(&chart, 1, "1. Stroke"),
            evidence(&chart, 1, "had a stroke"),
        ];
        let excerpts = passages(&record, &quoted, 120, &meters);
        assert!(excerpts.iter().any(|excerpt| excerpt.shows(quoted[0])));
        assert!(!excerpts.iter().any(|excerpt| excerpt.shows(quoted[1])));
    }

    proptest! {
        #[test]
        fn passages_stay_inside_their_room_on_character_boundaries_and_in_order(
            texts in prop::collection::vec("([a-zé<>漢]{1,30}[ .:;\n\t]{0,3}){0,120}|a{0,3000}|\\s{0,300}", 1..4),
            places in prop::collection::vec((0_u32..4, 0_u32..2_000, 0_u32..40), 0..6),
            room in 0_u32..2_000,
        ) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let chart = chart("inpatient", &texts);
            let record = Record::of(&chart);
            let meters = vec![TokenMeter::default(); texts.len()];
            let quoted = places.into_iter().map(|(document, start, len)| Evidence {
                document, start, end: start + len,
            });
            let quoted: Vec<Evidence> = quoted.collect();
            let mut tokens = 0;
            for excerpt in passages(&record, &quoted, room, &meters) {
                let text = &texts[excerpt.document as usize];
                prop_assert!(excerpt.spans.windows(2).all(|pair| pair[0].end < pair[1].start));
                let shown = excerpt.spans.iter().map(|span| text.get(span.clone()).map(shown_bytes));
                let bytes: Option<usize> = shown.sum();
                prop_assert!(bytes.is_some());
                let gaps = GAP.len() * (excerpt.spans.len() - 1);
                tokens += TokenMeter::default().tokens(NOTE_BYTES + gaps + bytes.unwrap_or_default());
            }
            prop_assert!(tokens <= room);
        }
    }
}
