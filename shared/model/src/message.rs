//! What travels over the broker: identifiers only (claim check), so that no
//! patient information ever reaches the broker's disk.

use serde::{Deserialize, Serialize};

use crate::ids::{BatchId, RunId};

/// Which queue a batch waits in. Workers serve them in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QueueClass {
    /// Before everything else.
    Stat,
    /// Before the backlog.
    Rush,
    /// The backlog.
    Bulk,
}

impl QueueClass {
    /// All classes, most urgent first.
    pub const ALL: [Self; 3] = [Self::Stat, Self::Rush, Self::Bulk];

    /// The queue's name on the broker.
    #[must_use]
    pub const fn queue(self) -> &'static str {
        match self {
            Self::Stat => "coding.stat",
            Self::Rush => "coding.rush",
            Self::Bulk => "coding.bulk",
        }
    }

    /// The name used in the database and on metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stat => "stat",
            Self::Rush => "rush",
            Self::Bulk => "bulk",
        }
    }

    /// The class that [`QueueClass::as_str`] names.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == name)
    }
}

/// Where messages go that no worker could read.
pub const DEAD_QUEUE: &str = "coding.dead";

/// "This batch is ready": a doorbell. The database says what is in it and
/// whether it is still to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BatchMessage {
    /// The schema of this message, 1.
    pub v: u8,
    /// The run.
    pub run: RunId,
    /// The batch.
    pub batch: BatchId,
}

impl BatchMessage {
    /// The schema this build writes and reads.
    pub const VERSION: u8 = 1;

    /// The message for a batch.
    #[must_use]
    pub const fn new(run: RunId, batch: BatchId) -> Self {
        Self {
            v: Self::VERSION,
            run,
            batch,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_holds_identifiers_only() {
        let json = serde_json::to_string(&BatchMessage::new(RunId(3), BatchId(7))).unwrap();
        assert_eq!(json, r#"{"v":1,"run":3,"batch":7}"#);
    }
}
