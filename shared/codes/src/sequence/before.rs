//! Which diagnosis of a claim must stand before which: etiology before
//! manifestation, the orders that chapter guidelines demand, the definitive
//! before the looser, and the additional after what it adds to.
//!
//! Computed once a claim; the choice of the first diagnosis and the order of
//! the others both read it.
//!
//! Invariant: no circles. Sources are asked one after the other, the most
//! binding first, and a demand against an earlier one is not made.
//!
//! Source: Guidelines I.A.12, I.A.13, I.B.7 and I.C; notes of the tabular list.

use chartfleet_model::Poa;

use super::precedence::{self, Circumstances, Precedence};
use super::{Draft, code_first, underlying};
use crate::codeset::{CodeSet, contains};

/// Why one diagnosis stands before another.
#[derive(Clone, Copy)]
pub(super) enum Why {
    /// A "code first" note at the later one names the earlier one, or says in
    /// words what it is.
    CodeFirst,
    /// A chapter's guideline.
    Guideline(&'static Precedence),
    /// An Excludes1 note at the looser later one names the earlier one.
    Definitive,
    /// A "use additional code" note at the earlier one names the later one.
    Additional,
}

impl Why {
    /// Whether it decides also which of the two stands first of all. Substance
    /// use, electrolytes, hypertension and obesity are additional to much, and
    /// treated for themselves.
    fn bars_first(self, after: u64) -> bool {
        const TREATED_FOR_ITSELF: CodeSet<6> =
            CodeSet::of(["E66", "E87", "F10-F19", "I10-I15", "I1A", "Z23"]);
        !matches!(self, Self::Additional) || !contains(TREATED_FOR_ITSELF.ranges(), after)
    }
}

/// One demand: packed code of the earlier, of the later, and why.
struct Demand {
    before: u64,
    after: u64,
    why: Why,
}

/// Every order that is demanded of a claim's diagnoses.
pub(super) struct Befores {
    demands: Vec<Demand>,
}

impl Befores {
    /// What is demanded of these diagnoses.
    pub(super) fn of(drafts: &[Draft<'_>], circumstances: Circumstances) -> Self {
        let mut befores = Self {
            demands: Vec::new(),
        };
        let of_pump = precedence::insulin_pump(drafts.iter().map(|draft| draft.key));
        befores.add(drafts, |before, after| {
            let demands = |order: &&&Precedence| {
                order.demands(before.key, after.key, before.suggestion.poa, circumstances)
            };
            of_pump
                .iter()
                .find(demands)
                .map(|order| Why::Guideline(order))
        });
        let in_time = |before: &Draft<'_>, after: &Draft<'_>| {
            !circumstances.inpatient || arose_in_time(before, after)
        };
        befores.add(drafts, |before, after| {
            let entry = after.entry.as_ref().filter(|_| in_time(before, after))?;
            code_first::comes_first(&before.code, entry).then_some(Why::CodeFirst)
        });
        for table in precedence::TABLES {
            befores.add(drafts, |before, after| {
                let poa = before.suggestion.poa;
                let demanded =
                    precedence::demanded(table, before.key, after.key, poa, circumstances);
                demanded.map(Why::Guideline)
            });
        }
        befores.add(drafts, |before, after| {
            let noted = in_time(before, after) && underlying::underlies(before.key, after.key);
            noted.then_some(Why::CodeFirst)
        });
        befores.add(drafts, |before, after| {
            let (definitive, loose) = (before.entry.as_ref()?, after.entry.as_ref()?);
            let noted = in_time(before, after) && code_first::says_better(definitive, loose);
            noted.then_some(Why::Definitive)
        });
        befores.add(drafts, |before, after| {
            let entry = before.entry.as_ref().filter(|_| in_time(before, after))?;
            code_first::adds_to(&after.code, entry).then_some(Why::Additional)
        });
        befores
    }

    /// Adds what `why` demands, and nothing against what is demanded already.
    fn add(&mut self, drafts: &[Draft<'_>], why: impl Fn(&Draft<'_>, &Draft<'_>) -> Option<Why>) {
        for after in drafts {
            for before in drafts.iter().filter(|before| before.key != after.key) {
                if let Some(why) = why(before, after)
                    && !self.leads(after.key, before.key)
                {
                    self.demands.push(Demand {
                        before: before.key,
                        after: after.key,
                        why,
                    });
                }
            }
        }
    }

    /// Whether `before` stands before `after` by one demand or a chain of them.
    pub(super) fn leads(&self, before: u64, after: u64) -> bool {
        let mut reached = vec![after];
        let mut at = 0;
        while let Some(&here) = reached.get(at) {
            for (earlier, _) in self.before(here) {
                if earlier == before {
                    return true;
                }
                if !reached.contains(&earlier) {
                    reached.push(earlier);
                }
            }
            at += 1;
        }
        false
    }

    /// What must stand before a diagnosis, the most binding demands first.
    pub(super) fn before(&self, after: u64) -> impl Iterator<Item = (u64, Why)> {
        self.demands
            .iter()
            .filter(move |demand| demand.after == after)
            .map(|demand| (demand.before, demand.why))
    }

    /// What keeps a diagnosis from standing first of all.
    pub(super) fn bar(&self, after: u64) -> Option<(u64, Why)> {
        self.before(after).find(|(_, why)| why.bars_first(after))
    }
}

/// What arose after admission is not behind what was there before it.
fn arose_in_time(before: &Draft<'_>, after: &Draft<'_>) -> bool {
    before.suggestion.poa != Some(Poa::N) || after.suggestion.poa == Some(Poa::N)
}
