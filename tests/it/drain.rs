//! SIGTERM: what is in flight is finished, the rest goes to others.

use std::time::Duration;

use chartfleet_tests::{Reply, ScriptedModel, eventually};

use crate::night::{Night, PATIENCE, attempts, charts};

#[tokio::test]
async fn a_drain_finishes_what_is_in_flight_and_gives_the_rest_back() {
    let model = ScriptedModel::start(|_| Reply::Suggestions.after(Duration::from_secs(1)))
        .await
        .unwrap();
    let night = Night::with(&model).await;
    night.import(&charts(20)).await;
    let _scheduler = night.scheduler();
    let mut first = night.worker();
    night.request_run().await;
    let in_flight = || async { (model.in_flight() == 4).then_some(()) };
    night
        .until(
            "the run began",
            "SELECT count(*) > 0 FROM batches WHERE state = 'leased'",
        )
        .await;
    eventually("charts in flight", PATIENCE, in_flight)
        .await
        .unwrap();
    first.sigterm().unwrap();
    assert_eq!(first.wait_exit(PATIENCE).await.unwrap().code(), Some(0));

    // What was in flight is written, nothing else was begun, nobody is blamed.
    let coded = night.count("SELECT count(*) FROM results").await;
    assert!((4..20).contains(&coded), "{coded} charts are coded");
    assert_eq!(
        night
            .count("SELECT count(*) FROM batches WHERE state = 'leased'")
            .await,
        0
    );
    assert_eq!(night.count("SELECT sum(crashes) FROM batches").await, 0);
    assert_eq!(
        night
            .count("SELECT sum(crashes + failures) FROM run_charts")
            .await,
        0
    );

    model.set_script(|_| Reply::Suggestions);
    let _second = night.worker();
    assert_eq!(night.complete().await["coded"], 20);
    assert_eq!(attempts(&night.services, "committed").await, 20);
    night.assert_conserved().await;
}

#[tokio::test]
async fn a_chart_that_outlasts_the_grace_is_given_back_unblamed() {
    let model = ScriptedModel::start(|request| {
        if request.mentions("C-00") {
            Reply::Hang
        } else {
            Reply::Suggestions
        }
    })
    .await
    .unwrap();
    let mut night = Night::with(&model).await;
    night.set("CHARTFLEET__WORKER__DRAIN_GRACE_S", 1);
    night.import(&charts(4)).await;
    let _scheduler = night.scheduler();
    let mut first = night.worker();
    night.request_run().await;
    eventually("charts in flight", PATIENCE, || async {
        (model.in_flight() == 4).then_some(())
    })
    .await
    .unwrap();
    first.sigterm().unwrap();
    assert_eq!(first.wait_exit(PATIENCE).await.unwrap().code(), Some(0));
    assert_eq!(night.count("SELECT count(*) FROM attempts").await, 0);
    assert_eq!(
        night
            .count("SELECT sum(crashes + failures) FROM run_charts")
            .await,
        0
    );

    model.set_script(|_| Reply::Suggestions);
    let _second = night.worker();
    assert_eq!(night.complete().await["coded"], 4);
    night.assert_conserved().await;
}
