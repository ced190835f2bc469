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
//! Of two answers of use the better is kept, of equals the second; what an
//! answer held whole that was cut off joins the second. A fault that stays
//! comes with the answer. A question that the spend cap forbids is not asked.
//!
//! A stage after the first for which the server fails has no answer, and the
//! chart goes on: it costs neither what the stages before it found nor the
//! server its turn. After one that took too long the server has peace.

use chartfleet_model::{AnswerFault, CallFault, ReviewReason, Stage};
use tracing::debug;

use super::budget::Price;
use super::heard::{Answered, Heard, Text, Unite, answer_bytes, better, used};
use super::request::{Asked, Manner, Setting};
use super::views::View;
use super::{CodeOptions, Pipeline};
use crate::client::{ModelClient, Reply};
use crate::error::{CoderError, Interruption, ModelFailure};
use crate::faults::{self, Adjustment, retry_differently};
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
    /// A stage after the first had no answer in time: its server may still be
    /// at work on it.
    is_late: bool,
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
    /// The server failed.
    Server,
}

/// What one call came to.
enum Turn<T> {
    Read(Heard<T>),
    Failed(Failure),
}

/// What one call asks, and how.
#[derive(Clone, Copy)]
struct Asking<'q> {
    question: &'q Question<'q>,
    user: &'q str,
    manner: Manner,
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
            Self::Server => ReviewReason::InvalidAnswer,
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
            is_late: false,
            model: String::new(),
            faults: Vec::new(),
        }
    }

    /// Asks a question, and once more where that may help; `read` makes of an
    /// answer's text what is of use in it. Cancel-safe.
    pub(super) async fn ask<T: Unite>(
        &mut self,
        view: &View,
        question: &Question<'_>,
        manner: Manner,
        read: impl Fn(Text<'_>) -> Read<T>,
    ) -> Result<Result<Answered<T>, Failure>, CoderError> {
        let stage = question.stage;
        let user = view.asked(&question.text);
        let asking = Asking {
            question,
            user: &user,
            manner,
        };
        let first = match self.turn(asking, &read).await {
            Ok(Turn::Read(first)) => first.read,
            Ok(Turn::Failed(failure)) => return Ok(Err(failure)),
            Err(error) => return self.survived(stage, error),
        };
        let Some(fault) = first.fault else {
            return Ok(used(first));
        };
        let Some(adjustment) = retry_differently(fault) else {
            self.note(stage, fault, false);
            return Ok(used(first));
        };
        debug!(
            stage = stage.as_str(),
            fault = fault.as_str(),
            "asking once more"
        );
        let limit = question.most.div_ceil(2);
        let again = format!("{user}{}", addition(adjustment, limit));
        let asking = Asking {
            question,
            user: &again,
            manner: manner.adjusted(adjustment),
        };
        let second = match self.turn(asking, &read).await {
            Ok(Turn::Read(second)) => second,
            Ok(Turn::Failed(_)) => {
                self.note(stage, fault, false);
                return Ok(used(first));
            }
            // What the first answer is worth stands, also of the first stage.
            Err(error) if first.value.is_some() && self.endures(stage, &error) => {
                self.note(stage, fault, false);
                return Ok(used(first));
            }
            Err(error) => return self.survived(stage, error),
        };
        let (left, read) = if fault == AnswerFault::CutOff {
            let read = second.completing(first, limit);
            (read.fault, read)
        } else {
            (second.read.fault, better(first, second.read))
        };
        self.note(stage, fault, left.is_none());
        if let Some(fault) = left {
            self.note(stage, fault, false);
        }
        Ok(used(read))
    }

    async fn turn<T>(
        &mut self,
        asking: Asking<'_>,
        read: impl Fn(Text<'_>) -> Read<T>,
    ) -> Result<Turn<T>, CoderError> {
        let Asking {
            question,
            user,
            manner,
        } = asking;
        if self.is_late && question.stage != Stage::Suggest {
            return Ok(Turn::Failed(Failure::Server));
        }
        let (cap, meter) = (self.pipeline.settings.cap, self.client.meter());
        let prompt_bytes = self.setting.prompt_bytes(user);
        let price = Price::of(prompt_bytes, manner.max_tokens, meter);
        let spent = &self.options.spent;
        if !spent.allows(cap, price) {
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
        let mut lost = |model_us| {
            spent.book_lost(model_us, price);
            spent.allows(cap, price)
        };
        let reply = self.client.complete(body, &self.options.cancel, &mut lost);
        let completion = match reply.await? {
            Reply::Completion(completion) => completion,
            Reply::ContextExceeded(overrun) => {
                self.client.learn(prompt_bytes, overrun);
                return Ok(Turn::Failed(Failure::TooLong));
            }
        };
        let response = &completion.response;
        meter.learn(prompt_bytes, completion.usage.prompt_tokens);
        spent.book(completion.usage, price, answer_bytes(response));
        if question.stage == Stage::Suggest {
            self.model = response.model.chars().take(MAX_MODEL_CHARS).collect();
        }
        Ok(Turn::Read(Heard::of(response, read)))
    }

    /// A stage after the first that failed at its server has no answer; the
    /// first stage, and what is not this chart's, ends the attempt.
    fn survived<T>(
        &mut self,
        stage: Stage,
        error: CoderError,
    ) -> Result<Result<Answered<T>, Failure>, CoderError> {
        if stage != Stage::Suggest && self.endures(stage, &error) {
            return Ok(Err(Failure::Server));
        }
        Err(error)
    }

    /// Whether the chart can go on after this error. It is noted then.
    pub(super) fn endures(&mut self, stage: Stage, error: &CoderError) -> bool {
        let fault = fault_of(error);
        if let Some(fault) = fault {
            self.is_late |= fault == AnswerFault::TimedOut;
            self.note(stage, fault, false);
        }
        fault.is_some()
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

/// What an error is that this question of this chart may have caused.
fn fault_of(error: &CoderError) -> Option<AnswerFault> {
    match error {
        CoderError::ModelFailed(ModelFailure::TimedOut) => Some(AnswerFault::TimedOut),
        CoderError::ModelFailed(_) | CoderError::Interrupted(Interruption::Refused) => {
            Some(AnswerFault::Unanswered)
        }
        _ => None,
    }
}

/// What is added to the question.
fn addition(adjustment: Adjustment, limit: usize) -> String {
    match adjustment.repair {
        Some(problem) => prompt::repair(problem),
        None => prompt::shorter(limit),
    }
}
