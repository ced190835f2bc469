//! Every demo chart gives the expected codes, flags and gaps.

use std::collections::BTreeSet;

use chartfleet_codes::CodeTables;
use chartfleet_model::{
    ChartResult, Code, CodeSystem, Depth, DiagnosisRole, Finding, FindingSeverity, Outcome, Poa,
    ReviewReason, Severity,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::model::Played;
use super::{CHARTS, Coder, data, demo_chart};

/// A recorded answer and what must become of it.
#[derive(Deserialize)]
pub(super) struct Recorded {
    pub(super) chart: String,
    pub(super) answer: Value,
    /// Gaps that the model points at when asked.
    #[serde(default)]
    pointed: Vec<Value>,
    expected: Expected,
}

#[derive(Deserialize)]
struct Expected {
    /// In billing order.
    diagnoses: Vec<Diagnosis>,
    /// The principal one first.
    #[serde(default)]
    procedures: Vec<String>,
    #[serde(default)]
    drg: Option<Group>,
    /// Where every code can be verified with the installed tables.
    outcome: Outcome,
    #[serde(default)]
    review_reasons: Vec<ReviewReason>,
    /// The rules of the queries.
    #[serde(default)]
    gaps: BTreeSet<String>,
    /// The rules that warn, or worse.
    #[serde(default)]
    findings: BTreeSet<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Diagnosis {
    code: String,
    role: DiagnosisRole,
    #[serde(default)]
    severity: Severity,
    #[serde(default)]
    excluded_by_pdx: bool,
    #[serde(default)]
    poa: Option<Poa>,
    /// For a code that is exempt by the list of CMS alone: what stays where a
    /// site has not imported it.
    #[serde(default)]
    poa_unless_listed: Option<Poa>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Group {
    number: u16,
    severity: Severity,
}

impl Recorded {
    pub(super) fn all() -> Vec<Self> {
        data("demo-answers.ndjson")
    }
}

/// The rules that warn about a result, or worse.
pub(super) fn warned(result: &ChartResult) -> BTreeSet<String> {
    let diagnoses = result.diagnoses.iter().flat_map(|d| &d.findings);
    let procedures = result.procedures.iter().flat_map(|p| &p.findings);
    let left_out = result.not_claimed.iter().flat_map(|n| &n.findings);
    let all = result.findings.iter().chain(diagnoses);
    all.chain(procedures)
        .chain(left_out)
        .filter(|finding: &&Finding| finding.severity >= FindingSeverity::Warning)
        .map(|finding| finding.rule.clone().into_owned())
        .collect()
}

/// Whether no table of the installation can verify a code of the answer, as
/// without a site's files.
pub(super) fn is_beyond(tables: &CodeTables, answer: &Value) -> bool {
    let suggestions = answer["suggestions"].as_array().unwrap();
    suggestions.iter().any(|suggestion| {
        let system: CodeSystem = serde_json::from_value(suggestion["system"].clone()).unwrap();
        let is_service = matches!(system, CodeSystem::Cpt | CodeSystem::Hcpcs);
        let code = suggestion["code"].as_str().unwrap();
        is_service && tables.title(&Code::parse(system, code).unwrap()).is_none()
    })
}

/// Where `result` is not what is expected: one line a field.
fn differences(expected: &Expected, beyond: bool, result: &ChartResult) -> Vec<String> {
    let mut lines = Vec::new();
    let mut hold = |field: &str, is: Value, must: Value| {
        if is != must {
            lines.push(format!("{field} is {is}, must be {must}"));
        }
    };
    let is: Vec<_> = result.diagnoses.iter().map(printed).collect();
    let places = expected.diagnoses.iter().enumerate();
    let must: Vec<_> = places
        .map(|(place, diagnosis)| {
            let poa = result.diagnoses.get(place).and_then(|claimed| claimed.poa);
            diagnosis.printed(poa)
        })
        .collect();
    hold("diagnoses", json!(is), json!(must));
    let is: Vec<_> = result.procedures.iter().map(|p| p.code.as_str()).collect();
    hold("procedures", json!(is), json!(expected.procedures));
    let drg = result.drg.as_ref();
    let is = drg.map(|drg| format!("{} {}", drg.drg, drg.severity.as_str()));
    let group = expected.drg.as_ref();
    let must = group.map(|drg| format!("{} {}", drg.number, drg.severity.as_str()));
    hold("drg", json!(is), json!(must));
    let mut reasons = expected.review_reasons.clone();
    let mut outcome = expected.outcome;
    if beyond {
        reasons.push(ReviewReason::NotVerifiable);
        reasons.sort_unstable();
        outcome = Outcome::NeedsReview;
    }
    hold("outcome", json!(result.outcome), json!(outcome));
    hold(
        "review reasons",
        json!(result.review_reasons),
        json!(reasons),
    );
    let is: BTreeSet<_> = result.gaps.iter().map(|gap| &*gap.rule).collect();
    hold("gaps", json!(is), json!(expected.gaps));
    hold("findings", json!(warned(result)), json!(expected.findings));
    lines
}

fn printed(diagnosis: &chartfleet_model::ClaimDiagnosis) -> String {
    Diagnosis {
        code: diagnosis.code.as_str().to_owned(),
        role: diagnosis.role,
        severity: diagnosis.severity,
        excluded_by_pdx: diagnosis.excluded_by_pdx,
        poa: diagnosis.poa,
        poa_unless_listed: None,
    }
    .printed(diagnosis.poa)
}

impl Diagnosis {
    /// One line; `claimed` is the indicator that the claim has.
    fn printed(&self, claimed: Option<Poa>) -> String {
        let unlisted = self.poa_unless_listed.filter(|_| claimed.is_some());
        let (role, poa) = (json!(self.role), json!(self.poa.or(unlisted)));
        let excluded = if self.excluded_by_pdx {
            " excluded"
        } else {
            ""
        };
        let level = self.severity.as_str();
        format!("{} {role} {level}{excluded} poa {poa}", self.code)
    }
}

async fn hold_all(depth: Depth) {
    let coder = Coder::new().await;
    let mut wrong = Vec::new();
    for recorded in Recorded::all() {
        let played = Played {
            answer: recorded.answer.clone(),
            gaps: recorded.pointed.clone(),
        };
        let result = coder.code(demo_chart(&recorded.chart), played, depth).await;
        let mut expected = recorded.expected;
        // Only the deepest reading asks the model for gaps.
        if depth == Depth::Thorough && !recorded.pointed.is_empty() {
            expected.gaps.insert("cdi.model".to_owned());
        }
        let beyond = is_beyond(&coder.tables, &recorded.answer);
        let lines = differences(&expected, beyond, &result);
        wrong.extend(
            lines
                .iter()
                .map(|line| format!("{}: {line}", recorded.chart)),
        );
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_demo_chart_with_text_has_a_recorded_answer() {
    let recorded: BTreeSet<_> = Recorded::all().into_iter().map(|r| r.chart).collect();
    let with_text = CHARTS.iter().filter(|demo| demo.chart.has_text());
    let charts: BTreeSet<_> = with_text.map(|demo| demo.id.clone()).collect();
    assert_eq!(recorded, charts);
}

#[tokio::test]
async fn every_demo_chart_gives_the_expected_codes_flags_and_gaps() {
    hold_all(Depth::Quick).await;
}

#[tokio::test]
async fn a_thorough_reading_of_a_good_answer_makes_the_same_claim() {
    hold_all(Depth::Thorough).await;
}
