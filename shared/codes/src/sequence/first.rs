//! Which diagnosis stands first.
//!
//! The first of the model's order that can: never a manifestation, an external
//! cause or a code whose etiology is on the claim; for inpatients never one
//! that the Medicare Code Editor refuses as principal or that arose after
//! admission. A symptom yields to a definitive diagnosis that may explain it.
//!
//! Sources: Guidelines I.A.13 (code first), I.C.20 (external causes), II
//! (principal), II.A and IV.D (symptoms), IV (first-listed), Appendix I (POA).

use chartfleet_model::{Finding, FindingSeverity, Poa};
use jiff::civil::Date;

use super::{Draft, code_first};
use crate::tables::data::Edits;
use crate::tables::day_number;

/// The diagnosis chosen to stand first.
pub(super) struct Choice {
    /// Its place in the model's order.
    pub(super) chosen: usize,
    /// Why the model's own first was passed over.
    passed_over: Option<Bar>,
}

/// Why a diagnosis cannot stand first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bar {
    Manifestation,
    ExternalCause,
    EtiologyFirst,
    Unacceptable,
    AfterAdmission,
    Symptom,
}

impl Bar {
    const fn reason(self) -> (&'static str, &'static str) {
        match self {
            Self::Manifestation => (
                "a manifestation is never first",
                "Guidelines I.A.13; Medicare Code Editor, manifestation as principal diagnosis",
            ),
            Self::ExternalCause => ("an external cause is never first", "Guidelines I.C.20.a.6"),
            Self::EtiologyFirst => (
                "its underlying condition is coded first",
                "Guidelines I.A.13; ICD-10-CM tabular list, code first",
            ),
            Self::Unacceptable => (
                "it says nothing of why the patient came",
                "Medicare Code Editor, unacceptable principal diagnosis; Guidelines I.C.21.c.3",
            ),
            Self::AfterAdmission => (
                "it was not present on admission",
                "Guidelines II and Appendix I",
            ),
            Self::Symptom => (
                "a symptom yields to a definitive diagnosis",
                "Guidelines II.A and IV.D",
            ),
        }
    }
}

