use std::num::NonZeroU32;
use std::time::Duration;

use chartfleet_model::backoff::Backoff;
use tokio_util::sync::CancellationToken;

use super::*;
use crate::settings::Adapter;
use crate::testing::{Script, Scripted, client, completion, endpoint, failure};

async fn complete(client: &ModelClient) -> Result<Reply, CoderError> {
    client
        .complete(
            Bytes::from_static(b"{}"),
            &CancellationToken::new(),
            &mut |_| true,
        )
        .await
}

fn cause(result: Result<Reply, CoderError>) -> String {
    match result {
        Ok(Reply::Completion(_)) => "answered".to_owned(),
        Ok(Reply::ContextExceeded(_)) => "too long".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn an_answer_carries_its_cost() {
    let (script, address) = Script::serve(vec![completion("{}", "stop")]).await;
    let Ok(Reply::Completion(completion)) = complete(&client(address)).await else {
        panic!("the server answers");
    };
    assert_eq!(completion.response.model, "tiny");
    let usage = completion.usage;
    assert_eq!((usage.calls, usage.prompt_tokens), (1, 100));
    assert_eq!((usage.cached_tokens, usage.completion_tokens), (60, 7));
    assert_eq!(script.request_count(), 1);
}

#[tokio::test]
async fn a_server_that_is_loading_or_limits_its_rate_is_asked_again() {
    let wait = |after: &str| vec![("retry-after", after.to_owned())];
    let (script, address) = Script::serve(vec![
        failure(503, "unavailable_error"),
        Scripted::Http(429, wait("3600"), String::new()),
        completion("{}", "stop"),
    ])
    .await;
    assert_eq!(cause(complete(&client(address)).await), "answered");
    assert_eq!(script.request_count(), 3);
}

#[tokio::test]
async fn what_stays_unavailable_interrupts_after_the_last_try() {
    let loading = || failure(503, "unavailable_error");
    let (script, address) = Script::serve(vec![loading(), loading(), loading(), loading()]).await;
    let error = complete(&client(address)).await.err();
    assert!(matches!(
        error,
        Some(CoderError::Interrupted(Interruption::Unavailable))
    ));
    assert_eq!(script.request_count(), 3);
}

#[tokio::test]
async fn an_internal_error_is_tried_once_more_and_then_is_the_charts() {
    let (script, address) = Script::serve(Vec::new()).await;
    let error = complete(&client(address)).await.err();
    assert!(matches!(
        error,
        Some(CoderError::ModelFailed(ModelFailure::ServerError))
    ));
    assert_eq!(script.request_count(), 2);
}

#[tokio::test]
async fn a_broken_connection_is_tried_once_more() {
    let cut = || Scripted::CutConnection;
    let (script, address) = Script::serve(vec![cut(), completion("{}", "stop")]).await;
    assert_eq!(cause(complete(&client(address)).await), "answered");
    assert_eq!(script.request_count(), 2);
    let (_, address) = Script::serve(vec![cut(), cut(), cut()]).await;
    let error = complete(&client(address)).await.err();
    assert!(matches!(
        error,
        Some(CoderError::ModelFailed(ModelFailure::Disconnected))
    ));
}

#[tokio::test]
async fn a_hanging_server_is_given_up_after_the_timeout_without_a_second_try() {
    let (script, address) = Script::serve(vec![Scripted::Hang, Scripted::Hang]).await;
    let request_timeout = Duration::from_millis(50);
    let client = ModelClient::new(EndpointSettings {
        request_timeout,
        ..endpoint(address)
    });
    let error = complete(&client.unwrap()).await.err();
    assert!(matches!(
        error,
        Some(CoderError::ModelFailed(ModelFailure::TimedOut))
    ));
    assert_eq!(script.request_count(), 1);
}

#[tokio::test]
async fn nobody_listening_interrupts() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let error = complete(&client(address)).await.err();
    assert!(matches!(
        error,
        Some(CoderError::Interrupted(Interruption::Unreachable))
    ));
}

#[tokio::test]
async fn a_prompt_over_the_context_is_told_and_not_retried() {
    let (script, address) = Script::serve(vec![failure(400, "exceed_context_size_error")]).await;
    assert_eq!(cause(complete(&client(address)).await), "too long");
    assert_eq!(script.request_count(), 1);
}

#[tokio::test]
async fn an_answer_that_is_no_completion_or_has_no_end_is_the_servers_failure() {
    let html = Scripted::Http(200, Vec::new(), "<html>hello</html>".to_owned());
    let (_, address) = Script::serve(vec![html]).await;
    let error = complete(&client(address)).await.err();
    assert!(matches!(
        error,
        Some(CoderError::ModelFailed(ModelFailure::Unreadable))
    ));
    let flood = Scripted::Http(200, Vec::new(), "x".repeat(5 << 20));
    let (_, address) = Script::serve(vec![flood]).await;
    let error = complete(&client(address)).await.err();
    assert!(matches!(
        error,
        Some(CoderError::ModelFailed(ModelFailure::Oversized))
    ));
}

#[tokio::test]
async fn cancelling_ends_a_call_and_a_wait_at_once() {
    let cancel = CancellationToken::new();
    let (_, address) = Script::serve(vec![Scripted::Hang]).await;
    let client = client(address);
    let mut lost = |_| true;
    let call = client.complete(Bytes::from_static(b"{}"), &cancel, &mut lost);
    let (result, ()) = tokio::join!(call, async { cancel.cancel() });
    assert!(matches!(
        result.err(),
        Some(CoderError::Interrupted(Interruption::Cancelled))
    ));

    let day = Duration::from_secs(86_400);
    let after = vec![("retry-after", "86400".to_owned())];
    let (script, address) = Script::serve(vec![Scripted::Http(503, after, String::new())]).await;
    let backoff = Backoff::try_new(day, day).unwrap();
    let settings = EndpointSettings {
        backoff,
        retry_after_cap: day,
        ..endpoint(address)
    };
    let client = ModelClient::new(settings).unwrap();
    let cancel = CancellationToken::new();
    let call = client.complete(Bytes::from_static(b"{}"), &cancel, &mut lost);
    let cancel_in_the_wait = async {
        while script.request_count() == 0 {
            tokio::task::yield_now().await;
        }
        cancel.cancel();
    };
    let (result, ()) = tokio::join!(call, cancel_in_the_wait);
    assert!(matches!(
        result.err(),
        Some(CoderError::Interrupted(Interruption::Cancelled))
    ));
}

#[test]
fn retry_after_is_capped_and_jittered() {
    let base = Duration::from_millis(10);
    let settings = EndpointSettings {
        backoff: Backoff::try_new(base, base).unwrap(),
        retry_after_cap: Duration::from_secs(5),
        ..endpoint("127.0.0.1:1".parse().unwrap())
    };
    let client = ModelClient::new(settings).unwrap();
    let failed = |retry_after| Failed {
        error: Interruption::RateLimited.into(),
        retry: Retry::UntilLimit,
        retry_after,
        status: None,
    };
    let hour = failed(Some(Duration::from_secs(3600)));
    let wait = client.wait_before_retry(&hour, 1).unwrap();
    assert!(wait >= Duration::from_secs(5) && wait <= Duration::from_secs(5) + base);
    assert!(client.wait_before_retry(&failed(None), 1).unwrap() <= base);
    assert!(
        client.wait_before_retry(&hour, 3).is_none(),
        "three tries are the limit"
    );
}

#[tokio::test]
async fn a_key_is_sent_and_never_shown() {
    let (script, address) = Script::serve(vec![completion("{}", "stop")]).await;
    let api_key = Some("swordfish".to_owned().into());
    let client = ModelClient::new(EndpointSettings {
        api_key,
        ..endpoint(address)
    })
    .unwrap();
    assert_eq!(cause(complete(&client).await), "answered");
    assert_eq!(
        script.authorizations.lock().unwrap().as_slice(),
        ["Bearer swordfish"]
    );
    assert!(!format!("{client:?}").contains("swordfish"));
    let api_key = Some("a\nb".to_owned().into());
    let error = ModelClient::new(EndpointSettings {
        api_key,
        ..endpoint(address)
    })
    .err();
    assert!(matches!(error, Some(CoderError::ApiKey)));
}

#[tokio::test]
async fn a_canary_asks_for_one_token_once() {
    let (script, address) = Script::serve(vec![completion("yes", "length")]).await;
    let client = client(address);
    assert!(client.canary(&CancellationToken::new()).await.is_ok());
    assert_eq!(script.requests.lock().unwrap()[0]["max_tokens"], 1);
    assert!(
        client.canary(&CancellationToken::new()).await.is_err(),
        "the script is at its end"
    );
    assert_eq!(script.request_count(), 2);
}

#[tokio::test]
async fn a_canary_names_a_model_and_a_slot_where_it_is_told() {
    let yes = || completion("yes", "length");
    let (script, address) = Script::serve(vec![yes(), yes()]).await;
    let canary = Canary {
        model: Some("verifier".to_owned()),
        lora: vec![Adapter { id: 1, scale: 1.0 }],
        slot: Some(3),
    };
    let served = Served {
        model: "tiny".to_owned(),
        context_tokens: None,
        slots: NonZeroU32::new(4),
    };
    let other = client(address);
    for client in [other.clone().with_served(served), other] {
        let cancel = CancellationToken::new();
        assert!(client.canary_of(&canary, &cancel).await.is_ok());
    }
    let requests = script.requests.lock().unwrap();
    assert_eq!(requests[0]["model"], "verifier");
    assert_eq!(requests[0]["id_slot"], 3);
    assert_eq!(requests[0]["lora"][0]["id"], 1);
    assert!(requests[1].get("id_slot").is_none() && requests[1].get("lora").is_none());
}

#[tokio::test]
async fn each_try_that_may_have_worked_is_told_and_may_be_the_last() {
    let answers = vec![
        failure(503, "unavailable_error"),
        failure(500, "server_error"),
        Scripted::CutConnection,
        completion("{}", "stop"),
    ];
    let (script, address) = Script::serve(answers).await;
    let mut told = 0;
    let mut lost = |_| {
        told += 1;
        false
    };
    let cancel = CancellationToken::new();
    let client = client(address);
    let call = client.complete(Bytes::from_static(b"{}"), &cancel, &mut lost);
    assert!(call.await.is_err());
    assert_eq!((told, script.request_count()), (1, 2));
}

async fn probed(model: &str, answers: Vec<Scripted>) -> Result<Served, CoderError> {
    let (_, address) = Script::serve(answers).await;
    let settings = EndpointSettings {
        model: model.to_owned(),
        ..endpoint(address)
    };
    ModelClient::new(settings)
        .unwrap()
        .probe(&CancellationToken::new())
        .await
}

fn ok(body: &str) -> Scripted {
    Scripted::Http(200, Vec::new(), body.to_owned())
}

#[tokio::test]
async fn a_probe_learns_model_and_context_from_each_server() {
    let llama = r#"{"object":"list","data":[{"id":"tiny.gguf","meta":{"n_ctx_train":2048}}]}"#;
    let props = r#"{"default_generation_settings":{"n_ctx":512},"total_slots":4}"#;
    let served = probed("", vec![ok(llama), ok(props)]).await.unwrap();
    assert_eq!(
        served,
        Served {
            model: "tiny.gguf".into(),
            context_tokens: Some(512),
            slots: NonZeroU32::new(4),
        }
    );

    let vllm =
        r#"{"data":[{"id":"base","max_model_len":4096},{"id":"lora","max_model_len":4096}]}"#;
    let served = probed("lora", vec![ok(vllm), failure(404, "not_found")])
        .await
        .unwrap();
    assert_eq!(
        served,
        Served {
            model: "lora".into(),
            context_tokens: Some(4096),
            slots: None,
        }
    );
}

#[tokio::test]
async fn a_probe_is_tolerant_of_what_is_absent_but_not_of_a_closed_door() {
    let absent = || failure(404, "not_found");
    let served = probed("mine", vec![absent(), absent()]).await.unwrap();
    assert_eq!(
        served,
        Served {
            model: "mine".into(),
            context_tokens: None,
            slots: None,
        }
    );
    let served = probed("mine", vec![ok("{\"data\":[]}"), ok("[]")])
        .await
        .unwrap();
    assert_eq!(served.model, "mine");
    let error = probed("mine", vec![failure(401, "authentication_error")])
        .await
        .unwrap_err();
    assert!(matches!(
        error,
        CoderError::Interrupted(Interruption::Refused)
    ));
    let error = probed("mine", vec![failure(503, "unavailable_error")])
        .await
        .unwrap_err();
    assert!(matches!(
        error,
        CoderError::Interrupted(Interruption::Unavailable)
    ));
}

#[test]
fn urls_are_built_below_the_base_with_or_without_a_slash() {
    for base in ["http://h:1/v1", "http://h:1/v1/"] {
        let url = below(&base.parse().unwrap(), &["chat", "completions"]).unwrap();
        assert_eq!(url.as_str(), "http://h:1/v1/chat/completions");
    }
    assert!(below(&"data:x".parse().unwrap(), &["models"]).is_err());
}
