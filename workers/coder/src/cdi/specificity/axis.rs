//! An unspecified diagnosis, what the record must hold for more to be asked,
//! and the answers.

use chartfleet_model::{ClaimDiagnosis, Gap, GapKind};

use super::AXES;
use crate::cdi::facts::{Analyte, DiagnosisClass};
use crate::cdi::query::{Draft, begins};
use crate::cdi::words::{Lowered, mentioned, said, spans};
use crate::cdi::{Check, Look};

/// Mentions of one kind that a query shows.
const MOST_OF_A_KIND: usize = 2;

/// One unspecified diagnosis.
pub(super) struct Axis {
    pub(super) check: Check,
    /// What the query is about.
    pub(super) topic: &'static str,
    /// How the diagnosis is called beside its words.
    pub(super) diagnosis: &'static str,
    /// The query's question.
    pub(super) question: &'static str,
    /// Beginnings of codes on the claim that answer it already.
    pub(super) settled: &'static [&'static str],
    /// Words that prompt it.
    pub(super) words: &'static [Words],
    /// How many kinds of them the record must hold.
    pub(super) needs: usize,
    /// The codes in question, with the answers to each.
    pub(super) cases: &'static [Case],
    /// Whether it is asked of inpatients alone.
    pub(super) inpatient: bool,
    /// What a provider answers it with, affirmed or ruled out.
    pub(super) answered: Option<DiagnosisClass>,
}

/// Words of one kind.
pub(super) struct Words {
    /// What kind of fact.
    pub(super) label: &'static str,
    /// In lower case; see [`crate::cdi::words::mentioned`].
    pub(super) phrases: &'static [&'static str],
}

/// A code in question.
pub(super) struct Case {
    /// Beginnings of the code.
    pub(super) now: &'static [&'static str],
    /// The answers.
    pub(super) answers: &'static [Answer],
}

/// One answer.
pub(super) struct Answer {
    text: &'static str,
    codes: &'static [&'static str],
    /// Whether the code in question stays, behind them.
    keeps: bool,
    /// Whether it takes the code in question from the claim.
    removes: bool,
    /// Beginnings of codes of which the claim must hold one; empty where the
    /// answer is always reasonable.
    claims: &'static [&'static str],
    /// Words of which the record must hold one.
    says: &'static [&'static str],
    /// Words of which the record must hold none.
    lacks: &'static [&'static str],
    /// Between which values the last measurement must lie, where there is one.
    measures: Option<(Analyte, f64, f64)>,
    /// Words that, denied by the record, rule the answer out.
    denied: &'static [&'static str],
}

impl Answer {
    /// An answer that the diagnosis alone makes reasonable.
    pub(super) const fn new(text: &'static str, codes: &'static [&'static str]) -> Self {
        Self {
            text,
            codes,
            keeps: false,
            removes: false,
            claims: &[],
            says: &[],
            lacks: &[],
            measures: None,
            denied: &[],
        }
    }

    /// An answer that leaves the diagnosis as it is coded.
    pub(super) const fn as_coded(text: &'static str) -> Self {
        Self::new(text, &[]).beside_it()
    }

    /// An answer that takes the diagnosis from the claim.
    pub(super) const fn removal(text: &'static str) -> Self {
        let mut answer = Self::new(text, &[]);
        answer.removes = true;
        answer
    }

    /// Its codes stand beside the one in question, whichever of the case that
    /// is.
    pub(super) const fn beside_it(mut self) -> Self {
        self.keeps = true;
        self
    }

    /// Reasonable where the claim holds such a code.
    pub(super) const fn if_claimed(mut self, claims: &'static [&'static str]) -> Self {
        self.claims = claims;
        self
    }

    /// Reasonable where the record says so.
    pub(super) const fn if_said(mut self, says: &'static [&'static str]) -> Self {
        self.says = says;
        self
    }

    /// Reasonable unless the record says so.
    pub(super) const fn unless_said(mut self, lacks: &'static [&'static str]) -> Self {
        self.lacks = lacks;
        self
    }

    /// Reasonable where the last value, if any, lies from `least` to `most`.
    pub(super) const fn if_measured(mut self, analyte: Analyte, least: f64, most: f64) -> Self {
        self.measures = Some((analyte, least, most));
        self
    }

    /// Not reasonable where the record denies it.
    pub(super) const fn unless_denied(mut self, denied: &'static [&'static str]) -> Self {
        self.denied = denied;
        self
    }

    /// The codes that it supports where `now` is in question.
    fn supports<'n>(&self, now: &'n str) -> Vec<&'n str> {
        let kept = self.keeps.then_some(now);
        self.codes.iter().copied().chain(kept).collect()
    }

    fn is_reasonable(&self, look: &Look<'_>, pages: &[Lowered<'_, '_>]) -> bool {
        let measured = self.measures.and_then(|(analyte, least, most)| {
            let earlier = || look.facts.all(analyte).last();
            let value = look.facts.latest(analyte).or_else(earlier)?.value;
            Some((least..=most).contains(&value))
        });
        let excluded = match measured {
            Some(fits) => !fits,
            None => !said(pages, self.lacks).is_empty(),
        };
        let denied = mentioned(pages, self.denied).iter().any(|said| said.denied);
        if excluded || denied {
            return false;
        }
        let free = self.claims.is_empty() && self.says.is_empty();
        free || look.claims(self.claims) || !said(pages, self.says).is_empty()
    }
}

/// A check of an axis.
pub(super) const fn check(rule: &'static str, kind: GapKind, source: &'static str) -> Check {
    Check {
        rule,
        kind,
        source,
        look: compare,
    }
}

/// Words of one kind.
pub(super) const fn words(label: &'static str, phrases: &'static [&'static str]) -> Words {
    Words { label, phrases }
}

/// Asks about the claimed diagnoses of the check's axis.
fn compare(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let mut axes = AXES.iter().flat_map(|axes| axes.iter());
    let Some(axis) = axes.find(|axis| axis.check.rule == check.rule) else {
        return;
    };
    let out_of_setting = axis.inpatient && !look.chart.encounter.class.is_inpatient();
    let answered = axis.answered.is_some_and(|by| look.facts.is_addressed(by));
    if out_of_setting || answered || look.claims(axis.settled) {
        return;
    }
    for case in axis.cases {
        let mut open = look.result.diagnoses.iter();
        if let Some(diagnosis) = open.find(|diagnosis| begins(&diagnosis.code, case.now)) {
            gaps.extend(axis.ask(case, diagnosis, look));
        }
    }
}

impl Axis {
    fn ask(&self, case: &Case, diagnosis: &ClaimDiagnosis, look: &Look<'_>) -> Option<Gap> {
        let pages = look.lowered();
        let mut draft = Draft::new(&self.check, self.topic).about(self.diagnosis, diagnosis);
        let mut kinds = 0;
        for words in self.words {
            let found = said(&pages, words.phrases);
            kinds += usize::from(!found.is_empty());
            draft = draft.indicators(words.label, spans(found).take(MOST_OF_A_KIND));
        }
        if kinds < self.needs {
            return None;
        }
        let answers = case.answers.iter();
        let left: Vec<_> = answers.filter(|a| a.is_reasonable(look, &pages)).collect();
        // What the record leaves is what is coded already.
        let now = diagnosis.code.as_str();
        if left.iter().all(|answer| answer.supports(now) == [now]) {
            return None;
        }
        for answer in left {
            draft = if answer.removes {
                draft.removal(answer.text)
            } else {
                draft.option(answer.text, &answer.supports(now))
            };
        }
        draft.ask(look, self.question)
    }
}
