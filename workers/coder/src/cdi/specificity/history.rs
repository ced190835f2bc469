//! The history of the present illness, where it tells almost nothing.
//!
//! Levels of visits no longer count elements of the history (CPT 2021 and
//! 2023), so only a history that leaves the reason for the visit without
//! context is asked about: fewer than two elements, and no assessment that
//! would explain it. Charts without sections are left alone.
//!
//! Source: CMS, 1995 and 1997 Documentation Guidelines for Evaluation and
//! Management Services (the eight elements).

use chartfleet_model::{EncounterClass, Evidence, Gap, GapKind};

use crate::cdi::query::Draft;
use crate::cdi::words::words;
use crate::cdi::{Check, Look};
use crate::record::{Authority, Page, Section, SectionKind};

pub(super) const ELEMENTS: Check = Check {
    rule: "cdi.present_illness",
    kind: GapKind::IncompleteHpi,
    source: "CMS 1997 Documentation Guidelines for Evaluation and Management Services",
    look,
};

/// Elements below which a history is asked about.
const ENOUGH: usize = 2;

/// Histories longer than this, in bytes, tell something that no list holds.
const LONG_HISTORY: usize = 200;

/// Elements, the way an answer names them, and beginnings of words that give
/// them.
const ALL: &[(&str, &[&str])] = &[
    (
        "Location",
        &[
            "right",
            "left",
            "bilateral",
            "chest",
            "abdom",
            "back",
            "head",
            "neck",
            "arm",
            "leg",
            "knee",
            "hip",
            "shoulder",
            "throat",
            "flank",
            "quadrant",
            "ankle",
            "foot",
            "hand",
            "wrist",
            "ear",
            "eye",
        ],
    ),
    (
        "Quality",
        &[
            "sharp",
            "dull",
            "burning",
            "throbbing",
            "aching",
            "crampy",
            "cramping",
            "stabbing",
            "pressure",
            "productive",
            "dry",
            "watery",
            "bloody",
            "tingling",
        ],
    ),
    ("Severity", &["mild", "moderate", "severe", "worst", "10"]),
    (
        "Duration",
        &[
            "day",
            "days",
            "week",
            "weeks",
            "month",
            "months",
            "hour",
            "hours",
            "year",
            "years",
            "since",
            "yesterday",
            "ago",
        ],
    ),
    (
        "Timing",
        &[
            "intermittent",
            "constant",
            "daily",
            "night",
            "morning",
            "sudden",
            "gradual",
            "episod",
            "comes",
        ],
    ),
    (
        "Context",
        &[
            "after",
            "while",
            "during",
            "fell",
            "fall",
            "injur",
            "exertion",
            "exposure",
            "travel",
            "following",
        ],
    ),
    (
        "Modifying factors",
        &[
            "relieved",
            "worse",
            "worsened",
            "better",
            "improve",
            "aggravat",
            "ibuprofen",
            "acetaminophen",
            "rest",
            "tylenol",
            "took",
            "alleviat",
        ],
    ),
    (
        "Associated signs and symptoms",
        &[
            "associated",
            "denies",
            "nausea",
            "vomiting",
            "fever",
            "chills",
            "dizziness",
            "swelling",
            "numbness",
            "weakness",
            "cough",
            "dyspnea",
        ],
    ),
];

fn look(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let class = look.chart.encounter.class;
    if matches!(
        class,
        EncounterClass::Inpatient | EncounterClass::Observation
    ) {
        return;
    }
    for page in &look.record.pages {
        let assessed = page.sections.iter().any(|section| explains(page, section));
        if page.authority != Authority::Provider || assessed {
            continue;
        }
        let mut histories = page.sections.iter();
        let history = histories.find(|section| section.kind == SectionKind::PresentIllness);
        gaps.extend(history.and_then(|history| ask(check, look, page, history)));
    }
}

/// Whether an assessment says enough by itself.
fn explains(page: &Page<'_>, section: &Section) -> bool {
    let kind = section.kind == SectionKind::Assessment;
    let text = page.document.text.get(section.body.clone());
    kind && text.is_some_and(|text| words(text).count() >= 12)
}

fn ask(check: &Check, look: &Look<'_>, page: &Page<'_>, history: &Section) -> Option<Gap> {
    let text = page.document.text.get(history.body.clone())?;
    let trimmed = text.trim();
    if trimmed.is_empty() || trimmed.len() > LONG_HISTORY {
        return None;
    }
    // What the complaint tells is told, whatever heading it stands under.
    let complaints = page.sections.iter();
    let complaints = complaints.filter(|section| section.kind == SectionKind::ChiefComplaint);
    let complaints: Vec<&str> = complaints
        .filter_map(|section| page.document.text.get(section.body.clone()))
        .collect();
    let lower = format!("{} {trimmed}", complaints.join(" ")).to_lowercase();
    let gives = |list: &[&str]| words(&lower).any(|word| list.iter().any(|l| begins_word(word, l)));
    let missing = ALL.iter().filter(|(_, list)| !gives(list));
    let missing: Vec<&'static str> = missing.map(|(name, _)| *name).collect();
    if ALL.len() - missing.len() >= ENOUGH {
        return None;
    }
    let start = history.body.start + (text.len() - text.trim_start().len());
    let evidence = Evidence {
        document: page.number,
        start: u32::try_from(start).ok()?,
        end: u32::try_from(start + trimmed.len()).ok()?,
    };
    let mut draft = Draft::new(check, "history of the present illness")
        .indicator("history as documented", evidence);
    for element in missing {
        draft = draft.option(element, &[]);
    }
    draft.ask(look, "Which of these elements of the present illness can be added from your knowledge of the visit?")
}

/// Short words count whole: "ear" is not in "early".
fn begins_word(word: &str, beginning: &str) -> bool {
    if beginning.len() < 5 {
        word == beginning
    } else {
        word.starts_with(beginning)
    }
}
