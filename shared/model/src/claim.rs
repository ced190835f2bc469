//! The ordered claim: what sequencing makes of checked suggestions.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::code::{Code, CodeSystem, Icd10CmCode};
use crate::confidence::{Confidence, Poa};
use crate::evidence::Evidence;
use crate::finding::Finding;
use crate::signals::Signals;

/// A diagnosis's place in the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DiagnosisRole {
    /// Inpatient: chiefly responsible for the admission (UHDDS).
    Principal,
    /// All other settings: listed first (Guidelines Section IV.A).
    FirstListed,
    /// Everything else.
    Secondary,
}

/// Complication/comorbidity level, as the grouper decided it for this claim.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Neither.
    #[default]
    None,
    /// Complication or comorbidity.
    Cc,
    /// Major complication or comorbidity.
    Mcc,
}

impl Severity {
    /// The name used in files and in print.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Cc => "cc",
            Self::Mcc => "mcc",
        }
    }
}

/// One diagnosis of the claim, in billing order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimDiagnosis {
    /// The code.
    pub code: Icd10CmCode,
    /// Its official title.
    pub title: String,
    /// Its place.
    pub role: DiagnosisRole,
    /// How sure the model was.
    pub confidence: Confidence,
    /// What speaks for it.
    #[serde(default)]
    pub signals: Signals,
    /// The calibrated probability that a coder accepts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// Present on admission, for inpatient charts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poa: Option<Poa>,
    /// CC or MCC that counts on this claim.
    pub severity: Severity,
    /// Its CC/MCC level is lost to the principal diagnosis (PDX exclusion).
    pub excluded_by_pdx: bool,
    /// The DRG would differ without it.
    pub drives_drg: bool,
    /// The DRG the claim would have without this diagnosis, where it is a CC
    /// or MCC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drg_without: Option<u16>,
    /// The relative weight that the claim would lose without it, negative
    /// where it would gain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_at_stake: Option<f64>,
    /// The same at the facility's base rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_at_stake_cents: Option<i64>,
    /// The DRG if something about it were documented otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drg_if: Vec<DrgIf>,
    /// The hospital-acquired condition that its level is lost to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hospital_acquired: Option<HospitalAcquired>,
    /// Where it is documented.
    pub evidence: Vec<Evidence>,
    /// Why, in the model's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What the rules found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

/// One procedure of the claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClaimProcedure {
    /// The code, with its system.
    #[serde(flatten)]
    pub code: Code,
    /// Its title, where the installed tables carry one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether it is the principal procedure.
    pub principal: bool,
    /// CPT and HCPCS modifiers, such as `59` or `RT`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<String>,
    /// Units of service; 1 for ICD-10-PCS.
    #[serde(default = "one")]
    pub units: u32,
    /// How sure the model was.
    pub confidence: Confidence,
    /// What speaks for it.
    #[serde(default)]
    pub signals: Signals,
    /// The calibrated probability that a coder accepts it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// Where it is documented.
    pub evidence: Vec<Evidence>,
    /// Why, in the model's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What the rules found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
}

const fn one() -> u32 {
    1
}

/// Why a suggestion is not on the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotClaimedStatus {
    /// Its evidence quote is not in the chart.
    Unsupported,
    /// The code does not exist, is not billable or not in effect, or an edit
    /// forbids it.
    Refused,
    /// The verifier found no support for it.
    Unverified,
    /// Only documentation that supports no diagnosis states it.
    NotProvider,
}

/// A suggestion that a person must look at before it may be billed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NotClaimed {
    /// The system the model named.
    pub system: CodeSystem,
    /// The code as the model wrote it, at most 16 characters.
    pub code: String,
    /// Why it is not on the claim.
    pub status: NotClaimedStatus,
    /// How sure the model was.
    pub confidence: Confidence,
    /// Where it is documented, where the quote was found.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// The quote as the model gave it, where it was not found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unverified_quote: Option<String>,
    /// What the rules found.
    pub findings: Vec<Finding>,
}

/// The DRG under one other documentation of a diagnosis. It says what is at
/// stake, never what to document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrgIf {
    /// What would have to be documented.
    pub when: Cow<'static, str>,
    /// The level that the diagnosis would have.
    pub severity: Severity,
    /// The DRG of the claim then.
    pub drg: u16,
    /// The relative weight that the claim would gain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_change: Option<f64>,
    /// The same at the facility's base rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_change_cents: Option<i64>,
}

/// A category of hospital-acquired conditions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HospitalAcquired {
    /// Its number in the CMS list, 1-14.
    pub category: u8,
    /// Its name.
    pub name: String,
}

/// A diagnosis as a candidate for the first place, and why it may or may not
/// stand there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PrincipalCandidate {
    /// The code.
    pub code: Icd10CmCode,
    /// Whether it may stand first.
    pub qualifies: bool,
    /// Why, or why not.
    pub reason: String,
    /// The guideline section or table behind the reason.
    pub source: Cow<'static, str>,
    /// The claim's DRG with it as principal: for the one chosen, and for the
    /// one that qualifies equally.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drg: Option<DrgValue>,
}

/// A DRG and what it is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrgValue {
    /// The DRG, 1-999.
    pub drg: u16,
    /// Its title.
    pub title: String,
    /// Its relative weight, where the weights of the year are imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// Its geometric mean length of stay in days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gmlos: Option<f64>,
    /// Its weight at the facility's base rate, before adjustments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_payment_cents: Option<i64>,
}

/// The MS-DRG of an inpatient claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drg {
    /// Grouper version, 431 for v43.1.
    pub version: u16,
    /// The final DRG, 1-999.
    pub drg: u16,
    /// Its title.
    pub title: String,
    /// Major diagnostic category, 0-25.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mdc: Option<u8>,
    /// The grouper's return code, `OK` where it grouped.
    pub return_code: String,
    /// The severity that the secondary diagnoses gave the claim.
    pub severity: Severity,
    /// The DRG without any CC or MCC, where that differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_cc_mcc: Option<u16>,
    /// The DRG before hospital-acquired conditions were taken out, where that
    /// differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial_drg: Option<u16>,
    /// Its relative weight, where the weights of the year are imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<f64>,
    /// Its geometric mean length of stay in days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gmlos: Option<f64>,
    /// Its weight at the facility's base rate, before adjustments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_payment_cents: Option<i64>,
}
