//! One chart in a worker's hands: a slot, the pipeline, and what to do when
//! either fails.
//!
//! | what happened | what follows |
//! |---|---|
//! | the endpoint is away, loading, or limits the rate | endpoint down, chart waits for another slot; not an attempt |
//! | the server fails on the chart and on a canary | the same |
//! | the server fails on the chart but serves a canary | an attempt; set aside after three |
//! | the server takes too long | the same, and its place is kept until it is done with it |
//! | the pipeline panics, or the tables fail on it | an attempt; set aside after three |
//! | drain, outage of all endpoints, lost lease | given back; not an attempt |

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use chartfleet_coder::{CodeOptions, CoderError, ModelFailure, Pipeline, Prepared, Spent};
use chartfleet_model::{
    AnswerFault, BatchId, Chart, ChartKey, ChartResult, Clock, Depth, LeaseToken, ModelUsage,
    RunId, SetAsideReason, WorkerId,
};
use chartfleet_store::{ClaimedChart, FinishedChart, Store};
use futures_util::FutureExt;
use tokio_util::sync::CancellationToken;

use crate::committer::{Committer, Filed};
use crate::endpoints::{Endpoints, Slot};
use crate::metrics::WorkerMetrics;

/// Attempts after which a chart is set aside.
const ATTEMPTS: i16 = 3;

/// What every chart needs.
pub(crate) struct Bench {
    /// This process.
    pub worker: WorkerId,
    /// The database.
    pub store: Store,
    /// The pipeline.
    pub pipeline: Pipeline,
    /// Version of the code tables, for results without a claim.
    pub code_tables: String,
    /// The model servers.
    pub endpoints: Arc<Endpoints>,
    /// Takes results.
    pub committer: Committer,
    /// Counts.
    pub metrics: Arc<WorkerMetrics>,
    /// The hour.
    pub clock: Arc<dyn Clock>,
}

/// The batch a chart belongs to, as far as the chart needs it.
#[derive(Clone)]
pub(crate) struct Errand {
    /// The run.
    pub run: RunId,
    /// The batch.
    pub batch: BatchId,
    /// The lease's token.
    pub token: LeaseToken,
    /// How deep its charts are looked at.
    pub depth: Depth,
    /// How long it waited.
    pub queued: Duration,
    /// No new chart starts after this.
    pub stop: CancellationToken,
    /// Charts in flight end after this.
    pub abort: CancellationToken,
}

/// What became of a chart in this worker's hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Handled {
    /// Its result is in the database.
    Committed,
    /// It goes back as it came.
    GivenBack,
}

enum Setback {
    /// The endpoint is to blame: try elsewhere.
    Endpoint,
    /// Nobody is to blame.
    Interrupted,
    /// The chart may be to blame.
    Attempt,
}

impl Bench {
    /// Codes and commits one chart.
    pub(crate) async fn handle(&self, errand: &Errand, claimed: ClaimedChart) -> Handled {
        let key = claimed.key;
        let result = match claimed.chart {
            _ if claimed.is_poison => self.set_aside(SetAsideReason::Poison),
            None => self.set_aside(SetAsideReason::Unreadable),
            Some(chart) => match self.code(errand, key, &chart).await {
                Some(result) => result,
                None => return Handled::GivenBack,
            },
        };
        let finished = FinishedChart {
            run: errand.run,
            batch: errand.batch,
            token: errand.token,
            chart: key,
            queue_ms: i64::try_from(errand.queued.as_millis()).unwrap_or(i64::MAX),
            result,
        };
        match self.committer.file(finished).await {
            Filed::Written => Handled::Committed,
            Filed::NotWritten => Handled::GivenBack,
        }
    }

    fn set_aside(&self, reason: SetAsideReason) -> ChartResult {
        ChartResult::set_aside(reason, self.pipeline.version(), &self.code_tables)
    }

