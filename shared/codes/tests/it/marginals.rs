//! What each diagnosis does to the DRG: the shortcuts of sequencing against
//! asking the grouper for each.

use std::fs;
use std::io::{BufRead as _, BufReader};

use chartfleet_codes::{GroupClaim, GroupDiagnosis, GrouperVersion, Sequenced};
use chartfleet_model::{DiagnosisRole, Icd10CmCode, Poa, Severity};
use jiff::civil::date;

use crate::common::reference_data;
use crate::common::{NO_REFERENCE, TABLES, skip};
use crate::oracle::OracleClaim;
use crate::payment::claim;

/// The claim as the grouper is asked about it.
fn group_claim(claim: &Sequenced, procedures: &[&str]) -> GroupClaim {
    let mut diagnoses = claim.diagnoses.iter().map(|d| GroupDiagnosis {
        code: d.code.clone(),
        poa: d.poa,
    });
    GroupClaim {
        version: GrouperVersion::for_discharge(date(2026, 5, 5)).unwrap(),
        age: 71,
        sex: chartfleet_model::Sex::Unknown,
        discharge_status: chartfleet_model::DischargeStatus::HOME,
        pdx: diagnoses.next().unwrap(),
        sdx: diagnoses.collect(),
        procedures: procedures
            .iter()
            .map(|code| code.parse().unwrap())
            .collect(),
    }
}

/// Compares every shortcut with asking the grouper; says how many were
/// compared.
fn assert_marginals(codes: &[(&str, Option<Poa>)], procedures: &[&str]) -> usize {
    let all: Vec<_> = codes
        .iter()
        .copied()
        .chain(procedures.iter().map(|code| (*code, None)))
        .collect();
    let claim = claim(&TABLES, &all, None);
    let Some(drg) = claim.drg.as_ref() else {
        return 0;
    };
    let asked = group_claim(&claim, procedures);
    let mut compared = 0;
    for (place, diagnosis) in claim.diagnoses.iter().enumerate().skip(1) {
        assert_eq!(diagnosis.role, DiagnosisRole::Secondary);
        if let Some(without) = diagnosis.drg_without {
            let expected = TABLES
                .grouper()
                .drg_with(&asked, &|index| index + 1 != place)
                .unwrap();
            assert_eq!(
                without, expected,
                "{codes:?} {procedures:?} without {}",
                diagnosis.code
            );
            assert_eq!(diagnosis.drives_drg, expected != drg.drg);
            compared += 1;
        } else if diagnosis.severity != Severity::None {
            panic!("{codes:?}: nothing said of {}", diagnosis.code);
        }
    }
    let counts = |index: usize| {
        let diagnosis = claim.diagnoses.get(index + 1).unwrap();
        diagnosis.severity != Severity::None
    };
    let bare = TABLES
        .grouper()
        .drg_with(&asked, &|index| !counts(index))
        .unwrap();
    assert_eq!(drg.without_cc_mcc.unwrap_or(drg.drg), bare, "{codes:?}");
    compared
}

/// One claim of the diagnoses of several, the principal of the first.
fn assert_marginals_of(claims: &[OracleClaim]) -> usize {
    let first = claims.first().unwrap();
    let mut codes: Vec<(&str, Option<Poa>)> = vec![(&first.pdx, Some(Poa::Y))];
    for (code, poa) in claims.iter().flat_map(|claim| &claim.sdx) {
        let poa = if poa == "N" { Poa::N } else { Poa::Y };
        if !codes.iter().any(|(other, _)| other == code) {
            codes.push((code, Some(poa)));
        }
    }
    let dotted: Vec<(String, Option<Poa>)> = codes
        .iter()
        .map(|(code, poa)| (code.parse::<Icd10CmCode>().unwrap().to_string(), *poa))
        .collect();
    let codes: Vec<_> = dotted
        .iter()
        .map(|(code, poa)| (code.as_str(), *poa))
        .collect();
    let procedures: Vec<&str> = first.px.iter().map(String::as_str).collect();
    assert_marginals(&codes, &procedures)
}

#[test]
fn what_each_cc_and_mcc_does_equals_asking_the_grouper_for_each() {
    let sample = include_str!("../data/grouper_sample.jsonl");
    let claims: Vec<OracleClaim> = sample
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let compared: usize = claims.windows(10).map(assert_marginals_of).sum();
    assert!(compared > 100, "{compared} compared");
}

#[test]
fn on_reference_claims_too_and_on_claims_of_many_diagnoses() {
    let Some(path) = reference_data("drg/drg_oracle_v431.jsonl.gz") else {
        skip(NO_REFERENCE);
        return;
    };
    let file = flate2::read::GzDecoder::new(fs::File::open(path).unwrap());
    let claims: Vec<OracleClaim> = BufReader::new(file)
        .lines()
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect();
    let single: usize = claims
        .iter()
        .map(|claim| assert_marginals_of(std::slice::from_ref(claim)))
        .sum();
    let many: usize = claims
        .windows(14)
        .step_by(14)
        .map(assert_marginals_of)
        .sum();
    eprintln!("{single} and {many} marginals compared");
    assert!(single > 14_000 && many > 14_000, "{single} and {many}");
}
