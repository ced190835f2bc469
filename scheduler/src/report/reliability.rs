//! Prints a reliability table.

use std::io::Write;

use chartfleet_model::calibration::Reliability;
use chartfleet_runtime::exit::Failure;

use crate::output::percent;

/// A line for each bin, and the two scores.
pub(crate) fn print(out: &mut impl Write, table: &Reliability) -> Result<(), Failure> {
    writeln!(
        out,
        "  {:<11}  {:>11}  {:>7}  {:>8}",
        "probability", "suggestions", "stated", "accepted"
    )?;
    for bin in &table.bins {
        writeln!(
            out,
            "  {:.1} to {:.1}   {:>11}  {:>7}  {:>8}",
            bin.from,
            bin.to,
            bin.count,
            percent(bin.stated),
            percent(bin.observed)
        )?;
    }
    Ok(writeln!(
        out,
        "  expected calibration error {:.3}, Brier score {:.3}, {} suggestions, {} accepted",
        table.ece,
        table.brier,
        table.count,
        percent(table.accepted)
    )?)
}
