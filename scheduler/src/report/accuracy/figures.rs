//! Shares, scores and counts that the reports are made of.

use serde::Serialize;

use super::codes::Codes;

/// A figure beside its target.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Figure {
    pub(super) value: f64,
    pub(super) of: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) met: Option<bool>,
}

/// Precision, recall, and their harmonic mean.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(super) struct Scores {
    pub(super) precision: f64,
    pub(super) recall: f64,
    pub(super) f1: f64,
}

/// Codes of gold and claims, compared exactly.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Counts {
    /// Charts.
    pub(super) charts: u64,
    /// Gold codes.
    pub(super) gold: u64,
    /// Codes on the claims.
    pub(super) suggested: u64,
    /// In both.
    pub(super) exact: u64,
}

impl Counts {
    /// Adds a chart.
    pub(super) fn add(&mut self, codes: &Codes) {
        self.charts += 1;
        self.gold += codes.gold.len() as u64;
        self.suggested += codes.claimed.len() as u64;
        self.exact += codes.exact();
    }

    /// Precision, recall and F1 over all its codes.
    pub(super) fn scores(&self) -> Scores {
        scores(
            share(self.exact, self.suggested),
            share(self.exact, self.gold),
        )
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

pub(super) fn at_least(part: u64, whole: u64, bound: f64, target: &'static str) -> Figure {
    let value = share(part, whole);
    Figure {
        value,
        of: whole,
        target: Some(target),
        met: (whole > 0).then_some(value >= bound),
    }
}

pub(super) fn below(part: u64, whole: u64, bound: f64, target: &'static str) -> Figure {
    let value = share(part, whole);
    Figure {
        value,
        of: whole,
        target: Some(target),
        met: (whole > 0).then_some(value < bound),
    }
}

pub(super) fn scores(precision: f64, recall: f64) -> Scores {
    let sum = precision + recall;
    let f1 = if sum > 0.0 {
        2.0 * precision * recall / sum
    } else {
        0.0
    };
    Scores {
        precision,
        recall,
        f1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_nothing_neither_meets_nor_misses_its_target() {
        assert_eq!(at_least(0, 0, 0.85, "85-90%").met, None);
        assert_eq!(below(0, 0, 0.10, "below 10%").met, None);
        assert_eq!(below(0, 1, 0.10, "below 10%").met, Some(true));
    }
}
