//! One suggestion a code: what the model said twice is said once, with the
//! evidence of both. Of CPT and HCPCS, codes with other modifiers are other
//! services and stay lines of their own.

use chartfleet_model::{Code, Finding};

use super::{CheckedSuggestion, told};

/// In the model's order, without repeats, and what was repeated. A repeat keeps
/// the earlier place and reason, the higher confidence, the stronger signals
/// and the first POA indicator given; units of a service add up, unless both cite the same words
/// and so tell of one service.
pub(super) fn merge(
    mut suggestions: Vec<CheckedSuggestion>,
) -> (Vec<CheckedSuggestion>, Option<Finding>) {
    suggestions.sort_by_key(|suggestion| suggestion.rank);
    let mut merged: Vec<CheckedSuggestion> = Vec::with_capacity(suggestions.len());
    let mut repeated: Vec<Code> = Vec::new();
    for suggestion in suggestions {
        match merged.iter_mut().find(|kept| is_same(kept, &suggestion)) {
            Some(kept) => {
                if kept.code.system().is_diagnosis() && !repeated.contains(&kept.code) {
                    repeated.push(kept.code.clone());
                }
                unite(kept, suggestion);
            }
            None => merged.push(suggestion),
        }
    }
    (merged, noted(&repeated))
}

fn noted(repeated: &[Code]) -> Option<Finding> {
    let codes: Vec<&str> = repeated.iter().map(Code::as_str).collect();
    let stand = match codes.len() {
        0 => return None,
        1 => "was suggested more than once and stands",
        _ => "were suggested more than once and stand",
    };
    let message = format!("{} {stand} once", codes.join(", "));
    Some(told::DUPLICATE.finding(message).about(codes))
}

/// Whether both stand for one line of a claim.
fn is_same(a: &CheckedSuggestion, b: &CheckedSuggestion) -> bool {
    a.code == b.code && (!is_service(&a.code) || modifiers(a) == modifiers(b))
}

const fn is_service(code: &Code) -> bool {
    matches!(code, Code::Cpt(_) | Code::Hcpcs(_))
}

/// Modifiers in capitals, sorted: their order and case tell nothing apart.
fn modifiers(suggestion: &CheckedSuggestion) -> Vec<String> {
    let mut modifiers: Vec<_> = suggestion
        .modifiers
        .iter()
        .map(|modifier| modifier.to_ascii_uppercase())
        .collect();
    modifiers.sort_unstable();
    modifiers
}

fn units(kept: &CheckedSuggestion, repeat: &CheckedSuggestion) -> u32 {
    let cites_same = repeat
        .evidence
        .iter()
        .any(|evidence| kept.evidence.contains(evidence));
    if cites_same || !is_service(&kept.code) {
        kept.units.max(repeat.units)
    } else {
        kept.units.saturating_add(repeat.units)
    }
}

fn unite(kept: &mut CheckedSuggestion, repeat: CheckedSuggestion) {
    kept.units = units(kept, &repeat);
    kept.confidence = kept.confidence.max(repeat.confidence);
    kept.poa = kept.poa.or(repeat.poa);
    kept.signals = kept.signals.united(repeat.signals);
    if kept.reason.is_empty() {
        kept.reason = repeat.reason;
    }
    kept.evidence.extend(repeat.evidence);
    kept.evidence.sort_unstable();
    kept.evidence.dedup();
    for finding in repeat.findings {
        if !kept.findings.contains(&finding) {
            kept.findings.push(finding);
        }
    }
}

#[cfg(test)]
mod tests {
    use chartfleet_model::{Code, CodeSystem, Confidence, Evidence, Poa};

    use super::*;

    fn suggestion(code: &str, rank: usize, start: u32) -> CheckedSuggestion {
        CheckedSuggestion {
            code: Code::parse(CodeSystem::Icd10Cm, code).unwrap(),
            confidence: Confidence::Low,
            poa: None,
            evidence: vec![Evidence {
                document: 0,
                start,
                end: start + 4,
            }],
            reason: format!("at {start}"),
            findings: Vec::new(),
            rank,
            modifiers: Vec::new(),
            units: 1,
            signals: chartfleet_model::Signals::default(),
        }
    }

    #[test]
    fn repeats_unite_their_evidence_at_the_earlier_place() {
        let mut again = suggestion("I10", 2, 3);
        again.confidence = Confidence::High;
        again.poa = Some(Poa::Y);
        again.signals.retrieval_rank = Some(4);
        let (merged, noted) = merge(vec![
            again,
            suggestion("E11.9", 1, 9),
            suggestion("I10", 0, 40),
        ]);
        let codes: Vec<_> = merged.iter().map(|s| s.code.as_str()).collect();
        assert_eq!(codes, ["I10", "E11.9"]);
        assert_eq!(merged[0].confidence, Confidence::High);
        assert_eq!(merged[0].poa, Some(Poa::Y));
        assert_eq!(merged[0].reason, "at 40");
        assert_eq!(merged[0].signals.retrieval_rank, Some(4));
        let starts: Vec<_> = merged[0].evidence.iter().map(|e| e.start).collect();
        assert_eq!(starts, [3, 40]);
        assert_eq!(noted.unwrap().codes, ["I10"]);
    }

    #[test]
    fn services_with_other_modifiers_stay_lines_and_units_of_equal_ones_add_up() {
        let service = |modifiers: &[&str], rank: usize, start: u32| CheckedSuggestion {
            code: Code::parse(CodeSystem::Cpt, "20610").unwrap(),
            modifiers: modifiers.iter().map(|&m| m.to_owned()).collect(),
            ..suggestion("I10", rank, start)
        };
        let (merged, _) = merge(vec![
            service(&["RT"], 0, 10),
            service(&["LT"], 1, 20),
            service(&["59", "RT"], 2, 30),
            service(&["rt", "59"], 3, 40),
            service(&["LT"], 4, 20),
        ]);
        let lines: Vec<_> = merged
            .iter()
            .map(|s| (s.modifiers.join("-"), s.units))
            .collect();
        let expected = [("RT", 1), ("LT", 1), ("59-RT", 2)];
        assert_eq!(lines, expected.map(|(m, units)| (m.to_owned(), units)));
    }
}
