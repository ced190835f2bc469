//! The most specific code of a stated diagnosis.
//!
//! A list of diagnoses words them nearly as the tabular list does, but in its
//! own order and with words between ("major depressive disorder, recurrent,
//! moderate, not yet in response"). A code found in such a statement gives way
//! to the code of its category whose whole title the statement affirms
//! (ICD-10-CM Guidelines I.B.2), if one says more than all others.

use std::ops::Range;

use chartfleet_model::Icd10CmCode;

use super::context::{Assertion, Context};
use super::cover::Content;
use super::sentence::{Gap, Word, sentences};
use super::standing::{Standing, state_diagnoses};
use super::terms::CodeId;
use super::vocabulary::{Reading, WordId};
use super::{Lexicon, Mention};
use crate::record::Section;

/// What is affirmed between two semicolons.
struct Statement {
    span: Range<usize>,
    /// Each concept and where it is said, ascending by concept, then by place.
    words: Vec<(WordId, Range<usize>)>,
}

/// What else is stated: its words are its own.
struct Other<'l> {
    category: &'l str,
    span: Range<usize>,
    words: Vec<WordId>,
}

/// A code that says more than the one found.
struct Refined<'l> {
    code: &'l Icd10CmCode,
    title: &'l str,
    needs: &'l [WordId],
    content: Content<'l>,
    span: Range<usize>,
}

impl Lexicon {
    /// Replaces the codes of stated diagnoses by more specific ones, and leaves
    /// out the mentions whose words these say. Mentions come in text order.
    pub(super) fn refine<'l>(
        &'l self,
        text: &str,
        sections: &[Section],
        mentions: Vec<Mention<'l>>,
    ) -> Vec<Mention<'l>> {
        let mut refined = Vec::with_capacity(mentions.len());
        let mut rest = mentions.into_iter().peekable();
        for statement in self.statements(text, sections) {
            let Range { start, end } = statement.span;
            while let Some(before) = rest.next_if(|mention| mention.span.start < start) {
                refined.push(before);
            }
            let mut stated = Vec::new();
            while let Some(mention) = rest.next_if(|mention| mention.span.start < end) {
                stated.push(mention);
            }
            self.restate(stated, &statement, &mut refined);
        }
        refined.extend(rest);
        refined
    }

    fn restate<'l>(
        &'l self,
        stated: Vec<Mention<'l>>,
        statement: &Statement,
        refined: &mut Vec<Mention<'l>>,
    ) {
        let all: Vec<Other<'_>> = stated
            .iter()
            .map(|mention| Other {
                category: category(mention.code),
                span: mention.span.clone(),
                words: self.wording(mention.term),
            })
            .collect();
        let better: Vec<Option<Refined<'_>>> = stated
            .iter()
            .map(|mention| self.refined(mention, statement, &all))
            .collect();
        for (mention, own) in stated.into_iter().zip(&better) {
            if let Some(own) = own {
                refined.push(Mention {
                    code: own.code,
                    term: own.title,
                    span: own.span.clone(),
                    ..mention
                });
                continue;
            }
            let words = self.wording(mention.term);
            let is_said = |other: &Refined<'_>| {
                let within =
                    other.span.start <= mention.span.start && mention.span.end <= other.span.end;
                within && other.content.says(&words)
            };
            if !better.iter().flatten().any(is_said) {
                refined.push(mention);
            }
        }
    }

    fn statements(&self, text: &str, sections: &[Section]) -> Vec<Statement> {
        if !state_diagnoses(sections) {
            return Vec::new();
        }
        let mut statements = Vec::new();
        for sentence in sentences(text) {
            let starts_stated = sentence
                .first()
                .is_some_and(|word| Standing::at(sections, word.span.start).is_stated());
            if starts_stated {
                let mut rest = sentence.as_slice();
                while let Some((part, after)) = split(rest) {
                    statements.extend(self.statement(part));
                    rest = after;
                }
            }
        }
        statements
    }

    fn statement(&self, part: &[Word]) -> Option<Statement> {
        let context = Context::of(part);
        let affirmed =
            |words: &Range<usize>| context.assertion(std::iter::once(words)) != Assertion::Negated;
        let mut words: Vec<(WordId, Range<usize>)> = self
            .slots(part)
            .into_iter()
            .filter(|slot| affirmed(&slot.words))
            .filter_map(|slot| Some((slot.id, span(part.get(slot.words)?)?)))
            .collect();
        words.sort_by_key(|(id, span)| (*id, span.start));
        Some(Statement {
            span: span(part)?,
            words,
        })
    }

    /// The one code of the category that says most of what is stated.
    fn refined<'l>(
        &'l self,
        mention: &Mention<'_>,
        statement: &Statement,
        all: &[Other<'_>],
    ) -> Option<Refined<'l>> {
        if !mention.is_of_patient() {
            return None;
        }
        let id = CodeId::new(self.codes.binary_search(mention.code).ok()?);
        let own = self.content(id, &[mention.term])?;
        let category = category(mention.code);
        let others: Vec<&Other<'_>> = all
            .iter()
            .filter(|other| other.category != category)
            .collect();
        let start = self.codes.partition_point(|code| code.as_str() < category);
        let codes = self.codes.iter().enumerate().skip(start);
        let mut best: Option<Refined<'l>> = None;
        let mut tied = false;
        for (at, code) in codes.take_while(|(_, code)| code.as_str().starts_with(category)) {
            let id = CodeId::new(at);
            let needs = self.titles.needs(id);
            let most = best.as_ref().map_or(0, |best| best.needs.len());
            if needs.len() < most || !statement.says(needs) {
                continue;
            }
            let content = self.content(id, &[])?;
            let free = |place: &Range<usize>, word: WordId| {
                let taken = |other: &&Other<'_>| other.keeps(place, word, &content, self);
                !others.iter().any(taken)
            };
            let places = statement.places_of(needs, free);
            if let Some(places) = places.filter(|_| own.is_covered_by(&content)) {
                tied = needs.len() == most;
                best = Some(Refined {
                    code,
                    title: self.titles.title(id)?,
                    span: places.into_iter().fold(mention.span.clone(), join),
                    needs,
                    content,
                });
            }
        }
        best.filter(|_| !tied)
    }

    /// Whether a word only tells which of several stages or types is meant.
    fn numbers(&self, word: WordId) -> bool {
        const NUMBERS: &str = "stage type grade 1 2 3 4 5 3a 3b";
        let mut numbers = self.vocabulary.read_all(NUMBERS);
        numbers.any(|number| number == Reading::Known(word))
    }
}

