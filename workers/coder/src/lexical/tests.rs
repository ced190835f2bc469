//! The coder as a whole, on a handful of wordings.

use super::build::build;
use super::defaults::OfficialCode;
use super::gather::OfficialTerm;
use super::term::TermKind;
use super::{Assertion, Lexicon};
use chartfleet_model::Confidence;

const CODES: &[(&str, &str)] = &[
    (
        "C50.919",
        "Malignant neoplasm of unspecified site of unspecified female breast",
    ),
    (
        "C34.90",
        "Malignant neoplasm of unspecified part of unspecified bronchus or lung",
    ),
    ("C78.00", "Secondary malignant neoplasm of unspecified lung"),
    ("E11.9", "Type 2 diabetes mellitus without complications"),
    ("E11.65", "Type 2 diabetes mellitus with hyperglycemia"),
    ("H57.10", "Ocular pain, unspecified eye"),
    ("H57.11", "Ocular pain, right eye"),
    ("H57.12", "Ocular pain, left eye"),
    (
        "E11.649",
        "Type 2 diabetes mellitus with hypoglycemia without coma",
    ),
    ("A41.9", "Sepsis, unspecified organism"),
    ("I10", "Essential (primary) hypertension"),
    ("I21.9", "Acute myocardial infarction, unspecified"),
    ("I25.2", "Old myocardial infarction"),
    ("I50.22", "Chronic systolic (congestive) heart failure"),
    (
        "I50.23",
        "Acute on chronic systolic (congestive) heart failure",
    ),
    ("I50.9", "Heart failure, unspecified"),
    ("J18.9", "Pneumonia, unspecified organism"),
    (
        "J44.0",
        "Chronic obstructive pulmonary disease with (acute) lower respiratory infection",
    ),
    (
        "J44.9",
        "Chronic obstructive pulmonary disease, unspecified",
    ),
    ("J45.40", "Moderate persistent asthma, uncomplicated"),
    (
        "J45.41",
        "Moderate persistent asthma with (acute) exacerbation",
    ),
    ("J45.909", "Unspecified asthma, uncomplicated"),
    (
        "K21.9",
        "Gastro-esophageal reflux disease without esophagitis",
    ),
    (
        "K80.10",
        "Calculus of gallbladder with chronic cholecystitis without obstruction",
    ),
    ("K81.1", "Chronic cholecystitis"),
    ("N17.9", "Acute kidney failure, unspecified"),
    ("N18.30", "Chronic kidney disease, stage 3 unspecified"),
    ("N18.9", "Chronic kidney disease, unspecified"),
    ("N19", "Unspecified kidney failure"),
    ("R05.9", "Cough, unspecified"),
    ("R10.9", "Unspecified abdominal pain"),
    ("R50.9", "Fever, unspecified"),
    ("R52", "Pain, unspecified"),
    ("R65.21", "Severe sepsis with septic shock"),
    ("Z88.0", "Allergy status to penicillin"),
    (
        "S52.501A",
        "Unspecified fracture of the lower end of right radius, initial encounter for closed fracture",
    ),
    (
        "S52.501D",
        "Unspecified fracture of the lower end of right radius, subsequent encounter for closed fracture with routine healing",
    ),
    ("Z80.3", "Family history of malignant neoplasm of breast"),
    ("Z83.3", "Family history of diabetes mellitus"),
    ("Z85.3", "Personal history of malignant neoplasm of breast"),
    ("Z00.00", "Encounter for general adult medical examination"),
];

const INDEX: &[(&str, &str)] = &[
    ("C34.90", "Neoplasm, neoplastic > lung > malignant primary"),
    (
        "C50.919",
        "Neoplasm, neoplastic > breast > malignant primary",
    ),
    (
        "C78.00",
        "Neoplasm, neoplastic > lung > malignant secondary",
    ),
    ("E11.9", "Diabetes, diabetic"),
    ("J45.909", "Asthma, asthmatic"),
    ("J45.40", "Asthma, asthmatic > moderate persistent"),
    ("N17.9", "Failure, failed > kidney > acute"),
    ("N19", "Failure, failed > kidney"),
    ("R10.9", "Pain > abdominal"),
    ("R52", "Pain"),
    ("S52.501A", "Fracture > radius"),
    ("R65.21", "Shock > septic"),
    ("I50.22", "Failure, failed > heart > systolic > chronic"),
    ("I50.9", "Failure, failed > heart"),
    ("Z00.00", "Examination"),
];

