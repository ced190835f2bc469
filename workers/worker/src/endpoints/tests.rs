use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use prometheus::Registry;
use serde_json::{Value, json};

use super::*;

/// A llama-server of four slots that knows every model but one.
async fn server() -> EndpointSettings {
    let slots = json!({"default_generation_settings": {"n_ctx": 4096}, "total_slots": 4});
    let app = Router::new()
        .route("/props", get(|| async { Json(slots) }))
        .route("/v1/chat/completions", post(complete));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    let wait = Duration::from_secs(20);
    EndpointSettings {
        base_url: format!("http://{address}/v1").parse().unwrap(),
        model: "known".to_owned(),
        api_key: None,
        request_timeout: wait,
        connect_timeout: wait,
        canary_timeout: wait,
        attempts: 1,
        backoff: Backoff::try_new(Duration::from_micros(1), Duration::from_micros(2)).unwrap(),
        retry_after_cap: wait,
    }
}

async fn complete(body: Json<Value>) -> (StatusCode, Json<Value>) {
    if body["model"] == "unknown" {
        return (StatusCode::NOT_FOUND, Json(json!({})));
    }
    let message = json!({"role": "assistant", "content": "yes"});
    let choice = json!({"index": 0, "finish_reason": "length", "message": message});
    let answer = json!({"id": "1", "object": "chat.completion", "created": 0, "model": "known",
        "choices": [choice]});
    (StatusCode::OK, Json(answer))
}

async fn fed(slots_each: usize, models: &[Option<&str>]) -> Arc<Endpoints> {
    let canary = |model: &Option<&str>| Canary {
        model: model.map(str::to_owned),
        ..Canary::default()
    };
    let feeding = Feeding {
        slots_each,
        canaries: models.iter().map(canary).collect(),
    };
    let metrics = WorkerMetrics::register(&Registry::new()).unwrap();
    Endpoints::new(vec![server().await], feeding, Arc::new(metrics)).unwrap()
}

#[tokio::test]
async fn a_server_is_met_only_when_every_stages_model_answers() {
    let cancel = CancellationToken::new();
    let known = fed(1, &[None, Some("other")]).await;
    assert!(known.revive(0, &cancel).await);
    let unknown = fed(1, &[None, Some("unknown")]).await;
    assert!(!unknown.revive(0, &cancel).await);
    assert_eq!(*unknown.servers_up().borrow(), 0);
}

#[tokio::test]
async fn charts_stay_on_a_slot_only_where_the_worker_can_have_the_server_for_itself() {
    let cancel = CancellationToken::new();
    for (places, pinned) in [(2, None), (3, None), (4, Some(0)), (5, Some(0))] {
        let endpoints = fed(places, &[None]).await;
        assert!(endpoints.revive(0, &cancel).await);
        assert_eq!(
            endpoints.acquire().await.pinned(),
            pinned,
            "{places} places"
        );
    }
}
