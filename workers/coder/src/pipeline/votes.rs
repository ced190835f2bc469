//! One reading of several answers to the same question.
//!
//! What is in at least the share of the answers that the settings ask for is
//! kept: codes, codes not claimed, and reasons for review alike. The order is
//! that of the places that the answers gave, on average, and of equal ones that
//! of the votes: an order is what the principal diagnosis is taken from, and
//! the comorbidities that every answer names do not come first for it.

use std::cmp::Reverse;

use chartfleet_codes::CheckedSuggestion;
use chartfleet_model::{Code, NotClaimed};

use crate::parts;
use crate::reading::Reading;

/// How the answers stand to one line.
#[derive(Clone, Copy, Default)]
struct Tally {
    /// Answers that have it.
    votes: usize,
    /// The sum of its places in them.
    places: usize,
}

impl Tally {
    /// Its place on average, in thousandths.
    const fn place(self) -> usize {
        let votes = if self.votes == 0 { 1 } else { self.votes };
        self.places * 1_000 / votes
    }
}

/// One reading of all; `share` of them must agree. A single reading stays as
/// it is, and without votes.
pub(super) fn united(mut readings: Vec<Reading>, share: f32) -> Reading {
    if readings.len() < 2 {
        return readings.pop().unwrap_or_default();
    }
    let of = u8::try_from(readings.len()).unwrap_or(u8::MAX);
    let is_kept = |votes: usize| {
        let votes = u8::try_from(votes).unwrap_or(u8::MAX);
        votes > 0 && f32::from(votes) >= share * f32::from(of)
    };
    let mut united = Reading {
        suggested: suggested(&readings, is_kept),
        ..Reading::default()
    };
    let mut reasons: Vec<_> = readings.iter().flat_map(|r| r.review.clone()).collect();
    reasons.sort_unstable();
    reasons.dedup();
    reasons.retain(|reason| is_kept(count(&readings, |r| r.review.contains(reason))));
    united.review = reasons;
    for at in 0..readings.len() {
        let (not_claimed, findings) = match readings.get(at) {
            Some(reading) => (reading.not_claimed.clone(), reading.findings.clone()),
            None => continue,
        };
        for refused in not_claimed {
            let votes = count(&readings, |r| holds(&r.not_claimed, &refused));
            if is_kept(votes) && !holds(&united.not_claimed, &refused) {
                united.not_claimed.push(refused);
            }
        }
        for finding in findings {
            let votes = count(&readings, |r| r.findings.contains(&finding));
            if is_kept(votes) && !united.findings.contains(&finding) {
                united.findings.push(finding);
            }
        }
    }
    let tallies = tallies(&readings);
    let mut kept: Vec<(Tally, CheckedSuggestion)> = Vec::new();
    for reading in &mut readings {
        // Lines of this answer that are new: an answer may give two of a service.
        let before = kept.len();
        for suggestion in std::mem::take(&mut reading.suggestions) {
            let found = tallies.iter().find(|(line, _)| is_same(line, &suggestion));
            let tally = found.map_or_else(Tally::default, |(_, tally)| *tally);
            let known = kept.iter_mut().take(before);
            match known.map(|(_, k)| k).find(|k| is_same(k, &suggestion)) {
                Some(known) => parts::absorb(known, suggestion),
                None if is_kept(tally.votes) => kept.push((tally, suggestion)),
                None => {}
            }
        }
    }
    kept.sort_by_key(|(tally, suggestion)| (tally.place(), Reverse(tally.votes), suggestion.rank));
    let ranked = kept.into_iter().enumerate();
    united.suggestions = ranked
        .map(|(rank, (tally, mut suggestion))| {
            suggestion.rank = rank;
            suggestion.signals.votes = u8::try_from(tally.votes).ok();
            suggestion.signals.votes_of = Some(of);
            suggestion
        })
        .collect();
    united
}

/// Every line of the answers, and how they stand to it.
fn tallies(readings: &[Reading]) -> Vec<(CheckedSuggestion, Tally)> {
    let mut tallies: Vec<(CheckedSuggestion, Tally)> = Vec::new();
    for suggestion in readings.iter().flat_map(|r| &r.suggestions) {
        if !tallies.iter().any(|(line, _)| is_same(line, suggestion)) {
            let first = |r: &Reading| r.suggestions.iter().position(|s| is_same(s, suggestion));
            let places: Vec<usize> = readings.iter().filter_map(first).collect();
            let tally = Tally {
                votes: places.len(),
                places: places.iter().sum(),
            };
            tallies.push((suggestion.clone(), tally));
        }
    }
    tallies
}

