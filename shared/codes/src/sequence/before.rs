//! Which diagnosis of a claim must stand before which: etiology before
//! manifestation, and the orders that chapter guidelines demand.
//!
//! Computed once a claim; the choice of the first diagnosis and the order of
//! the others both read it.
//!
//! Source: Guidelines I.A.13 and I.C; "code first" notes of the tabular list.

use super::precedence::{self, Precedence};
use super::{Draft, code_first};

/// Why one diagnosis stands before another.
#[derive(Clone, Copy)]
pub(super) enum Why {
    /// A "code first" note at the later one names the earlier one.
    CodeFirst,
    /// A chapter's guideline.
    Guideline(&'static Precedence),
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
    pub(super) fn of(drafts: &[Draft<'_>], inpatient: bool) -> Self {
        let mut demands = Vec::new();
        for after in drafts {
            for before in drafts.iter().filter(|before| before.key != after.key) {
                let why = why(before, after, inpatient);
                demands.extend(why.map(|why| Demand {
                    before: before.key,
                    after: after.key,
                    why,
                }));
            }
        }
        Self { demands }
    }

    /// What must stand before a diagnosis, in the proposed order.
    pub(super) fn before(&self, after: u64) -> impl Iterator<Item = (u64, Why)> {
        self.demands
            .iter()
            .filter(move |demand| demand.after == after)
            .map(|demand| (demand.before, demand.why))
    }
}

fn why(before: &Draft<'_>, after: &Draft<'_>, inpatient: bool) -> Option<Why> {
    let noted = after
        .entry
        .as_ref()
        .is_some_and(|entry| code_first::comes_first(&before.code, entry));
    if noted {
        return Some(Why::CodeFirst);
    }
    let poa = before.suggestion.poa;
    precedence::demanded(before.key, after.key, poa, inpatient).map(Why::Guideline)
}
