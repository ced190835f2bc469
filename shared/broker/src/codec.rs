//! The message on the wire: JSON, identifiers only, versioned in its type
//! property and in its body.

use chartfleet_model::BatchMessage;
use lapin::BasicProperties;
use lapin::types::ShortString;

use crate::error::BrokerError;

const MESSAGE_TYPE: &str = "chartfleet.batch.v1";
const CONTENT_TYPE: &str = "application/json";
const PERSISTENT: u8 = 2;

/// A message that this build cannot read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// Not a batch message at all.
    Malformed,
    /// A batch message of another version.
    OtherVersion,
}

impl Unreadable {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Malformed => "not a batch message",
            Self::OtherVersion => "a batch message of another version",
        }
    }
}

pub(crate) fn encode(message: &BatchMessage) -> Result<Vec<u8>, BrokerError> {
    serde_json::to_vec(message).map_err(|source| BrokerError::Encode { source })
}

pub(crate) fn decode(data: &[u8]) -> Result<BatchMessage, Unreadable> {
    let message: BatchMessage =
        serde_json::from_slice(data).map_err(|_syntax| Unreadable::Malformed)?;
    if message.v == BatchMessage::VERSION {
        Ok(message)
    } else {
        Err(Unreadable::OtherVersion)
    }
}

/// The properties of a message; `sequence` tells a returned message apart from
/// every other of its connection.
pub(crate) fn properties(message: &BatchMessage, sequence: u64) -> BasicProperties {
    BasicProperties::default()
        .with_content_type(CONTENT_TYPE.into())
        .with_type(MESSAGE_TYPE.into())
        .with_delivery_mode(PERSISTENT)
        .with_message_id(message.batch.to_string().into())
        .with_correlation_id(sequence.to_string().into())
}

/// The sequence number that [`properties`] wrote.
pub(crate) fn sequence(properties: &BasicProperties) -> Option<u64> {
    properties
        .correlation_id()
        .as_ref()
        .map(ShortString::as_str)
        .and_then(|text| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use chartfleet_model::{BatchId, RunId};

    use super::*;

    #[test]
    fn a_message_survives_the_wire() {
        let message = BatchMessage::new(RunId(3), BatchId(7));
        assert_eq!(decode(&encode(&message).unwrap()), Ok(message));
    }

    #[test]
    fn another_version_is_told_apart_from_noise() {
        let newer = br#"{"v":2,"run":3,"batch":7}"#;
        assert_eq!(decode(newer), Err(Unreadable::OtherVersion));
        for noise in [&b""[..], b"{}", b"\xff\xfe", br#"{"v":1,"run":"x"}"#] {
            assert_eq!(decode(noise), Err(Unreadable::Malformed));
        }
    }

    #[test]
    fn the_properties_carry_batch_and_sequence() {
        let properties = properties(&BatchMessage::new(RunId(3), BatchId(7)), 41);
        assert_eq!(sequence(&properties), Some(41));
        assert_eq!(
            properties.message_id().as_ref().map(ShortString::as_str),
            Some("7")
        );
        assert_eq!(*properties.delivery_mode(), Some(PERSISTENT));
    }
}
