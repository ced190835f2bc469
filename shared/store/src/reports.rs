//! What the reports read.

use chartfleet_model::{ChartKey, ChartResult, GoldCode, RunId};
use serde::Serialize;

use crate::error::StoreError;
use crate::pool::Store;

/// A result beside the codes of a certified coder.
#[derive(Clone, Debug)]
pub struct GoldRow {
    /// The chart's number.
    pub key: ChartKey,
    /// The site's own name for it.
    pub chart_id: String,
    /// Encounter class.
    pub class: String,
    /// Specialty, where given.
    pub specialty: Option<String>,
    /// What the coder coded.
    pub gold: Vec<GoldCode>,
    /// What chartfleet suggested.
    pub result: ChartResult,
}

/// A run's throughput.
#[derive(Clone, Debug, Serialize)]
pub struct ThroughputRow {
    /// Charts committed.
    pub charts: i64,
    /// Times the model server failed on a chart.
    pub failures: i64,
    /// From planning to the last commit.
    pub seconds: f64,
    /// Requests answered by model servers.
    pub calls: i64,
    /// Prompt tokens.
    pub prompt_tokens: i64,
    /// Prompt tokens that were cached.
    pub cached_tokens: i64,
    /// Generated tokens.
    pub completion_tokens: i64,
    /// Mean time from the broker's confirm to a worker's claim.
    pub mean_queue_ms: f64,
    /// Median time a chart waited for its model.
    pub median_model_ms: f64,
    /// 95th percentile of the same.
    pub p95_model_ms: f64,
    /// Worker processes that took part.
    pub workers: i64,
}

impl Store {
    /// Calls `each` with every chart of the run that carries gold codes.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read by this build.
    pub async fn for_each_gold(
        &self,
        run: RunId,
        mut each: impl FnMut(GoldRow),
    ) -> Result<(), StoreError> {
        let sql = include_str!("../queries/gold_rows.sql");
        self.pages(sql, &run.0, |row| {
            each(gold_row(row)?);
            Ok(())
        })
        .await
    }

    /// Calls `each` with every chart that carries gold codes and that this
    /// pipeline version coded, with the newest of its results.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read by this build.
    pub async fn for_each_gold_of_pipeline(
        &self,
        version: &str,
        mut each: impl FnMut(GoldRow),
    ) -> Result<(), StoreError> {
        let sql = include_str!("../queries/pipeline_rows.sql");
        self.pages(sql, &version, |row| {
            each(gold_row(row)?);
            Ok(())
        })
        .await
    }

    /// How fast a run went.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn throughput(&self, run: RunId) -> Result<ThroughputRow, StoreError> {
        let client = self.client().await?;
        let row = client
            .query_one(include_str!("../queries/throughput.sql"), &[&run.0])
            .await?;
        Ok(ThroughputRow {
            charts: row.try_get("charts")?,
            failures: row.try_get("failures")?,
            seconds: row.try_get("seconds")?,
            calls: row.try_get("calls")?,
            prompt_tokens: row.try_get("prompt_tokens")?,
            cached_tokens: row.try_get("cached_tokens")?,
            completion_tokens: row.try_get("completion_tokens")?,
            mean_queue_ms: row.try_get("mean_queue_ms")?,
            median_model_ms: row.try_get("median_model_ms")?,
            p95_model_ms: row.try_get("p95_model_ms")?,
            workers: row.try_get("workers")?,
        })
    }

    /// Charts of a run with a CC or MCC that counts, and all its inpatient
    /// charts with a DRG.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cc_mcc_capture(&self, run: RunId) -> Result<(i64, i64), StoreError> {
        let row = self
            .client()
            .await?
            .query_one(
                "-- cc_mcc_capture\n\
                 SELECT COUNT(*) FILTER (WHERE claim #>> '{drg,severity}' IN ('cc', 'mcc')),\n\
                 COUNT(*) FROM claims WHERE run_id = $1 AND claim -> 'drg' IS NOT NULL",
                &[&run.0],
            )
            .await?;
        Ok((row.try_get(0)?, row.try_get(1)?))
    }
}

fn gold_row(row: &tokio_postgres::Row) -> Result<GoldRow, StoreError> {
    let (gold, claim): (&str, &str) = (row.try_get("gold")?, row.try_get("claim")?);
    Ok(GoldRow {
        key: ChartKey(row.try_get("chart_key")?),
        chart_id: row.try_get("chart_id")?,
        class: row.try_get("class")?,
        specialty: row.try_get("specialty")?,
        gold: serde_json::from_str(gold).map_err(|_| StoreError::Unreadable("gold code"))?,
        result: serde_json::from_str(claim).map_err(|_| StoreError::Unreadable("result"))?,
    })
}
