//! When a value was measured, and whether it was measured at all: baselines,
//! targets and orders.

use super::token::{Kind, Tokens};
use super::{historian, table};

/// When a value is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Moment {
    /// Before the encounter: the baseline, a value of months ago.
    Before,
    /// Earlier, of this encounter or of one before: "previously 2.9".
    Earlier,
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

/// The moment that a word gives to the value behind it.
pub(super) fn given(word: &str) -> Option<Moment> {
    match word {
        "baseline" | "usual" | "outpatient" => Some(Moment::Before),
        "prior" | "previous" | "previously" => Some(Moment::Earlier),
        _ => None,
    }
}

/// The moment of a value in parentheses that open with `word`: "(baseline 1.0)",
/// "(previously 2.9)".
pub(super) fn of_note(word: &str) -> Moment {
    match word {
        "peak" | "nadir" => Moment::Stay,
        "baseline" | "bl" | "b" | "usual" | "known" | "his" | "her" => Moment::Before,
        _ => Moment::Earlier,
    }
}

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

/// The moment of the next value after a word.
pub(super) fn update(moment: &mut Moment, word: &str) {
    if let Some(given) = given(word) {
        *moment = given;
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
        let is_order = match word {
            "when" | "once" => distance == 0,
            _ => is_order(word) || is_instruction(tokens, index),
        };
        if (is_order && !is_heading) || is_kin(tokens, index) {
            return None;
        }
        if distance < 2 && is_other_stay(tokens, index) {
            moment = Moment::Before;
        }
        if distance < 2 {
            moment = given(word).map_or(moment, |given| moment.min(given));
        }
        distance += 1;
    }
    Some(moment)
}

/// Whether the word at `index` names a relative whose own value follows.
fn is_kin(tokens: &Tokens, index: usize) -> bool {
    let word = tokens.word(index);
    historian::is_kin(word, tokens.before(index), tokens.after(index + 1))
}

/// "Prior admission", "last visit".
fn is_other_stay(tokens: &Tokens, index: usize) -> bool {
    let is_stay = matches!(
        tokens.word(index),
        "admission" | "hospitalization" | "visit" | "encounter" | "stay"
    );
    let before = tokens.before(index).next();
    is_stay && before.is_some_and(|word| matches!(word, "prior" | "previous" | "last"))
}

/// "Hold for SBP < 90", "return for a temperature above 101.5": but not "on
/// call".
fn is_instruction(tokens: &Tokens, index: usize) -> bool {
    matches!(tokens.word(index), "hold" | "call" | "return" | "page")
        && tokens.before(index).next() != Some("on")
        && tokens
            .after(index + 1)
            .take(4)
            .any(|word| matches!(word, "for" | "if" | "with"))
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
                        && matches!(
                            word,
                            "year"
                                | "month"
                                | "week"
                                | "spring"
                                | "fall"
                                | "admission"
                                | "hospitalization"
                                | "visit"
                        ))
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
