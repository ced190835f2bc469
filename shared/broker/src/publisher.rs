//! Publishes batches and says of each whether the broker has it.
//!
//! One task owns the connection; callers hand it messages and wait. Up to
//! `publish_window` messages are on the way at once (a quorum queue confirms
//! 1.7 k/s one by one and 19 k/s with a window of 1,000, on two cores).
//!
//! Only an acknowledgement without a returned message is success. lapin
//! attaches a returned message to whichever confirm it completes next, which
//! need not be its own, so the window ([`crate::window`]) puts them together
//! by sequence number before anybody is told.
//!
//! While the broker is away, messages fail with the reason; they are not
//! hoarded. The caller's outbox keeps them and tries again.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use chartfleet_model::backoff::Backoff;
use chartfleet_model::{BatchMessage, QueueClass};
use futures_util::{StreamExt, stream};
use lapin::{Connection, ConnectionStatus};
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tracing::{info, warn};

use crate::connection;
use crate::error::BrokerError;
use crate::settings::BrokerSettings;
use crate::stats::BrokerStats;
use crate::topology;
use crate::window::{Request, Window};

/// Publishes batches; clones share one connection and one window.
#[derive(Clone, Debug)]
pub struct Publisher {
    requests: mpsc::Sender<Request>,
    status: SharedStatus,
    settings: BrokerSettings,
    stats: Arc<BrokerStats>,
}

/// The state of the connection in use, to tell a blocked broker from a slow one.
type SharedStatus = Arc<Mutex<Option<ConnectionStatus>>>;

impl Publisher {
    /// Connects, declares the queues, and is ready to publish.
    ///
    /// # Errors
    /// When the broker cannot be reached or its queues are not ours.
    pub async fn connect(
        settings: BrokerSettings,
        stats: Arc<BrokerStats>,
    ) -> Result<Self, BrokerError> {
        let (requests, inbox) = mpsc::channel(settings.publish_window.max(1));
        let status = SharedStatus::default();
        let owner = Owner {
            settings: settings.clone(),
            backoff: connection::reconnect_backoff()?,
            stats: Arc::clone(&stats),
            status: Arc::clone(&status),
            inbox,
        };
        let (connection, window) = owner.open().await?;
        tokio::spawn(owner.run(connection, window));
        Ok(Self {
            requests,
            status,
            settings,
            stats,
        })
    }

    /// Publishes one batch and waits for the broker's confirm. Not cancel-safe:
    /// a publish that is dropped may or may not have happened.
    ///
    /// # Errors
    /// Whenever the broker did not confirm that a queue holds the message.
    /// Publishing again is always safe.
    pub async fn publish(
        &self,
        class: QueueClass,
        message: &BatchMessage,
    ) -> Result<(), BrokerError> {
        let confirmed = match timeout(
            self.settings.confirm_timeout,
            self.hand_over(class, message),
        )
        .await
        {
            Ok(confirmed) => confirmed,
            Err(_elapsed) => Err(self.too_late()),
        };
        let counter = if confirmed.is_ok() {
            &self.stats.publish_confirmed
        } else {
            &self.stats.publish_failed
        };
        counter.increment();
        confirmed
    }

    /// Publishes many batches, as many at once as the window allows; the
    /// results come in the order of the messages.
    pub async fn publish_all(
        &self,
        messages: impl IntoIterator<Item = (QueueClass, BatchMessage)>,
    ) -> Vec<Result<(), BrokerError>> {
        stream::iter(messages)
            .map(|(class, message)| async move { self.publish(class, &message).await })
            .buffered(self.settings.publish_window)
            .collect()
            .await
    }

    /// Whether the connection stands at this moment.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        lock(&self.status)
            .as_ref()
            .is_some_and(ConnectionStatus::connected)
    }

    /// Whether the broker blocks publishers for want of memory or disk.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        lock(&self.status)
            .as_ref()
            .is_some_and(ConnectionStatus::blocked)
    }

    async fn hand_over(
        &self,
        class: QueueClass,
        message: &BatchMessage,
    ) -> Result<(), BrokerError> {
        let (reply, confirmed) = oneshot::channel();
        let request = Request {
            class,
            message: *message,
            reply,
        };
        self.requests
            .send(request)
            .await
            .map_err(|_closed| BrokerError::Interrupted)?;
        // The owner drops the replies of what was under way when it lost the
        // connection.
        confirmed.await.unwrap_or(Err(BrokerError::Interrupted))
    }

    fn too_late(&self) -> BrokerError {
        let after = self.settings.confirm_timeout;
        if self.is_blocked() {
            BrokerError::Blocked { after }
        } else {
            BrokerError::ConfirmTimeout { after }
        }
    }
}

/// The task that owns the connection.
struct Owner {
    settings: BrokerSettings,
    backoff: Backoff,
    stats: Arc<BrokerStats>,
    status: SharedStatus,
    inbox: mpsc::Receiver<Request>,
}

impl Owner {
    /// Publishes until every [`Publisher`] is gone, reconnecting as needed.
    async fn run(mut self, mut connection: Connection, mut window: Window) {
        loop {
            let end = tokio::select! {
                biased;
                end = window.run(&mut self.inbox) => end,
                // Noticed while nothing is on the way, so that the next message
                // finds a new connection instead of a dead one.
                () = connection::lost(&connection) => ControlFlow::Continue(()),
            };
            if end.is_break() {
                break;
            }
            warn!("the publisher's connection is lost or stuck; opening another");
            connection::close(&connection).await;
            drop(window);
            let Some(reopened) = self.reopen().await else {
                return;
            };
            (connection, window) = reopened;
            self.stats.reconnects.increment();
            info!("the publisher is connected again");
        }
        window.close().await;
        connection::close(&connection).await;
    }

    /// Connects again; `None` when nobody wants to publish any more.
    async fn reopen(&mut self) -> Option<(Connection, Window)> {
        for attempt in 0.. {
            let delay = self.backoff.delay(attempt, &mut rand::rng());
            tokio::time::sleep(delay).await;
            if self.inbox.is_closed() {
                return None;
            }
            match self.open().await {
                Ok(opened) => return Some(opened),
                Err(error) => {
                    warn!(
                        error = &error as &dyn std::error::Error,
                        attempt, "no connection to the broker; trying again"
                    );
                    self.refuse_waiting();
                }
            }
        }
        None
    }

    /// Tells those who wait that the broker is away.
    fn refuse_waiting(&mut self) {
        while let Ok(request) = self.inbox.try_recv() {
            request.answer(Err(BrokerError::Interrupted));
        }
    }

    async fn open(&self) -> Result<(Connection, Window), BrokerError> {
        let connection = connection::connect(&self.settings, "chartfleet publisher").await?;
        topology::declare_on(&connection).await?;
        let channel = topology::open_channel(&connection).await?;
        let window = Window::open(channel, &self.settings).await?;
        *lock(&self.status) = Some(connection.status().clone());
        Ok((connection, window))
    }
}

fn lock(status: &SharedStatus) -> std::sync::MutexGuard<'_, Option<ConnectionStatus>> {
    status.lock().unwrap_or_else(PoisonError::into_inner)
}
