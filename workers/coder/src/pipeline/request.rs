//! The JSON body of a request.
//!
//! Borrowed and hand-written instead of async-openai's request type, because
//! that type owns every string (a copy of the notes), keeps the schema as a
//! `Value`, which sorts its properties, and knows no slots and adapters. The
//! tests read it back as that type.

use bytes::Bytes;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::client::TokenMeter;
use crate::prompt;
use crate::settings::Adapter;
use crate::stages::suggest;

/// An answer is never asked to fit into fewer tokens.
const MIN_ANSWER_TOKENS: u32 = 256;
/// Fewer bytes of English than a token ever takes on average: with it a
/// prompt's tokens are overestimated.
pub(super) const FEW_BYTES_PER_TOKEN: usize = 3;
/// More bytes of English than a token ever takes on average.
const MANY_BYTES_PER_TOKEN: usize = 16;

/// What is the same in all requests for charts of one setting.
pub(super) struct Setting {
    system: String,
    system_message: Box<RawValue>,
    suggestions: Box<RawValue>,
}

/// Whom a request goes to.
#[derive(Clone, Copy)]
pub(super) struct Target<'a> {
    /// The model, or a server's name of an adapter.
    pub(super) model: &'a str,
    /// Prompt and answer together, where it is known.
    pub(super) context_tokens: Option<u32>,
    /// What its prompts took so far.
    pub(super) meter: &'a TokenMeter,
    /// Where the server is a llama-server: which of its slots, and adapters.
    pub(super) llama: Option<Llama<'a>>,
}

/// What only llama-server takes.
#[derive(Clone, Copy)]
pub(super) struct Llama<'a> {
    /// The slot that holds the chart in its cache, where it is not the
    /// server's choice.
    pub(super) slot: Option<u32>,
    /// The adapters; empty for those it was started with.
    pub(super) lora: &'a [Adapter],
}

/// How an answer is to be got.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Manner {
    /// The longest answer wanted.
    pub(super) max_tokens: u32,
    /// 0 takes the likeliest token.
    pub(super) temperature: f32,
    /// Where there are several votes: which.
    pub(super) seed: Option<u64>,
    /// How much a token counts less each time it was used.
    pub(super) frequency_penalty: f32,
    /// Whether to tell the probabilities of tokens.
    pub(super) logprobs: bool,
}

/// The messages of a request, apart from the system's.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The user's message.
    pub(super) user: &'a str,
    /// The answer's form.
    pub(super) format: &'a RawValue,
}

#[derive(Serialize)]
struct Request<'a> {
    model: &'a str,
    messages: (&'a RawValue, Message<'a>),
    max_tokens: u32,
    temperature: f32,
    #[serde(skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    frequency_penalty: Option<f32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logprobs: Option<bool>,
    /// llama-server tells nothing for 0, and of 20 where it is not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    top_logprobs: Option<u8>,
    stream: bool,
    response_format: &'a RawValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_slot: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cache_prompt: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lora: Option<&'a [Adapter]>,
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
        Self {
            system,
            system_message,
            suggestions: suggest::response_format(inpatient, max_suggestions),
        }
    }

    /// The form of suggestions.
    pub(super) fn suggestions(&self) -> &RawValue {
        &self.suggestions
    }

    /// Bytes of a prompt with this user message.
    pub(super) const fn prompt_bytes(&self, user: &str) -> usize {
        self.system.len() + user.len()
    }

    /// The request, or `None` where the prompt cannot fit the context.
    pub(super) fn request(
        &self,
        asked: Asked<'_>,
        target: Target<'_>,
        manner: Manner,
    ) -> Option<Bytes> {
        let prompt_bytes = self.prompt_bytes(asked.user);
        let request = Request {
            model: target.model,
            messages: (
                &self.system_message,
                Message {
                    role: "user",
                    content: asked.user,
                },
            ),
            max_tokens: target.answer_tokens(manner.max_tokens, prompt_bytes)?,
            temperature: manner.temperature,
            seed: manner.seed,
            frequency_penalty: Some(manner.frequency_penalty).filter(|&penalty| penalty > 0.0),
            logprobs: manner.logprobs.then_some(true),
            top_logprobs: manner.logprobs.then_some(1),
            stream: false,
            response_format: asked.format,
            id_slot: target.llama.and_then(|llama| llama.slot),
            cache_prompt: target.llama.map(|_| true),
            lora: target
                .llama
                .map(|llama| llama.lora)
                .filter(|lora| !lora.is_empty()),
        };
        let fixed = self.system_message.get().len() + asked.format.get().len();
        let user = asked.user.len();
        let mut body = Vec::with_capacity(fixed + user + user / 16 + 512);
        serde_json::to_writer(&mut body, &request).ok()?;
        Some(body.into())
    }
}

