use proptest::prelude::*;

use AnswerFault::*;

use super::*;
use crate::testing::{answer_of, element};

fn faults(text: &str) -> Vec<AnswerFault> {
    ended(text, FinishReason::Stop)
}

fn ended(text: &str, finish: FinishReason) -> Vec<AnswerFault> {
    faults_of(Heard {
        text: Some(text),
        finish: Some(finish),
        refused: false,
    })
}

/// Forty suggestions as an honest model writes them: every fourth quote is the
/// same.
fn honest() -> String {
    let elements: Vec<_> = (0..40)
        .map(|n| {
            let quote = if n % 4 == 0 {
                "known diabetes with kidney disease and hypertension as before".to_owned()
            } else {
                format!("finding number {n} of the left arm was treated with {n} mg daily")
            };
            element("icd10cm", &format!("E11.{n}"), &quote)
        })
        .collect();
    answer_of(&elements)
}

#[test]
fn an_honest_answer_has_no_fault() {
    let answer = honest();
    assert_eq!(faults(&answer), []);
    let pretty: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(faults(&format!("{pretty:#}\n")), []);
    assert_eq!(faults(r#"{"suggestions":[]}"#), []);
    let accents = element(
        "icd10cm",
        "A00",
        "hépatite aiguë le 3 après une opération dans les reins",
    );
    assert_eq!(faults(&answer_of(&[accents])), []);
}

#[test]
fn each_way_to_fail_has_its_name() {
    let good = answer_of(&[element("icd10cm", "I10", "high pressure")]);
    let same = answer_of(&vec![element("icd10cm", "I10", "high pressure"); 30]);
    let table: [(String, &[AnswerFault]); 16] = [
        (String::new(), &[Empty]),
        (" \n\n ".to_owned(), &[Empty]),
        (format!("Sure!\n```json\n{good}\n```"), &[Prose]),
        (format!("I can't be sure, but I can help: {good} Good luck."), &[Prose]),
        ("Codes: I10, E11.9".to_owned(), &[NotJson]),
        ("I'm sorry, but I can't assist with that request.".to_owned(), &[Refusal]),
        ("I cannot provide medical advice.".to_owned(), &[Refusal]),
        ("As an AI language model, I have no access to records.".to_owned(), &[Refusal]),
        (same, &[Repetition]),
        (format!("{{\"suggestions\":[{}", "[".repeat(4_000)), &[Repetition, NotJson]),
        (format!("{{\"suggestions\":[{}", "{\"evidence\":\"acute ".repeat(40)), &[Repetition, NotJson]),
        ("no fever ".repeat(200), &[Repetition, NotJson]),
        (format!("{{\"a\":\"{}\"}}", "\\n \\t".repeat(200)), &[Whitespace]),
        (
            r#"{"suggestions":[{"reason":"患者有高血压的记录并且正在接受治疗因此应当编码这是主要诊断之一"}]}"#.to_owned(),
            &[WrongLanguage],
        ),
        (
            r#"{"suggestions":[{"reason":"documentado por el médico en las notas con una dosis"}]}"#.to_owned(),
            &[WrongLanguage],
        ),
        (
            "Der Patient hat eine Lungenentzündung und wird mit Antibiotika bei uns behandelt".to_owned(),
            &[WrongLanguage, NotJson],
        ),
    ];
    for (text, expected) in table {
        assert_eq!(faults(&text), expected, "{text:.80}");
    }
}

#[test]
fn the_end_of_an_answer_counts_with_its_cause_first() {
    let blank = format!("{{\"suggestions\":[{}", " \n".repeat(2_000));
    assert_eq!(ended(&blank, FinishReason::Length), [Whitespace, CutOff]);
    let half: String = honest().chars().take(3_000).collect();
    assert_eq!(ended(&half, FinishReason::Length), [CutOff]);
    assert_eq!(ended("", FinishReason::ContentFilter), [Refusal]);
    assert_eq!(ended("", FinishReason::Length), [CutOff]);
    let refused = Heard {
        refused: true,
        ..Heard::default()
    };
    assert_eq!(faults_of(refused), [Refusal]);
    assert_eq!(faults_of(Heard::default()), [Empty]);
}

#[test]
fn the_worst_fault_decides_and_every_one_that_spoils_an_answer_has_a_reason() {
    assert_eq!(worst(&[CutOff, Whitespace, NotJson]), Some(Whitespace));
    assert_eq!(worst(&[]), None);
    for fault in AnswerFault::ALL {
        let spoils = retry_differently(*fault).is_some();
        assert!(!spoils || review_reason(*fault).is_some(), "{fault}");
        let alone = in_order(vec![*fault, *fault]);
        assert_eq!(alone, [*fault]);
    }
    let mut places: Vec<u8> = AnswerFault::ALL.iter().map(|f| place(*f)).collect();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places.len(), AnswerFault::ALL.len());
}

proptest! {
    #[test]
    fn any_answer_is_judged_without_a_panic(text in ".{0,400}|[ \n\\\\nt\"{}\\[\\]a]{0,600}") {
        let found = faults(&text);
        let worst = worst(&found);
        prop_assert_eq!(worst, found.first().copied());
    }

    #[test]
    fn a_cut_of_an_honest_answer_is_only_cut(at in 0_usize..6_000) {
        let cut: String = honest().chars().take(at).collect();
        prop_assert_eq!(ended(&cut, FinishReason::Length), [CutOff]);
    }
}
