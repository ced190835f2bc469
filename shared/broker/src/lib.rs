//! The broker, and the only crate that names lapin.
//!
//! * [`topology`]: the queues, declared idempotently, and how full they are.
//! * [`Publisher`]: confirms in a window; only what a queue holds is success.
//! * [`Consumer`]: supervised, three classes by urgency, a prefetch that
//!   survives every reconnect.
//! * [`Delivery`]: a batch in hand and the three ways to answer for it.
//! * [`BrokerStats`]: what happened, for a metrics endpoint.
//!
//! What the broker guarantees is delivery at least once. Whoever consumes makes
//! the effects happen once, in the database.
//!
//! Privacy: messages hold identifiers only, and still no payload is logged
//! here. lapin logs returned messages with their bytes at WARN: run with
//! `lapin=error` (the default filter of `chartfleet-runtime`).

mod codec;
mod connection;
mod consumer;
mod delivery;
mod error;
mod lane;
mod publisher;
mod settings;
mod shelf;
mod stats;
pub mod topology;
mod window;

pub use consumer::{Consumer, ConsumerHandle, ConsumerOptions, Deliveries};
pub use delivery::{Delivery, Disposition};
pub use error::BrokerError;
pub use publisher::Publisher;
pub use settings::BrokerSettings;
pub use stats::{BrokerStats, Counter};
pub use topology::QueueDepth;
