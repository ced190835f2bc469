//! A chart as passages short enough to mean one thing, and for any model.

use std::cmp::Reverse;
use std::iter;

use chartfleet_model::Chart;

use crate::parts;
use crate::record::Record;

/// Passages of a chart: each is compared with every title, which for the 38,000
/// titles of 256 dimensions takes a millisecond of one core.
const MOST: usize = 8;
/// Bytes after which a passage ends with its sentence.
const LENGTH: usize = 600;
/// No passage is longer: many models take 512 tokens, and a token of a table of
/// results takes two bytes.
const LONGEST: usize = 1_000;

#[derive(Default)]
struct Passage {
    text: String,
    /// How likely its best section states diagnoses.
    weight: u8,
}

/// The sentences of all notes, joined to passages of like length; of a chart
/// that has more, those that likeliest state diagnoses.
pub(super) fn passages(chart: &Chart) -> Vec<String> {
    let mut passages: Vec<Passage> = Vec::new();
    for page in &Record::of(chart).pages {
        let mut passage = Passage::default();
        for section in &page.sections {
            let weight = parts::states(page, section.kind);
            let text = page.document.text.get(section.span.clone());
            let sentences = text.unwrap_or_default().split_inclusive(['.', '\n']);
            for piece in sentences.flat_map(pieces) {
                let is_full = passage.text.len() >= LENGTH;
                if is_full || passage.text.len() + piece.len() > LONGEST {
                    passages.push(std::mem::take(&mut passage));
                }
                passage.text.push_str(piece);
                passage.weight = passage.weight.max(weight);
            }
        }
        passages.push(passage);
    }
    passages.retain(|passage| passage.text.chars().any(char::is_alphabetic));
    if passages.len() > MOST {
        passages.sort_by_key(|passage| Reverse(passage.weight));
        passages.truncate(MOST);
    }
    passages.into_iter().map(|passage| passage.text).collect()
}

/// A sentence, cut where it is longer than a passage may be.
fn pieces(mut sentence: &str) -> impl Iterator<Item = &str> {
    iter::from_fn(move || {
        let mut ends = (0..=sentence.len().min(LONGEST)).rev();
        let end = ends.find(|&end| sentence.is_char_boundary(end))?;
        let (piece, rest) = sentence.split_at_checked(end)?;
        sentence = rest;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::chart;

    #[test]
    fn all_text_of_a_short_chart_is_in_a_passage() {
        let text = "Seen for cough. Treated at home.\n".repeat(60);
        let chart = chart("outpatient", &[&text, "No fever.", "..."]);
        assert_eq!(passages(&chart).concat(), format!("{text}No fever."));
    }

    #[test]
    fn a_long_chart_has_few_passages_and_those_that_state_diagnoses() {
        let history = "She was seen for a cough. It went on for days.\n".repeat(3_000);
        let text = format!("HISTORY:\n{history}\nFINAL DIAGNOSES:\n1. Pneumonia.\n");
        let passages = passages(&chart("inpatient", &[&text]));
        assert_eq!(passages.len(), MOST);
        assert!(passages.concat().contains("Pneumonia"));
    }

    #[test]
    fn no_passage_is_too_long_for_a_model_of_512_tokens() {
        let table = "Na 140 K 4.1 é;".repeat(5_000);
        let passages = passages(&chart("inpatient", &[&table]));
        assert!(passages.iter().all(|passage| passage.len() <= LONGEST));
        assert!(!passages.is_empty());
    }
}
