//! What the answers offer: nothing that the record does not bear out.

use super::*;

/// The answers of a check to a chart, with their codes.
fn answers(rule: &str, documents: &[Value], codes: &[&str]) -> Vec<(String, Vec<String>)> {
    let gaps = gaps_of(&chart("inpatient", 70, documents), codes);
    let own = gaps.into_iter().find(|gap| gap.rule == rule);
    let options = own.map(|gap| gap.options).unwrap_or_default();
    let told = |option: chartfleet_model::QueryOption| {
        let codes = option.codes.iter().map(ToString::to_string).collect();
        (option.text.into_owned(), codes)
    };
    options.into_iter().map(told).collect()
}

fn codes(rule: &str, text: &str) -> Vec<String> {
    let answers = answers(rule, &[json!({ "text": text })], &[]);
    answers.into_iter().flat_map(|(_, codes)| codes).collect()
}

#[test]
fn an_infarction_is_offered_where_a_sign_of_ischemia_is_told() {
    let rule = "cdi.myocardial_injury";
    assert_eq!(
        codes(rule, "Troponin 0.8 ng/mL, then 1.2 ng/mL. HR 140."),
        ["I24.89", "I5A"]
    );
    assert_eq!(
        codes(rule, "Chest pain. Troponin 0.8 ng/mL, then 1.2 ng/mL."),
        ["I21.4", "I21.A1", "I24.89", "I5A"]
    );
}

#[test]
fn iron_deficiency_is_offered_where_iron_was_given() {
    let rule = "cdi.anemia";
    let transfused = "Hemoglobin 7.9 g/dL. Transfused 1 unit of packed red blood cells.";
    assert!(!codes(rule, transfused).contains(&"D50.9".to_owned()));
    let given = "Hemoglobin 7.9 g/dL. IV iron sucrose given.";
    assert!(codes(rule, given).contains(&"D50.9".to_owned()));
}

#[test]
fn of_several_pressure_ulcers_in_one_sentence_none_is_picked() {
    let asked = |nurse: &str| {
        let nurse = json!({"text": nurse, "author_role": "nurse", "kind": "nursing_note"});
        let provider = json!({"text": "Hip fracture.", "author_role": "attending"});
        let answers = answers("cdi.pressure_ulcer_assessment", &[nurse, provider], &[]);
        let first = answers.into_iter().next();
        first.map(|(text, codes)| (text.contains("each with its site"), codes))
    };
    for several in [
        "Stage 4 left heel, stage 2 sacral pressure injuries.",
        "Stage 3 pressure injuries of the sacrum and left heel.",
        "Bilateral heel stage 2 pressure injuries.",
        "Pressure injury of sacrum, was stage 2, now stage 3.",
    ] {
        assert_eq!(asked(several), Some((true, Vec::new())), "{several}");
    }
    assert_eq!(
        asked("Stage 2 pressure injury, right heel."),
        Some((false, vec!["L89.612".to_owned()]))
    );
}
