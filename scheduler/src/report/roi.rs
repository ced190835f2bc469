//! Return on investment: arithmetic over named factors, printed with its
//! formula, beside what the newest run measured.

use std::io::Write;

use chartfleet_runtime::exit::{Exit, Failure, OrExit};
use chartfleet_runtime::settings::{Roi, Settings};
use serde::Serialize;

use super::{ReportArgs, newest_run};
use crate::{connect, output};

/// The yearly return, in cents.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct YearlyReturn {
    /// More charts coded.
    pub productivity_cents: f64,
    /// Errors that no longer reach a denial.
    pub error_cost_avoided_cents: f64,
    /// Both.
    pub total_cents: f64,
    /// Coder hours that the present volume no longer takes.
    pub coder_hours_saved: f64,
}

/// The arithmetic. Errors count the volume before: what grew is not yet there
/// to be wrong.
pub(crate) fn yearly(roi: &Roi) -> YearlyReturn {
    let charts_before = roi.charts_per_day_before * roi.workdays_per_year;
    let more_charts =
        (roi.charts_per_day_after - roi.charts_per_day_before) * roi.workdays_per_year;
    let coders = f64::from(roi.coders);
    let productivity_cents = coders * more_charts * roi.value_per_chart_cents;
    let fewer_errors = charts_before * (roi.error_rate_before - roi.error_rate_after);
    let error_cost_avoided_cents =
        coders * fewer_errors * roi.error_cost_cents * roi.error_denial_rate;
    let minutes = roi.minutes_per_chart_before - roi.minutes_per_chart_after;
    YearlyReturn {
        productivity_cents,
        error_cost_avoided_cents,
        total_cents: productivity_cents + error_cost_avoided_cents,
        coder_hours_saved: coders * charts_before * minutes / 60.0,
    }
}

/// What a run measured of the same.
#[derive(Clone, Copy, Debug, Serialize)]
struct RunReturn {
    run: chartfleet_model::RunId,
    charts: i64,
    coder_hours: f64,
    value_cents: f64,
    inpatient_charts_with_drg: i64,
    charts_with_cc_or_mcc: i64,
    cc_mcc_capture_cents: f64,
}

#[derive(Serialize)]
struct Printed<'p> {
    factors: &'p Roi,
    formula: [&'static str; 3],
    yearly: YearlyReturn,
    run: Option<RunReturn>,
}

const FORMULA: [&str; 3] = [
    "productivity = coders * (charts_per_day_after - charts_per_day_before) * workdays_per_year * value_per_chart",
    "errors = coders * charts_per_day_before * workdays_per_year * (error_rate_before - error_rate_after) * error_cost * error_denial_rate",
    "hours = coders * charts_per_day_before * workdays_per_year * (minutes_per_chart_before - minutes_per_chart_after) / 60",
];

/// Prints the return.
pub(crate) async fn run(settings: &Settings, args: &ReportArgs) -> Result<(), Failure> {
    let roi = &settings.roi;
    let measured = measure(settings, args).await?;
    let printed = Printed {
        factors: roi,
        formula: FORMULA,
        yearly: yearly(roi),
        run: measured,
    };
    let out = &mut output::stdout();
    if args.json {
        return output::json(out, &printed);
    }
    print(out, &printed)
}

async fn measure(settings: &Settings, args: &ReportArgs) -> Result<Option<RunReturn>, Failure> {
    let store = connect::store(settings).await?;
    let Some(run) = newest_run(&store, args).await? else {
        return Ok(None);
    };
    let throughput = store
        .throughput(run)
        .await
        .or_exit(Exit::Unavailable, "cannot read the run")?;
    let (captured, grouped) = store
        .cc_mcc_capture(run)
        .await
        .or_exit(Exit::Unavailable, "cannot read the run")?;
    #[expect(
        clippy::cast_precision_loss,
        reason = "charts of a run are far below 2^52"
    )]
    let (charts, captures) = (throughput.charts as f64, captured as f64);
    let roi = &settings.roi;
    Ok(Some(RunReturn {
        run,
        charts: throughput.charts,
        coder_hours: charts * (roi.minutes_per_chart_before - roi.minutes_per_chart_after) / 60.0,
        value_cents: charts * roi.value_per_chart_cents,
        inpatient_charts_with_drg: grouped,
        charts_with_cc_or_mcc: captured,
        cc_mcc_capture_cents: captures * roi.cc_mcc_value_cents,
    }))
}

