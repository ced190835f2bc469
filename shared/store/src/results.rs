//! Reading results back, page by page.

use chartfleet_model::{Chart, ChartKey, ChartResult, RunId};
use jiff::Timestamp;
use tokio_postgres::Row;

use crate::charts::{by_chart, read_chart};
use crate::error::StoreError;
use crate::pool::Store;

/// A result with the chart it belongs to.
#[derive(Clone, Debug)]
pub struct ResultRow {
    /// The chart's number.
    pub key: ChartKey,
    /// The run.
    pub run: RunId,
    /// When it was committed.
    pub committed_at: Timestamp,
    /// The chart, with its documents: spans are shown as text.
    pub chart: Chart,
    /// The result.
    pub result: ChartResult,
}

/// Where a reader of many results stands.
#[derive(Clone, Debug)]
pub struct ResultsCursor {
    run: RunId,
    last: i64,
    chart_id: Option<String>,
}

/// Results read at a time.
const PAGE: i64 = 200;

impl ResultsCursor {
    /// A cursor at the start of a run's results, or of one chart's.
    #[must_use]
    pub const fn new(run: RunId, chart_id: Option<String>) -> Self {
        Self {
            run,
            last: 0,
            chart_id,
        }
    }
}

impl Store {
    /// The next results; empty at the end.
    ///
    /// # Errors
    /// When the database fails or a row cannot be read by this build.
    pub async fn results_page(
        &self,
        cursor: &mut ResultsCursor,
    ) -> Result<Vec<ResultRow>, StoreError> {
        let client = self.client().await?;
        let statement = client
            .prepare_cached(include_str!("../queries/results_page.sql"))
            .await?;
        let rows = client
            .query(
                &statement,
                &[&cursor.run.0, &cursor.last, &cursor.chart_id, &PAGE],
            )
            .await?;
        let rows = by_chart(&rows)?
            .into_iter()
            .map(result_row)
            .collect::<Result<Vec<_>, _>>()?;
        if let Some(row) = rows.last() {
            cursor.last = row.key.0;
        }
        Ok(rows)
    }

    /// The newest run that has a result, or of those the newest that has one
    /// for this chart.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn newest_run_with_result(
        &self,
        chart_id: Option<&str>,
    ) -> Result<Option<RunId>, StoreError> {
        let row = self
            .client()
            .await?
            .query_one(
                "-- newest_run_with_result\n\
                 SELECT MAX(r.run_id) FROM runs AS r WHERE EXISTS (\n\
                 SELECT 1 FROM results AS s INNER JOIN charts AS c USING (chart_key)\n\
                 WHERE s.run_id = r.run_id AND ($1::TEXT IS NULL OR c.chart_id = $1))",
                &[&chart_id],
            )
            .await?;
        Ok(row.try_get::<_, Option<i64>>(0)?.map(RunId))
    }
}

fn result_row(rows: &[Row]) -> Result<ResultRow, StoreError> {
    let first = rows.first().ok_or(StoreError::Unreadable("result"))?;
    let claim: &str = first.try_get("claim")?;
    Ok(ResultRow {
        key: ChartKey(first.try_get("chart_key")?),
        run: RunId(first.try_get("run_id")?),
        committed_at: first.try_get("committed_at")?,
        chart: read_chart(rows)?,
        result: serde_json::from_str(claim).map_err(|_| StoreError::Unreadable("result"))?,
    })
}
