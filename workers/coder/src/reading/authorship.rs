//! Who documents what an answer suggests: suggestions whose evidence stands
//! where it supports no diagnosis are held back, and those that stand where
//! another person's or an old reaction is told of are pointed out.
//!
//! What the words of a quote say (denied, uncertain, of a relative) is for the
//! rules of claims; here counts where it stands.

use chartfleet_codes::CheckedSuggestion;
use chartfleet_model::{
    Code, CodeSystem, EncounterClass, Evidence, Finding, FindingSeverity, NotClaimed,
    NotClaimedStatus, ReviewReason,
};

use super::Reading;
use crate::record::{self, Record, SectionKind, Supported, supports};

/// Holds back what no provider documents.
pub(super) fn hold(reading: &mut Reading, record: &Record<'_>, class: EncounterClass) {
    let suggestions = std::mem::take(&mut reading.suggestions);
    for mut suggestion in suggestions {
        match supports(record, class, &suggestion.code, &suggestion.evidence) {
            Supported::ClinicianAlone => reading.hold(suggestion, BY_CLINICIAN),
            Supported::ReportAlone => reading.hold(suggestion, BY_REPORT),
            Supported::Diagnosis | Supported::Detail | Supported::Interpretation => {
                let elsewhere = |passage: &Evidence| {
                    record
                        .page(*passage)
                        .is_some_and(|page| !page.supports_diagnoses(class))
                };
                suggestion.evidence.sort_by_key(elsewhere);
                suggestion.findings.extend(misplaced(&suggestion, record));
                suggestion.rank = reading.suggestions.len();
                reading.suggestions.push(suggestion);
            }
        }
    }
}

const BY_CLINICIAN: &str = "Documented only by a clinician who is not the patient's provider";
const BY_REPORT: &str = "Found only in results, reports or lists, which document no diagnosis here";

impl Reading {
    fn hold(&mut self, suggestion: CheckedSuggestion, message: &'static str) {
        let finding = Finding::new(
            "evidence.not_provider",
            FindingSeverity::Error,
            message,
            "Guidelines I.A.19, I.B.14, III.B, IV.K",
        )
        .about([suggestion.code.as_str()])
        .remedied_by("query the provider");
        self.review.push(ReviewReason::NotProvider);
        let mut findings = suggestion.findings;
        findings.push(finding);
        self.not_claimed.push(NotClaimed {
            system: suggestion.code.system(),
            code: suggestion.code.as_str().to_owned(),
            status: NotClaimedStatus::NotProvider,
            confidence: suggestion.confidence,
            evidence: suggestion.evidence,
            unverified_quote: None,
            findings,
        });
    }
}

/// What the section says against a code, where all its evidence stands in one
/// that documents others' conditions or old reactions.
fn misplaced(suggestion: &CheckedSuggestion, record: &Record<'_>) -> Option<Finding> {
    if suggestion.code.system() != CodeSystem::Icd10Cm {
        return None;
    }
    let code = suggestion.code.as_str();
    let within = |kind: SectionKind| {
        let mut passages = suggestion.evidence.iter();
        !suggestion.evidence.is_empty()
            && passages.all(|passage| {
                let page = record.page(*passage);
                page.is_some_and(|page| page.section_at(passage.start as usize) == kind)
            })
    };
    let allergic = record::is_allergy_status(code);
    let (rule, message, source) = if within(SectionKind::Family) && !is_family(&suggestion.code) {
        // Where the words say so themselves, the rules of claims tell it.
        let own = |passage: &Evidence| record.says_family(*passage);
        if suggestion.evidence.iter().all(own) {
            return None;
        }
        (
            "evidence.family_section",
            "Documented only under family history",
            "Guidelines I.C.21.c.4",
        )
    } else if within(SectionKind::Allergies) && !allergic {
        (
            "evidence.allergy_section",
            "Documented only in the list of allergies, which tells of past reactions",
            "Guidelines III, IV.J",
        )
    } else {
        return None;
    };
    let finding = Finding::new(rule, FindingSeverity::Warning, message, source);
    let remedy = "code it only where the patient has it now, by another passage";
    Some(finding.about([code]).remedied_by(remedy))
}

fn is_family(code: &Code) -> bool {
    record::is_family_history(code.as_str())
}

#[cfg(test)]
mod tests {
    use chartfleet_model::Chart;
    use jiff::civil::date;
    use serde_json::{Value, json};

    use super::*;
    use crate::read_chart::ReadChart;
    use crate::testing::{FewRules, answer_of, element};

    fn read(class: &str, documents: &Value, code: &str, quote: &str) -> Reading {
        let chart = json!({"id": "A1", "encounter": {"class": class}, "documents": documents});
        let chart: Chart = serde_json::from_value(chart).unwrap();
        let answer = answer_of(&[element("icd10cm", code, quote)]);
        Reading::of(
            &answer,
            &ReadChart::of(&chart, date(2026, 5, 1)),
            &FewRules,
            40,
        )
    }

    fn held(reading: &Reading) -> bool {
        let [held] = reading.not_claimed.as_slice() else {
            return false;
        };
        held.status == NotClaimedStatus::NotProvider
            && held
                .findings
                .iter()
                .any(|f| f.rule == "evidence.not_provider")
            && reading.review == [ReviewReason::NotProvider]
            && reading.suggestions.is_empty()
    }

    #[test]
    fn what_only_a_report_says_is_held_back_and_what_a_provider_repeats_is_not() {
        let lab = json!({"kind": "laboratory", "text": "Monkeypox virus detected"});
        let note = json!({"kind": "progress_note", "text": "monkeypox virus  detected: treated"});
        let quote = "Monkeypox virus detected";
        assert!(held(&read("inpatient", &json!([lab]), "B04", quote)));
        let both = read("inpatient", &json!([lab, note]), "B04", quote);
        assert!(both.not_claimed.is_empty());
        assert_eq!(both.suggestions[0].evidence[0].document, 1);
    }

    #[test]
    fn an_interpretation_counts_for_outpatients_alone() {
        let report = json!([{"kind": "radiology", "author_role": "radiologist",
            "text": "Impression: monkeypox lesions."}]);
        assert!(held(&read(
            "inpatient",
            &report,
            "B04",
            "monkeypox lesions"
        )));
        let outpatient = read("outpatient", &report, "B04", "monkeypox lesions");
        assert_eq!(outpatient.suggestions.len(), 1);
    }

    #[test]
    fn the_family_and_the_list_of_allergies_are_pointed_out() {
        let rules = |text: &str| -> Vec<String> {
            let note = json!([{"kind": "clinic_note", "text": text}]);
            let reading = read("outpatient", &note, "B04", "monkeypox");
            let findings = reading.suggestions.iter().flat_map(|s| &s.findings);
            findings.map(|finding| finding.rule.to_string()).collect()
        };
        let family = rules("FAMILY HISTORY\n\nMaternal uncle: monkeypox");
        assert_eq!(family, ["evidence.family_section"]);
        assert!(
            rules("Family history: monkeypox").is_empty(),
            "told by its words"
        );
        let allergies = rules("ALLERGIES\n\nmonkeypox vaccine");
        assert_eq!(allergies, ["evidence.allergy_section"]);
        assert!(rules("Assessment: monkeypox").is_empty());
    }
}
