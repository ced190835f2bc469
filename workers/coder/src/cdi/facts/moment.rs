//! When a value was measured, and whether it was measured at all: baselines,
//! targets and orders.

use super::table;
use super::token::{Kind, Tokens};

/// When a value is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Moment {
    /// Before the encounter: the baseline, an earlier value.
    Before,
    /// This encounter.
    Stay,
}

/// Words that make a number a target, a threshold or an order.
const ORDERS: &[&str] = &[
    "goal",
    "goals",
    "target",
    "targets",
    "keep",
    "maintain",
    "titrate",
    "titrated",
    "if",
    "until",
    "unless",
    "notify",
    "threshold",
    "transfuse",
    "parameters",
    "should",
    "when",
    "whenever",
    "reference",
    "ref",
    "criteria",
    "cutoff",
    "recheck",
    "check",
    "would",
    "aim",
    "once",
];

/// Words of relatives.
const KIN: &[&str] = &[
    "mother",
    "father",
    "brother",
    "sister",
    "sibling",
    "uncle",
    "aunt",
    "grandmother",
    "grandfather",
    "cousin",
    "family",
    "maternal",
    "paternal",
    "husband",
    "wife",
];

/// Words that put the value behind them before the encounter.
const BEFORE: &[&str] = &[
    "baseline",
    "prior",
    "previous",
    "previously",
    "usual",
    "outpatient",
];

const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
];

/// Tokens looked at on either side of a value.
const REACH: usize = 8;

/// Whether the word makes what follows a target or an order.
pub(super) fn is_order(word: &str) -> bool {
    ORDERS.contains(&word)
}

/// Whether the word names a relative.
pub(super) fn is_kin(word: &str) -> bool {
    KIN.contains(&word)
}

/// The moment of the next value after a word.
pub(super) fn update(moment: &mut Moment, word: &str) {
    if BEFORE.contains(&word) {
        *moment = Moment::Before;
    } else if matches!(word, "to" | "now" | "today" | "admission" | "arrival") {
        *moment = Moment::Stay;
    }
}

/// The moment that the words before a name tell, nearest first: "baseline
/// creatinine". `None` where the value is a target, an order or a relative's.
/// The headings and rows above a row of a table say nothing of it.
pub(super) fn told_before(tokens: &Tokens, first: usize) -> Option<Moment> {
    let mut moment = Moment::Stay;
    let mut distance = 0;
    let mut has_line = false;
    for index in (0..first).rev() {
        if tokens.is_end(index) || distance == REACH {
            break;
        }
        let is_break = tokens.kind(index) == Kind::Line;
        has_line |= is_break;
        if is_break && table::is_row(tokens, index + 1) {
            break;
        }
        let word = tokens.word(index);
        if word.is_empty() {
            continue;
        }
        let is_heading = has_line && matches!(word, "ref" | "reference");
        if (is_order(word) && !is_heading) || is_kin(word) {
            return None;
        }
        if distance < 2 && BEFORE.contains(&word) {
            moment = Moment::Before;
        }
        distance += 1;
    }
    Some(moment)
}

/// The moment that the words behind a value tell: "which is her baseline",
/// "in March", "last year", "two weeks ago".
pub(super) fn told_behind(tokens: &Tokens, from: usize) -> Option<Moment> {
    let mut previous = "";
    for index in from..from + REACH {
        match tokens.kind(index) {
            Kind::Number(value) if previous == "in" && (1950.0..2100.0).contains(&value) => {
                return Some(Moment::Before);
            }
            Kind::Word => {
                let word = tokens.word(index);
                let is_compared = matches!(
                    previous,
                    "above" | "from" | "over" | "than" | "to" | "of" | "vs"
                );
                if (word == "baseline" && !is_compared && !is_number(tokens, index + 1))
                    || (previous == "in" && MONTHS.contains(&word))
                    || (previous == "last"
                        && matches!(word, "year" | "month" | "week" | "spring" | "fall"))
                    || (word == "ago" && is_months(previous))
                {
                    return Some(Moment::Before);
                }
                previous = word;
            }
            Kind::Number(_) if matches!(previous, "" | "on" | "day") => {}
            Kind::Mark(',' | '/' | '%') | Kind::Line => {}
            _ => return None,
        }
    }
    None
}

fn is_number(tokens: &Tokens, index: usize) -> bool {
    (index..index + 3).any(|i| matches!(tokens.kind(i), Kind::Number(_)))
}

fn is_months(word: &str) -> bool {
    matches!(
        word,
        "month" | "months" | "year" | "years" | "week" | "weeks"
    )
}
