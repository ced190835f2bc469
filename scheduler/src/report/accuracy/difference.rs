//! Whether two runs differ by more than chance: a bootstrap over charts for the
//! difference of micro F1, and McNemar's exact test over gold codes.
//!
//! Charts are drawn, not codes: the codes of a chart stand or fall together.
//! The same charts are drawn for both runs (a paired bootstrap), from a fixed
//! seed, so that a report can be printed again.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde::Serialize;

use super::figures::{scores, share};

/// Any number; the same draws every time.
const SEED: u64 = 2026;
/// Resamples, where charts are few enough.
const RESAMPLES: usize = 2_000;
/// Charts drawn in all, so that a large comparison takes seconds.
const MAX_DRAWS: usize = 40_000_000;
/// Fewest resamples that a 95% interval is read from.
const MIN_RESAMPLES: usize = 200;

/// A chart in both runs: its gold codes, and by run what was suggested and
/// what of it is gold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair {
    pub(super) gold: u64,
    pub(super) suggested: [u64; 2],
    pub(super) exact: [u64; 2],
}

/// The difference, second run minus first.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Difference {
    /// Of micro F1.
    pub(super) micro_f1: f64,
    /// From here, with 95% confidence.
    pub(super) low: f64,
    /// To here.
    pub(super) high: f64,
    /// How often charts were drawn anew.
    pub(super) resamples: usize,
}

#[derive(Clone, Copy, Default)]
struct Sums {
    gold: u64,
    suggested: [u64; 2],
    exact: [u64; 2],
}

impl Sums {
    fn add(&mut self, pair: &Pair) {
        self.gold += pair.gold;
        for run in 0..2 {
            if let (Some(s), Some(e)) = (self.suggested.get_mut(run), self.exact.get_mut(run)) {
                *s += pair.suggested.get(run).copied().unwrap_or_default();
                *e += pair.exact.get(run).copied().unwrap_or_default();
            }
        }
    }

    fn difference(&self) -> f64 {
        let [s0, s1] = self.suggested;
        let [e0, e1] = self.exact;
        let f1 = |exact, suggested| scores(share(exact, suggested), share(exact, self.gold)).f1;
        f1(e1, s1) - f1(e0, s0)
    }
}

impl Difference {
    /// Of charts in both runs; `None` where there are none.
    pub(super) fn of(pairs: &[Pair]) -> Option<Self> {
        if pairs.is_empty() {
            return None;
        }
        let mut all = Sums::default();
        pairs.iter().for_each(|pair| all.add(pair));
        let resamples = (MAX_DRAWS / pairs.len()).clamp(MIN_RESAMPLES, RESAMPLES);
        let mut random = StdRng::seed_from_u64(SEED);
        let mut drawn: Vec<f64> = (0..resamples)
            .map(|_| {
                let mut sums = Sums::default();
                for _ in 0..pairs.len() {
                    if let Some(pair) = pairs.get(random.random_range(0..pairs.len())) {
                        sums.add(pair);
                    }
                }
                sums.difference()
            })
            .collect();
        drawn.sort_unstable_by(f64::total_cmp);
        let quantile = |per_mille: usize| drawn.get(drawn.len() * per_mille / 1_000).copied();
        Some(Self {
            micro_f1: all.difference(),
            low: quantile(25)?,
            high: quantile(975)?,
            resamples,
        })
    }
}

/// The probability that gold codes found by only one run are shared out this
/// unevenly, or more so, if each were as likely the first's as the second's:
/// McNemar's test, exact, two-sided.
pub(super) fn mcnemar(gained: u64, lost: u64) -> f64 {
    let (total, fewer) = (gained + lost, gained.min(lost));
    // Logarithms: 2^-total underflows from 1,100 codes on.
    let mut term = -number(total) * std::f64::consts::LN_2;
    let mut tail = 0.0;
    for k in 0..=fewer {
        tail += term.exp();
        term += (number(total - k) / number(k + 1)).ln();
    }
    (2.0 * tail).min(1.0)
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
const fn number(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(exact: [u64; 2]) -> Pair {
        Pair {
            gold: 4,
            suggested: [4, 4],
            exact,
        }
    }

    #[test]
    fn equal_runs_do_not_differ() {
        let difference = Difference::of(&[pair([2, 2]); 30]).unwrap();
        assert_eq!((difference.low, difference.high), (0.0, 0.0));
        assert!(Difference::of(&[]).is_none());
    }

    #[test]
    fn a_run_that_is_better_everywhere_is_better_for_sure_and_the_same_when_asked_again() {
        let pairs: Vec<Pair> = (0..60).map(|n| pair([1, 2 + n % 3])).collect();
        let difference = Difference::of(&pairs).unwrap();
        assert!(0.0 < difference.low && difference.low < difference.micro_f1);
        assert!(difference.micro_f1 < difference.high);
        assert_eq!(Difference::of(&pairs), Some(difference));
    }

    #[test]
    fn mcnemar_gives_the_binomial_tail() {
        // 2 * (1 + 10) / 2^10
        assert!((mcnemar(9, 1) - 22.0 / 1024.0).abs() < 1e-12);
        assert_eq!(mcnemar(1, 9), mcnemar(9, 1));
        assert_eq!((mcnemar(0, 0), mcnemar(5, 5)), (1.0, 1.0));
        let many = mcnemar(5_200, 4_800);
        assert!(many > 0.0 && many < 1e-3, "{many}");
    }
}
