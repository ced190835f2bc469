//! A run that would be late looks less deep.

use std::collections::BTreeSet;
use std::time::Duration;

use chartfleet_tests::{Reply, ScriptedModel};

use crate::night::{Night, charts, lines};

#[tokio::test]
async fn a_run_that_would_be_late_is_lowered_and_each_result_says_what_it_got() {
    let model = ScriptedModel::start(|_| Reply::Suggestions.after(Duration::from_millis(200)))
        .await
        .unwrap();
    let mut night = Night::with(&model).await;
    night.set("CHARTFLEET__SCHEDULER__DIAL_SETTLE_S", 1);
    night.import(&charts(160)).await;
    let _scheduler = night.scheduler();
    let _worker = night.worker();
    // Three calls a chart at standard depth, four charts at a time: half a
    // minute of work, however fast the machine is.
    let asked = ["run", "--detach", "--depth", "standard", "--deadline", "8s"];
    night.ok(&asked).await;
    let status = night.complete().await;
    assert_eq!(status["depth"], "standard", "{status}");
    assert_eq!(status["depth_now"], "quick", "{status}");
    assert!(status["deadline_at"].is_string(), "{status}");
    let changes = "SELECT count(*) FROM depth_changes WHERE to_depth = 'quick' AND charts_left > 0";
    assert_eq!(night.count(changes).await, 1);

    let results = lines(&night.ok(&["results", "--ndjson"]).await);
    let depths: BTreeSet<&str> = results
        .iter()
        .filter_map(|result| result["effort"]["depth"].as_str())
        .collect();
    assert_eq!(depths, BTreeSet::from(["quick", "standard"]));
    assert!(night.ok(&["status"]).await.contains("lowered to quick"));
    night.assert_conserved().await;
}

#[tokio::test]
async fn a_deadline_that_cannot_be_read_starts_nothing() {
    let model = ScriptedModel::suggesting().await.unwrap();
    let night = Night::with(&model).await;
    for (option, value) in [("--deadline", "soon"), ("--depth", "deepest")] {
        let refused = night.command(&["run", "--detach", option, value]).await;
        assert_eq!(refused.status.code(), Some(64), "{}", refused.stderr);
        assert!(refused.stderr.contains(value), "{}", refused.stderr);
    }
    assert_eq!(night.count("SELECT count(*) FROM runs").await, 0);
}
