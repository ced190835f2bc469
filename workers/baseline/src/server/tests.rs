use std::sync::mpsc;
use std::time::Duration;

use chartfleet_coder::{EndpointSettings, ModelClient};
use chartfleet_model::backoff::Backoff;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::desk::Search;

const ASK: &str = r#"{"messages":[{"role":"user","content":"acute canarypox"}]}"#;

/// Serves `search` on a free port, one request at a time and none waiting.
async fn serve(search: Search) -> String {
    let registry = Registry::new();
    let metrics = BaselineMetrics::register(&registry).unwrap();
    let server = Server::new(Desk::new(search, 1, 0), metrics, registry);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, server.router()).await.unwrap() });
    format!("http://{address}/v1")
}

fn echo_length() -> Search {
    Arc::new(|message, wanted| format!("{} {}", message.len(), wanted.poa))
}

fn client(base_url: &str) -> ModelClient {
    let moment = Duration::from_millis(1);
    let wait = Duration::from_secs(10);
    ModelClient::new(EndpointSettings {
        base_url: base_url.parse().unwrap(),
        model: String::new(),
        api_key: None,
        request_timeout: wait,
        connect_timeout: wait,
        canary_timeout: wait,
        attempts: 1,
        backoff: Backoff::try_new(moment, moment).unwrap(),
        retry_after_cap: moment,
    })
    .unwrap()
}

async fn answered(server: &Server, body: &str) -> (StatusCode, Value) {
    let body = Bytes::copy_from_slice(body.as_bytes());
    let response = complete(State(server.clone()), body).await;
    let status = response.status();
    let body = axum::body::to_bytes(response.into_body(), 1 << 20)
        .await
        .unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

fn server(search: Search) -> Server {
    let registry = Registry::new();
    let metrics = BaselineMetrics::register(&registry).unwrap();
    Server::new(Desk::new(search, 1, 0), metrics, registry)
}

#[tokio::test]
async fn the_pipelines_own_client_understands_the_server() {
    let client = client(&serve(echo_length()).await);
    let cancel = CancellationToken::new();
    let served = client.probe(&cancel).await.unwrap();
    assert_eq!(
        (served.model.as_str(), served.context_tokens),
        (MODEL, None)
    );
    assert!(client.canary(&cancel).await.is_ok());
}

#[tokio::test]
async fn an_answer_is_a_chat_completion_with_a_rough_count_of_tokens() {
    let (status, body) = answered(&server(echo_length()), ASK).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(body["choices"][0]["message"]["content"], "15 false");
    assert_eq!(body["choices"][0]["finish_reason"], "stop");
    assert_eq!(body["usage"]["total_tokens"], 15 / 4 + 8 / 4);
    assert_eq!(body["model"], MODEL);
}

#[tokio::test]
async fn what_is_refused_gets_an_error_in_openais_shape_without_its_own_words() {
    let streaming = ASK.replace("{\"messages", "{\"stream\":true,\"messages");
    for body in [
        streaming.as_str(),
        "{\"messages\": \"canarypox",
        "{\"messages\":[]}",
    ] {
        let (status, error) = answered(&server(echo_length()), body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert_eq!(error["error"]["type"], "invalid_request_error");
        assert!(!error.to_string().contains("canarypox"));
    }
}

#[tokio::test]
async fn a_request_without_a_place_is_told_when_to_come_back() {
    let (release, hold) = mpsc::channel::<()>();
    let (begun, begins) = tokio::sync::oneshot::channel();
    let begun = std::sync::Mutex::new(Some(begun));
    let hold = std::sync::Mutex::new(hold);
    let search: Search = Arc::new(move |_, _| {
        if let Some(begun) = begun.lock().unwrap().take() {
            begun.send(()).unwrap();
        }
        hold.lock().unwrap().recv().unwrap();
        String::new()
    });
    let server = server(search);
    let first = tokio::spawn({
        let server = server.clone();
        async move { answered(&server, ASK).await.0 }
    });
    begins.await.unwrap();
    let second = complete(State(server.clone()), Bytes::from_static(ASK.as_bytes())).await;
    assert_eq!(second.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(second.headers()[header::RETRY_AFTER], RETRY_AFTER_S);
    release.send(()).unwrap();
    assert_eq!(first.await.unwrap(), StatusCode::OK);
    let metrics = TextEncoder::new()
        .encode_to_string(&server.registry.gather())
        .unwrap();
    assert!(
        metrics.contains(r#"requests_total{outcome="overloaded"} 1"#),
        "{metrics}"
    );
    assert!(
        metrics.contains(r#"requests_total{outcome="answered"} 1"#),
        "{metrics}"
    );
}

#[tokio::test]
async fn a_search_that_panics_is_a_server_error_and_the_next_one_works() {
    let search: Search = Arc::new(|message, _| {
        assert!(!message.contains("poison"), "a defect");
        "fine".to_owned()
    });
    let server = server(search);
    let (status, _) = answered(&server, &ASK.replace("canarypox", "poison")).await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(answered(&server, ASK).await.0, StatusCode::OK);
}
