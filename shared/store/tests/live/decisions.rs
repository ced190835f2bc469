//! Decisions and calibrations against a real PostgreSQL.

use std::collections::HashSet;

use chartfleet_model::calibration::{Fit, Label};
use chartfleet_model::{
    Calibration, ChartKey, ClaimDiagnosis, Confidence, Decision, RunId, Signals, Verb,
};
use chartfleet_store::{
    Accepted, GoldRow, LabelSource, NewCalibration, Recorded, RunRequest, RunScope, StoreError,
};

use super::database::Database;
use super::{claim, commit, finished, first_batch, planned};

fn diagnosis(code: &str) -> ClaimDiagnosis {
    let json = serde_json::json!({
        "code": code, "title": "", "role": "secondary", "confidence": "high",
        "severity": "none", "excluded_by_pdx": false, "drives_drg": false, "evidence": [],
    });
    serde_json::from_value(json).unwrap()
}

/// Two charts, C0 and C1, each with I10 and R05.9 on its claim.
async fn coded() -> Database {
    let db = planned(2, 2).await;
    let claimed = claim(&db, first_batch(&db).await, "a").await;
    for index in 0..2 {
        let mut done = finished(&claimed, index, claimed.token);
        done.result.diagnoses = vec![diagnosis("I10"), diagnosis("R05.9")];
        commit(&db, "a", &[done]).await;
    }
    db
}

fn decision(chart: &str, code: &str, verb: Verb, hour: u8) -> Decision {
    let json = serde_json::json!({
        "run": 1, "chart": chart, "code": code, "decision": verb,
        "decided_by": "coder-7", "decided_at": format!("2026-05-01T{hour:02}:30:00Z"),
    });
    serde_json::from_value::<Decision>(json)
        .unwrap()
        .checked()
        .unwrap()
}

async fn record(db: &Database, decisions: &[Decision]) -> Vec<Recorded> {
    db.store.record_decisions(decisions).await.unwrap()
}

async fn last_words(db: &Database) -> Vec<(ChartKey, String, Verb)> {
    let mut words = Vec::new();
    db.store
        .for_each_decided(RunId(1), |chart| {
            for decided in chart.decided {
                words.push((chart.key, decided.code, decided.decision));
            }
        })
        .await
        .unwrap();
    words
}

#[tokio::test]
async fn a_decision_is_recorded_once_and_audited() {
    let db = coded().await;
    let two = [
        decision("C0", "I10", Verb::Accept, 8),
        decision("C0", "I10", Verb::Accept, 8),
    ];
    assert_eq!(
        record(&db, &two).await,
        [Recorded::New, Recorded::Duplicate]
    );
    assert_eq!(record(&db, &two[..1]).await, [Recorded::Duplicate]);
    assert_eq!(db.count("SELECT COUNT(*) FROM decisions").await, 1);
    let audited = "SELECT COUNT(*) FROM audit_events WHERE stream = 'review-1'";
    assert_eq!(db.count(audited).await, 1);
    let verdict = db.store.verify_audit().await.unwrap();
    assert!(verdict.broken.is_empty() && verdict.altered_claims.is_empty());
    for change in [
        "DELETE FROM decisions",
        "UPDATE decisions SET decision = 'reject'",
    ] {
        assert!(db.sql.execute(change, &[]).await.is_err(), "append-only");
    }
    db.drop().await;
}

#[tokio::test]
async fn what_cannot_be_about_the_claim_is_told_apart() {
    let db = coded().await;
    let asked = [
        decision("C9", "I10", Verb::Accept, 8),
        decision("C0", "E11.9", Verb::Accept, 8),
        decision("C0", "I10", Verb::Add, 8),
        decision("C0", "I10", Verb::Reject, 8),
        decision("C0", "I10", Verb::Accept, 8),
        decision("C0", "E11.9", Verb::Add, 8),
    ];
    let expected = [
        Recorded::UnknownChart,
        Recorded::NotSuggested,
        Recorded::NotSuggested,
        Recorded::New,
        Recorded::Conflict,
        Recorded::New,
    ];
    assert_eq!(record(&db, &asked).await, expected);
    db.drop().await;
}

#[tokio::test]
async fn the_last_word_counts_and_becomes_the_facilitys_habit() {
    let db = coded().await;
    let mut changed = decision("C1", "R05.9", Verb::Accept, 8);
    changed.decision = Verb::Change;
    changed.changed_to = Some("R05.1".to_owned());
    let asked = [
        decision("C0", "I10", Verb::Accept, 9),
        decision("C0", "I10", Verb::Reject, 8),
        decision("C1", "I10", Verb::Accept, 8),
        decision("C0", "R05.9", Verb::Reject, 8),
        changed,
    ];
    assert_eq!(record(&db, &asked).await, [Recorded::New; 5]);
    let word = |chart, code: &str, verb| (ChartKey(chart), code.to_owned(), verb);
    assert_eq!(
        last_words(&db).await,
        [
            word(1, "I10", Verb::Accept),
            word(1, "R05.9", Verb::Reject),
            word(2, "I10", Verb::Accept),
            word(2, "R05.9", Verb::Change),
        ]
    );
    let accepted = db.store.accepted_codes().await.unwrap();
    let facility = accepted[0].facility.clone();
    let by_facility = Accepted::diagnoses(accepted);
    let expected = [("I10".parse().unwrap(), 2), ("R05.1".parse().unwrap(), 1)];
    assert_eq!(by_facility[&facility], expected);
    db.drop().await;
}

/// Any calibration; another for another share.
fn calibration(every: usize) -> Calibration {
    let label = |n: usize| Label {
        chart: i64::try_from(n / 5).unwrap(),
        confidence: Confidence::High,
        signals: Signals::default(),
        accepted: n.is_multiple_of(every),
    };
    let labels: Vec<Label> = (0..300).map(label).collect();
    Fit::of(&labels).unwrap().calibration
}

