use proptest::prelude::*;

use super::*;
use SectionKind as Kind;

fn kind_of(text: &str, kind: DocumentKind, words: &str) -> SectionKind {
    let at = text.find(words).unwrap();
    let sections = sections(text, kind);
    let section = sections.iter().find(|section| section.span.contains(&at));
    section.unwrap().kind
}

fn assert_kinds(text: &str, expected: &[(&str, SectionKind)]) {
    for (words, kind) in expected {
        assert_eq!(kind_of(text, DocumentKind::Other, words), *kind, "{words}");
    }
}

#[test]
fn headings_are_found_however_they_are_set() {
    assert_kinds(
        "CHIEF COMPLAINT\n\nCough.\n\n## Past Medical History\nAsthma\n**Allergies:** penicillin\n\
         1. FAMILY HISTORY:\nGout in father.\n- Meds: aspirin\nI. ROS\nNo rash.\n[Labs]\nWBC 12.\n\
         Impression - pneumonia\n== Plan ==\nRest.",
        &[
            ("Cough", Kind::ChiefComplaint),
            ("Asthma", Kind::PastMedical),
            ("penicillin", Kind::Allergies),
            ("Gout", Kind::Family),
            ("aspirin", Kind::Medications),
            ("No rash", Kind::Systems),
            ("WBC", Kind::Laboratory),
            ("pneumonia", Kind::Assessment),
            ("Rest", Kind::Plan),
        ],
    );
}

#[test]
fn headings_are_found_in_text_that_lost_its_line_ends() {
    assert_kinds(
        "CC: cough HPI: three days of fever. PMH: COPD; FH: gout PE: crackles. \
         Blood pressure: low. Assessment: pneumonia. Plan: rest.",
        &[
            ("cough", Kind::ChiefComplaint),
            ("three days", Kind::PresentIllness),
            ("COPD", Kind::PastMedical),
            ("gout", Kind::Family),
            ("crackles", Kind::Examination),
            ("low", Kind::Examination),
            ("pneumonia", Kind::Assessment),
            ("rest", Kind::Plan),
        ],
    );
}

#[test]
fn the_letters_of_a_note_are_headings_and_a_pulse_is_none() {
    assert_kinds(
        "S: cough\nO: crackles\nP: 88\nA: pneumonia\nP: rest",
        &[
            ("cough", Kind::PresentIllness),
            ("88", Kind::Examination),
            ("pneumonia", Kind::Assessment),
            ("rest", Kind::Plan),
        ],
    );
}

#[test]
fn a_line_of_diagnoses_ends_at_the_blank_line_and_a_list_does_not() {
    assert_kinds(
        "Chief complaint: cough.\nShe is 40.\n\nFinal diagnosis: Asthma.\nHypertension.\n\n\
         He was seen.\n\nAssessment\n\n1. Gout\n\n2. Obesity\nPlan. Home.",
        &[
            ("cough", Kind::ChiefComplaint),
            ("She is", Kind::PresentIllness),
            ("Asthma", Kind::Diagnoses),
            ("Hypertension", Kind::Diagnoses),
            ("He was", Kind::Other),
            ("Gout", Kind::Assessment),
            ("Obesity", Kind::Assessment),
            ("Home", Kind::Plan),
        ],
    );
}

#[test]
fn a_list_after_a_blank_line_belongs_to_the_line_above() {
    assert_kinds(
        "Assessment: 65M with COPD.\n\n1. Respiratory failure\n2. Pneumonia\n\n- Sepsis\n\n\
         He was seen.",
        &[
            ("Respiratory", Kind::Assessment),
            ("Pneumonia", Kind::Assessment),
            ("Sepsis", Kind::Assessment),
            ("He was", Kind::Other),
        ],
    );
}

