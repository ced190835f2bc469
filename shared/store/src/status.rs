//! Where a run stands, and whether it balances.

use std::collections::BTreeMap;

use chartfleet_model::{Depth, RunId};
use jiff::Timestamp;
use serde::Serialize;

use crate::dial::depth;
use crate::error::StoreError;
use crate::pool::Store;
use crate::runs::RunState;

/// The charts of a run, counted by what became of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Balance {
    /// Charts planned into the run.
    pub imported: i64,
    /// Coded, waiting for a person to confirm.
    pub coded: i64,
    /// A person must look.
    pub needs_review: i64,
    /// Could not be coded.
    pub set_aside: i64,
    /// Without an outcome yet, in flight or not.
    pub not_started: i64,
}

impl Balance {
    /// Whether imported = coded + needs review + set aside + not started.
    #[must_use]
    pub const fn is_balanced(&self) -> bool {
        self.imported == self.coded + self.needs_review + self.set_aside + self.not_started
    }

    /// Charts with an outcome.
    #[must_use]
    pub const fn finished(&self) -> i64 {
        self.coded + self.needs_review + self.set_aside
    }
}

/// A run at one moment.
#[derive(Clone, Debug, Serialize)]
pub struct RunStatus {
    /// The run.
    pub run: RunId,
    /// Where it stands.
    pub state: RunState,
    /// Its charts.
    #[serde(flatten)]
    pub balance: Balance,
    /// Of those not started, the ones in a worker's hands.
    pub in_flight: i64,
    /// Whether the balance holds.
    pub balanced: bool,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// When it was planned.
    pub planned_at: Option<Timestamp>,
    /// When it balanced with nothing left.
    pub completed_at: Option<Timestamp>,
    /// How deep it was asked to look.
    pub depth: Depth,
    /// How deep batches claimed now are looked at: lower where the deadline
    /// asks for it.
    pub depth_now: Depth,
    /// When it should be done.
    pub deadline_at: Option<Timestamp>,
    /// First result.
    pub first_commit: Option<Timestamp>,
    /// Newest result.
    pub last_commit: Option<Timestamp>,
    /// Charts by review reason; one chart can have several.
    pub review_reasons: BTreeMap<String, i64>,
    /// Charts by set-aside reason.
    pub set_aside_reasons: BTreeMap<String, i64>,
}

impl Store {
    /// The status of a run, or of the newest. `None`: there is no such run.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn run_status(&self, run: Option<RunId>) -> Result<Option<RunStatus>, StoreError> {
        let client = self.client().await?;
        let balance = client
            .prepare_cached(include_str!("../queries/balance.sql"))
            .await?;
        let Some(row) = client.query_opt(&balance, &[&run.map(|run| run.0)]).await? else {
            return Ok(None);
        };
        let mut status = status_of(&row)?;
        let id = status.run.0;
        let reviews = client
            .query(
                "-- review_reasons\n\
                 SELECT reason, COUNT(*) FROM results, UNNEST(review_reasons) AS reason\n\
                 WHERE run_id = $1 GROUP BY 1",
                &[&id],
            )
            .await?;
        let set_aside = client
            .query(
                "-- set_aside_reasons\n\
                 SELECT set_aside_reason, COUNT(*) FROM results\n\
                 WHERE run_id = $1 AND set_aside_reason IS NOT NULL GROUP BY 1",
                &[&id],
            )
            .await?;
        status.review_reasons = counts(&reviews)?;
        status.set_aside_reasons = counts(&set_aside)?;
        Ok(Some(status))
    }

    /// How far a run is: cheap enough to ask every second of a run of
    /// millions. `None`: there is no such run.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn run_progress(&self, run: RunId) -> Result<Option<RunProgress>, StoreError> {
        let client = self.client().await?;
        let statement = client
            .prepare_cached(include_str!("../queries/progress.sql"))
            .await?;
        let Some(row) = client.query_opt(&statement, &[&run.0]).await? else {
            return Ok(None);
        };
        Ok(Some(RunProgress {
            state: RunState::from_name(row.try_get("state")?)?,
            charts: row.try_get("charts")?,
            coded: row.try_get("coded")?,
            needs_review: row.try_get("needs_review")?,
            set_aside: row.try_get("set_aside")?,
        }))
    }
}

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunProgress {
    /// Where it stands.
    pub state: RunState,
    /// Charts planned into it.
    pub charts: i64,
    /// Coded so far.
    pub coded: i64,
    /// Need review so far.
    pub needs_review: i64,
    /// Set aside so far.
    pub set_aside: i64,
}

impl RunProgress {
    /// Charts with an outcome.
    #[must_use]
    pub const fn finished(&self) -> i64 {
        self.coded + self.needs_review + self.set_aside
    }
}

fn status_of(row: &tokio_postgres::Row) -> Result<RunStatus, StoreError> {
    let balance = Balance {
        imported: row.try_get("imported")?,
        coded: row.try_get("coded")?,
        needs_review: row.try_get("needs_review")?,
        set_aside: row.try_get("set_aside")?,
        not_started: row.try_get("not_started")?,
    };
    Ok(RunStatus {
        run: RunId(row.try_get("run_id")?),
        state: RunState::from_name(row.try_get("state")?)?,
        balance,
        in_flight: row.try_get("in_flight")?,
        balanced: balance.is_balanced(),
        requested_at: row.try_get("requested_at")?,
        planned_at: row.try_get("planned_at")?,
        completed_at: row.try_get("completed_at")?,
        depth: depth(row.try_get("depth")?)?,
        depth_now: depth(row.try_get("depth_now")?)?,
        deadline_at: row.try_get("deadline_at")?,
        first_commit: row.try_get("first_commit")?,
        last_commit: row.try_get("last_commit")?,
        review_reasons: BTreeMap::new(),
        set_aside_reasons: BTreeMap::new(),
    })
}

fn counts(rows: &[tokio_postgres::Row]) -> Result<BTreeMap<String, i64>, StoreError> {
    rows.iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect()
}
