//! How durations and secrets cross the edge.

use secrecy::{ExposeSecret, SecretString};
use serde::Serializer;
use url::Url;

macro_rules! duration_unit {
    ($(#[$doc:meta])* $name:ident, $from:ident, $as:ident) => {
        $(#[$doc])*
        pub(super) mod $name {
            use std::time::Duration;

            use serde::{Deserialize, Deserializer, Serialize, Serializer};

            pub(in crate::settings) fn deserialize<'de, D: Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Duration, D::Error> {
                u64::deserialize(deserializer).map(Duration::$from)
            }

            pub(in crate::settings) fn serialize<S: Serializer>(
                duration: &Duration,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                u64::try_from(duration.$as()).unwrap_or(u64::MAX).serialize(serializer)
            }
        }
    };
}

duration_unit! {
    /// Whole seconds.
    seconds, from_secs, as_secs
}
duration_unit! {
    /// Whole milliseconds.
    millis, from_millis, as_millis
}

const REDACTED: &str = "[redacted]";

/// Writes a secret as a mark, an empty one as empty.
pub(super) fn redacted<S: Serializer>(secret: &SecretString, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(if secret.expose_secret().is_empty() {
        ""
    } else {
        REDACTED
    })
}

/// Writes a URL without its password.
pub(super) fn redacted_url<S: Serializer>(url: &SecretString, s: S) -> Result<S::Ok, S::Error> {
    let Ok(mut parsed) = Url::parse(url.expose_secret()) else {
        return s.serialize_str(REDACTED);
    };
    if parsed.password().is_some() && parsed.set_password(Some("redacted")).is_err() {
        return s.serialize_str(REDACTED);
    }
    s.serialize_str(parsed.as_str())
}
