//! One queue's consumer on a channel of its own, with its own prefetch.
//!
//! A lane is always made whole: channel, then `basic.qos`, then
//! `basic.consume`. There is no other way to open one, so a channel that was
//! rebuilt can never be without its prefetch.

use std::ops::ControlFlow;
use std::sync::Arc;

use chartfleet_model::QueueClass;
use futures_util::StreamExt;
use lapin::message::Delivery as RawDelivery;
use lapin::options::{BasicCancelOptions, BasicConsumeOptions, BasicQosOptions};
use lapin::types::FieldTable;
use lapin::{Channel, Connection};
use tokio_util::sync::CancellationToken;
use tracing::{error, warn};

use crate::codec;
use crate::connection;
use crate::delivery::Delivery;
use crate::error::BrokerError;
use crate::shelf::Shelf;
use crate::stats::BrokerStats;
use crate::topology;

/// What every lane of a consumer shares.
#[derive(Clone, Debug)]
pub(crate) struct LaneContext {
    pub(crate) shelf: Arc<Shelf<Delivery>>,
    pub(crate) stats: Arc<BrokerStats>,
    pub(crate) prefetch: u16,
    pub(crate) tag: String,
    /// Set when no more batches are wanted.
    pub(crate) stop: CancellationToken,
}

/// Why a lane no longer forwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LaneEnd {
    /// We were asked to stop; the channel still takes answers.
    Stopped,
    /// The channel or the queue is gone.
    Lost,
}

/// An open consumer of one queue.
pub(crate) struct Lane<'a> {
    context: &'a LaneContext,
    class: QueueClass,
    channel: Channel,
    consumer: lapin::Consumer,
}

impl<'a> Lane<'a> {
    /// Opens the channel, bounds it, and starts to consume.
    pub(crate) async fn open(
        connection: &Connection,
        class: QueueClass,
        context: &'a LaneContext,
    ) -> Result<Self, BrokerError> {
        let failed = |source| BrokerError::Channel { source };
        let channel = topology::open_channel(connection).await?;
        channel
            .basic_qos(context.prefetch, BasicQosOptions { global: false })
            .await
            .map_err(failed)?;
        let consumer = channel
            .basic_consume(
                class.queue().into(),
                format!("{}.{}", context.tag, class.as_str()).into(),
                BasicConsumeOptions::default(),
                FieldTable::default(),
            )
            .await
            .map_err(failed)?;
        Ok(Self {
            context,
            class,
            channel,
            consumer,
        })
    }

    /// Puts deliveries on the shelf until told to stop or the channel is lost.
    pub(crate) async fn forward(&mut self) -> LaneEnd {
        loop {
            let next = tokio::select! {
                biased;
                () = self.context.stop.cancelled() => return LaneEnd::Stopped,
                next = self.consumer.next() => next,
            };
            match next {
                Some(Ok(raw)) => {
                    if self.accept(raw).await.is_break() {
                        return LaneEnd::Lost;
                    }
                }
                // After an error the stream of a closed channel may stay silent
                // for ever instead of ending: this lane is over either way.
                Some(Err(error)) => {
                    warn!(queue = self.class.queue(), %error, "the broker closed the channel");
                    return LaneEnd::Lost;
                }
                None => {
                    warn!(queue = self.class.queue(), "the broker ended the consumer");
                    return LaneEnd::Lost;
                }
            }
        }
    }

    /// Stops consuming and gives back what nobody took. The channel stays open
    /// for the answers that are still to come, as long as `self` lives.
    pub(crate) async fn retire(&mut self) {
        let tag = self.consumer.tag();
        if let Err(error) = self
            .channel
            .basic_cancel(tag, BasicCancelOptions::default())
            .await
        {
            warn!(queue = self.class.queue(), %error, "the channel was gone before the stop");
            return;
        }
        while let Some(Ok(raw)) = self.consumer.next().await {
            if let Some(delivery) = self.readable(raw).await {
                delivery.give_back().await.note();
            }
        }
    }

    /// Closes the channel; batches in hand go back to the queue.
    pub(crate) async fn close(self) {
        connection::close_channel(&self.channel).await;
    }

    async fn accept(&self, raw: RawDelivery) -> ControlFlow<()> {
        let Some(delivery) = self.readable(raw).await else {
            return ControlFlow::Continue(());
        };
        match self.context.shelf.put(self.class, delivery) {
            Ok(()) => ControlFlow::Continue(()),
            Err(surplus) => {
                error!(
                    queue = self.class.queue(),
                    prefetch = self.context.prefetch,
                    "the broker delivers beyond the prefetch; the channel is rebuilt"
                );
                surplus.give_back().await.note();
                ControlFlow::Break(())
            }
        }
    }

    /// The batch that a message names. What cannot be read goes to the
    /// dead-letter queue; of its content nothing is logged but the size.
    async fn readable(&self, raw: RawDelivery) -> Option<Delivery> {
        let stats = Arc::clone(&self.context.stats);
        match codec::decode(&raw.data) {
            Ok(message) => Some(Delivery::new(
                message,
                self.class,
                raw.redelivered,
                raw.acker,
                stats,
            )),
            Err(unreadable) => {
                warn!(
                    queue = self.class.queue(),
                    delivery.tag = raw.delivery_tag,
                    size_bytes = raw.data.len(),
                    reason = unreadable.as_str(),
                    "a message cannot be read and is set aside"
                );
                Delivery::refuse(&raw.acker, &stats).await.note();
                None
            }
        }
    }
}
