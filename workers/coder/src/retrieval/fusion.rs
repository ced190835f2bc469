//! Many ranked lists to one, by reciprocal ranks.
//!
//! The scores of different searches do not compare, their ranks do: each list
//! gives its code at rank r the weight w / (60 + r), and a code's weights are
//! summed (Cormack, Clarke and Büttcher, SIGIR 2009; 60 is their constant).
//! A list of far lesser worth would displace good codes that way: it seconds
//! what the others found, and adds its own behind their first.

use chartfleet_model::Icd10CmCode;
use rustc_hash::FxHashMap;

/// Damps the lead of the first ranks.
const CONSTANT: f32 = 60.0;

/// How far a seconding list moves the code that it has first: this share of its
/// score.
const SECONDED: f32 = 0.2;
/// At this rank it moves a code half as far.
const SECONDED_HALF: f32 = 10.0;
/// What only a seconding list has stands as if the main list had it at this
/// rank, and each further code so many ranks behind: there the main list's own
/// codes are as seldom right.
const OWN_FROM: f32 = 80.0;
const OWN_STEP: f32 = 3.0;

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

    /// Lets a list, best first, second what the lists before it found.
    pub(super) fn second(&mut self, source: Source, ranked: impl Iterator<Item = &'c Icd10CmCode>) {
        let mut own = OWN_FROM;
        for (rank, code) in (1u16..).zip(ranked) {
            let is_new = !self.0.contains_key(code);
            let (score, sources) = self.0.entry(code).or_default();
            if is_new {
                *score = 1.0 / (CONSTANT + own);
                own += OWN_STEP;
            } else if !sources.contains(source) {
                let share = SECONDED * SECONDED_HALF / (SECONDED_HALF + f32::from(rank));
                *score *= 1.0 + share;
            }
            sources.0 |= source as u8;
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
    fn a_seconding_list_reorders_and_adds_its_own_behind_the_first() {
        let main: Vec<String> = (0..130)
            .map(|n| format!("S{:02}.{}", n / 10, n % 10))
            .collect();
        let main = codes(&main.iter().map(String::as_str).collect::<Vec<_>>());
        let near = codes(&["I10", "S01.2", "J18.9"]);
        let mut fusion = Fusion::default();
        fusion.add(Source::Lexical, 1.0, main.iter());
        fusion.second(Source::Dense, near.iter());
        let order = order(fusion, |_| 0.0);
        let place = |code: &str| order.iter().position(|other| other == code).unwrap();
        assert!(place("S01.2") < 12, "seconded");
        assert_eq!(place("S00.0"), 0);
        assert!((78..84).contains(&place("I10")), "{}", place("I10"));
        assert!(place("J18.9") > place("I10"));
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
