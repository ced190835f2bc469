//! Which billable code stands for a code of the tables.
//!
//! The index often stops at a category ("Fracture > femur S72.9-"). Coding
//! convention then takes the unspecified child (ICD-10-CM Guidelines I.A.9.b),
//! and for injuries the initial encounter.

use rustc_hash::FxHashMap;

/// A code of the tabular list.
#[derive(Debug, Clone, Copy)]
pub(super) struct OfficialCode<'t> {
    /// With its dot.
    pub(super) code: &'t str,
    /// Its title.
    pub(super) title: &'t str,
    /// Whether it may be billed.
    pub(super) billable: bool,
    /// The section of the tabular list that it stands in; empty for none.
    pub(super) block: &'t str,
}

/// The tabular list as a tree.
#[derive(Debug)]
pub(super) struct Tree<'t> {
    rows: FxHashMap<&'t str, OfficialCode<'t>>,
    children: FxHashMap<&'t str, Vec<OfficialCode<'t>>>,
}

/// Length of a code with its dot and a seventh character.
const SEVENTH: usize = 8;

/// No code is deeper than this below its category.
const DEEPEST: usize = 5;

impl<'t> Tree<'t> {
    /// Reads the codes in their printed order.
    pub(super) fn new(codes: &[OfficialCode<'t>]) -> Self {
        let rows: FxHashMap<_, _> = codes.iter().map(|row| (row.code, *row)).collect();
        let mut children: FxHashMap<&str, Vec<OfficialCode<'_>>> = FxHashMap::default();
        for row in codes {
            if let Some(parent) = parent(row.code, |code| rows.contains_key(code)) {
                children.entry(parent).or_default().push(*row);
            }
        }
        Self { rows, children }
    }

    /// The billable code that `code`, as the index prints it, stands for.
    pub(super) fn billable(&self, code: &str) -> Option<&'t str> {
        let printed = code.split_whitespace().next()?;
        let mut row = *self.rows.get(printed.trim_end_matches(['-', '.', ',']))?;
        for _ in 0..DEEPEST {
            if row.billable {
                return Some(row.code);
            }
            row = default_child(self.children.get(row.code)?)?;
        }
        row.billable.then_some(row.code)
    }

    /// The billable codes that need no seventh character.
    pub(super) fn whole(&self) -> impl Iterator<Item = &'t str> {
        let rows = self.rows.values();
        rows.filter(|row| row.billable && row.code.len() < SEVENTH)
            .map(|row| row.code)
    }

    /// A code's row.
    pub(super) fn row(&self, code: &str) -> Option<OfficialCode<'t>> {
        self.rows.get(code).copied()
    }

    /// A code's title.
    pub(super) fn title(&self, code: &str) -> Option<&'t str> {
        self.row(code).map(|row| row.title)
    }
}

/// The next shorter code that exists.
fn parent(code: &str, exists: impl Fn(&str) -> bool) -> Option<&str> {
    (3..code.len())
        .rev()
        .filter_map(|length| code.get(..length))
        .map(|shorter| shorter.trim_end_matches('.'))
        .find(|shorter| exists(shorter))
}

/// The child that is meant where nothing more is said.
fn default_child<'t>(children: &[OfficialCode<'t>]) -> Option<OfficialCode<'t>> {
    if let [only] = children {
        return Some(*only);
    }
    let pick = |test: &dyn Fn(&str, &str) -> bool| {
        let found = children
            .iter()
            .find(|row| test(row.code, &row.title.to_lowercase()));
        found.copied()
    };
    let unspecified = |title: &str| title.contains("unspecified");
    pick(&|_, title| {
        title.ends_with("initial encounter")
            || title.ends_with("initial encounter for closed fracture")
    })
    .or_else(|| pick(&|code, title| code.ends_with('9') && unspecified(title)))
    .or_else(|| pick(&|code, title| code.ends_with('0') && unspecified(title)))
    .or_else(|| {
        pick(&|_, title| title.starts_with("unspecified") || title.ends_with("unspecified"))
    })
    .or_else(|| pick(&|_, title| unspecified(title)))
    .or_else(|| pick(&|_, title| title.contains("without")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tree<'static> {
        let row = |(code, title, billable)| OfficialCode {
            code,
            title,
            billable,
            block: "",
        };
        let rows = [
            ("J44", "Other chronic obstructive pulmonary disease", false),
            ("J44.0", "COPD with infection", true),
            ("J44.9", "COPD, unspecified", true),
            ("T14", "Injury of unspecified body region", false),
            ("T14.8", "Other injury", false),
            ("T14.8XXA", "Other injury, initial encounter", true),
            ("T14.8XXD", "Other injury, subsequent encounter", true),
        ];
        Tree::new(&rows.map(row))
    }

    #[test]
    fn an_open_category_stands_for_its_unspecified_child() {
        assert_eq!(tree().billable("J44.-"), Some("J44.9"));
        assert_eq!(tree().billable("J44.0"), Some("J44.0"));
    }

    #[test]
    fn an_injury_stands_for_its_initial_encounter() {
        assert_eq!(tree().billable("T14.8"), Some("T14.8XXA"));
    }

    #[test]
    fn codes_that_the_tables_lack_stand_for_nothing() {
        assert_eq!(tree().billable("Q99.9"), None);
    }
}
