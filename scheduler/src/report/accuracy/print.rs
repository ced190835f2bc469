//! The accuracy report for people.

use std::io::Write;

use chartfleet_runtime::exit::Failure;

use super::believed::Believed;
use super::compare::{Changed, Comparison};
use super::figures::{Counts, Scores};
use super::groups::{FEW_CHARTS, Group};
use super::{Printed, tally, waterfall};
use crate::output::percent;
use crate::report::reliability;

/// Charts of a comparison that are listed; JSON lists all.
const MAX_CHANGED: usize = 40;

/// The whole report.
pub(super) fn all(out: &mut impl Write, printed: &Printed) -> Result<(), Failure> {
    let tally = &printed.tally;
    if let Some(so_far) = &printed.so_far {
        writeln!(
            out,
            "run {} has not ended: {} of {} charts so far, those of the highest value first",
            tally.run, so_far.finished, so_far.charts
        )?;
    }
    if tally.charts > 0 {
        against_gold(out, printed)?;
    } else {
        writeln!(out, "run {}: no chart carries gold codes", tally.run)?;
    }
    believed(out, &printed.reliability)?;
    match &printed.comparison {
        Some(comparison) => compared(out, comparison),
        None => Ok(()),
    }
}

fn against_gold(out: &mut impl Write, printed: &Printed) -> Result<(), Failure> {
    figures(out, &printed.tally)?;
    let provenance = printed.provenance.line();
    if !provenance.is_empty() {
        writeln!(out, "  {provenance}")?;
    }
    for line in &printed.procedures {
        let name = line.system.as_str();
        counts(out, name, &line.counts, &line.scores)?;
    }
    stages(out, printed.waterfall.as_ref())?;
    groups(out, "by class", &printed.by_class)?;
    groups(out, "by specialty", &printed.by_specialty)?;
    if printed.by_pipeline.len() > 1 {
        groups(out, "by pipeline version", &printed.by_pipeline)?;
    }
    Ok(())
}

fn figures(out: &mut impl Write, printed: &tally::Printed) -> Result<(), Failure> {
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
                percent(figure.value)
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

fn counts(
    out: &mut impl Write,
    name: &str,
    counts: &Counts,
    scores: &Scores,
) -> Result<(), Failure> {
    Ok(writeln!(
        out,
        "  {name:<22}{:>6} charts{:>7} gold{:>7} suggested{:>7} exact  precision {:.3}  recall {:.3}  F1 {:.3}",
        counts.charts,
        counts.gold,
        counts.suggested,
        counts.exact,
        scores.precision,
        scores.recall,
        scores.f1
    )?)
}

fn stages(out: &mut impl Write, table: Option<&waterfall::Table>) -> Result<(), Failure> {
    let Some(table) = table else {
        return Ok(writeln!(
            out,
            "stages: no model was asked about any of these charts"
        )?);
    };
    writeln!(
        out,
        "stages: {} charts with a trace ({} without), {} gold diagnoses",
        table.charts, table.charts_without_trace, table.gold
    )?;
    writeln!(
        out,
        "  {:<10}{:>13}{:>11}{:>13}{:>13}{:>12}{:>13}",
        "stage",
        "gold reached",
        "lost here",
        "gained here",
        "false codes",
        "added here",
        "removed here"
    )?;
    for line in &table.stages {
        let sums = &line.sums;
        writeln!(
            out,
            "  {:<10}{:>13}{:>11}{:>13}{:>13}{:>12}{:>13}",
            line.stage.as_str(),
            sums.gold_reached,
            sums.lost_here,
            sums.gold_gained,
            sums.false_codes,
            sums.false_added,
            sums.false_removed
        )?;
    }
    let lost: u64 = table.stages.iter().map(|line| line.sums.lost_here).sum();
    writeln!(
        out,
        "  gold {} = found {} + lost {lost}",
        table.gold, table.found
    )?;
    if !table.retrieval {
        writeln!(out, "  no candidates were offered: retrieval was off")?;
    }
    Ok(())
}

fn groups(out: &mut impl Write, title: &str, groups: &[Group]) -> Result<(), Failure> {
    writeln!(out, "{title}")?;
    for group in groups {
        let name = match (group.name.as_str(), group.small) {
            ("", small) => format!("(none given){}", mark(small)),
            (name, small) => format!("{name}{}", mark(small)),
        };
        counts(out, &name, &group.counts, &group.scores)?;
        if let Some(table) = &group.waterfall {
            by_stage(out, "gold lost", table, |sums| sums.lost_here)?;
            by_stage(out, "false added", table, |sums| sums.false_added)?;
        }
    }
    if groups.iter().any(|group| group.small) {
        writeln!(out, "  * fewer than {FEW_CHARTS} charts: read with care")?;
    }
    Ok(())
}

/// One figure of every stage, in a line.
fn by_stage(
    out: &mut impl Write,
    what: &str,
    table: &waterfall::Table,
    figure: fn(&waterfall::Sums) -> u64,
) -> Result<(), Failure> {
    write!(out, "    {what:<12}")?;
    for line in &table.stages {
        write!(out, "  {} {}", line.stage.as_str(), figure(&line.sums))?;
    }
    Ok(writeln!(out)?)
}

const fn mark(small: bool) -> &'static str {
    if small { " *" } else { "" }
}

