//! What can go wrong with the broker, named by what the caller does about it.

use std::time::Duration;

/// A failure of the broker or of our use of it.
///
/// lapin's own error is a source here; it names protocol states and reply
/// texts, never payloads or the URL.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BrokerError {
    /// The settings cannot work: correct them.
    #[error("broker settings: {reason}")]
    Settings {
        /// What is wrong, without the URL.
        reason: &'static str,
    },
    /// The broker cannot be reached: check that it runs, then try again.
    #[error("cannot connect to the broker")]
    Unreachable {
        /// What the connection said.
        #[source]
        source: lapin::Error,
    },
    /// The broker accepted the connection but did not finish the handshake.
    #[error("the broker did not answer within {after:?}")]
    ConnectTimeout {
        /// How long we waited.
        after: Duration,
    },
    /// A queue of ours exists with other arguments.
    #[error(
        "queue {queue} exists with other arguments: let it run empty, delete it \
         (`rabbitmqctl delete_queue {queue}`), and start again; unfinished batches are \
         published anew from the database"
    )]
    QueueMismatch {
        /// The queue.
        queue: &'static str,
        /// What the broker said.
        #[source]
        source: lapin::Error,
    },
    /// A queue could not be declared or looked at.
    #[error("cannot declare queue {queue}")]
    Queue {
        /// The queue.
        queue: &'static str,
        /// What the broker said.
        #[source]
        source: lapin::Error,
    },
    /// A channel could not be opened or set up.
    #[error("cannot open a channel to the broker")]
    Channel {
        /// What the broker said.
        #[source]
        source: lapin::Error,
    },
    /// The message was not encoded: a defect of this program.
    #[error("cannot encode the message")]
    Encode {
        /// What the encoder said.
        #[source]
        source: serde_json::Error,
    },
    /// The connection was lost before the confirm came: the broker may or may
    /// not have the message. Publish again; consumers skip what is done.
    #[error("the connection was lost before the broker confirmed the message")]
    Interrupted,
    /// No queue took the message.
    #[error("the broker returned the message: queue {queue} does not exist")]
    Unroutable {
        /// The queue that was addressed.
        queue: &'static str,
    },
    /// The broker refused the message, for example because the queue is full.
    #[error("the broker refused the message for queue {queue}")]
    Refused {
        /// The queue that was addressed.
        queue: &'static str,
    },
    /// The broker is out of memory or disk and accepts nothing: free some.
    #[error("the broker blocks publishers (memory or disk alarm); no confirm within {after:?}")]
    Blocked {
        /// How long we waited.
        after: Duration,
    },
    /// No confirm came in time. Publish again; consumers skip what is done.
    #[error("the broker did not confirm the message within {after:?}")]
    ConfirmTimeout {
        /// How long we waited.
        after: Duration,
    },
}
