//! The registry as the table of `docs/rules.md`.

use std::fmt::Write as _;

use chartfleet_model::FindingSeverity;

use super::{Rule, all_rules};

/// Every rule in Markdown, a table for each family.
#[must_use]
pub fn rules_markdown() -> String {
    let mut text = String::from(INTRODUCTION);
    let mut rules: Vec<&Rule> = all_rules().collect();
    // Stable: families in order of name, the rules of each as they are told.
    rules.sort_by_key(|rule| family_of(rule));
    // Writing to a String cannot fail.
    let _infallible = writeln!(text, "\n{} rules.", rules.len());
    let mut family = "";
    for rule in rules {
        let of = family_of(rule);
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

fn family_of(rule: &Rule) -> &'static str {
    rule.id.split('.').next().unwrap_or_default()
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
