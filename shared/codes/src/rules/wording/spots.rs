//! Where in its mentions a diagnosis stands.
//!
//! A quote may hold more than the condition: a whole sentence, or several of
//! which others speak of other conditions. The words that name the condition
//! are looked for, by the titles of its code and the abbreviations clinicians
//! use, and the quote is cut down to their clause: what surrounds it is then
//! read as the words around it.
//!
//! Invariant: a quote that names the condition nowhere stays whole.

use super::super::{Diagnosis, Mention};
use super::abbreviations;
use super::{Wording, is_any, stems};
use crate::tables::{CmEntry, NoteKind};

/// Between the condition and what precedes it in its clause.
const BOUNDS: &[&str] = &[
    "and",
    "or",
    "nor",
    "but",
    "now",
    "with",
    "for",
    "after",
    "since",
    "who",
    "presents",
    "presented",
    "presenting",
    "admitted",
    "however",
    "although",
    "due",
    "secondary",
    "from",
    "is",
    "was",
    "has",
    "versus",
    "vs",
    "known",
    "established",
    "documented",
    "confirmed",
];

/// Most words between two that name one condition: `fracture of the right
/// femur`.
const GAP: usize = 3;

/// The wordings of a diagnosis: one for each place that names it, or each
/// phrase of its quotes where none does.
pub(super) fn of<'c>(diagnosis: &Diagnosis<'c>) -> Vec<Wording<'c>> {
    let named = Names::of(diagnosis);
    diagnosis
        .mentions
        .iter()
        .flat_map(|mention| places(mention, &named))
        .filter(|wording| !wording.quote().is_empty())
        .collect()
}

fn places<'c>(mention: &Mention<'c>, named: &Names) -> Vec<Wording<'c>> {
    let phrases = phrases(mention);
    let mut spots: Vec<(usize, Wording<'c>)> = phrases
        .iter()
        .flat_map(|phrase| spots(phrase, named))
        .collect();
    let most = spots.iter().map(|(names, _)| *names).max();
    spots.retain(|(names, _)| Some(*names) == most);
    if spots.is_empty() {
        return phrases;
    }
    spots.into_iter().map(|(_, wording)| wording).collect()
}

/// The quote, one wording for each of its sentences.
fn phrases<'c>(mention: &Mention<'c>) -> Vec<Wording<'c>> {
    let parts: Vec<&'c str> = sentences(mention.quote).collect();
    let last = parts.len().saturating_sub(1);
    parts
        .into_iter()
        .enumerate()
        .map(|(at, quote)| {
            Wording::of(&Mention {
                quote,
                sentence: if last == 0 { mention.sentence } else { quote },
                before: if at == 0 { mention.before } else { "" },
                after: if at == last { mention.after } else { "" },
            })
        })
        .collect()
}

/// Splits where a sentence ends: at full stops before a space, not in numbers.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', ';', '?', '!'])
        .flat_map(|line| line.split(". "))
        .filter(|part| part.contains(char::is_alphanumeric))
}

/// The places of a phrase that name the condition, and with how many words.
fn spots<'c>(phrase: &Wording<'c>, named: &Names) -> Vec<(usize, Wording<'c>)> {
    let quote = phrase.quote();
    let mut clusters: Vec<(usize, usize, usize)> = Vec::new();
    for (at, word) in quote.iter().enumerate() {
        if !named.by(word) {
            continue;
        }
        match clusters.last_mut() {
            Some((_, end, names)) if joined(quote.get(*end..at).unwrap_or_default()) => {
                *end = at + 1;
                *names += 1;
            }
            _ => clusters.push((at, at + 1, 1)),
        }
    }
    clusters
        .into_iter()
        .map(|(from, to, names)| (names, phrase.narrowed(clause(quote, from), to)))
        .collect()
}

fn joined(between: &[&str]) -> bool {
    let ends = |word: &&str| bounds(word) || is_any(word, &["on", "by", "per", "via"]);
    between.len() <= GAP && !between.iter().any(ends)
}

/// Where the clause begins that the condition at `from` stands in.
fn clause(quote: &[&str], from: usize) -> usize {
    let before = quote.get(..from).unwrap_or_default();
    before
        .iter()
        .rposition(|word| bounds(word))
        .map_or(0, |at| at + 1)
}

fn bounds(word: &str) -> bool {
    matches!(word, "," | ":" | "(" | ")") || is_any(word, BOUNDS)
}

/// What names a condition.
struct Names {
    key: u64,
    stems: Vec<String>,
}

impl Names {
    fn of(diagnosis: &Diagnosis<'_>) -> Self {
        Self {
            key: diagnosis.key,
            stems: stems(&terms(diagnosis)),
        }
    }

    fn by(&self, word: &str) -> bool {
        let stem = super::stem(word);
        stem.is_some_and(|stem| self.stems.contains(&stem))
            || abbreviations::stands_for(word, self.key)
    }
}

/// Parts titles into what the patient has and what not: `without complications`
/// documents such a code, and denies nothing of it.
pub(in crate::rules) const LACKING: &str = "without";

/// The titles of a code and its headers, and the conditions that they cover, as
/// far as they say what the patient has.
pub(in crate::rules) fn terms<'c>(diagnosis: &Diagnosis<'c>) -> Vec<&'c str> {
    std::iter::successors(diagnosis.entry, CmEntry::parent)
        .flat_map(|entry| {
            let covered = entry.notes().filter_map(|(kind, text)| {
                matches!(kind, NoteKind::Inclusion | NoteKind::Includes).then_some(text)
            });
            std::iter::once(entry.title()).chain(covered)
        })
        .map(|term| term.split_once(LACKING).map_or(term, |(has, _)| has))
        .collect()
}

/// The quotes of a diagnosis as they are.
pub(super) fn whole<'c>(diagnosis: &Diagnosis<'c>) -> Vec<Wording<'c>> {
    let wordings = diagnosis.mentions.iter().map(Wording::of);
    wordings
        .filter(|wording| !wording.quote().is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &'static str, titles: &[&str], key: u64) -> Vec<String> {
        let mention = Mention {
            quote: text,
            sentence: text,
            before: "",
            after: "",
        };
        let named = Names {
            key,
            stems: stems(titles),
        };
        let places = places(&mention, &named);
        places.iter().map(|w| w.quote().join(" ")).collect()
    }

    #[test]
    fn a_quote_is_cut_down_to_the_clause_that_names_the_condition() {
        let embolism = ["Other pulmonary embolism"];
        for (text, spot) in [
            (
                "Pulmonary embolism was ruled out by CT",
                "Pulmonary embolism",
            ),
            ("CHF, no pulmonary embolism seen", "no pulmonary embolism"),
            (
                "No DVT. Pulmonary embolism on CT pulmonary angiogram",
                "Pulmonary embolism",
            ),
            ("No clot seen; CT clear", "No clot seen"),
        ] {
            assert_eq!(
                cut(text, &embolism, 0).first().map(String::as_str),
                Some(spot)
            );
        }
    }

    #[test]
    fn decimals_end_no_sentence() {
        let parts: Vec<&str> = sentences("Potassium 5.9. Hyperkalemia; treated").collect();
        assert_eq!(parts, ["Potassium 5.9", "Hyperkalemia", " treated"]);
    }
}
