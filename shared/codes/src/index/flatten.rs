//! The index as a list of wordings, for retrieval by words: each path with a
//! code, then each path from which "see" leads to a code.

use super::reference::Target;
use super::tree::{Cell, Tree};
use crate::tables::strings::Strings;
use crate::tables::{CodeTables, key};
use crate::terms::{ImportedTerms, PATH_SEPARATOR};

/// The wordings of the imported books: those that carry a code themselves come
/// first, so that they win over those that are sent on.
pub(crate) fn terms(trees: &[Tree]) -> ImportedTerms {
    let mut terms = ImportedTerms::default();
    for tree in trees {
        for cell in &tree.cells {
            push(&mut terms, tree, cell.row as usize, cell);
        }
    }
    for tree in trees {
        for reference in tree.references.iter().filter(|reference| !reference.also) {
            if is_residual(tree.reference_text(reference)) {
                continue;
            }
            let row = reference.row as usize;
            if let Some(cell) = default_code(tree, reference.target) {
                push(&mut terms, tree, row, &cell);
            }
        }
    }
    terms
}

/// Whether a reference leads to what is left over, or to one of several: its
/// row is then no wording of the code.
fn is_residual(text: &str) -> bool {
    ["NEC", "specified", "by site", "by type"]
        .iter()
        .any(|words| text.contains(words))
}

/// The code of the row that "see" leads to, through further references.
fn default_code(tree: &Tree, mut target: Target) -> Option<Cell> {
    for _ in 0..5 {
        let Target::Row(row, column) = target else {
            return None;
        };
        let row = row as usize;
        let own = row..row + 1;
        let fits = |cell: &&Cell| cell.column == column;
        if let Some(cell) = tree.cells_in(&own).iter().find(fits) {
            return Some(*cell);
        }
        let mut on = tree.references_in(&own).iter();
        target = on.find(|reference| !reference.also)?.target;
    }
    None
}

fn push(terms: &mut ImportedTerms, tree: &Tree, row: usize, cell: &Cell) {
    let rows = tree.path(row);
    let join = |texts: &Strings, separator: &str| {
        let texts = rows.iter().map(|&row| texts.get(row));
        let texts: Vec<_> = texts.filter(|text| !text.is_empty()).collect();
        texts.join(separator)
    };
    let mut path = join(&tree.titles, PATH_SEPARATOR);
    if let Some(column) = cell.column {
        path.push_str(PATH_SEPARATOR);
        path.push_str(column.label());
    }
    let modifiers = join(&tree.modifiers, " ");
    terms.push(&key::dotted(cell.code), &path, &modifiers);
}

impl CodeTables {
    /// The wordings of the imported books, flattened when first asked for.
    pub(crate) fn index_terms(&self) -> &ImportedTerms {
        self.supplements
            .terms
            .get_or_init(|| terms(&self.supplements.index))
    }
}
