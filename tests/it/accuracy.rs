//! The accuracy report, decisions and calibration over a night's results.

use chartfleet_tests::model::Suggested;
use chartfleet_tests::{Reply, ScriptedModel};
use serde_json::{Value, json};

use crate::night::{Night, chart, lines};

/// Charts of the night: as many as a calibration needs labels, two a chart.
const CHARTS: usize = 110;

const NOTE: &str = "Woman with essential hypertension and a cough for two weeks.";

/// What the model says of every chart: hypertension is gold in all, the cough
/// in every second.
const SUGGESTED: &[Suggested<'_>] = &[
    Suggested::diagnosis("I10", "essential hypertension"),
    Suggested::diagnosis("R05.9", "cough"),
];

/// Gold names a code that nobody suggests, too.
fn backlog() -> Vec<Value> {
    let one = |n: usize| {
        let mut one = chart(&format!("C-{n:03}"), &format!("{NOTE} Visit {n}."));
        one["encounter"]["specialty"] = json!(if n < 100 { "family" } else { "cardiology" });
        one["gold"] = json!([{"code": "I10", "principal": true}, {"code": "E11.9"}]);
        if n.is_multiple_of(2) {
            one["gold"]
                .as_array_mut()
                .unwrap()
                .push(json!({"code": "R05.9"}));
        }
        one
    };
    (0..CHARTS).map(one).collect()
}

async fn night() -> Night {
    let model = ScriptedModel::start(|_| Reply::suggesting(SUGGESTED))
        .await
        .unwrap();
    let night = Night::with(&model).await;
    night.import(&backlog()).await;
    let _worker = night.worker();
    night.ok(&["run"]).await;
    night.ok(&["run", "--all"]).await;
    night
}

fn sum(waterfall: &Value, field: &str) -> u64 {
    let stages = waterfall["stages"].as_array().unwrap();
    stages
        .iter()
        .map(|stage| stage[field].as_u64().unwrap())
        .sum()
}

fn against(name: &str) -> [&str; 7] {
    [
        "report",
        "accuracy",
        "--run",
        "2",
        "--json",
        "--compare",
        name,
    ]
}

fn decisions() -> String {
    let decision = |n: usize, code: &str, decision: &str| {
        json!({"run": 2, "chart": format!("C-{n:03}"), "code": code, "decision": decision,
               "decided_by": "coder-7", "decided_at": "2026-05-01T08:30:00Z"})
    };
    let rows = (0..CHARTS).flat_map(|n| {
        let cough = if n.is_multiple_of(2) {
            "accept"
        } else {
            "reject"
        };
        [decision(n, "I10", "accept"), decision(n, "R05.9", cough)]
    });
    rows.map(|row| format!("{row}\n")).collect()
}

#[tokio::test]
async fn the_report_accounts_for_every_gold_code_and_compares_runs() {
    let night = night().await;
    // The second run as if another pipeline had lost the cough at verification
    // and retrieval had offered what nobody suggested.
    let alter = "UPDATE claims SET claim = jsonb_set(jsonb_set(jsonb_set(claim::JSONB, \
        '{pipeline_version}', '\"000000000000\"'), '{trace}', \
        '{\"retrieved\": [\"E11.9\", \"I10\", \"J18.9\"], \"suggested\": [\"I10\", \"R05.9\"], \"verified\": [\"I10\"]}'), \
        '{diagnoses}', jsonb_path_query_array(claim::JSONB, '$.diagnoses[*] ? (@.code == \"I10\")'))::JSON \
        WHERE run_id = 2";
    night.services.sql(alter).await.unwrap();
    let report = night
        .json(&[
            "report",
            "accuracy",
            "--run",
            "2",
            "--compare",
            "1",
            "--json",
        ])
        .await;
    let charts = CHARTS as u64;
    let waterfall = &report["waterfall"];
    assert_eq!(waterfall["gold"], charts * 2 + charts / 2);
    assert_eq!(waterfall["found"], charts);
    let found = waterfall["found"].as_u64().unwrap();
    assert_eq!(waterfall["gold"], found + sum(waterfall, "lost_here"));
    let lost: Vec<&Value> = (0..4)
        .map(|n| &waterfall["stages"][n]["lost_here"])
        .collect();
    assert_eq!(lost, [0, charts, charts / 2, 0]);
    assert_eq!(waterfall["stages"][0]["false_added"], charts);
    // The cough: false where it is not gold, gone after verification.
    assert_eq!(waterfall["stages"][1]["false_added"], charts / 2);
    assert_eq!(waterfall["stages"][2]["false_removed"], charts / 2);

    let specialties = &report["by_specialty"];
    assert_eq!(
        (&specialties[0]["name"], &specialties[0]["charts"]),
        (&json!("family"), &json!(100))
    );
    assert_eq!(specialties[1]["small"], true);
    let lost_at = |group: &Value, stage: usize| {
        group["waterfall"]["stages"][stage]["lost_here"]
            .as_u64()
            .unwrap()
    };
    assert_eq!(lost_at(&specialties[0], 1), 100);
    assert_eq!(
        lost_at(&specialties[0], 2) + lost_at(&specialties[1], 2),
        charts / 2
    );
    let compared = &report["comparison"];
    assert_eq!(
        (&compared["charts"], &compared["lost"]),
        (&json!(charts), &json!(charts / 2))
    );
    assert_eq!(compared["false_removed"], charts / 2);
    assert_eq!(compared["changed"].as_array().unwrap().len(), CHARTS);
    let difference = &compared["difference"];
    let at = |name: &str| difference[name].as_f64().unwrap();
    assert!(
        at("low") <= at("micro_f1") && at("micro_f1") <= at("high"),
        "{difference}"
    );
    let printed = night
        .ok(&["report", "accuracy", "--run", "2", "--compare", "1"])
        .await;
    assert!(printed.contains("lost here"), "{printed}");
    assert!(printed.contains("gold lost"), "{printed}");
    assert!(!printed.contains("hypertension"), "codes only");

    compares_pipeline_versions(&night, compared).await;
}

