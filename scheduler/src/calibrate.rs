//! `chartfleet calibrate`: fits probabilities on what coders accepted, and
//! chooses the calibration that workers use.

use std::io::Write;
use std::process::ExitCode;

use chartfleet_model::RunId;
use chartfleet_model::calibration::{Fit, Label, Reliability, Weight};
use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::Settings;
use chartfleet_store::{LabelSource, NewCalibration, Store};
use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use crate::report::{labels, reliability};
use crate::{connect, output};

/// Fits probabilities on a run's labels and makes workers use them.
///
/// Without a subcommand it fits: --run is then required. Workers read the
/// calibration in use when they start.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct CalibrateArgs {
    #[command(subcommand)]
    command: Option<Calibrations>,
    /// The run whose suggestions are labelled.
    #[arg(long, value_name = "RUN")]
    run: Option<RunId>,
    /// Where the labels come from.
    #[arg(long, value_enum, default_value = "decisions")]
    from: From,
    /// Fit and print, store nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum From {
    /// The gold codes of the run's charts.
    Gold,
    /// What coders decided about the run's suggestions.
    Decisions,
}

#[derive(Subcommand)]
enum Calibrations {
    /// Lists the calibrations, the newest first.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Makes workers that start from now on use a calibration.
    Use {
        /// Its version, or `none` for the fixed probabilities.
        #[arg(value_name = "VERSION")]
        version: String,
    },
}

#[derive(Serialize)]
struct Printed<'f> {
    version: String,
    run: RunId,
    from: &'static str,
    labels: u64,
    charts: u64,
    isotonic: bool,
    activated: bool,
    weights: &'f [Weight],
    before: &'f Reliability,
    after: &'f Reliability,
}

/// Runs the command.
pub(crate) async fn run(settings: &Settings, args: &CalibrateArgs) -> Result<ExitCode, Failure> {
    let store = connect::store(settings).await?;
    match &args.command {
        Some(Calibrations::List { json }) => list(&store, *json).await?,
        Some(Calibrations::Use { version }) => choose(&store, version).await?,
        None => fit(&store, args).await?,
    }
    Ok(ExitCode::SUCCESS)
}

async fn fit(store: &Store, args: &CalibrateArgs) -> Result<(), Failure> {
    let run = args
        .run
        .ok_or_else(|| Failure::new(Exit::Usage, "name the run whose labels to fit: --run N"))?;
    connect::known_run(store, run).await?;
    let source = match args.from {
        From::Gold => LabelSource::Gold,
        From::Decisions => LabelSource::Decisions,
    };
    let labels = labels_of(store, run, source).await?;
    let fit = Fit::of(&labels).or_exit(Exit::Usage, "nothing was fitted")?;
    if !args.dry_run {
        let new = NewCalibration {
            calibration: &fit.calibration,
            run,
            source,
            ece_before: fit.before.ece,
            ece_after: fit.after.ece,
        };
        store
            .activate_new_calibration(new)
            .await
            .or_exit(Exit::Unavailable, "cannot store the calibration")?;
    }
    let printed = Printed {
        version: fit.calibration.version(),
        run,
        from: source.as_str(),
        labels: fit.calibration.labels(),
        charts: fit.calibration.charts(),
        isotonic: fit.calibration.is_isotonic(),
        activated: !args.dry_run,
        weights: fit.calibration.weights(),
        before: &fit.before,
        after: &fit.after,
    };
    let out = &mut output::stdout();
    if args.json {
        return output::json(out, &printed);
    }
    print(out, &printed)
}

async fn labels_of(store: &Store, run: RunId, source: LabelSource) -> Result<Vec<Label>, Failure> {
    let mut labels = Vec::new();
    let read = match source {
        LabelSource::Gold => {
            let each = |row| labels.extend(labels::against_gold(&row).iter().map(|j| j.label));
            store.for_each_gold(run, each).await
        }
        LabelSource::Decisions => {
            let each =
                |chart| labels.extend(labels::against_decisions(&chart).iter().map(|j| j.label));
            store.for_each_decided(run, each).await
        }
    };
    read.or_exit(Exit::Unavailable, "cannot read the labels")?;
    Ok(labels)
}

fn print(out: &mut impl Write, printed: &Printed<'_>) -> Result<(), Failure> {
    writeln!(
        out,
        "calibration {}: {} labels of {} charts of run {}, from {}{}",
        printed.version,
        printed.labels,
        printed.charts,
        printed.run,
        printed.from,
        if printed.isotonic {
            ", with the isotonic step"
        } else {
            ""
        }
    )?;
    writeln!(out, "fixed probabilities of the model's own words")?;
    reliability::print(out, printed.before)?;
    writeln!(out, "calibrated, each chart by a fit that has not seen it")?;
    reliability::print(out, printed.after)?;
    let state = if printed.activated {
        "in use by workers that start from now on"
    } else {
        "not stored (--dry-run)"
    };
    Ok(writeln!(out, "{state}")?)
}

async fn list(store: &Store, json: bool) -> Result<(), Failure> {
    let rows = store
        .calibrations()
        .await
        .or_exit(Exit::Unavailable, "cannot read calibrations")?;
    let out = &mut output::stdout();
    if json {
        return output::json(out, &rows);
    }
    for row in &rows {
        writeln!(
            out,
            "{} {}  run {}  {:<9} {:>7} labels  ECE {:.3} -> {:.3}  {}",
            if row.active { "*" } else { " " },
            row.version,
            row.run,
            row.source.as_str(),
            row.labels,
            row.ece_before,
            row.ece_after,
            row.fitted_at
        )?;
    }
    Ok(())
}

async fn choose(store: &Store, version: &str) -> Result<(), Failure> {
    let chosen = Some(version).filter(|version| *version != "none");
    let there = store
        .use_calibration(chosen)
        .await
        .or_exit(Exit::Unavailable, "cannot change the calibration")?;
    if !there {
        return Err(Failure::new(
            Exit::Usage,
            "there is no such calibration: chartfleet calibrate list",
        ));
    }
    Ok(writeln!(
        output::stdout(),
        "in use by workers that start from now on: {version}"
    )?)
}
