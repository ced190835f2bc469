//! Grouping claims from the shell.

use std::fs::File;
use std::io::{BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chartfleet_codes::{CodeTables, GroupClaim, GroupDiagnosis, GroupResult, GrouperVersion};
use chartfleet_model::{
    Clock, DischargeStatus, Icd10CmCode, Icd10PcsCode, Poa, Severity, Sex, SystemClock,
};
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use clap::Args;
use jiff::civil::Date;

use crate::{connect, output};

/// Groups a claim: --pdx J13 --sdx J96.01,N17.9. Or a file of claims, one JSON
/// object a line: --ndjson FILE (or - for standard input).
#[derive(Args)]
#[command(group = clap::ArgGroup::new("input").required(true).args(["pdx", "ndjson"]))]
pub(crate) struct GroupArgs {
    /// Claims, one a line: `{id, discharged | version, age, sex,
    /// discharge_status, pdx, sdx: [{code, poa}], procedures: [code]}`. Answers
    /// `{id, drg, mdc, return_code, severity, sdx: [{code, severity,
    /// excluded_by_pdx}]}` in the same order; a line that is no claim answers
    /// `{line, error}`.
    #[arg(long, value_name = "FILE")]
    ndjson: Option<PathBuf>,

    /// Principal diagnosis.
    #[arg(long, value_name = "CODE")]
    pdx: Option<Icd10CmCode>,
    /// Secondary diagnoses, by commas; CODE:Y adds the POA indicator.
    #[arg(long, value_name = "CODES", value_delimiter = ',', requires = "pdx")]
    sdx: Vec<String>,
    /// ICD-10-PCS procedures, by commas.
    #[arg(long, value_name = "CODES", value_delimiter = ',', requires = "pdx")]
    procedures: Vec<Icd10PcsCode>,
    /// Age in years.
    #[arg(long, default_value_t = 65, requires = "pdx")]
    age: u8,
    /// male, female or unknown.
    #[arg(long, default_value = "unknown", value_parser = parse_sex, requires = "pdx")]
    sex: Sex,
    /// UB-04 discharge status.
    #[arg(long, default_value_t = 1, requires = "pdx")]
    discharge_status: u8,
    /// Date of discharge, which decides the grouper version [default: today].
    #[arg(long, value_name = "DATE", requires = "pdx")]
    discharged: Option<Date>,
    /// Print JSON.
    #[arg(long, requires = "pdx")]
    json: bool,
}

fn parse_sex(text: &str) -> Result<Sex, String> {
    match text.to_ascii_lowercase().as_str() {
        "male" | "m" => Ok(Sex::Male),
        "female" | "f" => Ok(Sex::Female),
        "unknown" | "u" => Ok(Sex::Unknown),
        _ => Err("one of male, female, unknown".to_owned()),
    }
}

/// Groups one claim or many.
pub(crate) fn run(settings: &Settings, args: &GroupArgs) -> Result<ExitCode, Failure> {
    let tables = connect::tables(settings)?;
    match &args.ndjson {
        Some(file) => regroup(&tables, file),
        None => one(&tables, args),
    }
}

fn regroup(tables: &CodeTables, file: &Path) -> Result<ExitCode, Failure> {
    let mut out = BufWriter::new(output::stdout());
    let grouper = tables.grouper();
    let threads = std::thread::available_parallelism().unwrap_or(std::num::NonZeroUsize::MIN);
    let counts = if file.as_os_str() == "-" {
        chartfleet_codes::regroup(grouper, std::io::stdin().lock(), &mut out, threads)
    } else {
        let file = File::open(file).or_exit(Exit::Usage, "the claims cannot be read")?;
        chartfleet_codes::regroup(grouper, BufReader::new(file), &mut out, threads)
    };
    let counts = counts.or_exit(Exit::Internal, "the claims could not be grouped")?;
    out.flush()?;
    tracing::info!(
        claims = counts.grouped,
        failed = counts.failed,
        "claims grouped"
    );
    Ok(if counts.failed == 0 {
        ExitCode::SUCCESS
    } else {
        Exit::Data.into()
    })
}

fn one(tables: &CodeTables, args: &GroupArgs) -> Result<ExitCode, Failure> {
    let claim = claim(args)?;
    let result = tables
        .grouper()
        .group(&claim)
        .or_exit(Exit::Usage, "the claim cannot be grouped")?;
    let out = &mut output::stdout();
    if args.json {
        output::json(out, &result)?;
    } else {
        print(out, &result)?;
    }
    Ok(if result.is_grouped() {
        ExitCode::SUCCESS
    } else {
        Exit::Data.into()
    })
}

fn claim(args: &GroupArgs) -> Result<GroupClaim, Failure> {
    let today = || SystemClock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let discharged = args.discharged.unwrap_or_else(today);
    let pdx = args
        .pdx
        .clone()
        .ok_or_else(|| Failure::new(Exit::Usage, "--pdx is missing"))?;
    Ok(GroupClaim {
        version: GrouperVersion::for_discharge(discharged).or_exit(Exit::Usage, "--discharged")?,
        age: args.age,
        sex: args.sex,
        discharge_status: DischargeStatus::try_from(args.discharge_status)
            .or_exit(Exit::Usage, "--discharge-status")?,
        pdx: GroupDiagnosis {
            code: pdx,
            poa: None,
        },
        sdx: args
            .sdx
            .iter()
            .map(|text| secondary(text))
            .collect::<Result<_, _>>()?,
        procedures: args.procedures.clone(),
    })
}

fn secondary(text: &str) -> Result<GroupDiagnosis, Failure> {
    let (code, poa) = text
        .split_once(':')
        .map_or((text, None), |(code, poa)| (code, Some(poa)));
    let poa = match poa.map(str::to_ascii_uppercase).as_deref() {
        None => None,
        Some("Y") => Some(Poa::Y),
        Some("N") => Some(Poa::N),
        Some("U") => Some(Poa::U),
        Some("W") => Some(Poa::W),
        Some(_) => {
            return Err(Failure::new(
                Exit::Usage,
                format!("{text}: POA is one of Y, N, U, W"),
            ));
        }
    };
    match code.parse() {
        Ok(code) => Ok(GroupDiagnosis { code, poa }),
        Err(error) => Err(Failure::new(Exit::Usage, format!("--sdx {code}: {error}"))),
    }
}

fn print(out: &mut impl Write, result: &GroupResult) -> Result<(), Failure> {
    writeln!(out, "DRG {:03}  {}", result.drg, result.title)?;
    let mdc = result
        .mdc
        .map_or("none".to_owned(), |mdc| format!("{mdc:02}"));
    let level = match result.severity {
        Severity::None => "no CC or MCC",
        Severity::Cc => "CC",
        Severity::Mcc => "MCC",
    };
    writeln!(
        out,
        "  {} · MDC {mdc} · {level} · {}",
        result.version, result.return_code
    )?;
    if result.initial_drg != result.drg {
        writeln!(
            out,
            "  DRG {:03} before hospital-acquired conditions",
            result.initial_drg
        )?;
    }
    for sdx in &result.sdx {
        let own = sdx.own_severity.as_str();
        let note = match (sdx.valid, sdx.excluded_by_pdx) {
            (false, _) => "  not known to this grouper version",
            (true, true) => "  excluded by the principal diagnosis",
            (true, false) => "",
        };
        writeln!(
            out,
            "  {:<9} {:<4} (by itself {own}){note}",
            sdx.code.as_str(),
            sdx.severity.as_str()
        )?;
    }
    Ok(())
}
