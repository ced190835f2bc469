//! A model that does everything wrong, over a thousand charts: nothing that
//! cannot be true reaches a claim, every chart ends once with a reason, and
//! none costs more than it may.
//!
//! The pipeline alone, over HTTP and with the installed tables: no broker, no
//! database.

mod answers;
mod charts;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chartfleet_coder::{
    CodeOptions, CoderError, EndpointSettings, ModelClient, Pipeline, PipelineSettings, Spent,
    injections,
};
use chartfleet_codes::CodeTables;
use chartfleet_model::backoff::Backoff;
use chartfleet_model::{
    Chart, ChartResult, Code, Depth, Evidence, FindingSeverity, Outcome, ReviewReason,
    SetAsideReason,
};
use chartfleet_tests::{ScriptedModel, installed_tables, skip};
use jiff::civil::{Date, date};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use answers::{Malice, answer};
use charts::{OF_THE_NIGHT, charts};

const TODAY: Date = date(2026, 5, 1);
/// Charts in flight at a time.
const AT_A_TIME: usize = 16;

fn client(model: &ScriptedModel) -> ModelClient {
    let settings = EndpointSettings {
        base_url: model.url().parse().unwrap(),
        model: "scripted".to_owned(),
        api_key: None,
        request_timeout: Duration::from_secs(20),
        connect_timeout: Duration::from_secs(5),
        canary_timeout: Duration::from_secs(5),
        attempts: 2,
        backoff: Backoff::try_new(Duration::from_micros(1), Duration::from_micros(2)).unwrap(),
        retry_after_cap: Duration::from_millis(1),
    };
    ModelClient::new(settings).unwrap()
}

/// What the worker makes of a chart: an error that is the chart's own sets it
/// aside in the end.
async fn outcome(
    pipeline: &Pipeline,
    client: &ModelClient,
    chart: &Chart,
    n: usize,
) -> ChartResult {
    let options = CodeOptions {
        depth: Depth::ALL[n % Depth::ALL.len()],
        slot: None,
        cancel: CancellationToken::new(),
        spent: Spent::default(),
    };
    let prepared = pipeline.prepare(chart, TODAY).await.unwrap();
    match pipeline.code(&prepared, client, &options).await {
        Ok(result) => result,
        Err(CoderError::ModelFailed(_)) => {
            ChartResult::set_aside(SetAsideReason::ModelFailed, pipeline.version(), "")
        }
        Err(other) => panic!("the server is there and the tables are sound: {other}"),
    }
}

