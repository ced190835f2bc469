//! The supervised consumer: keeps three lanes open on one connection for as
//! long as it is wanted, whatever happens to either.
//!
//! ```text
//! connecting ──▶ serving ──stop──▶ retired ──close──▶ closed
//!     ▲             │ connection lost
//!     └──backoff────┘        (a lost channel is reopened within `serving`)
//! ```
//!
//! Invariants: at most `prefetch` unanswered batches a class; the most urgent
//! delivered batch is always handed out first; a connection that comes back has
//! the same prefetch (see [`crate::lane`]); the supervisor never gives up while
//! it is wanted.

use std::sync::Arc;

use chartfleet_model::QueueClass;
use chartfleet_model::backoff::Backoff;
use lapin::Connection;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::connection;
use crate::delivery::Delivery;
use crate::error::BrokerError;
use crate::lane::{Lane, LaneContext, LaneEnd};
use crate::settings::BrokerSettings;
use crate::shelf::Shelf;
use crate::stats::BrokerStats;
use crate::topology;

/// What a consumer asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerOptions {
    /// Unanswered batches a class, in hand and on the shelf together.
    pub prefetch: u16,
    /// What the broker's operator sees, e.g. the worker's id.
    pub tag: String,
}

/// Starts consumers.
#[derive(Debug)]
pub struct Consumer;

/// The batches that were delivered, most urgent first.
#[derive(Clone, Debug)]
pub struct Deliveries {
    shelf: Arc<Shelf<Delivery>>,
    stats: Arc<BrokerStats>,
    stop: CancellationToken,
}

/// Steers a running consumer.
#[derive(Debug)]
pub struct ConsumerHandle {
    stop: CancellationToken,
    close: CancellationToken,
    open_lanes: watch::Receiver<usize>,
    supervisor: JoinHandle<()>,
}

impl Consumer {
    /// Starts to consume in the background. Returns at once; a broker that is
    /// away is waited for. Call [`topology::declare`] first to find out about
    /// settings that can never work.
    ///
    /// # Errors
    /// When the prefetch is 0, which the broker takes for "without bound".
    pub fn start(
        settings: BrokerSettings,
        options: ConsumerOptions,
        stats: Arc<BrokerStats>,
    ) -> Result<(Deliveries, ConsumerHandle), BrokerError> {
        if options.prefetch == 0 {
            return Err(BrokerError::Settings {
                reason: "the prefetch must be at least 1",
            });
        }
        let stop = CancellationToken::new();
        let close = CancellationToken::new();
        let shelf = Arc::new(Shelf::new(usize::from(options.prefetch)));
        let (lanes, open_lanes) = watch::channel(0);
        let supervisor = Supervisor {
            settings,
            backoff: connection::reconnect_backoff()?,
            lanes,
            close: close.clone(),
            context: LaneContext {
                shelf: Arc::clone(&shelf),
                stats: Arc::clone(&stats),
                prefetch: options.prefetch,
                tag: options.tag,
                stop: stop.clone(),
            },
        };
        let handle = ConsumerHandle {
            stop: stop.clone(),
            close,
            open_lanes,
            supervisor: tokio::spawn(supervisor.run()),
        };
        Ok((Deliveries { shelf, stats, stop }, handle))
    }
}

impl Deliveries {
    /// How many batches were delivered and wait to be taken.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.shelf.len()
    }

    /// The most urgent batch delivered; `None` once consuming has stopped.
    /// Cancel-safe. Clones share the same batches.
    pub async fn next(&self) -> Option<Delivery> {
        loop {
            let delivery = tokio::select! {
                biased;
                () = self.stop.cancelled() => return None,
                delivery = self.shelf.take() => delivery,
            };
            // Its channel died while it lay here: the broker delivers it again.
            if delivery.is_live() {
                self.stats.delivered.increment();
                return Some(delivery);
            }
        }
    }
}

impl ConsumerHandle {
    /// Whether all queues are being consumed at this moment.
    #[must_use]
    pub fn is_consuming(&self) -> bool {
        *self.open_lanes.borrow() == QueueClass::ALL.len()
    }

    /// Waits until all queues are being consumed.
    pub async fn consuming(&self) {
        let mut open = self.open_lanes.clone();
        // An error means that the supervisor has ended: nothing to wait for.
        drop(open.wait_for(|open| *open == QueueClass::ALL.len()).await);
    }

