//! Process plumbing that every chartfleet program shares: settings, telemetry,
//! the metrics endpoint and shutdown.

mod error;
pub mod exit;
pub mod http;
pub mod metrics;
pub mod settings;
pub mod shutdown;
pub mod telemetry;

pub use error::RuntimeError;
