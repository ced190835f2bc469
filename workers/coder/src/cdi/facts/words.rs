//! The words around a value: what may stand between a name and its value, and
//! what behind a number says that it is something else.

use super::analyte::Analyte;
use super::token::{Kind, Tokens};

/// Words that may stand between a name and its value.
#[rustfmt::skip]
pub(super) const FILLERS: &[&str] = &[
    "of", "was", "is", "were", "at", "level", "levels", "count", "to", "a", "an", "the", "his",
    "her", "and", "has", "been", "rose", "risen", "rising", "increased", "elevated", "fell",
    "dropped", "down", "up", "decreased", "declined", "trended", "trending", "trend", "low", "high",
    "remained", "stayed", "found", "noted", "measured", "recorded", "reported", "estimated",
    "calculated", "approximately", "about", "around", "in", "on", "serum", "plasma",
    "blood", "total", "arterial", "venous", "showed", "read", "now", "currently", "today",
    "initial", "initially", "first", "repeat", "then", "only", "value", "values", "rate", "score",
    "by", "echo", "tte", "index", "h", "l", "hh", "ll", "still", "improved", "worsened", "nadir",
    "peak", "peaked", "max", "maximum", "minimum", "room", "air", "arrival", "presentation",
    "admission", "discharge", "day", "hospital", "from", "as", "reduced", "markedly", "mildly",
    "severely", "moderately", "slightly", "normal", "percent", "off", "ra", "during", "went",
    "later", "last", "or", "near", "run", "ran", "running", "ranged", "between",
    "oxygen", "test", "result", "came", "back", "returned", "ed", "icu", "labs", "lab", "patient",
    "baseline", "prior", "previous", "usual", "per", "minute", "being", "range", "i", "s", "t",
    "critical", "abnormal", "oral", "rectal", "core", "post", "pre", "postoperative",
];

/// Those that may stand behind a name of one or two letters.
#[rustfmt::skip]
pub(super) const SHORT_FILLERS: &[&str] = &[
    "of", "is", "was", "to", "at", "in", "the", "trend", "trended", "up", "down", "from", "peak",
    "peaked", "nadir", "rose", "fell", "dropped",
];

/// Units whose number is no laboratory value: times, doses, lengths.
#[rustfmt::skip]
pub(super) const FOREIGN: &[&str] = &[
    "days", "day", "hours", "hour", "hrs", "hr", "weeks", "week", "months", "month", "years",
    "year", "yo", "min", "minutes", "mg", "mcg", "gram", "grams", "gm", "units", "unit", "ml",
    "tablet", "tablets", "tab", "tabs", "pounds", "lb", "lbs", "kg", "cm", "times", "x", "pm",
    "am", "liters", "liter", "st", "nd", "rd", "th", "points", "beats", "episodes", "po", "iv",
    "puffs", "fold", "feet", "pack", "packs", "doses", "capsules", "drops",
];

/// Words behind a number that is a share of oxygen, or how it is given.
pub(super) const INSPIRED: &[&str] = &[
    "fio2",
    "fi02",
    "fio₂",
    "oxygen",
    "o2",
    "hfnc",
    "bipap",
    "cpap",
    "venturi",
    "ventimask",
    "peep",
];

/// Words of units and flags, passed over behind a value.
#[rustfmt::skip]
pub(super) const UNITS: &[&str] = &[
    "mg", "dl", "g", "gm", "l", "mmol", "µmol", "μmol", "umol", "micromol", "meq", "mm", "mmhg",
    "hg", "kpa", "pg", "ng", "ml", "u", "iu", "k", "ul", "µl", "μl", "mcl", "mm3", "thousand",
    "million", "c", "f", "celsius", "fahrenheit", "degrees", "deg", "bpm", "percent", "min",
    "minute", "h", "hh", "ll", "high", "low", "critical", "mcg", "kg", "m2", "m²", "per", "beats",
    "breaths", "fl", "cells", "microliter", "ug", "µg", "μg", "sec", "e9", "mm³", "mol", "x",
    "x10e9", "x10", "m", "crit", "abnormal", "thou", "mil", "torr", "ºc", "ºf", "bts",
];

/// Words that open a note in parentheses about the value before.
#[rustfmt::skip]
pub(super) const NOTES: &[&str] = &[
    "baseline", "was", "from", "prior", "previous", "previously", "bl", "b", "peak", "nadir",
    "up", "down", "last", "his", "her", "known", "recent", "usual",
];

/// Words that lead from one value of a series to the next.
pub(super) fn is_course(word: &str) -> bool {
    const COURSE: &[&str] = &[
        "then",
        "preop",
        "postop",
        "improving",
        "falling",
        "rising",
        "worsening",
        "downtrending",
        "uptrending",
        "followed",
        "subsequently",
        "clearing",
        "afterwards",
        "next",
        "recovering",
        "peaking",
        "resolved",
        "throughout",
    ];
    // "POD1 13.2"
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_day = stem.len() < word.len() && matches!(stem, "pod" | "hd" | "day" | "d");
    is_day || COURSE.contains(&word)
}

/// Whether "mg" or "hr" at `at` is the next name of a row and no unit: "K 3.9
/// Mg 0.9", "T 38.9 HR 124", not "8 mg 2 times".
pub(super) fn is_name(tokens: &Tokens, at: usize) -> bool {
    let (value, behind) = match (tokens.kind(at + 1), tokens.kind(at + 2)) {
        (Kind::Number(value), _) => (value, at + 2),
        (Kind::Mark(':' | '='), Kind::Number(value)) => (value, at + 3),
        _ => return false,
    };
    let analyte = match tokens.word(at) {
        "mg" => Analyte::Magnesium,
        "hr" => Analyte::HeartRate,
        _ => return false,
    };
    analyte.is_plausible(value) && !FOREIGN.contains(&tokens.word(behind))
}
