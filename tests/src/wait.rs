//! Waiting for what other processes do.

use std::future::Future;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

const POLL: Duration = Duration::from_millis(20);

/// Asks `probe` every 20 ms until it gives a value, or fails after `timeout`
/// saying what it waited for.
///
/// # Errors
/// When the time is up. A probe that hangs is cut off too.
pub async fn eventually<T, F, Fut>(what: &str, timeout: Duration, mut probe: F) -> Result<T>
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Option<T>>,
{
    let start = Instant::now();
    let polling = async {
        loop {
            if let Some(value) = probe().await {
                return value;
            }
            tokio::time::sleep(POLL).await;
        }
    };
    match tokio::time::timeout(timeout, polling).await {
        Ok(value) => Ok(value),
        Err(_) => bail!("waited {:.1?} in vain: {what}", start.elapsed()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_value_ends_the_wait() {
        let mut asked = 0;
        let value = eventually("three", Duration::from_secs(5), || {
            asked += 1;
            let value = (asked == 3).then_some(asked);
            async move { value }
        })
        .await;
        assert_eq!(value.unwrap(), 3);
    }

    #[tokio::test]
    async fn a_vain_wait_says_for_what() {
        let outcome = eventually("rain", Duration::from_millis(1), || async { None::<()> }).await;
        assert!(outcome.unwrap_err().to_string().ends_with("in vain: rain"));
    }

    #[tokio::test]
    async fn a_probe_that_hangs_is_cut_off() {
        let hanging = || std::future::pending::<Option<()>>();
        assert!(
            eventually("x", Duration::from_millis(1), hanging)
                .await
                .is_err()
        );
    }
}
