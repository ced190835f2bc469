//! Worked cases: claims written from the guidelines, with what the rules must
//! find and the order that must come out. The table is `tests/cases/*.toml`.
//!
//! `findings` names exactly the rules of severity warning or error that fire,
//! on the claim or on a code; what is merely good to know is named in `notes`.
//! Each rule of the registry needs a case in which it fires and one that lists
//! it as `silent`: close to firing, and right not to.
//!
//! A file of cases may name `imports`, files of `tests/data`: its cases run on
//! a private copy of the installation with those imported.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use chartfleet_codes::{
    CheckedSuggestion, ClaimContext, CodeTables, Sequenced, all_rules, claim_rules, sequence,
};
use chartfleet_model::{
    Code, CodeSystem, Confidence, DischargeStatus, Document, Encounter, EncounterClass, Evidence,
    FindingSeverity, Patient, Payer, Sex,
};
use jiff::civil::{Date, date};
use serde::Deserialize;

use crate::common::{Copy, TABLES};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    /// Files that the cases need beside the installed tables.
    #[serde(default)]
    imports: Vec<ImportFile>,
    case: Vec<Case>,
}

/// A file that is imported for the cases of one file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ImportFile {
    kind: String,
    /// In `tests/data`.
    file: String,
    #[serde(default)]
    license: Option<String>,
}

/// A claim in, findings and order out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// The guideline section or table that it is written from.
    section: String,
    #[serde(default = "inpatient")]
    class: EncounterClass,
    #[serde(default = "sixty")]
    age: u8,
    #[serde(default)]
    sex: Sex,
    /// Four days before discharge for inpatients, else the same day, where
    /// nothing is said.
    #[serde(default)]
    admitted: Option<Date>,
    #[serde(default)]
    discharged: Option<Date>,
    #[serde(default)]
    discharge_status: Option<DischargeStatus>,
    /// In the proposed order: `CODE`, `CODE POA`, `CODE | words that document
    /// it` or `CODE POA | words`. POA is Y where nothing is said.
    #[serde(default)]
    dx: Vec<String>,
    /// `0FT44ZZ`, `cpt:47563`, `hcpcs:J0696 x2 -59 -RT`.
    #[serde(default)]
    px: Vec<String>,
    /// The diagnoses in billing order, where the order is the point.
    #[serde(default)]
    order: Option<Vec<String>>,
    /// Exactly the warnings and errors.
    #[serde(default)]
    findings: Vec<String>,
    /// Some of the remarks of severity info.
    #[serde(default)]
    notes: Vec<String>,
    /// Codes that a rule must offer, among others.
    #[serde(default)]
    offers: BTreeMap<String, Vec<String>>,
    /// Rules that must not fire though they are near.
    #[serde(default)]
    silent: Vec<String>,
    #[serde(default)]
    drg: Option<u16>,
}

const fn inpatient() -> EncounterClass {
    EncounterClass::Inpatient
}

const fn sixty() -> u8 {
    60
}

/// The files of cases, by name.
fn read_files() -> Vec<(String, CaseFile)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let file: CaseFile =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (name, file)
    };
    paths.into_iter().map(read).collect()
}

/// The tables that a file's cases need; `None` for those installed.
fn private_tables(imports: &[ImportFile]) -> Option<CodeTables> {
    if imports.is_empty() {
        return None;
    }
    let copy = Copy::of_installation();
    for import in imports {
        copy.import(&import.kind, &import.file, import.license.as_deref());
    }
    Some(copy.open())
}

