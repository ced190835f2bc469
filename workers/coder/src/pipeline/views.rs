//! What one prompt shows of a chart: all of it, or a part of one that does not
//! fit the model's context.

use chartfleet_model::{Chart, Evidence};

use super::Pipeline;
use crate::prompt;
use crate::reading::Reading;

/// What one prompt shows of a chart. No `Debug`: it holds the notes.
pub(super) struct View {
    /// The prompt up to the end of the notes.
    record: String,
}

impl View {
    /// The whole chart.
    pub(super) fn whole(chart: &Chart) -> Self {
        Self {
            record: prompt::record_part(chart),
        }
    }

    /// The user's message with this question.
    pub(super) fn asked(&self, question: &str) -> String {
        let mut user = String::with_capacity(self.record.len() + question.len() + 512);
        user.push_str(&self.record);
        user.push_str(question);
        user
    }

    /// The same with the question before the notes, as prompts are commonly
    /// written: nothing but the system message is shared then.
    pub(super) fn asked_first(&self, question: &str) -> String {
        format!("{question}\n{}", self.record)
    }

    /// Whether it shows this span of the chart's documents.
    pub(super) const fn shows(&self, _evidence: Evidence) -> bool {
        true
    }
}

impl Pipeline {
    /// The views that together show a chart to a model of this context.
    pub(super) fn views(&self, chart: &Chart, _context_tokens: Option<u32>) -> Vec<View> {
        vec![View::whole(chart)]
    }
}

/// One reading of all views'. Suggestions of one code are united when the claim
/// is sequenced.
pub(super) fn merged(readings: Vec<Reading>) -> Reading {
    let mut merged = Reading::default();
    for reading in readings {
        let before = merged.suggestions.len();
        merged.suggested.extend(reading.suggested);
        merged.suggestions.extend(reading.suggestions);
        for suggestion in merged.suggestions.iter_mut().skip(before) {
            suggestion.rank += before;
        }
        merged.not_claimed.extend(reading.not_claimed);
        merged.findings.extend(reading.findings);
        merged.review.extend(reading.review);
    }
    merged
}
