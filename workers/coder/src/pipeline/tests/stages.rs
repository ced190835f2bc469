//! The stages after the first: what their good and bad answers do to a chart.

use std::num::NonZeroU32;

use chartfleet_model::{CodeSystem, Confidence, Stage, Verdict};
use serde_json::json;

use super::retrieve::Retrieved;
use super::*;
use crate::client::Served;
use crate::prompt::NOTE_CLOSE;
use crate::retrieval::{Found, Sources};
use crate::settings::{Adapter, DepthPlan};

const SUGGESTED: [(&str, &str); 2] = [("B04", "acute zanzibarpox"), ("N18.9", "CKD stage 3")];

pub(super) fn suggestions() -> Scripted {
    let elements = SUGGESTED.map(|(code, quote)| element("icd10cm", code, quote));
    stop(&answer_of(&elements))
}

pub(super) fn verdicts(verdicts: &[(&str, &str, &str)]) -> Scripted {
    let list: Vec<_> = verdicts
        .iter()
        .map(|(code, verdict, quote)| json!({"code": code, "evidence": quote, "verdict": verdict}))
        .collect();
    stop(&json!({ "verdicts": list }).to_string())
}

pub(super) fn order(codes: &[&str]) -> Scripted {
    stop(&json!({ "order": codes }).to_string())
}

pub(super) fn gap(quote: &str) -> Scripted {
    let gap = json!({"indicators": [quote], "kind": "stage", "code": "N18.9", "about": "kidney"});
    stop(&json!({ "gaps": [gap] }).to_string())
}

/// Settings whose thorough depth runs these stages with so many votes.
pub(super) fn with(stages: &[Stage], votes: u8) -> PipelineSettings {
    let mut settings = settings();
    settings.depths.thorough = DepthPlan {
        stages: stages.to_vec(),
        votes,
    };
    settings
}

pub(super) struct Coded {
    pub(super) result: ChartResult,
    pub(super) requests: Vec<Value>,
}

pub(super) async fn code_as(settings: PipelineSettings, answers: Vec<Scripted>) -> Coded {
    code_with(settings, Retrieved::default(), answers).await
}

async fn code_with(
    settings: PipelineSettings,
    retrieved: Retrieved,
    answers: Vec<Scripted>,
) -> Coded {
    let (script, address) = Script::serve(answers).await;
    let chart = chart("inpatient", &["...", NOTE]);
    let pipeline = Pipeline::with_rules(Arc::new(FewRules), None, settings);
    let served = Served {
        model: "tiny".to_owned(),
        context_tokens: None,
        slots: NonZeroU32::new(4),
    };
    let client = client(address).with_served(served);
    let options = options(Depth::Thorough);
    let read = ReadChart::of(&chart, TODAY);
    let prepared = Prepared { read, retrieved };
    let result = pipeline.code(&prepared, &client, &options).await.unwrap();
    let requests = script.requests.lock().unwrap().clone();
    Coded { result, requests }
}

pub(super) fn user(request: &Value) -> &str {
    request["messages"][1]["content"].as_str().unwrap()
}

pub(super) fn codes(result: &ChartResult) -> Vec<&str> {
    result.diagnoses.iter().map(|d| d.code.as_str()).collect()
}

#[tokio::test]
async fn every_stage_shares_the_prompt_up_to_the_end_of_the_notes_and_one_slot() {
    let answers = vec![
        suggestions(),
        verdicts(&[("B04", "supported", "acute zanzibarpox")]),
        order(&["N18.9", "B04"]),
        gap("CKD stage 3"),
    ];
    let Coded { result, requests } = code_as(with(Stage::ALL, 1), answers).await;
    assert_eq!(requests.len(), 4);
    let (shared, _) = user(&requests[0]).split_once("## Question").unwrap();
    assert!(shared.trim_end().ends_with(NOTE_CLOSE));
    for request in &requests {
        assert_eq!(request["messages"][0], requests[0]["messages"][0]);
        assert!(user(request).starts_with(shared));
        assert_eq!(
            (&request["id_slot"], &request["cache_prompt"]),
            (&3.into(), &true.into())
        );
    }
    let effort = result.effort.unwrap();
    assert_eq!((effort.stages.as_slice(), effort.votes), (Stage::ALL, 1));
    assert_eq!(result.gaps.len(), 1);
    assert_eq!((result.usage.calls, result.faults.len()), (4, 0));
}

