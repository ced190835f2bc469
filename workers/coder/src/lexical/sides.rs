//! From the code of an unspecified side to that of the side in the note.
//!
//! Laterality is the most frequent way in which a sibling is more specific;
//! titles of one group differ in nothing but "right", "left", "bilateral" and
//! "unspecified".

use rustc_hash::FxHashMap;

use super::defaults::OfficialCode;
use super::fold::{fold, stem};

/// A side of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Right,
    Left,
    Both,
}

impl Side {
    /// Of two that are named together.
    pub(super) fn and(self, other: Self) -> Self {
        if self == other { self } else { Self::Both }
    }

    /// The side that a folded word names.
    pub(super) fn of(word: &str) -> Option<Self> {
        match word {
            "right" | "rt" | "rle" | "rue" => Some(Self::Right),
            "left" | "lt" | "lle" | "lue" => Some(Self::Left),
            "bilateral" | "bilaterally" | "bilat" | "both" => Some(Self::Both),
            _ => None,
        }
    }
}

/// The codes of the sides of one finding.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Sided<T> {
    right: Option<T>,
    left: Option<T>,
    both: Option<T>,
}

impl<T: Copy> Sided<T> {
    /// The code of a side.
    pub(super) fn get(&self, side: Side) -> Option<T> {
        match side {
            Side::Right => self.right,
            Side::Left => self.left,
            Side::Both => self.both,
        }
    }

    /// Whether each side has a code.
    pub(super) fn are_two(&self) -> bool {
        self.right.is_some() && self.left.is_some()
    }

    /// The codes of all sides.
    pub(super) fn iter(&self) -> impl Iterator<Item = T> {
        [self.right, self.left, self.both].into_iter().flatten()
    }

    /// The same sides with other values.
    pub(super) fn map<U>(&self, to: impl Fn(T) -> Option<U>) -> Sided<U> {
        Sided {
            right: self.right.and_then(&to),
            left: self.left.and_then(&to),
            both: self.both.and_then(&to),
        }
    }

    fn slot(&mut self, side: Side) -> &mut Option<T> {
        match side {
            Side::Right => &mut self.right,
            Side::Left => &mut self.left,
            Side::Both => &mut self.both,
        }
    }
}

/// Category, length of the code, and the title's other words.
type Group<'t> = (&'t str, usize, String);

#[derive(Default)]
struct Members<'t> {
    unspecified: Vec<&'t str>,
    sides: Sided<&'t str>,
}

/// The sided siblings of every billable code of an unspecified side.
pub(super) fn sided<'t>(codes: &[OfficialCode<'t>]) -> FxHashMap<&'t str, Sided<&'t str>> {
    let mut groups: FxHashMap<Group<'_>, Members<'_>> = FxHashMap::default();
    let mut bilateral: Vec<(Group<'_>, &str)> = Vec::new();
    for row in codes.iter().filter(|row| row.billable) {
        let Some((side, rest)) = split(row.title) else {
            continue;
        };
        let group = (row.code.get(..3).unwrap_or_default(), row.code.len(), rest);
        if side == Some(Side::Both) {
            bilateral.push((group.clone(), row.code));
        }
        let members = groups.entry(group).or_default();
        match side {
            Some(side) => *members.sides.slot(side) = Some(row.code),
            None => members.unspecified.push(row.code),
        }
    }
    for ((category, length, rest), code) in bilateral {
        // "Ocular pain, bilateral" leaves out the organ: "…, right eye".
        for organ in ["eye", "ear", "kidney", "limb", "breast", "lung"] {
            let group = (category, length, format!("{rest}{organ} "));
            if let Some(members) = groups.get_mut(&group) {
                members.sides.both.get_or_insert(code);
            }
        }
    }
    groups
        .into_values()
        .filter(|members| members.sides.right.is_some() || members.sides.left.is_some())
        .flat_map(|members| {
            let sides = members.sides;
            members
                .unspecified
                .into_iter()
                .map(move |code| (code, sides))
        })
        .collect()
}

/// A title's side (`None` for an unspecified one) and its other words; nothing
/// for a title that speaks of no side.
fn split(title: &str) -> Option<(Option<Side>, String)> {
    let mut side = None;
    let mut unspecified = false;
    let mut rest = String::with_capacity(title.len());
    for word in title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        let word = fold(word);
        match Side::of(&word) {
            Some(named) => side = Some(named),
            None if word == "unspecified" => unspecified = true,
            None if word == "side" => {}
            None => {
                rest.push_str(&stem(&word));
                rest.push(' ');
            }
        }
    }
    (side.is_some() || unspecified).then_some((side, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unspecified_side_leads_to_each_side() {
        let row = |(code, title)| OfficialCode {
            code,
            title,
            billable: true,
            block: "",
        };
        let codes = [
            ("H57.10", "Ocular pain, unspecified eye"),
            ("H57.11", "Ocular pain, right eye"),
            ("H57.12", "Ocular pain, left eye"),
            ("H57.13", "Ocular pain, bilateral"),
            ("J18.9", "Pneumonia, unspecified organism"),
        ];
        let sided = sided(&codes.map(row));
        let eye = sided.get("H57.10").unwrap();
        assert_eq!(eye.get(Side::Left), Some("H57.12"));
        assert_eq!(eye.get(Side::Right), Some("H57.11"));
        assert_eq!(eye.get(Side::Both), Some("H57.13"));
        assert!(!sided.contains_key("J18.9"));
    }
}