pub(crate) fn lexicon() -> Lexicon {
    let codes: Vec<_> = CODES
        .iter()
        .map(|&(code, title)| OfficialCode {
            code,
            title,
            billable: true,
            block: code.get(..2).unwrap_or_default(),
        })
        .collect();
    let titles = CODES.iter().map(|&(code, text)| OfficialTerm {
        code,
        text,
        kind: TermKind::Title,
    });
    let index = INDEX.iter().map(|&(code, text)| OfficialTerm {
        code,
        text,
        kind: TermKind::Index,
    });
    build(&codes, &titles.chain(index).collect::<Vec<_>>())
}

fn suggested(text: &str) -> Vec<String> {
    let lexicon = lexicon();
    let hits = lexicon.suggest(text);
    hits.iter().map(|hit| hit.code.to_string()).collect()
}

#[test]
fn the_longest_term_takes_its_words() {
    assert_eq!(suggested("Complains of abdominal pain."), ["R10.9"]);
    assert_eq!(suggested("Complains of pain."), ["R52"]);
}

#[test]
fn word_order_and_abbreviations_do_not_matter() {
    for text in [
        "Acute renal failure.",
        "AKI on arrival.",
        "Failure, kidney, acute.",
    ] {
        assert_eq!(suggested(text), ["N17.9"], "{text}");
    }
    for text in ["HTN", "High blood pressure.", "arterial hypertension"] {
        assert_eq!(suggested(text), ["I10"], "{text}");
    }
}

#[test]
fn codes_come_in_the_order_of_their_first_mention() {
    assert_eq!(
        suggested("Fever and cough.\nPneumonia. Fever again."),
        ["R50.9", "R05.9", "J18.9"]
    );
}

#[test]
fn what_is_denied_is_a_mention_but_no_suggestion() {
    let text = "Denies fever. No evidence of pneumonia but has a cough.";
    assert_eq!(suggested(text), ["R05.9"]);
    let lexicon = lexicon();
    let mentions = lexicon.mentions(text);
    let denied = mentions
        .iter()
        .filter(|m| m.assertion == Assertion::Negated);
    assert_eq!(denied.count(), 2);
}

#[test]
fn what_runs_in_the_family_becomes_a_family_history_code_or_nothing() {
    assert_eq!(suggested("Mother with diabetes mellitus."), ["Z83.3"]);
    assert_eq!(suggested("Her mother had breast cancer."), ["Z80.3"]);
    assert_eq!(suggested("His father had pneumonia."), Vec::<String>::new());
}

#[test]
fn a_past_cancer_is_a_personal_history() {
    assert_eq!(suggested("History of breast cancer."), ["Z85.3"]);
}

#[test]
fn the_named_side_picks_the_sided_code() {
    assert_eq!(suggested("Eye pain on the left."), ["H57.12"]);
    assert_eq!(suggested("Pain in the right eye."), ["H57.11"]);
    assert_eq!(suggested("Eye pain."), ["H57.10"]);
}

#[test]
fn the_stage_picks_the_specific_code_and_drops_the_unspecified_one() {
    assert_eq!(
        suggested("CKD. Chronic kidney disease, stage 3."),
        ["N18.30"]
    );
    assert_eq!(
        suggested("COPD with lower respiratory infection."),
        ["J44.0"]
    );
}

#[test]
fn a_tumour_is_coded_by_site_and_behaviour() {
    assert_eq!(suggested("Adenocarcinoma of the lung."), ["C34.90"]);
    assert_eq!(suggested("Lung metastases."), ["C78.00"]);
}

#[test]
fn a_turn_of_phrase_is_no_finding() {
    assert_eq!(
        suggested("On examination the patient was well."),
        Vec::<String>::new()
    );
}

