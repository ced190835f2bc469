//! `chartfleet audit verify`: whether the trail is whole.

use std::io::Write;
use std::process::ExitCode;

use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use clap::{Args, Subcommand};

use crate::{connect, output};

/// The audit trail.
#[derive(Subcommand)]
pub(crate) enum Audit {
    /// Recomputes every hash chain and compares every stored claim with its
    /// event. Exit code 65 where something was changed.
    Verify(VerifyArgs),
}

/// Verifies the audit trail.
#[derive(Args)]
pub(crate) struct VerifyArgs {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Runs the subcommand.
pub(crate) async fn run(settings: &Settings, command: &Audit) -> Result<ExitCode, Failure> {
    let Audit::Verify(args) = command;
    let store = connect::store(settings).await?;
    let verdict = store
        .verify_audit()
        .await
        .or_exit(Exit::Unavailable, "cannot read the audit trail")?;
    let whole = verdict.broken.is_empty() && verdict.altered_claims.is_empty();
    let out = &mut output::stdout();
    if args.json {
        output::json(out, &verdict)?;
    } else {
        writeln!(out, "{} chains, {} events", verdict.chains, verdict.events)?;
        for place in &verdict.broken {
            writeln!(out, "  broken at {place}")?;
        }
        for place in &verdict.altered_claims {
            writeln!(out, "  claim differs from event {place}")?;
        }
        writeln!(out, "{}", if whole { "whole" } else { "CHANGED" })?;
    }
    Ok(if whole {
        ExitCode::SUCCESS
    } else {
        Exit::Data.into()
    })
}
