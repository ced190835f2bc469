use chartfleet_model::{Evidence, Indicator, QueryOption, Severity};

use super::*;

fn gap(kind: GapKind, question: &'static str, options: &[&'static str]) -> Gap {
    let texts = options.iter().copied().chain([OTHER, UNDETERMINED]);
    let option = |text: &'static str| QueryOption {
        text: text.into(),
        codes: Vec::new(),
        removes: false,
        severity: Severity::None,
        drg: None,
        weight_change: None,
        payment_change_cents: None,
    };
    let evidence = Evidence {
        document: 0,
        start: 0,
        end: 1,
    };
    Gap {
        kind,
        rule: "cdi.test".into(),
        topic: "type of anemia".into(),
        source: "none".into(),
        indicators: vec![Indicator {
            label: "hemoglobin".into(),
            evidence,
        }],
        question: question.into(),
        options: texts.map(option).collect(),
        codes_now: Vec::new(),
        drg_now: None,
    }
}

const OPEN: &str = "What is the type of the anemia?";
const TWO: &[&str] = &["Acute blood loss anemia", "Anemia of chronic disease"];

#[test]
fn an_open_question_with_two_answers_and_the_ways_out_is_compliant() {
    assert_eq!(faults(&gap(GapKind::Type, OPEN, TWO)), []);
}

#[test]
fn a_query_without_indicators_leads() {
    let mut bare = gap(GapKind::Type, OPEN, TWO);
    bare.indicators.clear();
    assert_eq!(faults(&bare), [Fault::NoIndicators]);
}

#[test]
fn one_answer_alone_leads() {
    let one = gap(GapKind::Type, OPEN, &["Acute blood loss anemia"]);
    assert_eq!(faults(&one), [Fault::FewOptions]);
}

#[test]
fn the_ways_out_come_last() {
    let mut turned = gap(GapKind::Type, OPEN, TWO);
    turned.options.reverse();
    assert!(faults(&turned).contains(&Fault::NoWayOut));
}

#[test]
fn payment_and_levels_are_never_named() {
    for question in [
        "What type of anemia is it, as this affects the DRG?",
        "Which MCC applies?",
        "What is the type, for reimbursement?",
        "Which type, for our quality scores?",
    ] {
        let faults = faults(&gap(GapKind::Type, question, TWO));
        assert_eq!(faults, [Fault::NamesImpact], "{question}");
    }
}

#[test]
fn a_query_never_says_what_to_write() {
    let told = gap(
        GapKind::Type,
        "Please document acute blood loss anemia?",
        TWO,
    );
    assert_eq!(faults(&told), [Fault::Leading]);
}

#[test]
fn yes_and_no_answer_only_what_is_documented_already() {
    let question = "Based on your clinical judgment, is this anemia of blood loss?";
    assert_eq!(faults(&gap(GapKind::Type, question, TWO)), [Fault::YesNo]);
    assert_eq!(faults(&gap(GapKind::CausalLink, question, TWO)), []);
    assert_eq!(
        faults(&gap(GapKind::Poa, "Was it present on admission?", TWO)),
        []
    );
}

#[test]
fn the_same_answer_is_offered_once() {
    let twice = gap(GapKind::Type, OPEN, &["Anemia", "anemia", "Blood loss"]);
    assert_eq!(faults(&twice), [Fault::RepeatedOption]);
}
