//! Rules that look at a claim as a whole: the conventions and guidelines of
//! ICD-10-CM, and the edits on procedures. One file a family.
//!
//! A rule is a constant: its id, severity, source and remedy, and a function
//! that looks at the ordered claim and reports. Rules never change the claim;
//! `sequence` orders it before they look.

mod acute_chronic;
mod add_on;
mod bundling;
mod cause;
pub(crate) mod certainty;
mod characters;
mod circulatory;
mod claim;
mod code_first;
mod contradictions;
mod diabetes;
pub(crate) mod drg;
mod drugs;
pub(crate) mod editor;
mod excludes;
mod external_causes;
mod factors;
mod history;
mod hypertension;
mod infections;
mod injuries;
mod kidney;
mod laterality;
mod markdown;
mod modifiers;
mod neoplasms;
mod newborns;
mod obstetrics;
mod offer;
mod pcs;
pub(crate) mod poa;
mod respiratory;
pub(crate) mod sepsis;
mod septic_settings;
mod side;
mod specificity;
mod stages;
mod symptoms;
mod units;
mod use_additional;
mod vague;
mod wording;

use crate::check;
use crate::sequence;
use chartfleet_model::{Finding, FindingSeverity};
use serde::Serialize;

use crate::check::MOST_OFFERS;
use crate::services;
use crate::tables::PlacedNote;

pub use history::history_of_event;
pub use pcs::is_part_of;
pub use wording::Said;

pub(crate) use claim::{ClaimView, Diagnosis, Mention, Procedure};
pub use markdown::rules_markdown;

/// What a rule says of itself. `docs/rules.md` and `chartfleet codes rules`
/// print these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Its stable id, `family.what`.
    pub id: &'static str,
    /// How much a finding of it weighs.
    pub severity: FindingSeverity,
    /// The guideline section or table behind it.
    pub source: &'static str,
    /// What it looks for, in one sentence.
    pub looks_for: &'static str,
    /// What would mend it, in words.
    pub remedy: &'static str,
}

impl Rule {
    /// A finding of the rule.
    pub(crate) fn finding(&self, message: impl Into<String>) -> Finding {
        Finding::new(self.id, self.severity, message, self.source).remedied_by(self.remedy)
    }
}

/// A rule and the function that looks for it.
pub(crate) struct Check {
    pub(crate) rule: Rule,
    pub(crate) look: fn(&ClaimView<'_>, &mut Found<'_>),
}

/// Where a rule reports.
pub(crate) struct Found<'r> {
    rule: &'r Rule,
    findings: &'r mut Vec<Finding>,
}

impl Found<'_> {
    /// Reports under another rule, where one search answers for several.
    pub(crate) fn under<'s>(&'s mut self, rule: &'s Rule) -> Found<'s> {
        Found {
            rule,
            findings: self.findings,
        }
    }

    /// Reports what is wrong with which codes of the claim.
    pub(crate) fn report<C: ToString>(
        &mut self,
        message: String,
        codes: impl IntoIterator<Item = C>,
    ) {
        self.report_with(message, codes, [""; 0]);
    }

    /// Reports, and offers codes to choose from.
    pub(crate) fn report_with<C: ToString, O: ToString>(
        &mut self,
        message: String,
        codes: impl IntoIterator<Item = C>,
        offers: impl IntoIterator<Item = O>,
    ) {
        let rule = self.rule;
        self.findings.push(
            Finding::new(rule.id, rule.severity, message, rule.source)
                .about(codes)
                .offering(offers)
                .remedied_by(rule.remedy),
        );
    }
}

/// Every family of rules, in the order in which they are told.
const FAMILIES: &[&[Check]] = &[
    excludes::RULES,
    code_first::RULES,
    use_additional::RULES,
    sepsis::RULES,
    septic_settings::RULES,
    infections::RULES,
    neoplasms::RULES,
    diabetes::RULES,
    hypertension::RULES,
    circulatory::RULES,
    respiratory::RULES,
    kidney::RULES,
    acute_chronic::RULES,
    contradictions::RULES,
    injuries::RULES,
    drugs::RULES,
    external_causes::RULES,
    obstetrics::RULES,
    newborns::RULES,
    factors::RULES,
    stages::RULES,
    symptoms::RULES,
    certainty::RULES,
    laterality::RULES,
    specificity::RULES,
    history::RULES,
    poa::RULES,
    pcs::RULES,
    bundling::RULES,
    units::RULES,
    add_on::RULES,
    modifiers::RULES,
];

/// Every rule that looks at the ordered claim.
pub fn claim_rules() -> impl Iterator<Item = &'static Rule> {
    checks().map(|check| &check.rule)
}

/// Every rule: those that look at the ordered claim, and those that are told
/// where a code is checked, a claim sequenced, grouped or edited.
pub fn all_rules() -> impl Iterator<Item = &'static Rule> {
    [
        check::TOLD,
        services::TOLD,
        sequence::TOLD,
        drg::TOLD,
        editor::TOLD,
        poa::TOLD,
        specificity::TOLD,
    ]
    .into_iter()
    .flatten()
    .chain(claim_rules())
}

fn checks() -> impl Iterator<Item = &'static Check> {
    FAMILIES.iter().copied().flatten()
}

/// What all rules find on the claim.
pub(crate) fn look(claim: &ClaimView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for check in checks() {
        (check.look)(
            claim,
            &mut Found {
                rule: &check.rule,
                findings: &mut findings,
            },
        );
    }
    findings
}

/// The codes to offer where notes name them: the billable ones of the day,
/// where they are few enough to choose from.
fn offered<'c>(claim: &ClaimView<'c>, notes: &[PlacedNote<'c>]) -> Vec<&'c str> {
    let mut offers = Vec::new();
    for note in notes {
        for entry in claim.tables.cm_within(note.codes) {
            if entry.billable(claim.on) {
                offers.push(entry.code());
            }
            if offers.len() > MOST_OFFERS {
                return Vec::new();
            }
        }
    }
    offers
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_rule_has_its_own_id_and_says_its_source_and_remedy() {
        let mut ids = BTreeSet::new();
        for rule in all_rules() {
            assert!(ids.insert(rule.id), "{} twice", rule.id);
            assert!(rule.id.contains('.'), "{}", rule.id);
            assert!(!rule.source.is_empty(), "{}", rule.id);
            assert!(!rule.looks_for.is_empty(), "{}", rule.id);
            let remedy = rule.remedy;
            assert!(
                remedy.ends_with('.') && !remedy.starts_with(char::is_lowercase),
                "{}",
                rule.id
            );
        }
    }
}
