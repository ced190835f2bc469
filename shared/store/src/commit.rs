//! Committing results: many charts in one transaction, each exactly once.
//!
//! A group writes result, claim, attempt and audit event of every chart whose
//! lease is still the caller's, or nothing. A chart that has its result
//! already, or whose batch was taken away, is left out and reported. The
//! delivery is acknowledged after this returns.

use std::collections::{BTreeMap, HashSet};

use chartfleet_model::{BatchId, ChartKey, ChartResult, LeaseToken, ModelUsage, RunId, WorkerId};
use deadpool_postgres::Transaction;

use crate::audit::{self, Event};
use crate::error::StoreError;
use crate::pool::Store;

/// A chart that is ready to be committed.
#[derive(Debug)]
pub struct FinishedChart {
    /// The run.
    pub run: RunId,
    /// The batch it was leased with.
    pub batch: BatchId,
    /// That lease's token.
    pub token: LeaseToken,
    /// The chart.
    pub chart: ChartKey,
    /// Time its batch waited, in milliseconds.
    pub queue_ms: i64,
    /// What to write.
    pub result: ChartResult,
}

/// How an attempt that wrote no result ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptEnd {
    /// Times the model server has failed on this chart in this run.
    pub failures: i16,
}

/// What a group commit did.
#[derive(Debug, Default)]
pub struct Committed {
    /// Charts written by this call.
    pub charts: HashSet<ChartKey>,
    /// Batches that this call completed.
    pub batches: HashSet<BatchId>,
}

impl Store {
    /// Writes a group of results in one transaction, and finishes those
    /// batches of it that have no open chart left.
    ///
    /// # Errors
    /// When the database fails; then nothing was written, or everything was
    /// and only the answer got lost: calling again is safe.
    pub async fn commit_results(
        &self,
        worker: &WorkerId,
        finished: &[FinishedChart],
    ) -> Result<Committed, StoreError> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        let claims = finished
            .iter()
            .map(|f| serde_json::to_string(&f.result))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|_| StoreError::Unreadable("result"))?;
        let charts = insert_results(&tx, finished, &claims).await?;
        insert_attempts(&tx, worker, finished, &charts).await?;
        append_audit(&tx, worker, finished, &claims, &charts).await?;
        let batches = finish_batches(&tx, finished).await?;
        tx.commit().await?;
        Ok(Committed { charts, batches })
    }

    /// Records that the model server failed on a chart while serving others,
    /// and returns how often it has in this run. `None`: the lease is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn record_failure(
        &self,
        worker: &WorkerId,
        (batch, token): (BatchId, LeaseToken),
        chart: ChartKey,
        usage: ModelUsage,
    ) -> Result<Option<AttemptEnd>, StoreError> {
        let row = self
            .client()
            .await?
            .query_opt(
                include_str!("../queries/record_failure.sql"),
                &[
                    &batch.0,
                    &token.0,
                    &chart.0,
                    &worker.0,
                    &int(usage.model_us),
                    &int4(usage.calls),
                    &int(usage.prompt_tokens),
                    &int(usage.cached_tokens),
                    &int(usage.completion_tokens),
                ],
            )
            .await?;
        row.map(|row| {
            Ok(AttemptEnd {
                failures: row.try_get(0)?,
            })
        })
        .transpose()
    }
}

fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn int4(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

async fn insert_results(
    tx: &Transaction<'_>,
    finished: &[FinishedChart],
    claims: &[String],
) -> Result<HashSet<ChartKey>, StoreError> {
    let batches: Vec<i64> = finished.iter().map(|f| f.batch.0).collect();
    let tokens: Vec<i64> = finished.iter().map(|f| f.token.0).collect();
    let charts: Vec<i64> = finished.iter().map(|f| f.chart.0).collect();
    let outcomes: Vec<&str> = finished.iter().map(|f| f.result.outcome.as_str()).collect();
    // An array column cannot be unnested row by row: reasons travel joined.
    let reasons: Vec<String> = finished
        .iter()
        .map(|f| {
            f.result
                .review_reasons
                .iter()
                .map(|r| r.as_str())
                .collect::<Vec<_>>()
                .join(",")
        })
        .collect();
    let set_aside: Vec<Option<&str>> = finished
        .iter()
        .map(|f| f.result.set_aside_reason.map(|reason| reason.as_str()))
        .collect();
    let statement = tx
        .prepare_cached(include_str!("../queries/commit_results.sql"))
        .await?;
    let rows = tx
        .query(
            &statement,
            &[
                &batches, &tokens, &charts, &outcomes, &reasons, &set_aside, &claims,
            ],
        )
        .await?;
    rows.iter()
        .map(|row| Ok(ChartKey(row.try_get(0)?)))
        .collect()
}

async fn insert_attempts(
    tx: &Transaction<'_>,
    worker: &WorkerId,
    finished: &[FinishedChart],
    written: &HashSet<ChartKey>,
) -> Result<(), StoreError> {
    let rows: Vec<&FinishedChart> = finished
        .iter()
        .filter(|f| written.contains(&f.chart))
        .collect();
    let of = |column: fn(&FinishedChart) -> i64| -> Vec<i64> {
        rows.iter().map(|f| column(f)).collect()
    };
    let calls: Vec<i32> = rows.iter().map(|f| int4(f.result.usage.calls)).collect();
    let statement = tx
        .prepare_cached(include_str!("../queries/insert_attempts.sql"))
        .await?;
    tx.execute(
        &statement,
        &[
            &worker.0,
            &of(|f| f.run.0),
            &of(|f| f.chart.0),
            &of(|f| f.batch.0),
            &of(|f| f.queue_ms),
            &of(|f| int(f.result.usage.model_us)),
            &calls,
            &of(|f| int(f.result.usage.prompt_tokens)),
            &of(|f| int(f.result.usage.cached_tokens)),
            &of(|f| int(f.result.usage.completion_tokens)),
        ],
    )
    .await?;
    Ok(())
}

/// One chain a run: groups of different runs do not wait for each other.
async fn append_audit(
    tx: &Transaction<'_>,
    worker: &WorkerId,
    finished: &[FinishedChart],
    claims: &[String],
    written: &HashSet<ChartKey>,
) -> Result<(), StoreError> {
    let mut by_run: BTreeMap<RunId, Vec<Event<'_>>> = BTreeMap::new();
    for (f, claim) in finished
        .iter()
        .zip(claims)
        .filter(|(f, _)| written.contains(&f.chart))
    {
        by_run.entry(f.run).or_default().push(Event {
            actor: &worker.0,
            action: f.result.outcome.as_str(),
            chart: f.chart,
            detail: claim.as_bytes(),
        });
    }
    for (run, events) in by_run {
        audit::append(tx, &audit::run_stream(run), &events).await?;
    }
    Ok(())
}

async fn finish_batches(
    tx: &Transaction<'_>,
    finished: &[FinishedChart],
) -> Result<HashSet<BatchId>, StoreError> {
    let held: BTreeMap<i64, i64> = finished.iter().map(|f| (f.batch.0, f.token.0)).collect();
    let (ids, tokens): (Vec<i64>, Vec<i64>) = held.into_iter().unzip();
    let statement = tx
        .prepare_cached(include_str!("../queries/finish_batches.sql"))
        .await?;
    let rows = tx.query(&statement, &[&ids, &tokens]).await?;
    rows.iter()
        .map(|row| Ok(BatchId(row.try_get(0)?)))
        .collect()
}
