//! What a scheduler counts.

use std::sync::Arc;

use chartfleet_broker::BrokerStats;
use chartfleet_runtime::RuntimeError;
use chartfleet_runtime::metrics::follow;
use prometheus::{IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry};

/// The scheduler's metrics.
pub(crate) struct SchedulerMetrics {
    /// 1 while this process leads.
    pub leading: IntGauge,
    /// Charts planned into runs.
    pub planned_charts: IntCounter,
    /// Batches taken from silent workers.
    pub expired_batches: IntCounter,
    /// Batches whose message was lost and is published again.
    pub lost_batches: IntCounter,
    /// Ticks that could not finish.
    pub failed_ticks: IntCounter,
    /// Times a run's depth was changed for its deadline, by the new depth.
    pub depth_changes: IntCounterVec,
    /// Messages ready in each queue.
    pub queue_batches: IntGaugeVec,
}

impl SchedulerMetrics {
    /// Registers every metric, and the broker's counters.
    ///
    /// # Errors
    /// When a name is taken.
    pub(crate) fn register(
        registry: &Registry,
        stats: &Arc<BrokerStats>,
    ) -> Result<Self, RuntimeError> {
        for (name, help, read) in Arc::clone(stats).readers() {
            follow(registry, name, help, read)?;
        }
        let counter = |name: &str, help: &str| {
            let metric = IntCounter::new(name, help)?;
            registry.register(Box::new(metric.clone()))?;
            Ok::<_, RuntimeError>(metric)
        };
        let leading = IntGauge::new(
            "chartfleet_scheduler_leading",
            "1 while this process leads.",
        )?;
        registry.register(Box::new(leading.clone()))?;
        let depth_changes = IntCounterVec::new(
            Opts::new(
                "chartfleet_scheduler_depth_changes_total",
                "Times a run's depth was changed for its deadline, by the new depth.",
            ),
            &["depth"],
        )?;
        registry.register(Box::new(depth_changes.clone()))?;
        let queue_batches = IntGaugeVec::new(
            Opts::new(
                "chartfleet_scheduler_queue_batches",
                "Batches ready in each queue.",
            ),
            &["queue"],
        )?;
        registry.register(Box::new(queue_batches.clone()))?;
        Ok(Self {
            leading,
            planned_charts: counter(
                "chartfleet_scheduler_planned_charts_total",
                "Charts planned into runs.",
            )?,
            expired_batches: counter(
                "chartfleet_scheduler_expired_batches_total",
                "Batches taken from silent workers.",
            )?,
            lost_batches: counter(
                "chartfleet_scheduler_lost_batches_total",
                "Batches published again because no queue held them.",
            )?,
            failed_ticks: counter(
                "chartfleet_scheduler_failed_ticks_total",
                "Rounds of the scheduler that could not finish.",
            )?,
            depth_changes,
            queue_batches,
        })
    }

    /// Whether any round of this process has failed.
    pub(crate) fn has_failed(&self) -> bool {
        self.failed_ticks.get() > 0
    }
}