#[tokio::test]
async fn a_depth_runs_its_stages_and_no_others() {
    let Coded { result, requests } = code_as(with(&[], 1), vec![suggestions()]).await;
    assert_eq!(requests.len(), 1);
    assert_eq!(result.effort.unwrap().stages, [Stage::Suggest]);
    assert_eq!(result.outcome, Outcome::Coded);
}

#[tokio::test]
async fn what_the_verifier_finds_unsupported_is_not_claimed_and_the_trace_says_so() {
    let answers = vec![
        suggestions(),
        verdicts(&[
            ("B04", "supported", "zanzibarpox of the left arm"),
            ("N18.9", "not_supported", ""),
        ]),
    ];
    let Coded { result, .. } = code_as(with(&[Stage::Verify], 1), answers).await;
    assert_eq!(codes(&result), ["B04"]);
    assert_eq!(result.diagnoses[0].evidence.len(), 2);
    assert_eq!(result.review_reasons, [ReviewReason::Unverified]);
    assert_eq!(result.not_claimed[0].status, NotClaimedStatus::Unverified);
    assert_eq!(result.trace.suggested, ["B04", "N18.9"]);
    assert_eq!(result.trace.verified, ["B04"]);
}

pub(super) fn retrieved(codes: &[&str]) -> Retrieved {
    let found: Vec<_> = codes
        .iter()
        .map(|code| Found {
            code: Code::parse(CodeSystem::Icd10Cm, code).unwrap(),
            score: 1.0,
            rank: 1,
            lexical: true,
            sources: Sources::default(),
            title: String::new(),
        })
        .collect();
    Retrieved {
        offered: crate::testing::asked(codes),
        asserted: Some(found.iter().map(|found| found.code.clone()).collect()),
        found,
        dense: None,
    }
}

#[tokio::test]
async fn a_code_that_only_retrieval_found_is_suggested_where_the_verifier_quotes_it() {
    let answers = vec![
        suggestions(),
        verdicts(&[
            ("I10", "supported", "left arm"),
            ("O80", "supported", "left arm"),
            ("E11.9", "supported", "words of no note"),
        ]),
    ];
    let found = retrieved(&["I10", "N18.9", "O80", "E11.9"]);
    let Coded { result, requests } = code_with(with(&[Stage::Verify], 1), found, answers).await;
    assert!(user(&requests[1]).contains("I10 title of I10"));
    assert_eq!(codes(&result), ["B04", "N18.9", "I10"]);
    let pressure = &result.diagnoses[2];
    assert_eq!(pressure.confidence, Confidence::Medium);
    assert_eq!(pressure.signals.verdict, Some(Verdict::Supported));
    assert_eq!(pressure.signals.retrieval_rank, Some(1));
    assert_eq!(result.diagnoses[1].signals.lexical, Some(true));
    assert_eq!(result.diagnoses[0].signals.lexical, Some(false));
    assert_eq!(result.outcome, Outcome::Coded);
    assert_eq!(result.trace.retrieved.len(), 4);
}

#[tokio::test]
async fn what_the_verifier_adds_stands_after_all_that_was_suggested() {
    let suggested = ["B04", "N18.9", "I10"].map(|code| element("icd10cm", code, "left arm"));
    let answers = vec![
        stop(&answer_of(&suggested)),
        verdicts(&[
            ("B04", "not_supported", ""),
            ("N18.9", "not_supported", ""),
            ("E11.9", "supported", "CKD stage 3"),
        ]),
    ];
    let found = retrieved(&["E11.9"]);
    let Coded { result, .. } = code_with(with(&[Stage::Verify], 1), found, answers).await;
    assert_eq!(codes(&result), ["I10", "E11.9"]);
}

#[tokio::test]
async fn a_claim_of_nothing_is_no_coded_chart() {
    let one = |code: &str| stop(&answer_of(&[element("icd10cm", code, "left arm")]));
    let answers = ["B04", "N18.9", "I10"].map(one).to_vec();
    let Coded { result, .. } = code_as(with(&[], 3), answers).await;
    assert!(result.diagnoses.is_empty());
    assert_eq!(result.review_reasons, [ReviewReason::NoSuggestions]);
    assert_eq!(result.outcome, Outcome::NeedsReview);
    let operation = answer_of(&[element("icd10pcs", "0DTJ4ZZ", "left arm")]);
    let Coded { result, .. } = code_as(with(&[], 1), vec![stop(&operation)]).await;
    assert_eq!(result.review_reasons, [ReviewReason::NoPrincipal]);
}

