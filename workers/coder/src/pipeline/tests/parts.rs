//! Charts larger than the context, against a server that counts.

use std::net::SocketAddr;
use std::sync::Mutex;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use chartfleet_model::{Stage, Verdict};
use serde_json::json;
use tokio::net::TcpListener;

use super::retrieve::Retrieved;
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
    /// Whether every digit is a token, as for many tokenizers.
    digits: bool,
    /// Whether it refuses what is too long without saying by how much.
    tells_nothing: bool,
    /// It says of a prompt that is too long only what the context is, as vLLM.
    is_curt: bool,
    /// What it declines to talk about.
    declines: &'static str,
    seen: Arc<Mutex<Vec<usize>>>,
    /// The questions answered: the name of the form, and the user's message.
    asked: Arc<Mutex<Vec<(String, String)>>>,
    refused: Arc<Mutex<usize>>,
    counted: Arc<Mutex<usize>>,
}

impl Server {
    fn tokens(&self, text: &str) -> usize {
        let is_token = |b: &u8| self.digits && b.is_ascii_digit();
        let digits = text.bytes().filter(|b| is_token(b)).count();
        digits + (text.len() - digits).div_ceil(self.bytes_per_token)
    }

    /// The user's messages of a form's questions.
    fn asked(&self, form: &str) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        let of_form = asked.iter().filter(|(name, _)| name == form);
        of_form.map(|(_, user)| user.clone()).collect()
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
    *server.counted.lock().unwrap() += 1;
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
        let error = if server.tells_nothing {
            json!({"error": {"type": "exceed_context_size_error"}})
        } else if server.is_curt {
            let message = format!("This model's maximum context length is {CONTEXT} tokens.");
            json!({"error": {"code": 400, "message": message, "type": "BadRequestError"}})
        } else {
            json!({"error": {"code": 400, "message": "no words",
                "type": "exceed_context_size_error", "n_prompt_tokens": tokens, "n_ctx": CONTEXT}})
        };
        return (StatusCode::BAD_REQUEST, Json(error));
    }
    server.seen.lock().unwrap().push(tokens);
    let form = body["response_format"]["json_schema"]["name"].as_str();
    let form = form.unwrap().to_owned();
    let user = body["messages"][1]["content"].as_str().unwrap().to_owned();
    let content = said(&form, &user);
    server.asked.lock().unwrap().push((form, user));
    let declined = !server.declines.is_empty() && texts.contains(server.declines);
    let content = if declined {
        "I cannot assist with that.".to_owned()
    } else {
        content
    };
    let answer = json!({"id": "1", "object": "chat.completion", "created": 0, "model": "tiny",
        "choices": [{"index": 0, "finish_reason": "stop",
            "message": {"role": "assistant", "content": content}}],
        "usage": {"prompt_tokens": tokens, "completion_tokens": 9, "total_tokens": tokens + 9}});
    (StatusCode::OK, Json(answer))
}

/// The answer to a question: what stands in the notes is suggested and
/// supported, and what does not is not; the last is the principal diagnosis.
fn said(form: &str, user: &str) -> String {
    let known = [(FIRST, "B04"), (LAST, "A41.9")];
    let found = known.iter().filter(|(words, _)| user.contains(words));
    match form {
        "suggestions" => {
            let element = |(words, code): &(&str, &str)| element("icd10cm", code, words);
            answer_of(&found.map(element).collect::<Vec<_>>())
        }
        "verdicts" => {
            let verdicts = known.map(|(words, code)| match user.contains(words) {
                true => json!({"code": code, "evidence": words, "verdict": "supported"}),
                false => json!({"code": code, "evidence": "", "verdict": "not_supported"}),
            });
            json!({ "verdicts": verdicts }).to_string()
        }
        "sequence" => json!({"order": ["A41.9", "B04"]}).to_string(),
        _ => json!({"gaps": []}).to_string(),
    }
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
        client = client.with_served(served());
    }
    let settings = settings_of(max_parts);
    let pipeline = Pipeline::with_rules(Arc::new(FewRules), None, settings);
    let options = options(Depth::Quick);
    let prepared = pipeline.prepare(chart, TODAY).await.unwrap();
    pipeline.code(&prepared, &client, &options).await.unwrap()
}

fn served() -> Served {
    Served {
        model: "tiny".to_owned(),
        context_tokens: u32::try_from(CONTEXT).ok(),
        slots: None,
    }
}

