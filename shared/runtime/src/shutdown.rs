//! How a process ends: the first signal asks, the second one is obeyed at once.
//!
//! SIGTERM and SIGINT cancel one token. Whoever works stops taking work, finishes
//! what is in flight within a grace, gives the rest back and returns. A second
//! signal ends the process on the spot with the shell's code for that signal;
//! leases and unanswered batches then run out and come back by themselves.

use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::error::RuntimeError;

const EXIT_ON_SIGINT: i32 = 128 + 2;
const EXIT_ON_SIGTERM: i32 = 128 + 15;

/// The grace ran out before the work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the work did not end within the grace of {grace:?}")]
pub struct GraceExceeded {
    /// The grace.
    pub grace: Duration,
}

/// A token that the first SIGTERM or SIGINT cancels. The second ends the
/// process. Needs a tokio runtime.
///
/// # Errors
/// When the operating system refuses the handlers.
pub fn on_signals() -> Result<CancellationToken, RuntimeError> {
    let listen = |kind| signal(kind).map_err(|source| RuntimeError::Signals { source });
    let mut signals = Signals {
        interrupt: listen(SignalKind::interrupt())?,
        terminate: listen(SignalKind::terminate())?,
    };
    let stop = CancellationToken::new();
    let asked = stop.clone();
    tokio::spawn(async move {
        let code = signals.next().await;
        info!(code, "asked to stop: finishing what is in flight");
        asked.cancel();
        let code = signals.next().await;
        warn!(code, "asked again: stopping at once");
        std::process::exit(code);
    });
    Ok(stop)
}

/// Runs `work` to its end, however long it takes before `stop` is cancelled
/// and for at most `grace` after that.
///
/// # Errors
/// When the grace runs out; `work` is dropped then.
pub async fn with_grace<T>(
    stop: &CancellationToken,
    grace: Duration,
    work: impl Future<Output = T>,
) -> Result<T, GraceExceeded> {
    let deadline = async {
        stop.cancelled().await;
        tokio::time::sleep(grace).await;
    };
    tokio::select! {
        biased;
        done = work => Ok(done),
        () = deadline => Err(GraceExceeded { grace }),
    }
}

struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Signals {
    /// The exit code that belongs to the next signal.
    async fn next(&mut self) -> i32 {
        tokio::select! {
            _ = self.interrupt.recv() => EXIT_ON_SIGINT,
            _ = self.terminate.recv() => EXIT_ON_SIGTERM,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::process::Stdio;

    use tokio::io::{AsyncBufReadExt, BufReader};
    use tokio::process::Command;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn work_has_all_the_time_until_the_stop_and_the_grace_after_it() {
        let stop = CancellationToken::new();
        let grace = Duration::from_secs(30);
        let hour = tokio::time::sleep(Duration::from_secs(3600));
        assert_eq!(with_grace(&stop, grace, hour).await, Ok(()));

        stop.cancel();
        let short = tokio::time::sleep(Duration::from_secs(29));
        assert_eq!(with_grace(&stop, grace, short).await, Ok(()));
        let long = tokio::time::sleep(Duration::from_secs(31));
        assert_eq!(
            with_grace(&stop, grace, long).await,
            Err(GraceExceeded { grace })
        );
    }

    /// Not a test of its own: the process that the next test signals.
    #[tokio::test]
    #[ignore = "started by the test below"]
    async fn a_process_that_never_finishes() {
        let stop = on_signals().unwrap();
        println!("started");
        stop.cancelled().await;
        println!("asked");
        std::future::pending::<()>().await;
    }

    async fn code_after_two(kind: &str) -> Option<i32> {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--nocapture", "--exact"])
            .arg("shutdown::tests::a_process_that_never_finishes")
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let pid = child.id().unwrap().to_string();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for answer in ["started", "asked"] {
            while !lines.next_line().await.unwrap().unwrap().ends_with(answer) {}
            let sent = Command::new("kill")
                .args([kind, &pid])
                .status()
                .await
                .unwrap();
            assert!(sent.success());
        }
        child.wait().await.unwrap().code()
    }

    #[tokio::test]
    async fn the_first_signal_asks_and_the_second_ends_the_process() {
        assert_eq!(code_after_two("-TERM").await, Some(143));
        assert_eq!(code_after_two("-INT").await, Some(130));
    }
}
