//! Collects the wordings that may be said in a note, one for each set of
//! words: the better source wins, within a source the first in the tables, so
//! that a main term wins over what stands below it.

use rustc_hash::FxHashMap;

use super::defaults::Tree;
use super::morphology::{self, Behaviour};
use super::term::{PATH_SEPARATOR, TermKind, TermWords, term_words};
use super::vocabulary::{Vocabulary, WordId};

/// The hand-written wordings: `CODE: wording; wording`.
const HOUSE: &str = include_str!("vocabulary/house.txt");

/// What only makes a coder look for a code, in the same form.
const HINTS: &str = include_str!("vocabulary/hints.txt");

/// An official wording.
#[derive(Debug, Clone, Copy)]
pub(super) struct OfficialTerm<'t> {
    /// The code, of any depth.
    pub(super) code: &'t str,
    /// The words; an index path is joined by " > ".
    pub(super) text: &'t str,
    /// Title, inclusion term or index.
    pub(super) kind: TermKind,
}

/// What a set of words stands for. The order says which of two is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry<'t> {
    /// The source.
    pub(super) kind: TermKind,
    /// Place in the source.
    rank: usize,
    /// A billable code.
    pub(super) code: &'t str,
    /// As the source prints it.
    pub(super) text: &'t str,
    /// The word a reader looks up.
    pub(super) main: WordId,
}

/// Sets of words and what they stand for.
#[derive(Debug)]
pub(super) struct Gathered<'t, 'b> {
    vocabulary: &'b mut Vocabulary,
    tree: &'b Tree<'t>,
    best: FxHashMap<Key<'t>, Entry<'t>>,
}

/// What is kept once: a set of words, or such a set and a code where it only
/// leads to candidates, of which it may lead to several.
type Key<'t> = (Box<[WordId]>, Option<&'t str>);

impl<'t, 'b> Gathered<'t, 'b> {
    /// Nothing yet.
    pub(super) fn new(vocabulary: &'b mut Vocabulary, tree: &'b Tree<'t>) -> Self {
        Self {
            vocabulary,
            tree,
            best: FxHashMap::default(),
        }
    }

    /// What was gathered, in the order of the words.
    pub(super) fn into_sorted(self) -> Vec<(Box<[WordId]>, Entry<'t>)> {
        let entries = self.best.into_iter();
        let mut entries: Vec<_> = entries.map(|((words, _), entry)| (words, entry)).collect();
        entries.sort_unstable();
        entries
    }

    /// Adds the hand-written wordings and hints. Codes that the tables lack are
    /// skipped: the lists outlive editions.
    pub(super) fn hand_written(&mut self) {
        for (list, kind) in [(HOUSE, TermKind::House), (HINTS, TermKind::General)] {
            for (code, wordings) in lines(list) {
                let Some(code) = self.tree.billable(code) else {
                    continue;
                };
                for text in wordings.split("; ") {
                    let term = term_words(self.vocabulary, text, TermKind::House);
                    let term = term.map(|term| TermWords { kind, ..term });
                    self.offer(term, 0, code, text);
                }
            }
        }
    }

