//! The side on which a condition is documented.
//!
//! Read in the quote, else in the few words next to it: a side named further
//! away belongs to something else.

use crate::codeset::CodeSet;
use crate::rules::Diagnosis;
use crate::rules::side::{Side, side_word};
use crate::rules::wording::{Wording, is_any};

/// The one side that the mentions name; `None` where they name none, or
/// different ones.
pub(in crate::rules) fn side(diagnosis: &Diagnosis<'_>) -> Option<Side> {
    let mut told = diagnosis
        .mentions
        .iter()
        .map(Wording::of)
        .filter(|wording| !tells_deficit(diagnosis, wording))
        .filter_map(|wording| named(&wording));
    let side = told.next()?;
    told.all(|other| other == side).then_some(side)
}

/// Diseases and injuries of the brain, whose deficits lie on the other side.
const BRAIN: CodeSet<4> = CodeSet::of(["I60-I68", "G45-G46", "S06", "C71"]);
/// Words of deficits.
const DEFICITS: [&str; 8] = [
    "weak", "hemi", "droop", "numb", "paresis", "deficit", "sided", "plegia",
];

fn tells_deficit(diagnosis: &Diagnosis<'_>, wording: &Wording<'_>) -> bool {
    diagnosis.is(&BRAIN)
        && wording.sentence().any(|word| {
            let word = word.to_ascii_lowercase();
            DEFICITS.iter().any(|deficit| word.contains(deficit))
        })
}

/// The side that the quote names, else the words beside it.
fn named(wording: &Wording<'_>) -> Option<Side> {
    let quoted = sides(wording.quote());
    if !quoted.is_empty() {
        return one(&quoted);
    }
    let before: Vec<&str> = wording
        .before()
        .iter()
        .rev()
        .take(3)
        .take_while(|word| !ends_phrase(word))
        .copied()
        .collect();
    let before: Vec<&str> = before.into_iter().rev().collect();
    let leads = |word: &&&str| is_any(word, LEADING) || side_word(word).is_some();
    let after: Vec<&str> = wording
        .after()
        .iter()
        .take(5)
        .take_while(leads)
        .copied()
        .collect();
    let mut beside = sides(&before);
    beside.extend(sides(&after));
    beside.extend(appended(wording.after()));
    one(&beside)
}

/// The side that stands alone behind a comma or in brackets, as in lists of
/// problems: `hip pain, left`.
fn appended(after: &[&str]) -> Option<Side> {
    match after {
        [",", side] | ["(", side, ")", ..] => side_word(side),
        _ => None,
    }
}

/// Words that lead from a condition to its side: `pain in the right hip`.
const LEADING: &[&str] = &[
    "of", "in", "on", "the", "at", "to", "his", "her", "proximal", "distal", "upper", "lower",
];

/// Words and marks behind which another thought begins.
fn ends_phrase(word: &str) -> bool {
    is_any(
        word,
        &[
            ",", ":", "(", ")", "and", "with", "but", "who", "after", "due", "from", "has", "had",
            "is", "was", "presents", "status", "s/p",
        ],
    )
}

fn one(sides: &[Side]) -> Option<Side> {
    let side = *sides.first()?;
    sides.iter().all(|other| *other == side).then_some(side)
}

/// The sides of the body that the words name. `Right now`, `right-handed` and
/// `left the hospital` name none.
fn sides(words: &[&str]) -> Vec<Side> {
    const NO_SIDE: [&str; 22] = [
        "now",
        "away",
        "before",
        "handed",
        "hand-dominant",
        "dominant",
        "the",
        "a",
        "ama",
        "against",
        "without",
        "untreated",
        "over",
        "behind",
        "his",
        "her",
        "on",
        "in",
        "home",
        "work",
        "heart",
        "to",
    ];
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let (stem, rest) = word.split_once('-').unwrap_or((word, ""));
        let Some(side) = side_word(stem) else {
            continue;
        };
        let next = words.get(at + 1).copied().unwrap_or_default();
        let dominance = words
            .iter()
            .skip(at + 1)
            .take(2)
            .any(|word| is_any(word, &["dominant", "dominance", "handed"]));
        if rest.is_empty() && is_any(next, &NO_SIDE) || dominance || is_any(rest, &["handed"]) {
            continue;
        }
        found.push(side);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_may_stand_alone_behind_the_condition() {
        assert_eq!(appended(&[",", "left"]), Some(Side::Left));
        assert_eq!(appended(&["(", "right", ")", "since"]), Some(Side::Right));
        assert_eq!(appended(&[",", "left", "AMA"]), None);
    }

    #[test]
    fn sides_are_told_from_other_uses_of_the_words() {
        assert_eq!(sides(&["right", "hip"]), [Side::Right]);
        assert_eq!(sides(&["left-sided", "pneumothorax"]), [Side::Left]);
        assert_eq!(sides(&["bilateral", "knees"]), [Side::Both]);
        assert_eq!(sides(&["left", "and", "right"]), [Side::Left, Side::Right]);
        for words in [
            ["left", "AMA"],
            ["right", "now"],
            ["right-handed", "man"],
            ["left", "the"],
        ] {
            assert!(sides(&words).is_empty(), "{words:?}");
        }
    }
}
