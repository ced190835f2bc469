//! Two providers name different sides of one lesion.
//!
//! Only parts that hold one lesion at a time, and only where one note names the
//! one side alone and another note the other alone: a note that names both
//! tells of two things.

use std::collections::BTreeMap;

use chartfleet_model::{ClaimDiagnosis, Evidence, Gap, GapKind};

use super::titles::titled;
use crate::cdi::query::Draft;
use crate::cdi::words::{Lowered, said};
use crate::cdi::{Check, Look};
use crate::record::Authority;

pub(super) const SIDES: Check = Check {
    rule: "cdi.side_conflict",
    kind: GapKind::Conflict,
    source: "Guidelines I.B.13, I.B.14 (conflicting documentation)",
    look,
};

/// Diagnoses of one lesion, and the parts as notes name them behind a side.
const LESIONS: &[(&[&str], &[&str])] = &[
    (
        &["I63", "I61", "I66"],
        &[
            "mca",
            "aca",
            "pca",
            "ica",
            "middle cerebral",
            "anterior cerebral",
            "posterior cerebral",
            "cerebellar",
            "basal ganglia",
            "thalamic",
            "frontal",
            "parietal",
            "occipital",
        ],
    ),
    (
        &["S72", "M80.05", "M84.45"],
        &[
            "hip fracture",
            "femoral",
            "femur",
            "intertrochanteric",
            "hip hemiarthroplasty",
            "hip",
        ],
    ),
    (&["M16"], &["hip"]),
    (&["M17", "S83"], &["knee"]),
    (
        &["S52", "S62"],
        &["wrist", "distal radius", "radius", "forearm"],
    ),
    (
        &["S82", "S92", "S93"],
        &["tibia", "tibial", "ankle", "fibula"],
    ),
    (&["C50"], &["breast"]),
    (&["C34"], &["upper lobe", "lower lobe", "lung"]),
    (
        &["C64", "N13", "N20"],
        &["kidney", "ureter", "ureteral", "renal"],
    ),
    (&["K40"], &["inguinal"]),
];

const SIDE_WORDS: &[&str] = &["right", "left", "bilateral", "unspecified"];

fn look(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    for (codes, parts) in LESIONS {
        let mut claimed = look.claimed(codes);
        let Some(diagnosis) = claimed.next().filter(|_| claimed.next().is_none()) else {
            continue;
        };
        gaps.extend(ask(check, look, diagnosis, parts));
    }
}

fn ask(check: &Check, look: &Look<'_>, diagnosis: &ClaimDiagnosis, parts: &[&str]) -> Option<Gap> {
    let pages = look.lowered();
    let named = |side: &str| notes(&pages, side, parts);
    let (right, left, both) = (named("right"), named("left"), named("bilateral"));
    let alone = |one: &BTreeMap<u32, Evidence>, other: &BTreeMap<u32, Evidence>| {
        let alone = one.iter().filter(|(note, _)| !other.contains_key(note));
        alone.map(|(_, evidence)| *evidence).collect::<Vec<_>>()
    };
    let (only_right, only_left) = (alone(&right, &left), alone(&left, &right));
    let is_told_twice = right.keys().any(|note| left.contains_key(note)) || !both.is_empty();
    if only_right.is_empty() || only_left.is_empty() || is_told_twice {
        return None;
    }
    let codes = |side: &str| sided(look, diagnosis, side);
    let (of_right, of_left, of_both) = (codes("right"), codes("left"), codes("bilateral"));

    let mut draft = Draft::new(check, "side of the condition")
        .about("diagnosis as documented", diagnosis)
        .indicators("right side", only_right.into_iter().take(2))
        .indicators("left side", only_left.into_iter().take(2))
        .option(
            "Right side",
            &of_right.as_deref().into_iter().collect::<Vec<_>>(),
        )
        .option(
            "Left side",
            &of_left.as_deref().into_iter().collect::<Vec<_>>(),
        );
    if let Some(code) = &of_both {
        draft = draft.option("Both sides", &[code]);
    }
    draft
        .ask(
            look,
            "The documentation names different sides. Based on your clinical judgment, which side was affected?",
        )
}

/// The code of the diagnosis with a side in its title; `None` where its title
/// names no side.
fn sided(look: &Look<'_>, diagnosis: &ClaimDiagnosis, side: &str) -> Option<String> {
    let entry = look.tables.cm(&diagnosis.code)?;
    let title = entry.title().to_lowercase();
    let now = SIDE_WORDS.iter().find(|word| title.contains(**word))?;
    titled(look, &entry, &title.replace(now, side))
}

/// The provider's notes that name a side of the part, each with where.
fn notes(pages: &[Lowered<'_, '_>], side: &str, parts: &[&str]) -> BTreeMap<u32, Evidence> {
    let phrases: Vec<String> = parts.iter().map(|part| format!("{side} {part}")).collect();
    let phrases: Vec<&str> = phrases.iter().map(String::as_str).collect();
    let mut notes = BTreeMap::new();
    for said in said(pages, &phrases) {
        if said.authority == Authority::Provider {
            notes.entry(said.evidence.document).or_insert(said.evidence);
        }
    }
    notes
}
