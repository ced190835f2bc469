use proptest::prelude::*;

use chartfleet_model::Chart;

use super::*;
use crate::record::Section;
use crate::testing::chart;

/// A record whose sections begin at lines that end with a colon.
fn record(chart: &Chart) -> Record<'_> {
    let mut record = Record::of(chart);
    for page in &mut record.pages {
        let text = page.document.text.as_str();
        let mut sections = vec![];
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if start == 0 || line.trim_end().ends_with(':') {
                let body = start + if start == 0 { 0 } else { line.len() };
                sections.push(Section {
                    kind: SectionKind::Other,
                    span: start..text.len(),
                    body: body..text.len(),
                });
            }
            start += line.len();
        }
        page.sections = sections;
    }
    record
}

fn shown(part: &Part, record: &Record<'_>) -> usize {
    let excerpts = part.excerpts.iter().map(|excerpt| {
        let text = &record.pages[excerpt.document as usize].document.text;
        let spans = excerpt.spans.iter();
        let texts: usize = spans
            .map(|s| shown_bytes(text.get(s.clone()).unwrap()))
            .sum();
        NOTE_BYTES + texts + GAP.len() * (excerpt.spans.len() - 1)
    });
    excerpts.sum()
}

fn texts<'c>(part: &Part, record: &Record<'c>) -> Vec<&'c str> {
    let excerpts = part.excerpts.iter();
    excerpts
        .flat_map(|excerpt| {
            let text = record.pages[excerpt.document as usize]
                .document
                .text
                .as_str();
            excerpt
                .spans
                .iter()
                .map(move |span| text.get(span.clone()).unwrap())
        })
        .collect()
}

/// Fresh meters: they take three bytes for a token.
fn meters(record: &Record<'_>) -> Vec<TokenMeter> {
    vec![TokenMeter::default(); record.pages.len()]
}

fn parts(record: &Record<'_>, bytes: u32) -> Vec<Part> {
    split(record, bytes / 3, &meters(record)).unwrap()
}

#[test]
fn what_fits_is_one_part_of_everything() {
    let chart = chart("inpatient", &["One.", "", "Two."]);
    let record = record(&chart);
    let parts = parts(&record, 900);
    assert_eq!(parts.len(), 1);
    assert_eq!(texts(&parts[0], &record), ["One.", "Two."]);
    assert_eq!((parts[0].number, parts[0].of), (1, 1));
    assert!(coverage(&parts, &record, &[0]).is_whole());
}

#[test]
fn documents_are_kept_whole_where_they_fit() {
    let (a, b) = ("A b c. ".repeat(100), "D e f. ".repeat(100));
    let chart = chart("inpatient", &[&a, &b, "Short."]);
    let record = record(&chart);
    let parts = parts(&record, 1_200);
    assert_eq!(parts.len(), 2);
    assert_eq!(texts(&parts[0], &record), [a.as_str()]);
    assert_eq!(texts(&parts[1], &record), [b.as_str(), "Short."]);
}

#[test]
fn sections_are_kept_whole_and_a_cut_one_repeats_its_heading_and_last_sentences() {
    let first = "He was seen. ".repeat(40);
    let course: String = (0..200)
        .map(|n| format!("On day {n:03} he ate. "))
        .collect();
    let note = format!("{first}\nCOURSE:\n{course}\nPLAN:\nGo home.\n");
    let chart = chart("inpatient", &[&note]);
    let record = record(&chart);
    let parts = parts(&record, 1_800);
    assert!(parts.len() >= 3);
    let last = texts(parts.last().unwrap(), &record);
    assert!(
        last.last().unwrap().ends_with("PLAN:\nGo home.\n"),
        "{last:?}"
    );
    for part in &parts[1..] {
        let [heading, text] = texts(part, &record)[..] else {
            panic!("a heading and a text");
        };
        assert_eq!(heading, "COURSE:\n");
        assert!(text.starts_with("On day "), "{text}");
    }
    for pair in parts.windows(2) {
        let (before, after) = (texts(&pair[0], &record), texts(&pair[1], &record));
        let repeated: String = after[1].chars().take(38).collect();
        assert!(before.last().unwrap().ends_with(&repeated), "{repeated}");
    }
}

