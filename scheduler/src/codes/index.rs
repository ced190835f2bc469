//! The alphabetic index as it is read.

use std::io::Write;
use std::process::ExitCode;

use chartfleet_codes::{CodeTables, IndexBook, IndexRow, Unresolved};
use chartfleet_runtime::exit::{Exit, Failure};
use chartfleet_runtime::settings::Settings;
use clap::Args;
use serde_json::json;

use crate::{connect, output};

/// Prints the alphabetic index.
#[derive(Args)]
pub(crate) struct IndexArgs {
    /// A main term, with words of its subterms to print less.
    #[arg(required_unless_present = "unresolved")]
    term: Vec<String>,
    /// Print at most so many terms that the words name.
    #[arg(long, default_value_t = 5)]
    limit: usize,
    /// List the references that lead nowhere instead.
    #[arg(long, conflicts_with = "term")]
    unresolved: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Prints what stands beneath a term; exit code 65 where there is no such term.
pub(crate) fn index(settings: &Settings, args: &IndexArgs) -> Result<ExitCode, Failure> {
    let tables = connect::tables(settings)?;
    if tables.index().is_empty() {
        return Err(Failure::new(
            Exit::Usage,
            "no index is imported: run `chartfleet codes import --kind index FILE`",
        ));
    }
    let out = &mut output::stdout();
    if args.unresolved {
        return unresolved(out, &tables, args.json);
    }
    let terms = tables.index().outline(&args.term.join(" "), args.limit);
    if args.json {
        output::json(out, &terms)?;
    } else {
        let mut book = None;
        for rows in &terms {
            print(out, rows, &mut book)?;
        }
    }
    Ok(if terms.is_empty() {
        Exit::Data.into()
    } else {
        ExitCode::SUCCESS
    })
}

fn unresolved(out: &mut impl Write, tables: &CodeTables, json: bool) -> Result<ExitCode, Failure> {
    let lost = tables.index().unresolved();
    if json {
        let references = tables.index().references();
        output::json(
            out,
            &json!({ "references": references, "unresolved": lost }),
        )?;
        return Ok(ExitCode::SUCCESS);
    }
    for Unresolved {
        book,
        path,
        reference,
    } in &lost
    {
        writeln!(
            out,
            "{}: {} - see {reference}",
            book.name(),
            path.join(" > ")
        )?;
    }
    Ok(ExitCode::SUCCESS)
}

/// One term with what stands beneath it, its book named where it changes.
fn print(
    out: &mut impl Write,
    rows: &[IndexRow<'_>],
    book: &mut Option<IndexBook>,
) -> Result<(), Failure> {
    let this = rows.first().map(|row| row.book);
    if let Some(name) = this.filter(|_| this != *book) {
        writeln!(out, "[{}]", name.name())?;
        *book = this;
    }
    for row in rows {
        writeln!(out, "{}", line(row))?;
    }
    Ok(writeln!(out)?)
}

/// A row as the printed index sets it, one dash a level.
fn line(row: &IndexRow<'_>) -> String {
    let mut line = "- ".repeat(usize::from(row.level));
    line.push_str(row.title);
    let mut add = |words: String| {
        if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
        line.push_str(&words);
    };
    if !row.modifiers.is_empty() {
        add(row.modifiers.to_owned());
    }
    for see in &row.see_also {
        add(format!("- see also {see}"));
    }
    for see in &row.see {
        add(format!("- see {see}"));
    }
    for cell in &row.codes {
        let column = cell
            .column
            .map_or(String::new(), |column| format!("| {} ", column.label()));
        let second = cell
            .manifestation
            .map_or(String::new(), |code| format!(" [{code}]"));
        add(format!("{column}{}{second}", cell.code));
    }
    line
}

#[cfg(test)]
mod tests {
    use chartfleet_codes::{IndexCode, IndexColumn};

    use super::*;

    fn row() -> IndexRow<'static> {
        IndexRow {
            book: IndexBook::Diseases,
            level: 1,
            title: "heart",
            modifiers: "(any)",
            codes: Vec::new(),
            see: Vec::new(),
            see_also: Vec::new(),
        }
    }

    #[test]
    fn a_row_is_set_as_the_printed_index_sets_it() {
        let see = IndexRow {
            see: vec!["Infarct, myocardium"],
            ..row()
        };
        assert_eq!(line(&see), "- heart (any) - see Infarct, myocardium");
        let code = IndexRow {
            level: 0,
            codes: vec![IndexCode {
                column: None,
                code: "E85.4".to_owned(),
                manifestation: Some("I43"),
            }],
            ..row()
        };
        assert_eq!(line(&code), "heart (any) E85.4 [I43]");
        let cells = IndexRow {
            codes: vec![IndexCode {
                column: Some(IndexColumn::Benign),
                code: "D24.-".to_owned(),
                manifestation: None,
            }],
            ..row()
        };
        assert_eq!(line(&cells), "- heart (any) | benign D24.-");
    }
}
