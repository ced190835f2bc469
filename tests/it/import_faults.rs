//! Rows that are no charts, and commands that cannot work: each says what is
//! wrong, where, and repeats nothing of a patient's.

use chartfleet_tests::ScriptedModel;
use serde_json::{Value, json};

use crate::night::{Night, lines};

/// What must never be repeated.
const SECRET: &str = "Zoë-Quartzmüller";

const GOOD: &str =
    r#"{"id":"G1","encounter":{"class":"outpatient"},"documents":[{"text":"Cough."}]}"#;

async fn night() -> (ScriptedModel, Night) {
    let model = ScriptedModel::suggesting().await.unwrap();
    let night = Night::with(&model).await;
    (model, night)
}

/// A row, why it is refused, and which field is to blame.
type BadRow = (Vec<u8>, &'static str, Option<&'static str>);

fn bad_rows() -> [BadRow; 9] {
    let quoted = format!("\"{SECRET}\"");
    [
        (
            format!("{{\"id\":\"B1\", {SECRET}").into(),
            "bad_json",
            None,
        ),
        (
            GOOD.replace("[{\"text\":\"Cough.\"}]", &quoted).into(),
            "wrong_type",
            Some("documents"),
        ),
        (
            GOOD.replace("\"id\"", &format!("\"mrn\":{quoted},\"id\""))
                .into(),
            "unknown_field",
            Some("mrn"),
        ),
        (
            GOOD.replace("\"outpatient\"", &quoted).into(),
            "bad_value",
            Some("encounter.class"),
        ),
        (
            GOOD.replace("Cough.", " \\n\\t ").into(),
            "empty_text",
            Some("documents[0].text"),
        ),
        (
            GOOD.replace("Cough.", &SECRET.repeat(20)).into(),
            "too_large",
            Some("documents"),
        ),
        (
            GOOD.replace("Cough.", &format!("{SECRET}\\u0000")).into(),
            "nul_character",
            Some("documents[0].text"),
        ),
        (
            GOOD.replace("\"encounter\":{\"class\":\"outpatient\"},", "")
                .into(),
            "missing_field",
            Some("encounter"),
        ),
        (
            [b"{\"id\":\"B9\",\"x\":\"", &[0xff, 0xfe][..], b"\"}"].concat(),
            "invalid_utf8",
            None,
        ),
    ]
}

/// A byte order mark before the first line, CRLF after each, blank lines
/// between, a good row at either end, and no newline after the last.
fn between_good_rows(rows: &[BadRow]) -> Vec<u8> {
    let mut file = format!("\u{feff}{GOOD}").into_bytes();
    for (row, ..) in rows {
        file.extend_from_slice(b"\r\n\r\n");
        file.extend_from_slice(row);
    }
    file.extend_from_slice(b"\r\n");
    file.extend_from_slice(GOOD.replace("G1", "G2").as_bytes());
    file
}

#[tokio::test]
async fn each_bad_row_is_refused_with_its_place_and_the_good_ones_are_taken() {
    let (_model, mut night) = night().await;
    night.set("CHARTFLEET__IMPORT__MAX_TEXT_BYTES", 200);
    let rows = bad_rows();
    night
        .sandbox
        .write("mixed.ndjson", between_good_rows(&rows))
        .unwrap();

    let finished = night.command(&["import", "mixed.ndjson", "--json"]).await;
    assert_eq!(finished.status.code(), Some(65), "{}", finished.stderr);
    let counts: Value = serde_json::from_str(&finished.stdout).unwrap();
    assert_eq!(
        (&counts["imported"], &counts["refused"]),
        (&json!(2), &json!(9)),
        "{counts}"
    );
    let name = counts["rejects"].as_str().unwrap();
    let rejects = std::fs::read_to_string(night.sandbox.dir().join(name)).unwrap();
    for text in [&rejects, &finished.stdout, &finished.stderr] {
        assert!(!text.contains("Quartz"), "{text}");
    }
    for (index, (reject, (_, reason, field))) in lines(&rejects).iter().zip(&rows).enumerate() {
        assert_eq!(reject["reason"], *reason, "{reject}");
        assert_eq!(reject["field"].as_str(), *field, "{reject}");
        assert_eq!(reject["line"], 2 * index + 3, "{reject}");
        assert_eq!(reject["source"], "mixed.ndjson");
    }
    assert_eq!(lines(&rejects).len(), rows.len());
}

#[tokio::test]
async fn wrong_usage_ends_with_64_and_names_what_to_change() {
    let (_model, mut night) = night().await;
    for args in [
        &["import", "nowhere.ndjson"][..],
        &["import"],
        &["nonsense"],
    ] {
        let finished = night.command(args).await;
        assert_eq!(
            finished.status.code(),
            Some(64),
            "{args:?}: {}",
            finished.stderr
        );
        assert!(!finished.stderr.is_empty());
    }
    let finished = night.command(&["results", "--chart", "NOBODY"]).await;
    assert_eq!(finished.status.code(), Some(64));
    night.set("CHARTFLEET__IMPORT__ROWZ", 7);
    let finished = night.command(&["status"]).await;
    assert_eq!(finished.status.code(), Some(64));
    assert!(finished.stderr.contains("rowz"), "{}", finished.stderr);
}

#[tokio::test]
async fn services_that_are_away_end_with_69_and_name_the_setting() {
    let (_model, mut night) = night().await;
    night.sandbox.write("charts.ndjson", GOOD).unwrap();
    night.set(
        "CHARTFLEET__BROKER__URL",
        "amqp://guest:hunter2@127.0.0.1:1/%2f",
    );
    let finished = night.command(&["scheduler"]).await;
    assert_eq!(finished.status.code(), Some(69));
    assert!(
        finished.stderr.contains("broker.url"),
        "{}",
        finished.stderr
    );
    night.set(
        "CHARTFLEET__STORE__URL",
        "postgres://app:hunter2@127.0.0.1:1/none",
    );
    let finished = night.command(&["import", "charts.ndjson"]).await;
    assert_eq!(finished.status.code(), Some(69));
    assert!(finished.stderr.contains("store.url"), "{}", finished.stderr);
    assert!(!finished.stderr.contains("hunter2"), "{}", finished.stderr);
}
