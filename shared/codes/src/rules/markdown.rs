//! The registry as the table of `docs/rules.md`.

use std::fmt::Write as _;

use chartfleet_model::FindingSeverity;

use super::{Rule, claim_rules};

/// Every rule in Markdown, a section for each severity's meaning and a table
/// for each family.
#[must_use]
pub fn rules_markdown() -> String {
    let mut text = String::from(INTRODUCTION);
    let mut family = "";
    for rule in claim_rules() {
        let of = rule.id.split('.').next().unwrap_or_default();
        if of != family {
            family = of;
            let heading = family.replace('_', " ");
            // Writing to a String cannot fail.
            let _infallible = write!(
                text,
                "\n## {heading}\n\n| rule | severity | looks for | remedy | source |\n|---|---|---|---|---|\n"
            );
        }
        row(&mut text, rule);
    }
    text
}

const INTRODUCTION: &str = "# Rules

Written by `chartfleet codes rules --markdown`; a test keeps it so.

A chart with a finding of severity **error** needs review before it can be \
billed. A **warning** asks a reviewer to look. A **note** is good to know. No \
rule changes a claim, and none looks at what it pays.

Sources: *Guidelines* are the ICD-10-CM Official Guidelines for Coding and \
Reporting; *tabular list* is the ICD-10-CM tabular list; *NCCI* is the National \
Correct Coding Initiative of CMS.
";

fn row(text: &mut String, rule: &Rule) {
    let severity = match rule.severity {
        FindingSeverity::Error => "error",
        FindingSeverity::Warning => "warning",
        FindingSeverity::Info => "note",
    };
    let cell = |words: &str| words.replace('|', "\\|");
    // Writing to a String cannot fail.
    let _infallible = writeln!(
        text,
        "| `{}` | {severity} | {} | {} | {} |",
        rule.id,
        cell(rule.looks_for),
        cell(rule.remedy),
        cell(rule.source)
    );
}
