//! A way between a program and a service that a test can cut.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use url::Url;

/// Forwards connections to a service until it is cut; stops when dropped.
pub(crate) struct Proxy {
    url: Url,
    cut: Arc<watch::Sender<bool>>,
    accepting: JoinHandle<()>,
}

impl Proxy {
    /// A proxy before the service of `url`.
    pub(crate) async fn before(url: &str) -> Self {
        let mut url = Url::parse(url).unwrap();
        let target: SocketAddr = (Ipv4Addr::LOCALHOST, url.port().unwrap()).into();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        url.set_port(Some(listener.local_addr().unwrap().port()))
            .unwrap();
        let cut = Arc::new(watch::Sender::new(false));
        let accepting = tokio::spawn(accept(listener, target, Arc::clone(&cut)));
        Self {
            url,
            cut,
            accepting,
        }
    }

    /// The service's URL by way of this proxy.
    pub(crate) fn url(&self) -> &str {
        self.url.as_str()
    }

    /// Breaks every connection, and each new one.
    pub(crate) fn cut(&self) {
        self.cut.send_replace(true);
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, target: SocketAddr, cut: Arc<watch::Sender<bool>>) {
    while let Ok((mut inside, _)) = listener.accept().await {
        let mut cut = cut.subscribe();
        tokio::spawn(async move {
            let forwarding = async {
                let mut outside = TcpStream::connect(target).await?;
                copy_bidirectional(&mut inside, &mut outside).await
            };
            tokio::select! {
                _ = cut.wait_for(|cut| *cut) => {}
                _ = forwarding => {}
            }
        });
    }
}
