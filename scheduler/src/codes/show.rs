//! Looking codes up.

use std::borrow::Cow;
use std::io::Write;
use std::process::ExitCode;

use chartfleet_codes::{CodeTables, GrouperVersion, NcciSetting, NoteKind};
use chartfleet_model::{
    Clock, Code, CodeSystem, Finding, FindingSeverity, Icd10CmCode, Patient, Severity, SystemClock,
};
use chartfleet_runtime::exit::{Exit, Failure};
use chartfleet_runtime::settings::Settings;
use clap::Args;
use jiff::civil::Date;
use serde_json::json;

use super::{ncci, pcs};
use crate::{connect, output};

/// Shows a code.
#[derive(Args)]
pub(crate) struct ShowArgs {
    /// The code, with or without its dot.
    code: String,
    /// Its system: icd10cm, icd10pcs, cpt or hcpcs [default: by its shape].
    #[arg(long, value_parser = parse_system)]
    system: Option<CodeSystem>,
    /// The date of service or discharge, YYYY-MM-DD [default: today].
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Finds codes.
#[derive(Args)]
pub(crate) struct SearchArgs {
    /// Words, or the beginning of a code.
    #[arg(required = true)]
    words: Vec<String>,
    /// Whose codes: icd10cm or icd10pcs.
    #[arg(long, default_value = "icd10cm", value_parser = parse_system)]
    system: CodeSystem,
    /// Show at most so many.
    #[arg(long, default_value_t = 20)]
    limit: usize,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn parse_system(text: &str) -> Result<CodeSystem, String> {
    serde_json::from_value(json!(text))
        .map_err(|_| "one of icd10cm, icd10pcs, cpt, hcpcs".to_owned())
}

/// Shows one code; exit code 65 where it may not be billed on the date.
pub(crate) fn show(settings: &Settings, args: &ShowArgs) -> Result<ExitCode, Failure> {
    let tables = connect::tables(settings)?;
    let on = args
        .on
        .unwrap_or_else(|| SystemClock.now().to_zoned(jiff::tz::TimeZone::UTC).date());
    let is_known = |code: &Code| match code {
        Code::Icd10Cm(code) => tables.cm(code).is_some(),
        Code::Icd10Pcs(code) => tables.pcs(code).is_some(),
        Code::Cpt(_) | Code::Hcpcs(_) => tables.knows_service(code) == Some(true),
    };
    let Some(code) = read_code(&args.code, args.system, &is_known) else {
        return Err(Failure::new(
            Exit::Usage,
            format!("{} has the shape of no code", args.code),
        ));
    };
    let findings = tables.check(&code, on, &Patient::default());
    let out = &mut output::stdout();
    if args.json {
        let described = match &code {
            Code::Icd10Cm(code) => tables.cm(code).map(|entry| json!(entry.describe(on))),
            Code::Cpt(_) | Code::Hcpcs(_) => Some(json!({
                "title": tables.title(&code),
                "mue_practitioner": tables.mue(NcciSetting::Practitioner, &code),
                "mue_outpatient": tables.mue(NcciSetting::Outpatient, &code),
                "add_on": tables.add_on(&code, on),
            })),
            Code::Icd10Pcs(code) => tables.pcs(code).map(|periods| {
                let built = tables.pcs_tables().and_then(|pcs| pcs.validate(code).ok());
                json!({ "title": tables.pcs_title(code), "validity": periods, "axes": built })
            }),
        };
        output::json(
            out,
            &json!({ "code": code, "on": on, "entry": described, "findings": findings }),
        )?;
    } else {
        print(out, &tables, &code, on, &findings)?;
    }
    let refused = findings
        .iter()
        .any(|finding| finding.severity == FindingSeverity::Error);
    Ok(if refused {
        Exit::Data.into()
    } else {
        ExitCode::SUCCESS
    })
}

/// Shapes overlap (`J0696` could be ICD-10-CM or HCPCS): what the tables know
/// comes first, then what has a dot or the shape of one system alone.
fn read_code(
    text: &str,
    system: Option<CodeSystem>,
    is_known: &dyn Fn(&Code) -> bool,
) -> Option<Code> {
    if let Some(system) = system {
        return Code::parse(system, text).ok();
    }
    let systems = [
        CodeSystem::Icd10Cm,
        CodeSystem::Icd10Pcs,
        CodeSystem::Hcpcs,
        CodeSystem::Cpt,
    ];
    let readings: Vec<Code> = systems
        .iter()
        .filter_map(|system| Code::parse(*system, text).ok())
        .collect();
    let known = readings.iter().find(|code| is_known(code));
    let hcpcs = readings
        .iter()
        .find(|code| code.system() == CodeSystem::Hcpcs);
    known.or(hcpcs).or(readings.first()).cloned()
}

fn print(
    out: &mut impl Write,
    tables: &CodeTables,
    code: &Code,
    on: Date,
    findings: &[Finding],
) -> Result<(), Failure> {
    let title = tables
        .title(code)
        .unwrap_or(Cow::Borrowed("(no title in the installed tables)"));
    writeln!(out, "{code}  {title}  [{}]", code.system().as_str())?;
    if let Code::Icd10Cm(code) = code {
        print_diagnosis(out, tables, code, on)?;
    }
    for setting in NcciSetting::ALL {
        if let Some(mue) = tables.mue(setting, code) {
            ncci::limit(out, setting, &mue)?;
        }
    }
    if let Some(add_on) = tables.add_on(code, on) {
        ncci::primaries(out, &add_on)?;
    }
    if let Code::Icd10Pcs(code) = code {
        pcs::print_axes(out, tables, code)?;
    }
    if findings.is_empty() {
        writeln!(out, "  may be billed on {on}")?;
    }
    for finding in findings {
        writeln!(
            out,
            "  {}: {} ({})",
            finding.rule, finding.message, finding.source
        )?;
        for offer in &finding.offers {
            let title = Code::parse(code.system(), offer)
                .ok()
                .and_then(|code| tables.title(&code));
            writeln!(out, "      {offer}  {}", title.unwrap_or_default())?;
        }
    }
    Ok(())
}

fn print_diagnosis(
    out: &mut impl Write,
    tables: &CodeTables,
    code: &Icd10CmCode,
    on: Date,
) -> Result<(), Failure> {
    let Some(entry) = tables.cm(code) else {
        return Ok(());
    };
    let level = GrouperVersion::for_discharge(on).map(|version| (entry.severity(version), version));
    match level {
        Ok((Severity::Cc, version)) => writeln!(out, "  CC as a secondary diagnosis ({version})")?,
        Ok((Severity::Mcc, version)) => {
            writeln!(out, "  MCC as a secondary diagnosis ({version})")?
        }
        Ok((Severity::None, _)) | Err(_) => {}
    }
    for period in entry.validity() {
        let until = period
            .to
            .map_or("open end".to_owned(), |until| until.to_string());
        writeln!(out, "  billable from {} to {until}", period.from)?;
    }
    if let Some(parent) = entry.parent() {
        writeln!(out, "  under {}  {}", parent.code(), parent.title())?;
    }
    for child in entry.children() {
        writeln!(out, "    {}  {}", child.code(), child.title())?;
    }
    for (kind, note) in entry.notes() {
        writeln!(out, "  {}: {note}", note_name(kind))?;
    }
    for note in entry.inherited_notes() {
        let kind = note_name(note.kind);
        writeln!(out, "  at {}, {kind}: {}", note.at, note.text)?;
    }
    Ok(())
}

const fn note_name(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Inclusion => "inclusion term",
        NoteKind::Includes => "includes",
        NoteKind::Excludes1 => "excludes1 (never together)",
        NoteKind::Excludes2 => "excludes2 (may be together)",
        NoteKind::CodeFirst => "code first",
        NoteKind::UseAdditional => "use additional code",
        NoteKind::CodeAlso => "code also",
        NoteKind::SeventhCharacter => "seventh character",
        NoteKind::General => "note",
    }
}

/// Finds codes, best first; exit code 65 where there is none.
pub(crate) fn search(settings: &Settings, args: &SearchArgs) -> Result<ExitCode, Failure> {
    let tables = connect::tables(settings)?;
    let words = args.words.join(" ");
    match args.system {
        CodeSystem::Icd10Cm => {}
        CodeSystem::Icd10Pcs => return pcs::search(&tables, &words, args.limit, args.json),
        CodeSystem::Cpt | CodeSystem::Hcpcs => {
            return Err(Failure::new(
                Exit::Usage,
                "--system is icd10cm or icd10pcs: other codes are shown, not searched",
            ));
        }
    }
    let hits = tables.search(&words, args.limit);
    let out = &mut output::stdout();
    if args.json {
        output::json(out, &hits)?;
    } else {
        for hit in &hits {
            let header = if hit.billable { "" } else { "  (header)" };
            writeln!(out, "{:<9} {}{header}", hit.code, hit.title)?;
            if hit.matched != hit.title {
                writeln!(out, "          {}", hit.matched)?;
            }
        }
    }
    Ok(if hits.is_empty() {
        Exit::Data.into()
    } else {
        ExitCode::SUCCESS
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_what_the_tables_know_then_by_its_shape() {
        let is_known = |code: &Code| code.as_str() == "E11.22" || code.as_str() == "0FT44ZZ";
        let system = |text: &str| read_code(text, None, &is_known).map(|code| code.system());
        assert_eq!(system("E11.22"), Some(CodeSystem::Icd10Cm));
        assert_eq!(system("e1122"), Some(CodeSystem::Icd10Cm));
        assert_eq!(system("0FT44ZZ"), Some(CodeSystem::Icd10Pcs));
        assert_eq!(system("J0696"), Some(CodeSystem::Hcpcs));
        assert_eq!(system("Z99.999"), Some(CodeSystem::Icd10Cm));
        assert_eq!(system("47563"), Some(CodeSystem::Cpt));
        assert_eq!(system("!"), None);
    }
}
