//! The zero-latency model server of the benchmarks, as a process of its own so
//! that its CPU time can be told apart. Prints its URL and serves until killed.
//!
//! Usage: `scripted-model [ADDRESS]`, by default any free port of 127.0.0.1.

use std::io::Write;
use std::net::SocketAddr;

use anyhow::{Context, Result};
use chartfleet_tests::{Reply, ScriptedModel};

// One thread: the least CPU a request, and a benchmark pins what it may use.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let address: SocketAddr = std::env::args()
        .nth(1)
        .as_deref()
        .unwrap_or("127.0.0.1:0")
        .parse()
        .context("usage: scripted-model [ADDRESS:PORT]")?;
    let model = ScriptedModel::start_at(address, |_| Reply::Casemix).await?;
    writeln!(std::io::stdout().lock(), "{}", model.url())?;
    std::future::pending().await
}
