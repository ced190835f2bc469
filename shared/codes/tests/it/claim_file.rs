//! Claims as a person writes them down.

use chartfleet_codes::{ClaimFile, Explanation};
use chartfleet_model::{DiagnosisRole, EncounterClass, ReviewReason};
use jiff::civil::date;
use serde_json::json;

use crate::common::TABLES;

fn explain(claim: serde_json::Value) -> Result<Explanation, String> {
    let claim: ClaimFile = serde_json::from_value(claim).map_err(|error| error.to_string())?;
    claim
        .explain(&TABLES, date(2026, 5, 5), None)
        .map_err(|error| error.to_string())
}

fn order(explanation: &Explanation) -> Vec<&str> {
    let codes = explanation.diagnoses.iter().map(|d| d.code.as_str());
    codes.collect()
}

#[test]
fn both_forms_of_a_claim_are_the_same_claim() {
    let nested = explain(json!({
        "encounter": {"class": "inpatient", "discharged": "2026-05-04", "discharge_status": "01"},
        "patient": {"age": 67, "sex": "female"},
        "diagnoses": ["J13", {"code": "N17.9", "poa": "Y"}],
    }));
    let flat = explain(json!({
        "discharged": "2026-05-04", "discharge_status": 1, "age": 67, "sex": "F",
        "pdx": "J13", "sdx": [{"code": "N179", "poa": "Y"}],
    }));
    let (nested, flat) = (nested.unwrap(), flat.unwrap());
    assert_eq!(order(&nested), ["J13", "N17.9"]);
    assert_eq!(nested.drg.as_ref().unwrap().drg, 194);
    assert_eq!(
        serde_json::to_value(&nested).unwrap(),
        serde_json::to_value(&flat).unwrap()
    );
}

#[test]
fn a_claim_without_a_date_is_coded_by_the_code_set_of_today() {
    let explanation = explain(json!({"class": "outpatient", "pdx": "I10"})).unwrap();
    assert_eq!(explanation.on, date(2026, 5, 5));
    assert_eq!(explanation.class, EncounterClass::Outpatient);
    assert_eq!(explanation.diagnoses[0].role, DiagnosisRole::FirstListed);
}

#[test]
fn codes_that_cannot_be_on_the_claim_are_set_apart_with_their_reason() {
    let claim = json!({"class": "outpatient", "diagnoses": ["I10", "N18.3", "?"],
        "procedures": ["0FT44ZQ", "99x"]});
    let explanation = explain(claim).unwrap();
    assert_eq!(order(&explanation), ["I10"]);
    let refused: Vec<_> = explanation
        .refused
        .iter()
        .map(|refused| (refused.code.as_str(), refused.findings[0].rule.as_ref()))
        .collect();
    assert_eq!(
        refused,
        [
            ("N18.3", "cm.not_billable"),
            ("?", "code.malformed"),
            ("0FT44ZQ", "pcs.unknown"),
            ("99x", "code.malformed"),
        ]
    );
    assert!(explanation.review.contains(&ReviewReason::InvalidCode));
}

#[test]
fn what_documents_a_code_is_read_and_never_repeated() {
    let claim = json!({"class": "outpatient",
        "diagnoses": [{"code": "J18.9", "documented": "Probable pneumonia of Mrs Example."}]});
    let explanation = explain(claim).unwrap();
    let rules: Vec<_> = explanation.findings.iter().map(|f| &f.rule).collect();
    assert!(
        rules
            .iter()
            .any(|rule| *rule == "certainty.uncertain_outpatient")
    );
    let text = serde_json::to_string(&explanation).unwrap();
    assert!(!text.contains("Example"), "{text}");
}

#[test]
fn a_mixed_or_empty_claim_says_what_is_wrong() {
    for (claim, told) in [
        (
            json!({"pdx": "I10", "diagnoses": ["J13"]}),
            "use one of the forms",
        ),
        (json!({"age": 7}), "a claim has at least one code"),
        (
            json!({"pdx": "I10", "age": 7, "patient": {"age": 8}}),
            "stands beside age or sex",
        ),
        (
            json!({"pdx": "I10", "encounter": {"class": "inpatient"}, "class": "outpatient"}),
            "move them into it",
        ),
        (json!({"pdx": "I10", "pd": 1}), "unknown field `pd`"),
    ] {
        let error = explain(claim).unwrap_err();
        assert!(error.contains(told), "{error}");
    }
}
