//! Group commits: results of many charts, whatever their batches, in one
//! transaction. A chart waits at most a few milliseconds for company; in return
//! the database syncs its log once for all of them.

use std::sync::Arc;
use std::time::Duration;

use chartfleet_model::backoff::Backoff;
use chartfleet_model::{ChartResult, SetAsideReason, WorkerId};
use chartfleet_store::{Committed, FinishedChart, Store, StoreError};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

use crate::metrics::WorkerMetrics;

/// What became of a chart that was handed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Filed {
    /// It has its result, from this call or an earlier one.
    Written,
    /// Nothing was written: the lease is gone or the worker is stopping.
    NotWritten,
}

struct Entry {
    chart: FinishedChart,
    reply: oneshot::Sender<Filed>,
}

/// Hands results to the committing task.
#[derive(Clone)]
pub(crate) struct Committer {
    entries: mpsc::Sender<Entry>,
}

/// How commits are grouped.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grouping {
    /// Charts a group holds at most.
    pub rows: usize,
    /// How long the first chart of a group waits for others.
    pub wait: Duration,
}

impl Committer {
    /// Starts the committing task; it ends when every clone of the committer
    /// is gone. `abandon` makes it give up on a database that is away.
    pub(crate) fn start(
        store: Store,
        worker: WorkerId,
        grouping: Grouping,
        metrics: Arc<WorkerMetrics>,
        abandon: CancellationToken,
    ) -> (Self, tokio::task::JoinHandle<()>) {
        let (entries, inbox) = mpsc::channel(grouping.rows.saturating_mul(4).max(16));
        let task = Task {
            store,
            worker,
            grouping,
            metrics,
            abandon,
        };
        (Self { entries }, tokio::spawn(task.run(inbox)))
    }

    /// Commits a chart with whatever else is ready, and waits for it.
    pub(crate) async fn file(&self, chart: FinishedChart) -> Filed {
        let (reply, answer) = oneshot::channel();
        if self.entries.send(Entry { chart, reply }).await.is_err() {
            return Filed::NotWritten;
        }
        answer.await.unwrap_or(Filed::NotWritten)
    }
}

struct Task {
    store: Store,
    worker: WorkerId,
    grouping: Grouping,
    metrics: Arc<WorkerMetrics>,
    abandon: CancellationToken,
}

impl Task {
    async fn run(self, mut inbox: mpsc::Receiver<Entry>) {
        while let Some(first) = inbox.recv().await {
            let deadline = Instant::now() + self.grouping.wait;
            let mut replies = vec![first.reply];
            let mut charts = vec![first.chart];
            while charts.len() < self.grouping.rows {
                match timeout_at(deadline, inbox.recv()).await {
                    Ok(Some(entry)) => {
                        replies.push(entry.reply);
                        charts.push(entry.chart);
                    }
                    Ok(None) | Err(_) => break,
                }
            }
            #[expect(clippy::cast_precision_loss, reason = "a group holds hundreds")]
            self.metrics.commit_charts.observe(charts.len() as f64);
            let filed = self.commit(&mut charts).await;
            for (reply, filed) in replies.into_iter().zip(filed) {
                // A batch that stopped waiting was given back; nothing is lost.
                let _unheard = reply.send(filed);
            }
        }
    }

    /// Commits a group. One chart that the database refuses must not hold up
    /// the others: then each goes alone, and the refused one is set aside.
    async fn commit(&self, charts: &mut [FinishedChart]) -> Vec<Filed> {
        match self.commit_patiently(charts).await {
            Ok(committed) => self.tell(charts, &committed),
            Err(error) if error.is_transient() => vec![Filed::NotWritten; charts.len()],
            Err(error) => {
                tracing::error!(%error, charts = charts.len(), "a group of results was refused");
                let mut filed = Vec::with_capacity(charts.len());
                for chart in charts {
                    filed.push(self.commit_alone(chart).await);
                }
                filed
            }
        }
    }

    async fn commit_alone(&self, chart: &mut FinishedChart) -> Filed {
        if let Ok(committed) = self.commit_patiently(std::slice::from_ref(chart)).await {
            return self
                .tell(std::slice::from_ref(chart), &committed)
                .pop()
                .unwrap_or(Filed::NotWritten);
        }
        let refused = &chart.result;
        chart.result = ChartResult::set_aside(
            SetAsideReason::Unreadable,
            &refused.pipeline_version,
            &refused.code_tables_version,
        );
        match self.commit_patiently(std::slice::from_ref(chart)).await {
            Ok(committed) => self
                .tell(std::slice::from_ref(chart), &committed)
                .pop()
                .unwrap_or(Filed::NotWritten),
            Err(_) => Filed::NotWritten,
        }
    }

    /// Tries until the database takes it, refuses it, or the worker gives up.
    async fn commit_patiently(&self, charts: &[FinishedChart]) -> Result<Committed, StoreError> {
        let backoff = Backoff::try_new(Duration::from_millis(50), Duration::from_secs(5)).ok();
        let mut attempt = 0;
        loop {
            let error = match self.store.commit_results(&self.worker, charts).await {
                Err(error) if error.is_transient() => error,
                settled => return settled,
            };
            tracing::warn!(%error, charts = charts.len(), "results wait for the database");
            let wait = backoff.map_or(Duration::from_secs(1), |b| {
                b.delay(attempt, &mut rand::rng())
            });
            attempt += 1;
            tokio::select! {
                () = self.abandon.cancelled() => return Err(error),
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    fn tell(&self, charts: &[FinishedChart], committed: &Committed) -> Vec<Filed> {
        charts
            .iter()
            .map(|chart| {
                let is_new = committed.charts.contains(&chart.chart);
                if is_new {
                    self.metrics.committed(&chart.result);
                }
                // Not new, but its batch could be finished: it had its result.
                if is_new || committed.batches.contains(&chart.batch) {
                    Filed::Written
                } else {
                    Filed::NotWritten
                }
            })
            .collect()
    }
}
