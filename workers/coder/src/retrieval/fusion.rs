//! Many ranked lists to one, by reciprocal ranks.
//!
//! The scores of different searches do not compare, their ranks do: each list
//! gives its code at rank r the weight w / (60 + r), and a code's weights are
//! summed (Cormack, Clarke and Büttcher, SIGIR 2009; 60 is their constant).

use chartfleet_model::Icd10CmCode;
use rustc_hash::FxHashMap;

/// Damps the lead of the first ranks.
const CONSTANT: f32 = 60.0;

/// How much a facility's habit may move a code: at most this share of its
/// score.
const HABIT: f32 = 0.3;

/// What finds candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Wordings of the tables in the text.
    Lexical = 1,
    /// A drug, finding, device or operation that leads to the code.
    Link = 2,
    /// A title of like meaning.
    Dense = 4,
}

/// A set of [`Source`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sources(u8);

impl Sources {
    /// One source.
    pub(super) const fn of(source: Source) -> Self {
        Self(source as u8)
    }

    /// Whether the source is among them.
    #[must_use]
    pub const fn contains(self, source: Source) -> bool {
        self.0 & source as u8 != 0
    }
}

/// A code and what the lists say of it together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fused<'c> {
    pub(super) code: &'c Icd10CmCode,
    pub(super) score: f32,
    pub(super) sources: Sources,
}

/// The lists so far.
#[derive(Debug, Default)]
pub(super) struct Fusion<'c>(FxHashMap<&'c Icd10CmCode, (f32, Sources)>);

impl<'c> Fusion<'c> {
    /// Adds a list, best first.
    pub(super) fn add(
        &mut self,
        source: Source,
        weight: f32,
        ranked: impl Iterator<Item = &'c Icd10CmCode>,
    ) {
        for (rank, code) in (1u16..).zip(ranked) {
            let (score, sources) = self.0.entry(code).or_default();
            if !sources.contains(source) {
                *score += weight / (CONSTANT + f32::from(rank));
                sources.0 |= source as u8;
            }
        }
    }

    /// All codes, best first, equal ones in code order. `habit` tells from 0 to
    /// 1 how usual a code is.
    pub(super) fn ranked(self, habit: impl Fn(&Icd10CmCode) -> f32) -> Vec<Fused<'c>> {
        let fused = |(code, (score, sources))| Fused {
            code,
            score: score * HABIT.mul_add(habit(code), 1.0),
            sources,
        };
        let mut ranked: Vec<Fused<'c>> = self.0.into_iter().map(fused).collect();
        ranked.sort_unstable_by(|a, b| b.score.total_cmp(&a.score).then(a.code.cmp(b.code)));
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(texts: &[&str]) -> Vec<Icd10CmCode> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn order(fusion: Fusion<'_>, habit: impl Fn(&Icd10CmCode) -> f32) -> Vec<String> {
        let ranked = fusion.ranked(habit);
        ranked.iter().map(|fused| fused.code.to_string()).collect()
    }

    #[test]
    fn what_two_lists_find_stands_before_what_one_finds() {
        let (a, b) = (
            codes(&["I10", "E11.9", "N18.9"]),
            codes(&["N18.9", "J18.9"]),
        );
        let mut fusion = Fusion::default();
        fusion.add(Source::Lexical, 1.0, a.iter());
        fusion.add(Source::Link, 0.5, b.iter());
        assert_eq!(order(fusion, |_| 0.0), ["N18.9", "I10", "E11.9", "J18.9"]);
    }

    #[test]
    fn a_habit_reorders_and_introduces_nothing() {
        let a = codes(&["I10", "E11.9"]);
        let mut fusion = Fusion::default();
        fusion.add(Source::Lexical, 1.0, a.iter());
        let habit = |code: &Icd10CmCode| f32::from(u8::from(code.as_str() != "I10"));
        assert_eq!(order(fusion, habit), ["E11.9", "I10"]);
    }

    #[test]
    fn a_list_counts_a_code_once_and_says_that_it_found_it() {
        let a = codes(&["I10", "I10"]);
        let mut fusion = Fusion::default();
        fusion.add(Source::Dense, 1.0, a.iter());
        let ranked = fusion.ranked(|_| 0.0);
        let [only] = ranked.as_slice() else {
            panic!("one code")
        };
        assert!((only.score - 1.0 / 61.0).abs() < 1e-6);
        assert!(only.sources.contains(Source::Dense));
        assert!(!only.sources.contains(Source::Lexical));
    }
}
