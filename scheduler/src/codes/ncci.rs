//! What NCCI says of codes that are reported together.

use std::io::Write;
use std::process::ExitCode;

use chartfleet_codes::{AddOn, CodeTables, ModifierIndicator, Mue, NcciSetting, PtpEdit};
use chartfleet_model::{Clock, Code, CodeSystem, EncounterClass, SystemClock};
use chartfleet_runtime::exit::{Exit, Failure};
use chartfleet_runtime::settings::Settings;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde::Serialize;

use crate::{connect, output};

/// Shows bundled pairs, limits of units and add-on codes.
#[derive(Args)]
pub(crate) struct NcciArgs {
    /// CPT and HCPCS codes that are reported together.
    #[arg(required = true, value_name = "CODE", value_parser = parse_code)]
    codes: Vec<Code>,
    /// Whose edits apply.
    #[arg(long, value_enum, default_value_t = Class::Outpatient)]
    class: Class,
    /// The date of service, YYYY-MM-DD [default: today].
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// The classes of encounters that NCCI tells apart.
#[derive(Clone, Copy, ValueEnum)]
enum Class {
    /// A practitioner's claim.
    Professional,
    /// Outpatient hospital services.
    Outpatient,
}

impl Class {
    const fn encounter(self) -> EncounterClass {
        match self {
            Self::Professional => EncounterClass::Professional,
            Self::Outpatient => EncounterClass::Outpatient,
        }
    }
}

fn parse_code(text: &str) -> Result<Code, String> {
    [CodeSystem::Cpt, CodeSystem::Hcpcs]
        .into_iter()
        .find_map(|system| Code::parse(system, text).ok())
        .ok_or_else(|| "neither a CPT nor a HCPCS code".to_owned())
}

/// What is printed.
#[derive(Serialize)]
struct Report<'t> {
    on: Date,
    setting: NcciSetting,
    /// The NCCI files in use, with their editions.
    tables: Vec<String>,
    pairs: Vec<Pair<'t>>,
    codes: Vec<Facts<'t>>,
}

/// A pair of which column 1 includes column 2.
#[derive(Serialize)]
struct Pair<'t> {
    column1: &'t str,
    column2: &'t str,
    #[serde(flatten)]
    edit: PtpEdit<'t>,
}

/// What is said of one code.
#[derive(Serialize)]
struct Facts<'t> {
    code: &'t str,
    title: Option<std::borrow::Cow<'t, str>>,
    mue: Option<Mue<'t>>,
    add_on: Option<AddOn>,
}

/// Looks the codes up; exit code 65 where a pair may never be reported.
pub(crate) fn run(settings: &Settings, args: &NcciArgs) -> Result<ExitCode, Failure> {
    let tables = connect::tables(settings)?;
    let on = args
        .on
        .unwrap_or_else(|| SystemClock.now().to_zoned(jiff::tz::TimeZone::UTC).date());
    let Some(setting) = NcciSetting::of(args.class.encounter()) else {
        return Err(Failure::new(
            Exit::Usage,
            "NCCI has no edits for inpatients",
        ));
    };
    let report = Report {
        on,
        setting,
        tables: editions(settings),
        pairs: pairs(&tables, setting, &args.codes, on),
        codes: args
            .codes
            .iter()
            .map(|code| facts(&tables, setting, code, on))
            .collect(),
    };
    let out = &mut output::stdout();
    if args.json {
        output::json(out, &report)?;
    } else {
        print(out, &report, tables.has_ptp(setting))?;
    }
    let never = report
        .pairs
        .iter()
        .any(|pair| pair.edit.modifier == ModifierIndicator::NotAllowed);
    Ok(if never {
        Exit::Data.into()
    } else {
        ExitCode::SUCCESS
    })
}

