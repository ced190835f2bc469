//! Identifiers, each its own type so that a batch is never passed for a run.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest chart identifier accepted, in bytes.
pub const MAX_CHART_ID_BYTES: usize = 128;

/// The site's own name for a chart (an account or encounter number), unique in
/// one installation: 1-128 bytes, no white space or control characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChartId(String);

/// A chart identifier that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("a chart id is 1 to {MAX_CHART_ID_BYTES} bytes without white space or control characters")]
pub struct ChartIdError;

impl ChartId {
    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for ChartId {
    type Error = ChartIdError;

    fn try_from(text: String) -> Result<Self, ChartIdError> {
        let length_fits = (1..=MAX_CHART_ID_BYTES).contains(&text.len());
        if length_fits && !text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            Ok(Self(text))
        } else {
            Err(ChartIdError)
        }
    }
}

impl std::str::FromStr for ChartId {
    type Err = ChartIdError;

    fn from_str(text: &str) -> Result<Self, ChartIdError> {
        Self::try_from(text.to_owned())
    }
}

impl From<ChartId> for String {
    fn from(id: ChartId) -> Self {
        id.0
    }
}

impl fmt::Display for ChartId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

numbered! {
    /// The database's number for a chart: the only name a queue or a log sees.
    ChartKey
}
numbered! {
    /// One night's work over a backlog.
    RunId
}
numbered! {
    /// A group of charts that travels as one message and is leased as one.
    BatchId
}
numbered! {
    /// A fencing token: grows with every lease of a batch, so that a worker
    /// that lost its lease can no longer commit.
    LeaseToken
}

/// Names one worker process (`host:pid:start`), for leases and attempts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkerId(pub String);

impl fmt::Display for WorkerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_id_refuses_blank_long_and_spaced_text() {
        for bad in ["", "a b", "a\n", &"x".repeat(129)] {
            assert!(bad.parse::<ChartId>().is_err(), "{bad:?} must be refused");
        }
        assert_eq!(
            "ACC-1".parse::<ChartId>().map(String::from).ok().as_deref(),
            Some("ACC-1")
        );
    }
}
