//! Where gold diagnoses are lost and false ones come in, stage by stage, from
//! the trace of each result.
//!
//! Stages are sets, not nested ones: a model may suggest what retrieval did not
//! offer, and rules may put a code in another's place. A gold code that is not
//! on the claim is lost at the last stage that could have kept it: at the rules
//! where it was verified, at verification where it was suggested, at the
//! suggestion where it was offered, else at retrieval. So, in every chart and
//! over all, gold = found + lost at each stage.

use std::collections::BTreeSet;

use chartfleet_model::ChartResult;
use serde::Serialize;

use super::codes::Codes;

/// A stage of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    /// Candidates offered to the model.
    Retrieve,
    /// What the model suggested.
    Suggest,
    /// What was left after codes, quotes and the verifier.
    Verify,
    /// What the rules left: the claim.
    Rules,
}

impl Step {
    const ALL: [Self; 4] = [Self::Retrieve, Self::Suggest, Self::Verify, Self::Rules];

    /// Its name in print.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Retrieve => "retrieve",
            Self::Suggest => "suggest",
            Self::Verify => "verify",
            Self::Rules => "rules",
        }
    }
}

/// One stage over all charts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Sums {
    /// Gold codes that it let through.
    pub(super) gold_reached: u64,
    /// Gold codes that were lost here.
    pub(super) lost_here: u64,
    /// Gold codes that the stage before did not have.
    pub(super) gold_gained: u64,
    /// Codes that are not gold.
    pub(super) false_codes: u64,
    /// Of those, the ones that the stage before did not have.
    pub(super) false_added: u64,
    /// False codes of the stage before that this one took out.
    pub(super) false_removed: u64,
}

/// One line of the table.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct Line {
    pub(super) stage: Step,
    #[serde(flatten)]
    pub(super) sums: Sums,
}

/// Sums over the charts that carry a trace.
#[derive(Clone, Debug, Default)]
pub(super) struct Waterfall {
    traced: u64,
    untraced: u64,
    /// Charts that were offered candidates.
    offered: u64,
    gold: u64,
    found: u64,
    stages: [Sums; 4],
}

/// The table, as printed.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Table {
    /// Charts with a trace.
    pub(super) charts: u64,
    /// Charts without: no model was asked about them. Not part of the table.
    pub(super) charts_without_trace: u64,
    /// Whether retrieval offered anything in any chart of the run.
    pub(super) retrieval: bool,
    /// Gold diagnoses of the charts with a trace.
    pub(super) gold: u64,
    /// Of those, the ones on the claim.
    pub(super) found: u64,
    /// One for each stage, in order.
    pub(super) stages: Vec<Line>,
}

impl Waterfall {
    /// Adds a chart. One whose answer was refused carries a trace that holds
    /// nothing, and belongs into the table; one that no model was asked about
    /// does not.
    pub(super) fn add(&mut self, codes: &Codes, result: &ChartResult) {
        if result.effort.is_none() {
            self.untraced += 1;
            return;
        }
        let trace = &result.trace;
        let empty = BTreeSet::new();
        let retrieved = diagnoses(&trace.retrieved);
        let suggested = diagnoses(&trace.suggested);
        let verified = diagnoses(&trace.verified);
        let claimed: BTreeSet<&str> = codes.claimed.iter().map(String::as_str).collect();
        let gold: BTreeSet<&str> = codes.gold.iter().map(String::as_str).collect();
        let seen = [&retrieved, &suggested, &verified, &claimed];
        let before = [&empty, &retrieved, &suggested, &verified];
        for ((sums, seen), before) in self.stages.iter_mut().zip(seen).zip(before) {
            sums.add(&gold, seen, before);
        }
        for code in gold.difference(&claimed) {
            let lost = match code {
                code if verified.contains(code) => Step::Rules,
                code if suggested.contains(code) => Step::Verify,
                code if retrieved.contains(code) => Step::Suggest,
                _ => Step::Retrieve,
            };
            if let Some(sums) = self.stages.get_mut(lost as usize) {
                sums.lost_here += 1;
            }
        }
        self.traced += 1;
        self.offered += u64::from(!retrieved.is_empty());
        self.gold += gold.len() as u64;
        self.found += codes.exact();
    }

    /// Whether retrieval offered anything in any chart.
    pub(super) const fn retrieval(&self) -> bool {
        self.offered > 0
    }

    /// The table; `None` where no chart carries a trace. `retrieval` is whether
    /// the run that these charts are of offered candidates.
    pub(super) fn table(&self, retrieval: bool) -> Option<Table> {
        if self.traced == 0 {
            return None;
        }
        let mut stages = self.stages;
        // Where nothing was ever offered, nothing can be lost by offering.
        if let ([retrieve, suggest, ..], false) = (&mut stages, retrieval) {
            suggest.lost_here += std::mem::take(&mut retrieve.lost_here);
        }
        let lines = Step::ALL.into_iter().zip(stages);
        Some(Table {
            charts: self.traced,
            charts_without_trace: self.untraced,
            retrieval,
            gold: self.gold,
            found: self.found,
            stages: lines.map(|(stage, sums)| Line { stage, sums }).collect(),
        })
    }
}

impl Sums {
    fn add(&mut self, gold: &BTreeSet<&str>, seen: &BTreeSet<&str>, before: &BTreeSet<&str>) {
        for code in seen {
            let is_new = u64::from(!before.contains(code));
            if gold.contains(code) {
                self.gold_reached += 1;
                self.gold_gained += is_new;
            } else {
                self.false_codes += 1;
                self.false_added += is_new;
            }
        }
        let removed = before.difference(seen);
        self.false_removed += removed.filter(|code| !gold.contains(*code)).count() as u64;
    }
}

