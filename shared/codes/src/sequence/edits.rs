//! Edits of the Medicare Code Editor as findings that name their codes.
//!
//! The editor says how many codes an edit fired on, not which: they are named
//! by the attributes that its own master lists give them.

use chartfleet_model::{Finding, FindingSeverity};

use super::{Claimed, Draft};
use crate::grouper::Edit;
use crate::rules::editor::{OTHER, TOLD};
use crate::tables::data::Edits;
use crate::tables::{CodeTables, in_effect};

/// The claim as the editor saw it.
pub(super) struct Edited<'d> {
    pub(super) tables: &'d CodeTables,
    pub(super) claimed: &'d Claimed<'d>,
    /// The discharge date, as the number YYYYMMDD.
    pub(super) day: u32,
}

impl Edited<'_> {
    /// One finding an edit. Age and sex conflicts and invalid codes are left
    /// out where a code's own findings already tell them.
    pub(super) fn findings(&self, edits: &[Edit]) -> Vec<Finding> {
        edits
            .iter()
            .filter(|edit| !self.already_told(edit))
            .map(|edit| self.finding(edit))
            .collect()
    }

    fn already_told(&self, edit: &Edit) -> bool {
        let told: &[&str] = match edit.name.as_str() {
            "AGE_CONFLICT" => &["cm.age_conflict"],
            "SEX_CONFLICT" => &["cm.sex_conflict", "pcs.sex_conflict"],
            "INVALID_CODE" => &["cm.unknown", "cm.not_billable", "cm.not_in_effect"],
            _ => return false,
        };
        self.claimed
            .diagnoses
            .iter()
            .flat_map(|draft| &draft.suggestion.findings)
            .any(|finding| told.contains(&finding.rule.as_ref()))
    }

    fn finding(&self, edit: &Edit) -> Finding {
        let name = edit.name.to_ascii_lowercase();
        let rule = rule_of(&name).unwrap_or(&OTHER);
        let codes = self.codes(edit.name.as_str());
        let on = if codes.is_empty() {
            format!("{} code(s)", edit.count)
        } else {
            codes.join(", ")
        };
        let mut finding = rule
            .finding(format!("{} on {on}", name.replace('_', " ")))
            .about(codes);
        if edit.edit_type == "POSTPAYMENT" {
            finding.severity = finding.severity.min(FindingSeverity::Warning);
        }
        finding
    }

    /// The codes that carry what the edit looks for.
    fn codes(&self, edit: &str) -> Vec<String> {
        match edit {
            "UNACCEPTABLE_PDX" => self.principal(Edits::UNACCEPTABLE),
            "MANIFESTATION_AS_PDX" => self.principal(Edits::MANIFESTATION),
            "E_CODE_AS_PDX" => self.principal(Edits::EXTERNAL_CAUSE),
            "QUESTIONABLE_ADMISSION" => self.principal(Edits::QUESTIONABLE),
            "REQUIRES_SDX" => self.principal(Edits::REQUIRES_SECONDARY),
            "UNSPECIFIED" => self.diagnoses(Edits::UNSPECIFIED),
            "WRONG_PROCEDURE_PERFORMED" => self.diagnoses(Edits::WRONG_PROCEDURE),
            "QUESTIONABLE_OBSTETRIC_ADMISSION" => self.procedures(Edits::DELIVERY),
            "NON_COVERED" => {
                let never = self.procedures(Edits::NOT_COVERED);
                if never.is_empty() {
                    self.procedures(Edits::NOT_COVERED_IF)
                } else {
                    never
                }
            }
            name if name.starts_with("LIMITED_COVERAGE") => self.procedures(Edits::LIMITED),
            "INVALID_CODE" => self.invalid(),
            _ => Vec::new(),
        }
    }

    fn principal(&self, edit: Edits) -> Vec<String> {
        let first = self.claimed.diagnoses.first();
        named(first.into_iter().filter(|draft| self.has(draft, edit)))
    }

    fn diagnoses(&self, edit: Edits) -> Vec<String> {
        let diagnoses = self.claimed.diagnoses.iter();
        named(diagnoses.filter(|draft| self.has(draft, edit)))
    }

    fn has(&self, draft: &Draft<'_>, edit: Edits) -> bool {
        let entry = draft.entry.as_ref();
        entry.is_some_and(|entry| entry.edits(self.day).has(edit))
    }

    fn procedures(&self, edit: Edits) -> Vec<String> {
        self.claimed
            .procedures
            .iter()
            .filter(|code| {
                let periods = self.tables.pcs_periods(code).unwrap_or_default();
                in_effect(periods, self.day).is_some_and(|period| period.edits.has(edit))
            })
            .map(ToString::to_string)
            .collect()
    }

    fn invalid(&self) -> Vec<String> {
        let is_invalid = |draft: &&Draft<'_>| {
            let entry = draft.entry.as_ref();
            entry.is_none_or(|entry| entry.in_effect(self.day).is_none())
        };
        let procedures = self.claimed.procedures.iter().filter(|code| {
            let periods = self.tables.pcs_periods(code).unwrap_or_default();
            in_effect(periods, self.day).is_none()
        });
        named(self.claimed.diagnoses.iter().filter(is_invalid))
            .into_iter()
            .chain(procedures.map(ToString::to_string))
            .collect()
    }
}

fn named<'d>(drafts: impl Iterator<Item = &'d Draft<'d>>) -> Vec<String> {
    drafts.map(|draft| draft.code.to_string()).collect()
}

/// The rule of an edit, by its name in lower case. The editor has a name of
/// its own for limited coverage of each organ.
fn rule_of(name: &str) -> Option<&'static crate::rules::Rule> {
    let name = if name.starts_with("limited_coverage") {
        "limited_coverage"
    } else {
        name
    };
    TOLD.iter()
        .find(|rule| rule.id.strip_prefix("mce.") == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_edit_is_a_rule_by_its_name() {
        assert_eq!(
            rule_of("unacceptable_pdx").unwrap().id,
            "mce.unacceptable_pdx"
        );
        assert_eq!(
            rule_of("limited_coverage_kidney").unwrap().id,
            "mce.limited_coverage"
        );
        assert!(rule_of("something_new").is_none());
    }
}
