//! How fast the tables load and a chart is checked, sequenced, held to the
//! rules and grouped with its marginals, on one core:
//! `cargo run --release -p chartfleet-codes --example claim_speed -- DIR`,
//! where DIR is the folder that `chartfleet codes install` filled.
//!
//! The charts are inpatients' with 20 diagnoses, eight or more of them CC or
//! MCC, drawn from the installed code set by a fixed generator: the same on
//! every machine. A note documents each diagnosis in a sentence.

use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use chartfleet_codes::{
    CheckedSuggestion, ClaimContext, CodeTables, CodesError, GrouperVersion, sequence,
};
use chartfleet_model::{
    AuthorRole, Code, Confidence, DischargeStatus, Document, DocumentKind, Encounter,
    EncounterClass, Evidence, Icd10CmCode, Patient, Poa, Severity, Sex,
};
use jiff::civil::{Date, date};

/// Charts that are measured.
const CHARTS: usize = 1_000;
const DIAGNOSES: usize = 20;
const ON: Date = date(2026, 5, 5);

/// The goals, beside which figures are printed.
const GOAL: Duration = Duration::from_millis(2);
const LOAD_GOAL: Duration = Duration::from_secs(1);
const MEMORY_GOAL_MB: u64 = 250;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = std::env::args()
        .nth(1)
        .map_or_else(|| PathBuf::from(".chartfleet/codes"), PathBuf::from);
    let start = Instant::now();
    let tables = CodeTables::open(&dir)?;
    let load = start.elapsed();
    let memory = resident_mb()?;
    let mut out = io::stdout().lock();
    writeln!(out, "tables {}", tables.version())?;
    writeln!(out, "load   {load:>10.1?}   goal {LOAD_GOAL:?}")?;
    writeln!(
        out,
        "memory {memory:>7} MB   goal {MEMORY_GOAL_MB} MB (resident after loading)"
    )?;
    let charts = charts(&tables)?;
    for chart in charts.iter().take(50) {
        code(&tables, chart)?;
    }
    let mut times = Vec::with_capacity(charts.len());
    let mut with_cc = 0;
    for chart in &charts {
        let start = Instant::now();
        let counted = code(&tables, chart)?;
        times.push(start.elapsed());
        with_cc += counted;
    }
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get(times.len() * share / 100)
            .copied()
            .unwrap_or_default()
    };
    writeln!(
        out,
        "charts {CHARTS} of {DIAGNOSES} diagnoses, {:.1} CC or MCC counting on each",
        with_cc as f64 / CHARTS as f64
    )?;
    writeln!(out, "median {:>10.1?}   goal {GOAL:?}", at(50))?;
    writeln!(out, "99th   {:>10.1?}   goal {GOAL:?}", at(99))?;
    Ok(())
}

/// Checks and sequences a chart; how many CC and MCC count on it.
fn code(tables: &CodeTables, codes: &[Code]) -> Result<usize, CodesError> {
    let patient = Patient {
        age: Some(67),
        sex: Sex::Female,
        ..Patient::default()
    };
    let encounter = Encounter {
        class: EncounterClass::Inpatient,
        admitted: Some(ON),
        discharged: Some(ON),
        discharge_status: Some(DischargeStatus::HOME),
        specialty: None,
    };
    let (note, spans) = note_of(tables, codes);
    let suggestions = codes
        .iter()
        .zip(spans)
        .enumerate()
        .map(|(rank, (code, span))| CheckedSuggestion {
            findings: tables.check(code, ON, &patient),
            code: code.clone(),
            confidence: Confidence::High,
            poa: code.system().is_diagnosis().then_some(Poa::Y),
            evidence: vec![span],
            reason: String::new(),
            rank,
            modifiers: Vec::new(),
            units: 1,
            signals: chartfleet_model::Signals::default(),
        })
        .collect();
    let context = ClaimContext {
        encounter: &encounter,
        patient: &patient,
        on: ON,
        documents: std::slice::from_ref(&note),
        base_rate: Some(6_500.0),
    };
    let claim = sequence(tables, &context, suggestions)?;
    let counting = claim
        .diagnoses
        .iter()
        .filter(|d| d.severity != Severity::None);
    Ok(counting.count())
}

/// The charts: two acute conditions, eight CC or MCC, ten others, a procedure.
fn charts(tables: &CodeTables) -> Result<Vec<Vec<Code>>, Box<dyn std::error::Error>> {
    let version = GrouperVersion::for_discharge(ON)?;
    let (mut severe, mut others) = (Vec::new(), Vec::new());
    for entry in tables.cm_entries().filter(|entry| entry.billable(ON)) {
        let code: Icd10CmCode = entry.code().parse()?;
        let medical = matches!(code.as_str().as_bytes().first(), Some(b'A'..=b'N' | b'R'));
        match entry.severity(version) {
            Severity::None => others.push(code),
            _ if medical => severe.push(code),
            _ => {}
        }
    }
    let acute: Vec<Icd10CmCode> = ["J18.9", "J96.01", "N17.9", "I50.33", "K85.90", "I21.4"]
        .into_iter()
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    let procedure = Code::Icd10Pcs("0FT44ZZ".parse()?);
    let mut random = Random(20_260_505);
    Ok((0..CHARTS)
        .map(|_| {
            let mut codes = Vec::with_capacity(DIAGNOSES + 1);
            for (from, count) in [(&acute, 2), (&severe, 8), (&others, 10)] {
                let wanted = codes.len() + count;
                while codes.len() < wanted {
                    let drawn = random.of(from).cloned().map(Code::Icd10Cm);
                    codes.extend(drawn.filter(|code| !codes.contains(code)));
                }
            }
            codes.push(procedure.clone());
            codes
        })
        .collect())
}

/// A linear congruential generator (Knuth's MMIX).
struct Random(u64);

impl Random {
    fn of<'c, T>(&mut self, choices: &'c [T]) -> Option<&'c T> {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        choices.get((self.0 >> 33) as usize % choices.len().max(1))
    }
}

/// Resident memory, as Linux counts it.
fn resident_mb() -> Result<u64, Box<dyn std::error::Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes: u64 = line
        .and_then(|line| line.split_whitespace().next())
        .ok_or("no VmRSS")?
        .parse()?;
    Ok(kilobytes / 1024)
}

/// A note with a sentence for each code, which has the words of its title and a
/// few more: rules that read the documentation have something to read.
fn note_of(tables: &CodeTables, codes: &[Code]) -> (Document, Vec<Evidence>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    let place = |text: &str| u32::try_from(text.len()).unwrap_or(u32::MAX);
    for code in codes {
        text.push_str("Patient with acute left ");
        let start = place(&text);
        text.push_str(&tables.title(code).unwrap_or_default());
        spans.push(Evidence {
            document: 0,
            start,
            end: place(&text),
        });
        text.push_str(", stage 3, treated since admission.\n");
    }
    let document = Document {
        kind: DocumentKind::default(),
        author_role: AuthorRole::default(),
        time: None,
        text,
    };
    (document, spans)
}
