//! Finding codes by words: every word must begin (or, for less, stand in) a
//! word of a title, inclusion term or index path.

use std::collections::HashMap;

use serde::Serialize;

use crate::tables::CodeTables;
use crate::terms::{Term, TermSource};

/// A code that answers a search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SearchHit<'t> {
    /// The code.
    pub code: &'t str,
    /// Its title.
    pub title: &'t str,
    /// Whether it may be billed with the newest tables.
    pub billable: bool,
    /// Where the words were found.
    pub via: TermSource,
    /// The wording that matched.
    pub matched: &'t str,
}

impl CodeTables {
    /// The codes whose wordings hold all words of `query`, best first; usual
    /// abbreviations are read as what they stand for. A query that is the
    /// beginning of a code gives the codes that begin so.
    #[must_use]
    pub fn search(&self, query: &str, limit: usize) -> Vec<SearchHit<'_>> {
        if looks_like_code(query.trim()) {
            return self.begin_with(query.trim(), limit);
        }
        let words: Vec<String> = words(query)
            .map(str::to_lowercase)
            .flat_map(|word| expand(&word))
            .collect();
        if words.is_empty() {
            return Vec::new();
        }
        let mut best: HashMap<&str, (f64, Term<'_>)> = HashMap::new();
        for term in self.terms() {
            let Some(score) = score(&words, &term) else {
                continue;
            };
            let entry = best.entry(term.code).or_insert((score, term));
            if score > entry.0 {
                *entry = (score, term);
            }
        }
        let mut ranked: Vec<_> = best.into_values().collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.code.cmp(b.1.code)));
        ranked
            .into_iter()
            .filter_map(|(_, term)| self.hit(&term))
            .take(limit)
            .collect()
    }

    fn begin_with(&self, code: &str, limit: usize) -> Vec<SearchHit<'_>> {
        let bare = code.replace('.', "").to_uppercase();
        self.cm_entries()
            .filter(|entry| entry.code().replace('.', "").starts_with(&bare))
            .map(|entry| SearchHit {
                code: entry.code(),
                title: entry.title(),
                billable: !entry.is_header(),
                via: TermSource::Title,
                matched: entry.title(),
            })
            .take(limit)
            .collect()
    }

    fn hit<'t>(&'t self, term: &Term<'t>) -> Option<SearchHit<'t>> {
        let entry = self.cm_text(term.code)?;
        Some(SearchHit {
            code: entry.code(),
            title: entry.title(),
            billable: !entry.is_header(),
            via: term.source,
            matched: term.text,
        })
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// A letter, then a digit: `E11`, `n18.3`.
fn looks_like_code(query: &str) -> bool {
    matches!(query.as_bytes(), [letter, digit, rest @ ..]
        if letter.is_ascii_alphabetic()
            && digit.is_ascii_digit()
            && rest.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'.'))
}

/// Abbreviations of the ward, and the words of the tables for them.
const ABBREVIATIONS: [(&str, &str); 18] = [
    ("afib", "atrial fibrillation"),
    ("aki", "acute kidney failure"),
    ("cad", "atherosclerotic heart disease coronary"),
    ("chf", "congestive heart failure"),
    ("ckd", "chronic kidney disease"),
    ("copd", "chronic obstructive pulmonary disease"),
    ("cva", "cerebral infarction"),
    ("dka", "diabetes ketoacidosis"),
    ("dm", "diabetes mellitus"),
    ("dvt", "acute embolism thrombosis deep veins"),
    ("gerd", "gastro esophageal reflux disease"),
    ("gib", "gastrointestinal hemorrhage"),
    ("hld", "hyperlipidemia"),
    ("htn", "hypertension"),
    ("mi", "myocardial infarction"),
    ("osa", "obstructive sleep apnea"),
    ("tia", "transient cerebral ischemic attack"),
    ("uti", "urinary tract infection"),
];

fn expand(word: &str) -> Vec<String> {
    let words = ABBREVIATIONS
        .iter()
        .find(|(short, _)| *short == word)
        .map_or(word, |(_, long)| long);
    words.split(' ').map(str::to_owned).collect()
}

/// How well a wording answers: each word of the query is worth a point where
/// it begins a word of the wording, less where it stands inside one; words
/// that were not asked for cost, and so do the remainders of a group.
fn score(query: &[String], term: &Term<'_>) -> Option<f64> {
    let text = term.text.to_lowercase();
    let mut found = 0.0;
    for wanted in query {
        found += words(&text)
            .filter_map(|word| word_score(wanted, word))
            .max_by(f64::total_cmp)?;
    }
    let mut surplus = 0.0;
    let mut weight = 0.0;
    for word in words(&text) {
        if query
            .iter()
            .any(|wanted| word_score(wanted, word).is_some())
        {
            continue;
        }
        surplus += cost(word);
    }
    for _ in query {
        weight += 1.0;
    }
    Some(found / weight - surplus)
}

/// What a word costs that was not asked for.
fn cost(word: &str) -> f64 {
    match word {
        "unspecified" | "nos" | "not" | "specified" | "organism" | "site" | "of" | "with"
        | "and" | "the" | "in" | "to" => 0.002,
        "other" | "underlying" | "induced" | "sequela" => 0.2,
        _ => 0.03,
    }
}

fn word_score(wanted: &str, word: &str) -> Option<f64> {
    if word == wanted {
        Some(1.0)
    } else if word.starts_with(wanted) {
        Some(0.95)
    } else if wanted.len() > 3 && word.contains(wanted) {
        Some(0.9)
    } else {
        None
    }
}
