//! What a check of one code tells.

use chartfleet_model::FindingSeverity::{Error, Info};

use super::{EDITOR, TABULAR};
use crate::rules::Rule;

/// No such diagnosis code.
pub(super) const CM_UNKNOWN: Rule = Rule {
    id: "cm.unknown",
    severity: Error,
    source: TABULAR,
    looks_for: "a diagnosis code that the tabular list never held",
    remedy: "choose an existing code for the documented condition",
};

/// A header.
pub(super) const CM_NOT_BILLABLE: Rule = Rule {
    id: "cm.not_billable",
    severity: Error,
    source: TABULAR,
    looks_for: "a diagnosis code that needs further characters on the date",
    remedy: "choose the longer code that the documentation supports",
};

/// Not valid on the date.
pub(super) const CM_NOT_IN_EFFECT: Rule = Rule {
    id: "cm.not_in_effect",
    severity: Error,
    source: EDITOR,
    looks_for: "a diagnosis code that is deleted, or not yet in effect, on the date",
    remedy: "choose a code of the code set in effect on the date",
};

/// Outside the code's ages.
pub(super) const CM_AGE: Rule = Rule {
    id: "cm.age_conflict",
    severity: Error,
    source: "Medicare Code Editor, age conflict",
    looks_for: "a diagnosis outside the patient's age",
    remedy: "correct the age or the code",
};

/// For the other sex. A warning since the edit was retired on 2024-10-01.
pub(super) const CM_SEX: Rule = Rule {
    id: "cm.sex_conflict",
    severity: Error,
    source: "Medicare Code Editor, sex conflict",
    looks_for: "a diagnosis of the other sex",
    remedy: "correct the sex or the code; leave both where the record supports them",
};

/// No such procedure code.
const PCS_UNKNOWN: Rule = Rule {
    id: "pcs.unknown",
    severity: Error,
    source: EDITOR,
    looks_for: "an ICD-10-PCS code that no edition holds",
    remedy: "build the code from its table",
};

/// Not valid on the date.
const PCS_NOT_IN_EFFECT: Rule = Rule {
    id: "pcs.not_in_effect",
    severity: Error,
    source: EDITOR,
    looks_for: "an ICD-10-PCS code that is deleted, or not yet in effect, on the date",
    remedy: "choose a code of the code set in effect on the date",
};

/// For the other sex. A warning since the edit was retired on 2024-10-01.
const PCS_SEX: Rule = Rule {
    id: "pcs.sex_conflict",
    looks_for: "a procedure of the other sex",
    ..CM_SEX
};

/// Only the form was checked.
const CPT_NOT_VERIFIABLE: Rule = Rule {
    id: "cpt.not_verifiable",
    severity: Info,
    source: "installed code tables",
    looks_for: "a CPT code where no CPT file is imported",
    remedy: "import the site's licensed CPT file",
};

/// Only the form was checked.
const HCPCS_NOT_VERIFIABLE: Rule = Rule {
    id: "hcpcs.not_verifiable",
    severity: Info,
    source: "installed code tables",
    looks_for: "a HCPCS code where no HCPCS file is imported",
    remedy: "import CMS's HCPCS Level II file",
};

/// Everything that a check tells.
pub(crate) const TOLD: &[Rule] = &[
    CM_UNKNOWN,
    CM_NOT_BILLABLE,
    CM_NOT_IN_EFFECT,
    CM_AGE,
    CM_SEX,
    PCS_UNKNOWN,
    PCS_NOT_IN_EFFECT,
    PCS_SEX,
    CPT_NOT_VERIFIABLE,
    HCPCS_NOT_VERIFIABLE,
];
