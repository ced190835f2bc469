//! Batches: claimed under a lease, renewed, given back, or taken from a worker
//! that fell silent.
//!
//! ```text
//!            claim                    finish (all charts committed)
//!   queued ─────────▶ leased ─────────────────────────────────────▶ done
//!     ▲                 │ give back: token + 1, not a crash
//!     └─────────────────┤ lease ran out: token + 1, crash + 1
//! ```
//!
//! **Poison.** A crash does not say which of a batch's charts was to blame.
//! After the first, every chart still open counts one crash and the batch is
//! coded with care: one chart at a time, each marked before it starts
//! ([`Store::mark_started`]). From then on a crash counts against the one chart
//! that was running. At [`CRASHES_UNTIL_POISON`] a chart is set aside. Runs
//! without crashes pay nothing for this.

use std::time::Duration;

use chartfleet_model::{BatchId, Chart, ChartKey, Depth, LeaseToken, RunId, WorkerId};
use tokio_postgres::Row;

use crate::charts::{by_chart, read_chart};
use crate::dial::depth;
use crate::error::StoreError;
use crate::pool::Store;

/// Crashes after which a chart is no longer tried.
pub const CRASHES_UNTIL_POISON: i16 = 3;

/// A batch in this worker's hands.
#[derive(Debug)]
pub struct BatchClaim {
    /// The run.
    pub run: RunId,
    /// The batch.
    pub batch: BatchId,
    /// What commits must carry.
    pub token: LeaseToken,
    /// The batch lost a worker before: code one chart at a time.
    pub with_care: bool,
    /// How deep its charts are looked at.
    pub depth: Depth,
    /// From the broker's confirm to this claim.
    pub queued: Duration,
    /// The charts without a result.
    pub charts: Vec<ClaimedChart>,
}

/// One chart of a claimed batch.
#[derive(Debug)]
pub struct ClaimedChart {
    /// Its number.
    pub key: ChartKey,
    /// Workers that died on it so often that it must not be tried again.
    pub is_poison: bool,
    /// The chart, or `None` where it cannot be read back.
    pub chart: Option<Chart>,
}

/// What came of trying to claim a batch.
#[derive(Debug)]
pub enum ClaimOutcome {
    /// It is ours.
    Claimed(Box<BatchClaim>),
    /// Every chart of it has its result.
    AlreadyDone,
    /// Another worker holds it; its message may be acknowledged, because a
    /// lease that runs out is published again.
    HeldElsewhere,
    /// There is no such batch: the message comes from another database.
    Unknown,
}

impl Store {
    /// Claims a queued batch for `lease`, with its charts that have no result.
    ///
    /// # Errors
    /// When the database fails; then it is not claimed, or its lease runs out.
    pub async fn claim_batch(
        &self,
        batch: BatchId,
        worker: &WorkerId,
        lease: Duration,
    ) -> Result<ClaimOutcome, StoreError> {
        let client = self.client().await?;
        let claim = client
            .prepare_cached(include_str!("../queries/claim_batch.sql"))
            .await?;
        let claimed = client
            .query_opt(&claim, &[&batch.0, &worker.0, &lease.as_secs_f64()])
            .await?;
        let Some(row) = claimed else {
            let state = client
                .query_opt(
                    "-- batch_state\nSELECT state FROM batches WHERE batch_id = $1",
                    &[&batch.0],
                )
                .await?;
            return Ok(
                match state.as_ref().map(|row| row.try_get(0)).transpose()? {
                    None => ClaimOutcome::Unknown,
                    Some("done") => ClaimOutcome::AlreadyDone,
                    Some(_) => ClaimOutcome::HeldElsewhere,
                },
            );
        };
        let members = client
            .prepare_cached(include_str!("../queries/batch_members.sql"))
            .await?;
        let charts = client.query(&members, &[&batch.0]).await?;
        let crashes: i32 = row.try_get("crashes")?;
        let queued_s: f64 = row.try_get("queued_s")?;
        Ok(ClaimOutcome::Claimed(Box::new(BatchClaim {
            run: RunId(row.try_get("run_id")?),
            batch,
            token: LeaseToken(row.try_get("lease_token")?),
            with_care: crashes > 0,
            depth: depth(row.try_get("depth")?)?,
            queued: Duration::try_from_secs_f64(queued_s).unwrap_or_default(),
            charts: by_chart(&charts)?
                .into_iter()
                .map(claimed_chart)
                .collect::<Result<_, _>>()?,
        })))
    }