#[test]
fn a_suspicion_is_suggested_with_low_confidence_and_a_repetition_with_high() {
    let lexicon = lexicon();
    let suspected = lexicon.suggest("Suspected pneumonia.");
    let confidence: Vec<_> = suspected.iter().map(|hit| hit.confidence).collect();
    assert_eq!(confidence, [Confidence::Low]);
    let repeated = lexicon.suggest("Cough. Cough at night. Cough since May.");
    let confidence: Vec<_> = repeated.iter().map(|hit| hit.confidence).collect();
    assert_eq!(confidence, [Confidence::High]);
}

#[test]
fn spans_are_verbatim_on_character_boundaries() {
    let text = "Señora de 80 años – «acute  renal\nfailure», fiebre; Fever 39 °C.";
    let lexicon = lexicon();
    let said: Vec<_> = lexicon
        .suggest(text)
        .into_iter()
        .map(|hit| text.get(hit.span).expect("on character boundaries"))
        .collect();
    assert_eq!(said, ["acute  renal\nfailure", "Fever"]);
}

#[test]
fn candidates_hold_the_suggestions_first_then_the_denied_then_neighbours() {
    let lexicon = lexicon();
    let candidates = lexicon.candidates("COPD. Denies fever.", 10);
    let codes: Vec<_> = candidates.iter().map(|c| c.code.as_str()).collect();
    assert_eq!(codes.first(), Some(&"J44.9"));
    assert_eq!(codes.get(1), Some(&"R50.9"));
    assert!(codes.contains(&"J44.0"), "{codes:?}");
    assert_eq!(lexicon.candidates("COPD. Denies fever.", 1).len(), 1);
}

#[test]
fn no_text_and_odd_text_give_nothing() {
    for text in ["", " \n\n ", "...", "日本語のノート", "a' s'"] {
        assert_eq!(suggested(text), Vec::<String>::new(), "{text:?}");
    }
}

#[test]
fn a_family_history_is_found_by_its_own_name_and_by_its_section() {
    assert_eq!(suggested("Family history of breast cancer."), ["Z80.3"]);
    assert_eq!(suggested("Family history: diabetes."), ["Z83.3"]);
    assert_eq!(
        suggested("No family history of breast cancer."),
        Vec::<String>::new()
    );
    assert_eq!(suggested("Breast cancer in her mother."), ["Z80.3"]);
    let lexicon = lexicon();
    let listed = lexicon.suggest_chart(&["FH:\nDiabetes\nPneumonia"]);
    let codes: Vec<_> = listed.iter().map(|hit| hit.hit.code.as_str()).collect();
    assert_eq!(codes, ["Z83.3"]);
}

#[test]
fn a_disease_that_is_only_prevented_is_a_mention_but_no_suggestion() {
    for text in [
        "Pneumonia vaccine given.",
        "Breast cancer screening.",
        "Risk of pneumonia.",
    ] {
        assert_eq!(suggested(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_side_is_looked_for_in_the_same_part_of_a_sentence_first() {
    assert_eq!(suggested("Right eye pain, left TM clear."), ["H57.11"]);
    assert_eq!(
        suggested("Cough, lt eye pain, right arm fine."),
        ["R05.9", "H57.12"]
    );
    assert_eq!(suggested("Eye pain, left."), ["H57.12"]);
    assert_eq!(suggested("Bilateral eye pain."), ["H57.11", "H57.12"]);
}

#[test]
fn an_acute_disease_of_the_past_is_history() {
    for text in ["Prior MI.", "h/o myocardial infarction", "S/p MI"] {
        assert_eq!(suggested(text), ["I25.2"], "{text}");
    }
    assert_eq!(suggested("History of COPD."), ["J44.9"]);
}

#[test]
fn a_later_encounter_is_a_candidate_behind_the_first_where_the_note_tells_of_aftercare() {
    let lexicon = lexicon();
    let found = |text: &str| -> Vec<String> {
        let candidates = lexicon.candidates(text, 10);
        candidates.iter().map(|c| c.code.to_string()).collect()
    };
    let later = found("Radius fracture, healing well.");
    assert_eq!(later.first().map(String::as_str), Some("S52.501A"));
    assert_eq!(later.get(1).map(String::as_str), Some("S52.501D"));
    assert!(!found("Radius fracture today.").contains(&"S52.501D".to_owned()));
}
