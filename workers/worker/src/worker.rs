//! The worker's life: serve while a model server answers, pause while none
//! does, drain when told to stop.
//!
//! ```text
//!              a server answers                 SIGTERM
//!  ┌─▶ waiting ────────────────▶ serving ─────────────────▶ draining ─▶ gone
//!  │                               │ none answers for OUTAGE_GRACE
//!  └───────────────────────────────┘ (batches given back, queue left alone)
//! ```

use std::sync::Arc;
use std::time::Duration;

use chartfleet_broker::{BrokerSettings, BrokerStats, Consumer, ConsumerOptions, Deliveries};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::batch::{Batches, Stops};

/// A server that restarts is back within this; longer, and the charts are
/// given to workers that have one.
const OUTAGE_GRACE: Duration = Duration::from_secs(5);

/// How a worker consumes.
pub(crate) struct Intake {
    /// The broker.
    pub broker: BrokerSettings,
    /// What the broker's operator sees.
    pub options: ConsumerOptions,
    /// Counts.
    pub stats: Arc<BrokerStats>,
    /// How long charts in flight may take after SIGTERM.
    pub drain_grace: Duration,
}

/// How a time of serving ended.
#[derive(PartialEq, Eq)]
enum Ended {
    Shutdown,
    Outage,
}

impl Intake {
    /// Works until `shutdown`, then drains.
    ///
    /// # Errors
    /// When the consumer's settings can never work.
    pub(crate) async fn run(
        &self,
        batches: Arc<Batches>,
        mut servers_up: watch::Receiver<usize>,
        shutdown: CancellationToken,
    ) -> anyhow::Result<()> {
        loop {
            tokio::select! {
                () = shutdown.cancelled() => return Ok(()),
                up = servers_up.wait_for(|up| *up > 0) => { up?; }
            }
            if self.serve(&batches, &mut servers_up, &shutdown).await? == Ended::Shutdown {
                return Ok(());
            }
        }
    }

    async fn serve(
        &self,
        batches: &Arc<Batches>,
        servers_up: &mut watch::Receiver<usize>,
        shutdown: &CancellationToken,
    ) -> anyhow::Result<Ended> {
        let stops = Stops {
            stop: CancellationToken::new(),
            abort: CancellationToken::new(),
        };
        let (deliveries, handle) = Consumer::start(
            self.broker.clone(),
            self.options.clone(),
            Arc::clone(&self.stats),
        )?;
        let mut working = JoinSet::new();
        let ended = tokio::select! {
            () = shutdown.cancelled() => Ended::Shutdown,
            () = outage(servers_up) => Ended::Outage,
            () = take(&deliveries, batches, &stops, &mut working) => Ended::Shutdown,
        };
        if ended == Ended::Outage {
            tracing::warn!("no model server answers: batches are given back");
            stops.abort.cancel();
        } else {
            while working.try_join_next().is_some() {}
            tracing::info!(
                batches = working.len(),
                grace_s = self.drain_grace.as_secs(),
                "draining"
            );
        }
        stops.stop.cancel();
        handle.stop_consuming().await;
        let drained = tokio::time::timeout(self.drain_grace, finish(&mut working)).await;
        if drained.is_err() {
            tracing::warn!(
                batches = working.len(),
                "the grace is over: charts in flight are given back"
            );
            stops.abort.cancel();
            finish(&mut working).await;
        }
        handle.close().await;
        Ok(ended)
    }
}

/// Takes deliveries until the consumer stops; each batch is a task. The
/// prefetch bounds how many there are.
async fn take(
    deliveries: &Deliveries,
    batches: &Arc<Batches>,
    stops: &Stops,
    working: &mut JoinSet<()>,
) {
    while let Some(delivery) = deliveries.next().await {
        let (batches, stops) = (Arc::clone(batches), stops.clone());
        working.spawn(async move { batches.work(delivery, stops).await });
        while working.try_join_next().is_some() {}
    }
}

async fn finish(working: &mut JoinSet<()>) {
    while working.join_next().await.is_some() {}
}

/// Returns when no server has answered for the grace.
async fn outage(servers_up: &mut watch::Receiver<usize>) {
    loop {
        if servers_up.wait_for(|up| *up == 0).await.is_err() {
            return std::future::pending().await;
        }
        let back = servers_up.wait_for(|up| *up > 0);
        match tokio::time::timeout(OUTAGE_GRACE, back).await {
            Ok(Ok(_)) => {}
            Ok(Err(_)) | Err(_) => return,
        }
    }
}
