//! Two runs, or a run and a pipeline version, over the same charts, chart by
//! chart.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chartfleet_store::GoldRow;
use serde::Serialize;

use super::against::Against;
use super::codes::Codes;
use super::difference::{Difference, Pair, mcnemar};
use super::figures::{Counts, Scores, scores, share};
use super::provenance::{Maker, Provenance};

/// What one side made of its charts.
#[derive(Debug, Default)]
pub(super) struct Side {
    charts: BTreeMap<i64, Entry>,
    /// A few, shared by all their charts.
    makers: BTreeSet<Arc<Maker>>,
}

#[derive(Debug)]
struct Entry {
    chart: String,
    codes: Codes,
    maker: Arc<Maker>,
}

/// A side of the comparison, over the charts of both.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Compared {
    #[serde(flatten)]
    pub(super) what: Against,
    #[serde(flatten)]
    pub(super) provenance: Provenance,
    #[serde(flatten)]
    pub(super) counts: Counts,
    #[serde(flatten)]
    pub(super) scores: Scores,
}

/// A chart whose diagnoses differ. Codes only, no words.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Changed {
    pub(super) chart: String,
    pub(super) verdict: &'static str,
    /// Gold codes that only the second run found.
    pub(super) gained: Vec<String>,
    /// Gold codes that only the first run found.
    pub(super) lost: Vec<String>,
    /// False codes that only the second run has.
    pub(super) false_added: Vec<String>,
    /// False codes that only the first run had.
    pub(super) false_removed: Vec<String>,
}

/// The comparison, as printed. The second is the run reported on.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Comparison {
    pub(super) first: Compared,
    pub(super) second: Compared,
    /// Charts with gold that both have.
    pub(super) charts: u64,
    pub(super) better: u64,
    pub(super) worse: u64,
    pub(super) equal: u64,
    pub(super) gained: u64,
    pub(super) lost: u64,
    pub(super) false_added: u64,
    pub(super) false_removed: u64,
    /// McNemar's exact test over gold codes found by only one run.
    pub(super) mcnemar_p: f64,
    pub(super) difference: Difference,
    pub(super) changed: Vec<Changed>,
}

impl Side {
    /// Adds a chart.
    pub(super) fn add(&mut self, row: &GoldRow) {
        let maker = Maker::of(&row.result);
        let maker = self.makers.get(&maker).cloned().unwrap_or_else(|| {
            let maker = Arc::new(maker);
            self.makers.insert(Arc::clone(&maker));
            maker
        });
        let entry = Entry {
            chart: row.chart_id.clone(),
            codes: Codes::diagnoses(row),
            maker,
        };
        self.charts.insert(row.key.0, entry);
    }

    /// Leaves out what a pipeline version coded.
    pub(super) fn leave_out(&mut self, version: &str) {
        self.charts
            .retain(|_, entry| entry.maker.pipeline != version);
    }
}

/// Compares the charts that both have; `None` where there are none.
pub(super) fn compare(first: (Against, Side), second: (Against, Side)) -> Option<Comparison> {
    let (mut sums, mut pairs) = (<[Sums; 2]>::default(), Vec::new());
    let (mut changed, mut verdicts) = (Vec::new(), [0_u64; 3]);
    for (key, before) in &first.1.charts {
        let Some(after) = second.1.charts.get(key) else {
            continue;
        };
        for (sums, entry) in sums.iter_mut().zip([before, after]) {
            sums.counts.add(&entry.codes);
            sums.provenance.add(&entry.maker);
        }
        let pair = pair(&before.codes, &after.codes);
        let [better, worse, equal] = &mut verdicts;
        let (verdict, count) = match chart_f1(&pair, 1).total_cmp(&chart_f1(&pair, 0)) {
            Ordering::Greater => ("better", better),
            Ordering::Less => ("worse", worse),
            Ordering::Equal => ("equal", equal),
        };
        *count += 1;
        pairs.push(pair);
        if before.codes.claimed != after.codes.claimed {
            changed.push(change(before, &after.codes, verdict));
        }
    }
    let sum = |of: fn(&Changed) -> &Vec<String>| changed.iter().map(|c| of(c).len() as u64).sum();
    let (gained, lost) = (sum(|c| &c.gained), sum(|c| &c.lost));
    let (false_added, false_removed) = (sum(|c| &c.false_added), sum(|c| &c.false_removed));
    let [first_sums, second_sums] = sums;
    let [better, worse, equal] = verdicts;
    Some(Comparison {
        first: compared(first.0, first_sums),
        second: compared(second.0, second_sums),
        charts: pairs.len() as u64,
        better,
        worse,
        equal,
        gained,
        lost,
        false_added,
        false_removed,
        mcnemar_p: mcnemar(gained, lost),
        difference: Difference::of(&pairs)?,
        changed,
    })
}

/// What is summed over the charts of both.
#[derive(Default)]
struct Sums {
    counts: Counts,
    provenance: Provenance,
}

