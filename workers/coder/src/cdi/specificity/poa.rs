//! Whether a condition was present on admission.
//!
//! The indicator U says that the documentation does not tell, and it asks for
//! the provider. A missing indicator asks only where the condition is
//! documented in later notes alone: otherwise the coder reads it off the
//! record.

use chartfleet_model::Severity;
use chartfleet_model::{ClaimDiagnosis, DiagnosisRole, DocumentKind, Evidence, Gap, GapKind, Poa};

use crate::cdi::query::Draft;
use crate::cdi::{Check, Look};

pub(super) const ONSET: Check = Check {
    rule: "cdi.present_on_admission",
    kind: GapKind::Poa,
    source: "Guidelines Appendix I",
    look,
};

fn look(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    if !look.chart.encounter.class.is_inpatient() {
        return;
    }
    for diagnosis in &look.result.diagnoses {
        let weighs = diagnosis.severity != Severity::None || diagnosis.hospital_acquired.is_some();
        let secondary = diagnosis.role == DiagnosisRole::Secondary;
        if secondary && weighs && is_open(look, diagnosis) {
            gaps.extend(ask(check, look, diagnosis));
        }
    }
}

fn is_open(look: &Look<'_>, diagnosis: &ClaimDiagnosis) -> bool {
    match diagnosis.poa {
        Some(Poa::U) => true,
        None => is_later(look, &diagnosis.evidence),
        Some(_) => false,
    }
}

/// Whether the condition stands only in notes after those of the admission,
/// which the record holds.
fn is_later(look: &Look<'_>, evidence: &[Evidence]) -> bool {
    let of_admission = |kind: DocumentKind| {
        matches!(
            kind,
            DocumentKind::HistoryAndPhysical | DocumentKind::EmergencyNote
        )
    };
    let pages = &look.record.pages;
    let has_admission = pages.iter().any(|page| of_admission(page.document.kind));
    let later = |span: &Evidence| {
        let page = look.record.page(*span);
        page.is_some_and(|page| page.document.kind == DocumentKind::ProgressNote)
    };
    has_admission && !evidence.is_empty() && evidence.iter().all(later)
}

fn ask(check: &Check, look: &Look<'_>, diagnosis: &ClaimDiagnosis) -> Option<Gap> {
    let code = diagnosis.code.as_str();
    let title = diagnosis.title.clone();
    Draft::new(check, format!("onset of {title}"))
        .about("condition as documented", diagnosis)
        .option(
            "Yes, present at the time of the order for admission",
            &[code],
        )
        .option("No, it developed after admission", &[code])
        .ask(
            look,
            format!("Was this condition present on admission: {title}?"),
        )
}
