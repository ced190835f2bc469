//! Left, right and both sides, in titles of codes and in what is documented.
//!
//! Source: Guidelines I.B.13.

use super::Diagnosis;
use super::characters::{character, with_character};
use crate::tables::{CmEntry, CodeTables};

/// A side of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Left.
    Left,
    /// Right.
    Right,
    /// Both sides.
    Both,
}

impl Side {
    /// The word for it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Both => "bilateral",
        }
    }

    /// Whether left meets right.
    pub(super) const fn opposes(self, other: Self) -> bool {
        matches!(
            (self, other),
            (Self::Left, Self::Right) | (Self::Right, Self::Left)
        )
    }
}

/// The side that a title names; `None` for none, or for left and right both.
pub(super) fn of_title(title: &str) -> Option<Side> {
    let mut named = title_words(title).filter_map(side_word);
    let side = named.next()?;
    named.all(|other| other == side).then_some(side)
}

/// Whether the codes name opposite sides.
pub(super) fn opposed(one: &Diagnosis<'_>, other: &Diagnosis<'_>) -> bool {
    match (of_title(one.title()), of_title(other.title())) {
        (Some(one), Some(other)) => one.opposes(other),
        _ => false,
    }
}

/// The codes that say the same of a side, and differ from `key` in one
/// character.
pub(super) fn variants<'t>(tables: &'t CodeTables, key: u64) -> Vec<(Side, CmEntry<'t>)> {
    let Some(own) = tables.cm_row(key).map(|row| CmEntry::new(tables, row)) else {
        return Vec::new();
    };
    let mut found: Vec<(Side, CmEntry<'t>)> = Vec::new();
    for place in 4..=7 {
        if !character(key, place).is_ascii_digit() {
            continue;
        }
        let others = (b'0'..=b'9')
            .filter(|&digit| digit != character(key, place))
            .filter_map(|digit| tables.cm_row(with_character(key, place, digit)))
            .map(|row| CmEntry::new(tables, row));
        for other in others {
            if let Some(side) = of_title(other.title())
                && differ_in_side_alone(own.title(), other.title())
            {
                found.push((side, other));
            }
        }
    }
    found
}

/// Whether two titles differ in nothing but the words for sides, and in the
/// noun that a bilateral title drops or puts in the plural.
pub(super) fn differ_in_side_alone(one: &str, other: &str) -> bool {
    let bilateral = [one, other].map(of_title).contains(&Some(Side::Both));
    let spare = usize::from(bilateral);
    let one: Vec<&str> = bare(one).collect();
    let other: Vec<&str> = bare(other).collect();
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    let mut rest = long.iter();
    let within = short
        .iter()
        .all(|word| rest.any(|w| w.trim_end_matches('s') == word.trim_end_matches('s')));
    within && long.len() - short.len() <= spare
}

/// The words of a title that name no side.
fn bare(title: &str) -> impl Iterator<Item = &str> {
    title_words(title).filter(|word| {
        let says_no_more = ["unspecified", "unilateral", "side", "of"]
            .iter()
            .any(|other| word.eq_ignore_ascii_case(other));
        side_word(word).is_none() && !says_no_more
    })
}

fn title_words(title: &str) -> impl Iterator<Item = &str> {
    title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// The side that a word names.
pub(super) fn side_word(word: &str) -> Option<Side> {
    let is = |other: &str| word.eq_ignore_ascii_case(other);
    if is("left") {
        Some(Side::Left)
    } else if is("right") {
        Some(Side::Right)
    } else if is("bilateral") || is("bilaterally") || is("both") {
        Some(Side::Both)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_names_one_side_or_none() {
        assert_eq!(of_title("Pain in left hip"), Some(Side::Left));
        assert_eq!(of_title("Pain in unspecified hip"), None);
        assert_eq!(of_title("Unilateral inguinal hernia, left and right"), None);
        assert_eq!(
            of_title("Age-related nuclear cataract, bilateral"),
            Some(Side::Both)
        );
    }

    #[test]
    fn titles_of_sides_differ_in_the_side_alone() {
        assert!(differ_in_side_alone(
            "Age-related nuclear cataract, right eye",
            "Age-related nuclear cataract, bilateral"
        ));
        assert!(differ_in_side_alone(
            "Pain in unspecified hip",
            "Pain in right hip"
        ));
        assert!(!differ_in_side_alone(
            "Pain in right knee",
            "Pain in left hip"
        ));
        assert!(!differ_in_side_alone(
            "Displaced fracture of base of neck of right femur",
            "Displaced fracture of neck of left femur"
        ));
    }
}
