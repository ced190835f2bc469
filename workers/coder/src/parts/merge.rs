//! One reading of the readings of a chart's parts.
//!
//! A code that several parts suggest is one suggestion with all their
//! evidence. A part that suggests a code without support says nothing against
//! another that supports it. Suggestions keep the order that the parts gave
//! them: the heads of all lists before the rest of any.

use std::cmp::Reverse;

use chartfleet_codes::CheckedSuggestion;
use chartfleet_model::{CodeSystem, NotClaimed, NotClaimedStatus, ReviewReason};

use crate::reading::Reading;

/// One reading of all parts'. That of a chart in one part stays as it is: what
/// one answer names twice is for the claim to unite.
pub(crate) fn merge(readings: Vec<Reading>) -> Reading {
    let mut merged = match <[Reading; 1]>::try_from(readings) {
        Ok([whole]) => whole,
        Err(readings) => united(readings),
    };
    drop_supported(&mut merged);
    merged.review.sort_unstable();
    merged.review.dedup();
    merged
}

fn united(readings: Vec<Reading>) -> Reading {
    let mut merged = Reading::default();
    let nothing = |reading: &Reading| reading.review.contains(&ReviewReason::NoSuggestions);
    let all_empty = readings.iter().all(nothing);
    for reading in readings {
        unite(&mut merged.suggested, reading.suggested);
        for suggestion in reading.suggestions {
            suggest(&mut merged.suggestions, suggestion);
        }
        for refused in reading.not_claimed {
            refuse(&mut merged.not_claimed, refused);
        }
        for finding in reading.findings {
            if !merged.findings.contains(&finding) {
                merged.findings.push(finding);
            }
        }
        merged.review.extend(reading.review);
    }
    merged
        .suggestions
        .sort_by_key(|s| (s.rank, Reverse(s.confidence)));
    for (rank, suggestion) in merged.suggestions.iter_mut().enumerate() {
        suggestion.rank = rank;
    }
    if !all_empty {
        merged.review.retain(|r| *r != ReviewReason::NoSuggestions);
    }
    merged
}

fn suggest(known: &mut Vec<CheckedSuggestion>, new: CheckedSuggestion) {
    let Some(known) = known.iter_mut().find(|known| is_same(known, &new)) else {
        known.push(new);
        return;
    };
    absorb(known, new);
}

/// Adds to a suggestion what another answer says of it.
pub(crate) fn absorb(known: &mut CheckedSuggestion, other: CheckedSuggestion) {
    known.rank = known.rank.min(other.rank);
    if other.confidence > known.confidence {
        known.confidence = other.confidence;
        known.reason = other.reason;
    }
    known.poa = known.poa.or(other.poa);
    unite(&mut known.evidence, other.evidence);
    unite(&mut known.findings, other.findings);
    known.signals = known.signals.united(other.signals);
}

/// A diagnosis is one however often it is stated. A service is one only with
/// the same modifiers, and where the same words tell of it: those that two
/// parts share.
fn is_same(known: &CheckedSuggestion, new: &CheckedSuggestion) -> bool {
    let shares = |span| known.evidence.contains(span);
    let is_one = || known.modifiers == new.modifiers && new.evidence.iter().any(shares);
    known.code == new.code && (!is_service(new.code.system()) || is_one())
}

const fn is_service(system: CodeSystem) -> bool {
    matches!(system, CodeSystem::Cpt | CodeSystem::Hcpcs)
}

fn refuse(known: &mut Vec<NotClaimed>, new: NotClaimed) {
    let same = |known: &&mut NotClaimed| {
        known.system == new.system && known.code == new.code && known.status == new.status
    };
    match known.iter_mut().find(same) {
        Some(known) => {
            known.confidence = known.confidence.max(new.confidence);
            unite(&mut known.evidence, new.evidence);
            unite(&mut known.findings, new.findings);
        }
        None => known.push(new),
    }
}

/// What was found no support for in one place and was in another is supported;
/// not so services, of which each line stands for itself.
fn drop_supported(merged: &mut Reading) {
    let had = merged.not_claimed.len();
    let Reading {
        suggestions,
        not_claimed,
        ..
    } = merged;
    not_claimed.retain(|refused| {
        let refuted = |s: &CheckedSuggestion| {
            s.code.system() == refused.system && s.code.as_str() == refused.code
        };
        let unsupported = matches!(
            refused.status,
            NotClaimedStatus::Unsupported | NotClaimedStatus::Unverified
        );
        let is_repeated = unsupported && !is_service(refused.system);
        !(is_repeated && suggestions.iter().any(refuted))
    });
    if not_claimed.len() == had {
        return;
    }
    let left =
        |reason: ReviewReason, status: NotClaimedStatus| reason_left(not_claimed, reason, status);
    let keep = [
        left(
            ReviewReason::UnsupportedEvidence,
            NotClaimedStatus::Unsupported,
        ),
        left(ReviewReason::Unverified, NotClaimedStatus::Unverified),
    ];
    merged
        .review
        .retain(|reason| keep.iter().all(|(gone, stays)| reason != gone || *stays));
}

