//! The type of diabetes where providers name two.
//!
//! A type that nobody names is type 2 by convention (I.C.4.a.2), and nothing is
//! asked.

use chartfleet_model::{Gap, GapKind};

use crate::cdi::query::Draft;
use crate::cdi::words::{Said, said, spans};
use crate::cdi::{Check, Look};
use crate::record::Authority;

pub(super) const TYPE: Check = Check {
    rule: "cdi.diabetes_type",
    kind: GapKind::Conflict,
    source: "Guidelines I.B.14 (conflicting documentation), I.C.4.a",
    look,
};

const TYPE_1: &[&str] = &[
    "type 1 diabetes",
    "type i diabetes",
    "t1dm",
    "type 1 dm",
    "dm type 1",
    "diabetes mellitus type 1",
    "latent autoimmune diabetes",
];
const TYPE_2: &[&str] = &[
    "type 2 diabetes",
    "type ii diabetes",
    "t2dm",
    "type 2 dm",
    "dm type 2",
    "diabetes mellitus type 2",
];

fn look(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let Some(diabetes) = look.claimed(&["E10", "E11"]).next() else {
        return;
    };
    let pages = look.lowered();
    let by_provider = |phrases: &[&str]| -> Vec<Said> {
        let mut found = said(&pages, phrases);
        found.retain(|said| said.authority == Authority::Provider);
        found
    };
    let (first, second) = (by_provider(TYPE_1), by_provider(TYPE_2));
    if first.is_empty() || second.is_empty() {
        return;
    }
    let rest = diabetes.code.as_str().get(3..).unwrap_or_default();
    let (as_type_1, as_type_2) = (format!("E10{rest}"), format!("E11{rest}"));
    let gap = Draft::new(check, "type of diabetes mellitus")
        .about("diabetes as documented", diabetes)
        .indicators("documented as type 1", spans(first).take(3))
        .indicators("documented as type 2", spans(second).take(3))
        .option("Type 1 diabetes mellitus", &[&as_type_1])
        .option("Type 2 diabetes mellitus", &[&as_type_2])
        .ask(look, "The documentation names two types of diabetes mellitus. Which type does the patient have?");
    gaps.extend(gap);
}
