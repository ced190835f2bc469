//! Conditions of other chapters in pregnancy (Guidelines I.C.15.a.1).
//!
//! A condition in pregnancy complicates it unless the provider says otherwise:
//! chapter 15 has the code, and the code of the condition is added to it.

use chartfleet_model::FindingSeverity::Warning;

use super::CHAPTER;
use crate::codeset::{CodeRange, CodeSet, ranges};
use crate::rules::{Check, ClaimView, Diagnosis, Found, Rule};

pub(super) const NOT_LINKED: Check = Check {
    rule: Rule {
        id: "obstetrics.not_linked",
        severity: Warning,
        source: "Guidelines I.C.15.a.1",
        looks_for: "a condition of another chapter in pregnancy without the code of chapter 15 that takes it in",
        remedy: "Add the code of chapter 15 before it, unless the provider says that pregnancy is incidental.",
    },
    look: not_linked,
};

/// Conditions, the codes of chapter 15 that take them in, and which to name.
struct Link {
    conditions: &'static [CodeRange],
    taken_in_by: &'static [CodeRange],
    name: &'static str,
}

const LINKS: &[Link] = &[
    Link {
        conditions: &ranges(["I10-I16", "I1A"]),
        taken_in_by: &ranges(["O10-O11", "O13-O16"]),
        name: "O10.- or O13-O16",
    },
    Link {
        conditions: &ranges(["E08-E13"]),
        taken_in_by: &ranges(["O24"]),
        name: "O24.-",
    },
    Link {
        conditions: &ranges(["N10-N12", "N30", "N34", "N39.0"]),
        taken_in_by: &ranges(["O23", "O86.2"]),
        name: "O23.- or O86.2-",
    },
    Link {
        conditions: &ranges(["D50-D64"]),
        taken_in_by: &ranges(["O99.0", "O90.81"]),
        name: "O99.0- or O90.81",
    },
    Link {
        conditions: &ranges(["E00-E07"]),
        taken_in_by: &ranges(["O99.28", "O90.5"]),
        name: "O99.28-",
    },
    Link {
        conditions: &ranges(["E66"]),
        taken_in_by: &ranges(["O99.21"]),
        name: "O99.21-",
    },
    Link {
        conditions: &ranges(["J00-J99"]),
        taken_in_by: &ranges(["O99.5", "O98.5", "O29", "O74", "O89", "O75.4", "O88", "O95"]),
        name: "O99.5-",
    },
    Link {
        conditions: &ranges(["U07.1"]),
        taken_in_by: &ranges(["O98.5"]),
        name: "O98.5-",
    },
    Link {
        conditions: &ranges(["B20", "Z21"]),
        taken_in_by: &ranges(["O98.7"]),
        name: "O98.7-",
    },
    Link {
        conditions: &ranges(["B15-B19"]),
        taken_in_by: &ranges(["O98.4"]),
        name: "O98.4-",
    },
    Link {
        conditions: &ranges(["F10"]),
        taken_in_by: &ranges(["O99.31"]),
        name: "O99.31-",
    },
    Link {
        conditions: &ranges(["F11-F16", "F18-F19"]),
        taken_in_by: &ranges(["O99.32"]),
        name: "O99.32-",
    },
    Link {
        conditions: &ranges(["F17", "Z72.0"]),
        taken_in_by: &ranges(["O99.33"]),
        name: "O99.33-",
    },
    Link {
        conditions: &ranges(["G40"]),
        taken_in_by: &ranges(["O99.35", "O15"]),
        name: "O99.35-",
    },
];

/// Signs that the patient is pregnant or in childbed.
const PREGNANT: CodeSet<2> = CodeSet::of(["O09-O9A", "Z3A"]);
/// Pregnancy that the provider calls incidental; a delivery beside which other
/// conditions complicate nothing (I.C.15.n.1).
const INCIDENTAL: CodeSet<2> = CodeSet::of(["Z33.1", "O80"]);

fn not_linked(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if !claim.has(&PREGNANT) || claim.has(&INCIDENTAL) {
        return;
    }
    for link in LINKS {
        if claim.of(&CHAPTER).any(|care| care.within(link.taken_in_by)) {
            continue;
        }
        let conditions: Vec<&Diagnosis<'_>> = claim.within(link.conditions).collect();
        if let Some(condition) = conditions.first() {
            found.report(
                format!(
                    "{} in pregnancy is coded with {} before it",
                    condition.code, link.name
                ),
                conditions.iter().map(|condition| condition.code),
            );
        }
    }
}