    /// Adds the official wordings, in the order of their tables.
    pub(super) fn official(&mut self, wordings: &[OfficialTerm<'t>]) {
        let mut billable: FxHashMap<&str, Option<&str>> = FxHashMap::default();
        for (rank, OfficialTerm { code, text, kind }) in wordings.iter().copied().enumerate() {
            let tree = self.tree;
            let code = *billable.entry(code).or_insert_with(|| tree.billable(code));
            let Some(code) = code.filter(|code| is_told_by_words(code)) else {
                continue;
            };
            let neoplasm = (kind == TermKind::Index)
                .then(|| morphology::table_entry(text))
                .flatten();
            match neoplasm {
                Some((site, behaviour)) => self.neoplasm(site, behaviour, (rank, code, text)),
                None => {
                    let term = term_words(self.vocabulary, text, kind);
                    self.offer(term, rank, code, text);
                }
            }
            if kind == TermKind::Index
                && let Some(site) = site_of_disease(text)
            {
                self.lesion(site, (rank, code, text));
            }
        }
    }

    /// A site of the table of neoplasms, under its behaviour's word.
    fn neoplasm(&mut self, site: &str, behaviour: Behaviour, entry: (usize, &'t str, &'t str)) {
        let kind = match behaviour {
            Behaviour::Unspecified => TermKind::Tumor,
            _ => TermKind::Neoplasm,
        };
        if !site.contains("NEC") {
            self.site(site, kind, behaviour.word(), entry);
        }
    }

    /// "Lesion" and "Mass" of a site are indexed as "see Disease, by site".
    fn lesion(&mut self, site: &str, entry: (usize, &'t str, &'t str)) {
        for head in ["mass", "lesion"] {
            self.site(site, TermKind::Lesion, head, entry);
        }
    }

    /// A site's words with one more, which becomes the main word.
    fn site(&mut self, site: &str, kind: TermKind, head: &str, entry: (usize, &'t str, &'t str)) {
        let (rank, code, text) = entry;
        let main = self.vocabulary.intern(head);
        let site = term_words(self.vocabulary, site, TermKind::House);
        let term = site.zip(main).map(|(site, main)| {
            let mut words = site.words.into_vec();
            words.push(main);
            words.sort_unstable();
            words.dedup();
            TermWords {
                kind,
                words: words.into(),
                main,
            }
        });
        let term = term.filter(|term| term.words.len() > 1);
        self.offer(term, rank, code, text);
    }

    fn offer(&mut self, term: Option<TermWords>, rank: usize, code: &'t str, text: &'t str) {
        let Some(TermWords { kind, words, main }) = term else {
            return;
        };
        let entry = Entry {
            kind,
            rank,
            code,
            text,
            main,
        };
        let of_code = (kind == TermKind::General).then_some(code);
        let known = self.best.entry((words, of_code)).or_insert(entry);
        *known = entry.min(*known);
    }
}

/// Codes and wordings of a hand-written list.
fn lines(list: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(": "))
}

/// The site of an entry directly below "Disease".
fn site_of_disease(path: &str) -> Option<&str> {
    let site = path
        .strip_prefix("Disease, diseased")?
        .strip_prefix(PATH_SEPARATOR)?;
    (!site.contains(PATH_SEPARATOR) && site.split_whitespace().count() <= 3).then_some(site)
}

/// Whether the words of a narrative can establish the code. They tell neither
/// why a person came (Z00-Z13, Z30-Z53, Z69-Z71, Z76; palliative care is an
/// exception) nor what a person was doing when an injury happened (V00-Y99).
fn is_told_by_words(code: &str) -> bool {
    let reason = code
        .strip_prefix('Z')
        .and_then(|rest| rest.get(..2)?.parse::<u8>().ok())
        .is_some_and(|number| matches!(number, 0..=13 | 30..=36 | 38..=53 | 69..=71 | 76));
    let external = code.starts_with(['V', 'W', 'X', 'Y']);
    !external && (!reason || code.starts_with("Z51.5"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encounters_and_external_causes_are_not_told_by_words() {
        for (code, told) in [
            ("Z00.00", false),
            ("Z51.5", true),
            ("Z87.891", true),
            ("W19.XXXA", false),
            ("J18.9", true),
        ] {
            assert_eq!(is_told_by_words(code), told, "{code}");
        }
    }

    #[test]
    fn every_line_of_the_lists_is_a_code_and_its_wordings() {
        let lines = HOUSE.lines().chain(HINTS.lines());
        for line in lines.filter(|line| !line.starts_with('#')) {
            let (code, wordings) = line.split_once(": ").expect(line);
            assert!(
                code.parse::<chartfleet_model::Icd10CmCode>().is_ok(),
                "{line}"
            );
            assert!(wordings.split("; ").all(|w| !w.trim().is_empty()), "{line}");
        }
    }
}
