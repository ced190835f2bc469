//! `report accuracy`: suggestions against gold codes; [`super::tally`] defines
//! every figure.

use std::io::Write;

use chartfleet_codes::{CodeTables, GrouperVersion};
use chartfleet_model::{Icd10CmCode, Severity};
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;

use super::tally::{Printed, Tally};
use super::{ReportArgs, store_and_run};
use crate::{connect, output};

/// Prints the accuracy.
pub(crate) async fn run(settings: &Settings, args: &ReportArgs) -> Result<(), Failure> {
    let (store, run) = store_and_run(settings, args).await?;
    let tables = connect::tables(settings)?;
    let mut tally = Tally::default();
    store
        .for_each_gold(run, |row| tally.add(&row, &|code| level(&tables, code)))
        .await
        .or_exit(Exit::Unavailable, "cannot read results")?;
    if tally.charts == 0 {
        let what = format!("no chart of run {run} carries gold codes: see docs/chart-format.md");
        return Err(Failure::new(Exit::Usage, what));
    }
    let printed = tally.figures(run);
    let out = &mut output::stdout();
    if args.json {
        output::json(out, &printed)
    } else {
        print(out, &printed)
    }
}

/// The code's own CC/MCC level; `None` where the tables do not know the code.
fn level(tables: &CodeTables, code: &str) -> Option<Severity> {
    let code: Icd10CmCode = code.parse().ok()?;
    let newest = GrouperVersion::for_discharge(GrouperVersion::LAST_DAY).ok()?;
    Some(tables.cm(&code)?.severity(newest))
}

fn print(out: &mut impl Write, printed: &Printed) -> Result<(), Failure> {
    writeln!(
        out,
        "run {}: {} charts with gold codes, {} gold diagnoses ({} not in the tables), {} suggested",
        printed.run,
        printed.charts,
        printed.gold_diagnoses,
        printed.gold_not_in_tables,
        printed.suggested_diagnoses
    )?;
    writeln!(
        out,
        "  {:<22}{:>8}  {:>8}  {:<12}",
        "", "measured", "of", "target"
    )?;
    for (name, figure) in [
        ("exact", &printed.exact),
        ("three-character", &printed.three_character),
        ("specificity capture", &printed.specificity_capture),
        ("false suggestions", &printed.false_suggestions),
        ("critical misses", &printed.critical_misses),
        ("principal diagnosis", &printed.principal),
    ] {
        let verdict = match figure.met {
            Some(_) if figure.of == 0 => "",
            Some(true) => "met",
            Some(false) => "not met",
            None => "",
        };
        let target = figure.target.unwrap_or_default();
        writeln!(
            out,
            "  {name:<22}{:>8}  {:>8}  {target:<12}{verdict}",
            if figure.of == 0 {
                "-".to_owned()
            } else {
                output::percent(figure.value)
            },
            figure.of
        )?;
    }
    for (name, s) in [("micro", &printed.micro), ("macro", &printed.macro_)] {
        writeln!(
            out,
            "  {name:<6} precision {:.3}  recall {:.3}  F1 {:.3}",
            s.precision, s.recall, s.f1
        )?;
    }
    Ok(())
}
