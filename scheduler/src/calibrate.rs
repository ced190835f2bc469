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

use crate::report::labels::{self, Judged};
use crate::report::reliability;
use crate::{connect, output};

/// Fits probabilities on a run's labels and makes workers use them, where they
/// are better than the fixed ones.
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

/// What became of a fit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    DryRun,
    /// Stored, and not in use: no better than the fixed probabilities.
    Stored,
    Active,
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
    #[serde(skip)]
    state: State,
    weights: &'f [Weight],
    before: &'f Reliability,
    after: &'f Reliability,
}

/// Runs the command.
pub(crate) async fn run(settings: &Settings, args: &CalibrateArgs) -> Result<ExitCode, Failure> {
    match (&args.command, args.run) {
        (Some(Calibrations::List { json }), _) => {
            list(&connect::store(settings).await?, *json).await?;
        }
        (Some(Calibrations::Use { version }), _) => {
            choose(&connect::store(settings).await?, version).await?;
        }
        (None, Some(run)) => fit(&connect::store(settings).await?, run, args).await?,
        (None, None) => {
            let what = "name the run whose labels to fit: --run N";
            return Err(Failure::new(Exit::Usage, what));
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn fit(store: &Store, run: RunId, args: &CalibrateArgs) -> Result<(), Failure> {
    connect::known_run(store, run).await?;
    let source = match args.from {
        From::Gold => LabelSource::Gold,
        From::Decisions => LabelSource::Decisions,
    };
    let labels = labels_of(store, run, source).await?;
    let fit = Fit::of(&labels).or_exit(Exit::Usage, "nothing was fitted")?;
    // Judged on charts that each fit had not seen.
    let is_better = fit.after.brier < fit.before.brier;
    let state = match (args.dry_run, is_better) {
        (true, _) => State::DryRun,
        (false, true) => State::Active,
        (false, false) => State::Stored,
    };
    if state != State::DryRun {
        let new = NewCalibration {
            calibration: &fit.calibration,
            run,
            source,
            ece_before: fit.before.ece,
            ece_after: fit.after.ece,
        };
        let stored = store.store_calibration(new).await;
        stored.or_exit(Exit::Unavailable, "cannot store the calibration")?;
    }
    if state == State::Active {
        let version = fit.calibration.version();
        let used = store.use_calibration(Some(&version)).await;
        used.or_exit(Exit::Unavailable, "cannot change the calibration")?;
    }
    let printed = Printed {
        version: fit.calibration.version(),
        run,
        from: source.as_str(),
        labels: fit.calibration.labels(),
        charts: fit.calibration.charts(),
        isotonic: fit.calibration.is_isotonic(),
        activated: state == State::Active,
        state,
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
    let bar = output::counting_bar();
    let mut labels = Vec::new();
    let mut add = |judged: Vec<Judged>| {
        labels.extend(judged.into_iter().map(|judged| judged.label));
        bar.inc(1);
    };
    let read = match source {
        LabelSource::Gold => {
            let each = |row| add(labels::against_gold(&row));
            store.for_each_gold(run, each).await
        }
        LabelSource::Decisions => {
            let each = |chart| add(labels::against_decisions(&chart));
            store.for_each_decided(run, each).await
        }
    };
    bar.finish_and_clear();
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
    let state = match printed.state {
        State::Active => "in use by workers that start from now on".to_owned(),
        State::DryRun => "not stored (--dry-run)".to_owned(),
        State::Stored => format!(
            "stored and not in use, being no better: `chartfleet calibrate use {}` uses it all the same",
            printed.version
        ),
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
