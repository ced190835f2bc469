//! Applies seventh-character definitions: every leaf below one becomes a
//! header of full codes, padded with the placeholder `X` (Guidelines I.A.4-5).

use super::tabular::{Node, Tabular};

/// Adds the codes that the list defines without printing them.
pub(crate) fn apply(tabular: &mut Tabular) {
    let mut has_children = vec![false; tabular.nodes.len()];
    for node in &tabular.nodes {
        if let Some(flag) = node.parent.and_then(|parent| has_children.get_mut(parent)) {
            *flag = true;
        }
    }
    let mut full = Vec::new();
    for (index, node) in tabular.nodes.iter().enumerate() {
        let leaf = !has_children.get(index).copied().unwrap_or_default();
        let bare = node.code.replace('.', "");
        if !leaf || bare.len() > 6 {
            continue;
        }
        for (character, meaning) in definitions(tabular, node) {
            let code = format!("{bare:X<6}{character}");
            let (head, tail) = code.split_at_checked(3).unwrap_or((&code, ""));
            full.push(Node {
                code: format!("{head}.{tail}"),
                title: format!("{}, {meaning}", node.title),
                parent: Some(index),
                block: node.block,
                ..Node::default()
            });
        }
    }
    tabular.nodes.extend(full);
}

/// The nearest definition at the code or above it.
fn definitions<'t>(tabular: &'t Tabular, node: &'t Node) -> &'t [(char, String)] {
    let mut at = Some(node);
    while let Some(node) = at {
        if !node.seventh.is_empty() {
            return &node.seventh;
        }
        at = node.parent.and_then(|parent| tabular.nodes.get(parent));
    }
    &[]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn node(code: &str, parent: Option<usize>, seventh: &[(char, &str)]) -> Node {
        Node {
            code: code.to_owned(),
            title: code.to_owned(),
            parent,
            seventh: seventh.iter().map(|(c, t)| (*c, (*t).to_owned())).collect(),
            ..Node::default()
        }
    }

    #[test]
    fn leaves_get_the_nearest_definition_and_placeholders() {
        let mut tabular = Tabular {
            year: 2026,
            blocks: Vec::new(),
            nodes: vec![
                node("T51", None, &[('A', "initial encounter"), ('S', "sequela")]),
                node("T51.0", Some(0), &[]),
                node("T51.0X1", Some(1), &[]),
                node("T51.9", Some(0), &[('D', "subsequent encounter")]),
                node("I10", None, &[]),
            ],
        };
        apply(&mut tabular);
        let added: Vec<_> = tabular.nodes[5..].iter().map(|n| n.code.as_str()).collect();
        assert_eq!(added, ["T51.0X1A", "T51.0X1S", "T51.9XXD"]);
        assert_eq!(tabular.nodes[5].title, "T51.0X1, initial encounter");
    }

    proptest! {
        /// Category, tail and extensions as the list prints them.
        #[test]
        fn every_full_code_has_seven_characters_filled_with_placeholders(
            stem in "[A-TV-Z][0-9][0-9A-Z]([0-9A-Z]{0,3})",
            extensions in proptest::collection::btree_set("[0-9A-Z]", 1..5),
        ) {
            let (head, tail) = stem.split_at(3);
            let printed = if tail.is_empty() { stem.clone() } else { format!("{head}.{tail}") };
            let seventh: Vec<(char, &str)> = extensions
                .iter()
                .map(|extension| (extension.chars().next().unwrap(), "meaning"))
                .collect();
            let mut tabular = Tabular {
                nodes: vec![node(&printed, None, &seventh)],
                ..Tabular::default()
            };
            apply(&mut tabular);
            prop_assert_eq!(tabular.nodes.len(), 1 + extensions.len());
            for (added, extension) in tabular.nodes[1..].iter().zip(&extensions) {
                let bare = added.code.replace('.', "");
                prop_assert_eq!(bare.len(), 7);
                prop_assert_eq!(added.code.find('.'), Some(3));
                let filled = format!("{stem}{}{extension}", "X".repeat(6 - stem.len()));
                prop_assert_eq!(bare, filled);
                prop_assert!(crate::tables::key::pack(&added.code).is_some());
            }
        }
    }
}
