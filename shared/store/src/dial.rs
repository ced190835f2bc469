//! A run's depth and deadline: what the scheduler reads to decide whether the
//! night is long enough, and where it writes what it decided.

use chartfleet_model::{Depth, RunId};
use jiff::Timestamp;
use serde::Serialize;

use crate::error::StoreError;
use crate::pool::Store;

/// A running run with a deadline, as it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DatedRun {
    /// The run.
    pub run: RunId,
    /// The depth that was asked for.
    pub asked: Depth,
    /// What batches claimed now get.
    pub now: Depth,
    /// Seconds to the deadline by the database's clock; negative where it has
    /// passed.
    pub seconds_left: f64,
    /// Charts planned into it.
    pub charts: i64,
    /// Charts with an outcome.
    pub finished: i64,
    /// Charts without one that workers hold, at whatever depth they claimed
    /// them.
    pub held: i64,
}

/// A change of a run's depth, with the figures behind it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DepthChange {
    /// When.
    pub changed_at: Timestamp,
    /// The depth until then.
    pub from: Depth,
    /// The depth from then on.
    pub to: Depth,
    /// Charts without an outcome at that moment.
    pub charts_left: i64,
    /// The pace until then.
    pub charts_per_s: f64,
    /// Time to the deadline at that moment.
    pub seconds_left: f64,
}

/// What a change is decided by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Projection {
    /// Charts without an outcome.
    pub charts_left: i64,
    /// Charts a second at the present depth.
    pub charts_per_s: f64,
    /// Time to the deadline.
    pub seconds_left: f64,
}

impl Store {
    /// Running runs that have a deadline.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn dated_runs(&self) -> Result<Vec<DatedRun>, StoreError> {
        let client = self.client().await?;
        let statement = client
            .prepare_cached(include_str!("../queries/dated_runs.sql"))
            .await?;
        let rows = client.query(&statement, &[]).await?;
        rows.iter()
            .map(|row| {
                Ok(DatedRun {
                    run: RunId(row.try_get("run_id")?),
                    asked: depth(row.try_get("depth")?)?,
                    now: depth(row.try_get("depth_now")?)?,
                    seconds_left: row.try_get("seconds_left")?,
                    charts: row.try_get("charts")?,
                    finished: row.try_get("finished")?,
                    held: row.try_get("held")?,
                })
            })
            .collect()
    }

    /// Changes what batches of a run get from now on, and records why. Nothing
    /// happens where the run is not at `from` any more.
    ///
    /// # Errors
    /// When the database fails; then nothing changed.
    pub async fn change_depth(
        &self,
        run: RunId,
        from: Depth,
        to: Depth,
        pace: Projection,
    ) -> Result<(), StoreError> {
        self.client()
            .await?
            .execute(
                include_str!("../queries/change_depth.sql"),
                &[
                    &run.0,
                    &from.as_str(),
                    &to.as_str(),
                    &pace.charts_left,
                    &pace.charts_per_s,
                    &pace.seconds_left,
                ],
            )
            .await?;
        Ok(())
    }

    /// The changes of a run's depth, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn depth_changes(&self, run: RunId) -> Result<Vec<DepthChange>, StoreError> {
        let rows = self
            .client()
            .await?
            .query(
                "-- depth_changes\n\
                 SELECT changed_at, from_depth, to_depth, charts_left, charts_per_s, seconds_left\n\
                 FROM depth_changes WHERE run_id = $1 ORDER BY changed_at",
                &[&run.0],
            )
            .await?;
        rows.iter()
            .map(|row| {
                Ok(DepthChange {
                    changed_at: row.try_get(0)?,
                    from: depth(row.try_get(1)?)?,
                    to: depth(row.try_get(2)?)?,
                    charts_left: row.try_get(3)?,
                    charts_per_s: row.try_get(4)?,
                    seconds_left: row.try_get(5)?,
                })
            })
            .collect()
    }
}

/// A depth by its name in the database.
pub(crate) fn depth(name: &str) -> Result<Depth, StoreError> {
    name.parse().map_err(|_| StoreError::Unreadable("depth"))
}
