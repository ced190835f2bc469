//! At most two calls for one chart: the question, and once more where the
//! first answer was cut off or could not be read.
//!
//! | first answer | second call | without a better second answer |
//! |---|---|---|
//! | readable | none | |
//! | cut off | the same prompt, twice the tokens | `truncated` |
//! | not readable, or partly | what was wrong is added | `invalid_answer` |
//! | refused, filtered | none | `invalid_answer` |
//! | prompt larger than the context | none | `too_long` |

use async_openai::types::chat::{CreateChatCompletionResponse, FinishReason};
use chartfleet_model::{Chart, ModelUsage, ReviewReason};
use jiff::civil::Date;
use tokio_util::sync::CancellationToken;
use tracing::debug;

use super::Pipeline;
use super::request::Ask;
use crate::answer::AnswerProblem;
use crate::client::{ModelClient, Reply};
use crate::error::CoderError;
use crate::prompt::Candidate;
use crate::reading::Reading;

/// How much longer a second answer may be than one that was cut off.
const SECOND_TRY_FACTOR: u32 = 2;
/// The longest name of a model that is kept, in characters.
const MAX_MODEL_CHARS: usize = 128;

/// The calls for one chart, and what they cost.
pub(super) struct Dialogue<'p> {
    pipeline: &'p Pipeline,
    chart: &'p Chart,
    on: Date,
    candidates: &'p [Candidate],
    pub(super) usage: ModelUsage,
    pub(super) model: String,
}

/// What one call came to.
enum Turn {
    Read(Box<Reading>),
    CutOff,
    Refused,
    TooLong,
}

impl<'p> Dialogue<'p> {
    pub(super) fn new(
        pipeline: &'p Pipeline,
        chart: &'p Chart,
        on: Date,
        candidates: &'p [Candidate],
    ) -> Self {
        let (usage, model) = (ModelUsage::default(), String::new());
        Self {
            pipeline,
            chart,
            on,
            candidates,
            usage,
            model,
        }
    }

    pub(super) async fn run(
        &mut self,
        client: &ModelClient,
        cancel: &CancellationToken,
    ) -> Result<Reading, CoderError> {
        let settings = &self.pipeline.settings;
        let told = [client.context_tokens(), settings.context_tokens];
        let context_tokens = told.into_iter().flatten().min();
        let max_tokens = settings.max_tokens;
        let ask = Ask {
            problem: None,
            max_tokens,
            context_tokens,
        };
        let first = self.turn(client, ask, cancel).await?;
        let again = match &first {
            Turn::Read(reading) => reading.problem.map(|p| Ask {
                problem: Some(p),
                ..ask
            }),
            Turn::CutOff => Some(Ask {
                max_tokens: max_tokens.saturating_mul(SECOND_TRY_FACTOR),
                ..ask
            }),
            Turn::Refused | Turn::TooLong => None,
        };
        let Some(again) = again else {
            return Ok(first.into_reading());
        };
        let problem = again.problem.map_or("cut off", AnswerProblem::as_str);
        debug!(problem, "asking the model once more");
        let second = self.turn(client, again, cancel).await?;
        Ok(better(first, second).into_reading())
    }

    async fn turn(
        &mut self,
        client: &ModelClient,
        ask: Ask,
        cancel: &CancellationToken,
    ) -> Result<Turn, CoderError> {
        let setting = self.pipeline.setting(self.chart);
        let request = setting.request(self.chart, self.candidates, client.model(), ask);
        let Some(body) = request else {
            return Ok(Turn::TooLong);
        };
        let completion = match client.complete(body, cancel).await? {
            Reply::Completion(completion) => completion,
            Reply::ContextExceeded => return Ok(Turn::TooLong),
        };
        self.usage.add(completion.usage);
        self.model = completion
            .response
            .model
            .chars()
            .take(MAX_MODEL_CHARS)
            .collect();
        Ok(self.interpret(&completion.response))
    }

    fn interpret(&self, response: &CreateChatCompletionResponse) -> Turn {
        let Some(choice) = response.choices.first() else {
            return unreadable();
        };
        let refused = choice
            .message
            .refusal
            .as_ref()
            .is_some_and(|text| !text.is_empty());
        match (choice.finish_reason, &choice.message.content) {
            (Some(FinishReason::Length), _) => Turn::CutOff,
            (Some(FinishReason::ContentFilter), _) => Turn::Refused,
            _ if refused => Turn::Refused,
            (Some(FinishReason::Stop), Some(text)) => {
                Turn::Read(Box::new(self.pipeline.interpret(self.chart, self.on, text)))
            }
            // No text, or an end that says nothing about completeness.
            _ => unreadable(),
        }
    }
}

fn unreadable() -> Turn {
    let reading = Reading::without_claim(ReviewReason::InvalidAnswer);
    Turn::Read(Box::new(Reading {
        problem: Some(AnswerProblem::NotJson),
        ..reading
    }))
}

/// The second turn, unless the first was more use.
fn better(first: Turn, second: Turn) -> Turn {
    match (first, second) {
        (Turn::Read(first), Turn::Read(second)) if first.quality() > second.quality() => {
            Turn::Read(first)
        }
        (_, Turn::Read(second)) => Turn::Read(second),
        (first, _) => first,
    }
}

impl Turn {
    fn into_reading(self) -> Reading {
        match self {
            Self::Read(reading) => *reading,
            Self::CutOff => Reading::without_claim(ReviewReason::Truncated),
            Self::Refused => Reading::without_claim(ReviewReason::InvalidAnswer),
            Self::TooLong => Reading::without_claim(ReviewReason::TooLong),
        }
    }
}