    /// Renews the leases of batches and returns those that are still ours.
    ///
    /// # Errors
    /// When the database fails; the leases stand until they run out.
    pub async fn renew_leases(
        &self,
        held: &[(BatchId, LeaseToken)],
        lease: Duration,
    ) -> Result<Vec<BatchId>, StoreError> {
        let (ids, tokens) = columns(held);
        let rows = self
            .client()
            .await?
            .query(
                "-- renew_leases\n\
                 UPDATE batches AS b SET leased_until = now() + $3 * INTERVAL '1 second'\n\
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[]) AS u (batch_id, token)\n\
                 WHERE b.batch_id = u.batch_id AND b.lease_token = u.token AND b.state = 'leased'\n\
                 RETURNING b.batch_id",
                &[&ids, &tokens, &lease.as_secs_f64()],
            )
            .await?;
        rows.iter()
            .map(|row| Ok(BatchId(row.try_get(0)?)))
            .collect()
    }

    /// Gives a batch back: not a crash, not an attempt. `started` is the chart
    /// that was marked as started with care, so that its mark is taken back.
    /// Nothing happens where the lease is no longer ours.
    ///
    /// # Errors
    /// When the database fails; the lease then runs out.
    pub async fn give_back(
        &self,
        batch: BatchId,
        token: LeaseToken,
        started: Option<ChartKey>,
    ) -> Result<(), StoreError> {
        self.client()
            .await?
            .execute(
                include_str!("../queries/give_back.sql"),
                &[&batch.0, &token.0, &started.map(|key| key.0)],
            )
            .await?;
        Ok(())
    }

    /// Marks a chart of a batch under care as started: should the worker die
    /// now, this chart is suspected. Returns `false` where the lease is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mark_started(
        &self,
        batch: BatchId,
        token: LeaseToken,
        chart: ChartKey,
    ) -> Result<bool, StoreError> {
        let marked = self
            .client()
            .await?
            .execute(
                "-- mark_started\n\
                 UPDATE run_charts AS rc SET crashes = rc.crashes + 1\n\
                 FROM batches AS b\n\
                 WHERE b.batch_id = $1 AND b.lease_token = $2 AND b.state = 'leased'\n\
                 AND rc.batch_id = b.batch_id AND rc.chart_key = $3",
                &[&batch.0, &token.0, &chart.0],
            )
            .await?;
        Ok(marked == 1)
    }

    /// Takes batches from workers that fell silent, puts them back into the
    /// outbox, and returns how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn expire_leases(&self) -> Result<u64, StoreError> {
        let row = self
            .client()
            .await?
            .query_one(include_str!("../queries/expire_leases.sql"), &[])
            .await?;
        Ok(u64::try_from(row.try_get::<_, i64>(0)?).unwrap_or(0))
    }
}

fn columns(held: &[(BatchId, LeaseToken)]) -> (Vec<i64>, Vec<i64>) {
    held.iter().map(|(batch, token)| (batch.0, token.0)).unzip()
}

fn claimed_chart(rows: &[Row]) -> Result<ClaimedChart, StoreError> {
    let first = rows.first().ok_or(StoreError::Unreadable("chart"))?;
    let crashes: i16 = first.try_get("crashes")?;
    Ok(ClaimedChart {
        key: ChartKey(first.try_get("chart_key")?),
        is_poison: crashes >= CRASHES_UNTIL_POISON,
        chart: read_chart(rows).ok(),
    })
}
