//! One reading of the readings of a chart's parts.
//!
//! A code that several parts suggest is one suggestion with all their
//! evidence. A part that suggests a code without support says nothing against
//! another that supports it. Suggestions keep the order that the parts gave
//! them: the heads of all lists before the rest of any.

use std::cmp::Reverse;

use chartfleet_codes::CheckedSuggestion;
use chartfleet_model::{Code, NotClaimed, NotClaimedStatus, ReviewReason, Signals, Verdict};

use crate::reading::Reading;

/// One reading of all parts'.
pub(crate) fn merge(readings: Vec<Reading>) -> Reading {
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
        merged.problem = merged.problem.or(reading.problem);
    }
    merged
        .suggestions
        .sort_by_key(|s| (s.rank, Reverse(s.confidence)));
    for (rank, suggestion) in merged.suggestions.iter_mut().enumerate() {
        suggestion.rank = rank;
    }
    drop_supported(&mut merged);
    if !all_empty {
        merged.review.retain(|r| *r != ReviewReason::NoSuggestions);
    }
    merged.review.sort_unstable();
    merged.review.dedup();
    merged
}

fn suggest(known: &mut Vec<CheckedSuggestion>, new: CheckedSuggestion) {
    let Some(known) = known.iter_mut().find(|known| is_same(known, &new)) else {
        known.push(new);
        return;
    };
    known.rank = known.rank.min(new.rank);
    if new.confidence > known.confidence {
        known.confidence = new.confidence;
        known.reason = new.reason;
    }
    known.poa = known.poa.or(new.poa);
    unite(&mut known.evidence, new.evidence);
    unite(&mut known.findings, new.findings);
    known.signals = stronger(known.signals, new.signals);
}

/// A diagnosis is one however often it is stated. A service is one only where
/// the same words tell of it: those that two parts share.
fn is_same(known: &CheckedSuggestion, new: &CheckedSuggestion) -> bool {
    let is_service = matches!(new.code, Code::Cpt(_) | Code::Hcpcs(_));
    let shares = |span| known.evidence.contains(span);
    known.code == new.code && (!is_service || new.evidence.iter().any(shares))
}

/// Two suggestions of a code are two chances to be right: the better of each
/// signal counts, and shares of votes are compared as shares.
fn stronger(a: Signals, b: Signals) -> Signals {
    let share = |s: &Signals| {
        let (votes, of) = (s.votes?, s.votes_of.filter(|&of| of > 0)?);
        Some(u32::from(votes) * 1_000 / u32::from(of))
    };
    let voted = if share(&b) > share(&a) { b } else { a };
    let rank = [a.retrieval_rank, b.retrieval_rank].into_iter().flatten();
    let verdicts = [a.verdict, b.verdict].into_iter().flatten();
    let logprobs = [a.code_logprob, b.code_logprob].into_iter().flatten();
    Signals {
        retrieval_rank: rank.min(),
        lexical: a.lexical.max(b.lexical),
        verdict: verdicts.min_by_key(|verdict| match verdict {
            Verdict::Supported => 0_u8,
            Verdict::Uncertain => 1,
            Verdict::NotSupported => 2,
        }),
        code_logprob: logprobs.reduce(f32::max),
        ..voted
    }
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

/// What one part found no support for and another did is supported.
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
        !(unsupported && suggestions.iter().any(refuted))
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
    use chartfleet_model::{CodeSystem, Confidence, Evidence};

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
