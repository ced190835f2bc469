//! The titles and inclusion terms that hold words of a query.
//!
//! Codes with a seventh character repeat the title of the code above them:
//! they are left to [`super::complete`].

use std::collections::HashMap;

use crate::index::words;
use crate::index::{Covered, Query};
use crate::tables::{CmEntry, CodeTables, NoteKind};
use crate::terms::TermSource;

/// Length of a code with a seventh character, with its dot.
pub(super) const SEVENTH: usize = 8;

/// A title or inclusion term.
pub(super) struct Answer<'t> {
    pub(super) entry: CmEntry<'t>,
    pub(super) source: TermSource,
    pub(super) text: &'t str,
    pub(super) covered: Covered,
    /// What it says beyond the query.
    pub(super) surplus: f32,
}

/// What was found.
pub(super) struct Answers<'t> {
    pub(super) found: Vec<Answer<'t>>,
    /// How many wordings hold each word of the query.
    pub(super) frequency: Vec<u32>,
}

/// The wordings that hold any word of the query.
pub(super) fn answering<'t>(tables: &'t CodeTables, query: &Query) -> Answers<'t> {
    let mut judge = Judge::new(query);
    let mut answers = Answers {
        found: Vec::new(),
        frequency: vec![0; query.len()],
    };
    for entry in tables.cm_entries() {
        if entry.code().len() == SEVENTH && entry.parent().is_some() {
            continue;
        }
        let inclusions = entry
            .notes()
            .filter(|(kind, _)| *kind == NoteKind::Inclusion)
            .map(|(_, text)| (TermSource::Inclusion, text));
        let title = std::iter::once((TermSource::Title, entry.title()));
        for (source, text) in title.chain(inclusions) {
            let (covered, surplus) = judge.wording(text);
            if covered.is_empty() {
                continue;
            }
            for (number, count) in answers.frequency.iter_mut().enumerate() {
                *count += covered.any() >> number & 1;
            }
            answers.found.push(Answer {
                entry,
                source,
                text,
                covered,
                surplus,
            });
        }
    }
    answers
}

/// Judges wordings by one query; each different word is judged once.
pub(super) struct Judge<'q, 't> {
    query: &'q Query,
    known: HashMap<&'t str, (Covered, f32)>,
}

impl<'q, 't> Judge<'q, 't> {
    pub(super) fn new(query: &'q Query) -> Self {
        Self {
            query,
            known: HashMap::new(),
        }
    }

    /// The words of the query that a wording holds, and what it says beyond.
    pub(super) fn wording(&mut self, text: &'t str) -> (Covered, f32) {
        let mut covered = Covered::default();
        let mut surplus = 0.0;
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            if word.is_empty() {
                continue;
            }
            let query = self.query;
            let (found, cost) = *self.known.entry(word).or_insert_with(|| {
                let folded = words::fold(word);
                let is_silent = words::is_joining(&folded) || folded == "s";
                if is_silent {
                    (Covered::default(), 0.0)
                } else {
                    let cost = f32::from(words::cost(&folded)) / 1000.0;
                    (query.covered(&folded), cost)
                }
            });
            covered = covered.and(found);
            if found.is_empty() {
                surplus += cost;
            }
        }
        (covered, surplus)
    }
}
