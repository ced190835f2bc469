//! One question about a chart: asked, and once more, differently, where the
//! answer was of no use.
//!
//! | what is wrong with the first answer | how it is asked again |
//! |---|---|
//! | cut off | twice the tokens, half the elements |
//! | white space, repetition | warmer, repetition penalised |
//! | empty, refused, another language | warmer, and told what was wrong |
//! | prose, no JSON, another shape, partly unreadable | told what was wrong |
//! | codes nobody asked about, too many elements | not at all |
//! | prompt larger than the context | not at all |
//!
//! Of two answers of use the better is kept, of equals the second. A question
//! that the spend cap forbids is not asked.

use async_openai::types::chat::{CreateChatCompletionResponse, FinishReason};
use chartfleet_model::{AnswerFault, CallFault, ModelUsage, ReviewReason, Stage};
use tracing::debug;

use super::budget::Budget;
use super::logprobs::CodeLogprobs;
use super::request::{Asked, Manner, Setting};
use super::views::View;
use super::{CodeOptions, Pipeline};
use crate::client::{ModelClient, Reply};
use crate::error::CoderError;
use crate::faults::{self, Adjustment, Heard, retry_differently};
use crate::prompt;
use crate::stages::{Question, Read};

/// The longest name of a model that is kept, in characters.
const MAX_MODEL_CHARS: usize = 128;

/// The calls for one chart, and what they cost.
pub(super) struct Calls<'p> {
    pipeline: &'p Pipeline,
    setting: &'p Setting,
    client: &'p ModelClient,
    options: &'p CodeOptions,
    budget: Budget,
    pub(super) usage: ModelUsage,
    /// The model that made the suggestions, as its server names it.
    pub(super) model: String,
    pub(super) faults: Vec<CallFault>,
}

/// Why a question has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The answers were of no use.
    Fault(AnswerFault),
    /// The prompt is larger than the context.
    TooLong,
    /// Asking could have exceeded the cap.
    SpendCap,
}

/// The text of an answer, and how probable its codes were.
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) logprobs: Option<CodeLogprobs>,
}

/// What one call came to.
enum Turn<T> {
    Read(Read<T>),
    Failed(Failure),
}

impl Failure {
    /// Why the chart needs review where its suggestions are missing for this.
    pub(super) fn review_reason(self) -> ReviewReason {
        match self {
            Self::Fault(fault) => {
                faults::review_reason(fault).unwrap_or(ReviewReason::InvalidAnswer)
            }
            Self::TooLong => ReviewReason::TooLong,
            Self::SpendCap => ReviewReason::SpendCap,
        }
    }
}

impl<'p> Calls<'p> {
    pub(super) fn new(
        pipeline: &'p Pipeline,
        setting: &'p Setting,
        client: &'p ModelClient,
        options: &'p CodeOptions,
    ) -> Self {
        Self {
            pipeline,
            setting,
            client,
            options,
            budget: Budget::new(pipeline.settings.cap),
            usage: ModelUsage::default(),
            model: String::new(),
            faults: Vec::new(),
        }
    }