/// What another pipeline version made of the same charts, in whatever run.
async fn compares_pipeline_versions(night: &Night, compared: &Value) {
    let versions = compared["first"]["pipelines"].as_object().unwrap();
    let before = versions.keys().next().unwrap();
    let versus = night.json(&against(before)).await;
    assert_eq!(&versus["comparison"]["first"]["pipeline"], before);
    assert_eq!(versus["comparison"]["lost"], compared["lost"]);
    assert_eq!(versus["comparison"]["charts"], CHARTS);
    for nothing in ["2", "000000000000", "99"] {
        let refused = night.command(&against(nothing)).await;
        assert_eq!(refused.status.code(), Some(64), "{}", refused.stderr);
    }
}

#[tokio::test]
async fn decisions_come_in_once_and_teach_the_next_night_its_probabilities() {
    let night = night().await;
    let bad = r#"{"run": 2, "chart": "C-000", "code": "Z99.89", "decision": "accept", "decided_by": "c", "decided_at": "2026-05-01T08:30:00Z"}"#;
    night.sandbox.write("good.ndjson", decisions()).unwrap();
    night
        .sandbox
        .write("bad.ndjson", format!("{bad}\nnot json\n"))
        .unwrap();
    let import = ["decisions", "import", "good.ndjson", "--json"];
    assert_eq!(night.json(&import).await["recorded"], CHARTS * 2);
    let again = night.json(&import).await;
    assert_eq!(
        (&again["recorded"], &again["duplicates"]),
        (&json!(0), &json!(CHARTS * 2))
    );
    let refused = night
        .command(&[
            "decisions",
            "import",
            "bad.ndjson",
            "--rejects",
            "r.ndjson",
            "--json",
        ])
        .await;
    assert_eq!(refused.status.code(), Some(65), "{}", refused.stderr);
    let rejects = std::fs::read_to_string(night.sandbox.dir().join("r.ndjson")).unwrap();
    let mut reasons: Vec<String> = lines(&rejects)
        .iter()
        .map(|r| r["reason"].to_string())
        .collect();
    reasons.sort();
    assert_eq!(reasons, ["\"bad_json\"", "\"not_suggested\""]);
    let verdict = night.json(&["audit", "verify", "--json"]).await;
    assert_eq!(verdict["broken"], json!([]));

    let fit = |extra: &'static [&'static str]| {
        let args = ["calibrate", "--run", "2", "--from", "decisions", "--json"];
        args.into_iter()
            .chain(extra.iter().copied())
            .collect::<Vec<_>>()
    };
    let tried = night.json(&fit(&["--dry-run"])).await;
    assert_eq!(night.count("SELECT count(*) FROM calibrations").await, 0);
    let fitted = night.json(&fit(&[])).await;
    assert_eq!(
        fitted["version"], tried["version"],
        "a fit is deterministic"
    );
    assert_eq!(fitted["labels"], CHARTS * 2);
    let ece = |side: &str| fitted[side]["ece"].as_f64().unwrap();
    assert!(ece("after") < ece("before"), "{fitted}");

    // A worker that starts now states it.
    let model = ScriptedModel::start(|_| Reply::suggesting(SUGGESTED))
        .await
        .unwrap();
    let mut night = night;
    night.set("CHARTFLEET__MODEL__ENDPOINTS", model.url());
    let _worker = night.worker();
    night.ok(&["run", "--all"]).await;
    let results = lines(&night.ok(&["results", "--ndjson", "--limit", "1"]).await);
    assert_eq!(results[0]["calibration_version"], fitted["version"]);
    let probability = results[0]["diagnoses"][0]["probability"].as_f64().unwrap();
    assert!(0.0 < probability && probability < 1.0);
    // It was fitted on these very charts: their reliability says nothing.
    let report = night.json(&["report", "accuracy", "--json"]).await;
    assert_eq!(report["reliability"]["uncalibrated"], 0);
    assert_eq!(report["reliability"]["fitted_on"], CHARTS);
    assert_eq!(report["reliability"]["gold"], Value::Null);

    decisions_are_worth_a_report_without_gold(&night).await;
    let which = night.command(&["calibrate"]).await;
    assert_eq!(which.status.code(), Some(64), "{}", which.stderr);

    night.ok(&["calibrate", "use", "none"]).await;
    let listed = night.json(&["calibrate", "list", "--json"]).await;
    assert_eq!(listed[0]["active"], false);
    let unknown = night.command(&["calibrate", "use", "0123"]).await;
    assert_eq!(unknown.status.code(), Some(64));
}

async fn decisions_are_worth_a_report_without_gold(night: &Night) {
    let no_gold = "UPDATE charts SET gold = NULL";
    night.services.sql(no_gold).await.unwrap();
    let report = ["report", "accuracy", "--run", "2", "--json"];
    let report = night.json(&report).await;
    assert_eq!(report["charts"], 0);
    assert_eq!(report["exact"].get("met"), None);
    assert_eq!(report["reliability"]["decisions"]["count"], CHARTS * 2);
    let neither = night.command(&["report", "accuracy", "--run", "1"]).await;
    assert_eq!(neither.status.code(), Some(64), "{}", neither.stderr);
}
