//! Suggestions against gold codes.
//!
//! Diagnoses on the claim (not those set apart as unsupported or refused) are
//! compared with a certified coder's, chart by chart, as sets:
//!
//! - **exact**: gold diagnoses suggested exactly (recall).
//! - **three-character**: gold diagnoses whose category was suggested.
//! - **specificity capture**: of those with more than three characters, the
//!   ones suggested exactly.
//! - **false suggestions**: suggestions that the coder did not code.
//! - **critical misses**: principal, CC or MCC gold diagnoses of which not even
//!   the category was suggested.
//! - **micro** counts code mentions over all charts; **macro** averages over
//!   the codes that gold or suggestions name.
//!
//! Targets are those of a good assistant; the audit standard for people is 95%.

use std::collections::{BTreeMap, HashSet};

use chartfleet_model::{CodeSystem, Severity};
use chartfleet_store::GoldRow;
use serde::Serialize;

use super::figures::{Figure, Scores, at_least, below, scores, share};

/// Counts over all charts.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) charts: u64,
    gold: u64,
    suggested: u64,
    exact: u64,
    category: u64,
    specific: u64,
    specific_exact: u64,
    critical: u64,
    critical_missed: u64,
    principal: u64,
    principal_right: u64,
    unknown_gold: u64,
    by_code: BTreeMap<String, CodeTally>,
}

#[derive(Clone, Copy, Default)]
struct CodeTally {
    gold: u64,
    suggested: u64,
    exact: u64,
}

#[derive(Serialize)]
pub(super) struct Printed {
    pub(super) run: chartfleet_model::RunId,
    pub(super) charts: u64,
    pub(super) gold_diagnoses: u64,
    pub(super) suggested_diagnoses: u64,
    pub(super) gold_not_in_tables: u64,
    pub(super) exact: Figure,
    pub(super) three_character: Figure,
    pub(super) specificity_capture: Figure,
    pub(super) false_suggestions: Figure,
    pub(super) critical_misses: Figure,
    pub(super) principal: Figure,
    pub(super) micro: Scores,
    #[serde(rename = "macro")]
    pub(super) macro_: Scores,
}

fn category(code: &str) -> &str {
    code.get(..3).unwrap_or(code)
}

impl Tally {
    pub(super) fn add(&mut self, row: &GoldRow, level: &dyn Fn(&str) -> Option<Severity>) {
        let diagnoses = row
            .gold
            .iter()
            .filter(|gold| gold.system == CodeSystem::Icd10Cm);
        // A code that is listed twice is principal where either is.
        let mut gold: BTreeMap<String, bool> = BTreeMap::new();
        for entry in diagnoses {
            *gold.entry(entry.normalized()).or_default() |= entry.principal;
        }
        let claim = &row.result.diagnoses;
        let suggested: HashSet<&str> = claim.iter().map(|d| d.code.as_str()).collect();
        let categories: HashSet<&str> = suggested.iter().map(|code| category(code)).collect();
        self.charts += 1;
        self.suggested += suggested.len() as u64;
        for code in &suggested {
            let of_code = self.by_code.entry((*code).to_owned()).or_default();
            of_code.suggested += 1;
        }
        for (code, is_principal) in &gold {
            let level = level(code);
            let exact = suggested.contains(code.as_str());
            let near = categories.contains(category(code));
            let is_specific = near && code.len() > 3;
            let is_critical = *is_principal || level.is_some_and(|level| level > Severity::None);
            let of_code = self.by_code.entry(code.clone()).or_default();
            of_code.gold += 1;
            of_code.exact += u64::from(exact);
            self.gold += 1;
            self.exact += u64::from(exact);
            self.category += u64::from(near);
            self.specific += u64::from(is_specific);
            self.specific_exact += u64::from(is_specific && exact);
            self.critical += u64::from(is_critical);
            self.critical_missed += u64::from(is_critical && !near);
            self.unknown_gold += u64::from(level.is_none());
        }
        let principal = gold
            .iter()
            .find(|(_, is_principal)| **is_principal)
            .map(|(code, _)| code.as_str());
        if let Some(principal) = principal {
            self.principal += 1;
            let first = claim.first().map(|d| d.code.as_str());
            self.principal_right += u64::from(first == Some(principal));
        }
    }

    pub(super) fn figures(&self, run: chartfleet_model::RunId) -> Printed {
        let wrong = self.suggested - self.exact;
        Printed {
            run,
            charts: self.charts,
            gold_diagnoses: self.gold,
            suggested_diagnoses: self.suggested,
            gold_not_in_tables: self.unknown_gold,
            exact: at_least(self.exact, self.gold, 0.85, "85-90%"),
            three_character: at_least(self.category, self.gold, 0.92, "92-95%"),
            specificity_capture: at_least(self.specific_exact, self.specific, 0.80, "80-85%"),
            false_suggestions: below(wrong, self.suggested, 0.10, "below 10%"),
            critical_misses: below(self.critical_missed, self.critical, 0.03, "below 3%"),
            principal: Figure {
                value: share(self.principal_right, self.principal),
                of: self.principal,
                target: None,
                met: None,
            },
            micro: scores(
                share(self.exact, self.suggested),
                share(self.exact, self.gold),
            ),
            macro_: self.macro_scores(),
        }
    }