fn print(out: &mut impl Write, printed: &Printed<'_>) -> Result<(), Failure> {
    let (roi, yearly) = (printed.factors, &printed.yearly);
    writeln!(out, "return a year, {} coder(s)", roi.coders)?;
    writeln!(
        out,
        "  productivity        {:>14}",
        dollars(yearly.productivity_cents)
    )?;
    writeln!(
        out,
        "    {} * ({} - {}) * {} * {}",
        roi.coders,
        roi.charts_per_day_after,
        roi.charts_per_day_before,
        roi.workdays_per_year,
        dollars(roi.value_per_chart_cents)
    )?;
    writeln!(
        out,
        "  error cost avoided  {:>14}",
        dollars(yearly.error_cost_avoided_cents)
    )?;
    writeln!(
        out,
        "    {} * {} * {} * ({} - {}) * {} * {}",
        roi.coders,
        roi.charts_per_day_before,
        roi.workdays_per_year,
        roi.error_rate_before,
        roi.error_rate_after,
        dollars(roi.error_cost_cents),
        roi.error_denial_rate
    )?;
    writeln!(
        out,
        "  total               {:>14}",
        dollars(yearly.total_cents)
    )?;
    writeln!(
        out,
        "  coder hours saved   {:>14.0}",
        yearly.coder_hours_saved
    )?;
    for line in FORMULA {
        writeln!(out, "  {line}")?;
    }
    writeln!(
        out,
        "  the factors are the settings of [roi]; put in your own"
    )?;
    if let Some(run) = &printed.run {
        writeln!(out, "run {}: {} charts", run.run, run.charts)?;
        writeln!(
            out,
            "  coder hours         {:>14.1}   charts * (minutes before - after) / 60",
            run.coder_hours
        )?;
        writeln!(
            out,
            "  value of the charts {:>14}   charts * value_per_chart",
            dollars(run.value_cents)
        )?;
        writeln!(
            out,
            "  CC/MCC capture      {:>14}   {} of {} grouped inpatient charts * cc_mcc_value",
            dollars(run.cc_mcc_capture_cents),
            run.charts_with_cc_or_mcc,
            run.inpatient_charts_with_drg
        )?;
    }
    Ok(())
}

/// `$88,050.00`, without the cents where there are none.
fn dollars(cents: f64) -> String {
    let text = format!("{:.2}", cents.abs() / 100.0);
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, "00"));
    let mut grouped = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if cents < 0.0 { "-" } else { "" };
    let fraction = if fraction == "00" {
        String::new()
    } else {
        format!(".{fraction}")
    };
    format!("{sign}${grouped}{fraction}")
}

#[cfg(test)]
mod tests {
    use chartfleet_runtime::settings::SettingsArgs;

    use super::*;

    fn defaults() -> Roi {
        SettingsArgs::default().load().unwrap().roi
    }

    #[test]
    fn one_coder_with_the_default_factors_returns_88_050_dollars() {
        let yearly = yearly(&defaults());
        assert_eq!(dollars(yearly.productivity_cents), "$63,750");
        assert_eq!(dollars(yearly.error_cost_avoided_cents), "$24,300");
        assert_eq!(dollars(yearly.total_cents), "$88,050");
    }

    #[test]
    fn ten_coders_return_ten_times_as_much() {
        let ten = Roi {
            coders: 10,
            ..defaults()
        };
        assert_eq!(dollars(yearly(&ten).total_cents), "$880,500");
    }

    #[test]
    fn every_factor_changes_the_total() {
        let base = yearly(&defaults()).total_cents;
        let doubled: [fn(&mut Roi); 5] = [
            |roi| roi.value_per_chart_cents *= 2.0,
            |roi| roi.workdays_per_year *= 2.0,
            |roi| roi.error_cost_cents *= 2.0,
            |roi| roi.error_denial_rate *= 2.0,
            |roi| roi.error_rate_before *= 2.0,
        ];
        for double in doubled {
            let mut roi = defaults();
            double(&mut roi);
            assert!(yearly(&roi).total_cents > base);
        }
    }

    #[test]
    fn money_reads_as_money() {
        assert_eq!(dollars(850.0), "$8.50");
        assert_eq!(dollars(-123_456_700.0), "-$1,234,567");
    }
}
