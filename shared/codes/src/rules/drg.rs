//! What grouping a claim tells.

use chartfleet_model::FindingSeverity::{Info, Warning};

use super::Rule;

/// The claim lacks what grouping needs.
pub(crate) const INCOMPLETE: Rule = Rule {
    id: "drg.incomplete",
    severity: Warning,
    source: "MS-DRG grouper",
    looks_for: "an inpatient claim without the patient's age, or discharged outside the installed \
        grouper versions",
    remedy: "Give what is missing and group again.",
};

/// The discharge status was not given.
pub(crate) const STATUS_ASSUMED: Rule = Rule {
    id: "drg.discharge_status_assumed",
    severity: Info,
    source: "UB-04 form locator 17",
    looks_for: "an inpatient claim without a discharge status",
    remedy: "Give the discharge status: death and transfer change some DRGs.",
};

/// The grouper returned the claim.
pub(crate) const UNGROUPABLE: Rule = Rule {
    id: "drg.ungroupable",
    severity: Warning,
    source: "MS-DRG grouper",
    looks_for: "an inpatient claim that groups to DRG 998 or 999",
    remedy: "Mend what the return code names, most often the principal diagnosis.",
};

/// The DRG has no weight in the imported table.
pub(crate) const NO_WEIGHT: Rule = Rule {
    id: "drg.no_weight",
    severity: Info,
    source: "CMS Table 5 of the fiscal year",
    looks_for: "a DRG that the imported weights of the discharge year do not hold",
    remedy: "Import the weights of the year as CMS corrected them last.",
};

/// A hospital-acquired condition changed the DRG.
pub(crate) const HOSPITAL_ACQUIRED: Rule = Rule {
    id: "drg.hospital_acquired",
    severity: Info,
    source: "MS-DRG grouper, hospital-acquired conditions",
    looks_for: "a claim whose DRG is another one because of a hospital-acquired condition",
    remedy: "Check the present-on-admission indicators against the record.",
};

/// More specific documentation would change the DRG.
pub(crate) const SPECIFICITY: Rule = Rule {
    id: "drg.specificity_matters",
    severity: Info,
    source: "Guidelines I.B.2 and I.B.18; MS-DRG grouper",
    looks_for: "an unspecified diagnosis whose type, acuity or stage decides the severity level \
        and the DRG",
    remedy: "Ask the provider whether type, acuity or stage can be documented further; leave \
        the code where they cannot.",
};

/// Everything that grouping tells.
pub(crate) const TOLD: &[Rule] = &[
    INCOMPLETE,
    STATUS_ASSUMED,
    UNGROUPABLE,
    NO_WEIGHT,
    HOSPITAL_ACQUIRED,
    SPECIFICITY,
];
