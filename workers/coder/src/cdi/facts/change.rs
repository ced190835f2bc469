//! Amounts of change, which are no values: "fell by 2 g/dL to 11.4", "dropped 2
//! g", "up 0.3 from yesterday".

use super::token::{Kind, Tokens};
use super::unit;

/// A change this many times smaller than what it led to is no earlier value:
/// "rose 0.3 to 1.5", not "rose 1.0 to 2.4".
const SHARE: f64 = 3.0;

/// Whether the number at `at` is by how much something changed.
pub(super) fn is_change(tokens: &Tokens, at: usize) -> bool {
    let Kind::Number(amount) = tokens.kind(at) else {
        return false;
    };
    let mut before = at.saturating_sub(2)..at;
    let word = match before.rfind(|&i| !matches!(tokens.kind(i), Kind::Mark('~' | '≈'))) {
        Some(index) => tokens.word(index),
        None => return false,
    };
    let (is_up, is_verb) = match word {
        "by" => return true,
        "rose" | "risen" | "increased" | "rising" => (true, true),
        "up" => (true, false),
        "fell" | "dropped" | "decreased" | "declined" | "fallen" => (false, true),
        "down" => (false, false),
        _ => return false,
    };
    let led_to = |words: &[&str]| related(tokens, unit::past(tokens, at + 1), words);
    if let Some(other) = led_to(&["to", "→", ">"]) {
        return if is_up {
            amount * SHARE < other
        } else {
            amount < other
        };
    }
    match led_to(&["from"]) {
        Some(other) if is_up => amount < other,
        Some(other) => amount >= other || amount * SHARE < other,
        None => is_verb || amount < SHARE,
    }
}

/// The number behind one of `words` at `at`.
fn related(tokens: &Tokens, at: usize, words: &[&str]) -> Option<f64> {
    let mut sign = [0; 4];
    let is_led = words.contains(&tokens.word(at))
        || matches!(tokens.kind(at), Kind::Mark(mark) if words.contains(&&*mark.encode_utf8(&mut sign)));
    match tokens.kind(at + 1) {
        Kind::Number(value) if is_led => Some(value),
        _ => None,
    }
}
