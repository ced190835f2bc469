//! Which codes of a block say what another says, and more.
//!
//! Coding convention wants the highest degree of specificity documented and
//! one combination code instead of its parts (ICD-10-CM Guidelines I.B.2 and
//! I.B.9). Both can be read off the titles within a block of the tabular list:
//! "Chronic cholecystitis" is contained in "Calculus of gallbladder with
//! chronic cholecystitis", and "Unspecified asthma, uncomplicated" in every
//! other asthma, because it leaves open or denies the rest.

use super::Lexicon;
use super::defaults::OfficialCode;
use super::rewrite::{Item, rewrite};
use super::terms::CodeId;
use super::vocabulary::{Reading, Vocabulary, WordId};

/// What follows "unspecified" without naming anything by itself.
const OPEN: &[&str] = &[
    "part",
    "parts",
    "site",
    "side",
    "type",
    "stage",
    "whether",
    "organism",
    "trimester",
    "severity",
    "episode",
    "degree",
    "form",
];
/// Ends a denial: what follows is part of the condition again.
const RESUMES: &[&str] = &["of", "in", "with", "and"];

/// The titles of the lexicon's codes and the blocks they stand in.
#[derive(Debug, Default)]
pub(super) struct Titles {
    rows: Vec<Row>,
    /// The needs of all codes, one after the other.
    needs: Vec<WordId>,
}

#[derive(Debug)]
struct Row {
    title: Box<str>,
    block: Box<str>,
    needs_end: usize,
}

impl Titles {
    /// In the order of the codes' numbers.
    pub(super) fn new<'t>(
        vocabulary: &Vocabulary,
        codes: impl Iterator<Item = Option<OfficialCode<'t>>>,
    ) -> Self {
        let mut titles = Self::default();
        for code in codes {
            let (title, block) = code.map_or(("", ""), |code| (code.title, code.block));
            if !title.starts_with("Other ") {
                titles
                    .needs
                    .extend(known(words(vocabulary, &essence(title))));
            }
            titles.rows.push(Row {
                title: title.into(),
                block: block.into(),
                needs_end: titles.needs.len(),
            });
        }
        titles
    }

    /// The title of a code.
    pub(super) fn title(&self, code: CodeId) -> Option<&str> {
        self.rows.get(code.index()).map(|row| &*row.title)
    }

    /// What has to be said to say all of a title, sorted; empty where the
    /// title is left over from others.
    pub(super) fn needs(&self, code: CodeId) -> &[WordId] {
        let end = |at: usize| self.rows.get(at).map(|row| row.needs_end);
        let start = code.index().checked_sub(1).and_then(end);
        let needs = start.unwrap_or_default()..end(code.index()).unwrap_or_default();
        self.needs.get(needs).unwrap_or_default()
    }
}

/// A code as the words of its title and of what was said of it.
#[derive(Debug)]
pub(super) struct Content<'l> {
    block: &'l str,
    /// All that the title says, apart from what it denies. Sorted.
    says: Vec<WordId>,
    /// See [`Titles::needs`].
    needs: &'l [WordId],
    /// The same of each wording that it was found by.
    found_by: Vec<Vec<WordId>>,
}

impl Lexicon {
    /// The words of a code that was found by these wordings.
    pub(super) fn content(&self, code: CodeId, wordings: &[&str]) -> Option<Content<'_>> {
        let row = self.titles.rows.get(code.index())?;
        let said: Vec<&str> = affirmed(&row.title).collect();
        Some(Content {
            block: &row.block,
            says: words(&self.vocabulary, &said.join(" ")).0,
            needs: self.titles.needs(code),
            found_by: wordings
                .iter()
                .map(|wording| self.wording(wording))
                .collect(),
        })
    }

    /// The words of a wording, sorted; none where one of them is unknown.
    pub(super) fn wording(&self, wording: &str) -> Vec<WordId> {
        known(words(&self.vocabulary, wording))
    }
}

