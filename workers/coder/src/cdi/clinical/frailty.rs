//! Complete immobility from frailty.

use chartfleet_model::{Gap, GapKind};

use super::{Query, Signs, ask, is_open};
use crate::cdi::facts::{DiagnosisClass, FindingClass};
use crate::cdi::{Check, Look};

pub(super) const QUADRIPLEGIA: Check = Check {
    rule: "cdi.immobility",
    kind: GapKind::Undocumented,
    source: "Tabular list R53.2: complete immobility due to severe disability or frailty",
    look: immobility,
};

const QUERY: Query = Query {
    topic: "significance of the immobility",
    options: &[
        ("Functional quadriplegia", &["R53.2"]),
        ("Bed confinement status", &["Z74.01"]),
        ("Weakness", &["R53.1"]),
    ],
};

fn immobility(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    if !is_open(
        look,
        &["R53.2", "G82", "G80", "G12.2", "S14", "Z74.01"],
        DiagnosisClass::Quadriplegia,
    ) {
        return;
    }
    let mut signs = Signs::default();
    let is_still = look.facts.found(FindingClass::Immobility).count() >= 2
        && signs.found(look, FindingClass::Immobility);
    let is_frail = signs.found(look, FindingClass::AdvancedDisease);
    if is_still && is_frail {
        signs.found(look, FindingClass::PressureInjury);
        ask(check, look, &QUERY, signs, gaps);
    }
}
