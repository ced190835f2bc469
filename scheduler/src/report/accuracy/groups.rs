//! Accuracy by encounter class and by specialty.

use std::collections::BTreeMap;

use serde::Serialize;

use super::codes::Codes;
use super::figures::{Counts, Scores};

/// Fewer charts than this say little about a group.
pub(super) const FEW_CHARTS: u64 = 30;

/// Counts by the name of a group.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups(BTreeMap<String, Counts>);

/// One group, as printed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Group {
    /// Its name; empty where the chart names none.
    pub(super) name: String,
    #[serde(flatten)]
    pub(super) counts: Counts,
    #[serde(flatten)]
    pub(super) scores: Scores,
    /// Whether it has fewer than [`FEW_CHARTS`] charts.
    pub(super) small: bool,
}

impl Groups {
    /// Adds a chart.
    pub(super) fn add(&mut self, name: &str, codes: &Codes) {
        self.0.entry(name.to_owned()).or_default().add(codes);
    }

    /// The groups, those with most charts first.
    pub(super) fn table(self) -> Vec<Group> {
        let group = |(name, counts): (String, Counts)| Group {
            name,
            counts,
            scores: counts.scores(),
            small: counts.charts < FEW_CHARTS,
        };
        let mut table: Vec<Group> = self.0.into_iter().map(group).collect();
        table.sort_by_key(|group| std::cmp::Reverse(group.counts.charts));
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_ordered_by_size_and_small_ones_marked() {
        let one = |code: &str| [code.to_owned()].into_iter().collect();
        let right = Codes {
            gold: one("I10"),
            claimed: one("I10"),
        };
        let wrong = Codes {
            gold: one("I10"),
            claimed: one("E11.9"),
        };
        let mut groups = Groups::default();
        groups.add("cardiology", &right);
        for n in 0..40 {
            groups.add("surgery", if n < 30 { &right } else { &wrong });
        }
        let table = groups.table();
        assert_eq!((table[0].name.as_str(), table[0].small), ("surgery", false));
        assert_eq!((table[0].counts.charts, table[0].scores.recall), (40, 0.75));
        assert!(table[1].small);
    }
}
