//! Accuracy by encounter class, by specialty and by pipeline version: counts,
//! and where each group loses its codes.

use std::collections::BTreeMap;

use chartfleet_model::ChartResult;
use serde::Serialize;

use super::codes::Codes;
use super::figures::{Counts, Scores};
use super::waterfall::{Table, Waterfall};

/// Fewer charts than this say little about a group.
pub(super) const FEW_CHARTS: u64 = 30;

/// What was gathered by the name of a group.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups(BTreeMap<String, Member>);

#[derive(Clone, Debug, Default)]
struct Member {
    counts: Counts,
    waterfall: Waterfall,
}

/// One group, as printed.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Group {
    /// Its name; empty where the chart names none.
    pub(super) name: String,
    #[serde(flatten)]
    pub(super) counts: Counts,
    #[serde(flatten)]
    pub(super) scores: Scores,
    /// Whether it has fewer than [`FEW_CHARTS`] charts.
    pub(super) small: bool,
    /// Where its codes are lost; `None` where no chart carries a trace.
    pub(super) waterfall: Option<Table>,
}

impl Groups {
    /// Adds a chart.
    pub(super) fn add(&mut self, name: &str, codes: &Codes, result: &ChartResult) {
        let member = self.0.entry(name.to_owned()).or_default();
        member.counts.add(codes);
        member.waterfall.add(codes, result);
    }

    /// The groups, those with most charts first. `retrieval` is whether any
    /// chart of the run was offered candidates, so that the losses of the
    /// groups add up to those of the run.
    pub(super) fn table(self, retrieval: bool) -> Vec<Group> {
        let group = |(name, member): (String, Member)| Group {
            name,
            counts: member.counts,
            scores: member.counts.scores(),
            small: member.counts.charts < FEW_CHARTS,
            waterfall: member.waterfall.table(retrieval),
        };
        let mut table: Vec<Group> = self.0.into_iter().map(group).collect();
        table.sort_by_key(|group| std::cmp::Reverse(group.counts.charts));
        table
    }
}

#[cfg(test)]
mod tests {
    use super::super::waterfall::tests::{codes, result};
    use super::*;

    #[test]
    fn groups_are_ordered_by_size_and_small_ones_marked() {
        let right = codes(&["I10"], &["I10"]);
        let wrong = codes(&["I10"], &["E11.9"]);
        let nothing = result(&[], &[], &[]);
        let mut groups = Groups::default();
        groups.add("cardiology", &right, &nothing);
        for n in 0..40 {
            groups.add("surgery", if n < 30 { &right } else { &wrong }, &nothing);
        }
        let table = groups.table(true);
        assert_eq!((table[0].name.as_str(), table[0].small), ("surgery", false));
        assert_eq!((table[0].counts.charts, table[0].scores.recall), (40, 0.75));
        assert!(table[1].small);
    }

    #[test]
    fn each_group_loses_its_own_codes_at_its_own_stage() {
        let mut groups = Groups::default();
        let verified = result(&["I10"], &["I10"], &["I10"]);
        groups.add("surgery", &codes(&["I10"], &["Z99.9"]), &verified);
        let refused = result(&[], &[], &[]);
        groups.add("cardiology", &codes(&["I10", "R05.9"], &[]), &refused);
        let table = groups.table(true);
        let lost = |group: &Group| -> Vec<u64> {
            let stages = &group.waterfall.as_ref().unwrap().stages;
            stages.iter().map(|line| line.sums.lost_here).collect()
        };
        assert_eq!(
            (table[0].name.as_str(), lost(&table[0])),
            ("cardiology", vec![2, 0, 0, 0])
        );
        assert_eq!(
            (table[1].name.as_str(), lost(&table[1])),
            ("surgery", vec![0, 0, 0, 1])
        );
        let added = &table[1].waterfall.as_ref().unwrap().stages[3];
        assert_eq!(added.sums.false_added, 1);
    }
}
