//! The grouper against answers of CMS's own: a sample that is part of the
//! project, and, where the reference data lies beside it, 22,750 claims.

use std::fs::File;
use std::io::{BufRead, BufReader};

use chartfleet_codes::{GroupClaim, GroupDiagnosis, GroupResult, GrouperVersion, LostTo};
use chartfleet_model::{DischargeStatus, Poa, Severity, Sex};
use serde::Deserialize;

use crate::common::{TABLES, reference_data};

#[derive(Deserialize)]
struct OracleClaim {
    id: u64,
    version: u16,
    age: u8,
    sex: String,
    ds: u8,
    pdx: String,
    sdx: Vec<(String, String)>,
    px: Vec<String>,
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
        for (code, _, level) in &expect.sdx_severity {
            let found = result
                .sdx
                .iter()
                .find(|sdx| sdx.code.undotted() == *code)
                .unwrap();
            let found = match (found.severity, found.lost_to, found.own_severity) {
                (Severity::None, Some(LostTo::Principal), own) => name(own) + "_EXCLUDED",
                (Severity::None, Some(LostTo::Drg), own) => name(own) + "_EXCLUDED_BY_DRG_LOGIC",
                (severity, ..) => name(severity),
            };
            compare(code, level.clone(), found);
        }
        differences
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
        eprintln!("skipped: no reference data (set CHARTFLEET_REFERENCE_DATA to its folder)");
        return;
    };
    let file = flate2::read::GzDecoder::new(File::open(path).unwrap());
    let start = std::time::Instant::now();
    let count = assert_equal_answers(BufReader::new(file).lines().map(Result::unwrap));
    eprintln!("{count} claims in {:?}", start.elapsed());
    assert_eq!(count, 22_750);
}
