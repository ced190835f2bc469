//! Asynchronous clean-up from `Drop`, which cannot await.

use std::future::Future;

use anyhow::{Context, Result, anyhow};

/// Runs `work` to its end on a thread and a runtime of its own: the caller may
/// itself stand inside a runtime, where blocking on a future is forbidden.
pub(crate) fn run_to_end<F>(work: F) -> Result<()>
where
    F: Future<Output = Result<()>> + Send + 'static,
{
    std::thread::spawn(move || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .context("cannot start a runtime")?
            .block_on(work)
    })
    .join()
    .map_err(|_| anyhow!("the clean-up panicked"))?
}

/// Says that a clean-up failed. A test's verdict does not depend on it, but
/// what is left behind should not surprise anybody.
#[expect(clippy::print_stderr, reason = "seen only beside a test's own output")]
pub(crate) fn complain(what: &str, outcome: Result<()>) {
    if let Err(error) = outcome {
        eprintln!("harness: {what}: {error:#}");
    }
}
