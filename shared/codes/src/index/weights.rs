//! What each word of a query weighs: the more, the fewer wordings hold it.

use super::query::{Covered, Query};

/// What `nos`, `unspecified` and the like weigh, of what other words weigh.
const FORMAL: f32 = 0.1;
/// What a word counts that is answered by one that only resembles it.
const LOOSE: f32 = 0.93;

/// The words of one query.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    words: Vec<f32>,
    total: f32,
}

impl Weights {
    /// `frequency`: how many of `wordings` hold each word of the query.
    pub(crate) fn new(query: &Query, frequency: &[u32], wordings: usize) -> Self {
        let wordings = wordings.max(1) as f32;
        let formal = query.formal();
        let weight = |(number, &count): (usize, &u32)| {
            let rarity = (1.0 + wordings / (1.0 + count as f32)).ln();
            if formal >> number & 1 == 1 {
                rarity * FORMAL
            } else {
                rarity
            }
        };
        let words: Vec<f32> = frequency.iter().enumerate().map(weight).collect();
        let total = words.iter().sum::<f32>().max(f32::EPSILON);
        Self { words, total }
    }

    /// The share of the query that is covered, from 0 to 1.
    pub(crate) fn share(&self, covered: Covered) -> f32 {
        let mut found = 0.0;
        for (number, weight) in self.words.iter().enumerate() {
            if covered.exact >> number & 1 == 1 {
                found += weight;
            } else if covered.loose >> number & 1 == 1 {
                found += LOOSE * weight;
            }
        }
        found / self.total
    }
}
