//! From the outbox to the broker, and back when the broker lost a message.

use chartfleet_broker::{Publisher, topology};
use chartfleet_model::QueueClass;

use super::Scheduler;

impl Scheduler {
    /// Publishes what the outbox holds, as far as the bound on queued batches
    /// allows. What the broker did not confirm stays in the outbox.
    pub(super) async fn publish(&self, publisher: &mut Option<Publisher>) -> anyhow::Result<()> {
        let rows = self.store.outbox(self.pace.max_queued_batches).await?;
        if rows.is_empty() {
            return Ok(());
        }
        let publisher = match publisher {
            Some(publisher) => publisher,
            none => {
                let connected = Publisher::connect(self.broker.clone(), self.stats.clone()).await?;
                none.insert(connected)
            }
        };
        let messages: Vec<_> = rows.iter().map(|row| (row.queue, row.message)).collect();
        let confirms = publisher.publish_all(messages).await;
        let mut confirmed = Vec::with_capacity(rows.len());
        let mut failure = None;
        for (row, confirm) in rows.iter().zip(confirms) {
            match confirm {
                Ok(()) => confirmed.push(row.message.batch),
                Err(error) => failure = Some(error),
            }
        }
        self.store.mark_published(&confirmed).await?;
        match failure {
            Some(error) => Err(error.into()),
            None => Ok(()),
        }
    }

    /// A queue that is empty while batches of its class wait to be taken has
    /// lost their messages (a purge, a broker restored from nothing).
    pub(super) async fn requeue_lost(&self) -> anyhow::Result<()> {
        for depth in topology::depths(&self.broker).await? {
            self.metrics
                .queue_batches
                .with_label_values(&[depth.queue])
                .set(depth.ready.into());
            let class = QueueClass::ALL
                .into_iter()
                .find(|class| class.queue() == depth.queue);
            let Some(class) = class.filter(|_| depth.ready == 0) else {
                continue;
            };
            let lost = self
                .store
                .requeue_lost(class, self.pace.republish_after)
                .await?;
            if lost > 0 {
                self.metrics.lost_batches.inc_by(lost);
                tracing::warn!(
                    batches = lost,
                    queue = depth.queue,
                    "messages were lost: published again"
                );
            }
        }
        Ok(())
    }
}
