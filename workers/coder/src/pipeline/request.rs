//! The JSON body of a request.
//!
//! Borrowed and hand-written instead of async-openai's request type, because
//! that type owns every string (a copy of the notes) and keeps the schema as a
//! `Value`, which sorts its properties. The tests read it back as that type.

use bytes::Bytes;
use chartfleet_model::Chart;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::answer::AnswerProblem;
use crate::prompt::{self, Candidate, schema};

/// An answer is never asked to fit into fewer tokens.
const MIN_ANSWER_TOKENS: u32 = 256;
/// Fewer bytes of English than a token ever takes on average: with it a
/// prompt's tokens are overestimated.
const FEW_BYTES_PER_TOKEN: usize = 3;
/// More bytes of English than a token ever takes on average.
const MANY_BYTES_PER_TOKEN: usize = 16;

/// What is the same in all requests for charts of one setting.
pub(super) struct Setting {
    system: String,
    system_message: Box<RawValue>,
    response_format: Box<RawValue>,
}

/// What differs between the first and the second request for a chart.
#[derive(Clone, Copy)]
pub(super) struct Ask {
    /// What was wrong with the first answer.
    pub(super) problem: Option<AnswerProblem>,
    /// The longest answer wanted.
    pub(super) max_tokens: u32,
    /// Prompt and answer together, where it is known.
    pub(super) context_tokens: Option<u32>,
}

#[derive(Serialize)]
struct Request<'a> {
    model: &'a str,
    messages: (&'a RawValue, Message<'a>),
    max_tokens: u32,
    temperature: u8,
    stream: bool,
    response_format: &'a RawValue,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: &'a str,
}

impl Setting {
    pub(super) fn new(inpatient: bool, max_suggestions: usize) -> Self {
        let system = prompt::system_message(inpatient);
        let message = Message {
            role: "system",
            content: &system,
        };
        // Two strings always serialize.
        let system_message = serde_json::value::to_raw_value(&message).unwrap_or_default();
        let response_format = schema::response_format(inpatient, max_suggestions);
        Self {
            system,
            system_message,
            response_format,
        }
    }

    pub(super) fn response_format(&self) -> &str {
        self.response_format.get()
    }

    /// The request, or `None` where the prompt cannot fit the context.
    pub(super) fn request(
        &self,
        chart: &Chart,
        candidates: &[Candidate],
        model: &str,
        ask: Ask,
    ) -> Option<Bytes> {
        let problem = ask.problem.map(AnswerProblem::as_str);
        let user = prompt::user_message(chart, candidates, problem);
        let max_tokens = ask.answer_tokens(self.system.len() + user.len())?;
        let request = Request {
            model,
            messages: (
                &self.system_message,
                Message {
                    role: "user",
                    content: &user,
                },
            ),
            max_tokens,
            temperature: 0,
            stream: false,
            response_format: &self.response_format,
        };
        let fixed = self.system_message.get().len() + self.response_format.get().len();
        let mut body = Vec::with_capacity(fixed + user.len() + user.len() / 16 + 256);
        serde_json::to_writer(&mut body, &request).ok()?;
        Some(body.into())
    }
}

impl Ask {
    /// The answer's limit for a prompt of so many bytes. A server like vLLM
    /// refuses a request whose limit and prompt together exceed the context,
    /// so the limit gives way.
    fn answer_tokens(&self, prompt_bytes: usize) -> Option<u32> {
        let Some(context) = self.context_tokens else {
            return Some(self.max_tokens);
        };
        let tokens =
            |bytes_per_token| u32::try_from(prompt_bytes / bytes_per_token).unwrap_or(u32::MAX);
        if tokens(MANY_BYTES_PER_TOKEN) >= context {
            return None;
        }
        let room = context.saturating_sub(tokens(FEW_BYTES_PER_TOKEN));
        Some(self.max_tokens.min(room.max(MIN_ANSWER_TOKENS)))
    }
}

#[cfg(test)]
mod tests {
    use async_openai::types::chat::{ChatCompletionRequestMessage, CreateChatCompletionRequest};

    use super::*;

    const ASK: Ask = Ask {
        problem: None,
        max_tokens: 2048,
        context_tokens: None,
    };

    fn chart(text: &str) -> Chart {
        let chart = serde_json::json!({
            "id": "A1",
            "encounter": {"class": "inpatient"},
            "documents": [{"text": text}],
        });
        serde_json::from_value(chart).unwrap()
    }

    #[test]
    fn a_request_reads_back_as_an_openai_request() {
        let body = Setting::new(true, 40).request(&chart("Café \"x\"\n\u{1}"), &[], "m", ASK);
        let request: CreateChatCompletionRequest = serde_json::from_slice(&body.unwrap()).unwrap();
        assert_eq!(request.model, "m");
        assert_eq!(request.temperature, Some(0.0));
        assert_eq!(request.stream, Some(false));
        assert!(request.response_format.is_some());
        let [
            ChatCompletionRequestMessage::System(_),
            ChatCompletionRequestMessage::User(user),
        ] = request.messages.as_slice()
        else {
            panic!("a system and a user message");
        };
        let user = serde_json::to_value(&user.content).unwrap();
        assert_eq!(
            prompt::notes_in(user.as_str().unwrap()),
            ["Café \"x\"\n\u{1}"]
        );
    }

    #[test]
    fn the_answer_gives_way_to_the_prompt_but_not_below_its_least() {
        let ask = |context| Ask {
            context_tokens: Some(context),
            ..ASK
        };
        assert_eq!(ask(8192).answer_tokens(3_000), Some(2048));
        assert_eq!(ask(2048).answer_tokens(3_000), Some(1048));
        assert_eq!(ask(1100).answer_tokens(3_000), Some(256));
        assert_eq!(ask(100).answer_tokens(3_000), None);
        assert_eq!(ASK.answer_tokens(usize::MAX), Some(2048));
    }
}