impl Target<'_> {
    /// The answer's limit for a prompt of so many bytes; `None` where there is
    /// surely no room. A server like vLLM refuses a request whose limit and
    /// prompt together exceed the context, so the limit gives way.
    pub(super) fn answer_tokens(&self, wanted: u32, prompt_bytes: usize) -> Option<u32> {
        let Some(context) = self.context_tokens else {
            return Some(wanted);
        };
        let fewest = u32::try_from(prompt_bytes / MANY_BYTES_PER_TOKEN).unwrap_or(u32::MAX);
        if fewest >= context {
            return None;
        }
        let room = context.saturating_sub(self.meter.tokens(prompt_bytes));
        Some(wanted.min(room.max(MIN_ANSWER_TOKENS)))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use async_openai::types::chat::{ChatCompletionRequestMessage, CreateChatCompletionRequest};
    use serde_json::Value;

    use super::*;

    const MANNER: Manner = Manner {
        max_tokens: 2048,
        temperature: 0.0,
        seed: None,
        frequency_penalty: 0.0,
        logprobs: false,
    };
    static METER: LazyLock<TokenMeter> = LazyLock::new(TokenMeter::default);

    fn target() -> Target<'static> {
        Target {
            model: "m",
            context_tokens: None,
            meter: &METER,
            llama: None,
        }
    }

    fn body(target: Target<'_>, manner: Manner) -> Bytes {
        let setting = Setting::new(true, 40);
        let asked = Asked {
            user: "Café \"x\"\n\u{1}",
            format: setting.suggestions(),
        };
        setting.request(asked, target, manner).unwrap()
    }

    #[test]
    fn a_request_reads_back_as_an_openai_request() {
        let request: CreateChatCompletionRequest =
            serde_json::from_slice(&body(target(), MANNER)).unwrap();
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
        assert_eq!(user, "Café \"x\"\n\u{1}");
    }

    #[test]
    fn only_a_llama_server_is_told_of_slots_and_adapters() {
        let names = [
            "id_slot",
            "cache_prompt",
            "lora",
            "seed",
            "logprobs",
            "frequency_penalty",
        ];
        let plain: Value = serde_json::from_slice(&body(target(), MANNER)).unwrap();
        assert!(names.iter().all(|name| plain.get(name).is_none()));
        let lora = [Adapter { id: 2, scale: 0.5 }];
        let llama = Some(Llama {
            slot: Some(3),
            lora: &lora,
        });
        let manner = Manner {
            seed: Some(1),
            frequency_penalty: 0.25,
            logprobs: true,
            ..MANNER
        };
        let told: Value =
            serde_json::from_slice(&body(Target { llama, ..target() }, manner)).unwrap();
        assert_eq!(
            (&told["id_slot"], &told["cache_prompt"]),
            (&3.into(), &true.into())
        );
        assert_eq!(told["lora"], serde_json::json!([{"id": 2, "scale": 0.5}]));
        assert!(names.iter().all(|name| told.get(name).is_some()));
    }

    #[test]
    fn the_answer_gives_way_to_the_prompt_but_not_below_its_least() {
        let limit = |context, bytes| {
            let target = Target {
                context_tokens: context,
                ..target()
            };
            target.answer_tokens(2048, bytes)
        };
        assert_eq!(limit(Some(8192), 3_000), Some(2048));
        assert_eq!(limit(Some(2048), 3_000), Some(1048));
        assert_eq!(limit(Some(1100), 3_000), Some(256));
        assert_eq!(limit(Some(100), 3_000), None);
        assert_eq!(limit(None, usize::MAX), Some(2048));
    }

    #[test]
    fn a_prompt_of_a_dense_text_leaves_the_answer_less() {
        let meter = TokenMeter::default();
        meter.learn(3_000, 1_500);
        let target = Target {
            context_tokens: Some(2048),
            meter: &meter,
            ..target()
        };
        assert_eq!(target.answer_tokens(2048, 3_000), Some(548));
    }
}
