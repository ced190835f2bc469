//! How far stated probabilities can be believed: the reliability table, the
//! expected calibration error and the Brier score.

use serde::Serialize;

/// Bins of equal width.
const BINS: usize = 10;

/// Suggestions of about the same probability.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Bin {
    /// From this probability, included.
    pub from: f64,
    /// To this one, excluded but for 1.
    pub to: f64,
    /// Suggestions.
    pub count: u64,
    /// What was stated, on average.
    pub stated: f64,
    /// The share that a coder accepted.
    pub observed: f64,
}

/// Stated probabilities beside what came of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reliability {
    /// Suggestions.
    pub count: u64,
    /// The share that a coder accepted.
    pub accepted: f64,
    /// Expected calibration error: the mean distance between stated and
    /// observed, bins weighted by their suggestions.
    pub ece: f64,
    /// Brier score: the mean squared distance between the probability and what
    /// came of it. 0 is perfect; always saying the share accepted gives
    /// share times (1 - share).
    pub brier: f64,
    /// The bins that hold any, from the lowest.
    pub bins: Vec<Bin>,
}

/// Sums of one bin.
#[derive(Clone, Copy, Default)]
struct Sums {
    count: u64,
    stated: f64,
    accepted: u64,
}

impl Reliability {
    /// Of pairs of a probability and whether a coder accepted; `None` where
    /// there are none.
    pub fn of(pairs: impl IntoIterator<Item = (f64, bool)>) -> Option<Self> {
        let mut bins = [Sums::default(); BINS];
        let mut squares = 0.0;
        for (probability, accepted) in pairs {
            let probability = probability.clamp(0.0, 1.0);
            let Some(bin) = bins.get_mut(place(probability)) else {
                continue;
            };
            bin.count += 1;
            bin.stated += probability;
            bin.accepted += u64::from(accepted);
            squares += (probability - f64::from(u8::from(accepted))).powi(2);
        }
        let count: u64 = bins.iter().map(|bin| bin.count).sum();
        if count == 0 {
            return None;
        }
        let accepted: u64 = bins.iter().map(|bin| bin.accepted).sum();
        let off: f64 = bins
            .iter()
            .map(|bin| (bin.stated - number(bin.accepted)).abs())
            .sum();
        Some(Self {
            count,
            accepted: number(accepted) / number(count),
            ece: off / number(count),
            brier: squares / number(count),
            bins: bins.iter().enumerate().filter_map(shown).collect(),
        })
    }
}

fn shown((place, sums): (usize, &Sums)) -> Option<Bin> {
    let edge = |place: usize| number(place as u64) / number(BINS as u64);
    (sums.count > 0).then(|| Bin {
        from: edge(place),
        to: edge(place + 1),
        count: sums.count,
        stated: sums.stated / number(sums.count),
        observed: number(sums.accepted) / number(sums.count),
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a probability times the number of bins is a small number"
)]
fn place(probability: f64) -> usize {
    ((probability * number(BINS as u64)) as usize).min(BINS - 1)
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
const fn number(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_of_known_data_is_what_the_definition_says() {
        // 10 at 0.9 of which 6 accepted, 10 at 0.1 of which 1: off by 0.3 and 0.
        let mut pairs: Vec<(f64, bool)> = (0..10).map(|n| (0.9, n < 6)).collect();
        pairs.extend((0..10).map(|n| (0.1, n < 1)));
        let reliability = Reliability::of(pairs).unwrap();
        assert!((reliability.ece - 0.15).abs() < 1e-12);
        let brier = (6.0 * 0.01 + 4.0 * 0.81 + 1.0 * 0.81 + 9.0 * 0.01) / 20.0;
        assert!((reliability.brier - brier).abs() < 1e-12);
        assert_eq!((reliability.bins.len(), reliability.count), (2, 20));
        assert_eq!(reliability.bins[1].observed, 0.6);
    }

    #[test]
    fn certainty_falls_into_the_last_bin_and_nothing_gives_nothing() {
        let reliability = Reliability::of([(1.0, true)]).unwrap();
        assert_eq!((reliability.bins[0].to, reliability.ece), (1.0, 0.0));
        assert_eq!(Reliability::of([]), None);
    }
}
