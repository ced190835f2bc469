//! What the command line prints: results on standard output, progress on the
//! terminal's standard error.

use std::fmt::Write as _;
use std::io::{StdoutLock, Write};

use chartfleet_runtime::exit::Failure;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

/// Standard output, locked: the results of a command go here and nothing else.
pub(crate) fn stdout() -> StdoutLock<'static> {
    std::io::stdout().lock()
}

/// One JSON object, indented.
pub(crate) fn json<T: Serialize>(out: &mut impl Write, value: &T) -> Result<(), Failure> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    Ok(writeln!(out)?)
}

/// A line on standard error, for whoever waits.
#[expect(clippy::print_stderr, reason = "progress goes to standard error")]
pub(crate) fn say(line: &str) {
    eprintln!("{line}");
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            // Writing to a String cannot fail.
            let _infallible = write!(text, "{byte:02x}");
            text
        })
}

/// A share as a percentage.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

/// Progress over the bytes of a known size; a spinner where it is not known.
pub(crate) fn bytes_bar(total: u64) -> ProgressBar {
    let bar = if total == 0 {
        ProgressBar::new_spinner()
    } else {
        ProgressBar::new(total)
    };
    styled(
        bar,
        "{bar:32} {bytes}/{total_bytes} {bytes_per_sec} ETA {eta} {msg}",
    )
}

/// Progress over charts.
pub(crate) fn charts_bar() -> ProgressBar {
    styled(
        ProgressBar::new(0),
        "{bar:32} {pos}/{len} charts {per_sec} ETA {eta} {msg}",
    )
}

/// Progress over charts that nobody has counted.
pub(crate) fn counting_bar() -> ProgressBar {
    styled(
        ProgressBar::new_spinner(),
        "{spinner} {pos} charts {per_sec} {msg}",
    )
}

/// Progress over questions to a model.
pub(crate) fn questions_bar(total: u64) -> ProgressBar {
    styled(
        ProgressBar::new(total),
        "{bar:32} {pos}/{len} questions {per_sec} ETA {eta}",
    )
}

fn styled(bar: ProgressBar, template: &str) -> ProgressBar {
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_and_shares_print_as_people_read_them() {
        assert_eq!(hex(&[0, 171, 255]), "00abff");
        assert_eq!(percent(0.8333), "83.3%");
    }
}
