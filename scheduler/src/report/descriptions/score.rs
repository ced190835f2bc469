//! What an answer to a description is worth.
//!
//! | figure | an answer counts where |
//! |---|---|
//! | exact | it is the code, with all its characters |
//! | billable | it is any code that may be billed today |
//! | same category | its first three characters are the code's |
//! | equivalent | exact; or, in the same category, its title has the same set of words (ICD-10-CM: or one of the two codes begins with the other, and the longer one's title says "unspecified") |
//!
//! A left side for a right one is not equivalent: it is another code to bill.

use std::collections::BTreeSet;

use chartfleet_codes::CodeTables;
use chartfleet_model::{Code, CodeSystem};
use jiff::civil::Date;
use serde::Serialize;

/// Characters of a category.
const CATEGORY: usize = 3;
const UNSPECIFIED: &str = "unspecified";

/// How one answer fares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) exact: bool,
    pub(super) billable: bool,
    pub(super) same_category: bool,
    pub(super) equivalent: bool,
}

/// Judges `answer` where `wanted` was asked for.
pub(super) fn judge(
    tables: &CodeTables,
    system: CodeSystem,
    wanted: &str,
    answer: &str,
    on: Date,
) -> Verdict {
    let (Ok(wanted), Ok(answer)) = (Code::parse(system, wanted), Code::parse(system, answer))
    else {
        return Verdict::default();
    };
    let title = |code: &Code| tables.title(code).unwrap_or_default().into_owned();
    let same_category = same_category(wanted.as_str(), answer.as_str());
    let exact = wanted == answer;
    let alike = || {
        are_alike(
            wanted.as_str(),
            &title(&wanted),
            answer.as_str(),
            &title(&answer),
        )
    };
    Verdict {
        exact,
        billable: is_billable(tables, &answer, on),
        same_category,
        equivalent: exact || (same_category && alike()),
    }
}

fn is_billable(tables: &CodeTables, code: &Code, on: Date) -> bool {
    match code {
        Code::Icd10Cm(code) => tables.cm(code).is_some_and(|entry| entry.billable(on)),
        Code::Icd10Pcs(code) => tables
            .pcs(code)
            .is_some_and(|periods| periods.iter().any(|period| period.covers(on))),
        Code::Cpt(_) | Code::Hcpcs(_) => false,
    }
}

fn same_category(one: &str, other: &str) -> bool {
    one.get(..CATEGORY)
        .is_some_and(|category| other.starts_with(category))
}

/// Whether two codes of one category say the same.
fn are_alike(one: &str, one_title: &str, other: &str, other_title: &str) -> bool {
    let (first, second) = (words(one_title), words(other_title));
    if !first.is_empty() && first == second {
        return true;
    }
    let (longer, shorter, words) = if one.len() > other.len() {
        (one, other, first)
    } else {
        (other, one, second)
    };
    longer != shorter && longer.starts_with(shorter) && words.contains(UNSPECIFIED)
}

fn words(title: &str) -> BTreeSet<String> {
    title
        .to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Counts of many answers, as a row of the report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Score {
    pub(super) questions: usize,
    pub(super) exact: usize,
    pub(super) billable: usize,
    pub(super) same_category: usize,
    pub(super) equivalent: usize,
    /// No answer that could be read.
    pub(super) unreadable: usize,
}

impl Score {
    /// Adds one answer; `None` where there was none that could be read.
    pub(super) fn add(&mut self, verdict: Option<Verdict>) {
        self.questions += 1;
        let Some(verdict) = verdict else {
            self.unreadable += 1;
            return;
        };
        self.exact += usize::from(verdict.exact);
        self.billable += usize::from(verdict.billable);
        self.same_category += usize::from(verdict.same_category);
        self.equivalent += usize::from(verdict.equivalent);
    }

    /// A count of its own as a share of the questions.
    #[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
    pub(super) fn share(&self, count: usize) -> f64 {
        if self.questions == 0 {
            return 0.0;
        }
        count as f64 / self.questions as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_in_another_order_are_alike() {
        assert!(are_alike(
            "K35.80",
            "Unspecified acute appendicitis",
            "K35.8",
            "Acute appendicitis, unspecified"
        ));
        assert!(!are_alike("K35.80", "", "K35.81", ""));
    }

    #[test]
    fn an_unspecified_child_stands_for_its_parent_and_no_other_child_does() {
        let parent = ("J45.9", "Other and unspecified asthma");
        assert!(are_alike(
            "J45.90",
            "Unspecified asthma",
            parent.0,
            parent.1
        ));
        assert!(!are_alike(parent.0, parent.1, "J45.99", "Other asthma"));
        assert!(!are_alike(
            "S72.001A",
            "Fracture, right femur",
            "S72.002A",
            "Fracture, left femur"
        ));
    }

    #[test]
    fn categories_are_the_first_three_characters() {
        assert!(same_category("E11.9", "E11"));
        assert!(!same_category("E11.9", "E10.9"));
        assert!(!same_category("E1", "E1"));
    }

    #[test]
    fn a_score_counts_what_could_not_be_read() {
        let mut score = Score::default();
        score.add(None);
        score.add(Some(Verdict {
            exact: true,
            billable: true,
            same_category: true,
            equivalent: true,
        }));
        score.add(Some(Verdict {
            billable: true,
            ..Verdict::default()
        }));
        assert_eq!(
            (
                score.questions,
                score.exact,
                score.billable,
                score.unreadable
            ),
            (3, 1, 2, 1)
        );
        assert!((score.share(score.exact) - 1.0 / 3.0).abs() < 1e-9);
        assert_eq!(Score::default().share(0), 0.0);
    }
}