impl Statement {
    fn places(&self, word: WordId) -> impl Iterator<Item = &Range<usize>> {
        let start = self.words.partition_point(|(id, _)| *id < word);
        let words = self.words.iter().skip(start);
        words
            .take_while(move |(id, _)| *id == word)
            .map(|(_, place)| place)
    }

    fn says(&self, needs: &[WordId]) -> bool {
        let is_said = |word: &WordId| self.places(*word).next().is_some();
        !needs.is_empty() && needs.iter().all(is_said)
    }

    /// Where each of the words is said and free to be taken.
    fn places_of(
        &self,
        needs: &[WordId],
        free: impl Fn(&Range<usize>, WordId) -> bool,
    ) -> Option<Vec<Range<usize>>> {
        let place = |word: &WordId| self.places(*word).find(|place| free(place, *word)).cloned();
        needs.iter().map(place).collect()
    }
}

impl Other<'_> {
    /// Whether a word there is this condition's alone: the title does not speak
    /// of the condition, whatever word of it the title holds too. "Chronic heart
    /// failure, acute kidney injury" is no acute heart failure; chronic kidney
    /// disease is said by the diabetes that causes it.
    fn keeps(
        &self,
        place: &Range<usize>,
        word: WordId,
        title: &Content<'_>,
        lexicon: &Lexicon,
    ) -> bool {
        let within = self.span.start <= place.start && place.end <= self.span.end;
        let told = |own: &WordId| title.says(&[*own]) || lexicon.numbers(*own);
        within && self.words.contains(&word) && !self.words.iter().all(told)
    }
}

fn category(code: &Icd10CmCode) -> &str {
    code.as_str().get(..3).unwrap_or_default()
}

/// From the beginning of the first to the end of the last.
fn join(a: Range<usize>, b: Range<usize>) -> Range<usize> {
    a.start.min(b.start)..a.end.max(b.end)
}

/// The words up to the next semicolon, and the rest.
fn split(words: &[Word]) -> Option<(&[Word], &[Word])> {
    let inside = words.iter().skip(1);
    let length = inside.take_while(|word| word.gap < Gap::Semicolon).count() + 1;
    words.split_at_checked(length)
}

fn span(words: &[Word]) -> Option<Range<usize>> {
    Some(words.first()?.span.start..words.last()?.span.end)
}
