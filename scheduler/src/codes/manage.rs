//! Installing tables and adding to them.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use chartfleet_codes::{ImportKind, ImportOptions, InstallSource, Installed};
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use indicatif::ProgressBar;

use crate::{connect, output};

/// Installs the code tables into codes.dir.
#[derive(Args)]
pub(crate) struct InstallArgs {
    /// Take the two wheel files from this folder instead of the network.
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Adds a file to the tables in use.
#[derive(Args)]
pub(crate) struct ImportArgs {
    /// What it is.
    #[arg(long, value_name = "KIND", value_parser = parse_kind())]
    kind: ImportKind,
    /// The file, which may be compressed with gzip.
    file: PathBuf,
    /// The fiscal year it is for, where the file does not say.
    #[arg(long)]
    year: Option<u16>,
    /// The licence it is used under; needed for CPT.
    #[arg(long, value_name = "TEXT")]
    license: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn parse_kind() -> impl TypedValueParser<Value = ImportKind> {
    let names = ImportKind::ALL.map(|kind| PossibleValue::new(kind.as_str()).help(kind.expected()));
    PossibleValuesParser::new(names).try_map(|name| name.parse::<ImportKind>())
}

/// Lists what is installed.
#[derive(Args)]
pub(crate) struct ListArgs {
    /// Show the imports of every version, not only of the one in use.
    #[arg(long)]
    all: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Fetches, checks, builds and puts in use; the present tables stay on failure.
pub(crate) fn install(settings: &Settings, args: &InstallArgs) -> Result<ExitCode, Failure> {
    let source = match &args.from {
        Some(folder) => InstallSource::Folder(folder.clone()),
        None => InstallSource::PythonIndex,
    };
    let spinner = ProgressBar::new_spinner();
    spinner.enable_steady_tick(std::time::Duration::from_millis(120));
    let mut progress = |step: &chartfleet_codes::InstallStep| spinner.set_message(step.to_string());
    let installed = chartfleet_codes::install(&settings.codes.dir, &source, &mut progress)
        .or_exit(
            Exit::Usage,
            "the code tables were not installed; those in use stay in use",
        )?;
    spinner.finish_and_clear();
    report("installed", &installed, args.json)
}

/// Reads a file into a new version of the tables.
pub(crate) fn import(settings: &Settings, args: &ImportArgs) -> Result<ExitCode, Failure> {
    let options = ImportOptions {
        year: args.year,
        license: args.license.clone(),
    };
    let installed = chartfleet_codes::import(&settings.codes.dir, args.kind, &args.file, &options)
        .or_exit(
            Exit::Data,
            "the file was not imported; the tables in use stay in use",
        )?;
    let done = report("imported", &installed, args.json)?;
    if !args.json {
        references(settings, args.kind)?;
    }
    Ok(done)
}

/// Says how many references of an imported index lead nowhere.
fn references(settings: &Settings, kind: ImportKind) -> Result<(), Failure> {
    let tables = connect::tables(settings)?;
    let lost = tables.index().unresolved();
    let lost = lost.iter().filter(|one| one.book.kind() == kind.as_str());
    let count = lost.count();
    if count > 0 {
        writeln!(
            output::stdout(),
            "    {count} of its references lead nowhere: `chartfleet codes index --unresolved` lists them"
        )?;
    }
    Ok(())
}

fn report(done: &str, installed: &Installed, json: bool) -> Result<ExitCode, Failure> {
    let out = &mut output::stdout();
    if json {
        output::json(out, installed)?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "{done}: {} is in use", installed.version)?;
    imports(out, installed)?;
    Ok(ExitCode::SUCCESS)
}

fn imports(out: &mut impl Write, installed: &Installed) -> Result<(), Failure> {
    for import in &installed.imports {
        writeln!(
            out,
            "    {}{} from {}: {} rows, {} of codes the tables do not know",
            import.kind,
            import
                .edition
                .as_ref()
                .map_or(String::new(), |edition| format!(" {edition}")),
            import.file,
            import.rows,
            import.unknown_codes
        )?;
        if let Some(license) = &import.license {
            writeln!(out, "        used under: {license}")?;
        }
    }
    Ok(())
}

/// Lists versions, the one in use marked.
pub(crate) fn list(settings: &Settings, args: &ListArgs) -> Result<ExitCode, Failure> {
    let installed = chartfleet_codes::installed(&settings.codes.dir)
        .or_exit(Exit::Usage, "the installed tables cannot be listed")?;
    let out = &mut output::stdout();
    if args.json {
        output::json(out, &installed)?;
        return Ok(ExitCode::SUCCESS);
    }
    for version in &installed {
        writeln!(
            out,
            "{} {}",
            if version.current { "*" } else { " " },
            version.version
        )?;
        if version.current || args.all {
            imports(out, version)?;
        }
    }
    if installed.is_empty() {
        writeln!(out, "nothing is installed: run `chartfleet codes install`")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts an installed version in use.
#[derive(Args)]
pub(crate) struct UseArgs {
    /// The version, as `codes list` names it.
    version: String,
}

/// Switches to another installed version.
pub(crate) fn switch(settings: &Settings, args: &UseArgs) -> Result<ExitCode, Failure> {
    chartfleet_codes::use_version(&settings.codes.dir, &args.version)
        .or_exit(Exit::Usage, "the tables in use stay in use")?;
    writeln!(output::stdout(), "{} is in use", args.version)?;
    Ok(ExitCode::SUCCESS)
}