/// Whether a reason still has what it is about: a quote that was not found, or
/// a status.
fn reason_left(
    not_claimed: &[NotClaimed],
    reason: ReviewReason,
    status: NotClaimedStatus,
) -> (ReviewReason, bool) {
    let quoted = reason == ReviewReason::UnsupportedEvidence;
    let about = |refused: &NotClaimed| {
        refused.status == status || (quoted && refused.unverified_quote.is_some())
    };
    (reason, not_claimed.iter().any(about))
}

fn unite<T: PartialEq>(known: &mut Vec<T>, new: Vec<T>) {
    for item in new {
        if !known.contains(&item) {
            known.push(item);
        }
    }
}

#[cfg(test)]
mod tests {
    use chartfleet_model::{Code, Confidence, Evidence, Signals};

    use super::*;

    fn suggestion(code: &str, rank: usize, start: u32) -> CheckedSuggestion {
        CheckedSuggestion {
            rank,
            code: Code::parse(CodeSystem::Icd10Cm, code).unwrap(),
            confidence: Confidence::Low,
            poa: None,
            evidence: vec![Evidence {
                document: 0,
                start,
                end: start + 5,
            }],
            reason: String::new(),
            findings: Vec::new(),
            modifiers: Vec::new(),
            units: 1,
            signals: Signals::default(),
        }
    }

    fn unsupported(code: &str) -> NotClaimed {
        NotClaimed {
            system: CodeSystem::Icd10Cm,
            code: code.to_owned(),
            status: NotClaimedStatus::Unsupported,
            confidence: Confidence::Low,
            evidence: Vec::new(),
            unverified_quote: Some("elsewhere".to_owned()),
            findings: Vec::new(),
        }
    }

    fn part(suggestions: Vec<CheckedSuggestion>, not_claimed: Vec<NotClaimed>) -> Reading {
        let review = if not_claimed.is_empty() {
            Vec::new()
        } else {
            vec![ReviewReason::UnsupportedEvidence]
        };
        Reading {
            suggestions,
            not_claimed,
            review,
            ..Reading::default()
        }
    }

    fn codes(reading: &Reading) -> Vec<&str> {
        reading
            .suggestions
            .iter()
            .map(|s| s.code.as_str())
            .collect()
    }

    #[test]
    fn a_code_of_two_parts_is_one_suggestion_with_the_evidence_of_both() {
        let mut sure = suggestion("I10", 0, 50);
        sure.confidence = Confidence::High;
        sure.signals.votes = Some(2);
        sure.signals.votes_of = Some(2);
        let first = part(
            vec![suggestion("J18.9", 0, 0), suggestion("I10", 1, 10)],
            vec![],
        );
        let merged = merge(vec![first, part(vec![sure], vec![])]);
        assert_eq!(codes(&merged), ["I10", "J18.9"]);
        assert_eq!(merged.suggestions[0].evidence.len(), 2);
        assert_eq!(merged.suggestions[0].confidence, Confidence::High);
        assert_eq!(merged.suggestions[0].signals.votes, Some(2));
        assert_eq!(merged.suggestions[1].rank, 1);
    }

    #[test]
    fn support_in_one_part_outweighs_its_lack_in_another() {
        let merged = merge(vec![
            part(vec![], vec![unsupported("I10")]),
            part(vec![suggestion("I10", 0, 0)], vec![]),
        ]);
        assert_eq!(codes(&merged), ["I10"]);
        assert!(merged.not_claimed.is_empty() && merged.review.is_empty());
        let merged = merge(vec![
            part(vec![], vec![unsupported("I10"), unsupported("E11.9")]),
            part(vec![suggestion("I10", 0, 0)], vec![unsupported("E11.9")]),
        ]);
        assert_eq!(merged.not_claimed.len(), 1);
        assert_eq!(merged.review, [ReviewReason::UnsupportedEvidence]);
    }

    #[test]
    fn services_with_other_modifiers_are_others_however_they_are_quoted() {
        let service = |modifier: &str| CheckedSuggestion {
            code: Code::parse(CodeSystem::Cpt, "20610").unwrap(),
            modifiers: vec![modifier.to_owned()],
            ..suggestion("I10", 0, 0)
        };
        let lines = |readings: Vec<Reading>| merge(readings).suggestions.len();
        let both = || part(vec![service("RT"), service("LT")], vec![]);
        assert_eq!(lines(vec![both()]), 2);
        assert_eq!(lines(vec![both(), part(vec![service("LT")], vec![])]), 2);
    }

    #[test]
    fn the_only_reading_keeps_every_line_it_names() {
        let twice = vec![suggestion("I10", 0, 0), suggestion("I10", 1, 0)];
        let twice = twice.into_iter().map(|s| CheckedSuggestion {
            code: Code::parse(CodeSystem::Cpt, "97110").unwrap(),
            ..s
        });
        let merged = merge(vec![part(twice.collect(), vec![])]);
        assert_eq!(merged.suggestions.len(), 2, "the claim adds their units");
    }

    #[test]
    fn a_part_without_suggestions_is_no_chart_without_suggestions() {
        let none = || Reading::without_claim(ReviewReason::NoSuggestions);
        let merged = merge(vec![none(), part(vec![suggestion("I10", 0, 0)], vec![])]);
        assert!(merged.review.is_empty());
        assert_eq!(
            merge(vec![none(), none()]).review,
            [ReviewReason::NoSuggestions]
        );
    }
}
