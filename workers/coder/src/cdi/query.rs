//! The query of a gap: built here alone, so that no check can send one that is
//! not compliant.
//!
//! Invariants of every gap that [`Draft::ask`] gives back:
//! - it has indicators, without repeats, in the record's order;
//! - it offers at least two answers beside the last two, which are always
//!   "other" and "unable to determine";
//! - every code it offers may be billed on the date of the chart;
//! - its words lead nowhere and name no payment ([`compliance::faults`]).
//!
//! Source: ACDIS/AHIMA, Guidelines for Achieving a Compliant Query Practice
//! (2022 update).

use std::borrow::Cow;

use chartfleet_model::{
    ClaimDiagnosis, Evidence, Gap, Icd10CmCode, Indicator, QueryOption, Severity,
};

use super::compliance;
use super::{Check, Look};

/// The answer that leaves the list.
pub const OTHER: &str = "Other (please specify)";

/// The answer that leaves it open.
pub const UNDETERMINED: &str = "Unable to determine";

/// Indicators that a query shows at most: a provider reads no more.
const MOST_INDICATORS: usize = 8;

/// Answers that a query offers at most, beside the last two.
const MOST_OPTIONS: usize = 8;

/// A query being written.
#[derive(Debug)]
pub(super) struct Draft {
    gap: Gap,
}

impl Draft {
    /// Begins the query of a check about `topic`, such as "acuity of heart
    /// failure".
    pub(super) fn new(check: &Check, topic: impl Into<Cow<'static, str>>) -> Self {
        Self {
            gap: Gap {
                kind: check.kind,
                rule: check.rule.into(),
                topic: topic.into(),
                source: check.source.into(),
                indicators: Vec::new(),
                question: "".into(),
                options: Vec::new(),
                codes_now: Vec::new(),
                drg_now: None,
            },
        }
    }

    /// Adds a fact of the record, `label` in our words.
    pub(super) fn indicator(
        mut self,
        label: impl Into<Cow<'static, str>>,
        evidence: Evidence,
    ) -> Self {
        let label = label.into();
        let same = self.gap.indicators.iter().filter(|i| i.label == label);
        let (mut count, mut is_known) = (0, false);
        for indicator in same {
            count += 1;
            is_known |= indicator.evidence == evidence;
        }
        if count < MOST_INDICATORS && !is_known {
            self.gap.indicators.push(Indicator { label, evidence });
        }
        self
    }

    /// Adds several of one kind.
    pub(super) fn indicators(
        mut self,
        label: &'static str,
        evidence: impl IntoIterator<Item = Evidence>,
    ) -> Self {
        for evidence in evidence {
            self = self.indicator(label, evidence);
        }
        self
    }

    /// Names a diagnosis of the claim that is in question; where it is
    /// documented joins the indicators.
    pub(super) fn about(mut self, label: &'static str, diagnosis: &ClaimDiagnosis) -> Self {
        self.gap.codes_now.push(diagnosis.code.clone());
        self.indicators(label, diagnosis.evidence.iter().copied())
    }

    /// Offers an answer in a provider's words, with the codes it would support
    /// in place of those in question. Without codes it is an answer that
    /// changes nothing, such as "not clinically significant".
    pub(super) fn option(mut self, text: impl Into<Cow<'static, str>>, codes: &[&str]) -> Self {
        let parsed: Vec<Icd10CmCode> = codes.iter().filter_map(|code| code.parse().ok()).collect();
        // A malformed code is no code at all: the answer goes with it.
        if parsed.len() == codes.len() {
            self.gap.options.push(option(text.into(), parsed));
        }
        self
    }

    /// Offers an answer that takes the codes in question from the claim, such
    /// as "ruled out after study".
    pub(super) fn removal(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.gap.options.push(QueryOption {
            removes: true,
            ..option(text.into(), Vec::new())
        });
        self
    }

    /// Ends with the question. `None` where the query would not be compliant:
    /// see the invariants of this module.
    pub(super) fn ask(
        mut self,
        look: &Look<'_>,
        question: impl Into<Cow<'static, str>>,
    ) -> Option<Gap> {
        self.gap.question = question.into();
        let mut gap = self.gap;
        gap.options
            .retain(|option| option.codes.iter().all(|code| look.is_billable(code)));
        gap.options.truncate(MOST_OPTIONS);
        gap.options.extend([
            option(OTHER.into(), Vec::new()),
            option(UNDETERMINED.into(), Vec::new()),
        ]);
        gap.codes_now.sort_unstable();
        gap.codes_now.dedup();
        bound_indicators(&mut gap.indicators);
        compliance::faults(&gap).is_empty().then_some(gap)
    }
}

/// An answer, not yet priced.
pub(crate) const fn option(text: Cow<'static, str>, codes: Vec<Icd10CmCode>) -> QueryOption {
    QueryOption {
        text,
        codes,
        removes: false,
        severity: Severity::None,
        drg: None,
        weight_change: None,
        payment_change_cents: None,
    }
}

/// The record's order without repeats; the first of each kind stay where there
/// are too many.
fn bound_indicators(indicators: &mut Vec<Indicator>) {
    indicators.sort_by_key(|indicator| indicator.evidence);
    indicators.dedup_by_key(|indicator| indicator.evidence);
    while indicators.len() > MOST_INDICATORS {
        let kinds = |label: &Cow<'static, str>| {
            let same = indicators.iter().filter(|other| other.label == *label);
            same.count()
        };
        let most = indicators.iter().map(|i| kinds(&i.label)).max();
        let last = indicators
            .iter()
            .rposition(|indicator| Some(kinds(&indicator.label)) == most);
        indicators.remove(last.unwrap_or_default());
    }
}

impl<'a> Look<'a> {
    /// Whether a code may be billed on the chart's date.
    #[must_use]
    pub fn is_billable(&self, code: &Icd10CmCode) -> bool {
        let entry = self.tables.cm(code);
        entry.is_some_and(|entry| entry.billable(self.on))
    }

    /// The diagnoses of the claim whose code begins as one of `beginnings`
    /// does: `N17`, `I50.2`, `J18.9`.
    pub fn claimed(
        &self,
        beginnings: &'a [&'a str],
    ) -> impl Iterator<Item = &'a ClaimDiagnosis> + use<'a> {
        let result = self.result;
        result
            .diagnoses
            .iter()
            .filter(move |diagnosis| begins(&diagnosis.code, beginnings))
    }

    /// Whether the claim holds such a diagnosis.
    #[must_use]
    pub fn claims(&self, beginnings: &[&str]) -> bool {
        let mut diagnoses = self.result.diagnoses.iter();
        diagnoses.any(|diagnosis| begins(&diagnosis.code, beginnings))
    }
}

/// Whether a code begins as one of `beginnings` does.
pub(super) fn begins(code: &Icd10CmCode, beginnings: &[&str]) -> bool {
    beginnings
        .iter()
        .any(|beginning| code.as_str().starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use chartfleet_model::GapKind;

    use super::*;

    #[test]
    fn a_line_copied_forward_a_thousand_times_is_kept_a_few_times() {
        let check = Check {
            rule: "cdi.test",
            kind: GapKind::Organism,
            source: "test",
            look: |_, _, _| {},
        };
        let lines = (0..1000).map(|document| Evidence {
            document,
            start: 0,
            end: 9,
        });
        let draft = Draft::new(&check, "organism").indicators("culture", lines);
        assert_eq!(draft.gap.indicators.len(), MOST_INDICATORS);
    }
}
