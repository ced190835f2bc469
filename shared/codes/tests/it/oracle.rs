//! The grouper against answers of CMS's own: a sample that is part of the
//! project, and, where the reference data lies beside it, 22,750 claims.

use std::fs::File;
use std::io::{BufRead, BufReader};

use chartfleet_codes::{
    GroupClaim, GroupDiagnosis, GroupResult, GroupedDiagnosis, GrouperVersion, LostTo,
};
use chartfleet_model::{DischargeStatus, Poa, Severity, Sex};
use serde::Deserialize;

use crate::common::{NO_REFERENCE, TABLES, reference_data, skip};

/// A claim with the answer that the official grouper gave.
#[derive(Deserialize)]
pub(crate) struct OracleClaim {
    id: u64,
    version: u16,
    age: u8,
    sex: String,
    ds: u8,
    pub(crate) pdx: String,
    /// Code and present-on-admission indicator.
    pub(crate) sdx: Vec<(String, String)>,
    pub(crate) px: Vec<String>,
    expect: Expected,
}

#[derive(Deserialize)]
struct Expected {
    drg: u16,
    mdc: u8,
    grc: String,
    initial_drg: u16,
    /// Code, level before and after hospital-acquired conditions.
    sdx_severity: Vec<(String, String, String)>,
    /// What the secondary diagnoses gave the claim.
    #[serde(default)]
    severity: Option<String>,
    /// What hospital-acquired conditions did to the claim.
    #[serde(default)]
    hac: Option<String>,
}

impl OracleClaim {
    fn claim(&self) -> GroupClaim {
        GroupClaim {
            version: GrouperVersion::try_from(self.version).unwrap(),
            age: self.age,
            sex: match self.sex.as_str() {
                "M" => Sex::Male,
                "F" => Sex::Female,
                _ => Sex::Unknown,
            },
            discharge_status: DischargeStatus::try_from(self.ds).unwrap(),
            pdx: GroupDiagnosis {
                code: self.pdx.parse().unwrap(),
                poa: None,
            },
            sdx: self.sdx.iter().map(secondary).collect(),
            procedures: self.px.iter().map(|code| code.parse().unwrap()).collect(),
        }
    }

    /// What differs between the oracle's answer and ours.
    fn differences(&self, result: &GroupResult) -> Vec<String> {
        let mut differences = Vec::new();
        let mut compare = |what: &str, expected: String, found: String| {
            if expected != found {
                differences.push(format!("{what}: expected {expected}, found {found}"));
            }
        };
        let expect = &self.expect;
        compare("drg", expect.drg.to_string(), result.drg.to_string());
        let initial = result.initial_drg.to_string();
        compare("initial drg", expect.initial_drg.to_string(), initial);
        compare(
            "mdc",
            format!("{:?}", Some(expect.mdc)),
            format!("{:?}", result.mdc),
        );
        compare(
            "return code",
            expect.grc.clone(),
            result.return_code.clone(),
        );
        // Of a claim that is not paid the official grouper tells no severity.
        if let Some(level) = expect.severity.as_ref().filter(|_| expect.drg < 998) {
            let level = level.replace("NON_CC", "NONE").to_ascii_lowercase();
            compare("severity", level, result.severity.as_str().to_owned());
        }
        if let Some(hac) = &expect.hac {
            let acquired = result.sdx.iter().any(|sdx| sdx.hospital_acquired.is_some());
            compare(
                "HAC",
                (hac != "NOT_APPLICABLE").to_string(),
                acquired.to_string(),
            );
        }
        assert_eq!(
            expect.sdx_severity.len(),
            result.sdx.len(),
            "every diagnosis is compared"
        );
        for (code, initial, level) in &expect.sdx_severity {
            let found = result
                .sdx
                .iter()
                .find(|sdx| sdx.code.undotted() == *code)
                .unwrap();
            // Before hospital-acquired conditions nothing was lost to them.
            let before = match found.lost_to {
                Some(LostTo::HospitalAcquired) => name(found.own_severity),
                _ => level_of(found),
            };
            compare(&format!("{code} at first"), initial.clone(), before);
            compare(code, level.clone(), level_of(found));
        }
        differences
    }
}

/// A level as the official grouper names it.
fn level_of(found: &GroupedDiagnosis) -> String {
    match (found.severity, found.lost_to, found.own_severity) {
        (Severity::None, Some(LostTo::Principal), own) => name(own) + "_EXCLUDED",
        (Severity::None, Some(LostTo::Drg), own) => name(own) + "_EXCLUDED_BY_DRG_LOGIC",
        (severity, ..) => name(severity),
    }
}

fn name(severity: Severity) -> String {
    match severity {
        Severity::Mcc => "MCC",
        Severity::Cc => "CC",
        Severity::None => "NEITHER",
    }
    .to_owned()
}

fn secondary((code, poa): &(String, String)) -> GroupDiagnosis {
    GroupDiagnosis {
        code: code.parse().unwrap(),
        poa: match poa.as_str() {
            "Y" => Some(Poa::Y),
            "N" => Some(Poa::N),
            "U" => Some(Poa::U),
            "W" => Some(Poa::W),
            _ => None,
        },
    }
}

fn assert_equal_answers(lines: impl Iterator<Item = String>) -> usize {
    let mut count = 0;
    for line in lines {
        let claim: OracleClaim = serde_json::from_str(&line).unwrap();
        let result = TABLES.grouper().group(&claim.claim()).unwrap();
        let differences = claim.differences(&result);
        assert!(
            differences.is_empty(),
            "claim {}: {differences:#?}",
            claim.id
        );
        count += 1;
    }
    count
}

#[test]
fn the_sample_groups_as_recorded() {
    let sample = include_str!("../data/grouper_sample.jsonl");
    let count = assert_equal_answers(sample.lines().map(str::to_owned));
    assert!(count >= 30, "{count} claims");
}

#[test]
fn every_reference_claim_equals_the_answer_of_the_official_grouper() {
    let Some(path) = reference_data("drg/drg_oracle_v431.jsonl.gz") else {
        skip(NO_REFERENCE);
        return;
    };
    let file = flate2::read::GzDecoder::new(File::open(path).unwrap());
    let start = std::time::Instant::now();
    let count = assert_equal_answers(BufReader::new(file).lines().map(Result::unwrap));
    eprintln!("{count} claims in {:?}", start.elapsed());
    assert_eq!(count, 22_750);
}
