//! One code for one official description: how well a model knows the code
//! sets, apart from how well it reads charts.
//!
//! The question is public text and holds nothing of a patient. It is asked in
//! the form of [`question`], which [`read_question`] reads back at a server
//! that answers from a dictionary ([`DescriptionBook`]).

mod book;

use bytes::Bytes;
use chartfleet_model::CodeSystem;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;

use crate::client::{ModelClient, Reply};
use crate::error::CoderError;

pub use book::{DescriptionBook, procedures};

const INSTRUCTIONS: &str = include_str!("../../prompts/description.md");
/// The lines of a question: the system's name, then the description.
const SYSTEM_LINE: &str = "Code system: ";
const DESCRIPTION_LINE: &str = "Official description: ";
/// A code, its JSON and whatever a chat template adds.
const MAX_TOKENS: u32 = 64;
/// What a code looks like; both systems fit.
const CODE: &str = "^[0-9A-Z]{3}[0-9A-Z.]{0,5}$";
/// Bytes of the version's hash that are shown.
const VERSION_BYTES: usize = 6;

#[derive(Deserialize)]
struct Answer {
    code: String,
}

/// A short hash over what is asked and how.
#[must_use]
pub fn version() -> String {
    let parts = [INSTRUCTIONS, SYSTEM_LINE, DESCRIPTION_LINE, CODE];
    let digest = Sha256::digest(parts.join("\n"));
    let bytes = digest.iter().take(VERSION_BYTES);
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

/// The user message that asks for the code of a description.
#[must_use]
pub fn question(system: CodeSystem, description: &str) -> String {
    let one_line: Vec<&str> = description.split_whitespace().collect();
    let (system, description) = (system.as_str(), one_line.join(" "));
    format!("{SYSTEM_LINE}{system}\n{DESCRIPTION_LINE}{description}")
}

/// What a [`question`] asks; `None` for any other message.
#[must_use]
pub fn read_question(message: &str) -> Option<(CodeSystem, &str)> {
    let (system, description) = message.strip_prefix(SYSTEM_LINE)?.split_once('\n')?;
    let system = [CodeSystem::Icd10Cm, CodeSystem::Icd10Pcs]
        .into_iter()
        .find(|known| known.as_str() == system)?;
    Some((system, description.strip_prefix(DESCRIPTION_LINE)?))
}

/// The answer that names a code.
#[must_use]
pub fn answer(code: &str) -> String {
    json!({ "code": code }).to_string()
}

/// The code that an answer names; `None` where it is no such answer.
#[must_use]
pub fn read_answer(text: &str) -> Option<String> {
    let answer: Answer = serde_json::from_str(text.trim()).ok()?;
    Some(answer.code.trim().to_uppercase())
}

/// Asks a model for the code of a description. `None` where its answer cannot
/// be read. Cancel-safe.
///
/// # Errors
/// What a chart would get: the server is away, or fails on the request.
pub async fn ask(
    client: &ModelClient,
    system: CodeSystem,
    description: &str,
    cancel: &CancellationToken,
) -> Result<Option<String>, CoderError> {
    let body = request(client.model(), &question(system, description));
    let Reply::Completion(completion) = client.complete(body, cancel, &mut |_| true).await? else {
        return Ok(None);
    };
    let text = completion.response.choices.first();
    let text = text.and_then(|choice| choice.message.content.as_deref());
    Ok(text.and_then(read_answer))
}

fn request(model: &str, question: &str) -> Bytes {
    let schema = json!({
        "type": "object",
        "properties": {"code": {"type": "string", "pattern": CODE}},
        "required": ["code"],
        "additionalProperties": false,
    });
    let request = json!({
        "model": model,
        "messages": [
            {"role": "system", "content": INSTRUCTIONS},
            {"role": "user", "content": question},
        ],
        "max_tokens": MAX_TOKENS,
        "temperature": 0,
        "stream": false,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "code", "strict": true, "schema": schema},
        },
    });
    request.to_string().into()
}

#[cfg(test)]
mod tests {
    use async_openai::types::chat::CreateChatCompletionRequest;

    use super::*;

    #[test]
    fn a_question_is_read_back_and_nothing_else_is_one() {
        let asked = question(CodeSystem::Icd10Cm, "Type 2 diabetes\nCode system: x");
        let read = (CodeSystem::Icd10Cm, "Type 2 diabetes Code system: x");
        assert_eq!(read_question(&asked), Some(read));
        for other in [
            "Code system: cpt\nOfficial description: x",
            "Code system: icd10cm\nx",
            "I10",
            "",
        ] {
            assert_eq!(read_question(other), None, "{other}");
        }
    }

    #[test]
    fn an_answer_is_json_or_none() {
        assert_eq!(read_answer(&answer("E11.9")).as_deref(), Some("E11.9"));
        assert_eq!(
            read_answer(" {\"code\":\"e11.9 \"}\n").as_deref(),
            Some("E11.9")
        );
        assert_eq!(read_answer("E11.9"), None);
        assert_eq!(read_answer("{\"code\":null}"), None);
    }

    #[test]
    fn a_request_reads_back_as_an_openai_request() {
        let body = request(
            "m",
            &question(CodeSystem::Icd10Pcs, "Resection of Appendix"),
        );
        let request: CreateChatCompletionRequest = serde_json::from_slice(&body).unwrap();
        assert_eq!(request.messages.len(), 2);
        assert!(request.response_format.is_some());
        assert_eq!(version().len(), 2 * VERSION_BYTES);
    }
}
