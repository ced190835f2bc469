//! Finds the row that a reference names: its main term, then the subterms in
//! the order named. Joining rows ("with", "due to") may be left out, and words
//! that stand in a row's own title or modifiers need no row of their own.

use std::collections::HashMap;

use super::book::{IndexBook, IndexColumn};
use super::reference::{self, Parts, PathParts, Reference, Target};
use super::tree::{Tree, number};

/// Steps after which a search is given up: no printed reference needs more
/// than a few hundred.
const MOST_STEPS: u32 = 20_000;

/// A word of a reference: the numbers of the printed words that answer it.
type Wanted = Vec<usize>;

/// How words are compared.
#[derive(Clone, Copy, PartialEq)]
enum Forms {
    Same,
    Alike,
}

/// Finds rows of one book by the paths that references name.
pub(super) struct Resolver<'t> {
    tree: &'t Tree,
    numbers: HashMap<&'t str, usize>,
    /// Main terms by the words in them.
    main_terms: HashMap<usize, Vec<usize>>,
}

impl<'t> Resolver<'t> {
    pub(super) fn new(tree: &'t Tree) -> Self {
        let numbers = tree.vocabulary.iter().map(|(n, word)| (word, n)).collect();
        let mut main_terms: HashMap<usize, Vec<usize>> = HashMap::new();
        for row in tree.main_terms() {
            for word in tree.vocabulary.of_row(row) {
                let rows = main_terms.entry(word.word()).or_default();
                if rows.last() != Some(&row) {
                    rows.push(row);
                }
            }
        }
        Self {
            tree,
            numbers,
            main_terms,
        }
    }

    /// Where a reference leads.
    pub(super) fn target(&self, reference: &Reference) -> Target {
        let text = self.tree.reference_text(reference);
        let path = match reference::parse(text) {
            Parts::Instruction => return Target::Instruction,
            Parts::Categories => return Target::Categories,
            Parts::Nothing => return Target::Nowhere,
            Parts::Path(path) => path,
        };
        let own = self.tree.book;
        match path.book {
            Some(book) if book != own => Target::Elsewhere(book),
            _ => match self.find(&path, Some(reference.row as usize)) {
                Some((row, column)) => Target::Row(number(row), column),
                None if own == IndexBook::Diseases && path.is_of("poisoning") => {
                    Target::Elsewhere(IndexBook::Drugs)
                }
                // A morphology that the table of neoplasms sends one to, and
                // an injury that the index to external causes does.
                None if matches!(own, IndexBook::Neoplasms | IndexBook::ExternalCauses) => {
                    Target::Elsewhere(IndexBook::Diseases)
                }
                None => Target::Nowhere,
            },
        }
    }

    /// The row a path names; never the row `from` that names it. Where no row
    /// has exactly its words, one with other forms of them ("retina" for
    /// "retinal"); where what follows "by site" stands nowhere, the row before.
    pub(super) fn find(
        &self,
        path: &PathParts,
        from: Option<usize>,
    ) -> Option<(usize, Option<IndexColumn>)> {
        let segments = path.segments.as_slice();
        if segments.is_empty() {
            // The whole of a table of one main term.
            let mut all = self.tree.main_terms();
            let only = all.next().filter(|_| all.next().is_none());
            return only.map(|row| (row, path.column));
        }
        let before = path.before_any.and_then(|count| segments.get(..count));
        self.row(segments, from, Forms::Same)
            .or_else(|| self.row(segments, from, Forms::Alike))
            .or_else(|| self.row(before?, from, Forms::Same))
            .map(|row| (row, path.column))
    }