    fn macro_scores(&self) -> Scores {
        let mut sums = (0.0, 0.0, 0.0);
        for code in self.by_code.values() {
            let of_code = scores(
                share(code.exact, code.suggested),
                share(code.exact, code.gold),
            );
            sums.0 += of_code.precision;
            sums.1 += of_code.recall;
            sums.2 += of_code.f1;
        }
        #[expect(clippy::cast_precision_loss, reason = "there are 74,000 codes")]
        let codes = self.by_code.len().max(1) as f64;
        Scores {
            precision: sums.0 / codes,
            recall: sums.1 / codes,
            f1: sums.2 / codes,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use chartfleet_model::{
        ChartResult, ClaimDiagnosis, Confidence, DiagnosisRole, GoldCode, RunId, SetAsideReason,
    };

    use super::*;

    pub(in crate::report::accuracy) fn suggest(code: &str) -> ClaimDiagnosis {
        ClaimDiagnosis {
            code: code.parse().unwrap(),
            title: String::new(),
            role: DiagnosisRole::Secondary,
            confidence: Confidence::High,
            signals: chartfleet_model::Signals::default(),
            probability: None,
            poa: None,
            severity: Severity::None,
            excluded_by_pdx: false,
            drives_drg: false,
            drg_without: None,
            weight_at_stake: None,
            payment_at_stake_cents: None,
            drg_if: Vec::new(),
            hospital_acquired: None,
            evidence: Vec::new(),
            reason: String::new(),
            findings: Vec::new(),
        }
    }

    pub(in crate::report::accuracy) fn row(gold: &[(&str, bool)], suggested: &[&str]) -> GoldRow {
        let mut result = ChartResult::set_aside(SetAsideReason::NoText, "p", "c");
        result.diagnoses = suggested.iter().map(|code| suggest(code)).collect();
        let gold = gold
            .iter()
            .map(|(code, principal)| GoldCode {
                system: CodeSystem::Icd10Cm,
                code: (*code).to_owned(),
                principal: *principal,
            })
            .collect();
        GoldRow {
            key: chartfleet_model::ChartKey(1),
            chart_id: "A1".to_owned(),
            class: "inpatient".to_owned(),
            specialty: None,
            gold,
            result,
        }
    }

    /// A41.9 is an MCC; Q99.9 stands for a code the tables do not know.
    fn level(code: &str) -> Option<Severity> {
        match code {
            "A41.9" => Some(Severity::Mcc),
            "Q99.9" => None,
            _ => Some(Severity::None),
        }
    }

    #[test]
    fn figures_follow_their_definitions() {
        let mut tally = Tally::default();
        tally.add(
            &row(
                &[("j189", true), ("E11.22", false), ("A41.9", false)],
                &["J18.9", "E11.9", "I10"],
            ),
            &level,
        );
        let printed = tally.figures(RunId(1));
        assert_eq!((printed.exact.value, printed.exact.of), (1.0 / 3.0, 3));
        assert_eq!(printed.three_character.value, 2.0 / 3.0);
        assert_eq!(
            (
                printed.specificity_capture.value,
                printed.specificity_capture.of
            ),
            (0.5, 2)
        );
        assert_eq!(printed.false_suggestions.value, 2.0 / 3.0);
        // Critical: the principal (found) and the MCC (missed).
        assert_eq!(
            (printed.critical_misses.value, printed.critical_misses.of),
            (0.5, 2)
        );
        assert_eq!(printed.principal.value, 1.0);
        assert!((printed.micro.f1 - 1.0 / 3.0).abs() < 1e-12);
        // Five codes are named, one of them is right.
        assert!((printed.macro_.f1 - 0.2).abs() < 1e-12);
    }

    #[test]
    fn gold_that_the_tables_do_not_know_is_counted() {
        let mut tally = Tally::default();
        tally.add(&row(&[("Q99.9", false)], &[]), &level);
        assert_eq!(tally.figures(RunId(1)).gold_not_in_tables, 1);
    }

    #[test]
    fn a_code_suggested_twice_counts_once() {
        let mut tally = Tally::default();
        tally.add(&row(&[("I10", false)], &["I10", "I10"]), &level);
        assert_eq!(tally.figures(RunId(1)).suggested_diagnoses, 1);
    }

    #[test]
    fn gold_that_is_listed_twice_keeps_its_principal() {
        let mut tally = Tally::default();
        tally.add(
            &row(&[("J18.9", true), ("j189", false)], &["J18.9"]),
            &level,
        );
        let principal = tally.figures(RunId(1)).principal;
        assert_eq!((principal.value, principal.of), (1.0, 1));
    }
}
