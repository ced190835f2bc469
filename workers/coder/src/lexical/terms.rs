//! The lexicon's terms in flat columns, and where each word occurs in them.

use super::term::TermKind;
use super::vocabulary::WordId;

/// The number of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TermId(u32);

impl TermId {
    /// Its place in columns kept by term.
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The number of a code in the lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct CodeId(u32);

impl CodeId {
    /// The code at this place among the lexicon's.
    pub(super) fn new(at: usize) -> Self {
        Self(number(at))
    }

    /// Its place in columns kept by code.
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A term of the lexicon.
#[derive(Debug, Clone, Copy)]
pub(super) struct Term<'l> {
    /// Rarest first.
    pub(super) words: &'l [WordId],
    /// The word a reader looks up.
    pub(super) main: WordId,
    /// What it stands for.
    pub(super) code: CodeId,
    /// Where it comes from.
    pub(super) kind: TermKind,
    /// Sum of its words' weights.
    pub(super) weight: f32,
    /// As the table prints it.
    pub(super) text: &'l str,
}

/// A term before it has a number.
#[derive(Debug)]
pub(super) struct Draft<'t> {
    pub(super) words: Box<[WordId]>,
    pub(super) main: WordId,
    pub(super) code: CodeId,
    pub(super) kind: TermKind,
    pub(super) text: &'t str,
}

#[derive(Debug, Clone, Copy)]
struct Row {
    words_end: u32,
    text_end: u32,
    main: WordId,
    code: CodeId,
    kind: TermKind,
    weight: f32,
}

/// All terms.
#[derive(Debug, Default)]
pub(super) struct Terms {
    rows: Vec<Row>,
    words: Vec<WordId>,
    texts: String,
    /// Inverse document frequency of each word among the terms.
    weights: Vec<f32>,
    by_rarest: Postings,
    by_word: Postings,
}

impl Terms {
    /// Numbers the drafts in their order; `vocabulary` words exist.
    pub(super) fn new(drafts: Vec<Draft<'_>>, vocabulary: usize) -> Self {
        let mut frequency = vec![0u32; vocabulary];
        for word in drafts.iter().flat_map(|draft| draft.words.iter()) {
            if let Some(count) = frequency.get_mut(word.index()) {
                *count += 1;
            }
        }
        let mut terms = Self {
            weights: frequency
                .iter()
                .map(|count| weight(drafts.len(), *count))
                .collect(),
            ..Self::default()
        };
        for mut draft in drafts {
            draft
                .words
                .sort_by_key(|word| (frequency.get(word.index()).copied(), *word));
            terms.words.extend_from_slice(&draft.words);
            terms.texts.push_str(draft.text);
            terms.rows.push(Row {
                words_end: number(terms.words.len()),
                text_end: number(terms.texts.len()),
                main: draft.main,
                code: draft.code,
                kind: draft.kind,
                weight: draft.words.iter().map(|word| terms.weight(*word)).sum(),
            });
        }
        terms.by_rarest = Postings::new(vocabulary, || {
            terms
                .iter()
                .filter_map(|(id, term)| Some((*term.words.first()?, id)))
        });
        terms.by_word = Postings::new(vocabulary, || {
            terms
                .iter()
                .flat_map(|(id, term)| term.words.iter().map(move |word| (*word, id)))
        });
        terms
    }

    /// The term of a number that this lexicon gave.
    pub(super) fn get(&self, id: TermId) -> Option<Term<'_>> {
        let row = self.rows.get(id.index())?;
        let before = id.index().checked_sub(1).and_then(|n| self.rows.get(n));
        let (words_start, text_start) = before.map_or((0, 0), |row| (row.words_end, row.text_end));
        Some(Term {
            words: self
                .words
                .get(words_start as usize..row.words_end as usize)?,
            main: row.main,
            code: row.code,
            kind: row.kind,
            weight: row.weight,
            text: self.texts.get(text_start as usize..row.text_end as usize)?,
        })
    }

    /// All terms with their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (TermId, Term<'_>)> {
        let ids = (0..number(self.rows.len())).map(TermId);
        ids.filter_map(|id| Some((id, self.get(id)?)))
    }

    /// Terms whose rarest word this is.
    pub(super) fn with_rarest(&self, word: WordId) -> &[TermId] {
        self.by_rarest.get(word)
    }

    /// Terms that hold this word.
    pub(super) fn with_word(&self, word: WordId) -> &[TermId] {
        self.by_word.get(word)
    }

    /// How much a word tells: the rarer among the terms, the more.
    pub(super) fn weight(&self, word: WordId) -> f32 {
        self.weights.get(word.index()).copied().unwrap_or_default()
    }

    /// How many terms there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }
}

#[expect(clippy::cast_precision_loss, reason = "a weight needs no 24th bit")]
fn weight(terms: usize, count: u32) -> f32 {
    (terms as f32 / (1.0 + count as f32)).ln().max(0.1)
}

/// Sizes here are far below four billion; a larger one would only lose terms.
fn number(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

/// For each word, the terms it leads to.
#[derive(Debug, Default)]
struct Postings {
    starts: Vec<u32>,
    terms: Vec<TermId>,
}

impl Postings {
    fn new<I>(vocabulary: usize, pairs: impl Fn() -> I) -> Self
    where
        I: Iterator<Item = (WordId, TermId)>,
    {
        let mut starts = vec![0u32; vocabulary + 1];
        for (word, _) in pairs() {
            if let Some(count) = starts.get_mut(word.index() + 1) {
                *count += 1;
            }
        }
        let mut total = 0;
        for start in &mut starts {
            total += *start;
            *start = total;
        }
        let mut next = starts.clone();
        let mut terms = vec![TermId(0); total as usize];
        for (word, id) in pairs() {
            let Some(at) = next.get_mut(word.index()) else {
                continue;
            };
            if let Some(slot) = terms.get_mut(*at as usize) {
                *slot = id;
            }
            *at += 1;
        }
        Self { starts, terms }
    }

    fn get(&self, word: WordId) -> &[TermId] {
        match (
            self.starts.get(word.index()),
            self.starts.get(word.index() + 1),
        ) {
            (Some(&start), Some(&end)) => self
                .terms
                .get(start as usize..end as usize)
                .unwrap_or_default(),
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(words: &[u32], code: u32, text: &'static str) -> Draft<'static> {
        let words: Box<[WordId]> = words.iter().copied().map(WordId).collect();
        Draft {
            main: words[0],
            words,
            code: CodeId(code),
            kind: TermKind::Index,
            text,
        }
    }

    #[test]
    fn a_term_is_found_by_its_rarest_word_and_by_each_of_its_words() {
        let drafts = vec![
            draft(&[0, 1], 0, "pain, chest"),
            draft(&[0], 1, "pain"),
            draft(&[0, 2], 2, "pain, ear"),
        ];
        let terms = Terms::new(drafts, 3);
        assert_eq!(terms.with_word(WordId(0)).len(), 3);
        let [chest] = terms.with_rarest(WordId(1)) else {
            panic!("one term is rarest in word 1");
        };
        let chest = terms.get(*chest).unwrap();
        assert_eq!((chest.text, chest.code), ("pain, chest", CodeId::new(0)));
        assert_eq!(chest.words, [WordId(1), WordId(0)]);
        assert!(terms.weight(WordId(1)) > terms.weight(WordId(0)));
        assert!(terms.with_word(WordId(9)).is_empty());
    }
}
