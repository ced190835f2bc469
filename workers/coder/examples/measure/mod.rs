//! What the examples that measure the lexical coder share: coded charts and
//! the counts that precision and recall come from.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// Documents of one encounter and the codes that people gave it.
pub(crate) struct Coded {
    /// The notes in their order.
    pub(crate) documents: Vec<String>,
    /// Diagnosis codes.
    pub(crate) gold: BTreeSet<String>,
}

/// Does the work for each chart, and says how long all took.
pub(crate) fn timed<T>(charts: &[Coded], work: impl Fn(&Coded) -> T) -> (Vec<T>, Duration) {
    let start = Instant::now();
    let done = charts.iter().map(work).collect();
    (done, start.elapsed())
}

/// Counts of right, suggested and gold codes.
#[derive(Default)]
pub(crate) struct Score {
    /// Suggested and gold.
    pub(crate) right: usize,
    /// Suggested.
    pub(crate) suggested: usize,
    /// Gold.
    pub(crate) gold: usize,
}

impl Score {
    /// Counts over all charts.
    pub(crate) fn micro(charts: &[Coded], suggested: &[Vec<String>]) -> Self {
        let mut score = Self::default();
        for (chart, suggested) in charts.iter().zip(suggested) {
            score.right += suggested
                .iter()
                .filter(|code| chart.gold.contains(*code))
                .count();
            score.suggested += suggested.len();
            score.gold += chart.gold.len();
        }
        score
    }

    /// The share of the suggested that are right.
    pub(crate) fn precision(&self) -> f64 {
        ratio(self.right, self.suggested)
    }

    /// The share of the gold that was suggested.
    pub(crate) fn recall(&self) -> f64 {
        ratio(self.right, self.gold)
    }

    /// The harmonic mean of both.
    pub(crate) fn f1(&self) -> f64 {
        ratio(2 * self.right, self.suggested + self.gold)
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (precision, recall, f1) = (self.precision(), self.recall(), self.f1());
        write!(f, "P {precision:.3}  R {recall:.3}  F1 {f1:.3}")
    }
}

/// How many charts a second.
pub(crate) fn per_second(charts: usize, took: Duration) -> f64 {
    float(charts) / took.as_secs_f64()
}

/// A share; of nothing, 0.
pub(crate) fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        0.0
    } else {
        float(part) / float(whole)
    }
}

/// A count, exactly.
pub(crate) fn float(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