impl Content<'_> {
    /// Whether the title says all of these words.
    pub(super) fn says(&self, words: &[WordId]) -> bool {
        contained_in(words, &self.says)
    }

    /// Whether the other code says all that this one stands for, and more.
    pub(super) fn is_covered_by(&self, other: &Self) -> bool {
        let contained = |needs: &[WordId]| {
            !needs.is_empty()
                && needs.len() < other.says.len()
                && needs
                    .iter()
                    .all(|word| other.says.binary_search(word).is_ok())
        };
        let more_said = !contained_in(other.needs, &self.says);
        self.block == other.block
            && !self.block.is_empty()
            && more_said
            && (contained(self.needs)
                || (!self.found_by.is_empty()
                    && self.found_by.iter().all(|words| contained(words))))
    }
}

fn contained_in(needs: &[WordId], says: &[WordId]) -> bool {
    !needs.is_empty() && needs.iter().all(|word| says.binary_search(word).is_ok())
}

/// The title without what it leaves open or denies, and without the
/// nonessential modifiers in brackets.
fn essence(title: &str) -> String {
    let mut kept = Vec::new();
    for (number, clause) in title.split(", ").enumerate() {
        let denied = ["not ", "uncomplicated", "initial encounter"]
            .iter()
            .any(|start| clause.starts_with(start));
        let left_open = number > 0 && clause.starts_with("unspecified");
        if !denied && !left_open {
            essential(clause, &mut kept);
        }
    }
    kept.join(" ")
}

fn essential<'t>(clause: &'t str, kept: &mut Vec<&'t str>) {
    let (mut before, mut bracketed) = ("", false);
    for word in affirmed(clause) {
        bracketed |= word.starts_with(['(', '[']);
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let unspecified = before.eq_ignore_ascii_case("unspecified");
        if bare == "unspecified" && before == "or" {
            // "Chronic or unspecified": either will do.
            kept.truncate(kept.len().saturating_sub(2));
        } else if !(bracketed || unspecified && OPEN.contains(&bare)) {
            kept.push(word);
        }
        bracketed &= !word.ends_with([')', ']']);
        before = bare;
    }
}

/// The words of a title but those that it denies.
fn affirmed(title: &str) -> impl Iterator<Item = &str> {
    title.split(", ").flat_map(|clause| {
        let mut denied = clause.starts_with("not ") || clause.starts_with("unspecified whether");
        clause.split_whitespace().filter(move |word| {
            denied = *word == "without" || (denied && !RESUMES.contains(word));
            !denied
        })
    })
}

/// The concepts of a text, sorted, and whether the lexicon knows all of them.
fn words(vocabulary: &Vocabulary, text: &str) -> (Vec<WordId>, bool) {
    let mut all_known = true;
    let mut items = Vec::new();
    for reading in vocabulary.read_all(text) {
        match reading {
            Reading::Stop => {}
            Reading::Known(id) => items.push(Item {
                id: Some(id),
                apart: false,
            }),
            Reading::Unknown => all_known = false,
        }
    }
    let mut words: Vec<WordId> = rewrite(vocabulary, &items)
        .iter()
        .map(|word| word.id)
        .collect();
    words.sort_unstable();
    words.dedup();
    (words, all_known)
}

fn known((words, all_known): (Vec<WordId>, bool)) -> Vec<WordId> {
    if all_known { words } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_essence_of_a_title_is_what_it_neither_denies_nor_leaves_open() {
        for (title, essential) in [
            ("Unspecified asthma, uncomplicated", "Unspecified asthma"),
            (
                "Moderate persistent asthma with (acute) exacerbation",
                "Moderate persistent asthma with exacerbation",
            ),
            (
                "Calculus of gallbladder without cholecystitis without obstruction",
                "Calculus of gallbladder",
            ),
            (
                "Respiratory failure, unspecified, unspecified whether with hypoxia or hypercapnia",
                "Respiratory failure",
            ),
            (
                "Laceration without foreign body of right hand, initial encounter",
                "Laceration of right hand",
            ),
            (
                "Chronic or unspecified gastric ulcer with hemorrhage",
                "gastric ulcer with hemorrhage",
            ),
            (
                "Malignant neoplasm of unspecified part of right bronchus",
                "Malignant neoplasm of unspecified of right bronchus",
            ),
        ] {
            assert_eq!(essence(title), essential, "{title}");
        }
    }
}
