//! `chartfleet codes explain`: a claim, ordered, with everything that the rules
//! say of it.

use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chartfleet_codes::{ClaimFile, CodeTables, CodesError, Explanation};
use chartfleet_model::{Clock, SystemClock};
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use clap::Args;
use jiff::civil::Date;

use crate::claim_text::{print_candidates, print_codes, print_drg, print_findings};
use crate::import::row::parse_json;
use crate::{connect, output};

/// How a claim is written down.
const FORM: &str = r#"The claim, with its diagnoses in the order that is proposed:

  {"encounter": {"class": "inpatient", "discharged": "2026-05-14",
                 "discharge_status": "01"},
   "patient": {"age": 67, "sex": "female"},
   "diagnoses": ["J13", {"code": "N17.9", "poa": "Y",
                         "documented": "acute kidney injury"}],
   "procedures": ["0BH17EZ", {"system": "cpt", "code": "47563",
                              "modifiers": ["59"], "units": 1}]}

The flat form of `codes group --ndjson` is read too. Exit code 65 where a claim
needs review."#;

/// Orders a claim and shows flags, edits, findings and how its DRG came about.
#[derive(Args)]
#[command(after_help = FORM)]
pub(crate) struct ExplainArgs {
    /// The claim: one JSON object, or one a line; - for standard input.
    #[arg(long, value_name = "FILE")]
    claim: PathBuf,
    /// Print JSON: one object, or one a line for a file of several claims.
    #[arg(long)]
    json: bool,
}

/// Explains each claim; exit code 65 where one needs review or is no claim.
pub(crate) fn run(settings: &Settings, args: &ExplainArgs) -> Result<ExitCode, Failure> {
    let tables = connect::tables(settings)?;
    let text = read(&args.claim)?;
    let today = SystemClock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let out = &mut output::stdout();
    let rows = rows(&text);
    if rows.is_empty() {
        return Err(Failure::new(Exit::Data, "there is no claim in the file"));
    }
    let mut clean = true;
    for (line, row) in &rows {
        match explain(&tables, row, today, settings.facility.known_base_rate()) {
            Ok(explanation) => {
                clean &= explanation.review.is_empty();
                match (args.json, rows.len()) {
                    (true, 1) => output::json(out, &explanation)?,
                    (true, _) => {
                        serde_json::to_writer(&mut *out, &explanation)?;
                        writeln!(out)?;
                    }
                    (false, _) => print(out, &tables, &explanation)?,
                }
            }
            Err(problem) => {
                clean = false;
                let file = args.claim.display();
                if args.json {
                    let error = serde_json::json!({ "line": line, "error": problem });
                    writeln!(out, "{error}")?;
                }
                output::say(&format!("{file}, line {line}: {problem}"));
            }
        }
    }
    Ok(if clean {
        ExitCode::SUCCESS
    } else {
        Exit::Data.into()
    })
}

fn read(file: &Path) -> Result<String, Failure> {
    let cannot = "the claim cannot be read";
    if file.as_os_str() != "-" {
        return std::fs::read_to_string(file).or_exit(Exit::Usage, cannot);
    }
    let mut text = String::new();
    std::io::stdin()
        .read_to_string(&mut text)
        .or_exit(Exit::Usage, cannot)?;
    Ok(text)
}

/// The claims of a file with the line that each begins on: lines where the
/// first line is an object by itself, otherwise the whole as one.
fn rows(text: &str) -> Vec<(usize, &str)> {
    let lines = || {
        text.lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line.trim()))
            .filter(|(_, line)| !line.is_empty())
    };
    let Some((first, line)) = lines().next() else {
        return Vec::new();
    };
    if serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok() {
        lines().collect()
    } else {
        vec![(first, text)]
    }
}

fn explain(
    tables: &CodeTables,
    row: &str,
    today: Date,
    base_rate: Option<f64>,
) -> Result<Explanation, String> {
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(row) {
        let (line, column) = (error.line(), error.column());
        return Err(format!("not JSON (at its line {line}, column {column})"));
    }
    let claim: ClaimFile = parse_json(row).map_err(|refusal| match refusal.field {
        Some(field) => format!("{field}: {}", refusal.message),
        None => refusal.message,
    })?;
    claim
        .explain(tables, today, base_rate)
        .map_err(|error: CodesError| error.to_string())
}

fn print(
    out: &mut impl Write,
    tables: &CodeTables,
    explanation: &Explanation,
) -> Result<(), Failure> {
    let id = explanation.id.as_ref().map_or_else(String::new, |id| {
        id.as_str().map_or_else(|| id.to_string(), str::to_owned) + " · "
    });
    let class = explanation.class.as_str();
    writeln!(out, "{id}{class} · code set of {}", explanation.on)?;
    print_codes(out, &[], &explanation.diagnoses, &explanation.procedures)?;
    for refused in &explanation.refused {
        writeln!(out, "  --- {:<8} cannot be on the claim", refused.code)?;
        print_findings(out, "        ", &refused.findings)?;
    }
    if let Some(drg) = &explanation.drg {
        print_drg(out, drg, &explanation.candidates)?;
    }
    if !explanation.candidates.is_empty() {
        writeln!(out, "  First diagnosis:")?;
        print_candidates(out, &explanation.candidates)?;
    }
    if !explanation.findings.is_empty() {
        writeln!(out, "  Findings:")?;
        print_findings(out, "      ", &explanation.findings)?;
    }
    let review: Vec<_> = explanation.review.iter().map(|r| r.as_str()).collect();
    if review.is_empty() {
        writeln!(out, "  passes every rule; a person decides")?;
    } else {
        writeln!(out, "  needs review: {}", review.join(", "))?;
    }
    writeln!(out, "  {}", tables.version())?;
    Ok(writeln!(out)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_one_claim_or_one_a_line() {
        assert_eq!(rows("\n{\n\"pdx\":\"I10\"\n}\n").len(), 1);
        let lines = rows("{\"pdx\":\"I10\"}\n\n{\"pdx\":\"J13\"}\n");
        assert_eq!(lines, [(1, "{\"pdx\":\"I10\"}"), (3, "{\"pdx\":\"J13\"}")]);
        assert!(rows(" \n").is_empty());
    }
}
