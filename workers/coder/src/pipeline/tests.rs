use chartfleet_model::{AnswerFault, NotClaimedStatus, Outcome, Poa, ReviewReason};
use jiff::civil::{Date, date};
use serde_json::Value;

use super::*;
use crate::error::{Interruption, ModelFailure};
use crate::read_chart::ReadChart;
use crate::testing::{
    FewRules, Script, Scripted, answer_of, chart, client, completion, element, failure,
};

const CANARY: &str = "zanzibarpox";
const NOTE: &str = "Acute zanzibarpox of the left arm.\nCKD stage 3.";

mod failures;
mod parts;
mod stages;

fn settings() -> PipelineSettings {
    let mut settings = PipelineSettings {
        retrieval: false,
        ..Default::default()
    };
    settings.stages.suggest.max_tokens = 100;
    settings
}

fn pipeline() -> Pipeline {
    Pipeline::with_rules(Arc::new(FewRules), None, settings())
}

/// The day on which charts without a date are coded.
const TODAY: Date = date(2026, 5, 1);

fn options(depth: Depth) -> CodeOptions {
    CodeOptions {
        depth,
        slot: Some(3),
        cancel: CancellationToken::new(),
        spent: Spent::default(),
    }
}

async fn code(answers: Vec<Scripted>) -> (Result<ChartResult, CoderError>, Vec<Value>) {
    let (script, address) = Script::serve(answers).await;
    let chart = chart("inpatient", &["...", NOTE]);
    let pipeline = pipeline();
    let prepared = pipeline.prepare(&chart, TODAY).await.unwrap();
    let result = pipeline
        .code(&prepared, &client(address), &options(Depth::Quick))
        .await;
    let requests = script.requests.lock().unwrap().clone();
    (result, requests)
}

async fn coded(answers: Vec<Scripted>) -> ChartResult {
    code(answers).await.0.unwrap()
}

fn good() -> String {
    answer_of(&[element("icd10cm", "b04", "acute zanzibarpox")])
}

fn stop(content: &str) -> Scripted {
    completion(content, "stop")
}

#[tokio::test]
async fn a_supported_billable_code_is_coded_with_its_span_and_cost() {
    let result = coded(vec![stop(&good())]).await;
    assert_eq!(
        (result.outcome, result.review_reasons.len()),
        (Outcome::Coded, 0)
    );
    let [diagnosis] = result.diagnoses.as_slice() else {
        panic!("one diagnosis")
    };
    assert_eq!(
        (diagnosis.code.as_str(), diagnosis.poa),
        ("B04", Some(Poa::Y))
    );
    assert_eq!(
        (diagnosis.evidence[0].document, diagnosis.evidence[0].end),
        (1, 17)
    );
    assert_eq!((result.model.as_str(), result.usage.calls), ("tiny", 1));
    assert_eq!(
        (
            result.pipeline_version.len(),
            result.code_tables_version.as_str()
        ),
        (12, "few")
    );
}

#[tokio::test]
async fn a_chart_without_text_is_set_aside_without_a_call() {
    let (script, address) = Script::serve(Vec::new()).await;
    let chart = chart("outpatient", &["---", ""]);
    let pipeline = pipeline();
    let prepared = pipeline.prepare(&chart, TODAY).await.unwrap();
    let result = pipeline
        .code(&prepared, &client(address), &options(Depth::Quick))
        .await;
    assert_eq!(
        result.unwrap().set_aside_reason,
        Some(SetAsideReason::NoText)
    );
    assert_eq!(script.request_count(), 0);
}

#[tokio::test]
async fn what_is_wrong_with_a_suggestion_keeps_it_off_the_claim_and_says_why() {
    let answer = answer_of(&[
        element("icd10cm", "B04", "acute zanzibarpox"),
        element("icd10cm", "N18.3", "CKD stage 3"),
        element("icd10cm", "O80", "left arm"),
        element("icd10cm", "I10", "essential hypertension"),
        element("icd10cm", "not a code at all", "left arm"),
    ]);
    let result = coded(vec![stop(&answer)]).await;
    assert_eq!(result.outcome, Outcome::NeedsReview);
    let reasons = [
        ReviewReason::UnsupportedEvidence,
        ReviewReason::InvalidCode,
        ReviewReason::EditConflict,
    ];
    assert_eq!(result.review_reasons, reasons);
    assert_eq!(result.diagnoses.len(), 1);
    let [stage, birth, pressure, malformed] = result.not_claimed.as_slice() else {
        panic!("four are not claimed");
    };
    assert_eq!(stage.findings[0].offers, ["N18.30"]);
    assert_eq!(
        (stage.status, stage.evidence.len()),
        (NotClaimedStatus::Refused, 1)
    );
    assert_eq!(birth.status, NotClaimedStatus::Refused);
    assert_eq!(pressure.status, NotClaimedStatus::Unsupported);
    assert_eq!(
        pressure.unverified_quote.as_deref(),
        Some("essential hypertension")
    );
    assert_eq!(
        (malformed.code.as_str(), malformed.findings.len()),
        ("not a code at al", 1)
    );
}

#[tokio::test]
async fn a_code_suggested_twice_is_one_with_both_quotes_and_the_higher_confidence() {
    let mut first = element("icd10cm", "B04", "Acute zanzibarpox");
    first["confidence"] = "low".into();
    let twice = [
        first,
        element("icd10cm", "b04", "left arm"),
        element("icd10cm", "B04", "left arm"),
    ];
    let result = coded(vec![stop(&answer_of(&twice))]).await;
    let [diagnosis] = result.diagnoses.as_slice() else {
        panic!("one diagnosis")
    };
    assert_eq!(diagnosis.evidence.len(), 2);
    assert_eq!(diagnosis.confidence.as_str(), "high");
    assert_eq!(result.outcome, Outcome::Coded);
}

