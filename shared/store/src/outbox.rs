//! Messages to be published. A row is written with its batch and leaves when
//! the broker has confirmed it, so that a scheduler may die in between.

use std::time::Duration;

use chartfleet_model::{BatchId, BatchMessage, QueueClass, RunId};

use crate::error::StoreError;
use crate::pool::Store;

/// A message to be published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutboxRow {
    /// Where to.
    pub queue: QueueClass,
    /// What.
    pub message: BatchMessage,
}

impl Store {
    /// The next messages to publish, most urgent and oldest first, as many as
    /// keep at most `max_queued` batches on the broker or at workers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outbox(&self, max_queued: usize) -> Result<Vec<OutboxRow>, StoreError> {
        let max_queued = i64::try_from(max_queued).unwrap_or(i64::MAX);
        let client = self.client().await?;
        let rows = client
            .query(include_str!("../queries/outbox.sql"), &[&max_queued])
            .await?;
        rows.iter()
            .map(|row| {
                let queue = QueueClass::from_name(row.try_get("queue")?)
                    .ok_or(StoreError::Unreadable("queue name"))?;
                let run = RunId(row.try_get("run_id")?);
                let batch = BatchId(row.try_get("batch_id")?);
                Ok(OutboxRow {
                    queue,
                    message: BatchMessage::new(run, batch),
                })
            })
            .collect()
    }

    /// Records that the broker confirmed these batches' messages.
    ///
    /// # Errors
    /// When the database fails; the messages are then published again, which
    /// is harmless: a batch is claimed once.
    pub async fn mark_published(&self, batches: &[BatchId]) -> Result<(), StoreError> {
        let ids: Vec<i64> = batches.iter().map(|batch| batch.0).collect();
        self.client()
            .await?
            .execute(
                "-- mark_published\n\
                 WITH sent AS (DELETE FROM outbox WHERE batch_id = ANY($1) RETURNING batch_id)\n\
                 UPDATE batches SET published_at = now() WHERE batch_id IN (SELECT batch_id FROM sent)",
                &[&ids],
            )
            .await?;
        Ok(())
    }

    /// Puts batches of `queue` that were published longer than `after` ago and
    /// never taken back into the outbox, and returns how many. To be called
    /// when the broker says that the queue is empty: then their messages are
    /// lost.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn requeue_lost(
        &self,
        queue: QueueClass,
        after: Duration,
    ) -> Result<u64, StoreError> {
        Ok(self
            .client()
            .await?
            .execute(
                "-- requeue_lost\n\
                 INSERT INTO outbox (batch_id, run_id, queue)\n\
                 SELECT b.batch_id, b.run_id, b.queue FROM batches AS b\n\
                 WHERE b.state = 'queued' AND b.queue = $1\n\
                 AND b.published_at < now() - $2 * INTERVAL '1 second'\n\
                 ON CONFLICT (batch_id) DO NOTHING",
                &[&queue.as_str(), &after.as_secs_f64()],
            )
            .await?)
    }
}
