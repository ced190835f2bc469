use chartfleet_model::Document;
use serde_json::json;

use super::*;
use crate::lexical::tests::lexicon;

fn suggested(documents: &[&str]) -> Vec<String> {
    let lexicon = lexicon();
    let hits = lexicon.suggest_chart(documents);
    hits.iter().map(|hit| hit.hit.code.to_string()).collect()
}

#[test]
fn the_specific_code_stands_for_the_open_one_of_another_document() {
    assert_eq!(
        suggested(&["Asthma since childhood.", "Moderate persistent asthma."]),
        ["J45.40"]
    );
}

#[test]
fn stated_diagnoses_come_first_in_their_order_and_the_principal_before_all() {
    let notes = [
        "Assessment: COPD. Hypertension.",
        "GERD for years.\n\nPrincipal diagnosis: Pneumonia.\nSecondary diagnoses: CKD. COPD.",
    ];
    assert_eq!(
        suggested(&notes),
        ["J18.9", "N18.9", "J44.9", "I10", "K21.9"]
    );
}

#[test]
fn stated_diagnoses_explain_symptoms_and_settle_suspicions() {
    let history = "Cough and fever. Suspected pneumonia. Hypertension.";
    assert_eq!(suggested(&[history]), ["R05.9", "R50.9", "J18.9", "I10"]);
    let assessed = format!("{history}\n\nFinal diagnosis: COPD. Fever.");
    assert_eq!(suggested(&[&assessed]), ["J44.9", "R50.9", "I10"]);
}

#[test]
fn a_symptom_that_is_the_only_diagnosis_keeps_the_others() {
    assert_eq!(
        suggested(&["Seen for fever.\n\nDiagnosis: Cough."]),
        ["R05.9", "R50.9"]
    );
}

#[test]
fn a_stated_combination_code_takes_the_place_of_its_part() {
    let operation = "Chronic cholecystitis.";
    let stated = "Final diagnosis: Calculus of the gallbladder with chronic cholecystitis.";
    assert_eq!(suggested(&[operation, stated]), ["K80.10"]);
}

#[test]
fn a_statement_is_coded_by_the_title_that_it_says_in_full() {
    let note = "Diagnoses: Moderate persistent asthma, seen in May, with acute exacerbation; \
                type 2 diabetes with hypoglycemia, no coma.";
    assert_eq!(suggested(&[note]), ["J45.41", "E11.649"]);
    let lexicon = lexicon();
    let hits = lexicon.suggest_chart(&[note]);
    let span = hits.first().map(|hit| hit.hit.span.clone()).unwrap();
    assert_eq!(
        note.get(span),
        Some("Moderate persistent asthma, seen in May, with acute exacerbation")
    );
}

#[test]
fn pain_without_a_site_gives_way_to_pain_with_one() {
    assert_eq!(suggested(&["Eye pain. The pain is dull."]), ["H57.10"]);
}

#[test]
fn the_words_of_one_diagnosis_do_not_specify_another() {
    let note = "Discharge diagnoses: Chronic systolic heart failure, acute kidney injury.";
    assert_eq!(suggested(&[note]), ["I50.22", "N17.9"]);
    let note = "Discharge diagnosis: Acute on chronic systolic heart failure.";
    assert_eq!(suggested(&[note]), ["I50.23"]);
}

#[test]
fn shock_is_no_symptom_that_sepsis_explains() {
    let note = "Septic shock, cough.\n\nFinal diagnosis: Sepsis.";
    assert_eq!(suggested(&[note]), ["A41.9", "R65.21"]);
}

#[test]
fn the_section_tells_what_is_past_and_what_an_allergy_did() {
    let note = "PMH:\nMyocardial infarction\nAsthma\n\n\
                Allergies: penicillin allergy (cough)\n\nAssessment: COPD.";
    assert_eq!(suggested(&[note]), ["J44.9", "I25.2", "J45.909", "Z88.0"]);
}

#[test]
fn what_is_uncertain_to_the_end_is_coded_for_inpatients_alone() {
    let document = |text: &str| -> Document {
        serde_json::from_value(json!({"kind": "progress_note", "text": text})).unwrap()
    };
    let documents = [
        document("Differential diagnosis: Gout, asthma."),
        document("Assessment: COPD. Pneumonia suspected, probable GERD."),
    ];
    let record = Record::of_documents(&documents);
    let lexicon = lexicon();
    let of = |class| -> Vec<&str> {
        let hits = lexicon.suggest_record(&record, class);
        hits.iter().map(|hit| hit.hit.code.as_str()).collect()
    };
    assert_eq!(of(EncounterClass::Inpatient), ["J44.9", "J18.9", "K21.9"]);
    assert_eq!(of(EncounterClass::Outpatient), ["J44.9"]);
}

#[test]
fn only_those_who_may_diagnose_are_read() {
    let document = |kind: &str, author: &str, text: &str| -> Document {
        serde_json::from_value(json!({"kind": kind, "author_role": author, "text": text})).unwrap()
    };
    let documents = [
        document("nursing_note", "nurse", "Asthma."),
        document("radiology", "radiologist", "Impression: Pneumonia."),
        document("laboratory", "unknown", "Gout."),
        document(
            "progress_note",
            "attending",
            "Assessment: COPD. Family history:\nCKD.",
        ),
    ];
    let record = Record::of_documents(&documents);
    let lexicon = lexicon();
    let of = |class| -> Vec<(usize, &str)> {
        let hits = lexicon.suggest_record(&record, class);
        let named = hits.iter().map(|hit| (hit.document, hit.hit.code.as_str()));
        named.collect()
    };
    assert_eq!(of(EncounterClass::Inpatient), [(3, "J44.9")]);
    let outpatient = of(EncounterClass::Outpatient);
    assert_eq!(outpatient, [(1, "J18.9"), (3, "J44.9")]);
}

#[test]
fn each_span_is_in_its_document_and_best_where_the_diagnosis_is_stated() {
    let notes = ["Has COPD, COPD.", "Impression: COPD.", ""];
    let lexicon = lexicon();
    let hits = lexicon.suggest_chart(&notes);
    let [hit] = hits.as_slice() else {
        panic!("one code")
    };
    assert_eq!((hit.document, hit.hit.span.clone()), (1, 12..16));
    assert!(lexicon.suggest_chart(&[]).is_empty());
}
