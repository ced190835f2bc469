//! Whether a procedure that is named was done in this stay.
//!
//! Denial, doubt, relatives and the past are read as for diagnoses; a procedure
//! may besides be planned, advised or refused. Sections of histories, plans and
//! instructions tell of no procedure of the stay.

use std::ops::Range;

use chartfleet_model::{DocumentKind, Evidence};

use super::words::Clause;
use crate::record::{Page, Record, SectionKind};

/// How a named procedure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// Not done, or not in this stay.
    NotDone,
    /// Perhaps done.
    Unclear,
    /// Told as done.
    Told,
    /// Told in text about procedures.
    Reported,
}

/// Before a procedure, within a few words: it lies ahead, or is no more than
/// thought of.
const AHEAD: &[&str] = &[
    "will",
    "plan",
    "plans",
    "planned",
    "planning",
    "scheduled",
    "schedule",
    "await",
    "awaiting",
    "awaits",
    "pending",
    "recommend",
    "recommends",
    "recommended",
    "advise",
    "advised",
    "consider",
    "considered",
    "considering",
    "need",
    "needs",
    "refused",
    "refuses",
    "refusing",
    "declined",
    "declines",
    "declining",
    "deferred",
    "defer",
    "elective",
    "offered",
    "candidate",
    "consent",
    "if",
    "refer",
    "referred",
    "referral",
    "instead",
    "rather",
    "avoid",
    "repeat",
    "contraindicated",
    "unable",
    "proposed",
    "order",
    "ordered",
    "would",
    "may",
    "should",
    "possible",
    "eventual",
    "anticipated",
];
/// After it.
const AFTER: &[&str] = &[
    "tomorrow",
    "refused",
    "declined",
    "deferred",
    "scheduled",
    "planned",
    "pending",
    "cancelled",
    "canceled",
    "aborted",
    "contraindicated",
    "unnecessary",
    "needed",
    "advised",
    "recommended",
];
/// Before it: it was in the past.
const BEFORE: &[&str] = &[
    "s",
    "status",
    "prior",
    "previous",
    "previously",
    "remote",
    "old",
];
/// After it: it was in the past.
const AGO: &[&str] = &["ago", "previously", "earlier"];
/// How far such a word reaches.
const REACH: usize = 6;
/// Between such a word and the procedure: what follows was done.
const DONE: &[&str] = &[
    "underwent",
    "received",
    "was",
    "were",
    "performed",
    "placed",
    "had",
    "after",
];

/// How the procedure at `evidence` stands, `named` by the words at these bytes
/// of the document.
pub(super) fn of(
    record: &Record<'_>,
    page: &Page<'_>,
    (evidence, named): (Evidence, &Range<usize>),
    clause: &Clause,
) -> Standing {
    let section = page.section_at(evidence.start as usize);
    if !tells_of_stay(section) || is_list(page) || is_elsewhen(clause, page, named) {
        return Standing::NotDone;
    }
    let named = Evidence {
        document: evidence.document,
        start: u32::try_from(named.start).unwrap_or(u32::MAX),
        end: u32::try_from(named.end).unwrap_or(u32::MAX),
    };
    let Some(reading) = record.reading(named) else {
        return Standing::NotDone;
    };
    if reading.negated || reading.family || reading.past {
        return Standing::NotDone;
    }
    if reading.uncertain || reading.hypothetical || section == SectionKind::Plan {
        return Standing::Unclear;
    }
    if section == SectionKind::Procedure || is_operative(page) {
        Standing::Reported
    } else {
        Standing::Told
    }
}

/// Whether a document is about procedures.
pub(super) fn is_operative(page: &Page<'_>) -> bool {
    page.document.kind == DocumentKind::OperativeNote
}

/// Whether a clause tells of a birth as the child's.
pub(super) fn tells_of_child(clause: &Clause) -> bool {
    let says = |wanted: &str| clause.said.iter().any(|word| word == wanted);
    // A mother's note tells of the liveborn child of her delivery.
    let of_mother = || {
        ["delivery", "she", "mother", "patient"]
            .into_iter()
            .any(says)
    };
    let of_child = ["born", "newborn", "neonate"].into_iter().any(says);
    of_child || (says("single") && says("liveborn") && !of_mother())
}

const fn tells_of_stay(section: SectionKind) -> bool {
    !matches!(
        section,
        SectionKind::PastMedical
            | SectionKind::PastSurgical
            | SectionKind::Family
            | SectionKind::Social
            | SectionKind::Allergies
            | SectionKind::Systems
            | SectionKind::Disposition
    )
}

const fn is_list(page: &Page<'_>) -> bool {
    matches!(
        page.document.kind,
        DocumentKind::Laboratory | DocumentKind::Medications
    )
}

/// Planned, refused or of the past by the words around it.
fn is_elsewhen(clause: &Clause, page: &Page<'_>, named: &Range<usize>) -> bool {
    let mut spans = clause.spans.iter();
    let Some(at) = spans.position(|span| span.end > named.start) else {
        return false;
    };
    let is = |list: &[&str], word: &String| list.contains(&word.as_str());
    let before: Vec<&String> = clause.said.iter().take(at).rev().take(REACH).collect();
    let near = before.iter().take_while(|word| !is(DONE, word));
    let mut near = near.copied();
    let ahead = near.any(|word| is(AHEAD, word));
    let past = before.iter().take(3).any(|word| is(BEFORE, word));
    let after = || clause.said.iter().skip(at + 1).take(REACH + 2);
    let later = after().any(|word| is(AFTER, word) || is(AGO, word));
    ahead || past || later || after().any(|word| is_old_year(word, page))
}

/// A year before that of the note, where the note is dated.
fn is_old_year(word: &str, page: &Page<'_>) -> bool {
    let year = || {
        word.parse::<i16>()
            .ok()
            .filter(|year| (1930..2100).contains(year))
    };
    let time = page
        .document
        .time
        .map(|time| time.to_zoned(jiff::tz::TimeZone::UTC));
    let written = time.map(|time| time.year());
    word.len() == 4 && year().is_some_and(|year| written.is_none_or(|written| year < written))
}
