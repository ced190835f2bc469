//! The store against a real PostgreSQL: what a lease protects, what a crash
//! costs, what an import refuses.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod database;
mod decisions;
mod dial;
mod processes;

use std::time::Duration;

use chartfleet_model::{
    BatchId, Chart, ChartResult, LeaseToken, Outcome, QueueClass, SetAsideReason, WorkerId,
};
use chartfleet_store::{
    BatchClaim, ClaimOutcome, Committed, FinishedChart, NewChart, RunRequest, RunScope, RunState,
    Stored,
};
use database::Database;

const LEASE: Duration = Duration::from_secs(60);

fn worker(name: &str) -> WorkerId {
    WorkerId(name.to_owned())
}

fn chart(id: &str, text: &str) -> NewChart {
    let json = serde_json::json!({
        "id": id, "encounter": { "class": "outpatient" }, "documents": [{ "text": text }],
    });
    let chart: Chart = serde_json::from_value(json).unwrap();
    let mut content_hash = [0; 32];
    content_hash[..text.len().min(32)].copy_from_slice(&text.as_bytes()[..text.len().min(32)]);
    NewChart {
        chart,
        content_hash,
        prefix_family: 0,
    }
}

/// A database with `charts` charts planned into one run.
async fn planned(charts: usize, batch_charts: usize) -> Database {
    let db = Database::create().await;
    let new: Vec<NewChart> = (0..charts)
        .map(|n| chart(&format!("C{n}"), "Cough."))
        .collect();
    db.store.import_charts(&new).await.unwrap();
    db.store
        .request_run(&RunRequest::of(RunScope::Backlog))
        .await
        .unwrap();
    db.store.plan_next_run(batch_charts).await.unwrap().unwrap();
    db
}

async fn first_batch(db: &Database) -> BatchId {
    db.store.outbox(usize::MAX).await.unwrap()[0].message.batch
}

async fn claim(db: &Database, batch: BatchId, by: &str) -> BatchClaim {
    match db
        .store
        .claim_batch(batch, &worker(by), LEASE)
        .await
        .unwrap()
    {
        ClaimOutcome::Claimed(claim) => *claim,
        other => panic!("not claimed: {other:?}"),
    }
}

fn finished(claim: &BatchClaim, index: usize, token: LeaseToken) -> FinishedChart {
    let mut result = ChartResult::set_aside(SetAsideReason::NoText, "p", "c");
    result.outcome = Outcome::Coded;
    result.set_aside_reason = None;
    let key = claim.charts[index].key;
    FinishedChart {
        run: claim.run,
        batch: claim.batch,
        token,
        chart: key,
        queue_ms: 0,
        result,
    }
}

async fn commit(db: &Database, by: &str, charts: &[FinishedChart]) -> Committed {
    db.store.commit_results(&worker(by), charts).await.unwrap()
}

async fn let_leases_run_out(db: &Database) {
    db.sql
        .execute(
            "UPDATE batches SET leased_until = now() - INTERVAL '1 s'",
            &[],
        )
        .await
        .unwrap();
    assert_eq!(db.store.expire_leases().await.unwrap(), 1);
}

#[tokio::test]
async fn an_import_tells_new_charts_from_duplicates_and_conflicts() {
    let db = Database::create().await;
    let stored = db
        .store
        .import_charts(&[
            chart("A", "one"),
            chart("A", "one"),
            chart("A", "two"),
            chart("B", "x"),
        ])
        .await
        .unwrap();
    let existing_hash = chart("A", "one").content_hash.to_vec();
    let conflict = Stored::Conflict { existing_hash };
    assert_eq!(
        stored,
        [
            Stored::Imported,
            Stored::Duplicate,
            conflict,
            Stored::Imported
        ]
    );
    assert_eq!(db.count("SELECT COUNT(*) FROM documents").await, 2);
    db.drop().await;
}

#[tokio::test]
async fn a_plan_commits_batches_members_and_messages_together() {
    let db = planned(10, 4).await;
    assert_eq!(db.count("SELECT COUNT(*) FROM batches").await, 3);
    assert_eq!(db.count("SELECT COUNT(*) FROM run_charts").await, 10);
    assert_eq!(db.store.outbox(usize::MAX).await.unwrap().len(), 3);
    assert_eq!(
        db.store.outbox(2).await.unwrap().len(),
        2,
        "the bound on queued batches"
    );
    // Nothing is left for a second run.
    db.store
        .request_run(&RunRequest::of(RunScope::Backlog))
        .await
        .unwrap();
    assert_eq!(db.store.plan_next_run(4).await.unwrap().unwrap().charts, 0);
    db.drop().await;
}

