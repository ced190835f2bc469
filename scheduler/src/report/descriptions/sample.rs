//! The descriptions that are asked for: official wordings of codes that may be
//! billed today, drawn at random.

use std::collections::HashMap;

use chartfleet_coder::description::procedures;
use chartfleet_codes::{CodeTables, TermSource};
use clap::ValueEnum;
use jiff::civil::Date;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use rand::seq::index;
use serde::Serialize;

use super::System;

/// Joins the words of an index path.
const PATH_SEPARATOR: &str = " > ";

/// Which official wordings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(super) enum Wording {
    /// Titles.
    Titles,
    /// Inclusion terms of the tabular list (icd10cm).
    Inclusion,
    /// Entries of the alphabetic index, where it was imported (icd10cm).
    Index,
}

impl Wording {
    pub(super) const fn source(self) -> TermSource {
        match self {
            Self::Titles => TermSource::Title,
            Self::Inclusion => TermSource::Inclusion,
            Self::Index => TermSource::Index,
        }
    }

    /// What a dictionary has without these wordings.
    pub(super) fn others(self) -> Vec<TermSource> {
        [TermSource::Title, TermSource::Inclusion, TermSource::Index]
            .into_iter()
            .filter(|source| *source != self.source())
            .collect()
    }
}

/// A description and the code it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) description: String,
    pub(super) code: String,
}

/// Every wording that belongs to one billable code alone.
pub(super) fn all(
    tables: &CodeTables,
    system: System,
    wording: Wording,
    on: Date,
) -> Vec<Question> {
    let pairs: Vec<(String, String)> = match system {
        System::Icd10cm => tables
            .terms()
            .filter(|term| term.source == wording.source())
            .filter_map(|term| {
                let entry = tables.cm_text(term.code)?;
                let text = term.text.replace(PATH_SEPARATOR, ", ");
                entry.billable(on).then(|| (text, entry.code().to_owned()))
            })
            .collect(),
        System::Icd10pcs if wording == Wording::Titles => procedures(tables, on)
            .map(|(code, title)| (title, code.as_str().to_owned()))
            .collect(),
        System::Icd10pcs => Vec::new(),
    };
    unambiguous(pairs)
}

/// Leaves out the wordings of several codes: nobody could answer them.
fn unambiguous(pairs: Vec<(String, String)>) -> Vec<Question> {
    let mut codes: HashMap<String, Option<String>> = HashMap::new();
    for (description, code) in pairs {
        codes
            .entry(description)
            .and_modify(|known| *known = known.take().filter(|known| *known == code))
            .or_insert(Some(code));
    }
    let mut questions: Vec<Question> = codes
        .into_iter()
        .filter_map(|(description, code)| {
            Some(Question {
                description,
                code: code?,
            })
        })
        .collect();
    questions.sort_by(|a, b| (&a.code, &a.description).cmp(&(&b.code, &b.description)));
    questions
}

/// So many of them at random, the same for the same seed; all where there are
/// no more.
pub(super) fn draw(questions: Vec<Question>, size: usize, seed: u64) -> Vec<Question> {
    let size = size.min(questions.len());
    let mut random = StdRng::seed_from_u64(seed);
    let mut chosen = index::sample(&mut random, questions.len(), size).into_vec();
    chosen.sort_unstable();
    let mut wanted = chosen.into_iter().peekable();
    let numbered = questions.into_iter().enumerate();
    numbered
        .filter(|(number, _)| wanted.next_if_eq(number).is_some())
        .map(|(_, question)| question)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(description: &str, code: &str) -> (String, String) {
        (description.to_owned(), code.to_owned())
    }

    #[test]
    fn wordings_of_several_codes_are_not_asked() {
        let pairs = vec![
            pair("Fever", "R50.9"),
            pair("Gout", "M10.9"),
            pair("Fever", "R50.9"),
            pair("Cold", "J00"),
            pair("Cold", "T69.9XXA"),
            pair("Cold", "J00"),
        ];
        let asked: Vec<_> = unambiguous(pairs).into_iter().map(|q| q.code).collect();
        assert_eq!(asked, ["M10.9", "R50.9"]);
    }

    #[test]
    fn the_same_seed_draws_the_same_sample() {
        let all: Vec<Question> = (0..100)
            .map(|number| Question {
                description: format!("wording {number}"),
                code: format!("A{number:02}"),
            })
            .collect();
        let one = draw(all.clone(), 10, 7);
        assert_eq!(one.len(), 10);
        assert_eq!(one, draw(all.clone(), 10, 7));
        assert_ne!(one, draw(all.clone(), 10, 8));
        assert_eq!(draw(all.clone(), 1_000, 7), all);
    }
}
