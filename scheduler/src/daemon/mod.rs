//! The scheduler: plans requested runs, publishes their batches, takes batches
//! back from silent workers, lowers a run's depth where it would be late, and
//! completes runs that balance.
//!
//! Any number of processes may run it; the one that holds the advisory lock
//! leads and the others stand by. Nothing is kept in memory between ticks: a
//! leader that dies in the middle of one is followed by another that starts
//! from the database.

mod dial;
mod metrics;
mod publish;

use std::sync::Arc;
use std::time::{Duration, Instant};

use chartfleet_broker::{BrokerSettings, BrokerStats, Publisher};
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use chartfleet_runtime::{http, metrics as registry, shutdown};
use chartfleet_store::{Leadership, Store};
use tokio_util::sync::CancellationToken;

use crate::connect;
use dial::Dials;
pub(crate) use metrics::SchedulerMetrics;

/// Looks at the deadline dials while a change of depth settles.
const LOOKS_TO_SETTLE: u32 = 6;

/// What a scheduler needs.
pub(crate) struct Scheduler {
    store: Store,
    broker: BrokerSettings,
    stats: Arc<BrokerStats>,
    metrics: SchedulerMetrics,
    pace: Pace,
}

/// How a scheduler is tuned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// Charts a batch.
    pub batch_charts: usize,
    /// Batches on the broker or at workers.
    pub max_queued_batches: usize,
    /// How often to look for work.
    pub tick: Duration,
    /// When a batch nobody holds is published again.
    pub republish_after: Duration,
    /// How long after a change of a run's depth its pace is not believed.
    pub dial_settle: Duration,
    /// A worker's lease: how long the database must have been up before a
    /// silent worker is taken for dead.
    pub lease: Duration,
}

impl Pace {
    /// The settings' pace.
    pub(crate) fn of(settings: &Settings) -> Self {
        let scheduler = &settings.scheduler;
        Self {
            batch_charts: scheduler.batch_charts.get(),
            max_queued_batches: scheduler.max_queued_batches.get(),
            tick: scheduler.tick,
            republish_after: scheduler.republish_after,
            dial_settle: scheduler.dial_settle,
            lease: settings.worker.lease,
        }
    }
}

/// What a leader keeps from tick to tick; all of it can be lost.
struct Term {
    _leadership: Leadership,
    publisher: Option<Publisher>,
    healthy_since: Instant,
    next_reconciliation: Instant,
    next_dial: Instant,
    dials: Dials,
}

impl Scheduler {
    /// A scheduler over these services. Connects to the broker when it has
    /// something to publish.
    pub(crate) const fn new(
        store: Store,
        broker: BrokerSettings,
        stats: Arc<BrokerStats>,
        metrics: SchedulerMetrics,
        pace: Pace,
    ) -> Self {
        Self {
            store,
            broker,
            stats,
            metrics,
            pace,
        }
    }

    /// Leads whenever nobody else does, until cancelled. Cancel-safe at any
    /// point: the database holds what was begun.
    pub(crate) async fn run(&self, cancel: CancellationToken) {
        while cancel.run_until_cancelled(self.lead()).await.is_some() {
            self.metrics.leading.set(0);
            if cancel
                .run_until_cancelled(tokio::time::sleep(self.pace.tick))
                .await
                .is_none()
            {
                return;
            }
        }
    }

    /// One term, if there is one to be had: ends when leadership is lost.
    async fn lead(&self) {
        let leadership = match self.store.try_lead().await {
            Ok(Some(leadership)) => leadership,
            Ok(None) => return tokio::time::sleep(Duration::from_secs(1)).await,
            Err(error) => {
                tracing::warn!(%error, "the scheduler waits for the database");
                return tokio::time::sleep(Duration::from_secs(1)).await;
            }
        };
        tracing::info!("this scheduler leads");
        self.metrics.leading.set(1);
        let now = monotonic_now();
        let mut term = Term {
            _leadership: leadership,
            publisher: None,
            healthy_since: now,
            next_reconciliation: now,
            next_dial: now,
            dials: Dials::default(),
        };
        let mut ticks = tokio::time::interval(self.pace.tick);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        while term._leadership.holds() {
            ticks.tick().await;
            if let Err(error) = self.tick(&mut term).await {
                self.metrics.failed_ticks.inc();
                tracing::warn!(error = %format!("{error:#}"), "the scheduler will try again");
                term.healthy_since = monotonic_now();
            }
        }
        tracing::warn!("leadership is lost: the database session ended");
    }

    async fn tick(&self, term: &mut Term) -> anyhow::Result<()> {
        while let Some(plan) = self.store.plan_next_run(self.pace.batch_charts).await? {
            self.metrics
                .planned_charts
                .inc_by(u64::try_from(plan.charts).unwrap_or(0));
            tracing::info!(
                run.id = plan.run.0,
                charts = plan.charts,
                batches = plan.batches,
                "run planned"
            );
        }
        self.publish(&mut term.publisher).await?;
        let now = monotonic_now();
        if now >= term.next_reconciliation {
            term.next_reconciliation = now + self.pace.tick.max(Duration::from_secs(1));
            self.reconcile(term).await?;
        }
        if now >= term.next_dial {
            // It counts a run's results: often enough to measure a pace.
            term.next_dial = now + self.pace.dial_settle / LOOKS_TO_SETTLE;
            self.dial(&mut term.dials).await?;
        }
        for run in self.store.complete_runs().await? {
            tracing::info!(run.id = run.0, "run complete: it balances");
        }
        Ok(())
    }

    /// Finds what got lost: workers that fell silent, messages that no queue
    /// holds.
    async fn reconcile(&self, term: &Term) -> anyhow::Result<()> {
        // While the database was away no worker could renew its lease: they
        // get one lease's time before they are taken for dead.
        if term.healthy_since.elapsed() >= self.pace.lease || !self.metrics.has_failed() {
            let expired = self.store.expire_leases().await?;
            if expired > 0 {
                self.metrics.expired_batches.inc_by(expired);
                tracing::warn!(
                    batches = expired,
                    "workers fell silent: their batches are published again"
                );
            }
        }
        self.requeue_lost().await
    }
}

/// Elapsed time only: never shown, stored or compared across processes.
fn monotonic_now() -> Instant {
    Instant::now()
}

/// `chartfleet scheduler`: serves until told to stop.
pub(crate) async fn serve(settings: &Settings) -> Result<(), Failure> {
    let stop = shutdown::on_signals()?;
    let store = connect::store(settings).await?;
    let broker = connect::broker(settings);
    chartfleet_broker::topology::declare(&broker)
        .await
        .or_exit(Exit::Unavailable, "cannot use the broker (broker.url)")?;
    let registry = registry::registry()?;
    let stats = Arc::new(BrokerStats::default());
    let metrics = SchedulerMetrics::register(&registry, &stats)?;
    let endpoint = http::Endpoint {
        listen: settings.scheduler.listen,
        setting: "scheduler.listen",
        registry,
        ready: Arc::new(|| Ok(())),
    };
    let (_, http) = http::serve(endpoint, stop.clone())
        .await
        .or_exit(Exit::Usage, "cannot start")?;
    tracing::info!("scheduler started");
    Scheduler::new(store, broker, stats, metrics, Pace::of(settings))
        .run(stop)
        .await;
    http.await
        .or_exit(Exit::Internal, "the metrics endpoint failed")?;
    tracing::info!("scheduler stopped");
    Ok(())
}
