//! Answers that run in circles.
//!
//! Three forms: white space without end, a unit that is repeated up to the
//! answer's end, and the same words again and again. An honest list repeats
//! its field names and now and then a quote, but not the words around them.

use std::hash::{Hash, Hasher};

use rustc_hash::{FxHashMap, FxHasher};

/// A run of white space that no indentation needs.
const BLANK_RUN: usize = 64;
/// One that is a loop whatever stands around it.
const LONG_BLANK_RUN: usize = 256;
/// One character so often in a row is no word, number or drawn line.
const SAME_RUN: usize = 80;
/// Bytes at the end that are searched for a repeated unit.
const TAIL: usize = 4_096;
/// How often a unit must stand at the end, and how many bytes that must be.
const UNITS: usize = 4;
const UNIT_BYTES: usize = 240;
/// Bytes at the end whose words are counted: no honest answer is longer.
const COUNTED: usize = 32 << 10;
/// Longer runs of letters are counted in pieces.
const LONGEST_WORD: usize = 16;
/// Words of one sequence, and how many words there must be to tell.
const SEQUENCE: usize = 8;
const FEW_WORDS: usize = 120;
/// The share of sequences, in tenths, that stood before.
const REPEATED_TENTHS: usize = 6;

/// Whether the answer is white space for its greater part, in long runs.
pub(super) fn is_whitespace_loop(text: &str) -> bool {
    let (mut blank, mut run, mut longest, mut all) = (0_usize, 0_usize, 0_usize, 0_usize);
    for c in escapes_resolved(text) {
        all += 1;
        if c.is_whitespace() {
            blank += 1;
            run += 1;
            longest = longest.max(run);
        } else {
            run = 0;
        }
    }
    longest >= LONG_BLANK_RUN || (longest >= BLANK_RUN && blank * 2 > all)
}

/// The characters of a text with JSON's own white space escapes as what they
/// stand for: a loop inside a string is one too.
fn escapes_resolved(text: &str) -> impl Iterator<Item = char> {
    let mut rest = text.chars().peekable();
    std::iter::from_fn(move || {
        let c = rest.next()?;
        if c == '\\'
            && let Some(space) = rest.next_if(|c| matches!(c, 'n' | 't' | 'r'))
        {
            return Some(if space == 't' { '\t' } else { '\n' });
        }
        Some(c)
    })
}

/// Whether the answer says the same again and again.
pub(super) fn repeats(text: &str) -> bool {
    has_long_run(text) || ends_in_units(text.trim_end()) || repeats_words(text)
}

fn has_long_run(text: &str) -> bool {
    let (mut previous, mut run) = (None, 0_usize);
    text.chars().any(|c| {
        run = if previous == Some(c) { run + 1 } else { 1 };
        previous = Some(c);
        run >= SAME_RUN && !c.is_whitespace()
    })
}

/// Whether the end is one unit over and over: read backwards, the text begins
/// with a stretch of a small period (its prefix function tells).
fn ends_in_units(text: &str) -> bool {
    let bytes: Vec<u8> = text.bytes().rev().take(TAIL).collect();
    let mut borders: Vec<usize> = Vec::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        let mut border = at.checked_sub(1).map_or(0, |last| of(&borders, last));
        while at > 0 && border > 0 && bytes.get(border) != Some(byte) {
            border = of(&borders, border - 1);
        }
        border += usize::from(at > 0 && bytes.get(border) == Some(byte));
        borders.push(border);
        let (length, period) = (at + 1, at + 1 - border);
        if length >= UNIT_BYTES && length / period >= UNITS {
            return true;
        }
    }
    false
}

fn of(values: &[usize], at: usize) -> usize {
    values.get(at).copied().unwrap_or_default()
}

/// Whether most sequences of words stood before.
fn repeats_words(text: &str) -> bool {
    let mut from = text.len().saturating_sub(COUNTED);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let words: Vec<u32> = words(text.get(from..).unwrap_or_default());
    if words.len() < FEW_WORDS {
        return false;
    }
    let mut seen: FxHashMap<&[u32], ()> = FxHashMap::default();
    let all = words.len() + 1 - SEQUENCE;
    let again = words
        .windows(SEQUENCE)
        .filter(|sequence| seen.insert(sequence, ()).is_some())
        .count();
    again * 10 > all * REPEATED_TENTHS
}

/// The hashes of a text's words, long ones in pieces.
fn words(text: &str) -> Vec<u32> {
    let runs = text.split(|c: char| !c.is_alphanumeric());
    let pieces = runs.flat_map(|run| run.as_bytes().chunks(LONGEST_WORD));
    pieces
        .map(|piece| {
            let mut hasher = FxHasher::default();
            piece.hash(&mut hasher);
            // Its upper half: enough to tell some thousand words apart.
            u32::try_from(hasher.finish() >> 32).unwrap_or_default()
        })
        .collect()
}
