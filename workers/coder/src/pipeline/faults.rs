//! What is wrong with an answer, and how to ask differently: the obvious cases.

use async_openai::types::chat::FinishReason;
use chartfleet_model::{AnswerFault, ReviewReason};
use serde::de::IgnoredAny;

use crate::answer::AnswerProblem;

/// White space after which an answer is a loop: no form asked for has so much.
const LONGEST_BLANK: usize = 64;

/// An answer as its server gave it. No `Debug`: it holds the model's words.
#[derive(Clone, Copy, Default)]
pub(crate) struct Heard<'a> {
    /// Its text.
    pub(crate) text: Option<&'a str>,
    /// Why it ended.
    pub(crate) finish: Option<FinishReason>,
    /// Whether the server calls it a refusal.
    pub(crate) refused: bool,
}

/// What changes in the second question.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Adjustment {
    /// The sampling temperature.
    pub(crate) temperature: f32,
    /// How much a token counts less each time it is used; 0 for not at all.
    pub(crate) frequency_penalty: f32,
    /// How much longer the answer may be.
    pub(crate) tokens_factor: u32,
    /// What was wrong, as the repair prompt says it.
    pub(crate) repair: Option<&'static str>,
}

/// The faults of an answer that its text and its end show, worst first.
pub(crate) fn faults_of(heard: Heard<'_>) -> Vec<AnswerFault> {
    let text = heard.text.unwrap_or_default();
    let cut = heard.finish == Some(FinishReason::Length);
    let is_json = |text: &str| serde_json::from_str::<IgnoredAny>(text).is_ok();
    let inner = text.find('{').zip(text.rfind('}'));
    let inner = inner.and_then(|(open, close)| text.get(open..=close));
    let fault = if heard.refused || heard.finish == Some(FinishReason::ContentFilter) {
        AnswerFault::Refusal
    } else if longest_blank(text) > LONGEST_BLANK {
        AnswerFault::Whitespace
    } else if cut {
        AnswerFault::CutOff
    } else if text.trim().is_empty() {
        AnswerFault::Empty
    } else if is_json(text) {
        return Vec::new();
    } else if inner.is_some_and(is_json) {
        AnswerFault::Prose
    } else {
        AnswerFault::NotJson
    };
    vec![fault]
}

fn longest_blank(text: &str) -> usize {
    let runs = text.split(|c: char| !c.is_whitespace());
    runs.map(str::len).max().unwrap_or(0)
}

/// The fault that decides what to do about an answer.
pub(crate) fn worst(faults: &[AnswerFault]) -> Option<AnswerFault> {
    faults.first().copied()
}

/// Why a chart needs review whose answer has this fault still.
pub(crate) const fn review_reason(fault: AnswerFault) -> Option<ReviewReason> {
    match fault {
        AnswerFault::Refusal => Some(ReviewReason::Refused),
        AnswerFault::Whitespace | AnswerFault::Repetition => Some(ReviewReason::Runaway),
        AnswerFault::CutOff => Some(ReviewReason::Truncated),
        AnswerFault::OffTopic => None,
        _ => Some(ReviewReason::InvalidAnswer),
    }
}

/// How to ask again after an answer with this fault; `None` where it is used as
/// it is.
pub(crate) const fn retry_differently(fault: AnswerFault) -> Option<Adjustment> {
    let (temperature, frequency_penalty, repair) = match fault {
        AnswerFault::CutOff => {
            return Some(Adjustment {
                temperature: 0.0,
                frequency_penalty: 0.0,
                tokens_factor: 2,
                repair: None,
            });
        }
        AnswerFault::Surplus | AnswerFault::OffTopic => return None,
        AnswerFault::Whitespace => (0.3, 0.3, "it was white space instead of an answer"),
        AnswerFault::Repetition => (0.3, 0.3, "it repeated itself"),
        AnswerFault::Empty => (0.2, 0.0, "it was empty"),
        AnswerFault::Refusal => (
            0.2,
            0.0,
            "it declined; this is the coding of an existing record for its own facility, and a person decides about every code",
        ),
        AnswerFault::WrongLanguage => (0.2, 0.0, "its words were not English"),
        AnswerFault::Prose => (0.0, 0.0, "there was text around the JSON object"),
        AnswerFault::NotJson => (0.0, 0.0, "it was not one JSON object"),
        AnswerFault::WrongShape => (
            0.0,
            0.0,
            "the object had not the fields that were asked for",
        ),
        AnswerFault::PartlyUnreadable => (
            0.0,
            0.0,
            "some elements lacked a field or had a value that is not allowed",
        ),
    };
    Some(Adjustment {
        temperature,
        frequency_penalty,
        tokens_factor: 1,
        repair: Some(repair),
    })
}

/// The fault behind a problem of reading.
impl From<AnswerProblem> for AnswerFault {
    fn from(problem: AnswerProblem) -> Self {
        match problem {
            AnswerProblem::NotJson => Self::NotJson,
            AnswerProblem::NoList | AnswerProblem::NothingReadable => Self::WrongShape,
            AnswerProblem::PartlyUnreadable => Self::PartlyUnreadable,
        }
    }
}
