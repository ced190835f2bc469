//! Where the more specific codes of an unspecified one stand in other
//! categories, which no title tells: the alphabetic index does.
//!
//! Source: the ICD-10-CM alphabetic index, main terms of the conditions.

use crate::codeset::{CodeRange, CodeSet, contains};

/// An unspecified code and where the specific ones stand.
struct Elsewhere {
    from: &'static [CodeRange],
    to: &'static [CodeRange],
}

/// The codes among which a code's more specific ones may stand, beside those
/// of its own category.
pub(super) fn places(key: u64) -> impl Iterator<Item = CodeRange> {
    ELSEWHERE
        .iter()
        .filter(move |elsewhere| contains(elsewhere.from, key))
        .flat_map(|elsewhere| elsewhere.to.iter().copied())
}

/// A word that means a code by itself, where no title has it: unspecified
/// codes, the words in lower case, the code.
pub(super) const BY_WORD: &[(&[CodeRange], &[&str], &str)] = &[
    (SEPSIS, &["klebsiella"], "A41.59"),
    (SEPSIS, &["proteus"], "A41.59"),
    (SEPSIS, &["enterobacter"], "A41.59"),
    (SEPSIS, &["bacteroides"], "A41.4"),
    (ANEMIA, &["chronic", "disease"], "D63.8"),
    (
        CodeSet::of(["I50.9"]).ranges(),
        &["biventricular"],
        "I50.82",
    ),
    (CodeSet::of(["E66.9"]).ranges(), &["morbid"], "E66.01"),
    (CodeSet::of(["I42.9"]).ranges(), &["ischemic"], "I25.5"),
    (CodeSet::of(["J18.9"]).ranges(), &["aspiration"], "J69.0"),
    (
        CodeSet::of(["J18.9"]).ranges(),
        &["ventilator", "associated"],
        "J95.851",
    ),
];

const SEPSIS: &[CodeRange] = CodeSet::of(["A41.9"]).ranges();

const ANEMIA: &[CodeRange] = CodeSet::of(["D64.9"]).ranges();

const fn elsewhere(from: &'static [CodeRange], to: &'static [CodeRange]) -> Elsewhere {
    Elsewhere { from, to }
}

const ELSEWHERE: &[Elsewhere] = &[
    // Pneumonia by organism, and of aspiration.
    elsewhere(
        CodeSet::of(["J18.9"]).ranges(),
        CodeSet::of(["J12-J15", "J69.0"]).ranges(),
    ),
    // Sepsis by organism.
    elsewhere(
        SEPSIS,
        CodeSet::of([
            "A40", "A02.1", "A22.7", "A26.7", "A32.7", "A42.7", "A54.86", "B37.7",
        ])
        .ranges(),
    ),
    // Anemia by cause.
    elsewhere(
        CodeSet::of(["D64.9"]).ranges(),
        CodeSet::of(["D50-D53", "D55-D59", "D61-D63"]).ranges(),
    ),
    // Depression by course.
    elsewhere(
        CodeSet::of(["F32.A", "F32.9"]).ranges(),
        CodeSet::of(["F32-F33"]).ranges(),
    ),
    elsewhere(CodeSet::of(["F03"]).ranges(), CodeSet::of(["F01"]).ranges()),
    // Malnutrition by degree.
    elsewhere(
        CodeSet::of(["E46"]).ranges(),
        CodeSet::of(["E43-E44"]).ranges(),
    ),
    // Infection of the urinary tract by site.
    elsewhere(
        CodeSet::of(["N39.0"]).ranges(),
        CodeSet::of(["N10-N12", "N30", "N34"]).ranges(),
    ),
    // Bleeding by its source.
    elsewhere(
        CodeSet::of(["K92.2"]).ranges(),
        CodeSet::of(["K25-K29", "K31.8", "K55.2", "K57"]).ranges(),
    ),
    elsewhere(
        CodeSet::of(["J44.9"]).ranges(),
        CodeSet::of(["J43"]).ranges(),
    ),
    elsewhere(
        CodeSet::of(["J40"]).ranges(),
        CodeSet::of(["J20", "J41-J42"]).ranges(),
    ),
    elsewhere(
        CodeSet::of(["K74.60"]).ranges(),
        CodeSet::of(["K70.3", "K74.3-K74.5"]).ranges(),
    ),
    elsewhere(
        CodeSet::of(["M19.9"]).ranges(),
        CodeSet::of(["M15-M18"]).ranges(),
    ),
    elsewhere(
        CodeSet::of(["I49.9"]).ranges(),
        CodeSet::of(["I47-I48"]).ranges(),
    ),
];
