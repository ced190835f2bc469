//! What is wrong with a model's answer, and how to ask differently.
//!
//! Everything here is a pure function of the answer, linear in its length.
//! What an answer says is judged elsewhere: this is about whether it is an
//! answer at all.
//!
//! Source: what llama-server and vLLM do under a grammar. White space and
//! repetition are legal in almost every grammar and run to the limit of
//! tokens; a small model falls out of its language or into a refusal.

mod cut;
mod injection;
mod language;
mod refusal;
mod repetition;
mod retry;

use async_openai::types::chat::FinishReason;
use chartfleet_model::{AnswerFault, ReviewReason};
use serde::de::IgnoredAny;

use crate::answer::AnswerProblem;

pub(crate) use cut::{elements, whole_part};
pub use injection::injections;
pub(crate) use injection::{findings as injection_findings, only_evidence, touches};
pub(crate) use retry::{Adjustment, retry_differently};

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

/// The faults of an answer that its text and its end show, worst first; empty
/// for one JSON value that came to its end.
pub(crate) fn faults_of(heard: Heard<'_>) -> Vec<AnswerFault> {
    let text = heard.text.unwrap_or_default();
    let mut faults = Vec::new();
    if heard.refused || heard.finish == Some(FinishReason::ContentFilter) {
        faults.push(AnswerFault::Refusal);
    }
    let cut = heard.finish == Some(FinishReason::Length);
    if cut {
        faults.push(AnswerFault::CutOff);
    }
    if repetition::is_whitespace_loop(text) {
        faults.push(AnswerFault::Whitespace);
    }
    if text.trim().is_empty() {
        // A refusal and a cut have no text of their own.
        if faults.is_empty() {
            faults.push(AnswerFault::Empty);
        }
        return in_order(faults);
    }
    if !faults.contains(&AnswerFault::Whitespace) && repetition::repeats(text) {
        faults.push(AnswerFault::Repetition);
    }
    faults.extend(fault_of_form(text, cut));
    if language::is_foreign(text) {
        faults.push(AnswerFault::WrongLanguage);
    }
    in_order(faults)
}

/// What a text is that is not one JSON value.
fn fault_of_form(text: &str, cut: bool) -> Option<AnswerFault> {
    let is_json = |text: &str| serde_json::from_str::<IgnoredAny>(text).is_ok();
    if is_json(text) {
        return None;
    }
    let inner = text.find('{').zip(text.rfind('}'));
    let inner = inner.and_then(|(open, close)| text.get(open..=close));
    if inner.is_some_and(is_json) {
        Some(AnswerFault::Prose)
    } else if refusal::declines(text) {
        Some(AnswerFault::Refusal)
    } else {
        // That JSON which was cut off is no JSON says nothing new.
        (!cut).then_some(AnswerFault::NotJson)
    }
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

/// The fault that decides what to do about an answer.
pub(crate) fn worst(faults: &[AnswerFault]) -> Option<AnswerFault> {
    faults.iter().copied().min_by_key(|fault| place(*fault))
}

/// Why a chart needs review whose answer has this fault still; nothing where
/// the answer is of use all the same.
pub(crate) const fn review_reason(fault: AnswerFault) -> Option<ReviewReason> {
    match fault {
        AnswerFault::Refusal => Some(ReviewReason::Refused),
        AnswerFault::Whitespace | AnswerFault::Repetition => Some(ReviewReason::Runaway),
        AnswerFault::CutOff => Some(ReviewReason::Truncated),
        AnswerFault::OffTopic => None,
        AnswerFault::Empty
        | AnswerFault::WrongLanguage
        | AnswerFault::Prose
        | AnswerFault::NotJson
        | AnswerFault::WrongShape
        | AnswerFault::PartlyUnreadable
        | AnswerFault::Surplus
        | AnswerFault::Unanswered
        | AnswerFault::TimedOut => Some(ReviewReason::InvalidAnswer),
    }
}

fn in_order(mut faults: Vec<AnswerFault>) -> Vec<AnswerFault> {
    faults.sort_unstable_by_key(|fault| place(*fault));
    faults.dedup();
    faults
}

/// The order of faults: a cause stands before what it causes.
const fn place(fault: AnswerFault) -> u8 {
    match fault {
        AnswerFault::Refusal => 0,
        AnswerFault::Whitespace => 1,
        AnswerFault::Repetition => 2,
        AnswerFault::CutOff => 3,
        AnswerFault::Empty => 4,
        AnswerFault::WrongLanguage => 5,
        AnswerFault::Prose => 6,
        AnswerFault::NotJson => 7,
        AnswerFault::WrongShape => 8,
        AnswerFault::PartlyUnreadable => 9,
        AnswerFault::OffTopic => 10,
        AnswerFault::Surplus => 11,
        AnswerFault::Unanswered => 12,
        AnswerFault::TimedOut => 13,
    }
}

#[cfg(test)]
mod tests;
