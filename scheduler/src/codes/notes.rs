//! How the notes of the tabular list were read.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::ExitCode;

use chartfleet_codes::{CodeTables, NoteKind, NoteReading, PlacedNote};
use chartfleet_runtime::exit::Failure;
use chartfleet_runtime::settings::Settings;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;

use crate::{connect, output};

/// Counts the notes that name codes, by kind.
#[derive(Args)]
pub(crate) struct NotesArgs {
    /// List the notes that should name codes and could not be read.
    #[arg(long)]
    unparsed: bool,
    /// List the notes of one kind with the codes that were read.
    #[arg(long, value_name = "KIND", value_parser = parse_kind())]
    kind: Option<NoteKind>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn parse_kind() -> impl TypedValueParser<Value = NoteKind> {
    PossibleValuesParser::new(NoteKind::NAMING.map(NoteKind::as_str)).try_map(|name| {
        NoteKind::NAMING
            .into_iter()
            .find(|kind| kind.as_str() == name)
            .ok_or("no such kind")
    })
}

/// Counts of one kind.
#[derive(Serialize)]
struct Counts {
    kind: NoteKind,
    /// Notes where they stand.
    notes: usize,
    /// Different texts.
    distinct: usize,
    /// Texts by what reading them gave, in the order of [`NoteReading::ALL`].
    codes: usize,
    headings: usize,
    no_code: usize,
    unread: usize,
}

/// What is told of the notes.
#[derive(Serialize)]
struct Report<'t> {
    counts: Vec<Counts>,
    /// Unread texts in a hundred.
    unread_percent: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<Vec<PlacedNote<'t>>>,
}

/// Prints the counts and, where asked, the notes.
pub(crate) fn run(settings: &Settings, args: &NotesArgs) -> Result<ExitCode, Failure> {
    let tables = connect::tables(settings)?;
    let report = report(&tables, args);
    let out = &mut output::stdout();
    if args.json {
        output::json(out, &report)?;
    } else {
        print(out, &report)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn report<'t>(tables: &'t CodeTables, args: &NotesArgs) -> Report<'t> {
    let counts: Vec<Counts> = NoteKind::NAMING
        .into_iter()
        .map(|kind| count(tables, kind))
        .collect();
    let sum = |of: fn(&Counts) -> usize| counts.iter().map(of).sum::<usize>();
    let (unread, distinct) = (sum(|c| c.unread), sum(|c| c.distinct));
    let wanted = |note: &PlacedNote<'_>| {
        NoteKind::NAMING.contains(&note.kind)
            && args.kind.is_none_or(|kind| note.kind == kind)
            && (!args.unparsed || note.reading == NoteReading::Unread)
    };
    let listed = args.unparsed || args.kind.is_some();
    Report {
        unread_percent: 100.0 * unread as f64 / distinct.max(1) as f64,
        counts,
        notes: listed.then(|| tables.tabular_notes().filter(wanted).collect()),
    }
}

fn count(tables: &CodeTables, kind: NoteKind) -> Counts {
    let notes: Vec<_> = tables
        .tabular_notes()
        .filter(|note| note.kind == kind)
        .collect();
    let distinct = |reading: Option<NoteReading>| {
        let of_reading = notes
            .iter()
            .filter(|note| reading.is_none_or(|reading| note.reading == reading));
        of_reading
            .map(|note| note.text)
            .collect::<BTreeSet<_>>()
            .len()
    };
    Counts {
        kind,
        notes: notes.len(),
        distinct: distinct(None),
        codes: distinct(Some(NoteReading::Codes)),
        headings: distinct(Some(NoteReading::Heading)),
        no_code: distinct(Some(NoteReading::NoCode)),
        unread: distinct(Some(NoteReading::Unread)),
    }
}

fn print(out: &mut impl Write, report: &Report<'_>) -> Result<(), Failure> {
    writeln!(
        out,
        "{:<16}{:>8}{:>10}{:>8}{:>10}{:>9}{:>8}",
        "kind", "notes", "distinct", "codes", "headings", "no code", "unread"
    )?;
    for counts in &report.counts {
        writeln!(
            out,
            "{:<16}{:>8}{:>10}{:>8}{:>10}{:>9}{:>8}",
            counts.kind.as_str(),
            counts.notes,
            counts.distinct,
            counts.codes,
            counts.headings,
            counts.no_code,
            counts.unread
        )?;
    }
    writeln!(out, "unread: {:.2}%", report.unread_percent)?;
    for note in report.notes.iter().flatten() {
        let name = note.kind.as_str();
        writeln!(out, "{} · {name} · {}", note.at, note.text)?;
        if !note.codes.is_empty() {
            writeln!(out, "    = {}", note.codes)?;
        }
    }
    Ok(())
}
