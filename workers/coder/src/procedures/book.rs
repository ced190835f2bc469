//! The rules: words of a procedure and the pattern of its codes, written by
//! hand, and from the index of ICD-10-PCS where the site imported it.

use std::sync::Arc;

use chartfleet_codes::{CodeTables, PcsIndex};
use rustc_hash::FxHashMap;

use super::pattern::Pattern;
use super::words::{Clause, WordId, Words, lines};

const HOUSE: &str = include_str!("house.txt");
/// How far from its first word the others may stand.
const WINDOW: usize = 7;
/// How many other words may stand between words that are said together.
const APART: usize = 3;
/// More words of an index entry are not said together.
const MOST_WORDS: usize = 6;

/// How a rule's codes are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Use {
    /// Candidates only.
    Offer,
    /// Coded in text about procedures.
    Section,
    /// Coded.
    Report,
}

/// One wording of a procedure.
#[derive(Debug)]
pub(super) struct Rule {
    /// Beside the first.
    others: Vec<WordId>,
    /// What it says, in the first of its wordings.
    wording: Arc<str>,
    pub(super) pattern: Pattern,
    /// Wordings of one procedure share it.
    pub(super) procedure: u32,
    pub(super) usage: Use,
}

/// All rules, by their first word.
#[derive(Debug)]
pub(super) struct Book {
    pub(super) words: Words,
    rules: FxHashMap<WordId, Vec<Rule>>,
}

/// A rule that a clause says.
#[derive(Clone, Debug)]
pub(super) struct Match<'b> {
    pub(super) rule: &'b Rule,
    /// Its words by place in the clause, ascending.
    pub(super) places: Vec<usize>,
    /// The place of its first word.
    pub(super) head: usize,
}

impl Book {
    /// The rules of the house list, and of the index where there is one.
    pub(super) fn of(tables: &CodeTables) -> Self {
        let mut book = Self {
            words: Words::new(),
            rules: FxHashMap::default(),
        };
        let mut usage = Use::Offer;
        let mut procedure = 0;
        for line in lines(HOUSE) {
            match line {
                "[report]" => usage = Use::Report,
                "[section]" => usage = Use::Section,
                "[offer]" => usage = Use::Offer,
                _ => {
                    procedure += 1;
                    book.line(line, usage, procedure);
                }
            }
        }
        book.index(tables, procedure);
        book
    }

    /// The wordings of the index, each under its rarest word.
    fn index(&mut self, tables: &CodeTables, mut procedure: u32) {
        let wordings = tables.pcs_index().map(PcsIndex::wordings);
        let wordings = wordings.unwrap_or_default().into_iter();
        let read = wordings.map(|(said, code)| (self.words.of_rule(&said), code, said));
        let read: Vec<(Vec<WordId>, &str, String)> = read.collect();
        let mut often: FxHashMap<WordId, usize> = FxHashMap::default();
        for word in read.iter().flat_map(|(words, ..)| words) {
            *often.entry(*word).or_default() += 1;
        }
        for (mut words, code, said) in read {
            procedure += 1;
            words.sort_by_key(|word| often.get(word).copied().unwrap_or_default());
            let pattern = Pattern::of_beginning(code);
            self.rule((&words, &said.into()), pattern, Use::Offer, procedure);
        }
    }

    fn line(&mut self, line: &str, usage: Use, procedure: u32) {
        // The words that choose characters hold no equals sign.
        let Some((said, pattern)) = line.split_once('=') else {
            return;
        };
        let Some(pattern) = Pattern::read(pattern, &mut self.words) else {
            return;
        };
        let wording = said.split(';').next().unwrap_or_default().trim().into();
        for said in said.split(';') {
            let words = self.words.of_rule(said);
            self.rule((&words, &wording), pattern.clone(), usage, procedure);
        }
    }

    fn rule(
        &mut self,
        (words, wording): (&[WordId], &Arc<str>),
        pattern: Pattern,
        usage: Use,
        procedure: u32,
    ) {
        let Some((&first, others)) = words.split_first() else {
            return;
        };
        if words.len() <= MOST_WORDS {
            self.rules.entry(first).or_default().push(Rule {
                others: others.to_vec(),
                wording: Arc::clone(wording),
                pattern,
                procedure,
                usage,
            });
        }
    }

    /// Procedures of the house list that fit no code on any of these days.
    #[cfg(test)]
    pub(super) fn unfit(&self, tables: &CodeTables, days: &[jiff::civil::Date]) -> Vec<String> {
        let house = self.rules.values().flatten();
        let settled = house.map(|rule| rule.pattern.settle(&Clause::default(), 0, &[]).code);
        let fits = |code: &String| {
            let mut days = days.iter();
            days.any(|day| !tables.pcs_fitting(code, *day, 1).is_empty())
        };
        // The index has codes of one year alone, new technology among them.
        let unfit = settled.filter(|code| !code.starts_with('X') && !fits(code));
        let mut unfit: Vec<String> = unfit.collect();
        unfit.sort_unstable();
        unfit.dedup();
        unfit
    }

    /// The rules that a clause says, those with the most words first, without
    /// those whose words another one has among its own.
    pub(super) fn said_in(&self, clause: &Clause) -> Vec<Match<'_>> {
        let mut found: Vec<Match<'_>> = Vec::new();
        for (head, token) in clause.tokens.iter().enumerate() {
            let rules = self.rules.get(&token.word).into_iter().flatten();
            found.extend(rules.filter_map(|rule| rule.said_at(head, clause)));
        }
        found.sort_by_key(|found| std::cmp::Reverse((found.places.len(), found.rule.usage)));
        let mut kept: Vec<Match<'_>> = Vec::new();
        for one in found {
            let within = |other: &Match<'_>| {
                other.places.len() > one.places.len()
                    && one.places.iter().all(|place| other.places.contains(place))
            };
            if !kept.iter().any(within) {
                kept.push(one);
            }
        }
        kept
    }
}

impl Match<'_> {
    /// Whether its words stand so close that they are said together.
    pub(super) fn is_close(&self) -> bool {
        let reach = self.places.first().zip(self.places.last());
        reach.is_some_and(|(first, last)| last - first < self.places.len() + APART)
    }
}

impl Rule {
    /// What one of its codes is called where no tables name it: the wording,
    /// and what the code's characters choose.
    pub(super) fn title(&self, code: &str) -> String {
        let mut title = self.wording.to_string();
        for chosen in self.pattern.told(code) {
            if !title.contains(chosen) {
                title.push_str(", ");
                title.push_str(chosen);
            }
        }
        title
    }

    fn said_at(&self, head: usize, clause: &Clause) -> Option<Match<'_>> {
        let first = head.saturating_sub(WINDOW);
        let window = || {
            clause
                .tokens
                .iter()
                .enumerate()
                .skip(first)
                .take(2 * WINDOW + 1)
        };
        let nearest = |word: &WordId| {
            let said = window().filter(|(place, token)| token.word == *word && *place != head);
            said.map(|(place, _)| place)
                .min_by_key(|place| place.abs_diff(head))
        };
        let others = self.others.iter().map(nearest);
        let mut places = others.collect::<Option<Vec<usize>>>()?;
        places.push(head);
        places.sort_unstable();
        Some(Match {
            rule: self,
            places,
            head,
        })
    }
}
