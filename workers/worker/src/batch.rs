//! One batch, from its delivery to its answer.
//!
//! The delivery is acknowledged after the last chart's commit, given back when
//! any chart is. A batch that lost a worker before is coded with care: one
//! chart at a time, each marked in the database before it starts.

use std::sync::Arc;
use std::time::Duration;

use chartfleet_broker::{Delivery, Disposition};
use chartfleet_model::ChartKey;
use chartfleet_store::{BatchClaim, ClaimOutcome};
use tokio::sync::Mutex;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::chart::{Bench, Errand, Handled};
use crate::leases::Leases;

/// What batches share.
pub(crate) struct Batches {
    /// What charts need.
    pub bench: Arc<Bench>,
    /// The leases held.
    pub leases: Arc<Leases>,
    /// How long a lease is.
    pub lease: Duration,
    /// Held while a batch is coded with care: a crash must not suspect the
    /// charts of several batches at a time.
    pub care: Mutex<()>,
}

/// When a batch must stop.
#[derive(Clone)]
pub(crate) struct Stops {
    /// No chart starts any more; those in flight may finish.
    pub stop: CancellationToken,
    /// Charts in flight end, too.
    pub abort: CancellationToken,
}

impl Batches {
    /// Codes a delivered batch and answers for it.
    pub(crate) async fn work(&self, delivery: Delivery, stops: Stops) {
        let batch = delivery.message.batch;
        let claim = self
            .bench
            .store
            .claim_batch(batch, &self.bench.worker, self.lease)
            .await;
        let claim = match claim {
            Ok(ClaimOutcome::Claimed(claim)) => claim,
            Ok(ClaimOutcome::AlreadyDone | ClaimOutcome::HeldElsewhere) => {
                tracing::debug!(
                    batch.id = batch.0,
                    "a batch was delivered that needs nothing"
                );
                return note(delivery.ack().await);
            }
            Ok(ClaimOutcome::Unknown) => {
                tracing::error!(
                    batch.id = batch.0,
                    "a batch is not in this database: dead-lettered"
                );
                return note(delivery.reject().await);
            }
            Err(error) => {
                tracing::warn!(batch.id = batch.0, %error, "a batch could not be claimed");
                // Not at once: a database that is away would spin the queue.
                tokio::time::sleep(Duration::from_secs(1)).await;
                return note(delivery.give_back().await);
            }
        };
        if self.code(claim, &stops).await {
            note(delivery.ack().await);
        } else {
            note(delivery.give_back().await);
        }
    }

    /// Codes a claimed batch; true where every chart has its result.
    async fn code(&self, claim: Box<BatchClaim>, stops: &Stops) -> bool {
        let charts = i64::try_from(claim.charts.len()).unwrap_or(i64::MAX);
        let metrics = &self.bench.metrics;
        metrics.queue_seconds.observe(claim.queued.as_secs_f64());
        metrics.in_hand.add(charts);
        let lease = self.leases.hold(claim.batch, claim.token, &stops.abort);
        let stop = lease.lost.child_token();
        let errand = Errand {
            run: claim.run,
            batch: claim.batch,
            token: claim.token,
            depth: claim.depth,
            queued: claim.queued,
            stop: stop.clone(),
            abort: lease.lost.clone(),
        };
        // `stop` follows both the lease and the order to start nothing more.
        let follow = async {
            stops.stop.cancelled().await;
            stop.cancel();
            std::future::pending::<()>().await;
        };
        let (batch, token, with_care) = (claim.batch, claim.token, claim.with_care);
        let coding = async {
            if with_care {
                self.one_by_one(&errand, *claim).await
            } else {
                self.all(&errand, *claim).await
            }
        };
        let (all_committed, started) = tokio::select! {
            done = coding => done,
            () = follow => (false, None),
        };
        metrics.in_hand.sub(charts);
        drop(lease);
        if !all_committed
            && let Err(error) = self.bench.store.give_back(batch, token, started).await
        {
            tracing::warn!(batch.id = batch.0, %error, "a batch could not be given back: its lease will run out");
        }
        all_committed
    }

    async fn all(&self, errand: &Errand, claim: BatchClaim) -> (bool, Option<ChartKey>) {
        let mut charts = JoinSet::new();
        for claimed in claim.charts {
            let (bench, errand) = (Arc::clone(&self.bench), errand.clone());
            charts.spawn(async move { bench.handle(&errand, claimed).await });
        }
        let mut all_committed = true;
        while let Some(handled) = charts.join_next().await {
            all_committed &= matches!(handled, Ok(Handled::Committed));
        }
        (all_committed, None)
    }

    /// Returns, where a chart was given back, the one that was marked.
    async fn one_by_one(&self, errand: &Errand, claim: BatchClaim) -> (bool, Option<ChartKey>) {
        let _alone = tokio::select! {
            alone = self.care.lock() => alone,
            () = errand.stop.cancelled() => return (false, None),
        };
        tracing::info!(
            batch.id = claim.batch.0,
            "this batch lost a worker before: one chart at a time"
        );
        for claimed in claim.charts {
            let key = claimed.key;
            let is_poison = claimed.is_poison;
            let marked = is_poison
                || matches!(
                    self.bench
                        .store
                        .mark_started(errand.batch, errand.token, key)
                        .await,
                    Ok(true)
                );
            if !marked {
                return (false, None);
            }
            if self.bench.handle(errand, claimed).await == Handled::GivenBack {
                // A mark is taken back only where one was made.
                return (false, (!is_poison).then_some(key));
            }
        }
        (true, None)
    }
}

/// An answer on a dead channel needs nothing: the broker delivers again, and
/// what was committed is skipped then.
fn note(disposition: Disposition) {
    if disposition == Disposition::ChannelGone {
        tracing::debug!("the broker will deliver a batch again");
    }
}
