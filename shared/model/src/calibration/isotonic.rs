//! Isotonic regression: the pool-adjacent-violators algorithm, over bins so
//! that no step rests on a handful of labels.

use serde::{Deserialize, Serialize};

use super::clamped;

/// Labels in a bin, at least.
const BIN_LABELS: f64 = 50.0;
/// Labels' worth of the logistic's own opinion in each bin: a bin without one
/// rejection is not certain.
const OWN_OPINION: f64 = 2.0;

/// A point of the calibrated curve, which runs straight between points and
/// level beyond them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Knot {
    /// The logistic's probability.
    pub raw: f64,
    /// The calibrated one.
    pub calibrated: f64,
}

/// A weighted mean, pooled with its neighbour where it would fall.
#[derive(Clone, Copy)]
struct Pool {
    weight: f64,
    raw: f64,
    value: f64,
}

impl Pool {
    fn join(self, other: Self) -> Self {
        let weight = self.weight + other.weight;
        let mean = |a: f64, b: f64| (a * self.weight + b * other.weight) / weight;
        Self {
            weight,
            raw: mean(self.raw, other.raw),
            value: mean(self.value, other.value),
        }
    }
}

/// The curve through labels, each with the logistic's probability.
pub(super) fn fit(mut labels: Vec<(f64, bool)>) -> Vec<Knot> {
    labels.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut pools: Vec<Pool> = Vec::new();
    for bin in bins(&labels) {
        let mut pool = bin;
        while let Some(last) = pools.pop_if(|last| last.value >= pool.value) {
            pool = last.join(pool);
        }
        pools.push(pool);
    }
    let knots = pools.into_iter().map(|pool| Knot {
        raw: pool.raw,
        calibrated: clamped(pool.value),
    });
    knots.collect()
}

/// Bins of neighbours; equal probabilities are never parted.
fn bins(labels: &[(f64, bool)]) -> Vec<Pool> {
    let mut bins: Vec<Pool> = Vec::new();
    for same in labels.chunk_by(|a, b| a.0 == b.0) {
        let tie = same.iter().map(|(raw, accepted)| Pool {
            weight: 1.0,
            raw: *raw,
            value: f64::from(u8::from(*accepted)),
        });
        let Some(tie) = tie.reduce(Pool::join) else {
            continue;
        };
        match bins.last_mut() {
            Some(last) if last.weight < BIN_LABELS => *last = last.join(tie),
            _ => bins.push(tie),
        }
    }
    let rest = bins.pop_if(|last| last.weight < BIN_LABELS);
    if let Some(rest) = rest {
        let joined = bins.pop().map_or(rest, |last| last.join(rest));
        bins.push(joined);
    }
    for bin in &mut bins {
        *bin = bin.join(Pool {
            weight: OWN_OPINION,
            raw: bin.raw,
            value: bin.raw,
        });
    }
    bins
}

/// The curve at `raw`; `raw` itself where there is no curve.
pub(super) fn interpolate(knots: &[Knot], raw: f64) -> f64 {
    let after = knots.partition_point(|knot| knot.raw < raw);
    let before = after.checked_sub(1).and_then(|place| knots.get(place));
    match (before, knots.get(after)) {
        (Some(a), Some(b)) => {
            let share = (raw - a.raw) / (b.raw - a.raw);
            a.calibrated + share * (b.calibrated - a.calibrated)
        }
        (Some(edge), None) | (None, Some(edge)) => edge.calibrated,
        (None, None) => raw,
    }
}

/// Whether a curve only rises, and stays within probabilities.
pub(super) fn is_sound(knots: &[Knot]) -> bool {
    let within = |x: f64| (0.0..=1.0).contains(&x);
    knots
        .iter()
        .all(|knot| within(knot.raw) && within(knot.calibrated))
        && knots.is_sorted_by(|a, b| a.raw < b.raw && a.calibrated <= b.calibrated)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(groups: &[(f64, usize, usize)]) -> Vec<(f64, bool)> {
        let expand =
            |&(raw, accepted, of): &(f64, usize, usize)| (0..of).map(move |n| (raw, n < accepted));
        groups.iter().flat_map(expand).collect()
    }

    #[test]
    fn neighbours_that_fall_are_pooled_and_the_rest_keep_their_shares() {
        // 0.5 falls below 0.3: the two become one of (60 + 40) / 200.
        let knots = fit(labels(&[
            (0.1, 10, 100),
            (0.3, 60, 100),
            (0.5, 40, 100),
            (0.9, 95, 100),
        ]));
        assert_eq!(knots.len(), 3);
        assert!((knots[1].raw - 0.4).abs() < 1e-9);
        let within = |value: f64, expected: f64| (value - expected).abs() < 0.01;
        assert!(within(knots[0].calibrated, 0.1));
        assert!(within(knots[1].calibrated, 0.5));
        assert!(within(knots[2].calibrated, 0.95));
        assert!(is_sound(&knots));
    }

    #[test]
    fn few_labels_of_one_score_do_not_make_a_step() {
        let knots = fit(labels(&[(0.2, 10, 60), (0.21, 0, 3), (0.8, 60, 60)]));
        assert_eq!(knots.len(), 2);
        assert!(knots[1].calibrated < 1.0);
    }

    #[test]
    fn the_curve_is_straight_between_knots_and_level_beyond() {
        let knot = |raw, calibrated| Knot { raw, calibrated };
        let knots = [knot(0.2, 0.1), knot(0.6, 0.5)];
        assert_eq!(interpolate(&knots, 0.0), 0.1);
        assert!((interpolate(&knots, 0.4) - 0.3).abs() < 1e-12);
        assert_eq!(interpolate(&knots, 1.0), 0.5);
        assert_eq!(interpolate(&[], 0.37), 0.37);
    }

    #[test]
    fn a_curve_that_falls_is_not_sound() {
        let knot = |raw, calibrated| Knot { raw, calibrated };
        assert!(!is_sound(&[knot(0.2, 0.5), knot(0.6, 0.4)]));
        assert!(!is_sound(&[knot(0.2, 1.5)]));
        assert!(!is_sound(&[knot(f64::NAN, 0.5)]));
    }
}
