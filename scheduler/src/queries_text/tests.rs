use chartfleet_model::{Chart, ChartKey, ChartResult, Evidence, GapKind, SetAsideReason};
use serde_json::json;

use super::*;

fn row() -> (ResultRow, Gap) {
    let chart: Chart = serde_json::from_value(json!({
        "id": "C-1",
        "encounter": {"class": "inpatient", "admitted": "2026-05-20", "discharged": "2026-05-24"},
        "documents": [
            {"kind": "discharge_summary", "author_role": "attending", "text": "Pneumonia."},
            {"kind": "laboratory", "time": "2026-05-21T08:00:00Z",
             "text": "Sputum culture: S. pneumoniae."},
        ],
    }))
    .unwrap();
    let option = |text: &'static str, codes: &[&str]| QueryOption {
        text: text.into(),
        codes: codes.iter().map(|code| code.parse().unwrap()).collect(),
        removes: false,
        severity: Severity::Mcc,
        drg: Some(DrgValue {
            drg: 193,
            title: "T".to_owned(),
            weight: Some(1.3),
            gmlos: None,
            expected_payment_cents: None,
        }),
        weight_change: Some(0.5),
        payment_change_cents: Some(300_000),
    };
    let gap = Gap {
        kind: GapKind::Organism,
        rule: "cdi.organism".into(),
        topic: "organism of pneumonia".into(),
        source: "Guidelines I.A.19".into(),
        indicators: vec![Indicator {
            label: "culture".into(),
            evidence: Evidence {
                document: 1,
                start: 0,
                end: 30,
            },
        }],
        question: "Can the organism be specified?".into(),
        options: vec![
            option("Pneumonia due to Streptococcus pneumoniae", &["J13"]),
            QueryOption {
                codes: Vec::new(),
                drg: None,
                ..option("Unable to determine", &[])
            },
        ],
        codes_now: vec!["J18.9".parse().unwrap()],
        drg_now: None,
    };
    let row = ResultRow {
        key: ChartKey(1),
        run: "7".parse().unwrap(),
        committed_at: "2026-05-25T00:00:00Z".parse().unwrap(),
        chart,
        result: ChartResult::set_aside(SetAsideReason::NoText, "p", "t"),
    };
    (row, gap)
}

fn printed() -> String {
    let (row, gap) = row();
    let mut out = Vec::new();
    print(&mut out, &row, &gap).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_query_shows_its_indicators_question_and_boxes() {
    let text = printed();
    for part in [
        "Encounter: C-1 (inpatient)",
        "Dates:     2026-05-20 to 2026-05-24",
        "To:        attending physician",
        "  - culture: “Sputum culture: S. pneumoniae.” (laboratory report, 2026-05-21 08:00 UTC)",
        "Can the organism be specified?",
        "  [ ] Pneumonia due to Streptococcus pneumoniae\n",
        "  [ ] Unable to determine\n",
        "Signature:",
    ] {
        assert!(text.contains(part), "{part} is not in:\n{text}");
    }
}

#[test]
fn what_an_answer_is_worth_stands_after_the_query_alone() {
    let text = printed();
    let (query, worklist) = text
        .split_once("for the specialist, not part of the query")
        .unwrap();
    for word in ["DRG", "J13", "J18.9", "weight", "MCC", "$", "payment"] {
        assert!(!query.contains(word), "{word} is in the query:\n{query}");
    }
    assert!(worklist.contains("code now: J18.9"), "{worklist}");
    assert!(
        worklist.contains(": J13 (MCC), DRG 193, weight 1.3000, weight +0.5000, payment +$3000.00"),
        "{worklist}"
    );
}

#[test]
fn as_json_too_the_query_holds_nothing_of_what_an_answer_is_worth() {
    let (row, gap) = row();
    let object = crate::queries::object(&row, &gap);
    let query = object["query"].to_string();
    for word in ["drg", "J13", "J18.9", "weight", "mcc", "payment"] {
        assert!(!query.contains(word), "{word} is in {query}");
    }
    let words = &object["query"]["indicators"][0]["text"];
    assert_eq!(words, "Sputum culture: S. pneumoniae.");
    assert_eq!(object["query"]["answers"][1], "Unable to determine");
    assert_eq!(object["worklist"]["options"][0]["drg"]["drg"], 193);
    assert_eq!(object["worklist"]["codes_now"], json!(["J18.9"]));
}
