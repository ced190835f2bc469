//! Brokers and databases that restart or die in the middle of a run.

use std::time::Duration;

use chartfleet_tests::{Reply, Running, ScriptedModel, Service, Stack};

use crate::night::{Night, attempts, charts};

async fn slow_model() -> ScriptedModel {
    ScriptedModel::start(|_| Reply::Suggestions.after(Duration::from_millis(150)))
        .await
        .unwrap()
}

async fn start(night: &Night, number: usize) -> (Running, Running) {
    night.import(&charts(number)).await;
    let programs = (night.scheduler(), night.worker());
    night.request_run().await;
    // At the model's pace that is 1.5 s at least. RabbitMQ 3.10 writes down
    // half a second late which quorum queues there are: one that is killed
    // before forgets them.
    let enough = "SELECT count(*) >= 40 FROM results";
    night.until("charts are coded", enough).await;
    programs
}

#[tokio::test]
async fn a_broker_of_a_private_stack_that_restarts_and_is_killed_changes_neither_run_nor_prefetch()
{
    let stack = Stack::private().await.unwrap();
    let model = slow_model().await;
    let night = Night::on(&stack, &model).await;
    let (_scheduler, worker) = start(&night, 140).await;
    let prefetch = prefetches(&worker)[0];
    assert_in_hand(&night, prefetch).await;
    stack.restart(Service::Broker).await.unwrap();
    goes_on(&night).await;
    // What was in hand when the connection broke is finished beside the first
    // new batches; then the bound holds as before.
    let bounded = format!("SELECT count(*) <= {prefetch} FROM batches WHERE state = 'leased'");
    night.until("the old batches are finished", &bounded).await;
    assert_in_hand(&night, prefetch).await;
    stack.kill(Service::Broker).await.unwrap();
    stack.up().await.unwrap();

    assert_eq!(night.complete().await["coded"], 140);
    let prefetches = prefetches(&worker);
    assert!(prefetches.len() >= 3, "three connections: {prefetches:?}");
    assert!(prefetches.iter().all(|again| *again == prefetch));
    assert_eq!(attempts(&night.services, "committed").await, 140);
    night.assert_conserved().await;
}

/// Waits until charts are coded that were not yet when it was asked.
async fn goes_on(night: &Night) {
    let coded = night.count("SELECT count(*) FROM results").await;
    let more = format!("SELECT count(*) >= {} FROM results", coded + 8);
    night.until("the run goes on", &more).await;
}

/// The prefetch of each of a worker's connections, as its log says.
fn prefetches(worker: &Running) -> Vec<u64> {
    let log = worker.stderr().unwrap();
    log.lines()
        .filter_map(|line| Some(line.split_once("consuming prefetch=")?.1))
        .map(|prefetch| prefetch.parse().unwrap())
        .collect()
}

/// A batch is leased for as long as its delivery is unanswered.
async fn assert_in_hand(night: &Night, prefetch: u64) {
    for _ in 0..20 {
        let leased = night
            .count("SELECT count(*) FROM batches WHERE state = 'leased'")
            .await;
        assert!(leased <= prefetch, "{leased} batches in hand");
    }
}

#[tokio::test]
async fn a_killed_database_of_a_private_stack_costs_no_chart_and_doubles_none() {
    let stack = Stack::private().await.unwrap();
    let model = slow_model().await;
    let mut night = Night::on(&stack, &model).await;
    night.set("CHARTFLEET__WORKER__LEASE_S", 5);
    night.set("CHARTFLEET__STORE__WAIT_TIMEOUT_S", 2);
    let (mut scheduler, mut worker) = start(&night, 100).await;
    stack.kill(Service::Store).await.unwrap();
    stack.up().await.unwrap();
    assert_eq!(night.complete().await["coded"], 100);
    assert!(scheduler.is_running().unwrap() && worker.is_running().unwrap());
    assert_eq!(attempts(&night.services, "committed").await, 100);
    night.assert_conserved().await;
}
