//! Charts larger than the context, against a server that counts.

use std::net::SocketAddr;
use std::sync::Mutex;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::json;
use tokio::net::TcpListener;

use super::*;
use crate::client::Served;

const CONTEXT: usize = 4_096;
const FIRST: &str = "acute zanzibarpox";
const LAST: &str = "chronic timbuktitis";

/// A server with a context and a tokenizer of so many bytes a token.
#[derive(Clone, Default)]
struct Server {
    bytes_per_token: usize,
    counts: bool,
    /// It says of a prompt that is too long only what the context is, as vLLM.
    is_curt: bool,
    /// What it declines to talk about.
    declines: &'static str,
    seen: Arc<Mutex<Vec<usize>>>,
    refused: Arc<Mutex<usize>>,
}

impl Server {
    const fn tokens(&self, text: &str) -> usize {
        text.len().div_ceil(self.bytes_per_token)
    }

    async fn serve(&self) -> SocketAddr {
        let app = Router::new()
            .route("/v1/chat/completions", post(complete))
            .route("/tokenize", post(count))
            .with_state(self.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        address
    }
}

async fn count(State(server): State<Server>, body: Json<Value>) -> (StatusCode, Json<Value>) {
    if !server.counts {
        return (StatusCode::NOT_FOUND, Json(json!({})));
    }
    let tokens = server.tokens(body["content"].as_str().unwrap());
    (StatusCode::OK, Json(json!({ "tokens": vec![0; tokens] })))
}

async fn complete(State(server): State<Server>, body: Json<Value>) -> (StatusCode, Json<Value>) {
    let messages = body["messages"].as_array().unwrap().iter();
    let texts: String = messages.map(|m| m["content"].as_str().unwrap()).collect();
    let tokens = server.tokens(&texts);
    let wanted = usize::try_from(body["max_tokens"].as_u64().unwrap()).unwrap();
    if tokens + wanted > CONTEXT {
        *server.refused.lock().unwrap() += 1;
        let error = if server.is_curt {
            let message = format!("This model's maximum context length is {CONTEXT} tokens.");
            json!({"error": {"code": 400, "message": message, "type": "BadRequestError"}})
        } else {
            json!({"error": {"code": 400, "message": "no words",
                "type": "exceed_context_size_error", "n_prompt_tokens": tokens, "n_ctx": CONTEXT}})
        };
        return (StatusCode::BAD_REQUEST, Json(error));
    }
    server.seen.lock().unwrap().push(tokens);
    let found = [(FIRST, "B04"), (LAST, "A41.9")].into_iter();
    let found = found.filter(|(words, _)| texts.contains(words));
    let elements: Vec<_> = found
        .map(|(words, code)| element("icd10cm", code, words))
        .collect();
    let declined = !server.declines.is_empty() && texts.contains(server.declines);
    let content = if declined {
        "I cannot assist with that.".to_owned()
    } else {
        answer_of(&elements)
    };
    let answer = json!({"id": "1", "object": "chat.completion", "created": 0, "model": "tiny",
        "choices": [{"index": 0, "finish_reason": "stop",
            "message": {"role": "assistant", "content": content}}],
        "usage": {"prompt_tokens": tokens, "completion_tokens": 9, "total_tokens": tokens + 9}});
    (StatusCode::OK, Json(answer))
}

/// A chart of about so many bytes that begins and ends with a diagnosis.
fn long_chart(bytes: usize) -> Chart {
    let days = "He rested, ate his meals and walked the corridor without help. ";
    let filler = days.repeat(bytes / days.len());
    let first = format!("Assessment: {FIRST}. {filler}");
    let last = format!("Course:\n{filler}Impression: {LAST}.");
    chart("inpatient", &[&first, "", &last])
}

fn settings_of(max_parts: usize) -> PipelineSettings {
    let mut settings = PipelineSettings {
        max_parts,
        ..settings()
    };
    settings.cap.max_calls = 60;
    settings
}

async fn read(server: &Server, chart: &Chart, told: bool, max_parts: usize) -> ChartResult {
    let mut client = client(server.serve().await);
    if told {
        client = client.with_served(Served {
            model: "tiny".to_owned(),
            context_tokens: u32::try_from(CONTEXT).ok(),
            slots: None,
        });
    }
    let settings = settings_of(max_parts);
    let pipeline = Pipeline::with_rules(Arc::new(FewRules), None, settings);
    let options = options(Depth::Quick);
    let prepared = pipeline.prepare(chart, TODAY).await.unwrap();
    pipeline.code(&prepared, &client, &options).await.unwrap()
}

fn codes(result: &ChartResult) -> Vec<&str> {
    let mut codes: Vec<_> = result.diagnoses.iter().map(|d| d.code.as_str()).collect();
    codes.sort_unstable();
    codes
}

fn server(bytes_per_token: usize) -> Server {
    Server {
        bytes_per_token,
        ..Server::default()
    }
}

#[tokio::test]
async fn diagnoses_at_both_ends_of_a_long_chart_are_found_and_all_of_it_is_read() {
    let (server, chart) = (server(4), long_chart(30_000));
    let result = read(&server, &chart, true, 60).await;
    assert_eq!(codes(&result), ["A41.9", "B04"]);
    let coverage = result.coverage.unwrap();
    assert!(coverage.is_whole() && coverage.parts > 5, "{coverage:?}");
    assert_eq!(
        result.outcome,
        Outcome::Coded,
        "{:?}",
        result.review_reasons
    );
    assert_eq!(*server.refused.lock().unwrap(), 0, "no prompt was too long");
    assert_eq!(
        usize::from(coverage.parts),
        server.seen.lock().unwrap().len()
    );
    for diagnosis in &result.diagnoses {
        let words = diagnosis.evidence[0].slice(&chart.documents).unwrap();
        assert!([FIRST, LAST].contains(&words));
    }
}

#[tokio::test]
async fn a_context_that_only_a_refusal_tells_is_learnt_at_once() {
    let server = server(4);
    let result = read(&server, &long_chart(30_000), false, 60).await;
    assert_eq!(codes(&result), ["A41.9", "B04"]);
    assert!(result.coverage.unwrap().is_whole());
    assert_eq!(*server.refused.lock().unwrap(), 1);
}

#[tokio::test]
async fn text_denser_than_expected_is_split_again() {
    let server = server(2);
    let result = read(&server, &long_chart(12_000), true, 90).await;
    assert_eq!(codes(&result), ["A41.9", "B04"]);
    assert!(result.coverage.unwrap().is_whole());
    assert_eq!(*server.refused.lock().unwrap(), 1);
}

#[tokio::test]
async fn a_server_that_does_not_say_how_long_a_prompt_was_teaches_all_the_same() {
    let server = Server {
        is_curt: true,
        ..server(2)
    };
    let result = read(&server, &long_chart(12_000), true, 90).await;
    assert_eq!(codes(&result), ["A41.9", "B04"]);
    assert!(result.coverage.unwrap().is_whole());
    assert!(*server.refused.lock().unwrap() <= 2);
}

#[tokio::test]
async fn a_server_that_counts_is_asked_before_a_chart_is_split() {
    let server = Server {
        counts: true,
        ..server(8)
    };
    let result = read(&server, &long_chart(4_000), true, 16).await;
    assert_eq!(codes(&result), ["A41.9", "B04"]);
    assert_eq!((result.usage.calls, result.coverage), (1, None));
}

#[tokio::test]
async fn what_may_not_be_read_or_fails_is_said() {
    let result = read(&server(4), &long_chart(30_000), true, 3).await;
    let coverage = result.coverage.unwrap();
    assert_eq!(coverage.parts_read, 3);
    assert!(coverage.parts > 3 && coverage.unread_bytes > 20_000);
    assert!(result.review_reasons.contains(&ReviewReason::NotReadWhole));

    let server = Server {
        declines: LAST,
        ..server(4)
    };
    let result = read(&server, &long_chart(30_000), true, 60).await;
    let coverage = result.coverage.unwrap();
    assert_eq!(coverage.parts_read + 1, coverage.parts);
    assert_eq!(codes(&result), ["B04"]);
    let reasons = [ReviewReason::Refused, ReviewReason::NotReadWhole];
    assert_eq!(result.review_reasons, reasons);
}

#[tokio::test]
async fn a_context_without_room_for_any_note_is_too_long() {
    let server = server(1);
    let result = read(&server, &long_chart(9_000), true, 16).await;
    assert_eq!(result.review_reasons, [ReviewReason::TooLong]);
    assert!(result.diagnoses.is_empty());
}