#[tokio::test]
async fn an_unreadable_answer_is_repaired_once() {
    let prose = format!("The patient has {CANARY}.");
    let (result, requests) = code(vec![stop(&prose), stop(&good())]).await;
    let result = result.unwrap();
    assert_eq!((result.outcome, result.usage.calls), (Outcome::Coded, 2));
    let content = |n: usize| {
        requests[n]["messages"][1]["content"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert!(
        content(1).starts_with(&content(0)),
        "the prefix stays cached"
    );
    assert!(content(1).contains("it was not one JSON object"));
    assert!(
        !content(1).contains("The patient has"),
        "the bad answer is not echoed"
    );
    let result = coded(vec![stop(&prose), stop("{}")]).await;
    assert_eq!(result.review_reasons, [ReviewReason::InvalidAnswer]);
}

#[tokio::test]
async fn the_better_of_two_answers_is_kept() {
    let partly = answer_of(&[
        element("icd10cm", "B04", "left arm"),
        element("icd9", "1", "x"),
    ]);
    let result = coded(vec![stop(&partly), stop("no")]).await;
    assert_eq!((result.diagnoses.len(), result.findings.len()), (1, 1));
    assert_eq!(result.review_reasons, [ReviewReason::InvalidAnswer]);
    let result = coded(vec![stop(&partly), stop(&good())]).await;
    assert_eq!((result.outcome, result.findings.len()), (Outcome::Coded, 0));
}

#[tokio::test]
async fn a_cut_answer_gets_a_second_try_with_more_tokens_and_is_never_coded() {
    let cut = || completion(&good(), "length");
    let (result, requests) = code(vec![cut(), cut()]).await;
    let result = result.unwrap();
    assert_eq!(result.outcome, Outcome::NeedsReview);
    assert_eq!(result.review_reasons, [ReviewReason::Truncated]);
    assert_eq!(result.diagnoses.len(), 1, "what was whole is shown");
    assert_eq!(
        (&requests[0]["max_tokens"], &requests[1]["max_tokens"]),
        (&100.into(), &200.into())
    );
    assert_eq!(
        coded(vec![cut(), stop(&good())]).await.outcome,
        Outcome::Coded
    );
}

#[tokio::test]
async fn every_other_ending_is_an_outcome_with_its_reason() {
    let empty = r#"{"suggestions":[]}"#;
    let table = [
        (vec![stop(empty)], ReviewReason::NoSuggestions),
        (
            vec![completion(&good(), "content_filter"); 2],
            ReviewReason::Refused,
        ),
        (vec![stop("  "); 2], ReviewReason::InvalidAnswer),
        (
            vec![completion(&"\n".repeat(400), "length"); 2],
            ReviewReason::Runaway,
        ),
        (
            vec![completion("", "tool_calls"); 2],
            ReviewReason::InvalidAnswer,
        ),
        (
            vec![failure(400, "exceed_context_size_error")],
            ReviewReason::TooLong,
        ),
    ];
    for (answers, reason) in table {
        assert_eq!(coded(answers).await.review_reasons, [reason]);
    }
    let settings = PipelineSettings {
        context_tokens: Some(50),
        ..Default::default()
    };
    let small = Pipeline::with_rules(Arc::new(FewRules), None, settings);
    assert!(
        small
            .build_request(&chart("emergency", &[NOTE]), &[], "m", None)
            .is_none()
    );
}

#[tokio::test]
async fn suggestions_over_the_limit_are_reported() {
    let settings = PipelineSettings {
        max_suggestions: 1,
        ..Default::default()
    };
    let pipeline = Pipeline::with_rules(Arc::new(FewRules), None, settings);
    let two = [
        element("icd10cm", "B04", "left arm"),
        element("icd10cm", "I10", "left arm"),
    ];
    let chart = chart("outpatient", &[NOTE]);
    let read = ReadChart::of(&chart, date(2026, 5, 1));
    let reading = pipeline.interpret(&read, &answer_of(&two));
    let result = pipeline.conclude(&read, reading).unwrap();
    assert_eq!(
        (result.diagnoses.len(), result.diagnoses[0].poa),
        (1, None),
        "no inpatient, no POA"
    );
    assert_eq!(result.review_reasons, [ReviewReason::InvalidAnswer]);
    assert_eq!(result.findings[0].rule, "answer.too_many_suggestions");
}

#[tokio::test]
async fn no_error_shows_a_word_of_the_note_or_the_answer() {
    let echo = || format!(r#"{{"error":{{"message":"{NOTE}","code":500}}}}"#).replace('\n', " ");
    let scripts = [
        vec![
            Scripted::Http(500, Vec::new(), echo()),
            Scripted::Http(500, Vec::new(), echo()),
        ],
        vec![Scripted::Http(400, Vec::new(), echo())],
        vec![Scripted::Http(200, Vec::new(), NOTE.to_owned())],
        vec![Scripted::CutConnection, Scripted::CutConnection],
    ];
    for script in scripts {
        let error = code(script).await.0.unwrap_err();
        assert!(matches!(error, CoderError::ModelFailed(_)));
        let mut shown = format!("{error} {error:?}");
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            shown += &format!("{cause} {cause:?}");
            source = cause.source();
        }
        assert!(!shown.contains(CANARY), "{shown}");
    }
}

#[test]
fn causes_are_named_for_metrics() {
    let names: Vec<_> = Interruption::ALL
        .iter()
        .map(|cause| cause.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "cancelled",
            "unreachable",
            "unavailable",
            "rate_limited",
            "refused"
        ]
    );
    assert!(
        ModelFailure::ALL
            .iter()
            .all(|cause| !cause.as_str().contains(' '))
    );
}
