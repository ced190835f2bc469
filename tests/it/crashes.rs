//! Workers and schedulers that die: every chart is coded all the same, once.

use std::time::Duration;

use chartfleet_tests::{Reply, ScriptedModel, eventually};

use crate::night::{Night, PATIENCE, Proxy, attempts, charts};

#[tokio::test]
async fn what_a_killed_worker_held_is_coded_by_another_and_nothing_twice() {
    // The first charts are answered, the others not until the worker is dead.
    let model = ScriptedModel::start(|request| match request.number() {
        0..12 => Reply::Suggestions,
        _ => Reply::Hang,
    })
    .await
    .unwrap();
    let mut night = Night::with(&model).await;
    night.set("CHARTFLEET__WORKER__LEASE_S", 3);
    night.import(&charts(24)).await;
    let _scheduler = night.scheduler();
    let mut first = night.worker();
    night.request_run().await;
    night
        .until("some charts are coded", "SELECT count(*) >= 8 FROM results")
        .await;
    eventually("charts in flight", PATIENCE, || async {
        (model.in_flight() >= 4).then_some(())
    })
    .await
    .unwrap();
    let before = night.count("SELECT count(*) FROM results").await;
    first.kill9().await.unwrap();
    model.set_script(|_| Reply::Suggestions);
    let _second = night.worker();

    let status = night.complete().await;
    assert_eq!(
        (&status["imported"], &status["coded"]),
        (&24.into(), &24.into())
    );
    assert!(
        (8..24).contains(&before),
        "{before} charts before the crash"
    );
    assert_eq!(attempts(&night.services, "committed").await, 24);
    assert_eq!(attempts(&night.services, "model_failed").await, 0);
    assert_eq!(
        night
            .count("SELECT count(DISTINCT worker) FROM attempts")
            .await,
        2
    );
    assert!(night.count("SELECT sum(crashes) FROM batches").await >= 1);
    night.assert_conserved().await;
}

#[tokio::test]
async fn a_worker_that_was_only_asleep_writes_nothing_that_another_has_written() {
    let model = ScriptedModel::start(|_| Reply::Suggestions.after(Duration::from_millis(300)))
        .await
        .unwrap();
    let mut night = Night::with(&model).await;
    night.set("CHARTFLEET__WORKER__LEASE_S", 3);
    night.import(&charts(16)).await;
    let _scheduler = night.scheduler();
    let sleeper = night.worker();
    night.request_run().await;
    night
        .until(
            "it holds charts",
            "SELECT count(*) > 0 FROM batches WHERE state = 'leased'",
        )
        .await;
    signal(sleeper.pid().unwrap(), "STOP").await;
    let _second = night.worker();
    night
        .until("its leases ran out", "SELECT sum(crashes) > 0 FROM batches")
        .await;
    signal(sleeper.pid().unwrap(), "CONT").await;

    let status = night.complete().await;
    assert_eq!(status["coded"], 16, "{status}");
    assert_eq!(attempts(&night.services, "committed").await, 16);
    night.assert_conserved().await;
}

async fn signal(pid: u32, name: &str) {
    let kill = tokio::process::Command::new("kill")
        .args(["-s", name, &pid.to_string()])
        .status();
    assert!(kill.await.unwrap().success());
}

#[tokio::test]
async fn a_run_planned_by_a_scheduler_that_died_before_publishing_is_published_by_the_next() {
    let model = ScriptedModel::suggesting().await.unwrap();
    let mut night = Night::with(&model).await;
    night.import(&charts(8)).await;
    let broker = night.services.broker_url().to_owned();
    let way = Proxy::before(&broker).await;
    night.set("CHARTFLEET__BROKER__URL", way.url());
    let mut first = night.scheduler();
    first
        .wait_output("this scheduler leads", PATIENCE)
        .await
        .unwrap();
    way.cut();
    night.set("CHARTFLEET__BROKER__URL", broker);
    night.request_run().await;
    night
        .until("the run is planned", "SELECT state = 'running' FROM runs")
        .await;
    first.kill9().await.unwrap();
    assert_eq!(night.count("SELECT count(*) FROM outbox").await, 2);

    let (_second, _worker) = (night.scheduler(), night.worker());
    let status = night.complete().await;
    assert_eq!(status["coded"], 8);
    assert_eq!(night.count("SELECT count(*) FROM outbox").await, 0);
    night.assert_conserved().await;
}