#[test]
fn a_family_history_ends_at_the_blank_line_after_its_text() {
    assert_kinds(
        "FAMILY HISTORY\n\nGout\nAsthma\n\nCough for days.\nFamily history: gout\n\
         Personal history:\nCOPD",
        &[
            ("Gout", Kind::Family),
            ("Asthma", Kind::Family),
            ("Cough", Kind::Other),
            ("COPD", Kind::PastMedical),
        ],
    );
}

#[test]
fn headings_within_an_item_are_its_own() {
    assert_kinds(
        "ASSESSMENT AND PLAN\n1. Pneumonia. Labs: cultures. Meds: ceftriaxone.\n2. COPD\n\
         - Labs: gas\n- Plan: steroids\n3. Gout\nPE: heparin\nAnemia\n\nDisposition: home",
        &[
            ("Pneumonia", Kind::Assessment),
            ("cultures", Kind::Laboratory),
            ("ceftriaxone", Kind::Medications),
            ("COPD", Kind::Assessment),
            ("gas", Kind::Assessment),
            ("Gout", Kind::Assessment),
            ("heparin", Kind::Assessment),
            ("Anemia", Kind::Assessment),
            ("home", Kind::Disposition),
        ],
    );
}

#[test]
fn what_looks_like_a_heading_beneath_another_is_its_text() {
    assert_kinds(
        "CHIEF COMPLAINT\n\nFollow-up.\n\nRESULTS\n\nCT of abdomen.\nImpression: stone\n\n\
         IMPRESSION\n\nColic. Treatment with 0.5 mg\nTreatment with 0.9 mg",
        &[
            ("Follow-up", Kind::ChiefComplaint),
            ("stone", Kind::Laboratory),
            ("Colic", Kind::Assessment),
            ("0.9", Kind::Assessment),
        ],
    );
}

#[test]
fn a_history_after_the_complaint_holds_its_own_headings() {
    assert_kinds(
        "Chief complaint: chest pain.\nShe is 54. Family history: father had a stroke.\nNo cough.",
        &[
            ("She is", Kind::PresentIllness),
            ("stroke", Kind::Family),
            ("No cough", Kind::PresentIllness),
        ],
    );
}

#[test]
fn text_without_a_heading_is_what_the_document_is_for() {
    let text = "The gallbladder was removed.";
    for (kind, section) in [
        (DocumentKind::OperativeNote, Kind::Procedure),
        (DocumentKind::Laboratory, Kind::Laboratory),
        (DocumentKind::Radiology, Kind::Imaging),
        (DocumentKind::Pathology, Kind::Pathology),
        (DocumentKind::Medications, Kind::Medications),
        (DocumentKind::HistoryAndPhysical, Kind::PresentIllness),
        (DocumentKind::ClinicNote, Kind::Other),
    ] {
        assert_eq!(kind_of(text, kind, "gallbladder"), section, "{kind:?}");
    }
}

#[test]
fn the_body_is_the_section_without_its_heading() {
    let text = "**Plan:** rest";
    let sections = sections(text, DocumentKind::Other);
    let bodies: Vec<_> = sections.iter().map(|s| text.get(s.body.clone())).collect();
    assert_eq!(bodies, [Some(" rest")]);
}

proptest! {
    #[test]
    fn sections_tile_any_text(
        text in "(\\PC{0,6}|[.:;#*\\n –-]{0,3}|Assessment|HPI:|PLAN|Family history|1\\.|\\n\\n){0,30}",
        kind in prop::sample::select(vec![DocumentKind::Other, DocumentKind::Radiology, DocumentKind::HistoryAndPhysical]),
    ) {
        let sections = sections(&text, kind);
        let mut end = 0;
        for section in &sections {
            prop_assert_eq!(section.span.start, end);
            prop_assert!(section.span.start <= section.body.start);
            prop_assert_eq!(section.body.end, section.span.end);
            prop_assert!(text.get(section.body.clone()).is_some());
            prop_assert!(text.get(section.span.clone()).is_some());
            end = section.span.end;
        }
        prop_assert_eq!(end, text.len());
        prop_assert!(!sections.is_empty());
    }
}
