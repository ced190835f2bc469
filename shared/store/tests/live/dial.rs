//! A run's depth and deadline.

use std::time::Duration;

use chartfleet_model::{Clock, Depth, SystemClock};
use chartfleet_store::{Projection, RunRequest, RunScope};

use crate::database::Database;
use crate::{chart, claim};

const PACE: Projection = Projection {
    charts_left: 2,
    charts_per_s: 0.5,
    seconds_left: 3.0,
};

/// Two charts in two batches of a run that asked for `depth`.
async fn dated(depth: Depth, deadline: Option<Duration>) -> Database {
    let db = Database::create().await;
    let charts = [chart("C0", "Cough."), chart("C1", "Fever.")];
    db.store.import_charts(&charts).await.unwrap();
    let deadline = deadline.map(|after| SystemClock.now() + after);
    let wanted = RunRequest {
        scope: RunScope::Backlog,
        depth,
        deadline,
    };
    db.store.request_run(&wanted).await.unwrap();
    db.store.plan_next_run(1).await.unwrap().unwrap();
    db
}

#[tokio::test]
async fn a_lowered_run_gives_later_batches_less_and_says_why() {
    let db = dated(Depth::Thorough, Some(Duration::from_secs(3_600))).await;
    let outbox = db.store.outbox(usize::MAX).await.unwrap();
    let [first, second] = [0, 1].map(|at| outbox[at].message.batch);
    let before = claim(&db, first, "a").await;
    assert_eq!(before.depth, Depth::Thorough);

    let [run] = db.store.dated_runs().await.unwrap()[..] else {
        panic!("one run has a deadline");
    };
    assert_eq!((run.asked, run.now), (Depth::Thorough, Depth::Thorough));
    assert_eq!((run.charts, run.finished, run.held), (2, 0, 1));
    assert!((3_500.0..=3_600.0).contains(&run.seconds_left));

    let change = |from, to| db.store.change_depth(run.run, from, to, PACE);
    change(Depth::Thorough, Depth::Standard).await.unwrap();
    // Another leader decided by what was true before: nothing happens.
    change(Depth::Thorough, Depth::Quick).await.unwrap();
    assert_eq!(claim(&db, second, "b").await.depth, Depth::Standard);

    let changes = db.store.depth_changes(run.run).await.unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].to, Depth::Standard);
    assert_eq!(changes[0].charts_left, PACE.charts_left);
    let status = db.store.run_status(None).await.unwrap().unwrap();
    assert_eq!(status.depth, Depth::Thorough);
    assert_eq!(status.depth_now, Depth::Standard);
    assert!(status.deadline_at.is_some());
}

#[tokio::test]
async fn a_run_without_a_deadline_is_not_looked_after() {
    let db = dated(Depth::Standard, None).await;
    assert_eq!(db.store.dated_runs().await.unwrap(), []);
}