    /// Tries until there is a result, the chart is set aside, or it must be
    /// given back (`None`).
    async fn code(&self, errand: &Errand, key: ChartKey, chart: &Chart) -> Option<ChartResult> {
        // No slot is held for it: a model server would idle meanwhile.
        let prepared = match self.prepare(errand, key, chart).await? {
            Ok(prepared) => prepared,
            Err(aside) => return Some(aside),
        };
        let spent = Spent::default();
        loop {
            let slot = tokio::select! {
                biased;
                () = errand.stop.cancelled() => return None,
                slot = self.endpoints.acquire() => slot,
            };
            let coded = self.try_once(errand, &slot, &prepared, &spent).await;
            if took_too_long(&coded) {
                slot.settle(&errand.abort).await;
            }
            let error = match coded {
                Ok(result) => return Some(result),
                Err(error) => error,
            };
            let by_server = matches!(error, Some(CoderError::ModelFailed(_)));
            match self.judge(errand, &slot, key, error).await {
                Setback::Endpoint => self.endpoints.mark_down(&slot),
                Setback::Interrupted => return None,
                Setback::Attempt => {
                    drop(slot);
                    let usage = spent.take_usage();
                    let failures = self.record_failure(errand, key, usage).await?;
                    if failures >= ATTEMPTS {
                        let reason = if by_server {
                            SetAsideReason::ModelFailed
                        } else {
                            SetAsideReason::Poison
                        };
                        return Some(self.set_aside(reason));
                    }
                }
            }
        }
    }

    /// What is found without a model, or how the chart ends; `None` where it
    /// must be given back.
    async fn prepare<'c>(
        &self,
        errand: &Errand,
        key: ChartKey,
        chart: &'c Chart,
    ) -> Option<Result<Prepared<'c>, ChartResult>> {
        loop {
            let today = self.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
            let preparing = AssertUnwindSafe(self.pipeline.prepare(chart, today));
            let prepared = tokio::select! {
                biased;
                () = errand.stop.cancelled() => return None,
                prepared = preparing.catch_unwind() => prepared,
            };
            if let Ok(Ok(prepared)) = prepared {
                return Some(Ok(prepared));
            }
            self.metrics.setback(&CoderError::Retrieval);
            tracing::error!(chart.key = key.0, "a chart could not be searched");
            let usage = ModelUsage::default();
            if self.record_failure(errand, key, usage).await? >= ATTEMPTS {
                return Some(Err(self.set_aside(SetAsideReason::Poison)));
            }
        }
    }

    /// `Err(None)` is a panic.
    async fn try_once(
        &self,
        errand: &Errand,
        slot: &Slot,
        prepared: &Prepared<'_>,
        spent: &Spent,
    ) -> Result<ChartResult, Option<CoderError>> {
        let options = CodeOptions {
            depth: errand.depth,
            slot: slot.pinned(),
            cancel: errand.abort.clone(),
            spent: spent.clone(),
        };
        let coding = self.pipeline.code(prepared, &slot.client, &options);
        // A panic must cost one attempt of one chart, not the worker. Nothing
        // that outlives the future is left half-written: the pipeline is pure.
        match AssertUnwindSafe(coding).catch_unwind().await {
            Ok(coded) => coded.map_err(Some),
            Err(_payload) => Err(None),
        }
    }

    async fn judge(
        &self,
        errand: &Errand,
        slot: &Slot,
        key: ChartKey,
        error: Option<CoderError>,
    ) -> Setback {
        let Some(error) = error else {
            tracing::error!(chart.key = key.0, "the pipeline panicked on a chart");
            return Setback::Attempt;
        };
        if errand.abort.is_cancelled() {
            return Setback::Interrupted;
        }
        self.metrics.setback(&error);
        tracing::warn!(chart.key = key.0, %error, "a chart could not be coded this time");
        match error {
            CoderError::Interrupted(_) => Setback::Endpoint,
            CoderError::ModelFailed(_) => match slot.client.canary(&errand.abort).await {
                Ok(()) => Setback::Attempt,
                Err(_) if errand.abort.is_cancelled() => Setback::Interrupted,
                Err(_) => Setback::Endpoint,
            },
            _ => Setback::Attempt,
        }
    }

    /// How often the chart has failed in this run; `None` where that could not
    /// be recorded, so that it must be given back.
    async fn record_failure(
        &self,
        errand: &Errand,
        key: ChartKey,
        usage: ModelUsage,
    ) -> Option<i16> {
        let lease = (errand.batch, errand.token);
        match self
            .store
            .record_failure(&self.worker, lease, key, usage)
            .await
        {
            Ok(end) => end.map(|end| end.failures),
            Err(error) => {
                tracing::warn!(chart.key = key.0, %error, "an attempt could not be recorded");
                None
            }
        }
    }
}

/// Whether the server may still be at work on a question of this attempt.
fn took_too_long(coded: &Result<ChartResult, Option<CoderError>>) -> bool {
    match coded {
        Ok(result) => result
            .faults
            .iter()
            .any(|fault| fault.fault == AnswerFault::TimedOut),
        Err(error) => matches!(error, Some(CoderError::ModelFailed(ModelFailure::TimedOut))),
    }
}
