//! The most specific code of a stated diagnosis.
//!
//! A list of diagnoses words them nearly as the tabular list does, but in its
//! own order and with words between ("major depressive disorder, recurrent,
//! moderate, not yet in response"). A code found in such a statement gives way
//! to the code of its category whose whole title the statement affirms
//! (ICD-10-CM Guidelines I.B.2), if one says more than all others.

use std::ops::Range;

use chartfleet_model::Icd10CmCode;

use super::context::{Assertion, assertions};
use super::cover::Content;
use super::sentence::{Gap, Word, sentences};
use super::standing::{Standing, state_diagnoses};
use super::terms::CodeId;
use super::vocabulary::WordId;
use super::{Lexicon, Mention};
use crate::record::Section;

/// What is affirmed between two semicolons.
struct Statement {
    span: Range<usize>,
    /// Each concept and where it is said, ascending by concept.
    words: Vec<(WordId, Range<usize>)>,
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
        let better: Vec<Option<Refined<'_>>> = stated
            .iter()
            .map(|mention| self.refined(mention, statement))
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
        let assertions = assertions(part);
        let affirmed = |words: &Range<usize>| {
            let assertions = assertions.get(words.clone()).unwrap_or_default();
            !assertions.contains(&Assertion::Negated)
        };
        let mut words: Vec<(WordId, Range<usize>)> = self
            .slots(part)
            .into_iter()
            .filter(|slot| affirmed(&slot.words))
            .filter_map(|slot| Some((slot.id, span(part.get(slot.words)?)?)))
            .collect();
        words.sort_by_key(|(id, span)| (*id, span.start));
        words.dedup_by_key(|(id, _)| *id);
        Some(Statement {
            span: span(part)?,
            words,
        })
    }

    /// The one code of the category that says most of what is stated.
    fn refined<'l>(&'l self, mention: &Mention<'_>, statement: &Statement) -> Option<Refined<'l>> {
        if !mention.is_of_patient() {
            return None;
        }
        let id = CodeId::new(self.codes.binary_search(mention.code).ok()?);
        let own = self.content(id, &[mention.term])?;
        let category = mention.code.as_str().get(..3)?;
        let start = self.codes.partition_point(|code| code.as_str() < category);
        let codes = self.codes.iter().enumerate().skip(start);
        let mut best: Option<Refined<'l>> = None;
        let mut tied = false;
        for (at, code) in codes.take_while(|(_, code)| code.as_str().starts_with(category)) {
            let id = CodeId::new(at);
            let needs = self.titles.needs(id);
            let most = best.as_ref().map_or(0, |best| best.needs.len());
            if needs.len() < most || !statement.affirms(needs) {
                continue;
            }
            let content = self.content(id, &[])?;
            if own.is_covered_by(&content) {
                tied = needs.len() == most;
                best = Some(Refined {
                    code,
                    title: self.titles.title(id)?,
                    span: statement.span_of(needs, mention.span.clone()),
                    needs,
                    content,
                });
            }
        }
        best.filter(|_| !tied)
    }
}

impl Statement {
    fn place(&self, word: WordId) -> Option<&Range<usize>> {
        let at = self.words.binary_search_by_key(&word, |(id, _)| *id).ok()?;
        self.words.get(at).map(|(_, span)| span)
    }

    fn affirms(&self, needs: &[WordId]) -> bool {
        !needs.is_empty() && needs.iter().all(|word| self.place(*word).is_some())
    }

    /// From the first of the title's words to the last.
    fn span_of(&self, needs: &[WordId], found: Range<usize>) -> Range<usize> {
        let places = needs.iter().filter_map(|word| self.place(*word));
        places.fold(found, |span, place| {
            span.start.min(place.start)..span.end.max(place.end)
        })
    }
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