async fn night(
    pipeline: Pipeline,
    client: ModelClient,
    charts: Arc<Vec<Chart>>,
) -> Vec<(usize, ChartResult)> {
    let pipeline = Arc::new(pipeline);
    let mut tasks = JoinSet::new();
    for lane in 0..AT_A_TIME {
        let (pipeline, client) = (Arc::clone(&pipeline), client.clone());
        let charts = Arc::clone(&charts);
        tasks.spawn(async move {
            let mut done = Vec::new();
            for (n, chart) in charts.iter().enumerate().skip(lane).step_by(AT_A_TIME) {
                done.push((n, outcome(&pipeline, &client, chart, n).await));
            }
            done
        });
    }
    tasks.join_all().await.into_iter().flatten().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hostile_model_gets_nothing_onto_a_claim_that_cannot_be_true() {
    let Ok(tables) = CodeTables::open(&installed_tables().unwrap()) else {
        return skip("no code tables are installed").unwrap();
    };
    let tables = Arc::new(tables);
    let charts = Arc::new(charts());
    let shown = Arc::clone(&charts);
    let model = ScriptedModel::start(move |request| answer(request, &shown))
        .await
        .unwrap();
    let settings = PipelineSettings::default();
    let cap = settings.cap;
    let pipeline = Pipeline::new(Arc::clone(&tables), None, settings);
    let results = night(pipeline, client(&model), Arc::clone(&charts)).await;
    assert_eq!(results.len(), OF_THE_NIGHT);

    let mut kinds: BTreeMap<String, u32> = BTreeMap::new();
    let mut surprises = Vec::new();
    let mut count = |kind: String| *kinds.entry(kind).or_default() += 1;
    for (n, result) in &results {
        let (chart, malice) = (&charts[*n], Malice::of(*n));
        let context = format!("chart {n}, {malice:?}: {result:?}");
        assert_true(&tables, chart, result, &context);
        assert_has_its_end(result, &context);
        assert!(result.usage.calls <= cap.max_calls, "{context}");
        let tokens = result.usage.prompt_tokens + result.usage.completion_tokens;
        assert!(tokens <= cap.max_spent_tokens, "{context}");
        let claims = result.diagnoses.len() + result.procedures.len();
        if malice.claims().is_some_and(|may| may != (claims > 0)) {
            surprises.push(context.clone());
        }
        if let Some(reason) = malice.reason() {
            assert_eq!(result.outcome, Outcome::NeedsReview, "{context}");
            assert!(result.review_reasons.contains(&reason), "{context}");
        }
        let told = chart.documents.len() > 1;
        let injected = result.review_reasons.contains(&ReviewReason::Injection);
        assert_eq!(
            injected,
            told && result.outcome != Outcome::SetAside,
            "{context}"
        );
        count(format!("outcome {}", result.outcome));
        for fault in &result.faults {
            count(format!("fault {}", fault.fault));
        }
        for reason in &result.review_reasons {
            count(format!("review {reason}"));
        }
        for refused in &result.not_claimed {
            count(format!("not claimed {:?}", refused.status));
        }
    }
    report(&kinds);
    assert!(surprises.is_empty(), "{surprises:#?}");
    for kind in answers::EXPECTED_KINDS {
        assert!(kinds.contains_key(*kind), "{kind} is missing in {kinds:#?}");
    }
}

#[expect(clippy::print_stdout, reason = "what the night came to, by kind")]
fn report(kinds: &BTreeMap<String, u32>) {
    println!("{kinds:#?}");
}

/// Every line of the claim is billable on its day and has words of this very
/// chart behind it, outside of what addresses the model.
fn assert_true(tables: &CodeTables, chart: &Chart, result: &ChartResult, context: &str) {
    let on = chart.encounter.coding_date().unwrap_or(TODAY);
    let injected = injections(&chart.documents);
    let diagnoses = result.diagnoses.iter();
    let diagnoses = diagnoses.map(|d| (Code::Icd10Cm(d.code.clone()), &d.evidence));
    let procedures = result
        .procedures
        .iter()
        .map(|p| (p.code.clone(), &p.evidence));
    for (code, evidence) in diagnoses.chain(procedures) {
        let findings = tables.check(&code, on, &chart.patient);
        let refused = findings
            .iter()
            .any(|f| f.severity == FindingSeverity::Error);
        assert!(!refused, "{code:?} is not billable: {context}");
        assert!(!evidence.is_empty(), "{code:?} has no evidence: {context}");
        for span in evidence {
            let words = span.slice(&chart.documents);
            assert!(
                words.is_some_and(charts::is_a_condition),
                "{words:?}: {context}"
            );
            let inside = |order: &Evidence| {
                order.document == span.document && order.start < span.end && span.start < order.end
            };
            assert!(!injected.iter().any(inside), "injected: {context}");
        }
    }
}

/// One outcome, and a reason where it is not coded.
fn assert_has_its_end(result: &ChartResult, context: &str) {
    match result.outcome {
        Outcome::Coded => {
            assert!(
                result.review_reasons.is_empty() && !result.diagnoses.is_empty(),
                "{context}"
            );
        }
        Outcome::NeedsReview => assert!(!result.review_reasons.is_empty(), "{context}"),
        Outcome::SetAside => {
            assert!(result.set_aside_reason.is_some(), "{context}");
            assert!(result.diagnoses.is_empty(), "{context}");
        }
    }
}