async fn store(db: &Database, calibration: &Calibration, source: LabelSource) {
    let new = NewCalibration {
        calibration,
        run: RunId(1),
        source,
        ece_before: 0.2,
        ece_after: 0.1,
    };
    db.store.store_calibration(new).await.unwrap();
}

async fn activate(db: &Database, calibration: &Calibration) {
    store(db, calibration, LabelSource::Gold).await;
    let version = calibration.version();
    assert!(db.store.use_calibration(Some(&version)).await.unwrap());
}

#[tokio::test]
async fn one_calibration_is_in_use_and_an_altered_one_is_refused() {
    let db = planned(1, 1).await;
    assert_eq!(db.store.active_calibration().await.unwrap(), None);
    let (one, other) = (calibration(2), calibration(3));
    activate(&db, &one).await;
    activate(&db, &other).await;
    activate(&db, &other).await;
    assert_eq!(db.store.active_calibration().await.unwrap(), Some(other));
    assert!(
        db.store
            .use_calibration(Some(&one.version()))
            .await
            .unwrap()
    );
    assert!(!db.store.use_calibration(Some("no such")).await.unwrap());
    assert_eq!(
        db.store.active_calibration().await.unwrap(),
        Some(one.clone())
    );
    let rows = db.store.calibrations().await.unwrap();
    assert_eq!(rows.iter().filter(|row| row.active).count(), 1);
    assert_eq!((rows.len(), rows[0].labels), (2, 300));

    let alter = "UPDATE calibrations SET calibration = REPLACE(calibration, '300', '301')";
    db.sql.execute(alter, &[]).await.unwrap();
    let altered = db.store.active_calibration().await;
    assert!(matches!(
        altered,
        Err(StoreError::Unreadable("calibration"))
    ));
    assert!(db.store.use_calibration(None).await.unwrap());
    assert_eq!(db.store.active_calibration().await.unwrap(), None);
    db.drop().await;
}

#[tokio::test]
async fn gold_rows_name_their_chart() {
    let db = coded().await;
    let gold = r#"UPDATE charts SET gold = '[{"code":"I10"}]' WHERE chart_id = 'C1'"#;
    db.sql.execute(gold, &[]).await.unwrap();
    let mut charts = Vec::new();
    let each = |row: GoldRow| charts.push((row.key, row.chart_id));
    db.store.for_each_gold(RunId(1), each).await.unwrap();
    assert_eq!(charts, [(ChartKey(2), "C1".to_owned())]);
    db.drop().await;
}

#[tokio::test]
async fn a_pipeline_versions_newest_result_of_each_chart_is_found_in_whatever_run() {
    let db = coded().await;
    let gold = r#"UPDATE charts SET gold = '[{"code":"I10"}]'"#;
    db.sql.execute(gold, &[]).await.unwrap();
    db.store
        .request_run(&RunRequest::of(RunScope::All))
        .await
        .unwrap();
    db.store.plan_next_run(2).await.unwrap().unwrap();
    let outbox = db.store.outbox(usize::MAX).await.unwrap();
    let again = outbox.iter().find(|row| row.message.run == RunId(2));
    let claimed = claim(&db, again.unwrap().message.batch, "a").await;
    for (index, version) in ["p", "q"].into_iter().enumerate() {
        let mut done = finished(&claimed, index, claimed.token);
        done.result.pipeline_version = version.to_owned();
        commit(&db, "a", &[done]).await;
    }
    for (version, expected) in [
        // C0's second result is newer and suggests nothing.
        ("p", vec![("C0", 0), ("C1", 2)]),
        ("q", vec![("C1", 0)]),
        ("r", vec![]),
    ] {
        let mut charts = Vec::new();
        let each = |row: GoldRow| charts.push((row.chart_id, row.result.diagnoses.len()));
        db.store
            .for_each_gold_of_pipeline(version, each)
            .await
            .unwrap();
        let charts: Vec<(&str, usize)> = charts.iter().map(|(c, n)| (c.as_str(), *n)).collect();
        assert_eq!(charts, expected, "{version}");
    }
    db.drop().await;
}

#[tokio::test]
async fn the_charts_that_a_calibration_was_fitted_on_are_known() {
    let db = coded().await;
    let gold = r#"UPDATE charts SET gold = '[{"code":"I10"}]' WHERE chart_id = 'C1'"#;
    db.sql.execute(gold, &[]).await.unwrap();
    record(&db, &[decision("C0", "I10", Verb::Accept, 8)]).await;
    let (one, other) = (calibration(2), calibration(3));
    store(&db, &one, LabelSource::Gold).await;
    store(&db, &other, LabelSource::Decisions).await;
    let fitted = |version: String| {
        let db = &db;
        async move { db.store.fitted_charts(&version).await.unwrap() }
    };
    assert_eq!(fitted(one.version()).await, HashSet::from([ChartKey(2)]));
    assert_eq!(fitted(other.version()).await, HashSet::from([ChartKey(1)]));
    assert!(fitted("no such".to_owned()).await.is_empty());
    db.drop().await;
}

#[tokio::test]
async fn decisions_about_a_chart_that_is_to_be_coded_again_hide_no_other_chart() {
    let db = coded().await;
    let both = [
        decision("C0", "I10", Verb::Accept, 8),
        decision("C1", "I10", Verb::Accept, 8),
    ];
    record(&db, &both).await;
    db.sql
        .execute("DELETE FROM results WHERE chart_key = 1", &[])
        .await
        .unwrap();
    let words = last_words(&db).await;
    assert_eq!(words, [(ChartKey(2), "I10".to_owned(), Verb::Accept)]);
    db.drop().await;
}
