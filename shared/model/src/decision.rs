//! What a coder decided about a code of a chart.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::code::{Code, CodeSystem};
use crate::ids::{ChartId, RunId};
use crate::names::closed_set;

closed_set! {
    /// What a coder made of a suggestion.
    Verb, "decision" {
        /// It stands.
        Accept => "accept",
        /// Another code of the same system stands in its place.
        Change => "change",
        /// It does not stand.
        Reject => "reject",
        /// It was not suggested, and stands.
        Add => "add",
    }
}

/// One decision, as a site hands it over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The run whose suggestion it is about.
    pub run: RunId,
    /// The chart, by the site's own name.
    pub chart: ChartId,
    /// The code system.
    #[serde(default)]
    pub system: CodeSystem,
    /// The code that was suggested, or added.
    pub code: String,
    /// What was decided.
    pub decision: Verb,
    /// The code in its place, with `change`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_to: Option<String>,
    /// The coder, as the site names coders.
    pub decided_by: String,
    /// When.
    pub decided_at: Timestamp,
}

/// What is wrong with a decision by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecisionError {
    /// `code` has not the shape of its system's codes.
    #[error("not a well-formed code of its system")]
    Code,
    /// `changed_to` has not.
    #[error("not a well-formed code of the same system")]
    ChangedTo,
    /// `changed_to` is missing with `change`, there without, or the same code.
    #[error("a change names another code, and no other decision does")]
    Change,
    /// `decided_by` is empty, too long, or holds control characters.
    #[error("a coder's name has 1 to 64 characters, none of them a control character")]
    DecidedBy,
}

impl DecisionError {
    /// The field that is wrong.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::ChangedTo | Self::Change => "changed_to",
            Self::DecidedBy => "decided_by",
        }
    }
}

/// The longest name of a coder, in characters.
const MAX_CODER: usize = 64;

impl Decision {
    /// Checks what can be checked without the chart, and writes codes as they
    /// are printed.
    ///
    /// # Errors
    /// When a field has a value that it may not have.
    pub fn checked(mut self) -> Result<Self, DecisionError> {
        let printed = |code: &str| Code::parse(self.system, code).ok().map(|c| c.to_string());
        let code = printed(&self.code).ok_or(DecisionError::Code)?;
        let changed_to = match &self.changed_to {
            Some(other) => Some(printed(other).ok_or(DecisionError::ChangedTo)?),
            None => None,
        };
        let is_change = self.decision == Verb::Change;
        if is_change != changed_to.is_some() || changed_to.as_ref() == Some(&code) {
            return Err(DecisionError::Change);
        }
        let coder = self.decided_by.trim();
        let length = coder.chars().count();
        if length == 0 || length > MAX_CODER || coder.chars().any(char::is_control) {
            return Err(DecisionError::DecidedBy);
        }
        self.decided_by = coder.to_owned();
        (self.code, self.changed_to) = (code, changed_to);
        // The database keeps microseconds: the same row must stay the same.
        self.decided_at = Timestamp::from_microsecond(self.decided_at.as_microsecond())
            .unwrap_or(self.decided_at);
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(change: serde_json::Value) -> Result<Decision, DecisionError> {
        let mut row = serde_json::json!({
            "run": 1, "chart": "A1", "code": "j189", "decision": "accept",
            "decided_by": "coder-7", "decided_at": "2026-05-01T08:30:00Z",
        });
        for (field, value) in change.as_object().unwrap() {
            row[field] = value.clone();
        }
        serde_json::from_value::<Decision>(row).unwrap().checked()
    }

    #[test]
    fn a_good_decision_is_written_as_codes_are_printed() {
        let good = decision(serde_json::json!({"decision": "change", "changed_to": "j15.9"}));
        let good = good.unwrap();
        assert_eq!(
            (good.code.as_str(), good.changed_to.as_deref()),
            ("J18.9", Some("J15.9"))
        );
    }

    #[test]
    fn each_fault_is_found() {
        let cases = [
            (
                serde_json::json!({"code": "pneumonia"}),
                DecisionError::Code,
            ),
            (
                serde_json::json!({"changed_to": "J15.9"}),
                DecisionError::Change,
            ),
            (
                serde_json::json!({"decision": "change"}),
                DecisionError::Change,
            ),
            (
                serde_json::json!({"decision": "change", "changed_to": "J18.9"}),
                DecisionError::Change,
            ),
            (
                serde_json::json!({"decision": "change", "changed_to": "x"}),
                DecisionError::ChangedTo,
            ),
            (
                serde_json::json!({"decided_by": " "}),
                DecisionError::DecidedBy,
            ),
            (
                serde_json::json!({"decided_by": "a\nb"}),
                DecisionError::DecidedBy,
            ),
        ];
        for (change, fault) in cases {
            assert_eq!(decision(change.clone()), Err(fault), "{change}");
        }
    }
}
