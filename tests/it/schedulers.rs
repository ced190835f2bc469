//! Several schedulers: one leads, another takes over.

use std::time::Duration;

use chartfleet_tests::{Reply, Running, ScriptedModel, eventually};

use crate::night::{Night, PATIENCE, charts, metrics_of};

async fn counter(program: &Running, name: &str) -> u64 {
    let metrics = metrics_of(program).await;
    let line = metrics.lines().find_map(|line| line.strip_prefix(name));
    line.unwrap().trim().parse().unwrap()
}

#[tokio::test]
async fn one_leads_and_when_it_is_killed_the_other_takes_over() {
    let model = ScriptedModel::start(|_| Reply::Suggestions.after(Duration::from_millis(100)))
        .await
        .unwrap();
    let mut night = Night::with(&model).await;
    // The queue is kept short, so that the second has something to publish.
    night.set("CHARTFLEET__SCHEDULER__MAX_QUEUED_BATCHES", 4);
    night.import(&charts(60)).await;
    let mut schedulers = [night.scheduler(), night.scheduler()];
    let leader = eventually("a leader", PATIENCE, || async {
        let logs = schedulers.iter().map(|s| s.stderr().unwrap());
        let leads: Vec<bool> = logs
            .map(|log| log.contains("this scheduler leads"))
            .collect();
        leads.iter().position(|leads| *leads)
    })
    .await
    .unwrap();
    let other = 1 - leader;
    let _worker = night.worker();
    night.request_run().await;
    night
        .until("charts are coded", "SELECT count(*) >= 8 FROM results")
        .await;
    assert_eq!(
        counter(&schedulers[leader], "chartfleet_scheduler_leading").await,
        1
    );
    assert_eq!(
        counter(&schedulers[other], "chartfleet_scheduler_leading").await,
        0
    );
    let published = counter(
        &schedulers[other],
        "chartfleet_broker_publish_confirms_total",
    )
    .await;
    assert_eq!(
        published, 0,
        "a scheduler that does not lead publishes nothing"
    );
    schedulers[leader].kill9().await.unwrap();

    assert_eq!(night.complete().await["coded"], 60);
    assert_eq!(
        counter(&schedulers[other], "chartfleet_scheduler_leading").await,
        1
    );
    let published = counter(
        &schedulers[other],
        "chartfleet_broker_publish_confirms_total",
    )
    .await;
    assert!((1..=15).contains(&published), "{published} of 15 batches");
    night.assert_conserved().await;
}

#[tokio::test]
async fn two_schedulers_publish_each_batch_once() {
    let model = ScriptedModel::suggesting().await.unwrap();
    let night = Night::with(&model).await;
    night.import(&charts(40)).await;
    let schedulers = [night.scheduler(), night.scheduler()];
    let worker = night.worker();
    // `run` would schedule, too, if nobody else did.
    assert_eq!(night.json(&["run", "--json"]).await["coded"], 40);
    let published = counter(&schedulers[0], "chartfleet_broker_publish_confirms_total").await
        + counter(&schedulers[1], "chartfleet_broker_publish_confirms_total").await;
    assert_eq!(published, 10);
    assert_eq!(
        counter(&worker, "chartfleet_broker_deliveries_total").await,
        10
    );
    night.assert_conserved().await;
}