fn run(case: &Case, tables: &CodeTables) -> Sequenced {
    let on = case.discharged.unwrap_or(date(2026, 5, 5));
    let patient = Patient {
        age: Some(case.age),
        sex: case.sex,
        payer: Payer::Medicare,
    };
    let encounter = Encounter {
        class: case.class,
        admitted: Some(case.admitted.unwrap_or_else(|| {
            let days = if case.class.is_inpatient() { 4 } else { 0 };
            on.saturating_sub(jiff::Span::new().days(days))
        })),
        discharged: Some(on),
        discharge_status: Some(case.discharge_status.unwrap_or(DischargeStatus::HOME)),
        specialty: None,
    };
    let checking = Checking {
        tables,
        on,
        patient: &patient,
    };
    let mut documents = Vec::new();
    let mut suggestions = Vec::new();
    for text in case.dx.iter().chain(&case.px) {
        suggestions.push(suggestion(
            text,
            suggestions.len(),
            &mut documents,
            &checking,
        ));
    }
    let context = ClaimContext {
        encounter: &encounter,
        patient: &patient,
        on,
        documents: &documents,
        base_rate: None,
    };
    sequence(tables, &context, suggestions).unwrap()
}

/// What codes are checked with.
struct Checking<'c> {
    tables: &'c CodeTables,
    on: Date,
    patient: &'c Patient,
}

fn suggestion(
    text: &str,
    rank: usize,
    documents: &mut Vec<Document>,
    checking: &Checking<'_>,
) -> CheckedSuggestion {
    let (head, words) = text.split_once(" | ").unwrap_or((text, ""));
    let mut head = head.split_whitespace();
    let (system, code) = match head.next().unwrap().split_once(':') {
        Some(("cpt", code)) => (CodeSystem::Cpt, code),
        Some(("hcpcs", code)) => (CodeSystem::Hcpcs, code),
        Some((system, _)) => panic!("{system} is no prefix"),
        None => (CodeSystem::Icd10Cm, text.split_whitespace().next().unwrap()),
    };
    let system = match (system, code.len(), code.contains('.')) {
        (CodeSystem::Icd10Cm, 7, false) => CodeSystem::Icd10Pcs,
        _ => system,
    };
    let code = Code::parse(system, code).unwrap_or_else(|error| panic!("{text}: {error}"));
    let mut suggestion = CheckedSuggestion {
        findings: checking.tables.check(&code, checking.on, checking.patient),
        poa: Some(chartfleet_model::Poa::Y).filter(|_| system.is_diagnosis()),
        code,
        confidence: Confidence::High,
        evidence: vec![evidence(words, documents)],
        reason: String::new(),
        rank,
        modifiers: Vec::new(),
        units: 1,
        signals: chartfleet_model::Signals::default(),
    };
    for word in head {
        match (word.strip_prefix('-'), word.strip_prefix('x')) {
            (Some(modifier), _) => suggestion.modifiers.push(modifier.to_owned()),
            (_, Some(units)) => suggestion.units = units.parse().unwrap(),
            // `1` is how exempt diagnoses are reported: no indicator.
            _ if word == "1" => suggestion.poa = None,
            _ => suggestion.poa = Some(serde_json::from_value(word.into()).unwrap()),
        }
    }
    suggestion
}

/// Each diagnosis is documented by a note of its own. The evidence is what stands
/// in square brackets, else all of it.
fn evidence(words: &str, documents: &mut Vec<Document>) -> Evidence {
    let (before, rest) = words.split_once('[').unwrap_or(("", words));
    let (quote, after) = rest.split_once(']').unwrap_or((rest, ""));
    let text = format!("{before}{quote}{after}");
    documents.push(serde_json::from_value(serde_json::json!({ "text": text })).unwrap());
    let start = u32::try_from(before.len()).unwrap();
    Evidence {
        document: u32::try_from(documents.len() - 1).unwrap(),
        start,
        end: start + u32::try_from(quote.len()).unwrap(),
    }
}

/// Rules that fired on the claim or a code: warnings and errors, and remarks.
fn fired(sequenced: &Sequenced) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let on_codes = sequenced
        .diagnoses
        .iter()
        .flat_map(|diagnosis| &diagnosis.findings)
        .chain(sequenced.procedures.iter().flat_map(|p| &p.findings));
    let (mut findings, mut notes) = (BTreeSet::new(), BTreeSet::new());
    for finding in on_codes.chain(&sequenced.findings) {
        if finding.severity == FindingSeverity::Info {
            notes.insert(finding.rule.as_ref());
        } else {
            findings.insert(finding.rule.as_ref());
        }
    }
    (findings, notes)
}

