//! What one prompt shows of a chart: all of it, or a part of one that does not
//! fit the model's context.
//!
//! Room for notes is what the context leaves beside the longest answer (at most
//! a quarter of it), the system message, the encounter, the question and a
//! margin. Where a chart does not fit by estimate, the server is asked to count
//! its tokens; where it cannot, what earlier prompts took is what is known.

use chartfleet_model::{Chart, Coverage, Evidence};

use super::coding::Ground;
use crate::error::CoderError;
use crate::parts::{self, Part};
use crate::prompt;
use crate::read_chart::ReadChart;
use crate::record::Record;
use crate::{ModelClient, TokenMeter};

/// The part of a context that is kept for an answer, at most: a quarter.
const FOR_ANSWERS: u32 = 4;
/// The part that notes should have, at least: a quarter.
const FOR_NOTES: u32 = 4;
/// Tokens of chat templates, and what a count by parts misses: this and a
/// sixty-fourth of the context.
const MARGIN: u32 = 64;

/// What one prompt shows of a chart. No `Debug`: it holds the notes.
pub(super) struct View {
    /// The prompt up to the end of the notes.
    record: String,
    /// What of the chart it shows; `None` for all.
    part: Option<Part>,
}

/// The views that together show a chart, as far as it may be read.
pub(super) struct Views {
    /// What is shown, in the chart's order.
    pub(super) shown: Vec<View>,
    /// All parts, and which of them are shown; empty where it was not split.
    parts: Vec<Part>,
    chosen: Vec<usize>,
    /// Whether a smaller question would leave notes notably more room.
    pub(super) is_narrow: bool,
}

impl View {
    /// The whole chart.
    pub(super) fn whole(chart: &Chart) -> Self {
        Self {
            record: prompt::record_part(chart),
            part: None,
        }
    }

    fn of_part(chart: &Chart, part: &Part) -> Self {
        Self {
            record: prompt::record_of_part(chart, part),
            part: Some(part.clone()),
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
    pub(super) fn shows(&self, evidence: Evidence) -> bool {
        self.part.as_ref().is_none_or(|part| part.shows(evidence))
    }
}

impl Views {
    /// The views of a chart for the model behind `ground`'s client; none where
    /// no part of it has room.
    pub(super) async fn of(ground: &Ground<'_>, question: &str) -> Result<Self, CoderError> {
        let ReadChart { chart, record, .. } = ground.read;
        let whole = View::whole(chart);
        let Some(context) = ground.context_tokens() else {
            return Ok(Self::one(whole));
        };
        let client = ground.client;
        let head = ground.fixed_bytes() + prompt::head(chart).len() + question.len();
        let answer = ground.answer_tokens().min(context / FOR_ANSWERS);
        let fixed = client.meter().tokens(head) + answer + MARGIN + context / 64;
        let room = context.saturating_sub(fixed);
        let fits = |meter: &TokenMeter| meter.tokens(parts::notes_bytes(record)) <= room;
        if fits(client.meter()) {
            return Ok(Self::one(whole));
        }
        let meter = counted(client, ground, record).await?;
        if fits(&meter) {
            return Ok(Self::one(whole));
        }
        let is_narrow = room < context / FOR_NOTES;
        let Ok(parts) = parts::split(record, room, &meter) else {
            return Ok(Self {
                is_narrow,
                ..Self::none()
            });
        };
        if parts.len() < 2 {
            return Ok(Self::one(whole));
        }
        let chosen = parts::worth_reading(&parts, record, ground.max_parts());
        let shown = chosen.iter().filter_map(|&at| parts.get(at));
        Ok(Self {
            shown: shown.map(|part| View::of_part(chart, part)).collect(),
            parts,
            chosen,
            is_narrow,
        })
    }

    const fn none() -> Self {
        Self {
            shown: Vec::new(),
            parts: Vec::new(),
            chosen: Vec::new(),
            is_narrow: false,
        }
    }

    fn one(view: View) -> Self {
        Self {
            shown: vec![view],
            ..Self::none()
        }
    }

    /// How much was read, where the chart was split; `answered` says of each
    /// view whether it was.
    pub(super) fn coverage(&self, record: &Record<'_>, answered: &[bool]) -> Option<Coverage> {
        if self.parts.is_empty() {
            return None;
        }
        let read = self.chosen.iter().zip(answered);
        let read: Vec<usize> = read.filter(|(_, read)| **read).map(|(at, _)| *at).collect();
        Some(parts::coverage(&self.parts, record, &read))
    }
}

/// What the notes take by the server's own count, else by what is known.
async fn counted(
    client: &ModelClient,
    ground: &Ground<'_>,
    record: &Record<'_>,
) -> Result<TokenMeter, CoderError> {
    let (mut bytes, mut tokens) = (0, 0);
    for page in &record.pages {
        let text = page.document.text.as_str();
        match client.count_tokens(text, &ground.options.cancel).await? {
            Some(count) => tokens += count,
            None if text.trim().is_empty() => {}
            None => return Ok(client.meter().clone()),
        }
        bytes += text.len();
    }
    Ok(TokenMeter::of(bytes, tokens))
}
