//! How far stated probabilities can be believed: over the charts that the
//! calibration behind them was not fitted on. On those it was fitted on, any
//! calibration looks good.

use std::collections::{BTreeSet, HashSet};

use chartfleet_model::calibration::Reliability;
use chartfleet_model::{ChartKey, ChartResult};
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_store::Store;
use serde::Serialize;

use crate::report::labels::Judged;

/// The tables; absent where nothing is labelled.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Believed {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) gold: Option<Reliability>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) decisions: Option<Reliability>,
    /// Suggestions without a probability, judged by the fixed one of the
    /// model's own word: of the first table that there is.
    pub(super) uncalibrated: u64,
    /// Labelled charts left out of both, because a calibration in use was
    /// fitted on them.
    pub(super) fitted_on: u64,
}

/// Labels beside what was stated.
#[derive(Debug, Default)]
pub(super) struct Labelled {
    stated: Vec<(ChartKey, f64, bool)>,
    calibrations: BTreeSet<String>,
    uncalibrated: u64,
}

impl Labelled {
    /// Adds the labels of a chart.
    pub(super) fn add(&mut self, key: ChartKey, result: &ChartResult, labels: &[Judged]) {
        for judged in labels {
            self.stated
                .push((key, judged.stated(), judged.label.accepted));
            self.uncalibrated += u64::from(judged.probability.is_none());
        }
        if let Some(version) = &result.calibration_version
            && !self.calibrations.contains(version)
        {
            self.calibrations.insert(version.clone());
        }
    }

    /// Whether nothing was labelled.
    pub(super) fn is_empty(&self) -> bool {
        self.stated.is_empty()
    }

    /// The table over the charts that are not among `fitted`; those that are
    /// go into `left_out`.
    fn table(
        &self,
        fitted: &HashSet<ChartKey>,
        left_out: &mut HashSet<ChartKey>,
    ) -> Option<Reliability> {
        let mut fresh = Vec::new();
        for (key, stated, accepted) in &self.stated {
            if fitted.contains(key) {
                left_out.insert(*key);
            } else {
                fresh.push((*stated, *accepted));
            }
        }
        Reliability::of(fresh)
    }
}

impl Believed {
    /// The tables against gold and against decisions.
    pub(super) async fn of(
        store: &Store,
        gold: &Labelled,
        decisions: &Labelled,
    ) -> Result<Self, Failure> {
        let mut fitted = HashSet::new();
        for version in gold.calibrations.union(&decisions.calibrations) {
            let charts = store.fitted_charts(version).await;
            fitted.extend(charts.or_exit(Exit::Unavailable, "cannot read the calibration")?);
        }
        let mut left_out = HashSet::new();
        let first = if gold.is_empty() { decisions } else { gold };
        Ok(Self {
            gold: gold.table(&fitted, &mut left_out),
            decisions: decisions.table(&fitted, &mut left_out),
            uncalibrated: first.uncalibrated,
            fitted_on: left_out.len() as u64,
        })
    }
}

#[cfg(test)]
mod tests {
    use chartfleet_model::{CodeSystem, GoldCode};

    use super::*;
    use crate::report::accuracy::tally::tests::row;
    use crate::report::labels::against_gold;

    #[test]
    fn charts_that_a_calibration_was_fitted_on_are_left_out_and_counted_once() {
        let mut labelled = Labelled::default();
        for key in [1, 2] {
            let mut row = row(&[("I10", false)], &["I10", "R05.9"]);
            row.key = ChartKey(key);
            labelled.add(row.key, &row.result, &against_gold(&row));
        }
        let mut left_out = HashSet::new();
        let fitted = HashSet::from([ChartKey(2), ChartKey(7)]);
        let table = labelled.table(&fitted, &mut left_out).unwrap();
        assert_eq!((table.count, left_out.len()), (2, 1));
        let all = HashSet::from([ChartKey(1), ChartKey(2)]);
        assert!(labelled.table(&all, &mut left_out).is_none());
        assert_eq!(labelled.uncalibrated, 4);
    }

    #[test]
    fn a_diagnosis_is_false_where_gold_holds_none() {
        let mut nothing = row(&[], &["I10"]);
        assert_eq!(against_gold(&nothing).len(), 1);
        nothing.gold = vec![GoldCode {
            system: CodeSystem::Icd10Pcs,
            code: "0DTJ4ZZ".to_owned(),
            principal: false,
        }];
        let judged = against_gold(&nothing);
        assert_eq!(judged.len(), 1);
        assert!(!judged[0].label.accepted);
    }
}
