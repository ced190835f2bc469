//! Edits of the Medicare Code Editor: what each looks for, and what mends it.
//!
//! The editor itself decides whether one fires; `sequence` asks it and names
//! the codes.
//!
//! Source: Definitions of Medicare Code Edits.

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::Rule;

/// An edit as a rule.
const fn edit(
    id: &'static str,
    source: &'static str,
    looks_for: &'static str,
    remedy: &'static str,
) -> Rule {
    Rule {
        id,
        severity: Error,
        source,
        looks_for,
        remedy,
    }
}

/// An edit that asks for a second look, where others return the claim.
const fn question(rule: Rule) -> Rule {
    Rule {
        severity: Warning,
        ..rule
    }
}

/// An edit that the list below does not name.
pub(crate) const OTHER: Rule = question(edit(
    "mce.other",
    "Medicare Code Editor",
    "any other edit, named in the message",
    "Look the edit up in the Definitions of Medicare Code Edits.",
));

/// Every edit, by its name in lower case after `mce.`.
pub(crate) const TOLD: &[Rule] = &[
    edit(
        "mce.invalid_code",
        "Medicare Code Editor, invalid diagnosis or procedure code",
        "a code that is not valid on the discharge date",
        "Replace it by a code that is valid on that date.",
    ),
    edit(
        "mce.age_conflict",
        "Medicare Code Editor, age conflict",
        "a diagnosis outside the patient's age",
        "Correct the age or the code.",
    ),
    edit(
        "mce.sex_conflict",
        "Medicare Code Editor, sex conflict",
        "a code for the other sex (retired on 2024-10-01)",
        "Correct the sex or the code.",
    ),
    edit(
        "mce.manifestation_as_pdx",
        "Medicare Code Editor, manifestation code as principal diagnosis; Guidelines I.A.13",
        "a manifestation as principal diagnosis",
        "Code the underlying disease, and put it first.",
    ),
    edit(
        "mce.unacceptable_pdx",
        "Medicare Code Editor, unacceptable principal diagnosis",
        "a principal diagnosis that says nothing of a current illness or injury",
        "Put the condition first that occasioned the admission.",
    ),
    edit(
        "mce.requires_sdx",
        "Medicare Code Editor, unacceptable principal diagnosis: requires secondary diagnosis",
        "a principal diagnosis that is accepted only beside a secondary one",
        "Add the diagnosis that the care was for.",
    ),
    edit(
        "mce.e_code_as_pdx",
        "Medicare Code Editor, external cause of morbidity code as principal diagnosis",
        "an external cause as principal diagnosis",
        "Put the injury or condition first that it caused.",
    ),
    edit(
        "mce.duplicate_of_pdx",
        "Medicare Code Editor, duplicate of principal diagnosis; Guidelines I.B.12",
        "the principal diagnosis again among the secondary ones",
        "Report it once.",
    ),
    question(edit(
        "mce.unspecified",
        "Medicare Code Editor, unspecified code",
        "a CC or MCC that leaves the side open although codes for each side exist",
        "Code the side that is documented, or ask for it.",
    )),
    edit(
        "mce.wrong_procedure_performed",
        "Medicare Code Editor, wrong procedure performed",
        "a procedure on the wrong patient or body part, or a wrong procedure",
        "Bill the surgical error by itself, as Medicare's rule for never events demands.",
    ),
    question(edit(
        "mce.non_covered",
        "Medicare Code Editor, non-covered procedure",
        "a procedure that Medicare does not pay for, at all or with these diagnoses or this age",
        "Check coverage before billing.",
    )),
    question(edit(
        "mce.limited_coverage",
        "Medicare Code Editor, limited coverage",
        "a procedure that Medicare covers only in approved circumstances",
        "Check that the facility and the circumstances are approved.",
    )),
    question(edit(
        "mce.questionable_admission",
        "Medicare Code Editor, questionable admission",
        "a principal diagnosis that seldom needs an inpatient stay",
        "Check that the record supports the admission, and that no other condition occasioned it.",
    )),
    question(edit(
        "mce.questionable_obstetric_admission",
        "Medicare Code Editor, questionable obstetric admission",
        "a delivery without a code for its outcome",
        "Add the outcome of delivery (Z37).",
    )),
    edit(
        "mce.invalid_age",
        "Medicare Code Editor, invalid age",
        "an age outside 0 to 124 years",
        "Correct the age.",
    ),
    edit(
        "mce.invalid_sex",
        "Medicare Code Editor, invalid sex",
        "a sex that the editor does not know",
        "Correct the sex.",
    ),
    edit(
        "mce.invalid_discharge_status",
        "Medicare Code Editor, invalid discharge status",
        "a discharge status that is not a UB-04 code",
        "Correct the discharge status.",
    ),
    OTHER,
];
