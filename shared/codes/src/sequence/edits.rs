//! Edits of the Medicare Code Editor as findings about the claim.

use chartfleet_model::{Finding, FindingSeverity};

use super::Claimed;
use crate::grouper::Edit;

/// One finding an edit. Age and sex conflicts and invalid codes are left out
/// where a code's own findings already tell them.
pub(super) fn findings(edits: &[Edit], claimed: &Claimed<'_>) -> Vec<Finding> {
    edits
        .iter()
        .filter(|edit| !already_told(edit, claimed))
        .map(finding)
        .collect()
}

fn already_told(edit: &Edit, claimed: &Claimed<'_>) -> bool {
    let rule = match edit.name.as_str() {
        "AGE_CONFLICT" => "cm.age_conflict",
        "SEX_CONFLICT" => "cm.sex_conflict",
        _ => return false,
    };
    claimed
        .diagnoses
        .iter()
        .flat_map(|draft| &draft.suggestion.findings)
        .any(|finding| finding.rule == rule)
}

fn finding(edit: &Edit) -> Finding {
    let name = edit.name.to_ascii_lowercase();
    Finding {
        severity: severity(edit),
        message: format!(
            "edit {} on {} {}",
            name.replace('_', " "),
            edit.count,
            match edit.code_type.as_str() {
                "DIAGNOSIS" => "diagnosis code(s)",
                "PROCEDURE" => "procedure code(s)",
                _ => "code(s)",
            }
        ),
        rule: format!("mce.{name}").into(),
        source: "Medicare Code Editor".into(),
        codes: Vec::new(),
        offers: Vec::new(),
        remedy: "".into(),
    }
}

/// Edits that ask for a second look, where others return the claim.
const QUESTIONS: [&str; 5] = [
    "UNSPECIFIED",
    "LIMITED_COVERAGE",
    "NON_COVERED",
    "QUESTIONABLE_ADMISSION",
    "QUESTIONABLE_OBSTETRIC_ADMISSION",
];

fn severity(edit: &Edit) -> FindingSeverity {
    if edit.edit_type == "POSTPAYMENT" || QUESTIONS.contains(&edit.name.as_str()) {
        FindingSeverity::Warning
    } else {
        FindingSeverity::Error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_names_itself_as_its_rule() {
        let finding = finding(&Edit {
            name: "UNACCEPTABLE_PDX".to_owned(),
            count: 1,
            code_type: "DIAGNOSIS".to_owned(),
            edit_type: "PREPAYMENT".to_owned(),
        });
        assert_eq!(finding.rule, "mce.unacceptable_pdx");
        assert_eq!(finding.severity, FindingSeverity::Error);
        assert_eq!(
            finding.message,
            "edit unacceptable pdx on 1 diagnosis code(s)"
        );
    }
}