    /// Takes no more batches and gives those back that nobody took. Batches in
    /// hand can still be answered. Returns when the broker has been told.
    pub async fn stop_consuming(&self) {
        self.stop.cancel();
        let mut open = self.open_lanes.clone();
        // An error means that the supervisor has ended: nothing is consumed.
        drop(open.wait_for(|open| *open == 0).await);
    }

    /// Stops consuming and closes the connection; batches that were not
    /// answered come back to their queues.
    pub async fn close(self) {
        self.stop_consuming().await;
        self.close.cancel();
        // The error itself would quote the message of a panic.
        if self.supervisor.await.is_err() {
            warn!("the consumer's supervisor ended badly");
        }
    }
}

/// Owns the connection.
struct Supervisor {
    settings: BrokerSettings,
    context: LaneContext,
    backoff: Backoff,
    lanes: watch::Sender<usize>,
    close: CancellationToken,
}

impl Supervisor {
    async fn run(self) {
        let mut attempt = 0;
        let mut had_one = false;
        while !self.context.stop.is_cancelled() {
            let connected = tokio::select! {
                biased;
                () = self.context.stop.cancelled() => break,
                connected = self.connect() => connected,
            };
            match connected {
                Ok(connection) => {
                    if had_one {
                        self.context.stats.reconnects.increment();
                    }
                    (had_one, attempt) = (true, 0);
                    info!(prefetch = self.context.prefetch, "consuming");
                    self.serve(&connection).await;
                    drop(self.context.shelf.clear());
                    connection::close(&connection).await;
                }
                Err(error) => {
                    warn!(
                        error = &error as &dyn std::error::Error,
                        attempt, "no connection to the broker; trying again"
                    );
                }
            }
            self.pause(attempt).await;
            attempt = attempt.saturating_add(1);
        }
    }

    async fn connect(&self) -> Result<Connection, BrokerError> {
        let name = format!("chartfleet consumer {}", self.context.tag);
        let connection = connection::connect(&self.settings, &name).await?;
        topology::declare_on(&connection).await?;
        Ok(connection)
    }

    /// Runs the lanes until the connection is lost or the consumer closed.
    async fn serve(&self, connection: &Connection) {
        let [stat, rush, bulk] = QueueClass::ALL.map(|class| self.keep_open(connection, class));
        tokio::select! {
            biased;
            _closed = async { tokio::join!(stat, rush, bulk) } => {}
            () = connection::lost(connection) => {}
        }
    }

    /// Keeps one lane open. Returns when the connection is lost; after a stop,
    /// only when the consumer is closed.
    async fn keep_open(&self, connection: &Connection, class: QueueClass) {
        let mut attempt = 0;
        while !self.context.stop.is_cancelled() {
            match Lane::open(connection, class, &self.context).await {
                Ok(mut lane) => {
                    attempt = 0;
                    let counted = OpenLane::count(&self.lanes);
                    if lane.forward().await == LaneEnd::Stopped {
                        lane.retire().await;
                        for untaken in self.context.shelf.clear() {
                            untaken.give_back().await.note();
                        }
                        drop(counted);
                        // The lane's channel must outlive the batches in hand.
                        self.close.cancelled().await;
                        return lane.close().await;
                    }
                }
                Err(error) => warn!(
                    queue = class.queue(),
                    error = &error as &dyn std::error::Error,
                    "cannot consume"
                ),
            }
            if !connection.status().connected() {
                return;
            }
            self.pause(attempt).await;
            attempt = attempt.saturating_add(1);
            self.context.stats.channel_rebuilds.increment();
            // The queue itself may be gone.
            if let Err(error) = topology::declare_on(connection).await {
                warn!(
                    error = &error as &dyn std::error::Error,
                    "cannot declare the queues"
                );
            }
        }
        self.close.cancelled().await;
    }

    /// Waits before the next attempt, but not when nobody wants it any more.
    async fn pause(&self, attempt: u32) {
        let delay = self.backoff.delay(attempt, &mut rand::rng());
        tokio::select! {
            () = self.context.stop.cancelled() => {}
            () = tokio::time::sleep(delay) => {}
        }
    }
}

/// Counts a lane as open for as long as it lives.
struct OpenLane<'a>(&'a watch::Sender<usize>);

impl<'a> OpenLane<'a> {
    fn count(lanes: &'a watch::Sender<usize>) -> Self {
        lanes.send_modify(|open| *open += 1);
        Self(lanes)
    }
}

impl Drop for OpenLane<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|open| *open -= 1);
    }
}
