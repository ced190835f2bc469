//! What the programs show of themselves.

use std::process::Stdio;

use chartfleet_tests::{Program, ScriptedModel, skip};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::night::{Night, PATIENCE, charts, get, metrics_of};

#[tokio::test]
async fn promtool_finds_no_fault_in_any_programs_metrics() {
    let model = ScriptedModel::suggesting().await.unwrap();
    let mut night = Night::with(&model).await;
    night.set("CHARTFLEET__BASELINE__LISTEN", "127.0.0.1:0");
    night.import(&charts(4)).await;
    let (scheduler, worker) = (night.scheduler(), night.worker());
    night.json(&["run", "--json"]).await;
    let worker = metrics_of(&worker).await;
    assert!(
        worker.contains("chartfleet_worker_charts_total{outcome=\"coded\"} 4"),
        "{worker}"
    );
    let scheduler = metrics_of(&scheduler).await;
    assert!(
        scheduler.contains("chartfleet_scheduler_planned_charts_total"),
        "{scheduler}"
    );
    let baseline = baseline_metrics(&night).await;
    for (program, metrics) in [
        ("worker", worker),
        ("scheduler", scheduler),
        ("baseline", baseline),
    ] {
        match promtool(&metrics).await {
            None => {
                return skip("promtool is not installed: metric names were not checked").unwrap();
            }
            Some(faults) => assert_eq!(faults, "", "{program}"),
        }
    }
}

async fn baseline_metrics(night: &Night) -> String {
    let mut baseline = night.sandbox.spawn(Program::Baseline, &[]).unwrap();
    baseline
        .wait_output("listen=127.0.0.1:", PATIENCE)
        .await
        .unwrap();
    let log = baseline.stderr().unwrap();
    let address = log
        .split("listen=")
        .nth(1)
        .and_then(|rest| rest.split_whitespace().next());
    get(&format!("http://{}/metrics", address.unwrap())).await
}

/// Its complaints, empty where there are none.
async fn promtool(metrics: &str) -> Option<String> {
    let mut promtool = Command::new("promtool")
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = promtool.stdin.take()?;
    stdin.write_all(metrics.as_bytes()).await.unwrap();
    drop(stdin);
    let output = promtool.wait_with_output().await.unwrap();
    Some(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}