/// The diagnoses among printed codes: a dot after the third character, or no
/// fourth. No procedure code is written so.
fn diagnoses(codes: &[String]) -> BTreeSet<&str> {
    let is_diagnosis = |code: &&str| code.len() == 3 || code.get(3..4) == Some(".");
    codes
        .iter()
        .map(String::as_str)
        .filter(is_diagnosis)
        .collect()
}

#[cfg(test)]
pub(super) mod tests {
    use chartfleet_model::{Depth, Effort, SetAsideReason, Trace};
    use proptest::prelude::*;

    use super::*;

    pub(in crate::report::accuracy) fn codes(gold: &[&str], claimed: &[&str]) -> Codes {
        let set = |codes: &[&str]| codes.iter().map(ToString::to_string).collect();
        Codes {
            gold: set(gold),
            claimed: set(claimed),
        }
    }

    /// A model was asked and its stages saw these codes.
    pub(in crate::report::accuracy) fn result(
        retrieved: &[&str],
        suggested: &[&str],
        verified: &[&str],
    ) -> ChartResult {
        let list = |codes: &[&str]| codes.iter().map(ToString::to_string).collect();
        traced(Trace {
            retrieved: list(retrieved),
            suggested: list(suggested),
            verified: list(verified),
            dense: None,
        })
    }

    fn traced(trace: Trace) -> ChartResult {
        let mut result = ChartResult::set_aside(SetAsideReason::NoText, "p", "c");
        result.effort = Some(Effort {
            depth: Depth::Quick,
            stages: Vec::new(),
            votes: 1,
        });
        result.trace = trace;
        result
    }

    fn lost(table: &Table) -> Vec<u64> {
        table
            .stages
            .iter()
            .map(|line| line.sums.lost_here)
            .collect()
    }

    #[test]
    fn each_gold_code_is_lost_at_the_last_stage_that_had_it() {
        let mut waterfall = Waterfall::default();
        waterfall.add(
            &codes(
                &["A41.9", "J18.9", "N17.9", "I10", "E11.9", "R05.9"],
                &["I10", "Z99.9"],
            ),
            &result(
                &["J18.9", "N17.9", "E87.6"],
                // I10 was not offered; N17.9 is offered and suggested.
                &["N17.9", "I10", "E11.9", "E87.6", "47563"],
                &["I10", "E11.9"],
            ),
        );
        let table = waterfall.table(true).unwrap();
        // A41.9 and R05.9 never; J18.9 offered; N17.9 suggested; E11.9 verified.
        assert_eq!(lost(&table), [2, 1, 1, 1]);
        assert_eq!((table.gold, table.found), (6, 1));
        let [retrieve, suggest, verify, rules] = table.stages.as_slice() else {
            panic!("four stages")
        };
        assert_eq!(retrieve.sums.false_added, 1);
        assert_eq!((suggest.sums.gold_gained, suggest.sums.false_added), (2, 0));
        assert_eq!(verify.sums.false_removed, 1);
        assert_eq!((rules.sums.false_codes, rules.sums.false_added), (1, 1));
    }

    #[test]
    fn without_retrieval_what_is_not_suggested_is_lost_at_the_suggestion() {
        let mut waterfall = Waterfall::default();
        waterfall.add(
            &codes(&["I10", "R05.9"], &["I10"]),
            &result(&[], &["I10"], &["I10"]),
        );
        let table = waterfall.table(waterfall.retrieval()).unwrap();
        assert_eq!(lost(&table), [0, 1, 0, 0]);
        assert!(!table.retrieval);
    }

    #[test]
    fn charts_that_no_model_was_asked_about_are_counted_and_left_out() {
        let mut waterfall = Waterfall::default();
        let unasked = ChartResult::set_aside(SetAsideReason::NoText, "p", "c");
        waterfall.add(&codes(&["I10"], &[]), &unasked);
        assert!(waterfall.table(true).is_none());
        waterfall.add(&codes(&["I10"], &["I10"]), &result(&["I10"], &[], &[]));
        let table = waterfall.table(true).unwrap();
        assert_eq!(
            (table.charts, table.charts_without_trace, table.gold),
            (1, 1, 1)
        );
    }

    #[test]
    fn a_refused_answer_loses_every_code_at_the_suggestion_where_nothing_is_offered() {
        let mut waterfall = Waterfall::default();
        waterfall.add(&codes(&["I10", "R05.9"], &[]), &result(&[], &[], &[]));
        let table = waterfall.table(waterfall.retrieval()).unwrap();
        assert_eq!((table.charts, table.charts_without_trace), (1, 0));
        assert_eq!(lost(&table), [0, 2, 0, 0]);
    }

    proptest! {
        #[test]
        fn gold_is_what_was_found_and_what_each_stage_lost(
            charts in proptest::collection::vec(proptest::collection::vec(any::<[bool; 5]>(), 0..12), 1..6),
        ) {
            let mut waterfall = Waterfall::default();
            for chart in &charts {
                let of = |place: usize| -> Vec<String> {
                    let named = chart.iter().enumerate().filter(|(_, is)| is[place]);
                    named.map(|(n, _)| format!("A{n:02}")).collect()
                };
                let codes = Codes {
                    gold: of(0).into_iter().collect(),
                    claimed: of(4).into_iter().collect(),
                };
                let trace = Trace { retrieved: of(1), suggested: of(2), verified: of(3), dense: None };
                waterfall.add(&codes, &traced(trace));
            }
            if let Some(table) = waterfall.table(waterfall.retrieval()) {
                prop_assert_eq!(table.gold, table.found + lost(&table).iter().sum::<u64>());
                let mut present = 0;
                for line in &table.stages {
                    present = present + line.sums.false_added - line.sums.false_removed;
                    prop_assert_eq!(present, line.sums.false_codes);
                }
            }
        }
    }
}