impl Choice {
    /// What is told where the model's first was passed over.
    pub(super) fn finding(&self, drafts: &[Draft<'_>], inpatient: bool) -> Option<Finding> {
        let (reason, source) = self.passed_over?.reason();
        let proposed = &drafts.first()?.code;
        let chosen = &drafts.get(self.chosen)?.code;
        let place = if inpatient {
            "principal"
        } else {
            "first-listed"
        };
        Some(Finding {
            rule: "seq.first_changed".into(),
            severity: FindingSeverity::Info,
            message: format!("{chosen} stands as {place} before {proposed}: {reason}"),
            source: source.into(),
            codes: Vec::new(),
            offers: Vec::new(),
            remedy: "".into(),
        })
    }
}

/// Chooses among diagnoses in the model's order.
pub(super) fn choose(drafts: &[Draft<'_>], inpatient: bool, on: Date) -> Option<Choice> {
    let day = day_number(on);
    let bars: Vec<Option<Bar>> = drafts
        .iter()
        .map(|draft| bar(draft, drafts, inpatient, day))
        .collect();
    let open = |index: &usize| bars.get(*index).is_some_and(Option::is_none);
    let candidate = (0..drafts.len()).find(open);
    // Outside the hospital's inpatient claim an unacceptable code is only the
    // last resort, not an edit.
    let last_resort = || bars.iter().position(|bar| *bar == Some(Bar::Unacceptable));
    let candidate = match candidate {
        Some(index) => index,
        None if inpatient => return None,
        None => last_resort()?,
    };
    let explained_by = drafts
        .get(candidate)
        .filter(|draft| is_symptom(draft.code.as_str()))
        .and_then(|symptom| {
            (0..drafts.len())
                .filter(open)
                .find(|&index| drafts.get(index).is_some_and(|d| explains(d, symptom)))
        });
    let chosen = explained_by.unwrap_or(candidate);
    let passed_over = match bars.first().copied().flatten() {
        _ if chosen == 0 => None,
        Some(bar) => Some(bar),
        None => Some(Bar::Symptom),
    };
    Some(Choice {
        chosen,
        passed_over,
    })
}

/// What is told where nothing can stand first.
pub(super) fn none_can_stand_first(inpatient: bool) -> Finding {
    let (place, source) = if inpatient {
        ("principal", "Guidelines II")
    } else {
        ("first-listed", "Guidelines IV.A")
    };
    Finding {
        rule: "seq.no_first".into(),
        severity: FindingSeverity::Warning,
        message: format!("none of the diagnoses can be the {place} diagnosis"),
        source: source.into(),
        codes: Vec::new(),
        offers: Vec::new(),
        remedy: "".into(),
    }
}

fn bar(draft: &Draft<'_>, all: &[Draft<'_>], inpatient: bool, day: u32) -> Option<Bar> {
    let code = draft.code.as_str();
    if code.starts_with(['V', 'W', 'X', 'Y']) {
        return Some(Bar::ExternalCause);
    }
    let entry = draft.entry.as_ref()?;
    let edits = entry.edits(day);
    if edits.has(Edits::MANIFESTATION) {
        return Some(Bar::Manifestation);
    }
    let follows =
        |other: &Draft<'_>| other.code != draft.code && code_first::comes_first(&other.code, entry);
    if all.iter().any(follows) {
        return Some(Bar::EtiologyFirst);
    }
    if edits.has(Edits::UNACCEPTABLE) || SECONDARY_ONLY.contains(&draft.code.category()) {
        return Some(Bar::Unacceptable);
    }
    // Childbirth and the perinatal period: what arises during the stay may be
    // the reason for it.
    let may_arise_later = code.starts_with(['O', 'P']);
    if inpatient && draft.suggestion.poa == Some(Poa::N) && !may_arise_later {
        return Some(Bar::AfterAdmission);
    }
    None
}

/// Status codes that say nothing of why the patient came, also where the
/// editor's list does not hold them: do-not-resuscitate, body mass index,
/// long-term drug therapy (Guidelines I.B.14 and I.C.21.c.3).
const SECONDARY_ONLY: [&str; 3] = ["Z66", "Z68", "Z79"];

fn is_symptom(code: &str) -> bool {
    code.starts_with('R')
}

/// Conditions that patients live with: being on the claim does not make one
/// the cause of a symptom.
const LONGSTANDING: [&str; 16] = [
    "E03", "E10", "E11", "E66", "E78", "F17", "G47", "I10", "I12", "I25", "I48", "J44", "J45",
    "K21", "M19", "N18",
];

/// Chapters, by first letters, whose diseases may explain a symptom, by the
/// section of chapter 18 that the symptom stands in.
const EXPLAINED_BY: [(&str, &str, &str); 8] = [
    ("R00", "R09", "ABIJST"),
    ("R10", "R19", "ABCDKNOST"),
    ("R20", "R23", "ABLST"),
    ("R25", "R29", "GIMST"),
    ("R30", "R39", "ABCDN"),
    ("R40", "R46", "AEFGIST"),
    ("R47", "R49", "GIJ"),
    ("R50", "R69", "ABCDGIJKLNST"),
];

/// Whether the diagnosis is a definitive one that may explain the symptom.
fn explains(diagnosis: &Draft<'_>, symptom: &Draft<'_>) -> bool {
    let category = diagnosis.code.category();
    if LONGSTANDING.contains(&category) {
        return false;
    }
    let symptom = symptom.code.category();
    EXPLAINED_BY
        .iter()
        .find(|(from, to, _)| (*from..=*to).contains(&symptom))
        .is_some_and(|(_, _, letters)| category.starts_with(|letter| letters.contains(letter)))
}
