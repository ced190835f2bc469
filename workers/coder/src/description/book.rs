//! A dictionary of official wordings: the comparator that knows the answers.
//!
//! A description that is a wording of the book gives that wording's code. Any
//! other gives the code of the wording most like it: the share of words that
//! both have, each word weighing the more the rarer it is (a weighted Dice
//! coefficient). The book can leave out sources, so that it is not asked what
//! it holds.

use chartfleet_codes::{CodeTables, TermSource};
use chartfleet_model::{CodeSystem, Icd10PcsCode};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// Wordings of the codes that may be billed on a day.
#[derive(Debug, Default)]
pub struct DescriptionBook {
    codes: Vec<String>,
    wordings: Vec<Wording>,
    exact: FxHashMap<String, u32>,
    /// The wordings that hold a word, ascending.
    holding: FxHashMap<String, Vec<u32>>,
}

#[derive(Debug)]
struct Wording {
    code: u32,
    /// What its words weigh together.
    weight: f32,
}

impl DescriptionBook {
    /// The wordings of these sources; ICD-10-PCS has titles alone, and needs
    /// the site's tables or titles. A second or two of CPU.
    #[must_use]
    pub fn build(
        tables: &CodeTables,
        system: CodeSystem,
        sources: &[TermSource],
        on: Date,
    ) -> Self {
        let mut book = Self::default();
        match system {
            CodeSystem::Icd10Cm => book.add_diagnoses(tables, sources, on),
            CodeSystem::Icd10Pcs if sources.contains(&TermSource::Title) => {
                for (code, title) in procedures(tables, on) {
                    book.add(code.as_str(), &title);
                }
            }
            CodeSystem::Icd10Pcs | CodeSystem::Cpt | CodeSystem::Hcpcs => {}
        }
        book.weigh();
        book
    }

    /// The code of a description, or of the wording most like it; `None`
    /// where no wording shares a word with it.
    #[must_use]
    pub fn look_up(&self, description: &str) -> Option<&str> {
        let words = words(description);
        let known = self.exact.get(&words.join(" "));
        let best = known.copied().or_else(|| self.nearest(words))?;
        let code = self.wordings.get(best as usize)?.code;
        self.codes.get(code as usize).map(String::as_str)
    }

    fn add_diagnoses(&mut self, tables: &CodeTables, sources: &[TermSource], on: Date) {
        // Titles before inclusion terms before the index: of the same words
        // the first stands.
        let mut terms: Vec<_> = tables
            .terms()
            .filter(|term| sources.contains(&term.source))
            .filter(|term| {
                let entry = tables.cm_text(term.code);
                entry.is_some_and(|entry| entry.billable(on))
            })
            .collect();
        terms.sort_by_key(|term| term.source);
        for term in terms {
            self.add(term.code, term.text);
        }
    }

    fn add(&mut self, code: &str, text: &str) {
        let mut words = words(text);
        let Ok(number) = u32::try_from(self.wordings.len()) else {
            return;
        };
        self.exact.entry(words.join(" ")).or_insert(number);
        words.sort_unstable();
        words.dedup();
        for word in words {
            self.holding.entry(word).or_default().push(number);
        }
        if self.codes.last().is_none_or(|last| last != code) {
            self.codes.push(code.to_owned());
        }
        let code = u32::try_from(self.codes.len().saturating_sub(1)).unwrap_or(u32::MAX);
        self.wordings.push(Wording { code, weight: 0.0 });
    }

    fn weigh(&mut self) {
        let all = self.wordings.len();
        for holding in self.holding.values() {
            let weight = rarity(holding.len(), all);
            for &number in holding {
                if let Some(wording) = self.wordings.get_mut(number as usize) {
                    wording.weight += weight;
                }
            }
        }
    }

    fn nearest(&self, mut words: Vec<String>) -> Option<u32> {
        words.sort_unstable();
        words.dedup();
        let mut shared: FxHashMap<u32, f32> = FxHashMap::default();
        let mut weight = 0.0;
        for word in &words {
            let holding = self.holding.get(word).map_or(&[][..], Vec::as_slice);
            let rarity = rarity(holding.len(), self.wordings.len());
            weight += rarity;
            for &number in holding {
                *shared.entry(number).or_default() += rarity;
            }
        }
        let likeness = |(number, shared): (u32, f32)| {
            let other = self.wordings.get(number as usize)?.weight;
            Some((
                number,
                2.0 * shared / (weight + other).max(f32::MIN_POSITIVE),
            ))
        };
        let best = shared.into_iter().filter_map(likeness);
        let best = best.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        best.map(|(number, _)| number)
    }
}

/// The procedure codes that may be billed on a day, with their titles.
pub fn procedures(tables: &CodeTables, on: Date) -> impl Iterator<Item = (Icd10PcsCode, String)> {
    let codes = tables.pcs_tables().into_iter();
    codes.flat_map(|pcs| pcs.codes()).filter_map(move |code| {
        let periods = tables.pcs(&code)?;
        let valid = periods.iter().any(|period| period.covers(on));
        let title = valid.then(|| tables.pcs_title(&code))??;
        Some((code, title))
    })
}

/// What a word weighs that so many of all wordings hold.
fn rarity(holding: usize, all: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^24")]
    let (holding, all) = (holding as f32, all as f32);
    (1.0 + all / (holding + 1.0)).ln()
}

/// The words in lower case; what stands between them says nothing.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn book() -> DescriptionBook {
        let mut book = DescriptionBook::default();
        for (code, text) in [
            ("I10", "Essential (primary) hypertension"),
            ("I10", "High blood pressure"),
            ("J18.9", "Pneumonia, unspecified organism"),
            ("J18.1", "Lobar pneumonia, unspecified organism"),
            ("Q12.0", "Congenital cataract"),
        ] {
            book.add(code, text);
        }
        book.weigh();
        book
    }

    #[test]
    fn a_wording_of_the_book_gives_its_code_whatever_stands_between_its_words() {
        let book = book();
        assert_eq!(book.look_up("essential primary HYPERTENSION"), Some("I10"));
        assert_eq!(
            book.look_up("Pneumonia unspecified organism"),
            Some("J18.9")
        );
        assert_eq!(book.wordings.len(), 5);
    }

    #[test]
    fn another_wording_gives_the_code_of_the_one_most_like_it() {
        let book = book();
        assert_eq!(book.look_up("Lobar pneumonia"), Some("J18.1"));
        assert_eq!(book.look_up("cataract of the newborn"), Some("Q12.0"));
        assert_eq!(book.look_up("blood pressure, high"), Some("I10"));
        assert_eq!(book.look_up("gout"), None);
    }
}