/// What is wrong with the outcome of a case, a line each.
fn verdict(case: &Case, tables: &CodeTables) -> Vec<String> {
    let sequenced = run(case, tables);
    let (findings, notes) = fired(&sequenced);
    let mut wrong = Vec::new();
    let expected: BTreeSet<&str> = case.findings.iter().map(String::as_str).collect();
    for missing in expected.difference(&findings) {
        wrong.push(format!("{missing} did not fire"));
    }
    for surplus in findings.difference(&expected) {
        wrong.push(format!("{surplus} fired"));
    }
    for note in &case.notes {
        if !notes.contains(note.as_str()) {
            wrong.push(format!("{note} was not noted"));
        }
    }
    for rule in &case.silent {
        if findings.contains(rule.as_str()) || notes.contains(rule.as_str()) {
            wrong.push(format!("{rule} is not silent"));
        }
    }
    for (rule, offers) in &case.offers {
        let offered: BTreeSet<&str> = sequenced
            .findings
            .iter()
            .filter(|finding| finding.rule == rule.as_str())
            .flat_map(|finding| finding.offers.iter().map(String::as_str))
            .collect();
        for offer in offers {
            if !offered.contains(offer.as_str()) {
                wrong.push(format!("{rule} does not offer {offer} but {offered:?}"));
            }
        }
    }
    if let Some(order) = &case.order {
        let codes: Vec<_> = sequenced
            .diagnoses
            .iter()
            .map(|d| d.code.as_str())
            .collect();
        if codes != *order {
            wrong.push(format!("the order is {codes:?}"));
        }
    }
    let drg = sequenced.drg.as_ref().map(|drg| drg.drg);
    if case.drg.is_some() && case.drg != drg {
        wrong.push(format!("the DRG is {drg:?}"));
    }
    wrong
}

#[test]
fn worked_cases_give_their_findings_and_order() {
    let mut failures = Vec::new();
    let mut total = 0;
    for (name, file) in read_files() {
        let private = private_tables(&file.imports);
        let tables = private.as_ref().unwrap_or(&TABLES);
        for case in &file.case {
            total += 1;
            let wrong = verdict(case, tables);
            if !wrong.is_empty() {
                failures.push(format!(
                    "{name}: {} ({})\n    {}",
                    case.name,
                    case.section,
                    wrong.join("\n    ")
                ));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {total} cases fail\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn every_finding_of_a_case_is_a_listed_rule_of_that_severity_with_a_remedy() {
    let rules: BTreeMap<&str, _> = all_rules().map(|rule| (rule.id, rule)).collect();
    for (name, file) in read_files() {
        let private = private_tables(&file.imports);
        let tables = private.as_ref().unwrap_or(&TABLES);
        for case in &file.case {
            let sequenced = run(case, tables);
            let on_codes = sequenced.diagnoses.iter().flat_map(|d| &d.findings);
            let on_procedures = sequenced.procedures.iter().flat_map(|p| &p.findings);
            for finding in on_codes.chain(on_procedures).chain(&sequenced.findings) {
                let rule = rules.get(finding.rule.as_ref());
                let at = format!("{name}: {}: {}", case.name, finding.rule);
                let rule = rule.unwrap_or_else(|| panic!("{at} is not listed"));
                assert!(finding.severity <= rule.severity, "{at}");
                assert!(!finding.remedy.is_empty(), "{at}");
            }
        }
    }
}

#[test]
fn each_rule_has_a_firing_and_a_silent_case() {
    let files = read_files();
    let cases = || files.iter().flat_map(|(_, file)| &file.case);
    let fires: BTreeSet<&str> = cases()
        .flat_map(|case| case.findings.iter().chain(&case.notes))
        .map(String::as_str)
        .collect();
    let silent: BTreeSet<&str> = cases()
        .flat_map(|case| &case.silent)
        .map(String::as_str)
        .collect();
    for rule in claim_rules() {
        assert!(fires.contains(rule.id), "{} fires in no case", rule.id);
        assert!(silent.contains(rule.id), "{} is silent in no case", rule.id);
    }
}
