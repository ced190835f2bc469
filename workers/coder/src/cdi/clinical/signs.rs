//! The indicators of one query while its criteria are weighed.

use std::borrow::Cow;

use chartfleet_model::Evidence;

use crate::cdi::Look;
use crate::cdi::facts::{Analyte, FindingClass, Measurement, TreatmentClass};
use crate::cdi::query::Draft;

/// Mentions of one class that a query shows.
const MOST_OF_A_KIND: usize = 2;

/// Indicators, each with its label.
#[derive(Debug, Default)]
pub(super) struct Signs {
    found: Vec<(&'static str, Evidence)>,
}

impl Signs {
    /// Adds a value; whether there was one.
    pub(super) fn value(&mut self, measurement: Option<&Measurement>) -> bool {
        let sign = measurement.map(|m| (m.analyte.label(), m.evidence));
        self.found.extend(sign);
        sign.is_some()
    }

    /// Adds the highest value of this encounter where it is above `limit`.
    pub(super) fn above(&mut self, look: &Look<'_>, analyte: Analyte, limit: f64) -> bool {
        self.value(look.facts.max(analyte).filter(|m| m.value > limit))
    }

    /// Adds the lowest value of this encounter where it is below `limit`.
    pub(super) fn below(&mut self, look: &Look<'_>, analyte: Analyte, limit: f64) -> bool {
        self.value(look.facts.min(analyte).filter(|m| m.value < limit))
    }

    /// Adds where a class of treatment is told; whether it is.
    pub(super) fn treated(&mut self, look: &Look<'_>, class: TreatmentClass) -> bool {
        let treatments = look.facts.treated(class).take(MOST_OF_A_KIND);
        self.extend(
            class.label(),
            treatments.map(|treatment| treatment.evidence),
        )
    }

    /// The same for treatments into a vein.
    pub(super) fn infused(&mut self, look: &Look<'_>, class: TreatmentClass) -> bool {
        let treatments = look.facts.treated(class).filter(|t| t.is_intravenous);
        let evidence = treatments.take(MOST_OF_A_KIND).map(|t| t.evidence);
        self.extend(class.label(), evidence)
    }

    /// Adds where a class of findings is told; whether it is.
    pub(super) fn found(&mut self, look: &Look<'_>, class: FindingClass) -> bool {
        let findings = look.facts.found(class).take(MOST_OF_A_KIND);
        self.extend(class.label(), findings.map(|finding| finding.evidence))
    }

    /// Adds indicators of one kind; whether there was any.
    pub(super) fn extend(
        &mut self,
        label: &'static str,
        evidence: impl IntoIterator<Item = Evidence>,
    ) -> bool {
        let before = self.found.len();
        self.found
            .extend(evidence.into_iter().map(|at| (label, at)));
        self.found.len() > before
    }

    /// Adds another's indicators.
    pub(super) fn append(&mut self, mut other: Self) {
        self.found.append(&mut other.found);
    }

    /// How many kinds there are.
    pub(super) fn kinds(&self) -> usize {
        let mut labels: Vec<&str> = self.found.iter().map(|(label, _)| *label).collect();
        labels.sort_unstable();
        labels.dedup();
        labels.len()
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        let mut places: Vec<Evidence> = self.found.iter().map(|(_, evidence)| *evidence).collect();
        places.sort_unstable();
        places.dedup();
        places.len()
    }

    /// A query with these indicators.
    pub(super) fn draft(self, draft: Draft) -> Draft {
        self.found
            .into_iter()
            .fold(draft, |draft, (label, evidence)| {
                draft.indicator(Cow::Borrowed(label), evidence)
            })
    }
}
