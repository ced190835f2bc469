//! Worked cases of the queries about documented diagnoses, on the installed
//! official tables: `chartfleet codes install` first.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "queries/case.rs"]
mod case;
#[path = "queries/docs.rs"]
mod docs;
#[path = "queries/history.rs"]
mod history;
#[path = "queries/review.rs"]
mod review;

use std::collections::BTreeSet;
use std::path::PathBuf;

use chartfleet_coder::cdi::{self, OTHER, UNDETERMINED};
use chartfleet_model::Gap;

use case::{Asked, Case, File};

/// Every file of cases.
fn files() -> Vec<(String, File)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/queries");
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|kind| kind == "toml"))
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let file = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        (path.display().to_string(), file)
    };
    paths.into_iter().map(read).collect()
}

/// A gap the way a case tells it.
fn told(gap: &Gap, case: &Case) -> Asked {
    let chart = case.chart();
    let mut texts = gap.options.iter().rev().map(|option| &*option.text);
    assert_eq!(texts.next(), Some(UNDETERMINED), "{}", case.name);
    assert_eq!(texts.next(), Some(OTHER), "{}", case.name);
    let own = gap.options.len() - 2;
    let joined = |codes: &[chartfleet_model::Icd10CmCode]| {
        let codes: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
        codes.join("+")
    };
    let shown = gap.indicators.iter();
    Asked {
        rule: gap.rule.to_string(),
        now: joined(&gap.codes_now),
        options: gap
            .options
            .iter()
            .take(own)
            .map(|option| joined(&option.codes))
            .collect(),
        shows: shown
            .map(|i| i.evidence.slice(&chart.documents).unwrap().to_owned())
            .collect(),
    }
}

#[test]
fn each_case_asks_exactly_what_it_says() {
    let mut wrong = Vec::new();
    for (path, file) in files() {
        for case in &file.case {
            let gaps = case.gaps();
            let ours = gaps
                .iter()
                .filter(|gap| file.rules.iter().any(|rule| *rule == gap.rule));
            let found: Vec<Asked> = ours.map(|gap| told(gap, case)).collect();
            if found != case.asks {
                wrong.push(format!(
                    "{path}: {}\n  asks    {:#?}\n  expects {:#?}",
                    case.name, found, case.asks
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} cases\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn every_check_has_a_case_that_asks_and_one_that_does_not() {
    let files = files();
    // The history needs sections, which history.rs gives it.
    let checks = cdi::documentation_checks();
    for check in checks.filter(|check| check.rule != "cdi.present_illness") {
        let own: Vec<&Case> = files
            .iter()
            .filter(|(_, file)| file.rules.iter().any(|rule| rule == check.rule))
            .flat_map(|(_, file)| &file.case)
            .collect();
        let asks = |case: &&&Case| case.asks.iter().any(|asked| asked.rule == check.rule);
        assert!(
            own.iter().any(|case| asks(&case)),
            "{} never asks",
            check.rule
        );
        let silent = own
            .iter()
            .any(|case| case.silent.iter().any(|rule| rule == check.rule));
        assert!(silent, "{} is never silent", check.rule);
    }
}

#[test]
fn every_query_of_every_case_is_compliant() {
    let mut seen = BTreeSet::new();
    for (_, file) in files() {
        for case in &file.case {
            for gap in case.gaps() {
                let faults = cdi::compliance::faults(&gap);
                assert!(faults.is_empty(), "{}: {faults:?}", case.name);
                seen.insert(gap.rule.to_string());
            }
        }
    }
    assert!(!seen.is_empty());
}

#[test]
fn names_of_checks_are_distinct() {
    let names: Vec<&str> = cdi::checks().map(|check| check.rule).collect();
    let distinct: BTreeSet<&str> = names.iter().copied().collect();
    assert_eq!(names.len(), distinct.len());
}
