//! What one prompt shows of a chart: all of it, a part of one that does not fit
//! the model's context, or the passages of such a one that its claim is about.
//!
//! Room for notes is what the context leaves beside the longest answer (at most
//! a quarter of it), the system message, the encounter, the question and a
//! margin. Where a chart does not fit by estimate, the server is asked once to
//! count the tokens of its pages; where it cannot, what earlier prompts took is
//! what is known.

use chartfleet_model::{Chart, Coverage, Evidence};

use super::coding::Ground;
use crate::TokenMeter;
use crate::error::CoderError;
use crate::parts::{self, Excerpt, Part};
use crate::prompt;
use crate::read_chart::ReadChart;
use crate::record::Record;

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
    excerpts: Option<Vec<Excerpt>>,
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

/// What a question needs of a context beside the notes.
#[derive(Clone, Copy)]
pub(super) struct Needs {
    /// Bytes of the question.
    pub(super) question: usize,
    /// The longest answer, in tokens.
    pub(super) answer: u32,
}

/// How dense each page of a chart is for a model.
#[derive(Default)]
pub(super) struct Densities {
    /// By the server's own count.
    counted: Option<Vec<TokenMeter>>,
    was_asked: bool,
}

impl View {
    /// The whole chart.
    pub(super) fn whole(chart: &Chart) -> Self {
        Self {
            record: prompt::record_part(chart),
            excerpts: None,
        }
    }

    fn of_part(chart: &Chart, part: &Part) -> Self {
        Self {
            record: prompt::record_of_part(chart, part),
            excerpts: Some(part.excerpts.clone()),
        }
    }

    /// The passages of a chart that the `quoted` spans stand in, and what else
    /// of it likeliest states diagnoses, as far as there is room; `None` where
    /// there is none.
    pub(super) fn of_passages(
        ground: &Ground<'_>,
        needs: Needs,
        densities: &Densities,
        quoted: &[Evidence],
    ) -> Option<Self> {
        let ReadChart { chart, record, .. } = ground.read;
        let room = room(ground, ground.context_tokens()?, needs);
        let passages = parts::passages(record, quoted, room, &densities.now(ground));
        (!passages.is_empty()).then(|| Self {
            record: prompt::record_of_passages(chart, &passages),
            excerpts: Some(passages),
        })
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

    /// Whether it shows all of the chart.
    pub(super) const fn is_whole(&self) -> bool {
        self.excerpts.is_none()
    }

    /// Whether it shows this span of the chart's documents.
    pub(super) fn shows(&self, evidence: Evidence) -> bool {
        let excerpts = self.excerpts.as_ref();
        excerpts.is_none_or(|all| all.iter().any(|excerpt| excerpt.shows(evidence)))
    }
}

impl Views {
    /// The views of a chart for the model behind `ground`'s client; none where
    /// no part of it has room.
    pub(super) async fn of(
        ground: &Ground<'_>,
        needs: Needs,
        densities: &mut Densities,
    ) -> Result<Self, CoderError> {
        let ReadChart { chart, record, .. } = ground.read;
        let whole = View::whole(chart);
        let Some(context) = ground.context_tokens() else {
            return Ok(Self::one(whole));
        };
        let room = room(ground, context, needs);
        let fits = |meters: &[TokenMeter]| parts::notes_tokens(record, meters) <= room;
        if fits(&densities.now(ground)) {
            return Ok(Self::one(whole));
        }
        densities.ask(ground).await?;
        let meters = densities.now(ground);
        if fits(&meters) {
            return Ok(Self::one(whole));
        }
        let is_narrow = room < context / FOR_NOTES;
        let Ok(parts) = parts::split(record, room, &meters) else {
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

    /// Shows one of the parts as two, or the whole as two parts; whether that
    /// could be done.
    pub(super) fn halve(&mut self, at: usize, read: &ReadChart<'_>) -> bool {
        let whole = || (at == 0).then(|| (0, parts::whole(&read.record)));
        let index = self.chosen.get(at).copied();
        let chosen = index.and_then(|index| Some((index, self.parts.get(index)?.clone())));
        let part = if self.is_split() { chosen } else { whole() };
        let halves =
            part.and_then(|(index, part)| Some((index, parts::halved(&part, &read.record)?)));
        let Some((index, halves)) = halves else {
            return false;
        };
        if !self.is_split() {
            self.chosen.push(index);
        }
        let replaced = index..self.parts.len().min(index + 1);
        self.parts.splice(replaced, halves);
        parts::number(&mut self.parts);
        let halves = self.parts.iter().skip(index).take(2);
        let views: Vec<View> = halves.map(|half| View::of_part(read.chart, half)).collect();
        self.shown.splice(at..=at, views);
        let later = self.chosen.iter_mut().skip(at + 1);
        later.for_each(|chosen| *chosen += 1);
        self.chosen.insert(at + 1, index + 1);
        true
    }

    /// Whether the chart is shown in parts.
    pub(super) const fn is_split(&self) -> bool {
        !self.parts.is_empty()
    }

    /// How much was read, where the chart was split; `answered` says of each
    /// view whether it was.
    pub(super) fn coverage(&self, record: &Record<'_>, answered: &[bool]) -> Option<Coverage> {
        if !self.is_split() {
            return None;
        }
        let read = self.chosen.iter().zip(answered);
        let read: Vec<usize> = read.filter(|(_, read)| **read).map(|(at, _)| *at).collect();
        Some(parts::coverage(&self.parts, record, &read))
    }
}

/// What a context leaves for notes, in tokens.
fn room(ground: &Ground<'_>, context: u32, needs: Needs) -> u32 {
    let head = ground.fixed_bytes() + prompt::head(ground.read.chart).len() + needs.question;
    let answer = needs.answer.min(context / FOR_ANSWERS);
    let head = ground.client.meter().tokens(head);
    context.saturating_sub(head + answer + MARGIN + context / 64)
}

impl Densities {
    /// Whether a further split would come out the same.
    pub(super) const fn are_counted(&self) -> bool {
        self.counted.is_some()
    }

    /// By what is known now, a meter for each page.
    fn now(&self, ground: &Ground<'_>) -> Vec<TokenMeter> {
        let pages = ground.read.record.pages.len();
        let learnt = || vec![ground.client.meter().clone(); pages];
        self.counted.clone().unwrap_or_else(learnt)
    }

    /// Has the server count, where that was not tried yet.
    async fn ask(&mut self, ground: &Ground<'_>) -> Result<(), CoderError> {
        if std::mem::replace(&mut self.was_asked, true) {
            return Ok(());
        }
        let mut meters = Vec::with_capacity(ground.read.record.pages.len());
        for page in &ground.read.record.pages {
            let text = page.document.text.as_str();
            if text.trim().is_empty() {
                // A server may count nothing of it.
                meters.push(ground.client.meter().clone());
                continue;
            }
            let cancel = &ground.options.cancel;
            let Some(count) = ground.client.count_tokens(text, cancel).await? else {
                return Ok(());
            };
            meters.push(TokenMeter::of(text.len(), count));
        }
        self.counted = Some(meters);
        Ok(())
    }
}
