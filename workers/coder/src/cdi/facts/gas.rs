//! Blood gases written as one row: "ABG 7.28/64/49" is pH, pCO2 and pO2.
//!
//! Of a venous sample the row gives nothing: its pressures are no criterion.

use std::ops::Range;

use super::analyte::Analyte;
use super::token::{Kind, Tokens};

/// What a note calls the row, in lower case.
pub(super) const NAMES: &[&str] = &[
    "abg",
    "abgs",
    "arterial blood gas",
    "arterial gas",
    "blood gas",
];

/// Words behind a bare saturation: "84-86% on room air".
pub(super) const AIR: &[&str] = &["on room air", "on ra", "room air", "ra"];

/// The saturations before such words at token `first`: their tokens.
pub(super) fn on_air(tokens: &Tokens, first: usize) -> Vec<usize> {
    const SATURATIONS: std::ops::RangeInclusive<f64> = 50.0..=100.0;
    let is_saturation = |at: &usize| matches!(tokens.kind(*at), Kind::Number(value) if SATURATIONS.contains(&value));
    let percent = first.checked_sub(1);
    let Some(last) = percent
        .filter(|&at| tokens.kind(at) == Kind::Mark('%'))
        .and_then(|at| at.checked_sub(1))
    else {
        return Vec::new();
    };
    let is_range = last
        .checked_sub(1)
        .is_some_and(|at| matches!(tokens.kind(at), Kind::Mark('-' | '–')));
    let lower = last.checked_sub(2).filter(|_| is_range);
    lower
        .into_iter()
        .chain([last])
        .filter(is_saturation)
        .collect()
}

/// Tokens looked over between the name and the row.
const REACH: usize = 10;
/// mmHg; where both pressures are below these, they are in kilopascals: the
/// carbon dioxide of a deep ketoacidosis alone is as low.
const LEAST: (f64, f64) = (15.0, 30.0);
const PER_KILOPASCAL: f64 = 7.5;

/// A value of the row: what, how much, until which byte, and the next token.
pub(super) type Value = (Analyte, f64, usize, usize);

/// The values of the row behind a name at `span`.
pub(super) fn row(tokens: &Tokens, span: &Range<usize>) -> Vec<Value> {
    let (first, next) = (tokens.at(span.start), tokens.at(span.end));
    if tokens
        .before(first)
        .take(2)
        .any(|word| matches!(word, "venous" | "vbg"))
    {
        return Vec::new();
    }
    let row = (next..next + REACH)
        .take_while(|&at| !tokens.is_end(at))
        .find_map(|at| triple(tokens, at));
    let Some([ph, carbon, oxygen]) = row else {
        return Vec::new();
    };
    let factor = if carbon.1 < LEAST.0 && oxygen.1 < LEAST.1 {
        PER_KILOPASCAL
    } else {
        1.0
    };
    let values = [
        (Analyte::Ph, ph.1, ph.2, ph.0 + 1),
        (
            Analyte::CarbonDioxide,
            carbon.1 * factor,
            carbon.2,
            carbon.0 + 1,
        ),
        (
            Analyte::OxygenPressure,
            oxygen.1 * factor,
            oxygen.2,
            oxygen.0 + 1,
        ),
    ];
    let is_row = values
        .iter()
        .all(|(analyte, value, ..)| analyte.is_plausible(*value));
    if is_row { values.to_vec() } else { Vec::new() }
}

/// Three numbers with slashes between from `at`: their tokens, values and ends.
fn triple(tokens: &Tokens, at: usize) -> Option<[(usize, f64, usize); 3]> {
    let number = |index: usize| match tokens.get(index) {
        Some(token) => match token.kind {
            Kind::Number(value) => Some((index, value, token.span.end)),
            _ => None,
        },
        None => None,
    };
    let is_slash = |index: usize| matches!(tokens.kind(index), Kind::Mark('/' | '|'));
    let row = [number(at)?, number(at + 2)?, number(at + 4)?];
    (is_slash(at + 1) && is_slash(at + 3)).then_some(row)
}