#[test]
fn a_sentence_larger_than_a_part_is_cut_at_white_space() {
    let note = "word ".repeat(2_000);
    let chart = chart("inpatient", &[&note]);
    let record = record(&chart);
    let parts = parts(&record, 1_500);
    assert!(parts.len() > 5);
    for part in &parts {
        assert!(
            texts(part, &record)
                .iter()
                .all(|t| t.starts_with("word") && t.ends_with(' '))
        );
    }
}

#[test]
fn dense_pages_are_split_smaller_and_the_others_are_not() {
    let note = "He was seen. ".repeat(300);
    let chart = chart("inpatient", &[&note, &note]);
    let record = record(&chart);
    let meters = [TokenMeter::of(4_000, 1_000), TokenMeter::of(1_000, 1_000)];
    let parts = split(&record, 1_200, &meters).unwrap();
    let on = |document: u32| {
        let shows = |part: &&Part| part.excerpts.iter().any(|e| e.document == document);
        parts.iter().filter(shows).count()
    };
    assert!(on(0) == 1 && on(1) > 3, "{}", parts.len());
    for part in &parts {
        let tokens = part.excerpts.iter().map(|excerpt| {
            let bytes: usize = excerpt.spans.iter().map(Range::len).sum();
            meters[excerpt.document as usize].tokens(bytes)
        });
        assert!(tokens.sum::<u32>() <= 1_200);
    }
}

#[test]
fn a_budget_without_room_is_too_long() {
    let chart = chart("inpatient", &["word ".repeat(400).as_str()]);
    let record = record(&chart);
    assert_eq!(split(&record, 100, &meters(&record)), Err(TooLong));
}

#[test]
fn where_not_all_parts_may_be_read_those_that_state_diagnoses_are() {
    let note = "Seen. ".repeat(300);
    let mut chart = chart("inpatient", &[&note, &note, &note]);
    chart.documents[0].kind = DocumentKind::Laboratory;
    chart.documents[2].kind = DocumentKind::DischargeSummary;
    let record = record(&chart);
    let parts = parts(&record, 2_100);
    assert_eq!(parts.len(), 3);
    assert_eq!(worth_reading(&parts, &record, 3), [0, 1, 2]);
    assert_eq!(worth_reading(&parts, &record, 2), [1, 2]);
    let read = coverage(&parts, &record, &[1, 2]);
    assert_eq!((read.parts, read.parts_read), (3, 2));
    assert_eq!(read.unread_bytes, u64::try_from(note.len()).unwrap());
    assert!(!read.is_whole());
}

proptest! {
    #[test]
    fn parts_cover_every_byte_and_stay_inside_their_budget(
        texts in prop::collection::vec("([a-zé<>漢]{1,30}[ .:;\n\t]{0,3}){0,200}|[a<]{0,9000}|\\s{0,3000}", 0..5),
        bytes in 1_024_u32..6_000,
    ) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let chart = chart("inpatient", &texts);
        let record = record(&chart);
        let meter = TokenMeter::default();
        let budget = bytes.div_ceil(3) + 1;
        let parts = split(&record, budget, &meters(&record)).unwrap();
        for (part, number) in parts.iter().zip(1..) {
            prop_assert_eq!((part.number, part.of), (number, parts.len()));
            prop_assert!(meter.tokens(shown(part, &record)) <= budget);
            for excerpt in &part.excerpts {
                let text = &record.pages[excerpt.document as usize].document.text;
                prop_assert!(excerpt.spans.iter().all(|s| text.get(s.clone()).is_some_and(|t| !t.is_empty())));
                prop_assert!(excerpt.spans.windows(2).all(|pair| pair[0].end < pair[1].start));
            }
        }
        let halves: Vec<Part> = parts
            .iter()
            .flat_map(|part| halved(part, &record).map_or_else(|| vec![part.clone()], Vec::from))
            .collect();
        for parts in [&parts, &halves] {
            let all: Vec<usize> = (0..parts.len()).collect();
            prop_assert_eq!(coverage(parts, &record, &all).unread_bytes, 0);
            prop_assert!(parts.iter().all(|part| !part.excerpts.is_empty()));
        }
        prop_assert!(parts.len() * usize::try_from(bytes).unwrap() <= 12 * usize::try_from(notes_tokens(&record, &meters(&record))).unwrap() + 6_000);
    }
}
