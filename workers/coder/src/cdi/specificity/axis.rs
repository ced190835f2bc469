//! An unspecified diagnosis, what the record must hold for more to be asked,
//! and the answers: the rows of the tables beside this file.

mod table;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use chartfleet_model::{ClaimDiagnosis, Gap};

use crate::cdi::facts::{Analyte, DiagnosisClass};
use crate::cdi::query::{Draft, begins};
use crate::cdi::words::{Lowered, mentioned, said, spans};
use crate::cdi::{Check, Look};

/// Mentions of one kind that a query shows.
const MOST_OF_A_KIND: usize = 2;

/// The rows of all tables.
static AXES: LazyLock<Vec<Axis>> = LazyLock::new(|| table::read().axes);

/// One unspecified diagnosis.
#[derive(Debug)]
struct Axis {
    check: Check,
    /// What the query is about.
    topic: &'static str,
    /// How the diagnosis is called beside its words.
    diagnosis: &'static str,
    /// The query's question.
    question: &'static str,
    /// Beginnings of codes on the claim that answer it already.
    settled: Vec<&'static str>,
    /// Beginnings of codes of which the claim must hold one, where there are.
    with: Vec<&'static str>,
    /// Words that answer it already, affirmed or denied.
    told: Vec<&'static str>,
    /// Words that prompt it.
    words: Vec<Words>,
    /// How many kinds of them the record must hold.
    needs: usize,
    /// The codes in question, with the answers to each.
    cases: Vec<Case>,
    /// Whether it is asked of inpatients alone.
    inpatient: bool,
    /// What a provider answers it with, affirmed or ruled out.
    answered: Option<DiagnosisClass>,
}

/// Words of one kind.
#[derive(Debug)]
struct Words {
    /// What kind of fact.
    label: &'static str,
    /// In lower case; see [`crate::cdi::words::mentioned`].
    phrases: Vec<&'static str>,
    /// Whether they are shown and prompt nothing.
    aside: bool,
}

/// A code in question.
#[derive(Debug)]
struct Case {
    /// Beginnings of the code.
    now: Vec<&'static str>,
    answers: Vec<Answer>,
}

/// One answer.
#[derive(Debug)]
struct Answer {
    text: &'static str,
    codes: Vec<&'static str>,
    /// Whether the code in question stays, behind them.
    keeps: bool,
    /// Whether it takes the code in question from the claim.
    removes: bool,
    /// Beginnings of codes of which the claim must hold one; empty where the
    /// answer is always reasonable.
    claims: Vec<&'static str>,
    /// Words of which the record must hold one.
    says: Vec<&'static str>,
    /// Words of which the record must hold none.
    lacks: Vec<&'static str>,
    /// Between which values the last measurement must lie, where there is one.
    measures: Option<(Analyte, f64, f64)>,
    /// Words that, denied by the record, rule the answer out.
    denied: Vec<&'static str>,
}

/// The checks of the tables, in their order.
pub(super) fn checks() -> impl Iterator<Item = &'static Check> {
    AXES.iter().map(|axis| &axis.check)
}

/// Asks about the claimed diagnoses of the check's axis.
fn compare(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let mut axes = AXES.iter();
    let Some(axis) = axes.find(|axis| axis.check.rule == check.rule) else {
        return;
    };
    let out_of_setting = axis.inpatient && !look.chart.encounter.class.is_inpatient();
    let answered = axis.answered.is_some_and(|by| look.facts.is_addressed(by));
    if out_of_setting || answered || claims(look, &axis.settled) {
        return;
    }
    if !axis.with.is_empty() && !claims(look, &axis.with) {
        return;
    }
    for case in &axis.cases {
        let mut open = look.result.diagnoses.iter();
        if let Some(diagnosis) = open.find(|diagnosis| begins(&diagnosis.code, &case.now)) {
            gaps.extend(axis.ask(case, diagnosis, look));
        }
    }
}

fn claims(look: &Look<'_>, beginnings: &[&str]) -> bool {
    let mut claimed = look.result.diagnoses.iter();
    claimed.any(|diagnosis| begins(&diagnosis.code, beginnings))
}

impl Axis {
    fn ask(&self, case: &Case, diagnosis: &ClaimDiagnosis, look: &Look<'_>) -> Option<Gap> {
        let pages = look.lowered();
        if !mentioned(&pages, &self.told).is_empty() {
            return None;
        }
        let mut draft = Draft::new(&self.check, self.topic).about(self.diagnosis, diagnosis);
        let mut kinds = 0;
        for words in &self.words {
            let found = said(&pages, &words.phrases);
            kinds += usize::from(!found.is_empty() && !words.aside);
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

impl Answer {
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
            None => !said(pages, &self.lacks).is_empty(),
        };
        let denied = mentioned(pages, &self.denied)
            .iter()
            .any(|said| said.denied);
        if excluded || denied {
            return false;
        }
        let free = self.claims.is_empty() && self.says.is_empty();
        free || claims(look, &self.claims) || !said(pages, &self.says).is_empty()
    }
}

/// The codes of all answers.
#[cfg(test)]
pub(super) fn codes() -> impl Iterator<Item = &'static str> {
    let cases = AXES.iter().flat_map(|axis| &axis.cases);
    let answers = cases.flat_map(|case| &case.answers);
    answers.flat_map(|answer| answer.codes.iter().copied())
}
