//! Where charts may come from: folders of text files, standard input.

use std::process::Stdio;

use chartfleet_tests::ScriptedModel;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::night::{Night, charts, lines, ndjson};

async fn night() -> Night {
    let model = ScriptedModel::suggesting().await.unwrap();
    Night::with(&model).await
}

#[tokio::test]
async fn a_folder_of_text_files_with_sidecars_becomes_charts() {
    let night = night().await;
    let sidecar = json!({
        "facility": "north", "encounter": {"class": "inpatient", "discharged": "2026-01-14"},
        "kind": "discharge_summary", "author_role": "attending",
    });
    for (name, content) in [
        ("notes/plain.txt", "Woman with pneumonia.\r\n".to_owned()),
        ("notes/deep/stay.txt", "Fièvre und Husten.".to_owned()),
        ("notes/deep/stay.json", sidecar.to_string()),
        ("notes/deep/more.ndjson", ndjson(&charts(2))),
        ("notes/wrong.txt", "Cough.".to_owned()),
        ("notes/wrong.json", json!({"facilty": "typo"}).to_string()),
        ("notes/alone.json", "{}".to_owned()),
        ("notes/ignored.pdf", "%PDF".to_owned()),
    ] {
        night.sandbox.write(name, content).unwrap();
    }
    let finished = night
        .command(&["import", "notes", "--rejects", "r.ndjson", "--json"])
        .await;
    assert_eq!(finished.status.code(), Some(65), "{}", finished.stderr);
    let counts: Value = serde_json::from_str(&finished.stdout).unwrap();
    assert_eq!(
        (&counts["imported"], &counts["refused"]),
        (&json!(4), &json!(2)),
        "{counts}"
    );
    let stored =
        "SELECT string_agg(chart_id || ' ' || facility || ' ' || class, ', ' ORDER BY chart_id)
                  FROM charts WHERE chart_id NOT LIKE 'C-%'";
    assert_eq!(
        night.services.sql(stored).await.unwrap(),
        "plain default outpatient, stay north inpatient"
    );
    let rejects = std::fs::read_to_string(night.sandbox.dir().join("r.ndjson")).unwrap();
    let reasons: Vec<Value> = lines(&rejects)
        .into_iter()
        .map(|r| r["reason"].clone())
        .collect();
    assert_eq!(reasons, ["no_text_file", "unknown_field"]);
}

#[tokio::test]
async fn standard_input_is_read_with_a_dash() {
    let night = night().await;
    let program = chartfleet_tests::Program::Chartfleet;
    let mut child = Command::new(program.path().unwrap())
        .args(["import", "-", "--json"])
        .env("CHARTFLEET__STORE__URL", night.services.store_url())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin
        .write_all(ndjson(&charts(5)).as_bytes())
        .await
        .unwrap();
    drop(stdin);
    let output = child.wait_with_output().await.unwrap();
    assert!(output.status.success());
    let counts: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(counts["imported"], 5);
}
