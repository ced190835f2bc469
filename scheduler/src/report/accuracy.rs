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
use std::io::Write;

use chartfleet_codes::{CodeTables, GrouperVersion};
use chartfleet_model::{CodeSystem, GoldCode, Icd10CmCode, Severity};
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use chartfleet_store::GoldRow;
use serde::Serialize;

use super::{ReportArgs, store_and_run};
use crate::{connect, output};

/// Counts over all charts.
#[derive(Default)]
struct Tally {
    charts: u64,
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

/// A figure beside its target.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
struct Figure {
    value: f64,
    of: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    met: Option<bool>,
}

#[derive(Serialize)]
struct Scores {
    precision: f64,
    recall: f64,
    f1: f64,
}

#[derive(Serialize)]
struct Printed {
    run: chartfleet_model::RunId,
    charts: u64,
    gold_diagnoses: u64,
    suggested_diagnoses: u64,
    gold_not_in_tables: u64,
    exact: Figure,
    three_character: Figure,
    specificity_capture: Figure,
    false_suggestions: Figure,
    critical_misses: Figure,
    principal: Figure,
    micro: Scores,
    #[serde(rename = "macro")]
    macro_: Scores,
}

/// Prints the accuracy.
pub(crate) async fn run(settings: &Settings, args: &ReportArgs) -> Result<(), Failure> {
    let (store, run) = store_and_run(settings, args).await?;
    let tables = connect::tables(settings)?;
    let mut tally = Tally::default();
    store
        .for_each_gold(run, |row| tally.add(&row, &|code| level(&tables, code)))
        .await
        .or_exit(Exit::Unavailable, "cannot read results")?;
    if tally.charts == 0 {
        let what = format!("no chart of run {run} carries gold codes: see docs/chart-format.md");
        return Err(Failure::new(Exit::Usage, what));
    }
    let printed = tally.figures(run);
    let out = &mut output::stdout();
    if args.json {
        output::json(out, &printed)
    } else {
        print(out, &printed)
    }
}

/// The code's own CC/MCC level; `None` where the tables do not know the code.
fn level(tables: &CodeTables, code: &str) -> Option<Severity> {
    let code: Icd10CmCode = code.parse().ok()?;
    let newest = GrouperVersion::for_discharge(GrouperVersion::LAST_DAY).ok()?;
    Some(tables.cm(&code)?.severity(newest))
}

fn category(code: &str) -> &str {
    code.get(..3).unwrap_or(code)
}

impl Tally {
    fn add(&mut self, row: &GoldRow, level: &dyn Fn(&str) -> Option<Severity>) {
        let diagnoses = row
            .gold
            .iter()
            .filter(|gold| gold.system == CodeSystem::Icd10Cm);
        let gold: BTreeMap<String, &GoldCode> =
            diagnoses.map(|gold| (gold.normalized(), gold)).collect();
        let claim = &row.result.diagnoses;
        let suggested: HashSet<&str> = claim.iter().map(|d| d.code.as_str()).collect();
        let categories: HashSet<&str> = suggested.iter().map(|code| category(code)).collect();
        self.charts += 1;
        self.suggested += suggested.len() as u64;
        for code in &suggested {
            let of_code = self.by_code.entry((*code).to_owned()).or_default();
            of_code.suggested += 1;
        }
        for (code, entry) in &gold {
            let level = level(code);
            let exact = suggested.contains(code.as_str());
            let near = categories.contains(category(code));
            let is_specific = near && code.len() > 3;
            let is_critical = entry.principal || level.is_some_and(|level| level > Severity::None);
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
            .find(|(_, gold)| gold.principal)
            .map(|(code, _)| code.as_str());
        if let Some(principal) = principal {
            self.principal += 1;
            let first = claim.first().map(|d| d.code.as_str());
            self.principal_right += u64::from(first == Some(principal));
        }
    }

    fn figures(&self, run: chartfleet_model::RunId) -> Printed {
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

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 {
        0.0
    } else {
        part as f64 / whole as f64
    }
}

fn at_least(part: u64, whole: u64, bound: f64, target: &'static str) -> Figure {
    let value = share(part, whole);
    Figure {
        value,
        of: whole,
        target: Some(target),
        met: Some(value >= bound),
    }
}

fn below(part: u64, whole: u64, bound: f64, target: &'static str) -> Figure {
    let value = share(part, whole);
    Figure {
        value,
        of: whole,
        target: Some(target),
        met: Some(value < bound),
    }
}

fn scores(precision: f64, recall: f64) -> Scores {
    let sum = precision + recall;
    let f1 = if sum > 0.0 {
        2.0 * precision * recall / sum
    } else {
        0.0
    };
    Scores {
        precision,
        recall,
        f1,
    }
}

fn print(out: &mut impl Write, printed: &Printed) -> Result<(), Failure> {
    writeln!(
        out,
        "run {}: {} charts with gold codes, {} gold diagnoses ({} not in the tables), {} suggested",
        printed.run,
        printed.charts,
        printed.gold_diagnoses,
        printed.gold_not_in_tables,
        printed.suggested_diagnoses
    )?;
    writeln!(
        out,
        "  {:<22}{:>8}  {:>8}  {:<12}",
        "", "measured", "of", "target"
    )?;
    for (name, figure) in [
        ("exact", &printed.exact),
        ("three-character", &printed.three_character),
        ("specificity capture", &printed.specificity_capture),
        ("false suggestions", &printed.false_suggestions),
        ("critical misses", &printed.critical_misses),
        ("principal diagnosis", &printed.principal),
    ] {
        let verdict = match figure.met {
            Some(true) => "met",
            Some(false) => "not met",
            None => "",
        };
        let target = figure.target.unwrap_or_default();
        writeln!(
            out,
            "  {name:<22}{:>8}  {:>8}  {target:<12}{verdict}",
            output::percent(figure.value),
            figure.of
        )?;
    }
    for (name, s) in [("micro", &printed.micro), ("macro", &printed.macro_)] {
        writeln!(
            out,
            "  {name:<6} precision {:.3}  recall {:.3}  F1 {:.3}",
            s.precision, s.recall, s.f1
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use chartfleet_model::{
        ChartResult, ClaimDiagnosis, Confidence, DiagnosisRole, RunId, SetAsideReason,
    };

    use super::*;

    fn suggest(code: &str) -> ClaimDiagnosis {
        ClaimDiagnosis {
            code: code.parse().unwrap(),
            title: String::new(),
            role: DiagnosisRole::Secondary,
            confidence: Confidence::High,
            poa: None,
            severity: Severity::None,
            excluded_by_pdx: false,
            drives_drg: false,
            drg_without: None,
            evidence: Vec::new(),
            reason: String::new(),
            findings: Vec::new(),
        }
    }

    fn row(gold: &[(&str, bool)], suggested: &[&str]) -> GoldRow {
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
}
