//! The stage of a pressure ulcer.
//!
//! The stage may come from a nurse where a provider documents the ulcer
//! (I.B.14): a stage anywhere in the record is a matter of coding, and nothing
//! is asked. The answers are the stages that the tabular list has for the site.

use chartfleet_model::{ClaimDiagnosis, Gap, GapKind, Icd10CmCode};

use crate::cdi::query::Draft;
use crate::cdi::words::{mentioned, said, spans};
use crate::cdi::{Check, Look};

pub(super) const STAGE: Check = Check {
    rule: "cdi.pressure_ulcer_stage",
    kind: GapKind::Stage,
    source: "Guidelines I.B.14, I.C.12.a; National Pressure Injury Advisory Panel",
    look,
};

const STAGED: &[&str] = &[
    "stage*",
    "unstageable",
    "deep tissue injury",
    "deep tissue pressure",
    "dti",
];
const DEPTH: &[&str] = &[
    "full thickness",
    "full-thickness",
    "partial thickness",
    "partial-thickness",
    "slough",
    "eschar",
    "non-blanchable",
    "nonblanchable",
    "exposed bone",
    "tunneling",
    "undermining",
    "granulation",
    "wound care",
    "wound vac",
    "depth",
    "cm x",
    "debridement",
];

/// The last character of a code, and the answer it stands for.
const STAGES: &[(char, &str)] = &[
    ('1', "Pressure ulcer, stage 1"),
    ('2', "Pressure ulcer, stage 2"),
    ('3', "Pressure ulcer, stage 3"),
    ('4', "Pressure ulcer, stage 4"),
    ('0', "Pressure ulcer, unstageable"),
    ('6', "Pressure-induced deep tissue damage"),
];

fn look(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let open = |d: &&ClaimDiagnosis| d.code.as_str().ends_with('9') && d.code.as_str().len() > 5;
    for ulcer in look.claimed(&["L89"]).filter(open) {
        let pages = look.lowered();
        if !mentioned(&pages, STAGED).is_empty() {
            return;
        }
        let depth = said(&pages, DEPTH);
        if depth.is_empty() {
            return;
        }
        let mut draft = Draft::new(check, "stage of pressure ulcer")
            .about("pressure ulcer as documented", ulcer)
            .indicators("description of the wound", spans(depth).take(4));
        for (last, text) in STAGES {
            if let Some(code) = staged(&ulcer.code, *last) {
                draft = draft.option(*text, &[&code]);
            }
        }
        gaps.extend(draft.ask(look, "Can the stage of the pressure ulcer be specified?"));
    }
}

/// The code of the same site with another last character.
fn staged(code: &Icd10CmCode, last: char) -> Option<String> {
    let site = code.as_str().strip_suffix('9')?;
    Some(format!("{site}{last}"))
}
