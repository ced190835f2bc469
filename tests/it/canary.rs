//! What patients say stays in the database: a night of failures at the highest
//! log level, with canaries in notes, protocol, specialty and in the model's
//! words, leaves them in no log, metric or message.

use chartfleet_model::QueueClass;
use chartfleet_tests::model::Suggested;
use chartfleet_tests::sandbox::files_containing;
use chartfleet_tests::{Reply, RequestView, ScriptedModel};
use serde_json::{Value, json};

use crate::night::{Night, inpatient, metrics_of, ndjson};

const CANARY: &str = "VANDERMEULEN-7731 Zoë Quartzmüller 患者様";

/// Parts of it that survive escapes, quoting and cutting.
const NEEDLES: [&str; 6] = [
    "VANDERMEULEN",
    "vandermeulen",
    "7731",
    "Zoë",
    "Quartzm",
    "患者",
];

const CODES: &[Suggested<'_>] = &[
    Suggested::diagnosis("J18.9", CANARY),
    Suggested::diagnosis("VANDERMEULEN", CANARY),
    Suggested {
        system: "VANDERMEULEN-7731",
        code: "I10",
        evidence: CANARY,
    },
];

/// A server's error that repeats the prompt, as real ones do.
fn echo(status: u16, request: &RequestView) -> Reply {
    let prompt = request.last_message().unwrap_or_default();
    Reply::error(status, CANARY, &prompt)
}

type Misbehaviour = fn(&RequestView) -> Reply;

fn misbehave(request: &RequestView) -> Reply {
    let kinds: [(&str, Misbehaviour); 9] = [
        ("P-0", |request| echo(500, request)),
        ("P-1", |request| echo(400, request)),
        ("P-2", |_| {
            Reply::Text(format!("{{\"suggestions\": [{CANARY}"))
        }),
        ("P-3", |_| Reply::suggesting_truncated(CODES)),
        ("P-4", |_| Reply::suggesting_in_prose(CODES)),
        ("P-5", |request| Reply::Raw {
            status: 200,
            retry_after_s: None,
            body: echo_text(request),
        }),
        ("P-6", |_| Reply::Close),
        ("P-7", |_| Reply::Hang),
        ("P-8", |request| match echo(400, request) {
            Reply::Raw { status, body, .. } => Reply::Raw {
                status,
                retry_after_s: None,
                body: body.replace(CANARY, "exceed_context_size_error"),
            },
            other => other,
        }),
    ];
    kinds
        .iter()
        .find(|(id, _)| request.mentions(&format!("Chart {id}.")))
        .map_or_else(|| Reply::suggesting(CODES), |(_, reply)| reply(request))
}

fn echo_text(request: &RequestView) -> String {
    request.last_message().unwrap_or_default()
}

fn backlog() -> Vec<Value> {
    (0..12)
        .map(|n| {
            let mut chart = inpatient(
                &format!("P-{n}"),
                &format!("Chart P-{n}. {CANARY} has pneumonia. Call 7731."),
            );
            chart["encounter"]["specialty"] = json!(format!("clinic of {CANARY}"));
            chart["protocol"] = json!(format!("Ask {CANARY}."));
            chart["gold"] = json!([{"code": "J18.9"}]);
            chart
        })
        .collect()
}

#[tokio::test]
async fn no_log_metric_or_message_repeats_what_a_chart_or_a_model_says() {
    let model = ScriptedModel::start(misbehave).await.unwrap();
    let mut night = Night::with(&model).await;
    night
        .set("CHARTFLEET__TELEMETRY__LOG", "trace")
        .set("CHARTFLEET__MODEL__REQUEST_TIMEOUT_S", 1)
        .set("CHARTFLEET__CODER__RETRIEVAL", "true");
    import_good_and_bad(&night).await;
    let scheduler = night.scheduler();
    night.request_run().await;
    let published = "SELECT count(*) = 3 FROM batches WHERE published_at IS NOT NULL";
    night.until("batches are published", published).await;
    assert_messages_hold_numbers_alone(&night).await;

    night.set("CHARTFLEET__TELEMETRY__FORMAT", "json");
    let worker = night.worker();
    let status = night.complete().await;
    assert_eq!(
        status["set_aside_reasons"],
        json!({"model_failed": 5}),
        "{status}"
    );
    for args in [
        &["status"][..],
        &["set-aside", "list"],
        &["report", "throughput"],
        &["audit", "verify"],
    ] {
        night.ok(args).await;
    }
    let metrics = [metrics_of(&scheduler).await, metrics_of(&worker).await].concat();
    for needle in NEEDLES {
        assert!(!metrics.contains(needle), "{needle} in the metrics");
        let logs = files_containing(&night.sandbox.dir().join("output"), needle).unwrap();
        assert!(logs.is_empty(), "{needle} in {logs:?}");
        let rejects = night.sandbox.dir().join("rejects");
        assert!(
            files_containing(&rejects, needle).unwrap().is_empty(),
            "{needle} in the rejects"
        );
    }
    // Specialties are the site's own names, and shown as it gave them.
    assert!(night.ok(&["report", "accuracy"]).await.contains(CANARY));
    // The search itself works: the operator asked for these words.
    let shown = night.ok(&["results", "--ndjson"]).await;
    assert!(shown.contains("VANDERMEULEN"));
    night.assert_conserved().await;
}

async fn import_good_and_bad(night: &Night) {
    let mut rows = backlog();
    night.import(&rows).await;
    for row in &mut rows {
        row["documents"][0]["text"] = json!(format!("{CANARY} died."));
    }
    let broken = format!("{{\"id\":\"X\",\"{CANARY}\":1}}\n{CANARY}\n{{\"id\":\"{CANARY}\"}}\n");
    night
        .sandbox
        .write("bad.ndjson", ndjson(&rows) + &broken)
        .unwrap();
    night.sandbox.write("rejects/keep", "").unwrap();
    let refused = night
        .command(&["import", "bad.ndjson", "--rejects", "rejects/bad.ndjson"])
        .await;
    assert_eq!(refused.status.code(), Some(65), "{}", refused.stderr);
}

async fn assert_messages_hold_numbers_alone(night: &Night) {
    let mut messages = 0;
    for class in QueueClass::ALL {
        for message in night.services.peek(class.queue()).await.unwrap() {
            let text = message.to_string();
            for needle in NEEDLES {
                assert!(!text.contains(needle), "{needle} in {text}");
            }
            let payload: Value =
                serde_json::from_str(message["payload"].as_str().unwrap()).unwrap();
            let fields = payload.as_object().unwrap();
            assert!(fields.values().all(Value::is_number), "{payload}");
            messages += 1;
        }
    }
    assert_eq!(messages, 3);
}
