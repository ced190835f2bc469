//! Model servers that fail, hang, load or vanish. A chart is blamed only for
//! what the server does to it and not to others.

use std::time::Duration;

use chartfleet_tests::{Reply, ScriptedModel, eventually};
use serde_json::json;

use crate::night::{Night, PATIENCE, attempts, charts, lines};

#[tokio::test]
async fn a_chart_that_the_server_fails_on_three_times_is_set_aside_alone() {
    let model = ScriptedModel::start(|request| {
        if request.mentions("C-003") {
            Reply::server_error()
        } else if request.mentions("C-006") {
            Reply::Hang
        } else {
            Reply::Suggestions
        }
    })
    .await
    .unwrap();
    let mut night = Night::with(&model).await;
    night.set("CHARTFLEET__MODEL__REQUEST_TIMEOUT_S", 1);
    night.import(&charts(10)).await;
    let _worker = night.worker();
    let status = night.json(&["run", "--json"]).await;
    assert_eq!(
        (&status["coded"], &status["set_aside"]),
        (&json!(8), &json!(2)),
        "{status}"
    );
    assert_eq!(status["set_aside_reasons"], json!({"model_failed": 2}));
    assert_eq!(attempts(&night.services, "model_failed").await, 6);
    let listed = night.json(&["set-aside", "list", "--json"]).await;
    let ids: Vec<_> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row["chart"])
        .collect();
    assert_eq!(ids, ["C-003", "C-006"]);
    night.assert_conserved().await;
}

#[tokio::test]
async fn a_server_that_loads_its_model_is_waited_for() {
    let model = ScriptedModel::suggesting().await.unwrap();
    model.set_loading(true);
    let night = Night::with(&model).await;
    night.import(&charts(8)).await;
    let (_scheduler, mut worker) = (night.scheduler(), night.worker());
    night.request_run().await;
    worker
        .wait_output("model server does not answer", PATIENCE)
        .await
        .unwrap();
    assert_eq!(night.count("SELECT count(*) FROM results").await, 0);
    model.set_loading(false);
    assert_eq!(night.complete().await["coded"], 8);
    assert_nobody_is_blamed(&night, 8).await;
}

#[tokio::test]
async fn a_server_that_limits_the_rate_is_waited_for() {
    let model = ScriptedModel::start(|request| match request.number() {
        0 => Reply::Suggestions,
        1..14 => Reply::too_many_requests(1),
        _ => Reply::Suggestions,
    })
    .await
    .unwrap();
    let night = Night::with(&model).await;
    night.import(&charts(8)).await;
    let _worker = night.worker();
    assert_eq!(night.json(&["run", "--json"]).await["coded"], 8);
    assert_nobody_is_blamed(&night, 8).await;
}

#[tokio::test]
async fn when_no_server_answers_batches_are_given_back_and_the_worker_waits() {
    let model = ScriptedModel::start(|request| match request.number() {
        0..10 => Reply::Suggestions,
        _ => Reply::Close,
    })
    .await
    .unwrap();
    let night = Night::with(&model).await;
    night.import(&charts(24)).await;
    let (_scheduler, mut worker) = (night.scheduler(), night.worker());
    night.request_run().await;
    worker
        .wait_output("no model server answers", PATIENCE)
        .await
        .unwrap();
    night
        .until(
            "everything is given back",
            "SELECT count(*) = 0 FROM batches WHERE state = 'leased'",
        )
        .await;
    assert!(worker.is_running().unwrap());
    model.set_script(|_| Reply::Suggestions);
    assert_eq!(night.complete().await["coded"], 24);
    assert_nobody_is_blamed(&night, 24).await;
}

#[tokio::test]
async fn a_dead_server_costs_nothing_while_another_lives() {
    let good = ScriptedModel::start(|_| Reply::Suggestions.after(Duration::from_millis(20)))
        .await
        .unwrap();
    let dying = ScriptedModel::start(|_| Reply::Suggestions.after(Duration::from_millis(20)))
        .await
        .unwrap();
    let mut night = Night::with(&good).await;
    night.set(
        "CHARTFLEET__MODEL__ENDPOINTS",
        format!("{},{}", dying.url(), good.url()),
    );
    night.import(&charts(60)).await;
    let (_scheduler, _worker) = (night.scheduler(), night.worker());
    night.request_run().await;
    eventually("both servers work", PATIENCE, || async {
        (dying.requests() > 4 && good.requests() > 4).then_some(())
    })
    .await
    .unwrap();
    drop(dying);
    assert_eq!(night.complete().await["coded"], 60);
    assert_nobody_is_blamed(&night, 60).await;
    let results = lines(&night.ok(&["results", "--ndjson", "--limit", "5"]).await);
    assert_eq!(results.len(), 5);
}

async fn assert_nobody_is_blamed(night: &Night, charts: u64) {
    assert_eq!(attempts(&night.services, "committed").await, charts);
    assert_eq!(attempts(&night.services, "model_failed").await, 0);
    assert_eq!(
        night
            .count("SELECT sum(crashes + failures) FROM run_charts")
            .await,
        0
    );
    assert_eq!(night.count("SELECT sum(crashes) FROM batches").await, 0);
    night.assert_conserved().await;
}
