//! What sequencing tells.

use chartfleet_model::FindingSeverity::{Info, Warning};

use crate::rules::Rule;

/// Another diagnosis stands first than was proposed.
pub(super) const FIRST_CHANGED: Rule = Rule {
    id: "seq.first_changed",
    severity: Info,
    source: "Guidelines II and IV",
    looks_for: "a proposed first diagnosis that cannot stand first",
    remedy: "Check the choice against the circumstances of the encounter.",
};

/// Nothing can stand first.
pub(super) const NO_FIRST: Rule = Rule {
    id: "seq.no_first",
    severity: Warning,
    source: "Guidelines II and IV.A",
    looks_for: "a claim whose diagnoses are all barred from the first place",
    remedy: "Add the condition that is chiefly responsible for the encounter.",
};

/// Two diagnoses qualify equally.
pub(super) const TWO_QUALIFY: Rule = Rule {
    id: "seq.two_qualify",
    severity: Info,
    source: "Guidelines II.B and II.C",
    looks_for: "two acute conditions, both present on admission, of which either may be principal",
    remedy: "Decide by the circumstances of admission, the workup and the therapy; never by \
        payment.",
};

/// Said twice.
pub(super) const DUPLICATE: Rule = Rule {
    id: "seq.duplicate",
    severity: Info,
    source: "Guidelines I.B.12; Medicare Code Editor, duplicate of principal diagnosis",
    looks_for: "a diagnosis that was suggested more than once",
    remedy: "Nothing: it stands once, with the evidence of all.",
};

/// Everything that sequencing tells.
pub(crate) const TOLD: &[Rule] = &[FIRST_CHANGED, NO_FIRST, TWO_QUALIFY, DUPLICATE];
