//! ICD-10-PCS from the shell: codes validated, partial ones completed, words
//! looked up.

use std::io::Write;
use std::process::ExitCode;

use chartfleet_codes::{CodeTables, PcsAxis, PcsCompletion, PcsPartialError, PcsTables};
use chartfleet_model::Icd10PcsCode;
use chartfleet_runtime::exit::{Exit, Failure};
use chartfleet_runtime::settings::Settings;
use clap::Args;
use serde_json::json;

use crate::{connect, output};

/// Completes the beginning of an ICD-10-PCS code, or finds codes by words.
#[derive(Args)]
#[command(group = clap::ArgGroup::new("query").required(true).args(["partial", "words"]))]
pub(crate) struct PcsArgs {
    /// A code or a part of one: 0FT4, 0FT44ZZ, 0FT4?ZZ.
    partial: Option<String>,
    /// Look words up in the index and titles: --words resection gallbladder.
    #[arg(long, num_args = 1.., value_name = "WORD")]
    words: Vec<String>,
    /// Show at most so many.
    #[arg(long, default_value_t = 20)]
    limit: usize,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Completes or finds; exit code 65 where nothing fits.
pub(crate) fn run(settings: &Settings, args: &PcsArgs) -> Result<ExitCode, Failure> {
    let tables = connect::tables(settings)?;
    match &args.partial {
        Some(partial) => complete(&tables, partial, args),
        None => search(&tables, &args.words.join(" "), args.limit, args.json),
    }
}

/// Finds codes by words.
pub(super) fn search(
    tables: &CodeTables,
    words: &str,
    limit: usize,
    as_json: bool,
) -> Result<ExitCode, Failure> {
    let hits = tables.search_pcs(words, limit);
    let out = &mut output::stdout();
    if as_json {
        output::json(out, &hits)?;
    } else {
        for hit in &hits {
            let open = if hit.title.is_empty() && !hit.code.is_empty() {
                "(complete it with `chartfleet codes pcs`)"
            } else {
                ""
            };
            writeln!(out, "{:<9} {}{open}", hit.code, hit.title)?;
            if hit.matched != hit.title {
                writeln!(out, "          {}", hit.matched)?;
            }
        }
        if hits.is_empty() && tables.pcs_index().is_none() {
            output::say(
                "the ICD-10-PCS index is not imported: `chartfleet codes import --kind pcs-index FILE`",
            );
        }
    }
    Ok(if hits.is_empty() {
        Exit::Data.into()
    } else {
        ExitCode::SUCCESS
    })
}

fn complete(tables: &CodeTables, partial: &str, args: &PcsArgs) -> Result<ExitCode, Failure> {
    let pcs = imported(tables)?;
    let out = &mut output::stdout();
    match pcs.complete(partial) {
        Ok(found) => {
            if args.json {
                let title = found.code.as_ref().and_then(|code| tables.pcs_title(code));
                output::json(out, &json!({ "completion": found, "title": title }))?;
            } else {
                print(out, tables, pcs, &found, args.limit)?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Err(error @ PcsPartialError::NotInTables(_)) => {
            if args.json {
                output::json(out, &json!({ "error": error.to_string() }))?;
            } else {
                writeln!(out, "{partial} begins no ICD-10-PCS code: {error}")?;
            }
            Ok(Exit::Data.into())
        }
        Err(error) => Err(Failure::new(Exit::Usage, format!("{partial}: {error}"))),
    }
}

fn imported(tables: &CodeTables) -> Result<&PcsTables, Failure> {
    tables.pcs_tables().ok_or_else(|| {
        Failure::new(
            Exit::Usage,
            "the ICD-10-PCS tables are not imported: run `chartfleet codes import --kind pcs-tables FILE`",
        )
    })
}

fn print(
    out: &mut impl Write,
    tables: &CodeTables,
    pcs: &PcsTables,
    found: &PcsCompletion<'_>,
    limit: usize,
) -> Result<(), Failure> {
    match &found.code {
        Some(code) => {
            let title = tables.pcs_title(code).unwrap_or_default();
            writeln!(out, "{code}  {title}")?;
        }
        None => writeln!(
            out,
            "{}  {} codes in the tables of {}",
            found.pattern,
            found.codes,
            pcs.year()
        )?,
    }
    axes(out, &found.settled)?;
    for choice in &found.open {
        writeln!(out, "  {} {}: one of", choice.position, choice.title)?;
        for value in choice.values.iter().take(limit) {
            writeln!(out, "      {} {}", value.value, value.label)?;
        }
        if let Some(more @ 1..) = choice.values.len().checked_sub(limit) {
            writeln!(out, "      and {more} more (--limit)")?;
        }
    }
    Ok(())
}

/// A code axis by axis, where the tables are imported and build it.
pub(super) fn print_axes(
    out: &mut impl Write,
    tables: &CodeTables,
    code: &Icd10PcsCode,
) -> Result<(), Failure> {
    let built = tables.pcs_tables().and_then(|pcs| pcs.validate(code).ok());
    axes(out, &built.unwrap_or_default())?;
    for period in tables.pcs(code).unwrap_or_default() {
        let until = period
            .to
            .map_or("open end".to_owned(), |until| until.to_string());
        writeln!(out, "  billable from {} to {until}", period.from)?;
    }
    Ok(())
}

fn axes(out: &mut impl Write, axes: &[PcsAxis<'_>]) -> Result<(), Failure> {
    for axis in axes {
        let PcsAxis {
            position,
            title,
            value,
            label,
            definition,
        } = axis;
        writeln!(out, "  {position} {title}: {value} {label}")?;
        if !definition.is_empty() {
            writeln!(out, "      {definition}")?;
        }
    }
    Ok(())
}
