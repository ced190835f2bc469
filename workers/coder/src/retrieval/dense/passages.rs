//! A chart as passages short enough to mean one thing.

use chartfleet_model::Chart;

/// Passages of a chart: each is compared with every title, which for 74,000
/// titles of 256 dimensions takes 2 ms of one core. A longer chart has longer
/// passages.
const MOST: usize = 4;
/// Bytes of a passage where the chart is short enough.
const LENGTH: usize = 600;

/// Paragraphs of all notes, joined to passages of like length.
pub(super) fn passages(chart: &Chart) -> Vec<String> {
    let length = LENGTH.max(chart.text_bytes() / MOST + 1);
    let mut passages: Vec<String> = Vec::new();
    for document in &chart.documents {
        let mut passage = String::new();
        for sentence in document.text.split_inclusive(['.', '\n']) {
            passage.push_str(sentence);
            if passage.len() >= length {
                passages.push(std::mem::take(&mut passage));
            }
        }
        passages.push(passage);
    }
    passages.retain(|passage| passage.chars().any(char::is_alphabetic));
    passages
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::chart;

    #[test]
    fn all_text_is_in_one_passage_and_a_long_chart_has_few() {
        let text = "Seen for cough. Treated at home.\n".repeat(2_000);
        let chart = chart("outpatient", &[&text, "No fever.", "..."]);
        let passages = passages(&chart);
        assert_eq!(passages.concat(), format!("{text}No fever."));
        assert!(passages.len() <= MOST + chart.documents.len());
    }
}
