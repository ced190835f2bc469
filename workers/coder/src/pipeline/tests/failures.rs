//! Answers that stay wrong or never come: what a chart keeps all the same, and
//! what it says about it.

use std::time::Duration;

use chartfleet_model::{CallFault, Depth, Stage};

use super::stages::{Coded, code_as, codes, order, suggestions, user, verdicts, with};
use super::*;
use crate::client::ModelClient;
use crate::settings::EndpointSettings;
use crate::testing::endpoint;

fn of(code: &str, quote: &str) -> Value {
    element("icd10cm", code, quote)
}

fn faults(result: &ChartResult) -> Vec<(Stage, AnswerFault, bool)> {
    let fault = |f: &CallFault| (f.stage, f.fault, f.mended);
    result.faults.iter().map(fault).collect()
}

#[tokio::test]
async fn a_later_stage_that_fails_at_the_server_costs_the_chart_nothing() {
    let broken = || failure(500, "server_error");
    for failed in [
        vec![broken(), broken()],
        vec![failure(400, "invalid_request_error")],
        vec![failure(404, "not_found_error")],
        vec![Scripted::Http(200, Vec::new(), "no completion".to_owned())],
    ] {
        let mut answers = vec![suggestions()];
        answers.extend(failed);
        answers.push(order(&["N18.9", "B04"]));
        let stages = [Stage::Verify, Stage::Sequence];
        let Coded { result, .. } = code_as(with(&stages, 1), answers).await;
        assert_eq!(codes(&result), ["N18.9", "B04"]);
        assert_eq!(result.outcome, Outcome::Coded);
        assert_eq!(
            faults(&result),
            [(Stage::Verify, AnswerFault::Unanswered, false)]
        );
        let effort = result.effort.unwrap();
        assert_eq!(effort.stages, [Stage::Suggest, Stage::Sequence]);
    }
}

#[tokio::test]
async fn after_a_later_stage_that_took_too_long_the_server_is_left_alone() {
    let (script, address) = Script::serve(vec![suggestions(), Scripted::Hang]).await;
    let client = ModelClient::new(EndpointSettings {
        request_timeout: Duration::from_secs(2),
        ..endpoint(address)
    });
    let pipeline = Pipeline::with_rules(Arc::new(FewRules), None, with(Stage::ALL, 1));
    let chart = chart("inpatient", &["...", NOTE]);
    let options = options(Depth::Thorough);
    let prepared = pipeline.prepare(&chart, TODAY).await.unwrap();
    let coding = pipeline.code(&prepared, client.as_ref().unwrap(), &options);
    let result = coding.await.unwrap();
    assert_eq!(codes(&result), ["B04", "N18.9"]);
    assert_eq!(
        faults(&result),
        [(Stage::Verify, AnswerFault::TimedOut, false)]
    );
    assert_eq!(script.request_count(), 2);
}

#[tokio::test]
async fn a_server_that_is_away_interrupts_whatever_the_stage() {
    let away = || failure(503, "unavailable_error");
    let answers = vec![suggestions(), away(), away(), away()];
    let (_, address) = Script::serve(answers).await;
    let pipeline = Pipeline::with_rules(Arc::new(FewRules), None, with(&[Stage::Verify], 1));
    let chart = chart("inpatient", &["...", NOTE]);
    let options = options(Depth::Thorough);
    let prepared = pipeline.prepare(&chart, TODAY).await.unwrap();
    let result = pipeline.code(&prepared, &client(address), &options).await;
    let unavailable = Interruption::Unavailable;
    assert!(matches!(result, Err(CoderError::Interrupted(why)) if why == unavailable));
}

#[tokio::test]
async fn the_first_answer_stands_where_the_server_fails_on_the_second() {
    let partly = answer_of(&[of("B04", "left arm"), element("icd9", "1", "x")]);
    let broken = || failure(500, "server_error");
    let result = coded(vec![stop(&partly), broken(), broken()]).await;
    assert_eq!(codes(&result), ["B04"]);
    assert_eq!(result.review_reasons, [ReviewReason::InvalidAnswer]);
    let votes = vec![suggestions(), broken(), broken()];
    let Coded { result, .. } = code_as(with(&[], 3), votes).await;
    assert_eq!(codes(&result), ["B04", "N18.9"]);
    assert_eq!(result.effort.unwrap().votes, 1);
}

