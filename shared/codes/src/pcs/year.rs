//! The fiscal year of an imported file, held against what the operator says
//! and what the installed grouper covers.

use crate::grouper::GrouperVersion;
use crate::import::{ImportOptions, Problem};

/// Reads and checks the year in a file's `version` element.
pub(super) fn check(said: &str, line: u64, options: &ImportOptions) -> Result<u16, Problem> {
    let year: u16 = said
        .trim()
        .parse()
        .map_err(|_| Problem::new(line, format!("version {said:?} is no year")))?;
    if let Some(wanted) = options.year.filter(|wanted| *wanted != year) {
        return Err(Problem::new(
            line,
            format!("the file is of {year}, but --year says {wanted}"),
        ));
    }
    let (first, last) = GrouperVersion::fiscal_years();
    if year < first || year > last {
        return Err(Problem::new(
            line,
            format!("the file is of {year}, but the installed grouper covers {first} to {last}"),
        ));
    }
    Ok(year)
}
