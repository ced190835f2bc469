//! The messages on the way to the broker, at most so many, and the matching of
//! confirms and returned messages.
//!
//! lapin hands a returned message to the next confirm it completes. With
//! several messages on the way, and with acknowledgements of several at once,
//! that confirm may belong to another message: the wrong one would be blamed
//! and the unroutable one taken for delivered. The wrong one is always
//! completed first, so it is enough to look at every confirm that is ready
//! before answering any of them.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::time::Duration;

use chartfleet_model::{BatchMessage, QueueClass};
use futures_util::stream::FuturesUnordered;
use futures_util::{FutureExt, StreamExt};
use lapin::options::{BasicPublishOptions, ConfirmSelectOptions};
use lapin::{Channel, Confirmation};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;

use crate::codec;
use crate::connection;
use crate::error::BrokerError;
use crate::settings::BrokerSettings;

/// One message and whoever waits for its confirm.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) class: QueueClass,
    pub(crate) message: BatchMessage,
    pub(crate) reply: oneshot::Sender<Result<(), BrokerError>>,
}

impl Request {
    pub(crate) fn answer(self, result: Result<(), BrokerError>) {
        // Nobody listens after a timeout; the caller has counted it already.
        drop(self.reply.send(result));
    }
}

/// A message whose confirm has come, or never will.
struct Completed {
    sequence: u64,
    request: Request,
    confirmation: lapin::Result<Confirmation>,
}

/// What the confirms said about their channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Settled {
    ChannelLives,
    ChannelLost,
}

type OnTheWay = Pin<Box<dyn Future<Output = Completed> + Send>>;

/// The window of one channel.
pub(crate) struct Window {
    channel: Channel,
    size: usize,
    patience: Duration,
    on_the_way: FuturesUnordered<OnTheWay>,
    sequence: u64,
    returned: HashSet<u64>,
}

impl Window {
    /// Switches the channel to confirms.
    pub(crate) async fn open(
        channel: Channel,
        settings: &BrokerSettings,
    ) -> Result<Self, BrokerError> {
        channel
            .confirm_select(ConfirmSelectOptions::default())
            .await
            .map_err(|source| BrokerError::Channel { source })?;
        Ok(Self {
            channel,
            size: settings.publish_window,
            patience: settings.confirm_timeout,
            on_the_way: FuturesUnordered::new(),
            sequence: 0,
            returned: HashSet::new(),
        })
    }

    /// Publishes what comes in. Breaks when every publisher is gone, continues
    /// when the channel is lost or confirms nothing for too long; what was on
    /// the way then is answered by dropping it. Cancel-safe.
    pub(crate) async fn run(&mut self, inbox: &mut mpsc::Receiver<Request>) -> ControlFlow<()> {
        loop {
            let idle = self.on_the_way.is_empty();
            let room = self.on_the_way.len() < self.size;
            tokio::select! {
                biased;
                completed = timeout(self.patience, self.on_the_way.next()), if !idle => {
                    let Ok(Some(first)) = completed else {
                        return ControlFlow::Continue(());
                    };
                    if self.settle(first) == Settled::ChannelLost {
                        return ControlFlow::Continue(());
                    }
                }
                request = inbox.recv(), if room => match request {
                    Some(request) => self.send(request),
                    None if idle => return ControlFlow::Break(()),
                    None => return self.finish().await,
                },
            }
        }
    }

    /// Waits for the last confirms.
    async fn finish(&mut self) -> ControlFlow<()> {
        while let Ok(Some(first)) = timeout(self.patience, self.on_the_way.next()).await {
            if self.settle(first) == Settled::ChannelLost {
                break;
            }
        }
        ControlFlow::Break(())
    }

    /// Closes the channel.
    pub(crate) async fn close(self) {
        connection::close_channel(&self.channel).await;
    }

    /// Puts a message on the way, unless its caller has stopped waiting.
    ///
    /// The publish runs as part of its own future, so that messages reach the
    /// socket without waiting for each other. They are numbered in order all
    /// the same: the first poll both takes lapin's number and queues the frame.
    fn send(&mut self, request: Request) {
        if request.reply.is_closed() {
            return;
        }
        let payload = match codec::encode(&request.message) {
            Ok(payload) => payload,
            Err(error) => return request.answer(Err(error)),
        };
        self.sequence += 1;
        let sequence = self.sequence;
        let properties = codec::properties(&request.message, sequence);
        let channel = self.channel.clone();
        self.on_the_way.push(Box::pin(async move {
            let mandatory = BasicPublishOptions {
                mandatory: true,
                immediate: false,
            };
            let queue = request.class.queue().into();
            let confirmation = match channel
                .basic_publish("".into(), queue, mandatory, &payload, properties)
                .await
            {
                Ok(confirm) => confirm.await,
                Err(error) => Err(error),
            };
            Completed {
                sequence,
                request,
                confirmation,
            }
        }));
    }

    /// Answers everything that is ready.
    fn settle(&mut self, first: Completed) -> Settled {
        let mut completed = vec![first];
        while let Some(Some(next)) = self.on_the_way.next().now_or_never() {
            completed.push(next);
        }
        for Completed { confirmation, .. } in &completed {
            if let Ok(Confirmation::Ack(Some(message)) | Confirmation::Nack(Some(message))) =
                confirmation
                && let Some(sequence) = codec::sequence(&message.properties)
            {
                self.returned.insert(sequence);
            }
        }
        let mut settled = Settled::ChannelLives;
        for one in completed {
            let returned = self.returned.remove(&one.sequence);
            let queue = one.request.class.queue();
            let result = match one.confirmation {
                _ if returned => Err(BrokerError::Unroutable { queue }),
                Ok(Confirmation::Ack(_)) => Ok(()),
                Ok(Confirmation::Nack(_) | Confirmation::NotRequested) => {
                    Err(BrokerError::Refused { queue })
                }
                Err(_channel_lost) => {
                    settled = Settled::ChannelLost;
                    Err(BrokerError::Interrupted)
                }
            };
            one.request.answer(result);
        }
        settled
    }
}