#[tokio::test]
async fn a_batch_is_claimed_once_and_skips_what_is_committed() {
    let db = planned(2, 2).await;
    let batch = first_batch(&db).await;
    let first = claim(&db, batch, "a").await;
    let held = db
        .store
        .claim_batch(batch, &worker("b"), LEASE)
        .await
        .unwrap();
    assert!(matches!(held, ClaimOutcome::HeldElsewhere));
    commit(&db, "a", &[finished(&first, 0, first.token)]).await;
    db.store.give_back(batch, first.token, None).await.unwrap();
    let second = claim(&db, batch, "b").await;
    assert_eq!(second.charts.len(), 1);
    assert!(!second.with_care, "giving back is no crash");
    let done = commit(&db, "b", &[finished(&second, 0, second.token)]).await;
    assert!(done.batches.contains(&batch));
    let again = db
        .store
        .claim_batch(batch, &worker("c"), LEASE)
        .await
        .unwrap();
    assert!(matches!(again, ClaimOutcome::AlreadyDone));
    let unknown = db
        .store
        .claim_batch(BatchId(999), &worker("c"), LEASE)
        .await
        .unwrap();
    assert!(matches!(unknown, ClaimOutcome::Unknown));
    db.drop().await;
}

#[tokio::test]
async fn a_commit_with_an_older_token_writes_nothing() {
    let db = planned(1, 1).await;
    let batch = first_batch(&db).await;
    let slow = claim(&db, batch, "slow").await;
    let_leases_run_out(&db).await;
    let late = commit(&db, "slow", &[finished(&slow, 0, slow.token)]).await;
    assert!(late.charts.is_empty() && late.batches.is_empty());
    let heir = claim(&db, batch, "heir").await;
    assert!(heir.token > slow.token);
    commit(&db, "heir", &[finished(&heir, 0, heir.token)]).await;
    // The same commit again, its answer having been lost.
    commit(&db, "heir", &[finished(&heir, 0, heir.token)]).await;
    for table in ["results", "claims", "attempts", "audit_events"] {
        assert_eq!(
            db.count(&format!("SELECT COUNT(*) FROM {table}")).await,
            1,
            "{table}"
        );
    }
    db.drop().await;
}

#[tokio::test]
async fn three_crashes_make_a_chart_poison_and_spare_its_neighbours() {
    let db = planned(2, 2).await;
    let batch = first_batch(&db).await;
    claim(&db, batch, "a").await;
    let_leases_run_out(&db).await;
    for crash in 2..=3 {
        let claimed = claim(&db, batch, "b").await;
        assert!(claimed.with_care);
        assert!(
            claimed.charts.iter().all(|chart| !chart.is_poison),
            "before crash {crash}"
        );
        let poison = claimed.charts[0].key;
        assert!(
            db.store
                .mark_started(batch, claimed.token, poison)
                .await
                .unwrap()
        );
        let_leases_run_out(&db).await;
    }
    let claimed = claim(&db, batch, "c").await;
    let poison: Vec<bool> = claimed.charts.iter().map(|chart| chart.is_poison).collect();
    assert_eq!(poison, [true, false]);
    db.drop().await;
}

#[tokio::test]
async fn a_chart_given_back_with_care_was_no_crash() {
    let db = planned(1, 1).await;
    let batch = first_batch(&db).await;
    claim(&db, batch, "a").await;
    let_leases_run_out(&db).await;
    for _ in 0..5 {
        let claimed = claim(&db, batch, "b").await;
        let key = claimed.charts[0].key;
        db.store
            .mark_started(batch, claimed.token, key)
            .await
            .unwrap();
        db.store
            .give_back(batch, claimed.token, Some(key))
            .await
            .unwrap();
    }
    assert!(!claim(&db, batch, "c").await.charts[0].is_poison);
    db.drop().await;
}