/// Kind and edition of each NCCI file in use.
fn editions(settings: &Settings) -> Vec<String> {
    chartfleet_codes::installed(&settings.codes.dir)
        .unwrap_or_default()
        .into_iter()
        .filter(|version| version.current)
        .flat_map(|version| version.imports)
        .filter(|import| {
            ["ptp-", "mue-", "add-on"]
                .iter()
                .any(|k| import.kind.starts_with(k))
        })
        .map(|import| {
            let edition = import.edition.as_deref().unwrap_or("edition not told");
            format!("{} {edition}", import.kind)
        })
        .collect()
}

fn pairs<'t>(
    tables: &'t CodeTables,
    setting: NcciSetting,
    codes: &'t [Code],
    on: Date,
) -> Vec<Pair<'t>> {
    let all = codes
        .iter()
        .flat_map(|column1| codes.iter().map(move |column2| (column1, column2)));
    all.filter_map(|(column1, column2)| {
        Some(Pair {
            column1: column1.as_str(),
            column2: column2.as_str(),
            edit: tables.ptp(setting, column1, column2, on)?,
        })
    })
    .collect()
}

fn facts<'t>(tables: &'t CodeTables, setting: NcciSetting, code: &'t Code, on: Date) -> Facts<'t> {
    Facts {
        code: code.as_str(),
        title: tables.title(code),
        mue: tables.mue(setting, code),
        add_on: tables.add_on(code, on),
    }
}

fn print(out: &mut impl Write, report: &Report<'_>, has_ptp: bool) -> Result<(), Failure> {
    writeln!(
        out,
        "NCCI on {}, {} services ({})",
        report.on,
        report.setting.as_str(),
        if report.tables.is_empty() {
            "nothing imported".to_owned()
        } else {
            report.tables.join(", ")
        }
    )?;
    for pair in &report.pairs {
        let words = match pair.edit.modifier {
            ModifierIndicator::NotAllowed => "never both",
            ModifierIndicator::Allowed => "both only with a modifier that the record supports",
            ModifierIndicator::NotApplicable => "the edit was deleted",
        };
        writeln!(
            out,
            "  {} includes {}: {words} (indicator {}; {})",
            pair.column1,
            pair.column2,
            pair.edit.modifier.number(),
            pair.edit.rationale
        )?;
    }
    if !has_ptp {
        writeln!(
            out,
            "  no pairs are known: run `chartfleet codes import --kind ptp-...`"
        )?;
    } else if report.pairs.is_empty() && report.codes.len() > 1 {
        writeln!(out, "  no pair of these codes is bundled")?;
    }
    for code in &report.codes {
        writeln!(
            out,
            "  {}  {}",
            code.code,
            code.title.as_deref().unwrap_or_default()
        )?;
        if let Some(mue) = &code.mue {
            limit(out, report.setting, mue)?;
        }
        if let Some(add_on) = &code.add_on {
            primaries(out, add_on)?;
        }
    }
    Ok(())
}

/// One line on the limit of units.
pub(super) fn limit(
    out: &mut impl Write,
    setting: NcciSetting,
    mue: &Mue<'_>,
) -> Result<(), Failure> {
    use chartfleet_codes::Adjudication::{Day, DayAbsolute, Line};
    let applied = match mue.adjudication {
        Line => "a line",
        DayAbsolute => "a day, absolute",
        Day => "a day, more where medically necessary",
    };
    writeln!(
        out,
        "    {}: at most {} {} {applied} (MUE, indicator {}; {})",
        setting.as_str(),
        mue.units,
        if mue.units == 1 { "unit" } else { "units" },
        mue.adjudication.number(),
        mue.rationale
    )?;
    Ok(())
}

/// One line on the primary procedures of an add-on code.
pub(super) fn primaries(out: &mut impl Write, add_on: &AddOn) -> Result<(), Failure> {
    let listed = if add_on.primaries.is_empty() {
        "a primary procedure that the Medicare contractor accepts".to_owned()
    } else {
        add_on.primaries.join(", ")
    };
    writeln!(
        out,
        "    add-on code of type {}: only with {listed}",
        add_on.kind.number()
    )?;
    Ok(())
}
