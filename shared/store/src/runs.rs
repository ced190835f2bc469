//! Runs: requested by an operator, planned and completed by the scheduler.

use chartfleet_model::{Depth, RunId};
use jiff::Timestamp;
use serde::Serialize;

use crate::error::StoreError;
use crate::pool::Store;

/// Which charts a run takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RunScope {
    /// Charts that no run has had.
    Backlog,
    /// Every chart, again.
    All,
}

impl RunScope {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Backlog => "backlog",
            Self::All => "all",
        }
    }
}

/// What an operator asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunRequest {
    /// Which charts it takes.
    pub scope: RunScope,
    /// How deep it looks at most.
    pub depth: Depth,
    /// When it should be done: the scheduler lowers the depth to keep it.
    pub deadline: Option<Timestamp>,
}

impl RunRequest {
    /// The charts of `scope`, as cheaply as can be and without a deadline.
    #[must_use]
    pub const fn of(scope: RunScope) -> Self {
        Self {
            scope,
            depth: Depth::Quick,
            deadline: None,
        }
    }
}

/// Where a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Asked for; waits for a scheduler.
    Requested,
    /// Planned; batches are on their way.
    Running,
    /// Balanced, with nothing left to do.
    Complete,
}

impl RunState {
    pub(crate) fn from_name(name: &str) -> Result<Self, StoreError> {
        match name {
            "requested" => Ok(Self::Requested),
            "running" => Ok(Self::Running),
            "complete" => Ok(Self::Complete),
            _ => Err(StoreError::Unreadable("run state")),
        }
    }
}

/// What planning a run made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The run.
    pub run: RunId,
    /// Charts in it.
    pub charts: i64,
    /// Batches made of them.
    pub batches: i64,
}

impl Store {
    /// Asks for a run; a scheduler plans it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn request_run(&self, wanted: &RunRequest) -> Result<RunId, StoreError> {
        let row = self
            .client()
            .await?
            .query_one(
                "-- request_run\n\
                 INSERT INTO runs (scope, state, depth, depth_now, deadline_at)\n\
                 VALUES ($1, 'requested', $2, $2, $3) RETURNING run_id",
                &[
                    &wanted.scope.as_str(),
                    &wanted.depth.as_str(),
                    &wanted.deadline,
                ],
            )
            .await?;
        Ok(RunId(row.try_get(0)?))
    }

    /// Plans the oldest requested run, if there is one: its batches, their
    /// members and their outbox rows commit together.
    ///
    /// # Errors
    /// When the database fails; then nothing was planned.
    pub async fn plan_next_run(&self, batch_charts: usize) -> Result<Option<Plan>, StoreError> {
        let mut client = self.client().await?;
        let tx = client.transaction().await?;
        let requested = tx
            .query_opt(
                "-- next_requested_run\n\
                 SELECT run_id, scope FROM runs WHERE state = 'requested'\n\
                 ORDER BY run_id LIMIT 1 FOR UPDATE SKIP LOCKED",
                &[],
            )
            .await?;
        let Some(requested) = requested else {
            return Ok(None);
        };
        let run: i64 = requested.try_get(0)?;
        let again = requested.try_get::<_, &str>(1)? == RunScope::All.as_str();
        // A backlog of millions takes longer than any other statement may.
        tx.batch_execute("-- no_timeout\nSET LOCAL statement_timeout = 0")
            .await?;
        let batch_charts = i64::try_from(batch_charts).unwrap_or(i64::MAX);
        let planned = tx
            .query_one(
                include_str!("../queries/plan_run.sql"),
                &[&run, &batch_charts, &again],
            )
            .await?;
        let plan = Plan {
            run: RunId(run),
            charts: planned.try_get(0)?,
            batches: planned.try_get(1)?,
        };
        tx.execute(
            "-- mark_planned\n\
             UPDATE runs SET state = 'running', planned_at = now(), charts = $2 WHERE run_id = $1",
            &[&run, &plan.charts],
        )
        .await?;
        tx.commit().await?;
        Ok(Some(plan))
    }

    /// Completes every run that balances with nothing left to do, and returns
    /// them. Counts rows, not counters: a run that lost a chart stays open.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn complete_runs(&self) -> Result<Vec<RunId>, StoreError> {
        let client = self.client().await?;
        let open = client
            .prepare_cached(
                "-- runs_without_open_batch\n\
                 SELECT r.run_id FROM runs AS r WHERE r.state = 'running' AND NOT EXISTS (\n\
                 SELECT 1 FROM batches AS b WHERE b.run_id = r.run_id AND b.state <> 'done')",
            )
            .await?;
        let candidates = client.query(&open, &[]).await?;
        let candidates: Vec<i64> = candidates
            .iter()
            .map(|row| row.try_get(0))
            .collect::<Result<_, _>>()?;
        if candidates.is_empty() {
            return Ok(Vec::new());
        }
        let rows = client
            .query(include_str!("../queries/complete_runs.sql"), &[&candidates])
            .await?;
        rows.iter().map(|row| Ok(RunId(row.try_get(0)?))).collect()
    }
}
