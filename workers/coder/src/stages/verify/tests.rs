use chartfleet_model::{AnswerFault, DocumentKind};
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::testing::{asked, chart, checked};

const NOTE: &str = "Essential hypertension, on lisinopril. No pneumonia.";

fn verdict(code: &str, verdict: &str, quote: &str) -> Value {
    json!({"code": code, "evidence": quote, "verdict": verdict})
}

fn text(verdicts: &[Value]) -> String {
    json!({ "verdicts": verdicts }).to_string()
}

/// What is left of suggested codes after these verdicts, and what is new.
fn after(suggested: &[&str], asked_about: &[&str], verdicts: &[Value]) -> (Reading, Vec<String>) {
    let asked = asked(asked_about);
    let mut reading = Reading {
        suggestions: checked(suggested),
        ..Reading::default()
    };
    let chart = chart("inpatient", &[NOTE]);
    let chart = ReadChart::of(&chart, date(2026, 5, 1));
    let judgements = read(&text(verdicts), &asked).value.unwrap();
    let new = believe(judgements, &asked, &chart, &mut reading);
    let codes = new.iter().map(|j| asked[j.place].code.clone());
    (reading, codes.collect())
}

#[test]
fn a_supported_quote_becomes_evidence() {
    let quote = verdict("I10", "supported", "essential hypertension");
    let (reading, new) = after(&["I10"], &["I10"], &[quote]);
    let [pressure] = reading.suggestions.as_slice() else {
        panic!("one suggestion")
    };
    assert_eq!(pressure.signals.verdict, Some(Verdict::Supported));
    assert_eq!(pressure.evidence.len(), 2);
    assert_eq!(pressure.confidence, Confidence::High);
    assert!(new.is_empty() && reading.review.is_empty());
}

#[test]
fn a_supported_verdict_that_only_results_bear_out_is_uncertain() {
    let mut chart = chart(
        "inpatient",
        &[NOTE, "Acidosis, pH 7.1", "Acidosis, given fluids"],
    );
    chart.documents[1].kind = DocumentKind::Laboratory;
    let chart = ReadChart::of(&chart, date(2026, 5, 1));
    let asked = asked(&["E87.20"]);
    let said = |quote| {
        let answer = text(&[verdict("E87.20", "supported", quote)]);
        let mut reading = Reading {
            suggestions: checked(&["E87.20"]),
            ..Reading::default()
        };
        let judgements = read(&answer, &asked).value.unwrap();
        believe(judgements, &asked, &chart, &mut reading);
        reading.suggestions[0].signals.verdict
    };
    assert_eq!(said("Acidosis, pH 7.1"), Some(Verdict::Uncertain));
    assert_eq!(said("acidosis"), Some(Verdict::Supported));
}

#[test]
fn a_supported_verdict_whose_quote_is_in_no_note_is_uncertain() {
    for quote in ["malignant hypertension", ""] {
        let said = verdict("I10", "supported", quote);
        let (reading, _) = after(&["I10"], &["I10"], &[said]);
        let pressure = &reading.suggestions[0];
        assert_eq!(pressure.signals.verdict, Some(Verdict::Uncertain));
        assert_eq!(pressure.confidence, Confidence::Medium);
        assert_eq!(pressure.findings[0].rule, "verify.uncertain");
        assert_eq!(pressure.evidence.len(), 1);
    }
}

#[test]
fn what_nothing_supports_is_not_claimed_and_says_why() {
    let (reading, _) = after(
        &["I10", "J18.9"],
        &["I10", "J18.9"],
        &[verdict("J18.9", "not_supported", "")],
    );
    assert_eq!(reading.suggestions.len(), 1);
    assert_eq!(
        reading.suggestions[0].signals.verdict, None,
        "no verdict is no verdict"
    );
    let [pneumonia] = reading.not_claimed.as_slice() else {
        panic!("one is not claimed")
    };
    assert_eq!(pneumonia.status, NotClaimedStatus::Unverified);
    assert_eq!(pneumonia.findings[0].rule, "verify.not_supported");
    assert_eq!(reading.review, [ReviewReason::Unverified]);
}

