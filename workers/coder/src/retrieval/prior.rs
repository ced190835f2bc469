//! How usual a code is at a facility, by the codes that its coders accepted.

use chartfleet_model::Icd10CmCode;
use rustc_hash::FxHashMap;
use sha2::{Digest as _, Sha256};

/// Fewer accepted codes than this say little about a facility's habits; the
/// fewer, the less they weigh.
const ENOUGH: f32 = 500.0;

/// Bytes of the version that are shown.
const VERSION_BYTES: usize = 6;

/// Each facility's accepted codes.
#[derive(Clone, Debug, Default)]
pub struct Prior {
    facilities: FxHashMap<String, Habits>,
    version: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct Habits {
    /// Natural logarithm of one more than the count, by code.
    usual: FxHashMap<Icd10CmCode, f32>,
    most: f32,
    trust: f32,
}

impl Prior {
    /// From (code, how often accepted) of each facility. A code given twice is
    /// counted together.
    #[must_use]
    pub fn new(accepted: impl IntoIterator<Item = (String, Vec<(Icd10CmCode, u32)>)>) -> Self {
        let mut facilities: FxHashMap<String, FxHashMap<Icd10CmCode, u32>> = FxHashMap::default();
        for (facility, counts) in accepted {
            let known = facilities.entry(facility).or_default();
            for (code, count) in counts {
                let sum = known.entry(code).or_default();
                *sum = sum.saturating_add(count);
            }
        }
        let version = version(&facilities);
        let habits = |(facility, counts)| (facility, Habits::new(counts));
        Self {
            facilities: facilities.into_iter().map(habits).collect(),
            version,
        }
    }

    /// A short hash over what was learnt, the same for the same counts; `None`
    /// where nothing was.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.version.as_deref()
    }

    /// From 0 (never accepted here, or nothing known of the facility) to 1 (its
    /// most usual code): the smoothed logarithm of the count, less where few
    /// codes are known.
    #[must_use]
    pub fn of(&self, facility: &str, code: &Icd10CmCode) -> f32 {
        self.facilities
            .get(facility)
            .map_or(0.0, |habits| habits.of(code))
    }
}

fn version(facilities: &FxHashMap<String, FxHashMap<Icd10CmCode, u32>>) -> Option<String> {
    let of_facility = |(facility, counts): (&String, &FxHashMap<Icd10CmCode, u32>)| {
        let row = |(code, count): (&Icd10CmCode, &u32)| (facility.clone(), code.clone(), *count);
        counts.iter().map(row).collect::<Vec<_>>()
    };
    let mut rows: Vec<_> = facilities.iter().flat_map(of_facility).collect();
    rows.sort_unstable();
    let mut hash = Sha256::new();
    for (facility, code, count) in &rows {
        for part in [facility.as_str(), code.as_str()] {
            hash.update(part);
            hash.update([0]);
        }
        hash.update(count.to_le_bytes());
    }
    let digest = hash.finalize();
    let shown = digest.iter().take(VERSION_BYTES);
    (!rows.is_empty()).then(|| shown.map(|byte| format!("{byte:02x}")).collect())
}

impl Habits {
    #[expect(clippy::cast_precision_loss, reason = "a weight needs no 24th bit")]
    fn new(counts: FxHashMap<Icd10CmCode, u32>) -> Self {
        let total: f32 = counts.values().map(|count| *count as f32).sum();
        let usual: FxHashMap<_, _> = counts
            .into_iter()
            .map(|(code, count)| (code, (count as f32).ln_1p()))
            .collect();
        Self {
            most: usual.values().copied().fold(0.0, f32::max),
            trust: total / (total + ENOUGH),
            usual,
        }
    }

    fn of(&self, code: &Icd10CmCode) -> f32 {
        match self.usual.get(code) {
            Some(usual) if self.most > 0.0 => self.trust * usual / self.most,
            _ => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Icd10CmCode {
        text.parse().unwrap()
    }

    fn prior(facility: &str, counts: &[(&str, u32)]) -> Prior {
        let counts = counts.iter().map(|(text, count)| (code(text), *count));
        Prior::new([(facility.to_owned(), counts.collect())])
    }

    #[test]
    fn the_more_often_accepted_the_more_usual_and_each_facility_for_itself() {
        let prior = prior("north", &[("I10", 900), ("E11.9", 90), ("J18.9", 0)]);
        let of = |facility, text| prior.of(facility, &code(text));
        assert!(of("north", "I10") > of("north", "E11.9"));
        assert!(of("north", "E11.9") > 0.0 && of("north", "I10") < 1.0);
        for (facility, text) in [("north", "J18.9"), ("north", "A41.9"), ("south", "I10")] {
            assert!(of(facility, text).abs() < f32::EPSILON, "{facility} {text}");
        }
    }

    #[test]
    fn equal_counts_have_one_version_and_none_has_none() {
        let counts = [("I10", 900), ("E11.9", 90)];
        let reversed = [("E11.9", 90), ("I10", 450), ("I10", 450)];
        let known = prior("north", &counts);
        assert_eq!(known.version(), prior("north", &reversed).version());
        for other in [prior("south", &counts), prior("north", &[("I10", 900)])] {
            assert_ne!(known.version(), other.version());
        }
        assert_eq!(Prior::default().version(), None);
    }

    #[test]
    fn few_decisions_weigh_less_than_many() {
        let (few, many) = (
            prior("north", &[("I10", 3)]),
            prior("north", &[("I10", 3_000)]),
        );
        assert!(few.of("north", &code("I10")) < many.of("north", &code("I10")) / 10.0);
    }
}
