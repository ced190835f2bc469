//! The code of a finding in the code set of another year.
//!
//! The wordings are those of the installed tabular list, but a chart is coded
//! by the code set of its own date. Revisions split codes: what is R51.9 today
//! was R51 before October 2020. A code that was not yet billed on a day gives
//! way to the code above it that was, or to the one above it left open
//! (depression without more was F32.9 before F32.A came). Periods are those of
//! the tables, from the Medicare Code Editor's master list.

use chartfleet_codes::{CmEntry, CodeTables, Validity};
use chartfleet_model::{EncounterClass, Icd10CmCode};
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::terms::CodeId;
use super::{Candidate, ChartHit, LexicalHit, Lexicon};
use crate::record::Record;

/// What a code was billed as while it was not billed itself.
#[derive(Debug)]
struct Former {
    period: Validity,
    code: Icd10CmCode,
}

/// The codes whose edition matters.
#[derive(Debug, Default)]
pub(super) struct Editions {
    /// For each code that was not always billed: when it is, and what stood
    /// for it before.
    changed: FxHashMap<CodeId, (Vec<Validity>, Vec<Former>)>,
}

impl Editions {
    /// Reads the periods of the codes, in the order of their numbers.
    pub(super) fn new(tables: &CodeTables, codes: &[Icd10CmCode]) -> Self {
        let entries: Vec<_> = codes.iter().map(|code| tables.cm(code)).collect();
        let first = |entry: &CmEntry<'_>| entry.validity().first().map(|period| period.from);
        let Some(oldest) = entries.iter().flatten().filter_map(first).min() else {
            return Self::default();
        };
        let mut changed = FxHashMap::default();
        for (at, entry) in entries.into_iter().enumerate() {
            let Some(entry) = entry else { continue };
            let own = entry.validity();
            let always = own.iter().any(|p| p.from == oldest && p.to.is_none());
            if !always {
                changed.insert(CodeId::new(at), (own, former(&entry)));
            }
        }
        Self { changed }
    }
}

/// Billed codes above, nearest first; then those that a code above leaves open.
fn former(entry: &CmEntry<'_>) -> Vec<Former> {
    let above: Vec<_> = std::iter::successors(entry.parent(), CmEntry::parent).collect();
    let open = above.iter().flat_map(|header| {
        let unspecified = |child: &CmEntry<'_>| {
            let title = child.title().to_lowercase();
            child.code().ends_with('9') && title.contains("unspecified")
        };
        header.children().filter(unspecified).collect::<Vec<_>>()
    });
    let mut former = Vec::new();
    for entry in above.iter().copied().chain(open) {
        let Ok(code) = entry.code().parse::<Icd10CmCode>() else {
            continue;
        };
        former.extend(entry.validity().into_iter().map(|period| Former {
            period,
            code: code.clone(),
        }));
    }
    former
}

fn covers(period: &Validity, on: Date) -> bool {
    period.from <= on && period.to.is_none_or(|to| on <= to)
}

impl Lexicon {
    /// Whether the code is one that the lexicon may name.
    pub(crate) fn knows(&self, code: &Icd10CmCode) -> bool {
        self.codes.binary_search(code).is_ok()
    }

    /// The code that says on a day what `code` says in the installed tabular
    /// list: mostly itself, and always where no wording of the lexicon leads to
    /// it, as with most seventh characters. `None` where nothing said it on that
    /// day.
    #[must_use]
    pub fn billed_on<'l>(&'l self, code: &'l Icd10CmCode, on: Date) -> Option<&'l Icd10CmCode> {
        let changed = self.codes.binary_search(code).ok();
        let changed = changed.and_then(|at| self.editions.changed.get(&CodeId::new(at)));
        let Some((own, former)) = changed else {
            return Some(code);
        };
        if own.iter().any(|period| covers(period, on)) {
            return Some(code);
        }
        let former = former.iter().find(|former| covers(&former.period, on));
        former.map(|former| &former.code)
    }

