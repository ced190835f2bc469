//! The registry behind `/metrics`.
//!
//! Names follow `chartfleet_<subsystem>_<noun>_<unit>[_total]` in base units;
//! labels come from closed enums, never from identifiers. One registry a
//! process, passed to whoever measures.

use prometheus::core::{Collector, Desc};
use prometheus::process_collector::ProcessCollector;
use prometheus::proto::MetricFamily;
use prometheus::{IntCounter, Registry};

use crate::error::RuntimeError;

/// A registry that already tells the process's CPU time, memory and files.
///
/// # Errors
/// When the process collector cannot be registered.
pub fn registry() -> Result<Registry, RuntimeError> {
    let registry = Registry::new();
    registry.register(Box::new(ProcessCollector::for_self()))?;
    Ok(registry)
}

/// Exports a count that is kept elsewhere, read at every scrape.
///
/// # Errors
/// When the name is taken or not a metric name.
pub fn follow(
    registry: &Registry,
    name: &str,
    help: &str,
    read: impl Fn() -> u64 + Send + Sync + 'static,
) -> Result<(), RuntimeError> {
    let counter = IntCounter::new(name, help)?;
    registry.register(Box::new(Followed { counter, read }))?;
    Ok(())
}

struct Followed<F> {
    counter: IntCounter,
    read: F,
}

impl<F: Fn() -> u64 + Send + Sync> Collector for Followed<F> {
    fn desc(&self) -> Vec<&Desc> {
        self.counter.desc()
    }

    fn collect(&self) -> Vec<MetricFamily> {
        // Never backwards, not even when two scrapes overlap.
        let step = (self.read)().saturating_sub(self.counter.get());
        self.counter.inc_by(step);
        self.counter.collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use prometheus::TextEncoder;

    use super::*;

    #[test]
    fn a_followed_count_is_read_at_every_scrape() {
        let registry = Registry::new();
        let count = Arc::new(AtomicU64::new(3));
        let read = Arc::clone(&count);
        follow(
            &registry,
            "chartfleet_test_acks_total",
            "Acks.",
            move || read.load(Ordering::Relaxed),
        )
        .unwrap();
        let scrape = || {
            TextEncoder::new()
                .encode_to_string(&registry.gather())
                .unwrap()
        };
        assert!(scrape().contains("chartfleet_test_acks_total 3"));
        count.store(5, Ordering::Relaxed);
        assert!(scrape().contains("chartfleet_test_acks_total 5"));
    }

    #[test]
    fn a_name_is_followed_once() {
        let registry = Registry::new();
        assert!(follow(&registry, "chartfleet_test_total", "T.", || 1).is_ok());
        assert!(follow(&registry, "chartfleet_test_total", "T.", || 1).is_err());
        assert!(follow(&registry, "not a name", "T.", || 1).is_err());
    }
}
