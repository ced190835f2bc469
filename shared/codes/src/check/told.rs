//! What a check of one code tells.

use chartfleet_model::FindingSeverity::Error;

use super::{EDITOR, TABULAR};
use crate::rules::Rule;

/// No such diagnosis code.
pub(super) const CM_UNKNOWN: Rule = Rule {
    id: "cm.unknown",
    severity: Error,
    source: TABULAR,
    looks_for: "a diagnosis code that the tabular list never held",
    remedy: "Choose an existing code for the documented condition.",
};

/// A header.
pub(super) const CM_NOT_BILLABLE: Rule = Rule {
    id: "cm.not_billable",
    severity: Error,
    source: TABULAR,
    looks_for: "a diagnosis code that needs further characters on the date",
    remedy: "Choose the longer code that the documentation supports.",
};

/// Not valid on the date.
pub(super) const CM_NOT_IN_EFFECT: Rule = Rule {
    id: "cm.not_in_effect",
    severity: Error,
    source: EDITOR,
    looks_for: "a diagnosis code that is deleted, or not yet in effect, on the date",
    remedy: "Choose a code of the code set in effect on the date.",
};

const CHARACTERS: &str = "Guidelines I.A.4 and I.A.5; ICD-10-CM tabular list, seventh characters";

/// Complete but for the seventh character.
pub(super) const SEVENTH_MISSING: Rule = Rule {
    id: "cm.seventh_character_missing",
    severity: Error,
    source: CHARACTERS,
    looks_for: "a diagnosis code that lacks only its seventh character",
    remedy: "Add the seventh character for the encounter, as documented.",
};

/// A seventh character of another category.
pub(super) const SEVENTH_INVALID: Rule = Rule {
    id: "cm.seventh_character_invalid",
    severity: Error,
    source: CHARACTERS,
    looks_for: "a seventh character that the category does not have",
    remedy: "Choose the seventh character for the encounter, as documented.",
};

/// Shorter than its characters need.
pub(super) const PLACEHOLDER_MISSING: Rule = Rule {
    id: "cm.placeholder_missing",
    severity: Error,
    source: CHARACTERS,
    looks_for: "a diagnosis code that is one of the list's but for the placeholder X",
    remedy: "Fill the empty places before the last characters with X.",
};

/// Outside the code's ages.
pub(super) const CM_AGE: Rule = Rule {
    id: "cm.age_conflict",
    severity: Error,
    source: "Medicare Code Editor, age conflict",
    looks_for: "a diagnosis outside the patient's age",
    remedy: "Correct the age or the code.",
};

/// For the other sex. A warning since the edit was retired on 2024-10-01.
pub(super) const CM_SEX: Rule = Rule {
    id: "cm.sex_conflict",
    severity: Error,
    source: "Medicare Code Editor, sex conflict",
    looks_for: "a diagnosis of the other sex",
    remedy: "Correct the sex or the code; leave both where the record supports them.",
};

/// No such procedure code.
pub(super) const PCS_UNKNOWN: Rule = Rule {
    id: "pcs.unknown",
    severity: Error,
    source: EDITOR,
    looks_for: "an ICD-10-PCS code that no edition holds",
    remedy: "Build the code from its table.",
};

/// Not valid on the date.
pub(super) const PCS_NOT_IN_EFFECT: Rule = Rule {
    id: "pcs.not_in_effect",
    severity: Error,
    source: EDITOR,
    looks_for: "an ICD-10-PCS code that is deleted, or not yet in effect, on the date",
    remedy: "Choose a code of the code set in effect on the date.",
};

/// For the other sex. A warning since the edit was retired on 2024-10-01.
pub(super) const PCS_SEX: Rule = Rule {
    id: "pcs.sex_conflict",
    looks_for: "a procedure of the other sex",
    ..CM_SEX
};

/// Everything that a check tells.
pub(crate) const TOLD: &[Rule] = &[
    CM_UNKNOWN,
    CM_NOT_BILLABLE,
    CM_NOT_IN_EFFECT,
    SEVENTH_MISSING,
    SEVENTH_INVALID,
    PLACEHOLDER_MISSING,
    CM_AGE,
    CM_SEX,
    PCS_UNKNOWN,
    PCS_NOT_IN_EFFECT,
    PCS_SEX,
];
