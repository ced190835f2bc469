//! What a check of a CPT or HCPCS code tells.

use chartfleet_model::FindingSeverity::{Error, Info};

use crate::rules::Rule;

/// The rules of one system, and what its codes are called.
pub(super) struct Told {
    pub(super) system: &'static str,
    /// No code of the file.
    pub(super) unknown: Rule,
    /// Not valid on the date.
    pub(super) not_in_effect: Rule,
    /// Only the form was checked.
    pub(super) not_verifiable: Rule,
}

const CPT_FILE: &str = "the site's CPT file";
const HCPCS_FILE: &str = "HCPCS Level II file";
const INSTALLED: &str = "installed code tables";

pub(super) const CPT: Told = Told {
    system: "CPT",
    unknown: Rule {
        id: "cpt.unknown",
        severity: Error,
        source: CPT_FILE,
        looks_for: "a CPT code that the imported file does not hold",
        remedy: "Choose a code of the file, or import a newer file.",
    },
    not_in_effect: Rule {
        id: "cpt.not_in_effect",
        severity: Error,
        source: CPT_FILE,
        looks_for: "a CPT code that is deleted, or not yet in effect, on the date",
        remedy: "Choose a code that is in effect on the date of service.",
    },
    not_verifiable: Rule {
        id: "cpt.not_verifiable",
        severity: Info,
        source: INSTALLED,
        looks_for: "a CPT code where no CPT file is imported",
        remedy: "Import the site's licensed CPT file.",
    },
};

pub(super) const HCPCS: Told = Told {
    system: "HCPCS Level II",
    unknown: Rule {
        id: "hcpcs.unknown",
        source: HCPCS_FILE,
        looks_for: "a HCPCS code that the imported file does not hold",
        ..CPT.unknown
    },
    not_in_effect: Rule {
        id: "hcpcs.not_in_effect",
        source: HCPCS_FILE,
        looks_for: "a HCPCS code that is deleted, or not yet in effect, on the date",
        ..CPT.not_in_effect
    },
    not_verifiable: Rule {
        id: "hcpcs.not_verifiable",
        looks_for: "a HCPCS code where no HCPCS file is imported",
        remedy: "Import CMS's HCPCS Level II file.",
        ..CPT.not_verifiable
    },
};

/// Everything that a check of a service tells.
pub(crate) const TOLD: &[Rule] = &[
    CPT.unknown,
    CPT.not_in_effect,
    CPT.not_verifiable,
    HCPCS.unknown,
    HCPCS.not_in_effect,
    HCPCS.not_verifiable,
];