    fn row(&self, segments: &[Vec<String>], from: Option<usize>, forms: Forms) -> Option<usize> {
        let numbers = |word: &String| -> Option<Wanted> {
            match forms {
                Forms::Same => Some(vec![self.numbers.get(word.as_str()).copied()?]),
                Forms::Alike => Some(self.alike(word)).filter(|words| !words.is_empty()),
            }
        };
        let segments: Vec<Vec<Wanted>> = segments
            .iter()
            .map(|segment| segment.iter().map(numbers).collect())
            .collect::<Option<_>>()?;
        let first = segments.first()?.first()?;
        let mut steps = MOST_STEPS;
        let mut best: Option<(u32, usize)> = None;
        let mains = first.iter().filter_map(|word| self.main_terms.get(word));
        for &main in mains.flatten() {
            let found = self.descend(main, &segments, &mut steps, 0);
            let found = found.filter(|&(_, row)| Some(row) != from);
            if let Some((cost, row)) = found
                && best.is_none_or(|(least, _)| cost < least)
            {
                best = Some((cost, row));
            }
        }
        best.map(|(_, row)| row)
    }

    /// The words that are forms of one: they begin alike and differ by a short
    /// ending.
    fn alike(&self, word: &str) -> Wanted {
        let stem: String = word.chars().take(word.chars().count().max(7) - 2).collect();
        let longest = word.len() + 3;
        let is_form = |other: &str| other.starts_with(&stem) && other.len() <= longest;
        let words = self.tree.vocabulary.iter();
        words
            .filter(|(_, other)| *other == word || (word.len() > 4 && is_form(other)))
            .map(|(number, _)| number)
            .collect()
    }

    /// The row below `row` (or `row`) at which all segments are used up, with
    /// the words on the way that were not named.
    fn descend(
        &self,
        row: usize,
        segments: &[Vec<Wanted>],
        steps: &mut u32,
        depth: u32,
    ) -> Option<(u32, usize)> {
        let own = self.used_by(row, segments)?;
        self.below(row, own.rest, steps, depth)
            .map(|(cost, found)| (cost + own.unnamed, found))
    }

    fn below(
        &self,
        row: usize,
        rest: Vec<Vec<Wanted>>,
        steps: &mut u32,
        depth: u32,
    ) -> Option<(u32, usize)> {
        if rest.is_empty() {
            return Some((0, row));
        }
        if depth > 12 {
            return None;
        }
        let mut best: Option<(u32, usize)> = None;
        for child in self.tree.children(row) {
            *steps = steps.checked_sub(1)?;
            let found = if self.is_joining(child) {
                self.below(child, rest.clone(), steps, depth + 1)
            } else {
                self.descend(child, &rest, steps, depth + 1)
            };
            if let Some((cost, found)) = found
                && best.is_none_or(|(least, _)| cost < least)
            {
                best = Some((cost, found));
            }
        }
        best
    }

    /// A row of joining words alone.
    fn is_joining(&self, row: usize) -> bool {
        self.tree
            .vocabulary
            .of_row(row)
            .all(|word| word.is_modifier())
            && !self.tree.titles.get(row).is_empty()
    }

    /// What a row leaves of the segments, `None` where it uses nothing of the
    /// first or the segment's words stand only in its modifiers.
    fn used_by(&self, row: usize, segments: &[Vec<Wanted>]) -> Option<Used> {
        let words: Vec<_> = self.tree.vocabulary.of_row(row).collect();
        let mut rest = Vec::new();
        let mut titles = 0;
        let mut blocked = false;
        for (number, segment) in segments.iter().enumerate() {
            let mut left = Vec::new();
            for wanted in segment {
                match words.iter().find(|word| wanted.contains(&word.word())) {
                    Some(word) if !blocked => titles += u32::from(!word.is_modifier()),
                    _ => left.push(wanted.clone()),
                }
            }
            if number == 0 && left.len() == segment.len() {
                return None;
            }
            // What comes later is used by this row only where all before is.
            blocked |= !left.is_empty();
            if !left.is_empty() {
                rest.push(left);
            }
        }
        let unnamed = words
            .iter()
            .filter(|word| !word.is_modifier() && !word.is_variant())
            .filter(|word| {
                !segments
                    .iter()
                    .flatten()
                    .any(|wanted| wanted.contains(&word.word()))
            })
            .count();
        (titles > 0).then(|| Used {
            rest,
            unnamed: u32::try_from(unnamed).unwrap_or(u32::MAX / 64),
        })
    }
}

struct Used {
    rest: Vec<Vec<Wanted>>,
    unnamed: u32,
}
