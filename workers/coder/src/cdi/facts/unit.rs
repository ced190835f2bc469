//! Units of values: behind the number, in the next column of a table, or told
//! once before the values, as in "Creatinine (µmol/L)".

use super::token::{Kind, Tokens};
use super::words::{FOREIGN, UNITS};

/// Columns looked over for a unit: flags may stand between.
const COLUMNS: usize = 3;
/// Tokens of a unit, or of a column before the next.
const LENGTH: usize = 10;

/// The unit behind a value without spaces: "mg/dl", "µmol/l", "%"; empty where
/// there is none.
pub(super) fn behind(tokens: &Tokens, at: usize) -> String {
    let (unit, end) = read(tokens, at);
    if !unit.is_empty() {
        return unit;
    }
    let mut at = end;
    for _ in 0..COLUMNS {
        if tokens.kind(at) != Kind::Mark('|') {
            break;
        }
        let (unit, end) = read(tokens, at + 1);
        if !is_column_end(tokens, end) {
            break;
        }
        if !unit.is_empty() {
            return unit;
        }
        at = end;
    }
    String::new()
}

/// A unit told before the value, from a bar, a parenthesis or the word itself:
/// the unit and the index behind it.
pub(super) fn before(tokens: &Tokens, at: usize) -> Option<(String, usize)> {
    let closes = match tokens.kind(at) {
        Kind::Mark('(') => ')',
        Kind::Mark('[') => ']',
        Kind::Mark('|') => '|',
        Kind::Word => {
            let (unit, end) = read(tokens, at);
            return unit.contains('/').then_some((unit, end));
        }
        _ => return None,
    };
    let (mut unit, mut end) = read(tokens, at + 1);
    if unit.is_empty() || tokens.kind(end) != Kind::Mark(closes) {
        // "(x10^9/L)": a count.
        end = past(tokens, at + 1);
        let is_count = (at + 1..end).any(|i| tokens.kind(i) == Kind::Mark('/'));
        unit = is_count.then(String::new)?;
    }
    let has_end = tokens.kind(end) == Kind::Mark(closes);
    has_end.then_some((unit, if closes == '|' { end } else { end + 1 }))
}

/// The index behind the unit and flags from `from` on.
pub(super) fn past(tokens: &Tokens, from: usize) -> usize {
    let is_part = |index: &usize| match tokens.kind(*index) {
        Kind::Word => UNITS.contains(&tokens.word(*index)),
        Kind::Mark('/' | '%' | '°' | 'º' | '*' | '!' | '^' | '|') => true,
        // "10^9/L", "10*3/uL", "1.73 m2"
        Kind::Number(value) => {
            let is_power = |mark: usize, base: usize| {
                matches!(tokens.kind(mark), Kind::Mark('^' | '*')) && is_base(tokens, base)
            };
            value == 1.73
                || is_power(*index + 1, *index)
                || (*index >= 2 && is_power(*index - 1, *index - 2))
        }
        _ => false,
    };
    let end = (from..from + LENGTH).find(|index| !is_part(index));
    end.unwrap_or(from + LENGTH)
}

/// The ten of "10^9" or "x10^9".
fn is_base(tokens: &Tokens, at: usize) -> bool {
    tokens.kind(at) == Kind::Number(10.0) || tokens.word(at) == "x10"
}

/// The unit from `at` on and the index behind it and its flags.
fn read(tokens: &Tokens, at: usize) -> (String, usize) {
    let mut unit = String::new();
    for index in at..at + 4 {
        match tokens.kind(index) {
            Kind::Word if unit.is_empty() || unit.ends_with('/') => {
                let word = tokens.word(index);
                if !UNITS.contains(&word) && !FOREIGN.contains(&word) {
                    return (unit, index);
                }
                let is_flag = matches!(word, "h" | "hh" | "ll" | "high" | "low")
                    || (word == "l" && unit.is_empty());
                if !is_flag {
                    unit.push_str(word);
                }
            }
            Kind::Mark('/') if !unit.is_empty() => unit.push('/'),
            Kind::Mark('%') if unit.is_empty() => return ("%".to_owned(), index + 1),
            Kind::Mark('°' | 'º' | '*' | '!') => {}
            _ => return (unit, index),
        }
    }
    (unit, at + 4)
}

fn is_column_end(tokens: &Tokens, at: usize) -> bool {
    matches!(tokens.kind(at), Kind::Mark('|') | Kind::Line | Kind::Stop)
}
