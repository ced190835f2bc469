//! `chartfleet codes rules`: what claims are held to.

use std::io::Write;
use std::process::ExitCode;

use chartfleet_codes::{Rule, all_rules};
use chartfleet_model::FindingSeverity;
use chartfleet_runtime::exit::Failure;
use clap::Args;

use crate::output;

/// Lists every rule with its severity, source and remedy.
#[derive(Args)]
pub(crate) struct RulesArgs {
    /// Print JSON.
    #[arg(long, conflicts_with = "markdown")]
    json: bool,
    /// Print the table of docs/rules.md.
    #[arg(long)]
    markdown: bool,
}

/// Prints the registry of rules.
pub(crate) fn run(args: &RulesArgs) -> Result<ExitCode, Failure> {
    let out = &mut output::stdout();
    let rules: Vec<&Rule> = all_rules().collect();
    if args.json {
        output::json(out, &rules)?;
    } else if args.markdown {
        write!(out, "{}", chartfleet_codes::rules_markdown())?;
    } else {
        for rule in &rules {
            let severity = match rule.severity {
                FindingSeverity::Error => "error",
                FindingSeverity::Warning => "warning",
                FindingSeverity::Info => "note",
            };
            writeln!(out, "{} ({severity}; {})", rule.id, rule.source)?;
            writeln!(out, "    {}", rule.looks_for)?;
            writeln!(out, "    remedy: {}", rule.remedy)?;
        }
        writeln!(out, "{} rules", rules.len())?;
    }
    Ok(ExitCode::SUCCESS)
}