#[test]
fn a_code_only_retrieved_is_new_where_words_support_it_and_else_nothing() {
    let asked_about = ["I10", "J18.9", "E11.9"];
    let (reading, new) = after(
        &[],
        &asked_about,
        &[
            verdict("I10", "supported", "Essential hypertension"),
            verdict("J18.9", "not_supported", ""),
            verdict("E11.9", "supported", "diabetes"),
        ],
    );
    assert_eq!(new, ["I10"]);
    assert!(reading.not_claimed.is_empty() && reading.review.is_empty());
}

#[test]
fn two_verdicts_that_differ_are_uncertain() {
    let (reading, _) = after(
        &["I10"],
        &["I10", "J18.9"],
        &[
            verdict("I10", "supported", "Essential hypertension"),
            verdict("I10", "not_supported", ""),
        ],
    );
    assert_eq!(
        reading.suggestions[0].signals.verdict,
        Some(Verdict::Uncertain)
    );
}

#[test]
fn bad_answers_are_told_apart() {
    let asked = asked(&["I10", "E11.9"]);
    let good = verdict("I10", "supported", "x");
    let mut lacking = good.clone();
    lacking.as_object_mut().unwrap().remove("evidence");
    for (answer, fault) in [
        (
            text(&[verdict("I11", "supported", "x")]),
            Some(AnswerFault::OffTopic),
        ),
        (
            text(&[good.clone(), verdict("E11.9", "maybe", "x")]),
            Some(AnswerFault::PartlyUnreadable),
        ),
        (text(&[lacking]), Some(AnswerFault::WrongShape)),
        (
            text(&[good.clone(), good.clone(), good.clone()]),
            Some(AnswerFault::Surplus),
        ),
        (text(&[good]), None),
        ("{\"verdicts\":3}".to_owned(), Some(AnswerFault::WrongShape)),
        ("[]".to_owned(), Some(AnswerFault::WrongShape)),
        ("All are fine.".to_owned(), Some(AnswerFault::NotJson)),
    ] {
        assert_eq!(read(&answer, &asked).fault, fault, "{answer}");
    }
}

#[test]
fn the_schema_is_one_that_llama_server_honours() {
    let question = question(&asked(&["I10", "E11.9"]));
    let format: Value = serde_json::from_str(question.format.get()).unwrap();
    let list = &format["json_schema"]["schema"]["properties"]["verdicts"];
    assert_eq!(
        list["items"]["properties"]["code"]["enum"],
        json!(["I10", "E11.9"])
    );
    assert_eq!(list["maxItems"], 2);
    let plain = question.format.get();
    for dropped in [r"\\d", r"\\w", "$ref", "minLength", "maxLength"] {
        assert!(!plain.contains(dropped), "{dropped}");
    }
    let at = |name: &str| plain.find(&format!("\"{name}\":{{\"type\"")).unwrap();
    assert!(at("code") < at("evidence") && at("evidence") < at("verdict"));
}

proptest! {
    #[test]
    fn whatever_is_said_no_suggestion_is_lost(
        said in proptest::collection::vec((0_usize..4, 0_usize..3, "[a-zE ]{0,12}"), 0..8),
    ) {
        let codes = ["I10", "J18.9", "E11.9", "Z99.9"];
        let names = ["supported", "uncertain", "not_supported"];
        let verdicts: Vec<_> = said
            .iter()
            .map(|(code, name, quote)| verdict(codes[*code], names[*name], quote))
            .collect();
        let asked = asked(&codes[..3]);
        let judgements = read(&text(&verdicts), &asked).value.unwrap_or_default();
        let mut reading = Reading { suggestions: checked(&codes[..2]), ..Reading::default() };
        let chart = chart("inpatient", &[NOTE]);
        let chart = ReadChart::of(&chart, date(2026, 5, 1));
        believe(judgements, &asked, &chart, &mut reading);
        prop_assert_eq!(reading.suggestions.len() + reading.not_claimed.len(), 2);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,60}") {
        let asked = asked(&["I10"]);
        prop_assert!(read(&text, &asked).value.is_none());
    }
}
