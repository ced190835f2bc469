//! Exponential backoff with full jitter: attempt `n` waits a uniform time in
//! `[0, min(cap, base * 2^n)]`, so that a fleet that failed together does not
//! return together (Brooker, "Exponential Backoff And Jitter", AWS 2015).

use std::time::Duration;

use rand::{Rng, RngExt};

/// How long to wait before each retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    base: Duration,
    cap: Duration,
}

/// A backoff that cannot work.
#[derive(Debug, thiserror::Error)]
#[error("a backoff needs 0 < base <= cap")]
pub struct BackoffError;

impl Backoff {
    /// A backoff that starts at up to `base` and never exceeds `cap`.
    ///
    /// # Errors
    /// When `base` is zero or larger than `cap`.
    pub fn try_new(base: Duration, cap: Duration) -> Result<Self, BackoffError> {
        if base.is_zero() || base > cap {
            return Err(BackoffError);
        }
        Ok(Self { base, cap })
    }

    /// The longest wait before retry number `attempt` (0 is the first retry).
    #[must_use]
    pub fn ceiling(&self, attempt: u32) -> Duration {
        let factor = 2_u32.saturating_pow(attempt.min(30));
        self.base.saturating_mul(factor).min(self.cap)
    }

    /// A jittered wait before retry number `attempt`.
    pub fn delay(&self, attempt: u32, rng: &mut impl Rng) -> Duration {
        self.ceiling(attempt).mul_f64(rng.random_range(0.0..=1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ceiling_doubles_until_the_cap() {
        let backoff = Backoff::try_new(Duration::from_millis(100), Duration::from_secs(1)).unwrap();
        let ceilings: Vec<_> = (0..6).map(|n| backoff.ceiling(n).as_millis()).collect();
        assert_eq!(ceilings, [100, 200, 400, 800, 1000, 1000]);
        assert_eq!(backoff.ceiling(u32::MAX), Duration::from_secs(1));
    }

    #[test]
    fn a_delay_never_exceeds_its_ceiling() {
        let backoff = Backoff::try_new(Duration::from_millis(10), Duration::from_secs(1)).unwrap();
        let mut rng = rand::rng();
        for attempt in 0..200 {
            assert!(backoff.delay(attempt, &mut rng) <= backoff.ceiling(attempt));
        }
    }

    #[test]
    fn a_zero_base_is_refused() {
        assert!(Backoff::try_new(Duration::ZERO, Duration::from_secs(1)).is_err());
    }
}
