//! The scripted model server misbehaves as real ones do.

use std::time::Duration;

use chartfleet_coder::parse_answer;
use chartfleet_coder::prompt::{NOTE_CLOSE, NOTE_OPEN};
use chartfleet_tests::model::Suggested;
use chartfleet_tests::{Reply, ScriptedModel, eventually};
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};

const SOON: Duration = Duration::from_secs(10);
const PNEUMONIA: &[Suggested<'_>] = &[Suggested::diagnosis("J18.9", "pneumonia")];

fn client() -> Client {
    let _installed_before = rustls::crypto::ring::default_provider().install_default();
    Client::builder().no_proxy().build().unwrap()
}

async fn ask(model: &ScriptedModel) -> reqwest::Result<Response> {
    let prompt =
        format!("Code this.\n{NOTE_OPEN}\nWoman with pneumonia, on room air.\n{NOTE_CLOSE}\n");
    let body = json!({"model": "m", "messages": [{"role": "user", "content": prompt}]});
    let url = format!("{}/chat/completions", model.url());
    client().post(url).json(&body).send().await
}

async fn completion(model: &ScriptedModel) -> (String, String) {
    let body: Value = ask(model).await.unwrap().json().await.unwrap();
    let choice = &body["choices"][0];
    (
        choice["message"]["content"].as_str().unwrap().to_owned(),
        choice["finish_reason"].as_str().unwrap().to_owned(),
    )
}

async fn error(model: &ScriptedModel) -> (StatusCode, Value) {
    let response = ask(model).await.unwrap();
    (response.status(), response.json().await.unwrap())
}

#[tokio::test]
async fn by_default_it_suggests_six_codes_with_quotes_of_the_note() {
    let model = ScriptedModel::suggesting().await.unwrap();
    let (text, finish_reason) = completion(&model).await;
    let answer = parse_answer(&text, 10).unwrap();
    assert_eq!(answer.suggestions.len(), 6);
    assert_eq!(
        answer.suggestions[0].evidence,
        "Woman with pneumonia, on room"
    );
    assert_eq!((finish_reason.as_str(), model.requests()), ("stop", 1));
    assert!(model.recorded().is_empty(), "prompts are kept unasked");
}

#[tokio::test]
async fn errors_have_llama_servers_form() {
    let model = ScriptedModel::start(|request| match request.number() {
        0 => Reply::loading(),
        1 => Reply::server_error(),
        _ => Reply::context_exceeded(9000, 8192),
    })
    .await
    .unwrap();
    let (status, body) = error(&model).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        body["error"],
        json!({"message": "Loading model", "type": "unavailable_error", "code": 503})
    );
    assert_eq!(error(&model).await.0, StatusCode::INTERNAL_SERVER_ERROR);
    let (status, body) = error(&model).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(body["error"]["n_ctx"], 8192);
}

#[tokio::test]
async fn too_many_requests_says_when_to_come_back() {
    let model = ScriptedModel::start(|_| Reply::too_many_requests(3))
        .await
        .unwrap();
    let response = ask(&model).await.unwrap();
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(response.headers()["retry-after"], "3");
}

#[tokio::test]
async fn answers_can_be_cut_malformed_or_wrapped() {
    let model = ScriptedModel::start(|request| match request.number() {
        0 => Reply::suggesting_truncated(PNEUMONIA),
        1 => Reply::invalid_json(),
        2 => Reply::suggesting_in_prose(PNEUMONIA),
        3 => Reply::whitespace_loop(),
        _ => Reply::suggesting(PNEUMONIA),
    })
    .await
    .unwrap();
    for finish_reason in ["length", "stop", "stop", "length"] {
        let (text, reason) = completion(&model).await;
        assert!(parse_answer(&text, 10).is_err(), "{text}");
        assert_eq!(reason, finish_reason);
    }
    let (text, _) = completion(&model).await;
    assert_eq!(
        parse_answer(&text, 10).unwrap().suggestions[0].code,
        "J18.9"
    );
}

#[tokio::test]
async fn a_closed_connection_is_an_error_of_transport() {
    let model = ScriptedModel::start(|_| Reply::Close).await.unwrap();
    let error = ask(&model).await.unwrap_err();
    assert!(error.is_request() && error.status().is_none(), "{error:?}");
}

#[tokio::test]
async fn a_hanging_request_is_in_flight_until_its_client_gives_up() {
    let model = ScriptedModel::start(|_| Reply::Hang).await.unwrap();
    {
        let asking = ask(&model);
        let hanging = eventually("a request in flight", SOON, || async {
            (model.in_flight() == 1).then_some(())
        });
        tokio::select! {
            _ = asking => panic!("a hanging request was answered"),
            outcome = hanging => outcome.unwrap(),
        }
    }
    eventually("the end of the request", SOON, || async {
        (model.in_flight() == 0).then_some(())
    })
    .await
    .unwrap();
    assert_eq!(model.max_in_flight(), 1);
}

#[tokio::test]
async fn a_script_can_change_and_replies_can_be_late() {
    let model = ScriptedModel::start(|_| Reply::server_error())
        .await
        .unwrap();
    assert_eq!(error(&model).await.0, StatusCode::INTERNAL_SERVER_ERROR);
    model.set_script(|_| Reply::suggesting(PNEUMONIA).after(Duration::from_millis(50)));
    let start = std::time::Instant::now();
    assert_eq!(completion(&model).await.1, "stop");
    assert!(start.elapsed() >= Duration::from_millis(50));
}

#[tokio::test]
async fn a_loading_server_answers_503_on_every_path() {
    let model = ScriptedModel::suggesting().await.unwrap();
    let get = |path: &str| client().get(format!("{}{path}", model.url())).send();
    for path in ["/health", "/models"] {
        assert_eq!(get(path).await.unwrap().status(), StatusCode::OK);
    }
    model.set_loading(true);
    for path in ["/health", "/models"] {
        assert_eq!(
            get(path).await.unwrap().status(),
            StatusCode::SERVICE_UNAVAILABLE
        );
    }
}

#[tokio::test]
async fn prompts_are_recorded_only_when_asked_for() {
    let model = ScriptedModel::suggesting().await.unwrap();
    model.record();
    completion(&model).await;
    let recorded = model.recorded();
    assert!(recorded[0].last_message().unwrap().contains("pneumonia"));
    assert!(!format!("{recorded:?}").contains("pneumonia"));
}

#[tokio::test]
async fn a_stopped_server_refuses_and_can_come_back_where_it_was() {
    let model = ScriptedModel::suggesting().await.unwrap();
    let address = model.address();
    completion(&model).await;
    drop(model);
    let back = eventually("the old port", SOON, || async {
        ScriptedModel::start_at(address, |_| Reply::loading())
            .await
            .ok()
    })
    .await
    .unwrap();
    assert_eq!(error(&back).await.0, StatusCode::SERVICE_UNAVAILABLE);
}
