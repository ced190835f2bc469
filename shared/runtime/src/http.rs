//! The endpoint of every process: `/metrics` for Prometheus, `/health/live`
//! and `/health/ready` for whoever restarts and routes. It tells no more than
//! counts and fixed words, so it needs no secrets; it should still listen on an
//! inner network only.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, serve as serve_router};
use prometheus::{Registry, TextEncoder};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tracing::{error, info};

use crate::error::RuntimeError;

/// Says whether the process can work now, or in fixed words why not.
pub type Ready = Arc<dyn Fn() -> Result<(), &'static str> + Send + Sync>;

/// What a process shows of itself.
#[derive(Clone)]
pub struct Endpoint {
    /// Where to listen; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The setting that said so, for the error message.
    pub setting: &'static str,
    /// The metrics.
    pub registry: Registry,
    /// Readiness.
    pub ready: Ready,
}

/// Serves until `stop` is cancelled; gives the address and the server's task.
///
/// # Errors
/// When the address cannot be listened on; the message names the setting.
pub async fn serve(
    endpoint: Endpoint,
    stop: CancellationToken,
) -> Result<(SocketAddr, JoinHandle<()>), RuntimeError> {
    let failed = |source| RuntimeError::Listen {
        listen: endpoint.listen,
        setting: endpoint.setting,
        source,
    };
    let listener = TcpListener::bind(endpoint.listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    info!(%address, "metrics and health are served");
    let server =
        serve_router(listener, router(endpoint)).with_graceful_shutdown(stop.cancelled_owned());
    let task = tokio::spawn(async move {
        if let Err(error) = server.await {
            error!(%error, "the metrics endpoint ended");
        }
    });
    Ok((address, task))
}

fn router(endpoint: Endpoint) -> Router {
    Router::new()
        .route("/metrics", get(metrics))
        .route("/health/live", get(async || "alive\n"))
        .route("/health/ready", get(ready))
        .with_state(endpoint)
}

async fn metrics(State(endpoint): State<Endpoint>) -> Response {
    match TextEncoder::new().encode_to_string(&endpoint.registry.gather()) {
        Ok(text) => ([(header::CONTENT_TYPE, prometheus::TEXT_FORMAT)], text).into_response(),
        Err(error) => {
            error!(%error, "the metrics cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

async fn ready(State(endpoint): State<Endpoint>) -> Response {
    match (endpoint.ready)() {
        Ok(()) => "ready\n".into_response(),
        Err(reason) => (StatusCode::SERVICE_UNAVAILABLE, format!("{reason}\n")).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use std::process::Stdio;
    use std::sync::atomic::{AtomicBool, Ordering};

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::process::Command;

    use super::*;
    use crate::metrics;

    fn endpoint(ready: Ready) -> Endpoint {
        Endpoint {
            listen: ([127, 0, 0, 1], 0).into(),
            setting: "worker.listen",
            registry: metrics::registry().unwrap(),
            ready,
        }
    }

    /// The whole answer, head and body.
    async fn get_path(address: SocketAddr, path: &str) -> String {
        let mut socket = TcpStream::connect(address).await.unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await.unwrap();
        answer
    }

    #[tokio::test]
    async fn readiness_follows_its_flag_and_says_why_not() {
        let up = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&up);
        let ready: Ready = Arc::new(move || {
            flag.load(Ordering::Relaxed)
                .then_some(())
                .ok_or("the broker is away")
        });
        let stop = CancellationToken::new();
        let (address, task) = serve(endpoint(ready), stop.clone()).await.unwrap();

        assert!(
            get_path(address, "/health/live")
                .await
                .starts_with("HTTP/1.1 200")
        );
        let refused = get_path(address, "/health/ready").await;
        assert!(refused.starts_with("HTTP/1.1 503"), "{refused}");
        assert!(refused.contains("the broker is away"), "{refused}");
        up.store(true, Ordering::Relaxed);
        assert!(
            get_path(address, "/health/ready")
                .await
                .starts_with("HTTP/1.1 200")
        );

        stop.cancel();
        task.await.unwrap();
        assert!(
            TcpStream::connect(address).await.is_err(),
            "the port is free again"
        );
    }

    #[tokio::test]
    async fn an_occupied_port_names_the_setting_to_change() {
        let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut second = endpoint(Arc::new(|| Ok(())));
        second.listen = taken.local_addr().unwrap();
        let error = serve(second, CancellationToken::new()).await.unwrap_err();
        assert!(error.to_string().contains("worker.listen"), "{error}");
    }

    #[tokio::test]
    async fn the_metrics_satisfy_promtool() {
        let endpoint = endpoint(Arc::new(|| Ok(())));
        metrics::follow(
            &endpoint.registry,
            "chartfleet_test_acks_total",
            "Acks.",
            || 3,
        )
        .unwrap();
        let (address, _task) = serve(endpoint, CancellationToken::new()).await.unwrap();
        let answer = get_path(address, "/metrics").await;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains("text/plain; version=0.0.4"), "{head}");
        assert!(body.contains("chartfleet_test_acks_total 3"), "{body}");
        assert!(body.contains("process_resident_memory_bytes"), "{body}");

        let Ok(mut promtool) = Command::new("promtool")
            .args(["check", "metrics"])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
        else {
            eprintln!("promtool is not installed: the names were not checked");
            return;
        };
        let mut stdin = promtool.stdin.take().unwrap();
        stdin.write_all(body.as_bytes()).await.unwrap();
        drop(stdin);
        let verdict = promtool.wait_with_output().await.unwrap();
        assert!(
            verdict.status.success(),
            "{}",
            String::from_utf8_lossy(&verdict.stderr)
        );
    }
}