#[tokio::test]
async fn a_later_stage_that_fails_changes_nothing_but_is_counted() {
    for bad in ["I cannot tell.", "{\"verdicts\":{}}", "   "] {
        let answers = vec![suggestions(), stop(bad), stop(bad)];
        let Coded { result, requests } = code_as(with(&[Stage::Verify], 1), answers).await;
        assert_eq!(codes(&result), ["B04", "N18.9"]);
        assert_eq!(result.outcome, Outcome::Coded);
        assert_eq!(requests.len(), 3);
        assert_eq!(result.effort.unwrap().stages, [Stage::Suggest]);
        assert_eq!(result.faults.len(), 2);
        let fault = result.faults[0];
        assert_eq!((fault.stage, fault.mended), (Stage::Verify, false));
    }
}

#[tokio::test]
async fn a_second_answer_that_mends_the_first_is_noted_as_such() {
    let answers = vec![stop("Here you are:"), suggestions()];
    let Coded { result, requests } = code_as(with(&[], 1), answers).await;
    assert_eq!(result.faults.len(), 1);
    assert_eq!(
        (result.faults[0].fault, result.faults[0].mended),
        (AnswerFault::NotJson, true)
    );
    assert!(user(&requests[1]).starts_with(user(&requests[0])));
}

#[tokio::test]
async fn a_loop_is_asked_again_warmer_and_a_cut_answer_for_less() {
    let looped = completion(&" ".repeat(400), "length");
    let Coded { requests, .. } = code_as(with(&[], 1), vec![looped, suggestions()]).await;
    assert!(requests[1]["temperature"].as_f64().unwrap() > 0.0);
    assert_eq!(requests[1]["max_tokens"], requests[0]["max_tokens"]);
    let cut = completion("{\"suggestions\":[", "length");
    let Coded { requests, .. } = code_as(with(&[], 1), vec![cut, suggestions()]).await;
    assert_eq!(requests[1]["temperature"], 0.0);
    assert!(user(&requests[1]).contains("at most 20 elements"));
}

#[tokio::test]
async fn votes_are_sampled_with_their_seeds_and_the_majority_stands() {
    let one = |code: &str, quote: &str| stop(&answer_of(&[element("icd10cm", code, quote)]));
    let answers = vec![
        suggestions(),
        one("B04", "left arm"),
        one("I10", "left arm"),
    ];
    let Coded { result, requests } = code_as(with(&[], 3), answers).await;
    assert_eq!(codes(&result), ["B04"]);
    let signals = result.diagnoses[0].signals;
    assert_eq!((signals.votes, signals.votes_of), (Some(2), Some(3)));
    assert_eq!(result.diagnoses[0].evidence.len(), 2);
    assert_eq!(result.effort.unwrap().votes, 3);
    let seeds: Vec<_> = requests
        .iter()
        .map(|r| r["seed"].as_u64().unwrap())
        .collect();
    assert_eq!(seeds, [1, 2, 3]);
    assert!(
        requests
            .iter()
            .all(|r| r["temperature"].as_f64().unwrap() > 0.6)
    );
    assert_eq!(requests[0]["messages"], requests[2]["messages"]);
}

#[tokio::test]
async fn a_vote_that_fails_is_no_vote() {
    let answers = vec![suggestions(), stop("no"), stop("no"), suggestions()];
    let Coded { result, .. } = code_as(with(&[], 3), answers).await;
    assert_eq!(codes(&result), ["B04", "N18.9"]);
    assert_eq!(result.diagnoses[0].signals.votes_of, Some(2));
    assert_eq!(result.outcome, Outcome::Coded);
}

#[tokio::test]
async fn the_cap_ends_a_chart_without_suggestions_and_skips_the_other_stages() {
    let mut capped = with(&[Stage::Verify], 1);
    capped.cap.max_calls = 1;
    let Coded { result, requests } = code_as(capped.clone(), vec![suggestions()]).await;
    assert_eq!((requests.len(), result.outcome), (1, Outcome::Coded));
    assert_eq!(result.effort.unwrap().stages, [Stage::Suggest]);

    let Coded { result, requests } = code_as(capped.clone(), vec![stop("no")]).await;
    assert_eq!(requests.len(), 1, "the cap forbids a repair too");
    assert_eq!(result.review_reasons, [ReviewReason::InvalidAnswer]);

    capped.cap.max_spent_tokens = 100;
    let Coded { result, requests } = code_as(capped, Vec::new()).await;
    assert!(requests.is_empty());
    assert_eq!(result.review_reasons, [ReviewReason::SpendCap]);
}

