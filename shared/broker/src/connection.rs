//! One connection to the broker: no automatic recovery, because a recovered
//! connection hides what was lost with the old one. Whoever owns a connection
//! watches it and opens a new one.

use std::pin::pin;
use std::time::Duration;

use chartfleet_model::backoff::Backoff;
use futures_util::StreamExt;
use lapin::uri::AMQPUri;
use lapin::{Channel, Connection, ConnectionProperties, Event};
use tokio::time::timeout;

use crate::error::BrokerError;
use crate::settings::BrokerSettings;

/// How long a goodbye may take before we leave without it.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);
const REPLY_SUCCESS: u16 = 200;

/// Opens a connection that the broker's operator sees as `name`.
pub(crate) async fn connect(
    settings: &BrokerSettings,
    name: &str,
) -> Result<Connection, BrokerError> {
    let uri = parse_url(settings)?;
    let properties = ConnectionProperties::default().with_connection_name(name.into());
    match timeout(
        settings.connect_timeout,
        Connection::connect_uri(uri, properties),
    )
    .await
    {
        Ok(connected) => connected.map_err(|source| BrokerError::Unreachable { source }),
        Err(_elapsed) => Err(BrokerError::ConnectTimeout {
            after: settings.connect_timeout,
        }),
    }
}

/// Says goodbye, so that the broker logs no lost connection.
pub(crate) async fn close(connection: &Connection) {
    if connection.status().connected() {
        // A goodbye that fails or hangs changes nothing: the socket closes anyway.
        drop(timeout(CLOSE_TIMEOUT, connection.close(REPLY_SUCCESS, "OK".into())).await);
    }
}

/// Closes a channel before its connection is closed: lapin would close it when
/// it is dropped, too late, and log that as an error.
pub(crate) async fn close_channel(channel: &Channel) {
    if channel.status().connected() {
        drop(timeout(CLOSE_TIMEOUT, channel.close(REPLY_SUCCESS, "OK".into())).await);
    }
}

/// Resolves when the connection fails.
pub(crate) async fn lost(connection: &Connection) {
    let mut events = pin!(connection.events_listener());
    if !connection.status().connected() {
        return;
    }
    while let Some(event) = events.next().await {
        // A soft error ends one channel; the connection lives on.
        if matches!(event, Event::Error(error) if !error.is_amqp_soft_error()) {
            return;
        }
    }
}

/// The waits between attempts to reach the broker again: up to 30 s, jittered,
/// for as long as it takes.
pub(crate) fn reconnect_backoff() -> Result<Backoff, BrokerError> {
    Backoff::try_new(Duration::from_millis(250), Duration::from_secs(30)).map_err(|_unusable| {
        BrokerError::Settings {
            reason: "the reconnect backoff is not usable",
        }
    })
}

/// Reads the URL without ever repeating it: parsers quote what they refuse,
/// and this text holds a password.
fn parse_url(settings: &BrokerSettings) -> Result<AMQPUri, BrokerError> {
    let refuse = |reason| Err(BrokerError::Settings { reason });
    let Ok(mut uri) = settings.url.parse::<AMQPUri>() else {
        return refuse("the url must be amqp(s)://user:password@host:port/vhost");
    };
    // The parser takes the host of `amqp://[::1]/` for absent and goes to
    // `localhost` without a word.
    if settings.url.contains("@[") || settings.url.contains("://[") {
        return refuse("an IPv6 address needs a host name here");
    }
    let Some(heartbeat) = u16::try_from(settings.heartbeat.as_secs())
        .ok()
        .filter(|seconds| *seconds > 0)
    else {
        return refuse("the heartbeat must be 1 to 65535 seconds");
    };
    if settings.publish_window == 0 {
        return refuse("the publish window must be at least 1");
    }
    uri.query.heartbeat = Some(heartbeat);
    Ok(uri)
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;
    use tokio::net::TcpListener;

    use super::*;

    fn settings(url: &str) -> BrokerSettings {
        BrokerSettings {
            url: url.to_owned(),
            publish_window: 10,
            confirm_timeout: Duration::from_secs(5),
            connect_timeout: Duration::from_millis(500),
            heartbeat: Duration::from_secs(10),
        }
    }

    #[test]
    fn a_bad_url_is_refused_without_being_repeated() {
        for url in [
            "http://app:hunter2@host/",
            "amqp:hunter2",
            "amqp://a:hunter2@[::1]/",
        ] {
            let error = parse_url(&settings(url)).unwrap_err();
            assert!(matches!(error, BrokerError::Settings { .. }), "{url}");
            assert!(!format!("{error:?} {error}").contains("hunter2"), "{url}");
        }
    }

    #[test]
    fn a_heartbeat_below_a_second_is_refused() {
        let mut settings = settings("amqp://localhost/%2f");
        settings.heartbeat = Duration::from_millis(10);
        assert!(parse_url(&settings).is_err());
    }

    #[tokio::test]
    async fn a_tls_url_never_speaks_in_the_clear() {
        const TLS_HANDSHAKE: u8 = 0x16;
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = async {
            let (mut socket, _) = listener.accept().await.unwrap();
            let first = socket.read_u8().await.unwrap();
            drop(socket);
            first
        };
        let settings = settings(&format!("amqps://guest:guest@localhost:{port}/%2f"));
        let (first, connected) = tokio::join!(server, connect(&settings, "test"));
        assert_eq!(first, TLS_HANDSHAKE, "the client must open with TLS");
        assert!(connected.is_err(), "a plaintext port must be refused");
    }

    #[tokio::test]
    async fn a_server_that_never_answers_is_given_up_on() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let settings = settings(&format!("amqp://guest:guest@127.0.0.1:{port}/%2f"));
        let error = connect(&settings, "test").await.unwrap_err();
        assert!(
            matches!(error, BrokerError::ConnectTimeout { .. }),
            "{error}"
        );
    }

    #[tokio::test]
    async fn a_closed_port_is_unreachable() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let settings = settings(&format!("amqp://guest:guest@127.0.0.1:{port}/%2f"));
        let error = connect(&settings, "test").await.unwrap_err();
        assert!(matches!(error, BrokerError::Unreachable { .. }), "{error}");
    }
}
