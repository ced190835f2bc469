//! What can go wrong while a process starts its plumbing.

use std::net::SocketAddr;

/// A process that cannot start its logs, metrics or signal handling.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RuntimeError {
    /// The log filter is not a filter.
    #[error("setting telemetry.log is not a log filter")]
    LogFilter {
        /// What the parser said.
        #[source]
        source: tracing_subscriber::filter::ParseError,
    },
    /// Logs were set up twice: a defect of this program.
    #[error("logs are set up already")]
    LogsTwice {
        /// What the library said.
        #[source]
        source: tracing_subscriber::util::TryInitError,
    },
    /// The metrics endpoint cannot listen there.
    #[error("cannot listen on {listen}: free the port or change setting {setting}")]
    Listen {
        /// The address.
        listen: SocketAddr,
        /// The setting to change.
        setting: &'static str,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
    /// A metric was registered twice or is badly named: a defect of this
    /// program.
    #[error("cannot register a metric")]
    Metric {
        /// What the library said.
        #[from]
        source: prometheus::Error,
    },
    /// The operating system refuses signal handlers.
    #[error("cannot listen for signals")]
    Signals {
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
}
