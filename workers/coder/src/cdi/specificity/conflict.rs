//! One provider documents a condition, the attending excludes it.
//!
//! Only the words of the diagnosis as another provider wrote them are looked
//! for: where every mention in the attending's notes denies them, the attending
//! is asked.

use chartfleet_model::{AuthorRole, ClaimDiagnosis, Document, Evidence, Gap, GapKind};

use crate::cdi::query::Draft;
use crate::cdi::words::{Lowered, Said, mentioned, spans};
use crate::cdi::{Check, Look};

pub(super) const ATTENDING: Check = Check {
    rule: "cdi.attending_conflict",
    kind: GapKind::Conflict,
    source: "Guidelines I.B.14 (conflicting documentation)",
    look,
};

/// Quotes longer than this, in bytes, name more than a condition.
const LONG_QUOTE: usize = 60;

fn look(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let attended = look
        .record
        .pages
        .iter()
        .any(|page| is_attendings(page.document));
    if !attended {
        return;
    }
    let (attending, others): (Vec<_>, Vec<_>) = look
        .lowered()
        .into_iter()
        .partition(|lowered| is_attendings(lowered.page.document));
    for diagnosis in &look.result.diagnoses {
        gaps.extend(ask(check, look, diagnosis, (&attending, &others)));
    }
}

fn is_attendings(document: &Document) -> bool {
    document.author_role == AuthorRole::Attending
}

fn ask(
    check: &Check,
    look: &Look<'_>,
    diagnosis: &ClaimDiagnosis,
    (attending, others): (&[Lowered<'_, '_>], &[Lowered<'_, '_>]),
) -> Option<Gap> {
    let theirs = |span: &&Evidence| {
        others
            .iter()
            .any(|other| other.page.number == span.document)
    };
    if diagnosis.evidence.is_empty() || !diagnosis.evidence.iter().all(|span| theirs(&span)) {
        return None;
    }
    let denials = diagnosis
        .evidence
        .iter()
        .filter_map(|span| span.slice(&look.chart.documents))
        .filter(|quote| quote.len() <= LONG_QUOTE)
        .map(|quote| quote.trim().to_ascii_lowercase())
        .find_map(|quote| only_denied(attending, &quote))?;
    let name = diagnosis.title.clone();
    Draft::new(check, format!("conflicting documentation: {name}"))
        .about("documented by another provider", diagnosis)
        .indicators("documented by the attending", spans(denials))
        .option(
            format!("{name}: confirmed for this encounter"),
            &[diagnosis.code.as_str()],
        )
        .removal(format!("{name}: ruled out"))
        .ask(
            look,
            format!("The documentation differs about {name}. What is your clinical determination?"),
        )
}

/// The attending's mentions, where there are some and all deny.
fn only_denied(attending: &[Lowered<'_, '_>], quote: &str) -> Option<Vec<Said>> {
    let mentions = mentioned(attending, &[quote]);
    let denied = !mentions.is_empty() && mentions.iter().all(|said| said.denied);
    denied.then_some(mentions)
}
