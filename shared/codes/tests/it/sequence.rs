//! Sequencing on the installed tables.

use chartfleet_codes::{CheckedSuggestion, ClaimContext, Sequenced, sequence};
use chartfleet_model::{
    Code, CodeSystem, Confidence, DiagnosisRole, DischargeStatus, Encounter, EncounterClass,
    Evidence, Patient, Poa, ReviewReason, Severity, Sex,
};
use jiff::civil::{Date, date};

use crate::common::TABLES;

const DISCHARGED: Date = date(2026, 5, 5);

fn chart(class: EncounterClass, codes: &[&str]) -> Sequenced {
    let patient = Patient {
        age: Some(71),
        sex: Sex::Female,
        ..Patient::default()
    };
    let encounter = Encounter {
        class,
        admitted: Some(date(2026, 5, 1)),
        discharged: Some(DISCHARGED),
        discharge_status: Some(DischargeStatus::HOME),
        specialty: None,
    };
    let suggestions = codes
        .iter()
        .enumerate()
        .map(|(rank, text)| {
            let (code, poa) = match text.split_once(' ') {
                Some((code, _)) => (code, Poa::N),
                None => (*text, Poa::Y),
            };
            let system = match (code.len(), code.contains('.')) {
                (7, false) => CodeSystem::Icd10Pcs,
                (5, false) => CodeSystem::Cpt,
                _ => CodeSystem::Icd10Cm,
            };
            let code = Code::parse(system, code).unwrap();
            CheckedSuggestion {
                findings: TABLES.check(&code, DISCHARGED, &patient),
                code,
                confidence: Confidence::High,
                poa: Some(poa),
                evidence: vec![Evidence {
                    document: 0,
                    start: u32::try_from(rank).unwrap(),
                    end: 90,
                }],
                reason: String::new(),
                rank,
                modifiers: Vec::new(),
                units: 1,
                signals: chartfleet_model::Signals::default(),
            }
        })
        .collect();
    let context = ClaimContext {
        encounter: &encounter,
        patient: &patient,
        on: DISCHARGED,
        documents: &[],
        base_rate: None,
    };
    sequence(&TABLES, &context, suggestions).unwrap()
}

fn inpatient(codes: &[&str]) -> Sequenced {
    chart(EncounterClass::Inpatient, codes)
}

fn order(sequenced: &Sequenced) -> Vec<&str> {
    let codes = sequenced.diagnoses.iter().map(|d| d.code.as_str());
    codes.collect()
}

fn rules(sequenced: &Sequenced) -> Vec<&str> {
    sequenced.findings.iter().map(|f| f.rule.as_ref()).collect()
}

#[test]
fn an_inpatient_claim_has_a_principal_ordered_levels_and_a_drg() {
    let claim = inpatient(&["J13", "I10", "N17.9", "J96.01", "I10"]);
    assert_eq!(order(&claim), ["J13", "J96.01", "N17.9", "I10"]);
    assert_eq!(claim.diagnoses[0].role, DiagnosisRole::Principal);
    assert_eq!(claim.diagnoses[3].evidence.len(), 2, "duplicates merged");
    let drg = claim.drg.as_ref().unwrap();
    assert_eq!((drg.version, drg.drg, drg.mdc), (431, 193, Some(4)));
    assert_eq!(
        (drg.severity, drg.without_cc_mcc),
        (Severity::Mcc, Some(195))
    );
    let failure = &claim.diagnoses[1];
    assert_eq!(failure.severity, Severity::Mcc);
    assert_eq!((failure.drg_without, failure.drives_drg), (Some(194), true));
    let injury = &claim.diagnoses[2];
    assert_eq!((injury.drg_without, injury.drives_drg), (Some(193), false));
    assert_eq!(claim.review, []);
}

#[test]
fn a_level_that_the_principal_excludes_does_not_count() {
    let claim = inpatient(&["I21.09", "I21.4"]);
    let second = &claim.diagnoses[1];
    assert!(second.excluded_by_pdx);
    assert_eq!(second.severity, Severity::None);
    assert_eq!(second.drg_without, None);
}

#[test]
fn etiology_stands_before_its_manifestation() {
    let claim = inpatient(&["N18.30", "I50.33", "E11.22", "I13.0"]);
    assert_eq!(
        order(&claim)[0],
        "E11.22",
        "kidney stage and heart failure follow"
    );
    let places = order(&claim);
    let place = |code| places.iter().position(|c| *c == code).unwrap();
    assert!(place("I13.0") < place("I50.33"));
    assert!(rules(&claim).contains(&"seq.first_changed"));
}

#[test]
fn what_can_never_be_first_is_passed_over() {
    for (codes, first) in [
        (["V43.52XA", "S52.501A"], "S52.501A"),
        (["R07.9", "I21.4"], "I21.4"),
        (["Z79.4", "E11.65"], "E11.65"),
        (["J96.01 N", "J18.9"], "J18.9"),
    ] {
        assert_eq!(order(&inpatient(&codes))[0], first, "{codes:?}");
    }
}

#[test]
fn a_symptom_stays_first_beside_longstanding_diseases() {
    let claim = inpatient(&["R07.9", "I10", "E11.9"]);
    assert_eq!(order(&claim)[0], "R07.9");
    assert_eq!(claim.drg.unwrap().drg, 313);
}

#[test]
fn a_claim_without_a_possible_principal_goes_to_review() {
    let claim = inpatient(&["Z79.4", "V43.52XA"]);
    assert_eq!(claim.review, [ReviewReason::NoPrincipal]);
    assert_eq!(claim.drg, None);
    assert!(
        claim
            .diagnoses
            .iter()
            .all(|d| d.role == DiagnosisRole::Secondary)
    );
}

#[test]
fn other_settings_have_a_first_listed_diagnosis_and_no_drg() {
    let claim = chart(EncounterClass::Outpatient, &["E11.65", "Z79.4", "47563"]);
    assert_eq!(claim.diagnoses[0].role, DiagnosisRole::FirstListed);
    assert_eq!(claim.drg, None);
    assert_eq!(claim.diagnoses[0].poa, None);
    assert_eq!(claim.review, [ReviewReason::NotVerifiable]);
    let alone = chart(EncounterClass::Outpatient, &["Z79.4"]);
    assert_eq!(alone.diagnoses[0].role, DiagnosisRole::FirstListed);
}

#[test]
fn definitive_procedures_stand_before_diagnostic_ones() {
    let claim = inpatient(&["K80.00", "BF101ZZ", "0FT44ZZ"]);
    let procedures: Vec<_> = claim
        .procedures
        .iter()
        .map(|p| (p.code.as_str(), p.principal))
        .collect();
    assert_eq!(procedures, [("0FT44ZZ", true), ("BF101ZZ", false)]);
    assert_eq!(claim.drg.unwrap().drg, 419);
}

#[test]
fn a_code_against_the_patients_age_goes_to_review() {
    let claim = inpatient(&["J18.9", "O80"]);
    assert!(
        claim.review.contains(&ReviewReason::EditConflict),
        "{:?}",
        claim.review
    );
}

#[test]
fn sequencing_costs_well_under_a_millisecond() {
    let codes = ["J13", "J96.01", "N17.9", "E11.22", "N18.30", "I10"];
    inpatient(&codes);
    let start = std::time::Instant::now();
    for _ in 0..200 {
        inpatient(&codes);
    }
    let each = start.elapsed() / 200;
    eprintln!("{each:?} for a chart of six diagnoses, checks included");
    assert!(each < std::time::Duration::from_millis(10), "{each:?}");
}
