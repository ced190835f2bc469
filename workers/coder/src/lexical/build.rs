//! Builds the lexicon from the official wordings; deterministic.

use chartfleet_model::Icd10CmCode;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Lexicon;
use super::cover::Titles;
use super::defaults::{OfficialCode, Tree};
use super::edition::Editions;
use super::gather::{Entry, Gathered, OfficialTerm};
use super::morphology::Behaviours;
use super::sides::{Sided, sided};
use super::specificity::Specificity;
use super::term::{TermKind, word_pairs};
use super::terms::{CodeId, Draft, TermId, Terms};
use super::vocabulary::{Reading, Vocabulary, WordId};

/// Length of a code with its dot and without a seventh character.
const SIX: usize = 7;

/// Builds the lexicon.
pub(super) fn build(codes: &[OfficialCode<'_>], wordings: &[OfficialTerm<'_>]) -> Lexicon {
    let tree = Tree::new(codes);
    let mut vocabulary = Vocabulary::new();
    for wording in wordings
        .iter()
        .filter(|wording| wording.kind == TermKind::Index)
    {
        for (form, head) in word_pairs(wording.text) {
            vocabulary.alias(form, head);
        }
    }
    vocabulary.load_lists();
    let mut gathered = Gathered::new(&mut vocabulary, &tree);
    gathered.hand_written();
    gathered.official(wordings);
    let entries = gathered.into_sorted();
    assemble(vocabulary, &tree, entries, &sided(codes))
}

fn assemble<'t>(
    mut vocabulary: Vocabulary,
    tree: &Tree<'t>,
    entries: Vec<(Box<[WordId]>, Entry<'t>)>,
    sided: &FxHashMap<&'t str, Sided<&'t str>>,
) -> Lexicon {
    let codes = suggested(tree, &entries, sided);
    let number = |code: &str| {
        let at = codes
            .binary_search_by(|known| known.as_str().cmp(code))
            .ok()?;
        Some(CodeId::new(at))
    };
    let draft = |(words, entry): (Box<[WordId]>, Entry<'t>)| {
        Some(Draft {
            words,
            main: entry.main,
            code: number(entry.code)?,
            kind: entry.kind,
            text: entry.text,
        })
    };
    let behaviours = Behaviours::new(&mut vocabulary);
    let terms = Terms::new(
        entries.into_iter().filter_map(draft).collect(),
        vocabulary.len(),
    );
    let sides = sided
        .iter()
        .filter_map(|(code, sides)| Some((number(code)?, sides.map(number))))
        .collect();
    Lexicon {
        editions: Editions::default(),
        family: family_histories(&terms, &vocabulary, &codes),
        subsequent: subsequent(&codes, tree),
        specificity: Specificity::new(&codes, |code| tree.title(code)),
        titles: Titles::new(
            &vocabulary,
            codes.iter().map(|code| tree.row(code.as_str())),
        ),
        terms,
        codes,
        vocabulary,
        behaviours,
        sides,
    }
}

/// Every code that the lexicon may name, ascending.
fn suggested<'t>(
    tree: &Tree<'t>,
    entries: &[(Box<[WordId]>, Entry<'t>)],
    sided: &FxHashMap<&'t str, Sided<&'t str>>,
) -> Vec<Icd10CmCode> {
    let all: FxHashSet<&str> = entries
        .iter()
        .map(|(_, entry)| entry.code)
        .chain(sided.values().flat_map(Sided::iter))
        .chain(tree.whole())
        .collect();
    let mut codes: Vec<Icd10CmCode> = all
        .into_iter()
        .filter_map(|code| code.parse().ok())
        .collect();
    codes.sort_unstable();
    codes
}

/// The siblings of the codes of an initial encounter.
fn subsequent(codes: &[Icd10CmCode], tree: &Tree<'_>) -> FxHashMap<CodeId, Icd10CmCode> {
    let sibling = |(at, code): (usize, &Icd10CmCode)| {
        let injury = code
            .as_str()
            .strip_suffix('A')
            .filter(|code| code.len() == SIX)?;
        let later = tree.row(&format!("{injury}D")).filter(|row| row.billable)?;
        Some((CodeId::new(at), later.code.parse().ok()?))
    };
    codes.iter().enumerate().filter_map(sibling).collect()
}

/// "Family history of asthma", found by the words of asthma.
fn family_histories(
    terms: &Terms,
    vocabulary: &Vocabulary,
    codes: &[Icd10CmCode],
) -> FxHashMap<Box<[WordId]>, TermId> {
    let (Reading::Known(family), Reading::Known(history)) =
        (vocabulary.read("family"), vocabulary.read("history"))
    else {
        return FxHashMap::default();
    };
    let in_family = |code: &Icd10CmCode| {
        let category = code.as_str().get(..3).unwrap_or_default();
        ["Z80", "Z81", "Z82", "Z83", "Z84"].contains(&category)
    };
    let mut histories = FxHashMap::default();
    for id in terms.with_word(family) {
        let Some(term) = terms.get(*id).filter(|term| term.words.contains(&history)) else {
            continue;
        };
        if codes.get(term.code.index()).is_some_and(in_family) {
            let mut words = term.words.to_vec();
            words.retain(|word| *word != family && *word != history);
            words.sort_unstable();
            histories.entry(words.into()).or_insert(*id);
        }
    }
    histories
}
