//! A pressure ulcer that a nurse staged and no provider named.
//!
//! The ulcer is the provider's diagnosis, its stage may be a nurse's (I.B.14):
//! the answers offer the ulcer with the site and stage of the nurse's words.
//! Stage 1 and risk scores ask nothing.

use chartfleet_model::{Gap, GapKind};

use super::{SIGNIFICANCE, Signs, is_stay};
use crate::cdi::facts::{DiagnosisClass, TreatmentClass};
use crate::cdi::query::Draft;
use crate::cdi::words::{Lowered, Said, said, words};
use crate::cdi::{Check, Look};
use crate::record::Authority;

pub(super) const ASSESSED: Check = Check {
    rule: "cdi.pressure_ulcer_assessment",
    kind: GapKind::Authorship,
    source: "Guidelines I.B.14, I.C.12.a; National Pressure Injury Advisory Panel",
    look: assessed,
};

const ULCER: &[&str] = &[
    "pressure ulcer*",
    "pressure injur*",
    "pressure sore*",
    "decubitus",
    "deep tissue injury",
    "dti",
];

/// Words of a site, its name, and the beginnings of its codes: side not told,
/// right, left.
type Site = (&'static [&'static str], &'static str, [&'static str; 3]);

const SITES: &[Site] = &[
    (
        &["sacr", "coccy", "tailbone"],
        "sacral region",
        ["L89.15"; 3],
    ),
    (&["heel"], "heel", ["L89.60", "L89.61", "L89.62"]),
    (
        &["buttock", "ischi", "glut"],
        "buttock",
        ["L89.30", "L89.31", "L89.32"],
    ),
    (&["hip", "trochant"], "hip", ["L89.20", "L89.21", "L89.22"]),
    (
        &["ankle", "malleol"],
        "ankle",
        ["L89.50", "L89.51", "L89.52"],
    ),
    (&["elbow"], "elbow", ["L89.00", "L89.01", "L89.02"]),
    (&["occip", "scalp"], "head", ["L89.81"; 3]),
];

/// Words of a stage, its name, and the last characters of its codes: at a site,
/// at none.
type Stage = (&'static [&'static str], &'static str, [char; 2]);

const STAGES: &[Stage] = &[
    (&["unstageable"], "unstageable", ['0', '5']),
    (&["deep tissue", "dti"], "deep tissue damage", ['6', '6']),
    (&["stage 4", "stage iv"], "stage 4", ['4', '4']),
    (&["stage 3", "stage iii"], "stage 3", ['3', '3']),
    (&["stage 2", "stage ii"], "stage 2", ['2', '2']),
];

/// The answer where a sentence tells of several.
const SEVERAL: &str = "Pressure ulcers, each with its site and stage (please specify)";

fn assessed(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let is_named = look.claims(&["L89"]) || look.facts.is_addressed(DiagnosisClass::PressureUlcer);
    if is_named || !is_stay(look) {
        return;
    }
    let pages = look.lowered();
    let by_others = said(&pages, ULCER).into_iter();
    let by_others = by_others.filter(|said| said.authority == Authority::Clinician);
    let staged = by_others.filter_map(|said| Some((ulcer(&pages, &said)?, said.evidence)));
    let staged: Vec<((String, Option<String>), _)> = staged.collect();
    let Some(((text, code), _)) = staged.first() else {
        return;
    };
    let mut signs = Signs::default();
    let spans = staged.iter().take(2).map(|(_, evidence)| *evidence);
    signs.extend("skin assessment", spans);
    signs.treated(look, TreatmentClass::WoundCare);
    let draft = signs
        .draft(Draft::new(check, "significance of the skin findings"))
        .option(
            text.clone(),
            &code.iter().map(String::as_str).collect::<Vec<_>>(),
        )
        .option("Skin injury of another kind (please specify)", &[])
        .option(
            "Finding without clinical significance in this encounter",
            &[],
        );
    gaps.extend(draft.ask(look, SIGNIFICANCE));
}

/// The ulcer of a sentence in words, and as a code where the sentence tells of
/// one alone; `None` where it names no stage from 2.
fn ulcer(pages: &[Lowered<'_, '_>], said: &Said) -> Option<(String, Option<String>)> {
    let lowered = pages.get(said.evidence.document as usize)?;
    let sentence = lowered.text.get(lowered.sentence(&said.at))?;
    let has = |beginning: &&str| words(sentence).any(|word| word.starts_with(beginning));
    let mut stages = STAGES
        .iter()
        .filter(|(names, ..)| names.iter().any(|name| holds(sentence, name)));
    let mut sites = SITES.iter().filter(|(names, ..)| names.iter().any(&has));
    let (_, stage, [at_site, at_none]) = stages.next()?;
    let site = sites.next();
    let sides: Vec<bool> = ["right", "left"].iter().map(has).collect();
    // Which stage is of which site, the words alone do not tell.
    let is_of_several = stages.next().is_some()
        || sites.next().is_some()
        || sides == [true, true]
        || has(&"bilateral");
    if is_of_several {
        return Some((SEVERAL.to_owned(), None));
    }
    let Some((_, site, codes)) = site else {
        let code = format!("L89.9{at_none}");
        return Some((format!("Pressure ulcer, {stage}"), Some(code)));
    };
    let side = sides.iter().position(|is_said| *is_said);
    let code = codes.get(side.map_or(0, |side| side + 1))?;
    let side = match side.filter(|_| codes.first() != codes.last()) {
        Some(0) => "right ",
        Some(_) => "left ",
        None => "",
    };
    Some((
        format!("Pressure ulcer of the {side}{site}, {stage}"),
        Some(format!("{code}{at_site}")),
    ))
}

/// Whether a sentence says the words whole: "stage ii" is not in "stage iii".
fn holds(sentence: &str, phrase: &str) -> bool {
    sentence.match_indices(phrase).any(|(at, _)| {
        let after = sentence.get(at + phrase.len()..);
        let next = after.and_then(|rest| rest.chars().next());
        !next.is_some_and(char::is_alphanumeric)
    })
}
