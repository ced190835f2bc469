//! Counters of one process's dealings with the broker. Binaries export them as
//! `chartfleet_broker_*_total`; nothing here knows about Prometheus.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// One counter that only grows.
#[derive(Debug, Default)]
pub struct Counter(AtomicU64);

impl Counter {
    /// The count so far.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    pub(crate) fn increment(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// What happened between this process and the broker since it started.
#[derive(Debug, Default)]
pub struct BrokerStats {
    /// Connections opened anew after a loss.
    pub reconnects: Counter,
    /// Channels opened anew on a connection that lived on.
    pub channel_rebuilds: Counter,
    /// Batches handed to this process.
    pub delivered: Counter,
    /// Batches acknowledged.
    pub acked: Counter,
    /// Batches given back to their queue.
    pub nacked: Counter,
    /// Messages sent to the dead-letter queue.
    pub rejected: Counter,
    /// Deliveries whose channel had died before we could answer; the broker
    /// delivers them again.
    pub orphaned: Counter,
    /// Messages that the broker confirmed.
    pub publish_confirmed: Counter,
    /// Messages that it did not: returned, refused, interrupted or too late.
    pub publish_failed: Counter,
}

impl BrokerStats {
    /// Every counter's metric name, help text and a way to read it, for an
    /// exporter that outlives the caller.
    pub fn readers(
        self: Arc<Self>,
    ) -> impl Iterator<
        Item = (
            &'static str,
            &'static str,
            impl Fn() -> u64 + Send + Sync + 'static,
        ),
    > + use<> {
        let named = self.counters().map(|(name, help, _)| (name, help));
        let stats = self;
        named
            .into_iter()
            .enumerate()
            .map(move |(index, (name, help))| {
                let stats = Arc::clone(&stats);
                let read = move || stats.counters().get(index).map_or(0, |(.., c)| c.get());
                (name, help, read)
            })
    }

    /// Every counter with its metric name and help text.
    fn counters(&self) -> [(&'static str, &'static str, &Counter); 9] {
        [
            (
                "chartfleet_broker_reconnects_total",
                "Connections opened anew after a loss.",
                &self.reconnects,
            ),
            (
                "chartfleet_broker_channel_rebuilds_total",
                "Channels opened anew on a living connection.",
                &self.channel_rebuilds,
            ),
            (
                "chartfleet_broker_deliveries_total",
                "Batches handed to this process.",
                &self.delivered,
            ),
            (
                "chartfleet_broker_acks_total",
                "Batches acknowledged.",
                &self.acked,
            ),
            (
                "chartfleet_broker_nacks_total",
                "Batches given back to their queue.",
                &self.nacked,
            ),
            (
                "chartfleet_broker_rejects_total",
                "Messages sent to the dead-letter queue.",
                &self.rejected,
            ),
            (
                "chartfleet_broker_orphaned_deliveries_total",
                "Deliveries whose channel died before the answer.",
                &self.orphaned,
            ),
            (
                "chartfleet_broker_publish_confirms_total",
                "Messages that the broker confirmed.",
                &self.publish_confirmed,
            ),
            (
                "chartfleet_broker_publish_failures_total",
                "Messages returned, refused, interrupted or too late.",
                &self.publish_failed,
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_counter_is_exported_under_its_own_name() {
        let stats = BrokerStats::default();
        stats.orphaned.increment();
        let mut names: Vec<_> = stats.counters().iter().map(|(name, ..)| *name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), 9);
        let total: u64 = stats.counters().iter().map(|(.., c)| c.get()).sum();
        assert_eq!(total, 1);
    }
}
