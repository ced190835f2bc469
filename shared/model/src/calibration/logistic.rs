//! Logistic regression with a ridge and bounds on the signs: one coordinate at
//! a time, each step on a parabola that lies above the loss (Böhning and
//! Lindsay, 1988), so that every step goes down and none needs a line search.

use std::collections::BTreeMap;

use super::features::{COUNT, Feature, Features};

/// Weight of the squared weights, in labels: a feature that few labels speak
/// of stays near 0.
const RIDGE: f64 = 1.0;
/// Enough for weights to settle to [`SETTLED`]; each round is one pass for
/// each feature.
const MAX_ROUNDS: usize = 2_000;
/// The largest step of a round at which the weights have settled.
const SETTLED: f64 = 1e-7;

/// A fitted model.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Logistic {
    pub(super) intercept: f64,
    pub(super) weights: [f64; COUNT],
}

/// Suggestions with equal features, counted.
struct Group {
    features: [f64; COUNT],
    count: f64,
    accepted: f64,
    /// The log-odds under the present weights.
    score: f64,
}

pub(super) fn sigmoid(score: f64) -> f64 {
    1.0 / (1.0 + (-score).exp())
}

impl Logistic {
    /// Fits labels. Sums run over groups in the order of their features, so
    /// the order of the labels changes nothing.
    pub(super) fn fit<'l>(labels: impl Iterator<Item = (&'l Features, bool)>) -> Self {
        let mut groups = grouped(labels);
        let mut model = Self {
            intercept: 0.0,
            weights: [0.0; COUNT],
        };
        let total: f64 = groups.iter().map(|group| group.count).sum();
        if total == 0.0 {
            return model;
        }
        for _ in 0..MAX_ROUNDS {
            let mut largest = model.step_intercept(&mut groups, total);
            for (place, feature) in Feature::ALL.iter().enumerate() {
                largest = largest.max(model.step_weight(&mut groups, place, *feature));
            }
            if largest < SETTLED {
                break;
            }
        }
        model
    }

    /// The probability of a suggestion.
    pub(super) fn probability(&self, features: &Features) -> f64 {
        let products = self.weights.iter().zip(&features.0).map(|(w, x)| w * x);
        sigmoid(self.intercept + products.sum::<f64>())
    }

    fn step_intercept(&mut self, groups: &mut [Group], total: f64) -> f64 {
        let slope: f64 = groups
            .iter()
            .map(|group| group.accepted - group.count * sigmoid(group.score))
            .sum();
        let step = slope / (total / 4.0);
        self.intercept += step;
        for group in groups {
            group.score += step;
        }
        step.abs()
    }

    fn step_weight(&mut self, groups: &mut [Group], place: usize, feature: Feature) -> f64 {
        let Some(weight) = self.weights.get_mut(place) else {
            return 0.0;
        };
        let (mut slope, mut curve) = (-RIDGE * *weight, RIDGE);
        for group in &*groups {
            let x = group.value(place);
            if x != 0.0 {
                slope += x * (group.accepted - group.count * sigmoid(group.score));
                curve += x * x * group.count / 4.0;
            }
        }
        let mut next = *weight + slope / curve;
        if feature.speaks_for() {
            next = next.max(0.0);
        }
        let step = next - *weight;
        *weight = next;
        for group in groups {
            group.score += step * group.value(place);
        }
        step.abs()
    }
}

impl Group {
    fn value(&self, place: usize) -> f64 {
        self.features.get(place).copied().unwrap_or_default()
    }
}

fn grouped<'l>(labels: impl Iterator<Item = (&'l Features, bool)>) -> Vec<Group> {
    let mut groups: BTreeMap<[u64; COUNT], Group> = BTreeMap::new();
    for (features, accepted) in labels {
        let group = groups
            .entry(features.0.map(f64::to_bits))
            .or_insert_with(|| Group {
                features: features.0,
                count: 0.0,
                accepted: 0.0,
                score: 0.0,
            });
        group.count += 1.0;
        group.accepted += f64::from(u8::from(accepted));
    }
    groups.into_values().collect()
}
