//! What a rule found: computed, named, and with its source.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingSeverity {
    /// Good to know.
    Info,
    /// A reviewer should look.
    Warning,
    /// Cannot be billed as it stands.
    Error,
}

/// One rule's verdict on a code or a claim. It quotes tables and guidelines,
/// never the chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's stable id, such as `cm.not_billable`.
    pub rule: Cow<'static, str>,
    /// How much it weighs.
    pub severity: FindingSeverity,
    /// What is wrong, for a coder to read.
    pub message: String,
    /// The table or guideline section behind it.
    pub source: Cow<'static, str>,
    /// What would mend it, such as codes to choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<String>,
}