fn compared(what: Against, sums: Sums) -> Compared {
    Compared {
        what,
        provenance: sums.provenance,
        counts: sums.counts,
        scores: sums.counts.scores(),
    }
}

fn pair(before: &Codes, after: &Codes) -> Pair {
    Pair {
        gold: before.gold.len() as u64,
        suggested: [before.claimed.len() as u64, after.claimed.len() as u64],
        exact: [before.exact(), after.exact()],
    }
}

/// A chart where nothing is gold and nothing suggested is as good as it gets.
fn chart_f1(pair: &Pair, run: usize) -> f64 {
    let suggested = pair.suggested.get(run).copied().unwrap_or_default();
    let exact = pair.exact.get(run).copied().unwrap_or_default();
    if pair.gold == 0 && suggested == 0 {
        return 1.0;
    }
    scores(share(exact, suggested), share(exact, pair.gold)).f1
}

fn change(before: &Entry, after: &Codes, verdict: &'static str) -> Changed {
    let gold = &before.codes.gold;
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>, is_gold: bool| {
        let only = a.difference(b).filter(|c| gold.contains(*c) == is_gold);
        only.cloned().collect()
    };
    let before_codes = &before.codes.claimed;
    Changed {
        chart: before.chart.clone(),
        verdict,
        gained: only(&after.claimed, before_codes, true),
        lost: only(before_codes, &after.claimed, true),
        false_added: only(&after.claimed, before_codes, false),
        false_removed: only(before_codes, &after.claimed, false),
    }
}

#[cfg(test)]
mod tests {
    use chartfleet_model::{ChartKey, RunId};

    use super::super::tally::tests::row;
    use super::*;

    const fn run(number: i64) -> Against {
        Against::Run(RunId(number))
    }

    fn side(charts: &[(i64, &[&str])]) -> Side {
        let mut side = Side::default();
        for (key, suggested) in charts {
            let mut row = row(&[("I10", false), ("E11.9", false)], suggested);
            row.key = ChartKey(*key);
            row.chart_id = format!("A{key}");
            side.add(&row);
        }
        side
    }

    #[test]
    fn charts_are_better_worse_or_equal_and_say_by_which_codes() {
        let first = side(&[
            (1, &["I10"]),
            (2, &["I10", "E11.9"]),
            (3, &["I10"]),
            (4, &["I10"]),
        ]);
        let second = side(&[
            (1, &["I10", "E11.9"]),
            (2, &["I10", "R05.9"]),
            (3, &["I10"]),
            (9, &["I10"]),
        ]);
        let compared = compare((run(1), first), (run(2), second)).unwrap();
        assert_eq!((compared.charts, compared.first.counts.charts), (3, 3));
        assert_eq!((compared.better, compared.worse, compared.equal), (1, 1, 1));
        assert_eq!(
            (compared.gained, compared.lost, compared.false_added),
            (1, 1, 1)
        );
        assert_eq!(compared.mcnemar_p, 1.0);
        let charts: Vec<&str> = compared.changed.iter().map(|c| c.chart.as_str()).collect();
        assert_eq!(charts, ["A1", "A2"]);
        assert_eq!(compared.changed[1].lost, ["E11.9"]);
        assert_eq!(compared.changed[1].false_added, ["R05.9"]);
    }

    #[test]
    fn runs_without_a_chart_in_common_are_not_compared() {
        let (one, other) = (side(&[(1, &[])]), side(&[(2, &[])]));
        assert!(compare((run(1), one), (run(2), other)).is_none());
    }

    #[test]
    fn what_made_the_results_is_said_of_the_charts_of_both_alone() {
        let mut second = side(&[(1, &["I10"])]);
        let mut other = row(&[("I10", false)], &[]);
        other.key = ChartKey(9);
        other.result.pipeline_version = "q".to_owned();
        second.add(&other);
        let first = side(&[(1, &[])]);
        let compared = compare((run(1), first), (run(2), second)).unwrap();
        let pipelines = compared.second.provenance.pipelines;
        assert_eq!(pipelines, [("p".to_owned(), 1)].into_iter().collect());
    }

    #[test]
    fn a_pipeline_version_is_not_compared_with_what_it_coded_itself() {
        let mut second = side(&[(1, &["I10"])]);
        let mut own = row(&[("I10", false)], &["I10"]);
        own.key = ChartKey(2);
        own.result.pipeline_version = "q".to_owned();
        second.add(&own);
        second.leave_out("q");
        let first = side(&[(1, &[]), (2, &[])]);
        let version = Against::Pipeline("q".to_owned());
        let compared = compare((version, first), (run(2), second)).unwrap();
        assert_eq!((compared.charts, compared.better), (1, 1));
        let printed = serde_json::to_value(&compared).unwrap();
        assert_eq!(printed["first"]["pipeline"], "q");
        assert_eq!(printed["second"]["run"], 2);
    }
}
