//! A batch in our hands, and the three ways to answer for it.

use std::fmt;
use std::sync::Arc;

use chartfleet_model::{BatchMessage, QueueClass};
use lapin::Acker;
use lapin::options::{BasicAckOptions, BasicNackOptions, BasicRejectOptions};

use crate::stats::{BrokerStats, Counter};

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "an answer on a dead channel means that the broker delivers the batch again"]
pub enum Disposition {
    /// The answer was sent.
    Settled,
    /// The channel had died: the broker has already taken the batch back and
    /// delivers it again. Whatever was committed for it is skipped then.
    ChannelGone,
}

impl Disposition {
    /// For answers that nobody waits for: it is counted, and that is enough.
    pub(crate) const fn note(self) {}
}

/// A batch to code. Answer with [`ack`](Self::ack),
/// [`give_back`](Self::give_back) or [`reject`](Self::reject); a delivery that
/// is dropped comes back when the consumer closes.
#[must_use = "a delivery that is never answered blocks a place of the prefetch"]
pub struct Delivery {
    /// Which batch.
    pub message: BatchMessage,
    /// Whether it was delivered before, here or elsewhere.
    pub redelivered: bool,
    /// The queue it came from.
    pub class: QueueClass,
    acker: Acker,
    stats: Arc<BrokerStats>,
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("message", &self.message)
            .field("redelivered", &self.redelivered)
            .field("class", &self.class)
            .finish_non_exhaustive()
    }
}

impl Delivery {
    pub(crate) const fn new(
        message: BatchMessage,
        class: QueueClass,
        redelivered: bool,
        acker: Acker,
        stats: Arc<BrokerStats>,
    ) -> Self {
        Self {
            message,
            redelivered,
            class,
            acker,
            stats,
        }
    }

    /// Whether an answer would still reach the broker.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.acker.usable()
    }

    /// The batch is done and committed.
    pub async fn ack(self) -> Disposition {
        let answer = self.acker.ack(BasicAckOptions::default()).await;
        settle(answer, &self.stats.acked, &self.stats)
    }

    /// Somebody else should have it: drain, preemption, endpoint outage.
    pub async fn give_back(self) -> Disposition {
        let requeue = BasicNackOptions {
            requeue: true,
            multiple: false,
        };
        let answer = self.acker.nack(requeue).await;
        settle(answer, &self.stats.nacked, &self.stats)
    }

    /// Nobody can code it: to the dead-letter queue.
    pub async fn reject(self) -> Disposition {
        Self::refuse(&self.acker, &self.stats).await
    }

    /// Sends a message that is no batch to the dead-letter queue.
    pub(crate) async fn refuse(acker: &Acker, stats: &BrokerStats) -> Disposition {
        let answer = acker.reject(BasicRejectOptions::default()).await;
        settle(answer, &stats.rejected, stats)
    }
}

/// An answer that fails under way and one that finds the channel dead mean the
/// same to the caller: the broker delivers again.
fn settle(answer: lapin::Result<bool>, counter: &Counter, stats: &BrokerStats) -> Disposition {
    if matches!(answer, Ok(true)) {
        counter.increment();
        Disposition::Settled
    } else {
        stats.orphaned.increment();
        Disposition::ChannelGone
    }
}
