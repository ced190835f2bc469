//! A way to the broker that can be cut.

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast;

use crate::vhost::Vhost;

/// Relays connections to the broker until they are cut; new ones are welcome
/// at once.
pub(crate) struct Relay {
    url: String,
    cut: broadcast::Sender<()>,
}

impl Relay {
    pub(crate) async fn to(vhost: &Vhost) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (cut, _) = broadcast::channel(1);
        tokio::spawn(accept(listener, vhost.address(), cut.clone()));
        Self {
            url: vhost.url_at_port(port),
            cut,
        }
    }

    pub(crate) fn url(&self) -> String {
        self.url.clone()
    }

    /// Cuts every connection.
    pub(crate) fn cut(&self) {
        self.cut.send(()).expect("a connection to cut");
    }
}

async fn accept(listener: TcpListener, broker: String, cut: broadcast::Sender<()>) {
    while let Ok((mut near, _)) = listener.accept().await {
        let mut far = TcpStream::connect(&broker).await.unwrap();
        let mut cut = cut.subscribe();
        tokio::spawn(async move {
            tokio::select! {
                _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                _ = cut.recv() => {}
            }
        });
    }
}