#[tokio::test]
async fn an_answer_whose_fault_stays_goes_to_review_and_says_why() {
    let mut german = of("B04", "acute zanzibarpox");
    german["reason"] = "wird bei der Aufnahme nicht von der Ärztin und mit Fieber".into();
    let german = stop(&answer_of(&[german]));
    let same = stop(&answer_of(&vec![of("B04", "acute zanzibarpox"); 40]));
    let blank = stop(&format!("{}{}", good(), "\n ".repeat(400)));
    for (answer, reason, fault) in [
        (
            german,
            ReviewReason::InvalidAnswer,
            AnswerFault::WrongLanguage,
        ),
        (same, ReviewReason::Runaway, AnswerFault::Repetition),
        (blank, ReviewReason::Runaway, AnswerFault::Whitespace),
    ] {
        let result = coded(vec![answer.clone(), answer.clone()]).await;
        assert_eq!(codes(&result), ["B04"]);
        assert_eq!(result.review_reasons, [reason]);
        assert_eq!(faults(&result), [(Stage::Suggest, fault, false); 2]);
        let mended = coded(vec![answer, stop(&good())]).await;
        assert_eq!(mended.outcome, Outcome::Coded);
    }
}

/// An answer of these elements, cut in the middle of another.
fn cut_after(elements: &[Value]) -> Scripted {
    let whole = answer_of(elements);
    let open = whole.strip_suffix("]}").unwrap();
    completion(&format!("{open},{{\"evidence\":\"acute"), "length")
}

#[tokio::test]
async fn what_a_cut_answer_held_whole_joins_the_shorter_second() {
    let mut settings = with(&[], 1);
    settings.max_suggestions = 4;
    let first = || cut_after(&[of("N18.9", "CKD stage 3")]);
    let one = || stop(&good());
    let Coded { result, requests } = code_as(settings.clone(), vec![first(), one()]).await;
    assert!(user(&requests[1]).contains("at most 2 elements"));
    assert_eq!(codes(&result), ["N18.9", "B04"]);
    assert_eq!(result.outcome, Outcome::Coded);
    assert_eq!(
        faults(&result),
        [(Stage::Suggest, AnswerFault::CutOff, true)]
    );

    let full = || {
        stop(&answer_of(&[
            of("B04", "acute zanzibarpox"),
            of("I10", "left arm"),
        ]))
    };
    for second in [full(), first()] {
        let Coded { result, .. } = code_as(settings.clone(), vec![first(), second]).await;
        assert!(codes(&result).contains(&"N18.9"));
        assert_eq!(result.review_reasons, [ReviewReason::Truncated]);
        assert!(result.faults.iter().all(|fault| !fault.mended));
    }
}

#[tokio::test]
async fn the_verifier_is_asked_about_as_many_codes_as_its_answer_has_room_for() {
    let mut settings = with(&[Stage::Verify], 1);
    settings.stages.verify.max_tokens = 100;
    let answers = vec![
        suggestions(),
        verdicts(&[("B04", "not_supported", "")]),
        verdicts(&[("N18.9", "supported", "CKD stage 3")]),
    ];
    let Coded { result, requests } = code_as(settings, answers).await;
    let asked = |n: usize| {
        let format = &requests[n]["response_format"]["json_schema"]["schema"];
        format["properties"]["verdicts"]["items"]["properties"]["code"]["enum"].clone()
    };
    assert_eq!(
        (asked(1), asked(2)),
        (serde_json::json!(["B04"]), serde_json::json!(["N18.9"]))
    );
    assert_eq!(codes(&result), ["N18.9"]);
    assert_eq!(result.review_reasons, [ReviewReason::Unverified]);
}

#[tokio::test]
async fn what_failed_tries_cost_counts_against_the_cap_of_the_next() {
    let broken = || failure(500, "server_error");
    let answers = vec![broken(), broken(), stop("no"), broken(), stop(&good())];
    let (script, address) = Script::serve(answers).await;
    let mut settings = settings();
    settings.cap.max_calls = 4;
    let pipeline = Pipeline::with_rules(Arc::new(FewRules), None, settings);
    let chart = chart("inpatient", &["...", NOTE]);
    let (client, options) = (client(address), options(Depth::Quick));
    let prepared = pipeline.prepare(&chart, TODAY).await.unwrap();
    let first = pipeline.code(&prepared, &client, &options).await;
    assert!(matches!(first, Err(CoderError::ModelFailed(_))));
    assert_eq!(options.spent.take_usage().calls, 2);
    let second = pipeline.code(&prepared, &client, &options).await;
    assert!(matches!(second, Err(CoderError::ModelFailed(_))));
    assert_eq!(
        script.request_count(),
        4,
        "no fifth try of the client either"
    );
    assert_eq!(options.spent.take_usage().calls, 2);
    let third = pipeline.code(&prepared, &client, &options).await.unwrap();
    assert_eq!(third.review_reasons, [ReviewReason::SpendCap]);
    assert_eq!(script.request_count(), 4);
}