#[tokio::test]
async fn a_stage_asks_its_own_model_and_adapters() {
    let mut own = with(&[Stage::Verify], 1);
    own.stages.verify.model = Some("verifier".to_owned());
    own.stages.verify.lora = vec![Adapter { id: 1, scale: 1.0 }];
    let answers = vec![suggestions(), verdicts(&[])];
    let Coded { result, requests } = code_as(own, answers).await;
    assert_eq!(
        (&requests[0]["model"], &requests[1]["model"]),
        (&"tiny".into(), &"verifier".into())
    );
    assert!(requests[0].get("lora").is_none());
    assert_eq!(requests[1]["lora"], json!([{"id": 1, "scale": 1.0}]));
    assert_eq!(result.model, "tiny", "the model that made the suggestions");
}

#[tokio::test]
async fn a_slot_that_the_server_has_not_is_not_asked_for() {
    for slot in [None, Some(4)] {
        let (script, address) = Script::serve(vec![suggestions()]).await;
        let served = Served {
            model: "tiny".to_owned(),
            context_tokens: None,
            slots: NonZeroU32::new(4),
        };
        let client = client(address).with_served(served);
        let options = CodeOptions {
            slot,
            ..options(Depth::Quick)
        };
        let chart = chart("inpatient", &["...", NOTE]);
        let (pipeline, read) = (pipeline(), ReadChart::of(&chart, TODAY));
        let retrieved = Retrieved::default();
        let prepared = Prepared { read, retrieved };
        pipeline.code(&prepared, &client, &options).await.unwrap();
        let requests = script.requests.lock().unwrap();
        assert!(requests[0].get("id_slot").is_none());
        assert_eq!(requests[0]["cache_prompt"], true);
    }
}

#[tokio::test]
async fn other_servers_are_told_of_no_slot() {
    let (_, requests) = code(vec![stop(&good())]).await;
    assert!(requests[0].get("id_slot").is_none() && requests[0].get("cache_prompt").is_none());
}

#[tokio::test]
async fn the_probability_of_a_code_is_kept_where_the_server_tells() {
    let Scripted::Http(status, headers, body) = stop(&good()) else {
        panic!("an answer")
    };
    let mut told: Value = serde_json::from_str(&body).unwrap();
    let token = |text: &str, logprob: f64| json!({"token": text, "logprob": logprob, "bytes": null, "top_logprobs": []});
    told["choices"][0]["logprobs"] = json!({"content": [
        token("{\"code\":\"", -5.0), token("B0", -0.5), token("4", -0.25), token("\"}", -5.0),
    ]});
    let mut settings = with(&[], 1);
    settings.sampling.logprobs = true;
    let answers = vec![Scripted::Http(status, headers, told.to_string())];
    let Coded { result, requests } = code_as(settings.clone(), answers).await;
    assert_eq!(result.diagnoses[0].signals.code_logprob, Some(-0.375));
    assert_eq!(
        (&requests[0]["logprobs"], &requests[0]["top_logprobs"]),
        (&true.into(), &1.into())
    );
    let Coded { result, .. } = code_as(settings, vec![stop(&good())]).await;
    assert_eq!(result.diagnoses[0].signals.code_logprob, None);
}

#[test]
fn the_naive_order_is_there_to_compare_with() {
    let chart = chart("outpatient", &[NOTE]);
    let client = client("127.0.0.1:1".parse().unwrap());
    let codes = crate::testing::asked(&["B04"]);
    let prompts = |order| {
        let requests = pipeline().requests_of(&chart, &codes, &client, (order, 0));
        let users = requests.into_iter().map(|(_, body)| {
            let request: Value = serde_json::from_slice(&body).unwrap();
            user(&request).to_owned()
        });
        users.collect::<Vec<_>>()
    };
    let shared = prompts(PromptOrder::NotesFirst);
    let naive = prompts(PromptOrder::QuestionFirst);
    assert_eq!((shared.len(), naive.len()), (4, 4));
    assert!(shared.iter().all(|user| user.starts_with("## Encounter")));
    assert!(naive.iter().all(|user| user.ends_with("NOTE>>>\n\n")));
}
