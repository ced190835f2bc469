//! What a model may answer instead of what it was asked for, and what becomes
//! of the chart.

use std::collections::BTreeMap;

use chartfleet_tests::model::Suggested;
use chartfleet_tests::{Reply, RequestView, ScriptedModel};
use serde_json::{Value, json};

use crate::night::{Night, chart, lines};

const GOOD: &[Suggested<'_>] = &[Suggested::diagnosis("J18.9", "woman with pneumonia")];
const INVENTED: &[Suggested<'_>] = &[Suggested::diagnosis("J18.7Z9", "woman with pneumonia")];
const HEADER: &[Suggested<'_>] = &[Suggested::diagnosis("E11", "woman with pneumonia")];
const UNQUOTED: &[Suggested<'_>] = &[Suggested::diagnosis("J18.9", "words of no note at all")];

/// Excluded from one another by the tabular list.
const CONTRADICTORY: &[Suggested<'_>] = &[
    Suggested::diagnosis("J18.9", "woman with pneumonia"),
    Suggested::diagnosis("E10.9", "woman with pneumonia"),
    Suggested::diagnosis("E11.9", "woman with pneumonia"),
];

type Case = (&'static str, fn() -> Reply, &'static [&'static str]);

/// Each chart's id is in its note. Every request for a chart gets the same.
const CASES: [Case; 11] = [
    ("GOOD", || Reply::suggesting(GOOD), &[]),
    (
        "TRUNCATED",
        || Reply::suggesting_truncated(GOOD),
        &["truncated"],
    ),
    ("WHITESPACE", Reply::whitespace_loop, &["runaway"]),
    ("INVALID", Reply::invalid_json, &["invalid_answer"]),
    (
        "PROSE",
        || Reply::suggesting_in_prose(GOOD),
        &["invalid_answer"],
    ),
    ("EMPTY", || Reply::suggesting(&[]), &["no_suggestions"]),
    (
        "INVENTED",
        || Reply::suggesting(INVENTED),
        &["invalid_code"],
    ),
    ("HEADER", || Reply::suggesting(HEADER), &["invalid_code"]),
    (
        "UNQUOTED",
        || Reply::suggesting(UNQUOTED),
        &["unsupported_evidence"],
    ),
    (
        "CONTRADICTORY",
        || Reply::suggesting(CONTRADICTORY),
        &["rule_error"],
    ),
    (
        "TOOLONG",
        || Reply::context_exceeded(9_000, 8_192),
        &["too_long"],
    ),
];

fn answer(request: &RequestView) -> Reply {
    CASES
        .iter()
        .find(|(id, ..)| request.mentions(&format!("Note {id}:")))
        .map_or(Reply::Suggestions, |(_, reply, _)| reply())
}

#[tokio::test]
async fn every_bad_answer_has_its_reason_and_costs_only_its_own_chart() {
    let model = ScriptedModel::start(answer).await.unwrap();
    let night = Night::with(&model).await;
    let backlog: Vec<Value> = CASES
        .iter()
        .map(|(id, ..)| chart(id, &format!("Note {id}: woman with pneumonia.")))
        .chain([chart("NOTEXT", " --- \n ...")])
        .collect();
    night.import(&backlog).await;
    let _worker = night.worker();
    let status = night.json(&["run", "--json"]).await;
    assert_eq!(status["balanced"], true);
    assert_eq!(
        (
            &status["coded"],
            &status["needs_review"],
            &status["set_aside"]
        ),
        (&json!(1), &json!(10), &json!(1)),
        "{status}"
    );
    assert_eq!(status["set_aside_reasons"], json!({"no_text": 1}));

    let results: BTreeMap<String, Value> = lines(&night.ok(&["results", "--ndjson"]).await)
        .into_iter()
        .map(|result| (result["chart"].as_str().unwrap().to_owned(), result))
        .collect();
    for (id, _, reasons) in CASES {
        let result = &results[id];
        // Without a diagnosis on the claim none can stand first, too.
        let found: Vec<&str> = result["review_reasons"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
            .filter(|reason| *reason != "no_principal")
            .collect();
        assert_eq!(found, reasons, "{id}: {result}");
        let claims = match id {
            "GOOD" => 1,
            "CONTRADICTORY" => CONTRADICTORY.len(),
            _ => 0,
        };
        assert_eq!(
            result["diagnoses"].as_array().unwrap().len(),
            claims,
            "{id}"
        );
    }
    let findings = results["CONTRADICTORY"]["findings"].as_array().unwrap();
    let excluded = findings.iter().find(|f| f["rule"] == "excludes1.pair");
    assert_eq!(excluded.unwrap()["severity"], "error");
    let unquoted = &results["UNQUOTED"]["not_claimed"][0];
    assert_eq!(unquoted["unverified_quote"], UNQUOTED[0].evidence);
    night.assert_conserved().await;
}
