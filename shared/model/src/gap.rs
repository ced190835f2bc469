//! CDI gaps: what the documentation leaves open, and the query that a clinical
//! documentation integrity specialist would send.
//!
//! A gap holds no words of the chart: its indicators are spans. What it is
//! worth stands beside the query, never in it (ACDIS/AHIMA, Guidelines for
//! Achieving a Compliant Query Practice).

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::claim::{DrgValue, Severity};
use crate::code::Icd10CmCode;
use crate::evidence::Evidence;
use crate::names::closed_set;

closed_set! {
    /// What is missing.
    GapKind, "gap kind" {
        /// The organism of an infection.
        Organism => "organism",
        /// Acute, chronic, acute on chronic.
        Acuity => "acuity",
        /// Right, left, bilateral.
        Laterality => "laterality",
        /// Whether one condition is due to another.
        CausalLink => "causal_link",
        /// Stage or grade.
        Stage => "stage",
        /// Type or specificity.
        Type => "type",
        /// Findings or treatment without a diagnosis.
        Undocumented => "undocumented_diagnosis",
        /// A diagnosis that the findings do not bear out.
        ClinicalValidity => "clinical_validity",
        /// Two documents contradict each other.
        Conflict => "conflict",
        /// Documented, but by nobody whose words support a diagnosis.
        Authorship => "authorship",
        /// Whether it was present on admission.
        Poa => "poa",
        /// The history of the present illness lacks elements.
        IncompleteHpi => "incomplete_hpi",
    }
}

/// A fact of the chart that prompts the query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// What kind of fact, in our words: "serum creatinine", "vasopressor".
    pub label: Cow<'static, str>,
    /// Where it stands.
    pub evidence: Evidence,
}

/// One answer that the query offers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QueryOption {
    /// The answer, in a provider's words.
    pub text: Cow<'static, str>,
    /// The codes that it would support, in place of [`Gap::codes_now`]; empty
    /// for "other" and "unable to determine".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Icd10CmCode>,
    /// Whether it takes the codes in question from the claim: "ruled out".
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removes: bool,
    /// The level that the first of them would have on this claim.
    #[serde(default)]
    pub severity: Severity,
    /// The claim's DRG then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drg: Option<DrgValue>,
    /// The relative weight that the claim would gain, negative where it would
    /// lose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_change: Option<f64>,
    /// The same at the facility's base rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment_change_cents: Option<i64>,
}

/// Something that the documentation leaves open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// What is missing.
    pub kind: GapKind,
    /// Which check found it, such as `cdi.kidney_injury`; `cdi.model` where the
    /// model did.
    pub rule: Cow<'static, str>,
    /// What the query is about, in our words: "acuity of heart failure".
    pub topic: Cow<'static, str>,
    /// The criteria behind it, or the guideline section.
    pub source: Cow<'static, str>,
    /// The facts that prompt it, in the record's order.
    pub indicators: Vec<Indicator>,
    /// The query's question: open, leading nowhere, naming no payment.
    pub question: Cow<'static, str>,
    /// The answers it offers, the last two always "other" and "unable to
    /// determine".
    pub options: Vec<QueryOption>,
    /// The codes of the claim that are in question; empty where none is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes_now: Vec<Icd10CmCode>,
    /// The claim's DRG as it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drg_now: Option<DrgValue>,
}