    /// Asks a question, and once more where that may help; `read` makes of an
    /// answer's text what is of use in it. Cancel-safe.
    pub(super) async fn ask<T>(
        &mut self,
        view: &View,
        question: &Question<'_>,
        manner: Manner,
        read: impl Fn(Text<'_>) -> Read<T>,
    ) -> Result<Result<T, Failure>, CoderError> {
        let user = view.asked(&question.text);
        let first = match self.turn(question, &user, manner, &read).await? {
            Turn::Read(first) => first,
            Turn::Failed(failure) => return Ok(Err(failure)),
        };
        let Some(fault) = first.fault else {
            return Ok(used(first));
        };
        let Some(adjustment) = retry_differently(fault) else {
            self.note(question.stage, fault, false);
            return Ok(used(first));
        };
        debug!(
            stage = question.stage.as_str(),
            fault = fault.as_str(),
            "asking once more"
        );
        let again = user + &addition(adjustment, question.most);
        let manner = manner.adjusted(adjustment);
        let second = match self.turn(question, &again, manner, &read).await? {
            Turn::Read(second) => second,
            Turn::Failed(_) => {
                self.note(question.stage, fault, false);
                return Ok(used(first));
            }
        };
        self.note(question.stage, fault, second.fault.is_none());
        if let Some(fault) = second.fault {
            self.note(question.stage, fault, false);
        }
        Ok(used(better(first, second)))
    }

    async fn turn<T>(
        &mut self,
        question: &Question<'_>,
        user: &str,
        manner: Manner,
        read: impl Fn(Text<'_>) -> Read<T>,
    ) -> Result<Turn<T>, CoderError> {
        let prompt_bytes = self.setting.prompt_bytes(user);
        if !self.budget.allows(prompt_bytes, manner.max_tokens) {
            return Ok(Turn::Failed(Failure::SpendCap));
        }
        let asked = Asked {
            user,
            format: &question.format,
        };
        let target = self
            .pipeline
            .target(question.stage, self.client, self.options.slot);
        let Some(body) = self.setting.request(asked, target, manner) else {
            return Ok(Turn::Failed(Failure::TooLong));
        };
        let completion = match self.client.complete(body, &self.options.cancel).await? {
            Reply::Completion(completion) => completion,
            Reply::ContextExceeded(overrun) => {
                self.client.learn(prompt_bytes, overrun);
                return Ok(Turn::Failed(Failure::TooLong));
            }
        };
        let response = &completion.response;
        let tokens = completion.usage.prompt_tokens;
        self.client.meter().learn(prompt_bytes, tokens);
        self.usage.add(completion.usage);
        self.budget
            .book(&completion.usage, prompt_bytes, answer_bytes(response));
        if question.stage == Stage::Suggest {
            self.model = response.model.chars().take(MAX_MODEL_CHARS).collect();
        }
        Ok(Turn::Read(heard(response, read)))
    }

    fn note(&mut self, stage: Stage, fault: AnswerFault, mended: bool) {
        self.faults.push(CallFault {
            stage,
            fault,
            mended,
        });
    }
}

impl Manner {
    fn adjusted(self, by: Adjustment) -> Self {
        Self {
            max_tokens: self.max_tokens.saturating_mul(by.tokens_factor),
            temperature: self.temperature.max(by.temperature),
            frequency_penalty: by.frequency_penalty,
            ..self
        }
    }
}

/// What is added to the question.
fn addition(adjustment: Adjustment, most: usize) -> String {
    match adjustment.repair {
        Some(problem) => prompt::repair(problem),
        None => prompt::shorter(most.div_ceil(2)),
    }
}

/// What a response is: its text is read only where it came to its end.
fn heard<T>(
    response: &CreateChatCompletionResponse,
    read: impl Fn(Text<'_>) -> Read<T>,
) -> Read<T> {
    let Some(choice) = response.choices.first() else {
        return Read::none(AnswerFault::Empty);
    };
    let refusal = choice.message.refusal.as_deref().unwrap_or_default();
    let heard = Heard {
        text: choice.message.content.as_deref(),
        finish: choice.finish_reason,
        refused: !refusal.is_empty(),
    };
    let fault = faults::worst(&faults::faults_of(heard));
    let text = match (heard.finish, heard.text, fault) {
        (_, _, Some(AnswerFault::Refusal)) => None,
        (Some(FinishReason::Stop), text, _) => text,
        _ => None,
    };
    let Some(text) = text else {
        return Read::none(fault.unwrap_or(AnswerFault::NotJson));
    };
    let tokens = choice.logprobs.as_ref().and_then(|l| l.content.as_deref());
    let read = read(Text {
        text,
        logprobs: tokens.map(CodeLogprobs::of),
    });
    Read {
        fault: fault.or(read.fault),
        ..read
    }
}

fn answer_bytes(response: &CreateChatCompletionResponse) -> usize {
    let contents = response
        .choices
        .iter()
        .map(|choice| &choice.message.content);
    contents.flatten().map(String::len).sum()
}

fn used<T>(read: Read<T>) -> Result<T, Failure> {
    let fault = read.fault.unwrap_or(AnswerFault::Empty);
    read.value.ok_or(Failure::Fault(fault))
}

/// The second, unless the first was more use.
fn better<T>(first: Read<T>, second: Read<T>) -> Read<T> {
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