/// The same in depth, from what retrieval offers.
async fn read_deeply(server: &Server, chart: &Chart, retrieved: Retrieved) -> ChartResult {
    let client = client(server.serve().await).with_served(served());
    let pipeline = Pipeline::with_rules(Arc::new(FewRules), None, settings_of(60));
    let options = options(Depth::Thorough);
    let read = ReadChart::of(chart, TODAY);
    let prepared = Prepared { read, retrieved };
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

#[tokio::test]
async fn a_chart_in_parts_is_verified_and_sequenced_once_on_its_passages() {
    let (server, chart) = (server(4), long_chart(30_000));
    let found = stages::retrieved(&["B04", "I10"]);
    let result = read_deeply(&server, &chart, found).await;
    let in_order: Vec<_> = result.diagnoses.iter().map(|d| d.code.as_str()).collect();
    assert_eq!(in_order, ["A41.9", "B04"]);
    for diagnosis in &result.diagnoses {
        assert_eq!(diagnosis.signals.verdict, Some(Verdict::Supported));
        assert_eq!(diagnosis.signals.votes, None, "each part is read once");
    }
    assert_eq!(
        result.outcome,
        Outcome::Coded,
        "{:?}",
        result.review_reasons
    );
    assert_eq!(result.effort.unwrap().stages, Stage::ALL);
    let parts = usize::from(result.coverage.unwrap().parts);
    assert_eq!(server.asked("suggestions").len(), parts);
    let [verify] = &server.asked("verdicts")[..] else {
        panic!("one question to the verifier");
    };
    assert!(verify.contains("Note 1 of 3 (passages): "));
    assert!(verify.contains(FIRST) && verify.contains(LAST));
    assert!(
        !verify.contains("I10 title of I10"),
        "nothing of it is shown"
    );
    let (shared, _) = verify.split_once("## Question").unwrap();
    for form in ["sequence", "gaps"] {
        let asked = server.asked(form);
        assert!(asked.len() == 1 && asked[0].starts_with(shared), "{form}");
    }
    assert_eq!(*server.refused.lock().unwrap(), 0);
}

#[tokio::test]
async fn dense_pages_and_dense_passages_are_read_all_the_same() {
    let results = "K 4.1 3.9 4.0 13.25 8.875 140 138 139. ".repeat(200);
    let mut chart = long_chart(12_000);
    chart.documents[1].text = results.clone();
    let dense = Server {
        counts: true,
        digits: true,
        ..server(4)
    };
    let result = read(&dense, &chart, true, 60).await;
    assert!(result.coverage.unwrap().is_whole());
    assert_eq!(*dense.refused.lock().unwrap(), 0);
    let text = &mut chart.documents[2].text;
    *text = format!("{} {results} {LAST}.", text.replace(LAST, "well"));
    let result = read(&dense, &chart, true, 60).await;
    assert!(result.coverage.unwrap().is_whole(), "{:?}", result.coverage);
    assert_eq!(codes(&result), ["A41.9", "B04"]);
    assert!(
        *dense.refused.lock().unwrap() > 0,
        "a part was read in halves"
    );
}

#[tokio::test]
async fn an_empty_note_does_not_end_the_counting() {
    let server = Server {
        counts: true,
        ..server(8)
    };
    let result = read(&server, &long_chart(8_000), true, 16).await;
    assert_eq!((result.usage.calls, result.coverage), (1, None));
    assert_eq!(*server.counted.lock().unwrap(), 2);
}

#[tokio::test]
async fn candidates_give_way_to_notes_and_the_trace_tells_of_those_offered() {
    let server = Server {
        counts: true,
        ..server(4)
    };
    let candidates: Vec<String> = (0..90)
        .map(|n| format!("M{}.{n:02}", n % 90 + 10))
        .collect();
    let codes: Vec<&str> = candidates.iter().map(String::as_str).collect();
    let mut found = stages::retrieved(&codes);
    for (rank, candidate) in (1..).zip(&mut found.offered) {
        candidate.title = format!("condition number {rank} of a long title ").repeat(4);
    }
    let result = read_deeply(&server, &long_chart(8_000), found).await;
    let offered = server.asked("suggestions")[0]
        .matches("condition number")
        .count()
        / 4;
    assert_eq!(result.trace.retrieved.len(), offered);
    assert!((12..90).contains(&offered), "{offered}");
    assert_eq!(*server.counted.lock().unwrap(), 2, "each page once");
}

#[tokio::test]
async fn a_chart_that_a_server_refuses_without_a_word_is_read_in_halves() {
    let server = Server {
        tells_nothing: true,
        ..server(4)
    };
    let result = read(&server, &long_chart(9_000), false, 16).await;
    assert_eq!(codes(&result), ["A41.9", "B04"]);
    let coverage = result.coverage.unwrap();
    assert!(coverage.is_whole() && coverage.parts > 1, "{coverage:?}");
    let prompts = server.asked("suggestions");
    assert!(prompts[0].contains("(part 1 of "), "no two have a number");
}
