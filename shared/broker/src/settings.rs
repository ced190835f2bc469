//! Where the broker is and how patient we are with it.

use std::fmt;
use std::time::Duration;

/// How to reach the broker. The URL carries a password, so this type prints
/// without it.
#[derive(Clone, PartialEq, Eq)]
pub struct BrokerSettings {
    /// `amqp://user:password@host:port/vhost`, or `amqps://` for TLS. The
    /// default virtual host is spelt `%2f`. TLS trusts the machine's own
    /// certificates, or the file that `SSL_CERT_FILE` names.
    pub url: String,
    /// How many published messages may wait for their confirm at once.
    pub publish_window: usize,
    /// How long a publish may wait for its confirm.
    pub confirm_timeout: Duration,
    /// How long one attempt to connect may take, handshake included.
    pub connect_timeout: Duration,
    /// How often both ends prove that they live; whole seconds, at least one.
    pub heartbeat: Duration,
}

impl fmt::Debug for BrokerSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BrokerSettings")
            .field("url", &"[redacted]")
            .field("publish_window", &self.publish_window)
            .field("confirm_timeout", &self.confirm_timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("heartbeat", &self.heartbeat)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_prints_the_password() {
        let settings = BrokerSettings {
            url: "amqp://app:hunter2@localhost/%2f".to_owned(),
            publish_window: 1,
            confirm_timeout: Duration::from_secs(1),
            connect_timeout: Duration::from_secs(1),
            heartbeat: Duration::from_secs(1),
        };
        let printed = format!("{settings:?}");
        assert!(!printed.contains("hunter2"), "{printed}");
    }
}