fn believed(out: &mut impl Write, believed: &Believed) -> Result<(), Failure> {
    for (title, table) in [
        ("reliability against gold", &believed.gold),
        ("reliability against decisions", &believed.decisions),
    ] {
        if let Some(table) = table {
            writeln!(out, "{title}")?;
            reliability::print(out, table)?;
        }
    }
    if believed.fitted_on > 0 {
        writeln!(
            out,
            "  {} labelled charts are left out of the reliability: the calibration was fitted on them",
            believed.fitted_on
        )?;
    }
    if believed.uncalibrated > 0 {
        writeln!(
            out,
            "  {} suggestions without a calibrated probability: high 0.9, medium 0.7, low 0.5",
            believed.uncalibrated
        )?;
    }
    Ok(())
}

fn compared(out: &mut impl Write, comparison: &Comparison) -> Result<(), Failure> {
    writeln!(
        out,
        "{} against {}: {} charts in both",
        comparison.second.what, comparison.first.what, comparison.charts
    )?;
    for side in [&comparison.first, &comparison.second] {
        counts(out, &side.what.to_string(), &side.counts, &side.scores)?;
        writeln!(out, "    {}", side.provenance.line())?;
    }
    writeln!(
        out,
        "  charts: {} better, {} worse, {} equal",
        comparison.better, comparison.worse, comparison.equal
    )?;
    writeln!(
        out,
        "  gold codes: {} gained, {} lost (McNemar p = {:.4}); false codes: {} added, {} removed",
        comparison.gained,
        comparison.lost,
        comparison.mcnemar_p,
        comparison.false_added,
        comparison.false_removed
    )?;
    let difference = &comparison.difference;
    writeln!(
        out,
        "  micro F1 {:+.4}, 95% interval {:+.4} to {:+.4} ({} resamples of charts)",
        difference.micro_f1, difference.low, difference.high, difference.resamples
    )?;
    for chart in comparison.changed.iter().take(MAX_CHANGED) {
        changed(out, chart)?;
    }
    let more = comparison.changed.len().saturating_sub(MAX_CHANGED);
    if more > 0 {
        writeln!(out, "  and {more} more charts: --json lists them")?;
    }
    Ok(())
}

fn changed(out: &mut impl Write, chart: &Changed) -> Result<(), Failure> {
    write!(out, "  {:<7}{}", chart.verdict, chart.chart)?;
    for (what, codes) in [
        ("gained", &chart.gained),
        ("lost", &chart.lost),
        ("false added", &chart.false_added),
        ("false removed", &chart.false_removed),
    ] {
        if !codes.is_empty() {
            write!(out, "  {what} {}", codes.join(" "))?;
        }
    }
    Ok(writeln!(out)?)
}
