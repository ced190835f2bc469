//! CPT and HCPCS codes by the wording of the site's own files, whose
//! descriptions stay the site's: none is part of the program.
//!
//! A code is offered where a clause says much of what its description says,
//! rare words weighing more (inverse frequency, as in BM25), and coded where a
//! clause about procedures says all of it.

use chartfleet_codes::CodeTables;
use chartfleet_model::{Code, CodeSystem};
use rustc_hash::FxHashMap;

use super::words::Clause;
use crate::lexical::fold::{fold, stem};

/// The least share of a description's weight that a clause says.
const LEAST: f32 = 0.55;
/// A description shorter than this is too easily said.
const LEAST_WORDS: usize = 2;
/// Words in more descriptions than this find none by themselves.
const COMMON: usize = 400;

/// The site's descriptions.
#[derive(Debug, Default)]
pub(super) struct Services {
    codes: Vec<Code>,
    /// The weight of each description, all its words together.
    weights: Vec<f32>,
    /// By stem.
    words: FxHashMap<String, Word>,
}

/// A word's weight, and the descriptions that have it.
type Word = (f32, Vec<u32>);

/// A code whose description a clause says.
#[derive(Clone, Debug)]
pub(super) struct Said<'s> {
    pub(super) code: &'s Code,
    /// The share of the description that is said.
    pub(super) share: f32,
    /// The place of its rarest word among what the clause says.
    pub(super) place: usize,
}

impl Services {
    /// Those of the imported files.
    pub(super) fn of(tables: &CodeTables) -> Self {
        let mut services = Self::default();
        let mut described: Vec<Vec<String>> = Vec::new();
        let files = [CodeSystem::Cpt, CodeSystem::Hcpcs].into_iter();
        for (code, title) in files.flat_map(|system| tables.services(system)) {
            let words = title.split(|c: char| !c.is_alphanumeric()).map(fold);
            let mut words: Vec<String> = words.filter_map(|word| telling(&word)).collect();
            words.sort_unstable();
            words.dedup();
            if words.len() >= LEAST_WORDS {
                services.codes.push(code);
                described.push(words);
            }
        }
        for (number, words) in (0_u32..).zip(&described) {
            for word in words {
                let known = services.words.entry(word.clone()).or_default();
                known.1.push(number);
            }
        }
        let all = float(described.len());
        for (weight, having) in services.words.values_mut() {
            *weight = (1.0 + all / float(having.len())).ln();
        }
        let weight = |word: &String| services.words.get(word).map_or(0.0, |(weight, _)| *weight);
        services.weights = described
            .iter()
            .map(|words| words.iter().map(weight).sum())
            .collect();
        services
    }

    /// The codes that a clause says, best first.
    pub(super) fn said_in(&self, clause: &Clause) -> Vec<Said<'_>> {
        if self.codes.is_empty() {
            return Vec::new();
        }
        let known = self.known_in(clause);
        let mut said: FxHashMap<u32, f32> = FxHashMap::default();
        for (_, (weight, having)) in known.iter().filter(|(_, word)| word.1.len() <= COMMON) {
            for number in having {
                *said.entry(*number).or_default() += weight;
            }
        }
        for (_, (weight, having)) in known.iter().filter(|(_, word)| word.1.len() > COMMON) {
            for (number, sum) in &mut said {
                if having.binary_search(number).is_ok() {
                    *sum += weight;
                }
            }
        }
        let shares = said.into_iter().filter_map(|(number, sum)| {
            let share = sum / self.weights.get(number as usize)?;
            if share < LEAST {
                return None;
            }
            let code = self.codes.get(number as usize)?;
            let its = known
                .iter()
                .filter(|(_, word)| word.1.binary_search(&number).is_ok());
            let rarest = its.max_by(|(_, one), (_, other)| one.0.total_cmp(&other.0));
            let place = rarest.map_or(0, |(place, _)| *place);
            Some(Said { code, share, place })
        });
        let mut shares: Vec<Said<'_>> = shares.collect();
        shares.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.code.cmp(b.code)));
        shares
    }

    /// The words of a clause that descriptions use, each once, at its first
    /// place.
    fn known_in(&self, clause: &Clause) -> Vec<(usize, &Word)> {
        let said = clause.said.iter().enumerate();
        let mut words: Vec<(String, usize)> = said
            .filter_map(|(place, word)| Some((telling(word)?, place)))
            .collect();
        words.sort_unstable();
        words.dedup_by(|(later, _), (first, _)| later == first);
        let known = words
            .iter()
            .map(|(word, place)| Some((*place, self.words.get(word)?)));
        known.flatten().collect()
    }
}

/// The stem of a word; `None` of those that join.
fn telling(word: &str) -> Option<String> {
    let joins = ["the", "and", "for", "per", "with", "each"].contains(&word);
    let tells = word.len() > 2 || word.parse::<u32>().is_ok();
    (tells && !joins).then(|| stem(word))
}

fn float(count: usize) -> f32 {
    // Site files have thousands of codes, all of them exact here.
    f32::from(u16::try_from(count).unwrap_or(u16::MAX))
}
