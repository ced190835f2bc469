//! A model that plays one recorded answer: it quotes what it suggested when
//! asked to verify, keeps its order, and points at the gaps it was given.

use chartfleet_coder::prompt::notes_in;
use chartfleet_model::Document;
use chartfleet_tests::{Reply, RequestView};
use serde_json::{Value, json};

/// What the model has to say about one chart.
#[derive(Clone)]
pub(super) struct Played {
    /// The answer to the first question, its only key `suggestions`.
    pub(super) answer: Value,
    /// Gaps for the last question.
    pub(super) gaps: Vec<Value>,
}

impl Played {
    pub(super) fn reply(&self, notes: &[Document], request: &RequestView) -> Reply {
        let message = request.last_message().unwrap();
        let shown = notes_in(&message);
        let first = notes.first().map_or("", |note| note.text.trim());
        let is_this = |note: &str| note.trim().starts_with(head(first));
        assert!(
            shown.iter().any(|note| is_this(note)),
            "a prompt about another chart"
        );
        let body = request.json().unwrap();
        let form = &body["response_format"]["json_schema"];
        let fields = &form["schema"]["properties"];
        let answer = match form["name"].as_str().unwrap() {
            "suggestions" => self.answer.clone(),
            "verdicts" => self.verdicts(&fields["verdicts"]["items"]["properties"]["code"]["enum"]),
            "sequence" => self.order(&fields["order"]["items"]["enum"]),
            "gaps" => json!({ "gaps": self.gaps }),
            other => panic!("a question of form {other}"),
        };
        Reply::Text(answer.to_string())
    }

    fn suggestions(&self) -> &[Value] {
        self.answer["suggestions"].as_array().unwrap()
    }

    /// Its own codes are supported by their quotes, others by nothing.
    fn verdicts(&self, asked: &Value) -> Value {
        let verdict = |code: &Value| {
            let own = self.suggestions().iter().find(|own| &own["code"] == code);
            let quote = own.map_or("", |own| own["evidence"].as_str().unwrap());
            let verdict = if own.is_some() {
                "supported"
            } else {
                "not_supported"
            };
            json!({"code": code, "evidence": quote, "verdict": verdict})
        };
        let verdicts: Vec<_> = asked.as_array().unwrap().iter().map(verdict).collect();
        json!({ "verdicts": verdicts })
    }

    fn order(&self, asked: &Value) -> Value {
        let asked = asked.as_array().unwrap();
        let own = self.suggestions().iter().map(|own| &own["code"]);
        let order: Vec<_> = own.filter(|code| asked.contains(code)).collect();
        json!({ "order": order })
    }
}

/// The start of a note, which no other demo chart shares: long enough to tell
/// them apart, short enough to stand in the first part of a long one.
fn head(note: &str) -> &str {
    let end = note
        .char_indices()
        .nth(120)
        .map_or(note.len(), |(at, _)| at);
    note.get(..end).unwrap_or_default()
}
