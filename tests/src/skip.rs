//! Tests that lack something they cannot make themselves.

use std::fs::OpenOptions;
use std::io::Write;

use anyhow::Result;

use crate::environment::variable;

/// Says that the calling test does not run, and why; the test then returns.
/// `deploy/test` counts what is said here, so that a skipped test never looks
/// like a passed one.
///
/// # Errors
/// When the log of `CHARTFLEET_SKIP_LOG` cannot be written.
#[expect(clippy::print_stderr, reason = "for whoever runs the test by hand")]
pub fn skip(reason: &str) -> Result<()> {
    eprintln!("skipped: {reason}");
    if let Some(path) = variable("CHARTFLEET_SKIP_LOG") {
        // One write: tests append at the same time.
        let mut log = OpenOptions::new().create(true).append(true).open(path)?;
        log.write_all(format!("{reason}\n").as_bytes())?;
    }
    Ok(())
}
