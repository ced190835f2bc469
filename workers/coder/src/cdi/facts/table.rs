//! Values in the columns of a table: cells between bars or tabs.
//!
//! What stands in the rows above, headings with "reference" among them, says
//! nothing of a row. Further columns are values only where the heading names
//! days: else they are flags, units and reference limits.

use super::token::{Kind, Tokens};
use super::words::UNITS;

/// Tokens looked back for the heading of a table.
const DEPTH: usize = 400;

/// Words of a heading over columns of values.
const DAYS: &[&str] = &[
    "day",
    "hd",
    "pod",
    "admission",
    "admit",
    "discharge",
    "today",
    "yesterday",
    "am",
    "pm",
];

/// Words of a heading over reference limits.
const LIMITS: &[&str] = &[
    "ref",
    "reference",
    "range",
    "normal",
    "lower",
    "upper",
    "limits",
    "lln",
    "uln",
];

/// Whether the line from `index` has columns.
pub(super) fn is_row(tokens: &Tokens, index: usize) -> bool {
    const NAME: usize = 6;
    let mut line =
        (index..index + NAME).take_while(|&at| !matches!(tokens.kind(at), Kind::Line | Kind::Stop));
    line.any(|at| tokens.kind(at) == Kind::Mark('|'))
}

/// The end of a column of units before the value: "| mmol/L | 2.7 |".
pub(super) fn unit_column(tokens: &Tokens, at: usize) -> Option<usize> {
    let is_bar = |&i: &usize| tokens.kind(i) == Kind::Mark('|');
    let is_first = at.checked_sub(1).as_ref().is_some_and(is_bar);
    let end = (at + 1..at + 4).find(is_bar)?;
    let is_unit = |i: usize| match tokens.kind(i) {
        Kind::Word => UNITS.contains(&tokens.word(i)),
        kind => kind == Kind::Mark('/'),
    };
    (is_first && (at..end).all(is_unit)).then_some(end)
}

/// Whether a value begins at `index`, perhaps behind a sign: "3.9", ": 3.9".
pub(super) fn opens_value(tokens: &Tokens, index: usize) -> bool {
    let is_number = |at: usize| matches!(tokens.kind(at), Kind::Number(_));
    let is_sign = matches!(
        tokens.kind(index),
        Kind::Mark(':' | '=' | '+' | '|' | '<' | '>' | '~')
    );
    is_number(index) || (is_sign && is_number(index + 1))
}

/// Whether the number at `index` is the same analyte's in the next column.
pub(super) fn is_next_day(tokens: &Tokens, index: usize) -> bool {
    let is_bar = |at: usize| tokens.kind(at) == Kind::Mark('|');
    let is_cell = matches!(tokens.kind(index), Kind::Number(_))
        && index.checked_sub(1).is_some_and(is_bar)
        && (is_bar(index + 1) || matches!(tokens.kind(index + 1), Kind::Line | Kind::Stop));
    is_cell && has_days(tokens, index)
}

/// The value below the name at `index`, in the same column of the next row of
/// as many columns: "| Na | K |" over "| 128 | 3.0 |".
pub(super) fn below(tokens: &Tokens, index: usize) -> Option<usize> {
    const WIDTH: usize = 80;
    let is_bar = |at: &usize| tokens.kind(*at) == Kind::Mark('|');
    let line = |from: usize| {
        let is_end = |at: &usize| matches!(tokens.kind(*at), Kind::Line | Kind::Stop);
        (from..from + WIDTH).find(is_end)
    };
    let first = heading_of(tokens, index);
    let end = line(first)?;
    let columns = (first..end).filter(is_bar).count();
    let column = (first..index).filter(is_bar).count();
    let is_rule = |from: usize, to: usize| {
        let mut row = from..to;
        row.all(|at| matches!(tokens.kind(at), Kind::Mark('|' | '-' | ':')))
    };
    let (mut from, mut to) = (end + 1, line(end + 1)?);
    if is_rule(from, to) {
        (from, to) = (to + 1, line(to + 1)?);
    }
    let mut bars = (from..to).filter(is_bar);
    let is_same = columns > 0 && bars.clone().count() == columns;
    let cell = match column.checked_sub(1) {
        Some(before) => bars.nth(before)? + 1,
        None => from,
    };
    let is_lone = is_bar(&(cell + 1)) || cell + 1 == to;
    (is_same && is_lone && matches!(tokens.kind(cell), Kind::Number(_))).then_some(cell)
}

/// Whether the first line of the table tells days and no limits.
fn has_days(tokens: &Tokens, index: usize) -> bool {
    let mut heading = index;
    for at in (index.saturating_sub(DEPTH)..index).rev() {
        match tokens.kind(at) {
            Kind::Stop => break,
            Kind::Line if !is_row(tokens, heading_of(tokens, at)) => break,
            _ => heading = at,
        }
    }
    let mut line = heading..index;
    let end = line
        .find(|&at| tokens.kind(at) == Kind::Line)
        .unwrap_or(index);
    let words = || (heading..end).map(|at| tokens.word(at));
    let is_day = |word: &str| {
        DAYS.iter()
            .any(|day| word.trim_end_matches(char::is_numeric) == *day)
    };
    let is_date = (heading..end).any(|at| tokens.kind(at) == Kind::Mark('/'));
    let has_limits = words().any(|word| LIMITS.contains(&word));
    end < index && !has_limits && (is_date || words().any(is_day))
}

/// The first token of the line of `end`.
fn heading_of(tokens: &Tokens, end: usize) -> usize {
    let is_break = |&at: &usize| matches!(tokens.kind(at), Kind::Line | Kind::Stop);
    let before = (end.saturating_sub(DEPTH)..end).rev().find(is_break);
    before.map_or(0, |at| at + 1)
}
