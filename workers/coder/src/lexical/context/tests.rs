use super::*;
use crate::lexical::sentence::sentences;

fn of(text: &str, word: &str) -> Assertion {
    let sentence = sentences(text).remove(0);
    let at = sentence.iter().position(|w| w.folded == word).expect(word);
    let own = at..at + 1;
    Context::of(&sentence).assertion(std::iter::once(&own))
}

fn assert_all(text: &str, words: &[&str], assertion: Assertion) {
    for word in words {
        assert_eq!(of(text, word), assertion, "{word} in {text:?}");
    }
}

#[test]
fn negation_reaches_a_list_and_ends_at_but() {
    let text = "Denies fever, chills or cough but reports dyspnea.";
    assert_all(text, &["fever", "chills", "cough"], Assertion::Negated);
    assert_eq!(of(text, "dyspnea"), Assertion::Present);
}

#[test]
fn a_long_list_is_denied_to_its_end_and_what_was_found_is_not() {
    let text = "He denies any other symptoms such as fever, chills, muscle aches, nausea, \
                vomiting, diarrhea, fatigue, and weight loss.";
    assert_all(
        text,
        &["fever", "aches", "nausea", "diarrhea", "loss"],
        Assertion::Negated,
    );
    let text =
        "Denies fever, chills, cough, chest pain, dyspnea, headache, was found to have gout.";
    assert_eq!(of(text, "gout"), Assertion::Present);
}

#[test]
fn a_trailing_negation_reaches_back_within_its_own_part() {
    assert_eq!(of("Edema was absent.", "edema"), Assertion::Negated);
    for (text, word) in [
        ("Pneumonia, COVID negative.", "pneumonia"),
        ("Cough and denied fever.", "cough"),
        ("Fever with negative cultures.", "fever"),
        ("Gram-negative sepsis.", "sepsis"),
    ] {
        assert_eq!(of(text, word), Assertion::Present, "{text}");
    }
}

#[test]
fn what_was_ruled_out_is_denied_and_what_may_be_is_not() {
    for (text, words) in [
        (
            "Acute myocardial infarction was ruled out.",
            &["infarction"][..],
        ),
        ("PE and DVT were ruled out.", &["pe", "dvt"]),
        ("CT ruling out pneumonia.", &["pneumonia"]),
        ("Stroke unlikely.", &["stroke"]),
        ("Pneumonia is unlikely.", &["pneumonia"]),
        (
            "Diabetes w/o neuropathy, neg for retinopathy.",
            &["neuropathy", "retinopathy"],
        ),
        ("No longer smokes.", &["smokes"]),
    ] {
        assert_all(text, words, Assertion::Negated);
    }
    for (text, word) in [
        ("Rule out stroke.", "stroke"),
        ("Stroke cannot be ruled out.", "stroke"),
        ("Infection has not been excluded, r/o stroke.", "stroke"),
        ("Findings consistent with pneumonia.", "pneumonia"),
        ("Likely pneumonia.", "pneumonia"),
        (
            "The differential diagnosis included lymphoma, tuberculosis.",
            "tuberculosis",
        ),
    ] {
        assert_eq!(of(text, word), Assertion::Uncertain, "{text}");
    }
}

#[test]
fn an_answer_after_a_colon_denies_what_is_asked() {
    for (text, word) in [
        ("Tobacco: Never", "tobacco"),
        ("Alcohol Use: None", "alcohol"),
        ("Tobacco Use: Non-smoker", "tobacco"),
        ("Tobacco: Former smoker", "tobacco"),
    ] {
        assert_eq!(of(text, word), Assertion::Negated, "{text}");
    }
}

#[test]
fn words_of_a_compound_deny_no_more_than_it() {
    assert_eq!(
        of("Non-healing ulcer of the foot.", "ulcer"),
        Assertion::Present
    );
    let text = "CT shows free fluid and hydronephrosis.";
    assert_eq!(of(text, "hydronephrosis"), Assertion::Present);
    assert_eq!(of("Free of pain.", "pain"), Assertion::Negated);
}

#[test]
fn not_only_is_no_negation() {
    assert_eq!(of("Not only fever", "fever"), Assertion::Present);
}

#[test]
fn what_is_prevented_or_looked_for_is_not_there() {
    for (text, word) in [
        ("Heparin for DVT prophylaxis.", "dvt"),
        ("COVID-19/shingles/flu vaccine given.", "covid"),
        ("Fully vaccinated against COVID-19.", "covid"),
        ("Colon cancer screening due.", "cancer"),
        ("Risk of stroke was explained.", "stroke"),
        ("During the COVID-19 pandemic.", "covid"),
        ("Return if fever recurs.", "fever"),
        ("Fall precautions.", "fall"),
        ("There is a risk of amputation, bleeding, stroke.", "stroke"),
        ("Ultrasound to evaluate for any fibrosis.", "fibrosis"),
    ] {
        assert_eq!(of(text, word), Assertion::Hypothetical, "{text}");
    }
    let text = "Risk factors: hypertension.";
    assert_eq!(of(text, "hypertension"), Assertion::Present);
    let text = "At risk because of diabetes.";
    assert_eq!(of(text, "diabetes"), Assertion::Present);
}

#[test]
fn relatives_own_what_follows_until_the_patient_is_named() {
    let text = "Mother had diabetes and the patient has asthma.";
    assert_eq!(of(text, "diabetes"), Assertion::Family);
    assert_eq!(of(text, "asthma"), Assertion::Present);
    assert_eq!(
        of("Breast cancer in her mother.", "cancer"),
        Assertion::Family
    );
    assert_eq!(of("Gout runs in the family.", "gout"), Assertion::Family);
}

#[test]
fn relatives_who_come_along_or_tell_of_the_patient_own_nothing() {
    for (text, word) in [
        ("Brought in by her daughter for chest pain.", "pain"),
        ("Mother reports fever and cough.", "fever"),
        ("The family doctor revealed hematuria.", "hematuria"),
        ("Seen at Son Dureta Hospital for fever.", "fever"),
    ] {
        assert_eq!(of(text, word), Assertion::Present, "{text}");
    }
}

#[test]
fn a_trigger_within_the_name_of_a_finding_says_nothing_of_it() {
    let sentence = sentences("Family history of diabetes.").remove(0);
    let context = Context::of(&sentence);
    assert_eq!(context.assertion([0..2, 3..4].iter()), Assertion::Present);
    let disease = 3..4;
    let alone = context.assertion(std::iter::once(&disease));
    assert_eq!(alone, Assertion::Family);
}

#[test]
fn a_suspicion_is_uncertain_and_its_denial_negated() {
    assert_eq!(
        of("Suspected pneumonia.", "pneumonia"),
        Assertion::Uncertain
    );
    assert_eq!(
        of("No suspected pneumonia.", "pneumonia"),
        Assertion::Negated
    );
}

#[test]
fn what_the_patient_had_is_past_and_the_length_of_a_complaint_is_not() {
    for text in [
        "History of stroke.",
        "S/p stroke.",
        "Hx of stroke",
        "h/o stroke",
        "Prior stroke",
        "Stroke 3 years ago",
        "A stroke in 2018",
    ] {
        assert_eq!(of(text, "stroke"), Assertion::Past, "{text}");
    }
    assert_eq!(
        of("A three day history of fever.", "fever"),
        Assertion::Present
    );
}
