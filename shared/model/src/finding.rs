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
    /// The codes of the claim that it is about, as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// Codes to choose from that would mend it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<String>,
    /// What would mend it, in words.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub remedy: Cow<'static, str>,
}

impl Finding {
    /// A finding about no code yet, that offers nothing.
    pub fn new(
        rule: impl Into<Cow<'static, str>>,
        severity: FindingSeverity,
        message: impl Into<String>,
        source: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            rule: rule.into(),
            severity,
            message: message.into(),
            source: source.into(),
            codes: Vec::new(),
            offers: Vec::new(),
            remedy: Cow::Borrowed(""),
        }
    }

    /// Says which codes it is about.
    #[must_use]
    pub fn about<C: ToString>(mut self, codes: impl IntoIterator<Item = C>) -> Self {
        self.codes.extend(codes.into_iter().map(|c| c.to_string()));
        self
    }

    /// Says which codes would mend it.
    #[must_use]
    pub fn offering<C: ToString>(mut self, offers: impl IntoIterator<Item = C>) -> Self {
        self.offers
            .extend(offers.into_iter().map(|c| c.to_string()));
        self
    }

    /// Says in words what would mend it.
    #[must_use]
    pub fn remedied_by(mut self, remedy: impl Into<Cow<'static, str>>) -> Self {
        self.remedy = remedy.into();
        self
    }
}
