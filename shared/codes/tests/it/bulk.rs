//! Bulk regrouping.

use std::num::NonZeroUsize;

use chartfleet_codes::regroup;
use serde_json::{Value, json};

use crate::common::TABLES;

fn run(input: &str) -> (u64, u64, Vec<Value>) {
    let mut output = Vec::new();
    let threads = NonZeroUsize::new(2).unwrap();
    let summary = regroup(TABLES.grouper(), input.as_bytes(), &mut output, threads).unwrap();
    let lines = String::from_utf8(output).unwrap();
    let answers = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    (summary.grouped, summary.failed, answers.collect())
}

#[test]
fn claims_come_back_in_order_with_their_ids_whatever_their_form() {
    let input = r#"{"id":"a","discharged":"2026-05-01","age":71,"sex":"female","discharge_status":1,"pdx":"J13","sdx":[{"code":"J96.01","poa":"Y"},"I10"],"procedures":[]}

{"id":2,"version":431,"age":60,"sex":"M","discharge_status":"01","pdx":{"code":"I2109","poa":"Y"},"sdx":["I214"]}
{"id":null,"version":431,"age":54,"sex":"unknown","discharge_status":"01","pdx":"K80.00","procedures":["0FT44ZZ"]}
"#;
    let (grouped, failed, answers) = run(input);
    assert_eq!((grouped, failed), (3, 0));
    assert_eq!(
        answers,
        [
            json!({"id": "a", "drg": 193, "mdc": 4, "return_code": "OK", "severity": "mcc", "sdx": [
                {"code": "J96.01", "severity": "mcc", "excluded_by_pdx": false},
                {"code": "I10", "severity": "none", "excluded_by_pdx": false}]}),
            json!({"id": 2, "drg": 282, "mdc": 5, "return_code": "OK", "severity": "none", "sdx": [
                {"code": "I214", "severity": "none", "excluded_by_pdx": true}]}),
            json!({"id": null, "drg": 419, "mdc": 7, "return_code": "OK", "severity": "none", "sdx": []}),
        ]
    );
}

#[test]
fn a_bad_line_says_why_in_its_place_and_is_counted() {
    let good = r#"{"id":1,"version":431,"age":1,"sex":"F","discharge_status":1,"pdx":"J13"}"#;
    let input = format!(
        "{good}\nnot json\n{}\n{good}\n",
        good.replace("\"age\":1", "\"age\":125")
    );
    let (grouped, failed, answers) = run(&input);
    assert_eq!((grouped, failed), (2, 2));
    assert_eq!(answers[1]["line"], 2);
    assert_eq!(answers[1].get("id"), None);
    assert_eq!(
        (&answers[2]["id"], &answers[2]["line"]),
        (&json!(1), &json!(3))
    );
    assert!(answers[2]["error"].as_str().unwrap().contains("age"));
    assert_eq!(answers[3]["drg"], answers[0]["drg"]);
}

#[test]
fn many_blocks_keep_their_order() {
    let lines: String = (0..10_000)
        .map(|id| {
            format!("{{\"id\":{id},\"version\":431,\"age\":50,\"sex\":\"F\",\"discharge_status\":1,\"pdx\":\"J13\"}}\n")
        })
        .collect();
    let (grouped, _, answers) = run(&lines);
    assert_eq!(grouped, 10_000);
    assert!(
        answers
            .iter()
            .zip(0..)
            .all(|(answer, id)| answer["id"] == id)
    );
}