fn count(readings: &[Reading], holds: impl Fn(&Reading) -> bool) -> usize {
    readings.iter().filter(|reading| holds(reading)).count()
}

/// The codes that enough answers name: what is outvoted was not suggested.
fn suggested(readings: &[Reading], is_kept: impl Fn(usize) -> bool) -> Vec<Code> {
    let mut codes: Vec<Code> = Vec::new();
    for code in readings.iter().flat_map(|r| &r.suggested) {
        let votes = count(readings, |r| r.suggested.contains(code));
        if is_kept(votes) && !codes.contains(code) {
            codes.push(code.clone());
        }
    }
    codes
}

fn holds(refused: &[NotClaimed], one: &NotClaimed) -> bool {
    let key = |r: &NotClaimed| (r.system, r.code.clone(), r.status);
    refused.iter().any(|other| key(other) == key(one))
}

fn is_same(a: &CheckedSuggestion, b: &CheckedSuggestion) -> bool {
    a.code == b.code && a.modifiers == b.modifiers
}

#[cfg(test)]
mod tests {
    use chartfleet_model::{CodeSystem, Confidence, NotClaimedStatus, ReviewReason};

    use super::*;
    use crate::testing::checked;

    fn reading(codes: &[&str]) -> Reading {
        let suggestions = checked(codes);
        Reading {
            suggested: suggestions.iter().map(|s| s.code.clone()).collect(),
            suggestions,
            ..Reading::default()
        }
    }

    fn with_refused(mut reading: Reading, code: &str) -> Reading {
        reading.review.push(ReviewReason::UnsupportedEvidence);
        reading.not_claimed.push(NotClaimed {
            system: CodeSystem::Icd10Cm,
            code: code.to_owned(),
            status: NotClaimedStatus::Unsupported,
            confidence: Confidence::Low,
            evidence: Vec::new(),
            unverified_quote: None,
            findings: Vec::new(),
        });
        reading
    }

    #[test]
    fn what_enough_answers_hold_is_kept_with_its_votes() {
        let united = united(
            vec![
                reading(&["J18.9", "I10"]),
                reading(&["I10", "E11.9"]),
                reading(&["N18.9", "I10", "E11.9"]),
            ],
            0.5,
        );
        let kept: Vec<_> = united
            .suggestions
            .iter()
            .map(|s| (s.code.as_str(), s.rank, s.signals.votes, s.signals.votes_of))
            .collect();
        assert_eq!(
            kept,
            [("I10", 0, Some(3), Some(3)), ("E11.9", 1, Some(2), Some(3))]
        );
        assert_eq!(united.suggested.len(), 2, "what is outvoted is lost here");
    }

    #[test]
    fn what_stands_first_in_most_answers_does_so_before_what_all_name_last() {
        let answers = || {
            vec![
                reading(&["J18.9", "I10"]),
                reading(&["E11.9", "I10"]),
                reading(&["J18.9", "I10"]),
            ]
        };
        let codes = |share: f32| -> Vec<String> {
            let united = united(answers(), share);
            let codes = united.suggestions.iter().map(|s| s.code.to_string());
            codes.collect()
        };
        assert_eq!(codes(0.5), ["J18.9", "I10"]);
        assert_eq!(codes(0.1), ["J18.9", "E11.9", "I10"], "votes break ties");
    }

    #[test]
    fn what_one_answer_alone_got_wrong_sends_nothing_to_review() {
        let good = || reading(&["I10"]);
        let odd = with_refused(good(), "Z99.9");
        let united_once = united(vec![good(), odd, good()], 0.5);
        assert!(united_once.not_claimed.is_empty() && united_once.review.is_empty());
        let odd = || with_refused(good(), "Z99.9");
        let united_twice = united(vec![odd(), good(), odd()], 0.5);
        assert_eq!(united_twice.not_claimed.len(), 1);
        assert_eq!(united_twice.review, [ReviewReason::UnsupportedEvidence]);
    }

    #[test]
    fn a_single_answer_has_no_votes() {
        let united = united(vec![reading(&["I10"])], 1.0);
        assert_eq!(united.suggestions[0].signals.votes, None);
        assert!(super::united(Vec::new(), 0.5).suggestions.is_empty());
    }
}
