//! `report descriptions` against the lexical coder's server, which looks the
//! wordings up.

use std::time::Duration;

use chartfleet_tests::{Program, Sandbox, Stack};
use serde_json::Value;

const PATIENCE: Duration = Duration::from_secs(90);
const TITLES: &str = "500";

#[tokio::test]
async fn the_baseline_server_knows_the_codes_of_official_titles() {
    let stack = Stack::shared().await.unwrap();
    let mut sandbox = Sandbox::empty().unwrap();
    sandbox.set("CHARTFLEET__CODES__DIR", stack.codes_dir().display());
    let listen = ["--listen", "127.0.0.1:0"];
    let mut baseline = sandbox.spawn(Program::Baseline, &listen).unwrap();
    let started = baseline.wait_output("lexical coder started", PATIENCE);
    started.await.unwrap();
    let log = baseline.stderr().unwrap();
    let (_, port) = log.split_once("127.0.0.1:").unwrap();
    let port: String = port.chars().take_while(char::is_ascii_digit).collect();
    let endpoint = format!("http://127.0.0.1:{port}/v1");

    let args = ["report", "descriptions", "--sample", TITLES, "--json"];
    let asked = [&args[..], &["--endpoint", &endpoint]].concat();
    let finished = sandbox
        .run(Program::Chartfleet, &asked, PATIENCE)
        .await
        .unwrap();
    assert!(finished.status.success(), "{}", finished.stderr);
    let report: Value = serde_json::from_str(&finished.stdout).unwrap();
    let model = &report["model"];
    assert_eq!(model["name"], "chartfleet-baseline-lexical", "{report}");
    assert_eq!(model["questions"].to_string(), TITLES);
    assert!(model["exact"].as_u64().unwrap() > 450, "{report}");
    // The rows that need no server are the same without one.
    let alone = [&args[..], &["--dictionary-only"]].concat();
    let finished = sandbox
        .run(Program::Chartfleet, &alone, PATIENCE)
        .await
        .unwrap();
    let without: Value = serde_json::from_str(&finished.stdout).unwrap();
    assert_eq!(without["dictionary"], report["dictionary"]);
    assert_eq!(without["model"], Value::Null);
}

#[tokio::test]
async fn a_model_server_that_is_away_is_said_and_costs_no_panic() {
    let stack = Stack::shared().await.unwrap();
    let mut sandbox = Sandbox::empty().unwrap();
    sandbox
        .set("CHARTFLEET__CODES__DIR", stack.codes_dir().display())
        .set("CHARTFLEET__MODEL__ATTEMPTS", 1);
    let args = [
        "report",
        "descriptions",
        "--endpoint",
        "http://127.0.0.1:1/v1",
    ];
    let finished = sandbox
        .run(Program::Chartfleet, &args, PATIENCE)
        .await
        .unwrap();
    assert_eq!(finished.status.code(), Some(69), "{}", finished.stderr);
    assert!(
        finished.stderr.contains("cannot be reached"),
        "{}",
        finished.stderr
    );
    assert!(finished.stdout.is_empty());
}
