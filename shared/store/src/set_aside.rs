//! Charts that could not be coded: listed, and given another chance.

use std::collections::BTreeMap;

use chartfleet_model::{ChartId, ChartKey, RunId, SetAsideReason};
use deadpool_postgres::Transaction;
use jiff::Timestamp;
use serde::Serialize;

use crate::audit::{self, Event};
use crate::error::StoreError;
use crate::pool::Store;

/// A chart that was set aside.
#[derive(Clone, Debug, Serialize)]
pub struct SetAsideRow {
    /// The run.
    pub run: RunId,
    /// The chart.
    pub chart: String,
    /// Its facility.
    pub facility: String,
    /// Why.
    pub reason: SetAsideReason,
    /// Since when.
    pub since: Timestamp,
}

impl Store {
    /// The charts set aside in a run, or in all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_aside(&self, run: Option<RunId>) -> Result<Vec<SetAsideRow>, StoreError> {
        let client = self.client().await?;
        let rows = client
            .query(
                include_str!("../queries/set_aside.sql"),
                &[&run.map(|run| run.0)],
            )
            .await?;
        rows.iter()
            .map(|row| {
                let reason: &str = row.try_get("set_aside_reason")?;
                Ok(SetAsideRow {
                    run: RunId(row.try_get("run_id")?),
                    chart: row.try_get("chart_id")?,
                    facility: row.try_get("facility")?,
                    reason: reason
                        .parse()
                        .map_err(|_| StoreError::Unreadable("reason"))?,
                    since: row.try_get("committed_at")?,
                })
            })
            .collect()
    }

    /// Gives set-aside charts another chance in their own run: the result is
    /// taken back, the counters of crashes and failures start anew, and the
    /// chart travels alone in a batch. Returns how many of which run.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn requeue_set_aside(
        &self,
        run: Option<RunId>,
        chart: Option<&ChartId>,
        reason: Option<SetAsideReason>,
        operator: &str,
    ) -> Result<BTreeMap<RunId, usize>, StoreError> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        let picked = tx
            .query(
                include_str!("../queries/requeue_pick.sql"),
                &[
                    &run.map(|run| run.0),
                    &chart.map(ChartId::as_str),
                    &reason.map(|reason| reason.as_str()),
                ],
            )
            .await?;
        let mut by_run: BTreeMap<i64, Vec<ChartKey>> = BTreeMap::new();
        for row in &picked {
            let (run, key): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
            requeue_one(&tx, run, key, row.try_get(2)?).await?;
            by_run.entry(run).or_default().push(ChartKey(key));
        }
        let mut requeued = BTreeMap::new();
        for (run, charts) in by_run {
            reopen(&tx, run, &charts, operator).await?;
            requeued.insert(RunId(run), charts.len());
        }
        tx.commit().await?;
        Ok(requeued)
    }
}

async fn requeue_one(
    tx: &Transaction<'_>,
    run: i64,
    chart: i64,
    queue: &str,
) -> Result<(), StoreError> {
    let delete = tx
        .prepare_cached(
            "-- take_back_result\nDELETE FROM results WHERE run_id = $1 AND chart_key = $2",
        )
        .await?;
    tx.execute(&delete, &[&run, &chart]).await?;
    let requeue = tx
        .prepare_cached(
            "-- requeue_one\n\
             WITH b AS (INSERT INTO batches (run_id, queue) VALUES ($1, $3) RETURNING batch_id),\n\
             o AS (INSERT INTO outbox (batch_id, run_id, queue) SELECT batch_id, $1, $3 FROM b)\n\
             UPDATE run_charts SET batch_id = b.batch_id, crashes = 0, failures = 0 FROM b\n\
             WHERE run_id = $1 AND chart_key = $2",
        )
        .await?;
    tx.execute(&requeue, &[&run, &chart, &queue]).await?;
    Ok(())
}

async fn reopen(
    tx: &Transaction<'_>,
    run: i64,
    charts: &[ChartKey],
    operator: &str,
) -> Result<(), StoreError> {
    tx.execute(
        "-- reopen_run\n\
         UPDATE runs SET state = 'running', completed_at = NULL WHERE run_id = $1",
        &[&run],
    )
    .await?;
    let events: Vec<Event<'_>> = charts
        .iter()
        .map(|chart| Event {
            actor: operator,
            action: "requeued",
            chart: *chart,
            detail: &[],
        })
        .collect();
    audit::append(tx, &audit::run_stream(RunId(run)), &events).await
}
