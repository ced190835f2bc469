//! The leases this worker holds, renewed at a third of their length. A lease
//! that is gone cancels its batch: whatever it would still commit is fenced off
//! by the token anyway, but its model calls would be wasted.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chartfleet_model::{BatchId, LeaseToken};
use chartfleet_store::Store;
use tokio_util::sync::CancellationToken;

/// All leases of this worker.
#[derive(Default)]
pub(crate) struct Leases {
    held: Mutex<HashMap<BatchId, Held>>,
}

struct Held {
    token: LeaseToken,
    lost: CancellationToken,
}

/// One lease; renewed until dropped.
pub(crate) struct Lease {
    leases: Arc<Leases>,
    batch: BatchId,
    /// Cancelled when the lease is gone.
    pub lost: CancellationToken,
}

impl Leases {
    /// Holds a lease from now on. `lost` is cancelled with `parent`, too.
    pub(crate) fn hold(
        self: &Arc<Self>,
        batch: BatchId,
        token: LeaseToken,
        parent: &CancellationToken,
    ) -> Lease {
        let lost = parent.child_token();
        self.lock().insert(
            batch,
            Held {
                token,
                lost: lost.clone(),
            },
        );
        Lease {
            leases: Arc::clone(self),
            batch,
            lost,
        }
    }

    /// Renews all leases until cancelled.
    pub(crate) async fn renew(
        self: Arc<Self>,
        store: Store,
        lease: Duration,
        cancel: CancellationToken,
    ) {
        let mut ticks = tokio::time::interval(lease / 3);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = cancel.cancelled() => return,
                _ = ticks.tick() => self.renew_once(&store, lease).await,
            }
        }
    }

    async fn renew_once(&self, store: &Store, lease: Duration) {
        let held: Vec<(BatchId, LeaseToken)> = self
            .lock()
            .iter()
            .map(|(batch, held)| (*batch, held.token))
            .collect();
        if held.is_empty() {
            return;
        }
        match store.renew_leases(&held, lease).await {
            Ok(ours) => {
                for (batch, token) in held {
                    if !ours.contains(&batch) {
                        self.lose(batch, token);
                    }
                }
            }
            // The leases stand until they run out; the next tick may succeed.
            Err(error) => tracing::warn!(%error, "leases could not be renewed"),
        }
    }

    fn lose(&self, batch: BatchId, token: LeaseToken) {
        let held = self.lock();
        // A batch that finished since, or was claimed anew, is not lost.
        if let Some(held) = held.get(&batch).filter(|held| held.token == token) {
            tracing::warn!(
                batch.id = batch.0,
                "lease lost: another worker may have the batch"
            );
            held.lost.cancel();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<BatchId, Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.leases.lock().remove(&self.batch);
    }
}
