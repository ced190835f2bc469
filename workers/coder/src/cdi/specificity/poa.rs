//! Whether a condition was present on admission.
//!
//! The indicator U says that the documentation does not tell, and it asks for
//! the provider. A missing indicator asks only where a condition that often
//! arises in hospital is documented in notes of later days alone: otherwise the
//! coder reads it off the record.

use chartfleet_model::Severity;
use chartfleet_model::{ClaimDiagnosis, DiagnosisRole, DocumentKind, Evidence, Gap, GapKind, Poa};
use jiff::tz::TimeZone;

use crate::cdi::query::Draft;
use crate::cdi::words::{Lowered, words};
use crate::cdi::{Check, Look};

/// Days after that of the admission from which a first mention is late.
const LATER: i32 = 2;
/// What often arises in hospital, besides what Medicare lists as acquired there:
/// of other conditions the coder reads the onset off the record.
const ARISES: &[&str] = &[
    "A04.7", "A41", "F05", "G93.41", "I21", "I26", "I63", "I82.4", "J15", "J18", "J69", "J80",
    "J95", "J96.0", "J96.2", "K56.0", "K56.7", "L89", "N17", "N39.0", "R65",
];

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
        None => often_arises(diagnosis) && is_later(look, &diagnosis.evidence),
        Some(_) => false,
    }
}

fn often_arises(diagnosis: &ClaimDiagnosis) -> bool {
    let code = diagnosis.code.as_str();
    let is_listed = diagnosis.hospital_acquired.is_some();
    is_listed || ARISES.iter().any(|arises| code.starts_with(arises))
}

/// Whether the condition stands only in notes of later days, while the record
/// holds those of the admission and they do not speak of it.
fn is_later(look: &Look<'_>, evidence: &[Evidence]) -> bool {
    let pages = look.lowered();
    let of_admission = |page: &&Lowered<'_, '_>| {
        matches!(
            page.page.document.kind,
            DocumentKind::HistoryAndPhysical | DocumentKind::EmergencyNote
        )
    };
    let mut admission = pages.iter().filter(of_admission).peekable();
    if admission.peek().is_none() || evidence.is_empty() {
        return false;
    }
    let quotes = evidence.iter();
    let quotes = quotes.filter_map(|span| span.slice(&look.chart.documents));
    let quotes: Vec<String> = quotes.map(str::to_lowercase).collect();
    let is_told = |page: &Lowered<'_, '_>| quotes.iter().any(|quote| speaks_of(page.text, quote));
    evidence.iter().all(|span| is_of_later_day(look, *span)) && !admission.any(is_told)
}

/// A progress note, of the third day or later where the days are known: what is
/// named on the morning after admission was there at admission, as a rule.
fn is_of_later_day(look: &Look<'_>, span: Evidence) -> bool {
    let Some(page) = look.record.page(span) else {
        return false;
    };
    let written = page.document.time.map(|time| time.to_zoned(TimeZone::UTC));
    let stayed = written
        .zip(look.chart.encounter.admitted)
        .map(|(written, admitted)| (written.date() - admitted).get_days());
    page.document.kind == DocumentKind::ProgressNote && stayed.is_none_or(|days| days >= LATER)
}

/// Whether the text has the longest word of the quote, which tells most of what
/// it is about.
fn speaks_of(text: &str, quote: &str) -> bool {
    let longest = words(quote).max_by_key(|word| word.len());
    longest.is_some_and(|longest| words(text).any(|word| word == longest))
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