#[tokio::test]
async fn a_run_is_complete_when_it_balances_and_reopens_on_requeue() {
    let db = planned(1, 1).await;
    let batch = first_batch(&db).await;
    let claimed = claim(&db, batch, "a").await;
    let running = db.store.run_status(None).await.unwrap().unwrap();
    assert_eq!(
        (
            running.balance.not_started,
            running.in_flight,
            running.balanced
        ),
        (1, 1, true)
    );
    assert!(db.store.complete_runs().await.unwrap().is_empty());
    let mut aside = finished(&claimed, 0, claimed.token);
    aside.result = ChartResult::set_aside(SetAsideReason::Poison, "p", "c");
    commit(&db, "a", &[aside]).await;
    assert_eq!(db.store.complete_runs().await.unwrap(), [claimed.run]);
    let requeued = db
        .store
        .requeue_set_aside(None, None, None, "operator")
        .await
        .unwrap();
    assert_eq!(requeued.get(&claimed.run), Some(&1));
    let reopened = db.store.run_status(None).await.unwrap().unwrap();
    assert_eq!(
        (reopened.state, reopened.balance.not_started),
        (RunState::Running, 1)
    );
    assert!(reopened.balanced);
    assert!(db.store.verify_audit().await.unwrap().broken.is_empty());
    db.drop().await;
}

#[tokio::test]
async fn lost_messages_return_to_the_outbox_after_a_while() {
    let db = planned(1, 1).await;
    let batch = first_batch(&db).await;
    db.store.mark_published(&[batch]).await.unwrap();
    assert!(db.store.outbox(9).await.unwrap().is_empty());
    let after = Duration::from_secs(30);
    assert_eq!(
        db.store
            .requeue_lost(QueueClass::Bulk, after)
            .await
            .unwrap(),
        0
    );
    db.sql
        .execute(
            "UPDATE batches SET published_at = now() - INTERVAL '1 min'",
            &[],
        )
        .await
        .unwrap();
    assert_eq!(
        db.store
            .requeue_lost(QueueClass::Stat, after)
            .await
            .unwrap(),
        0,
        "another queue"
    );
    assert_eq!(
        db.store
            .requeue_lost(QueueClass::Bulk, after)
            .await
            .unwrap(),
        1
    );
    assert_eq!(db.store.outbox(9).await.unwrap().len(), 1);
    db.drop().await;
}

#[tokio::test]
async fn whoever_alters_a_claim_or_an_event_is_found_out() {
    let db = planned(2, 2).await;
    let claimed = claim(&db, first_batch(&db).await, "a").await;
    let both = [
        finished(&claimed, 0, claimed.token),
        finished(&claimed, 1, claimed.token),
    ];
    commit(&db, "a", &both).await;
    let whole = db.store.verify_audit().await.unwrap();
    assert_eq!(
        (whole.events, whole.broken.len(), whole.altered_claims.len()),
        (2, 0, 0)
    );
    assert!(
        db.sql
            .execute("DELETE FROM audit_events", &[])
            .await
            .is_err(),
        "append-only"
    );
    let alter = "UPDATE claims SET claim = '{}' WHERE chart_key = 1";
    db.sql.execute(alter, &[]).await.unwrap();
    assert_eq!(
        db.store.verify_audit().await.unwrap().altered_claims,
        ["run-1/1"]
    );
    db.sql
        .batch_execute(
            "ALTER TABLE audit_events DISABLE TRIGGER ALL;\n\
             UPDATE audit_events SET actor = 'nobody' WHERE seq = 1",
        )
        .await
        .unwrap();
    assert_eq!(db.store.verify_audit().await.unwrap().broken, ["run-1/1"]);
    db.drop().await;
}

#[tokio::test]
async fn an_error_names_the_constraint_and_never_the_row() {
    let db = planned(1, 1).await;
    let claimed = claim(&db, first_batch(&db).await, "a").await;
    db.sql
        .batch_execute("ALTER TABLE results ADD CONSTRAINT nobody CHECK (chart_key < 0) NOT VALID")
        .await
        .unwrap();
    let refused = finished(&claimed, 0, claimed.token);
    let error = db
        .store
        .commit_results(&worker("a"), &[refused])
        .await
        .unwrap_err();
    assert!(!error.is_transient());
    assert_eq!(
        error.to_string(),
        "the database refused a statement (SQLSTATE 23514 results nobody)"
    );
    db.drop().await;
}