    /// As [`Lexicon::suggest`], in the code set of a day.
    #[must_use]
    pub fn suggest_on(&self, text: &str, on: Date) -> Vec<LexicalHit<'_>> {
        let mut met = FxHashSet::default();
        let mut hits = self.suggest(text);
        hits.retain_mut(|hit| match self.billed_on(hit.code, on) {
            Some(code) => {
                hit.code = code;
                met.insert(code)
            }
            None => false,
        });
        hits
    }

    /// As [`Lexicon::suggest_record`], in the code set of a day.
    #[must_use]
    pub fn suggest_record_on(
        &self,
        record: &Record<'_>,
        class: EncounterClass,
        on: Date,
    ) -> Vec<ChartHit<'_>> {
        let mut met = FxHashSet::default();
        let mut hits = self.suggest_record(record, class);
        hits.retain_mut(|found| match self.billed_on(found.hit.code, on) {
            Some(code) => {
                found.hit.code = code;
                met.insert(code)
            }
            None => false,
        });
        hits
    }

    /// As [`Lexicon::candidates`], in the code set of a day.
    #[must_use]
    pub fn candidates_on(&self, text: &str, limit: usize, on: Date) -> Vec<Candidate<'_>> {
        let mut met = FxHashSet::default();
        let mut candidates = self.candidates(text, limit + limit / 2);
        candidates.retain_mut(|candidate| match self.billed_on(candidate.code, on) {
            Some(code) => {
                candidate.code = code;
                met.insert(code)
            }
            None => false,
        });
        candidates.truncate(limit);
        candidates
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexical::tests::lexicon;

    fn code(text: &str) -> Icd10CmCode {
        text.parse().unwrap()
    }

    fn period(from: &str, to: Option<&str>) -> Validity {
        Validity {
            from: from.parse().unwrap(),
            to: to.map(|to| to.parse().unwrap()),
        }
    }

    /// As if J45.40 were split off J45.4 in 2020, and J45.4 were as old as 2015.
    fn split() -> Lexicon {
        let mut lexicon = lexicon();
        let at = lexicon.codes.binary_search(&code("J45.40")).unwrap();
        let former = Former {
            period: period("2015-10-01", Some("2020-09-30")),
            code: code("J45.4"),
        };
        let own = vec![period("2020-10-01", None)];
        let changed = [(CodeId::new(at), (own, vec![former]))];
        lexicon.editions = Editions {
            changed: changed.into_iter().collect(),
        };
        lexicon
    }

    fn suggested(on: &str) -> Vec<String> {
        let lexicon = split();
        let note = "Moderate persistent asthma. Hypertension.";
        let hits = lexicon.suggest_on(note, on.parse().unwrap());
        hits.iter().map(|hit| hit.code.to_string()).collect()
    }

    #[test]
    fn a_note_is_coded_in_the_code_set_of_its_day() {
        assert_eq!(suggested("2020-09-30"), ["J45.4", "I10"]);
        assert_eq!(suggested("2020-10-01"), ["J45.40", "I10"]);
    }

    #[test]
    fn what_nothing_said_on_that_day_is_not_suggested() {
        assert_eq!(suggested("2015-09-30"), ["I10"]);
    }

    #[test]
    fn a_code_without_a_wording_stands_for_itself() {
        let subsequent = code("S52.501D");
        let billed = split();
        let billed = billed.billed_on(&subsequent, "2020-09-30".parse().unwrap());
        assert_eq!(billed, Some(&subsequent));
    }

    #[test]
    fn candidates_are_of_that_day_too_and_each_is_there_once() {
        let lexicon = split();
        let on = "2019-01-01".parse().unwrap();
        let found = lexicon.candidates_on("Moderate persistent asthma.", 50, on);
        let codes: Vec<&str> = found.iter().map(|found| found.code.as_str()).collect();
        assert_eq!(codes.first(), Some(&"J45.4"));
        assert!(!codes.contains(&"J45.40"));
        assert_eq!(codes.iter().filter(|code| **code == "J45.4").count(), 1);
    }
}
