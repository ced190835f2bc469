//! Treatments, findings and diagnoses in words.

use super::*;

#[test]
fn treatments_are_known_by_their_short_names() {
    use TreatmentClass::{Antibiotic, Antipseudomonal, HighFlow, Transfusion, Vasopressor};
    for (text, class) in [
        ("On pip-tazo", Antibiotic),
        ("Switched to CTX", Antibiotic),
        ("Continue pip/tazo", Antipseudomonal),
        ("Norepi at 8 mcg", Vasopressor),
        ("Levo gtt weaned", Vasopressor),
        ("3 units RBC", Transfusion),
        ("Put on an NRB at 15 L", HighFlow),
    ] {
        assert_eq!(facts(text).treated(class).count(), 1, "{text}");
    }
}

#[test]
fn treatments_count_where_they_were_given() {
    for (text, class, expected) in [
        ("norepinephrine was begun", TreatmentClass::Vasopressor, 1),
        (
            "She never needed vasopressors",
            TreatmentClass::Vasopressor,
            0,
        ),
        (
            "furosemide 40 mg IV twice daily",
            TreatmentClass::LoopDiuretic,
            1,
        ),
        (
            "no transfusion was given; not transfused",
            TreatmentClass::Transfusion,
            0,
        ),
        (
            "Dialysis was discussed for the future",
            TreatmentClass::Dialysis,
            0,
        ),
        ("placed on BiPAP", TreatmentClass::NoninvasiveVentilation, 1),
    ] {
        assert_eq!(facts(text).treated(class).count(), expected, "{text}");
    }
    assert!(
        facts("furosemide 40 mg IV")
            .treatments
            .iter()
            .all(|t| t.is_intravenous)
    );
    assert!(
        !facts("furosemide 40 mg by mouth")
            .treatments
            .iter()
            .any(|t| t.is_intravenous)
    );
}

#[test]
fn ruled_out_counts_as_addressed_and_history_does_not() {
    assert!(facts("AKI was ruled out").is_addressed(DiagnosisClass::KidneyInjury));
    assert!(facts("Severe sepsis with septic shock").is_addressed(DiagnosisClass::Shock));
    let scale = facts("Glasgow Coma Scale: 9 on arrival. Lethargic.");
    assert!(!scale.is_addressed(DiagnosisClass::Encephalopathy));
    assert!(!facts("History of AKI").is_addressed(DiagnosisClass::KidneyInjury));
}

#[test]
fn an_order_set_or_an_alert_named_after_a_diagnosis_addresses_nothing() {
    let facts = facts("Code Sepsis bundle order set used. Stroke alert called. Bacteremia.");
    assert!(!facts.is_addressed(DiagnosisClass::Sepsis));
    assert!(!facts.is_addressed(DiagnosisClass::Encephalopathy));
    let facts = self::facts("Sepsis, bundle completed.");
    assert!(facts.is_addressed(DiagnosisClass::Sepsis));
}

#[test]
fn the_age_is_read_from_the_text() {
    assert_eq!(facts("A 68-year-old man").age, Some(68));
    assert_eq!(facts("an 8 month old boy").age, Some(0));
    assert_eq!(facts("three days of pain for 4 days").age, None);
}

#[test]
fn a_relative_may_tell_of_the_patient() {
    for (text, expected) in [
        ("Wife reports he became acutely confused", true),
        ("Per his mother he was confused", true),
        ("Brought by family, confused", true),
        ("Mother was confused in old age", false),
        ("Family history: confusion", false),
    ] {
        let is_found = facts(text)
            .found(FindingClass::MentalStatus)
            .next()
            .is_some();
        assert_eq!(is_found, expected, "{text}");
    }
}

#[test]
fn what_lasts_counts_from_the_history_and_what_passes_does_not() {
    assert!(facts("History of COPD on home oxygen").is_affirmed(DiagnosisClass::ChronicLung));
    assert!(facts("h/o ESRD").is_affirmed(DiagnosisClass::EndStageKidney));
    assert!(!facts("h/o AKI").is_affirmed(DiagnosisClass::KidneyInjury));
    let past = facts("PAST MEDICAL HISTORY\nGI bleed 2019, pneumonia, advanced dementia\n");
    assert_eq!(past.found(FindingClass::Bleeding).count(), 0);
    assert_eq!(past.found(FindingClass::InfectionSource).count(), 0);
    assert_eq!(past.found(FindingClass::AdvancedDisease).count(), 1);
}

#[test]
fn what_is_ruled_out_or_the_contrary_is_not_found() {
    for text in [
        "r/o pneumonia",
        "Rule out pneumonia",
        "Pneumonia was ruled out",
    ] {
        let found = facts(text);
        assert_eq!(
            found.found(FindingClass::InfectionSource).count(),
            0,
            "{text}"
        );
    }
    let easy = facts("Respirations non-labored. Non-labored breathing.");
    assert_eq!(easy.found(FindingClass::WorkOfBreathing).count(), 0);
}
