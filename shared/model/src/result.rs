//! What is stored for one chart of one run.

use serde::{Deserialize, Serialize};

use crate::claim::{ClaimDiagnosis, ClaimProcedure, Drg, NotClaimed, PrincipalCandidate};
use crate::effort::Effort;
use crate::finding::Finding;
use crate::gap::Gap;
use crate::outcome::{Outcome, ReviewReason, SetAsideReason};
use crate::trace::{CallFault, Coverage, Trace};
use crate::usage::ModelUsage;

/// A chart's coding, ready to be committed. A reviewer's decision comes later
/// and elsewhere: nothing here is final.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChartResult {
    /// What became of the chart.
    pub outcome: Outcome,
    /// Why it needs review; empty otherwise. Sorted, without repeats.
    pub review_reasons: Vec<ReviewReason>,
    /// Why it was set aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set_aside_reason: Option<SetAsideReason>,
    /// The diagnoses in billing order.
    pub diagnoses: Vec<ClaimDiagnosis>,
    /// The procedures in billing order.
    pub procedures: Vec<ClaimProcedure>,
    /// Suggestions that may not be billed as they stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_claimed: Vec<NotClaimed>,
    /// Findings about the claim as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// Every diagnosis as a candidate for the first place: the one chosen, the
    /// others that may stand there, and the rest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub principal_candidates: Vec<PrincipalCandidate>,
    /// The MS-DRG, for inpatient charts that group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drg: Option<Drg>,
    /// What the documentation leaves open, with the query to send.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// What each stage saw of the codes.
    #[serde(default, skip_serializing_if = "Trace::is_empty")]
    pub trace: Trace,
    /// What was wrong with the model's answers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<CallFault>,
    /// How much of the chart was read, where it had to be split.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
    /// What was spent on it; absent where no model was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effort: Option<Effort>,
    /// The calibration behind the probabilities, where one is in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration_version: Option<String>,
    /// The accepted codes that retrieval learnt the facilities' habits from,
    /// as a short hash; absent where there were none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prior_version: Option<String>,
    /// What the model cost.
    pub usage: ModelUsage,
    /// The model that answered, as its server names it.
    pub model: String,
    /// Prompts, schema and settings that made this result, as a short hash.
    pub pipeline_version: String,
    /// The code tables that checked it.
    pub code_tables_version: String,
}

impl ChartResult {
    /// A result that holds no claim, only the reason why.
    #[must_use]
    pub fn set_aside(reason: SetAsideReason, pipeline: &str, code_tables: &str) -> Self {
        Self {
            outcome: Outcome::SetAside,
            review_reasons: Vec::new(),
            set_aside_reason: Some(reason),
            diagnoses: Vec::new(),
            procedures: Vec::new(),
            not_claimed: Vec::new(),
            findings: Vec::new(),
            principal_candidates: Vec::new(),
            drg: None,
            gaps: Vec::new(),
            trace: Trace::default(),
            faults: Vec::new(),
            coverage: None,
            effort: None,
            calibration_version: None,
            prior_version: None,
            usage: ModelUsage::default(),
            model: String::new(),
            pipeline_version: pipeline.to_owned(),
            code_tables_version: code_tables.to_owned(),
        }
    }
}
