//! What a model's response is worth: one alone, and two to the same question.

use std::borrow::Cow;

use async_openai::types::chat::{CreateChatCompletionResponse, FinishReason};
use chartfleet_model::AnswerFault;

use super::call::Failure;
use super::logprobs::CodeLogprobs;
use crate::faults;
use crate::parts;
use crate::reading::Reading;
use crate::stages::{Read, cdi, verify};

/// The text of an answer, and how probable its codes were.
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) logprobs: Option<CodeLogprobs>,
}

/// What is used of one answer or two.
pub(super) struct Answered<T> {
    /// What could be read.
    pub(super) value: T,
    /// What is wrong with it still.
    pub(super) fault: Option<AnswerFault>,
}

/// What was read of one answer, and how long its list is.
pub(super) struct Heard<T> {
    pub(super) read: Read<T>,
    elements: usize,
}

impl<T> Heard<T> {
    /// What a response is: of a text that was cut off only what is whole is
    /// read.
    pub(super) fn of(
        response: &CreateChatCompletionResponse,
        read: impl Fn(Text<'_>) -> Read<T>,
    ) -> Self {
        let none = |fault| Self {
            read: Read::none(fault),
            elements: 0,
        };
        let Some(choice) = response.choices.first() else {
            return none(AnswerFault::Empty);
        };
        let refusal = choice.message.refusal.as_deref().unwrap_or_default();
        let answer = faults::Heard {
            text: choice.message.content.as_deref(),
            finish: choice.finish_reason,
            refused: !refusal.is_empty(),
        };
        let fault = faults::worst(&faults::faults_of(answer));
        let text = match (answer.finish, answer.text, fault) {
            (_, _, Some(AnswerFault::Refusal)) => None,
            (Some(FinishReason::Stop), text, _) => text.map(Cow::Borrowed),
            (Some(FinishReason::Length), Some(text), _) => faults::whole_part(text).map(Cow::Owned),
            _ => None,
        };
        let Some(text) = text else {
            return none(fault.unwrap_or(AnswerFault::NotJson));
        };
        let tokens = choice.logprobs.as_ref().and_then(|l| l.content.as_deref());
        let read = read(Text {
            text: &text,
            logprobs: tokens.map(CodeLogprobs::of),
        });
        Self {
            read: Read {
                fault: fault.or(read.fault),
                ..read
            },
            elements: faults::elements(&text),
        }
    }
}

impl<T: Unite> Heard<T> {
    /// A shorter second answer, and what the first, which was cut off, held
    /// whole. A second as long as it was allowed to be has left out what it had
    /// no room for.
    pub(super) fn completing(self, first: Read<T>, limit: usize) -> Read<T> {
        let is_full = self.elements >= limit;
        let fault = self.read.fault;
        let value = match (first.value, self.read.value) {
            (Some(first), Some(second)) => Some(first.united(second)),
            (first, second) => first.or(second),
        };
        Read {
            value,
            fault: fault.or(is_full.then_some(AnswerFault::CutOff)),
        }
    }
}

/// Bytes of a response's texts.
pub(super) fn answer_bytes(response: &CreateChatCompletionResponse) -> usize {
    let contents = response
        .choices
        .iter()
        .map(|choice| &choice.message.content);
    contents.flatten().map(String::len).sum()
}

/// What a question came to.
pub(super) fn used<T>(read: Read<T>) -> Result<Answered<T>, Failure> {
    let Read { value, fault, .. } = read;
    match value {
        Some(value) => Ok(Answered { value, fault }),
        None => Err(Failure::Fault(fault.unwrap_or(AnswerFault::Empty))),
    }
}

/// The second, unless the first was more use.
pub(super) fn better<T>(first: Read<T>, second: Read<T>) -> Read<T> {
    let use_of = |read: &Read<T>| match (&read.value, read.fault) {
        (Some(_), None) => 2,
        (Some(_), Some(_)) => 1,
        (None, _) => 0,
    };
    if use_of(&first) > use_of(&second) {
        first
    } else {
        second
    }
}

/// What two answers to one question are together.
pub(super) trait Unite {
    /// The first, which was cut off, with what `later` adds.
    fn united(self, later: Self) -> Self;
}

impl Unite for Reading {
    fn united(self, later: Self) -> Self {
        parts::merge(vec![self, later])
    }
}

impl Unite for Vec<verify::Judgement> {
    fn united(mut self, later: Self) -> Self {
        self.extend(later);
        verify::one_each(self)
    }
}

impl Unite for Vec<cdi::Pointer> {
    fn united(mut self, later: Self) -> Self {
        self.extend(later);
        self
    }
}

/// An order: half of one says nothing about the other.
impl Unite for Vec<usize> {
    fn united(self, later: Self) -> Self {
        later
    }
}
