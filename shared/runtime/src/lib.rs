//! Process plumbing that every chartfleet program shares: settings, telemetry,
//! the metrics endpoint and shutdown.

pub mod settings;
