//! A worked case: a claim, the notes behind it, and the queries that follow.

use std::path::PathBuf;
use std::sync::LazyLock;

use chartfleet_coder::cdi::facts::Facts;
use chartfleet_coder::cdi::{self, Look};
use chartfleet_coder::record::Record;
use chartfleet_codes::{CheckedSuggestion, ClaimContext, CodeTables, sequence};
use chartfleet_model::{
    Chart, ChartResult, Code, Confidence, Evidence, Gap, NotClaimed, NotClaimedStatus, Outcome,
    Poa, SetAsideReason, Signals,
};
use jiff::civil::{Date, date};
use serde::Deserialize;
use serde_json::json;

/// The installed tables, opened once.
pub(crate) static TABLES: LazyLock<CodeTables> = LazyLock::new(|| {
    let dir = tables_dir();
    CodeTables::open(&dir).unwrap_or_else(|error| {
        panic!(
            "{error}\n(these tests use the tables in {}; set CHARTFLEET__CODES__DIR to use others)",
            dir.display()
        )
    })
});

#[expect(
    clippy::disallowed_methods,
    reason = "tests have no settings; the variable is the one the binaries read"
)]
fn tables_dir() -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::env::var("CHARTFLEET__CODES__DIR")
        .map_or_else(|_| root.join(".chartfleet/codes"), PathBuf::from)
}

/// A file of cases about some rules.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    /// The rules that each case is exact about.
    pub(crate) rules: Vec<String>,
    pub(crate) case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) name: String,
    /// Where the answer is from.
    #[serde(rename = "section")]
    pub(crate) _section: String,
    #[serde(default = "inpatient")]
    pub(crate) class: String,
    #[serde(default = "june")]
    pub(crate) on: Date,
    /// `J18.9 Y @words of the notes`: indicator and words may be missing.
    #[serde(default)]
    pub(crate) dx: Vec<String>,
    /// Suggestions that no provider documents: `E44.0 @words`.
    #[serde(default)]
    pub(crate) not_provider: Vec<String>,
    /// `kind role: text`; the role may be missing.
    pub(crate) notes: Vec<String>,
    #[serde(default)]
    pub(crate) asks: Vec<Asked>,
    /// Rules that it shows to be silent, for the count of cases.
    #[serde(default)]
    pub(crate) silent: Vec<String>,
}

/// A query.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    pub(crate) rule: String,
    /// Codes in question, joined by `+`.
    #[serde(default)]
    pub(crate) now: String,
    /// The codes of each answer, joined by `+`, without the last two answers.
    pub(crate) options: Vec<String>,
    /// The words of the indicators.
    pub(crate) shows: Vec<String>,
}

fn inpatient() -> String {
    "inpatient".to_owned()
}

fn june() -> Date {
    date(2026, 6, 1)
}

impl Case {
    pub(crate) fn chart(&self) -> Chart {
        let documents: Vec<_> = self.notes.iter().map(|note| document(note)).collect();
        serde_json::from_value(json!({
            "id": "CASE",
            "encounter": {"class": self.class, "admitted": self.on, "discharged": self.on,
                          "discharge_status": "01"},
            "patient": {"age": 67, "sex": "female"},
            "documents": documents,
        }))
        .unwrap()
    }

    /// What every check finds, not yet ordered.
    pub(crate) fn gaps(&self) -> Vec<Gap> {
        let chart = self.chart();
        let record = Record::of(&chart);
        cdi::gaps(&Look {
            tables: &TABLES,
            chart: &chart,
            record: &record,
            facts: &Facts::of(&record),
            on: self.on,
            result: &self.result(&chart),
        })
    }

    /// The claim, sequenced.
    pub(crate) fn result(&self, chart: &Chart) -> ChartResult {
        let suggestions = self.dx.iter().enumerate();
        let suggestions = suggestions
            .map(|(rank, dx)| suggestion(dx, rank, chart))
            .collect();
        let context = ClaimContext {
            encounter: &chart.encounter,
            patient: &chart.patient,
            on: self.on,
            documents: &chart.documents,
            base_rate: None,
        };
        let sequenced = sequence(&TABLES, &context, suggestions).unwrap();
        let not_claimed = self.not_provider.iter().map(|dx| not_provider(dx, chart));
        ChartResult {
            outcome: Outcome::Coded,
            set_aside_reason: None,
            diagnoses: sequenced.diagnoses,
            procedures: sequenced.procedures,
            drg: sequenced.drg,
            not_claimed: not_claimed.collect(),
            ..ChartResult::set_aside(SetAsideReason::NoText, "p", "t")
        }
    }
}

fn document(note: &str) -> serde_json::Value {
    let (head, text) = note.split_once(": ").unwrap();
    let (kind, role) = head.split_once(' ').unwrap_or((head, "unknown"));
    json!({"kind": kind, "author_role": role, "text": text})
}

fn suggestion(dx: &str, rank: usize, chart: &Chart) -> CheckedSuggestion {
    let (head, quote) = dx.split_once(" @").unwrap_or((dx, ""));
    let (code, poa) = head.split_once(' ').unwrap_or((head, ""));
    let poa = match poa {
        "" => None,
        "Y" => Some(Poa::Y),
        "N" => Some(Poa::N),
        "U" => Some(Poa::U),
        other => panic!("no indicator: {other}"),
    };
    CheckedSuggestion {
        code: Code::Icd10Cm(code.parse().unwrap()),
        confidence: Confidence::High,
        poa,
        evidence: quoted(quote, chart),
        reason: String::new(),
        findings: Vec::new(),
        rank,
        modifiers: Vec::new(),
        units: 1,
        signals: Signals::default(),
    }
}

fn not_provider(dx: &str, chart: &Chart) -> NotClaimed {
    let (code, quote) = dx.split_once(" @").unwrap();
    NotClaimed {
        system: chartfleet_model::CodeSystem::Icd10Cm,
        code: code.to_owned(),
        status: NotClaimedStatus::NotProvider,
        confidence: Confidence::High,
        evidence: quoted(quote, chart),
        unverified_quote: None,
        findings: Vec::new(),
    }
}

/// Where the words first stand.
fn quoted(quote: &str, chart: &Chart) -> Vec<Evidence> {
    if quote.is_empty() {
        return Vec::new();
    }
    let mut documents = (0..).zip(&chart.documents);
    let found = documents.find_map(|(document, note)| {
        let start = u32::try_from(note.text.find(quote)?).unwrap();
        let end = start + u32::try_from(quote.len()).unwrap();
        Some(Evidence {
            document,
            start,
            end,
        })
    });
    vec![found.unwrap_or_else(|| panic!("not in the notes: {quote}"))]
}
