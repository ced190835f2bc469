//! What this crate's tests share: a model server that answers from a script,
//! charts, and rules that know a handful of codes.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response};
use axum::routing::{get, post};
use chartfleet_codes::{CheckedSuggestion, CodesError, Sequenced};
use chartfleet_model::backoff::Backoff;
use chartfleet_model::{
    Chart, ClaimDiagnosis, ClaimProcedure, Code, CodeSystem, Confidence, DiagnosisRole, Evidence,
    Finding, FindingSeverity, Patient, Severity, Signals,
};
use jiff::civil::Date;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::client::ModelClient;
use crate::prompt::Candidate;
use crate::read_chart::ReadChart;
use crate::rules::Rules;
use crate::settings::EndpointSettings;

/// One scripted answer.
#[derive(Clone)]
pub(crate) enum Scripted {
    /// A status, headers and a body.
    Http(u16, Vec<(&'static str, String)>, String),
    /// No answer at all.
    Hang,
    /// The connection is cut in the middle of the body.
    CutConnection,
}

/// The answers still to give, and the requests seen.
#[derive(Clone, Default)]
pub(crate) struct Script {
    answers: Arc<Mutex<VecDeque<Scripted>>>,
    pub(crate) requests: Arc<Mutex<Vec<Value>>>,
    pub(crate) authorizations: Arc<Mutex<Vec<String>>>,
}

/// A chat completion as llama-server writes it.
pub(crate) fn completion(content: &str, finish_reason: &str) -> Scripted {
    let body = json!({
        "choices": [{
            "finish_reason": finish_reason, "index": 0,
            "message": {"role": "assistant", "content": content},
        }],
        "created": 1_760_000_000, "id": "chatcmpl-1", "model": "tiny", "object": "chat.completion",
        "system_fingerprint": "b0-sdist",
        "usage": {
            "completion_tokens": 7, "prompt_tokens": 100, "total_tokens": 107,
            "prompt_tokens_details": {"cached_tokens": 60},
        },
        "timings": {"cache_n": 60},
    });
    Scripted::Http(200, Vec::new(), body.to_string())
}

/// An error as llama-server writes it: `code` is an integer.
pub(crate) fn failure(status: u16, kind: &str) -> Scripted {
    let error = json!({"error": {"code": status, "message": "no words", "type": kind}});
    Scripted::Http(status, Vec::new(), error.to_string())
}

impl Script {
    /// Serves `answers` in order on a free port; afterwards 500.
    pub(crate) async fn serve(answers: Vec<Scripted>) -> (Self, SocketAddr) {
        let script = Self {
            answers: Arc::new(Mutex::new(answers.into())),
            ..Self::default()
        };
        let app = Router::new()
            .route("/v1/chat/completions", post(answer))
            .route("/v1/models", get(next))
            .route("/props", get(next))
            .route("/tokenize", post(next))
            .with_state(script.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        (script, address)
    }

    pub(crate) fn request_count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }
}

async fn answer(State(script): State<Script>, headers: HeaderMap, body: String) -> Response<Body> {
    script
        .requests
        .lock()
        .unwrap()
        .push(serde_json::from_str(&body).unwrap());
    if let Some(key) = headers.get("authorization") {
        script
            .authorizations
            .lock()
            .unwrap()
            .push(key.to_str().unwrap().to_owned());
    }
    next(State(script)).await
}

async fn next(State(script): State<Script>) -> Response<Body> {
    let scripted = script.answers.lock().unwrap().pop_front();
    match scripted.unwrap_or_else(|| failure(500, "server_error")) {
        Scripted::Http(status, headers, body) => {
            let mut response = Response::builder().status(status);
            for (name, value) in headers {
                response = response.header(name, value);
            }
            response.body(body.into()).unwrap()
        }
        Scripted::Hang => std::future::pending().await,
        Scripted::CutConnection => Response::builder()
            .header("content-length", "9")
            .body("{".into())
            .unwrap(),
    }
}

/// A client of `address` that waits next to nothing.
pub(crate) fn client(address: SocketAddr) -> ModelClient {
    ModelClient::new(endpoint(address)).unwrap()
}

pub(crate) fn endpoint(address: SocketAddr) -> EndpointSettings {
    EndpointSettings {
        base_url: format!("http://{address}/v1").parse().unwrap(),
        model: "tiny".to_owned(),
        api_key: None,
        request_timeout: Duration::from_secs(20),
        connect_timeout: Duration::from_secs(5),
        canary_timeout: Duration::from_secs(5),
        attempts: 3,
        backoff: Backoff::try_new(Duration::from_micros(1), Duration::from_micros(2)).unwrap(),
        retry_after_cap: Duration::from_millis(1),
    }
}

/// A chart with these notes.
pub(crate) fn chart(class: &str, texts: &[&str]) -> Chart {
    let documents: Vec<_> = texts.iter().map(|text| json!({ "text": text })).collect();
    let chart = json!({"id": "A1", "encounter": {"class": class}, "documents": documents});
    serde_json::from_value(chart).unwrap()
}

/// One element of an answer.
pub(crate) fn element(system: &str, code: &str, evidence: &str) -> Value {
    json!({
        "system": system, "code": code, "evidence": evidence,
        "confidence": "high", "reason": "documented", "poa": "Y",
    })
}

/// An answer of these elements.
pub(crate) fn answer_of(elements: &[Value]) -> String {
    json!({ "suggestions": elements }).to_string()
}

/// Codes that a stage is asked about.
pub(crate) fn asked(codes: &[&str]) -> Vec<Candidate> {
    let candidate = |code: &&str| Candidate {
        code: (*code).to_owned(),
        title: format!("title of {code}"),
    };
    codes.iter().map(candidate).collect()
}

/// Suggestions of these diagnoses, each documented in the first note's first
/// bytes, in order.
pub(crate) fn checked(codes: &[&str]) -> Vec<CheckedSuggestion> {
    let suggestion = |(rank, code): (usize, &&str)| CheckedSuggestion {
        code: Code::parse(CodeSystem::Icd10Cm, code).unwrap(),
        confidence: Confidence::High,
        poa: None,
        evidence: vec![Evidence {
            document: 0,
            start: 0,
            end: 4,
        }],
        reason: String::new(),
        findings: Vec::new(),
        rank,
        modifiers: Vec::new(),
        units: 1,
        signals: Signals::default(),
    };
    codes.iter().enumerate().map(suggestion).collect()
}

fn procedure(suggestion: CheckedSuggestion) -> ClaimProcedure {
    ClaimProcedure {
        code: suggestion.code,
        title: None,
        principal: false,
        modifiers: suggestion.modifiers,
        units: suggestion.units,
        confidence: suggestion.confidence,
        signals: suggestion.signals,
        probability: None,
        evidence: suggestion.evidence,
        reason: suggestion.reason,
        findings: suggestion.findings,
    }
}

/// Rules that find `N18.3` unbillable and `O80` against the patient's sex, and
/// sequence in the order that was proposed.
pub(crate) struct FewRules;

impl Rules for FewRules {
    fn check(&self, code: &Code, _on: Date, _patient: &Patient) -> Vec<Finding> {
        let (rule, offers) = match code.as_str() {
            "N18.3" => ("cm.not_billable", vec!["N18.30".to_owned()]),
            "O80" => ("cm.sex_conflict", Vec::new()),
            _ => return Vec::new(),
        };
        vec![Finding {
            rule: rule.into(),
            severity: FindingSeverity::Error,
            message: "not with these rules".to_owned(),
            source: "test".into(),
            codes: Vec::new(),
            offers,
            remedy: "".into(),
        }]
    }

    fn sequence(
        &self,
        _read: &ReadChart<'_>,
        _base_rate: Option<f64>,
        mut suggestions: Vec<CheckedSuggestion>,
    ) -> Result<Sequenced, CodesError> {
        suggestions.sort_by_key(|suggestion| suggestion.rank);
        let mut procedures = Vec::new();
        let diagnoses = suggestions.into_iter().filter_map(|suggestion| {
            let Code::Icd10Cm(code) = suggestion.code else {
                procedures.push(procedure(suggestion));
                return None;
            };
            Some(ClaimDiagnosis {
                code,
                title: String::new(),
                role: DiagnosisRole::Secondary,
                confidence: suggestion.confidence,
                signals: suggestion.signals,
                probability: None,
                poa: suggestion.poa,
                severity: Severity::None,
                excluded_by_pdx: false,
                drives_drg: false,
                drg_without: None,
                weight_at_stake: None,
                payment_at_stake_cents: None,
                drg_if: Vec::new(),
                hospital_acquired: None,
                evidence: suggestion.evidence,
                reason: suggestion.reason,
                findings: suggestion.findings,
            })
        });
        Ok(Sequenced {
            diagnoses: diagnoses.collect(),
            procedures,
            candidates: Vec::new(),
            drg: None,
            findings: Vec::new(),
            review: Vec::new(),
        })
    }

    fn title(&self, code: &Code) -> Option<std::borrow::Cow<'_, str>> {
        Some(format!("title of {}", code.as_str()).into())
    }

    fn version(&self) -> &str {
        "few"
    }
}

/// A secondary diagnosis with nothing said of it but its code.
pub(crate) fn diagnosis(code: &str) -> ClaimDiagnosis {
    ClaimDiagnosis {
        code: code.parse().unwrap(),
        title: String::new(),
        role: DiagnosisRole::Secondary,
        confidence: Confidence::High,
        signals: Signals::default(),
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
