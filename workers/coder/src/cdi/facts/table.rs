//! Values in the columns of a table: cells between bars or tabs.
//!
//! What stands in the rows above, headings with "reference" among them, says
//! nothing of a row. Further columns are values only where the heading names
//! days: else they are flags, units and reference limits.

use std::ops::Range;

use super::moment::{self, Moment};
use super::token::{Kind, Tokens};

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

/// Whether the number at `index` is the same analyte's in the next column of a
/// row without bars: "CREATININE 2.4* 1.9* 1.2". Two flags tell, or a line of
/// dates above; else the numbers may be reference limits.
pub(super) fn is_next_column(tokens: &Tokens, index: usize) -> bool {
    const WIDTH: usize = 60;
    let first = heading_of(tokens, index);
    let is_end = |at: &usize| matches!(tokens.kind(*at), Kind::Line | Kind::Stop);
    let Some(end) = (index..index + WIDTH).find(is_end) else {
        return false;
    };
    let is_cell = |at: usize| match tokens.kind(at) {
        Kind::Number(_) | Kind::Mark('*' | '!' | '(' | ')') => true,
        _ => matches!(tokens.word(at), "h" | "l" | "hh" | "ll"),
    };
    let is_number = |at: usize| matches!(tokens.kind(at), Kind::Number(_));
    if !is_number(index) || !(index..end).all(is_cell) {
        return false;
    }
    let flags = (first..end).filter(|&at| tokens.kind(at) == Kind::Mark('*'));
    flags.count() >= 2 || has_dates_above(tokens, first)
}

/// Whether a line of several dates stands in the block above.
fn has_dates_above(tokens: &Tokens, first: usize) -> bool {
    let mut above = (first.saturating_sub(DEPTH)..first).rev();
    let block = above
        .by_ref()
        .take_while(|&at| tokens.kind(at) != Kind::Stop);
    block
        .filter(|&at| tokens.kind(at) == Kind::Line)
        .any(|end| is_dated(tokens, end))
}

/// Whether the line of `at` holds two dates and no pressures.
fn is_dated(tokens: &Tokens, at: usize) -> bool {
    const MOST_DAYS: f64 = 31.0;
    let first = heading_of(tokens, at);
    let is_end = |at: &usize| matches!(tokens.kind(*at), Kind::Line | Kind::Stop);
    let end = (first..first + DEPTH).find(is_end).unwrap_or(first);
    let is_date = |at: &usize| match (tokens.kind(*at), tokens.kind(at + 1), tokens.kind(at + 2)) {
        (Kind::Number(month), Kind::Mark('/'), Kind::Number(day)) => {
            month <= MOST_DAYS && day <= MOST_DAYS
        }
        _ => false,
    };
    (first..end).filter(is_date).count() >= 2
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

/// Whether the number at `index` stands in a column of reference limits.
pub(super) fn is_limit(tokens: &Tokens, index: usize) -> bool {
    heading(tokens, index).is_some_and(|mut cell| {
        cell.any(|at| LIMITS.contains(&tokens.word(at)) && tokens.word(at) != "normal")
    })
}

/// The moment that the heading of its column gives the number at `index`:
/// "Baseline".
pub(super) fn moment(tokens: &Tokens, index: usize) -> Option<Moment> {
    let mut cell = heading(tokens, index)?;
    cell.find_map(|at| moment::given(tokens.word(at)))
}

/// The heading over the number at `index` of a row with bars.
fn heading(tokens: &Tokens, index: usize) -> Option<Range<usize>> {
    let is_bar = |at: &usize| tokens.kind(*at) == Kind::Mark('|');
    let column = (heading_of(tokens, index)..index).filter(is_bar).count();
    let first = (column > 0).then(|| first_line(tokens, index))?;
    let is_end = |at: &usize| matches!(tokens.kind(*at), Kind::Line | Kind::Stop);
    let end = (first..index).find(is_end)?;
    let mut bars = (first..end).filter(is_bar);
    let from = bars.nth(column - 1)? + 1;
    Some(from..bars.next().unwrap_or(end))
}

/// The first token of the table that `index` stands in.
fn first_line(tokens: &Tokens, index: usize) -> usize {
    let mut heading = index;
    for at in (index.saturating_sub(DEPTH)..index).rev() {
        match tokens.kind(at) {
            Kind::Stop => break,
            Kind::Line if !is_row(tokens, heading_of(tokens, at)) => break,
            _ => heading = at,
        }
    }
    heading
}

/// Whether the first line of the table tells days and no limits.
fn has_days(tokens: &Tokens, index: usize) -> bool {
    let heading = first_line(tokens, index);
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
