//! What a certified coder coded: the measure of accuracy reports.

use serde::{Deserialize, Serialize};

use crate::code::CodeSystem;

/// One gold code. Kept as written apart from case and dot, because gold may be
/// older than the tables: a report says which codes it could not find.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoldCode {
    /// The code system.
    #[serde(default)]
    pub system: CodeSystem,
    /// The code; case and dot do not matter.
    pub code: String,
    /// Whether it is the principal (or first-listed) diagnosis.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub principal: bool,
}

impl GoldCode {
    /// The code as chartfleet writes codes: upper case, with the dot after the
    /// third character of an ICD-10-CM code.
    #[must_use]
    pub fn normalized(&self) -> String {
        let bare: String = self
            .code
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_uppercase();
        match (self.system, bare.get(..3), bare.get(3..)) {
            (CodeSystem::Icd10Cm, Some(category), Some(rest)) if !rest.is_empty() => {
                format!("{category}.{rest}")
            }
            _ => bare,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gold_codes_are_compared_without_case_or_dot() {
        let gold = |code: &str| GoldCode {
            system: CodeSystem::Icd10Cm,
            code: code.to_owned(),
            principal: false,
        };
        assert_eq!(gold("n18.30").normalized(), "N18.30");
        assert_eq!(gold("N1830").normalized(), "N18.30");
        assert_eq!(gold("i10").normalized(), "I10");
    }
}
