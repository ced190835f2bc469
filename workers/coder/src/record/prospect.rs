//! The words by which a note speaks of what might be: what is prevented,
//! looked for or feared is not there.

/// Before a condition: it is to be prevented or looked for.
pub(crate) const PREVENTED: &[&str] = &[
    "prevent",
    "prevention",
    "prophylaxis",
    "prophylactic",
    "risk",
    "risks",
    "screen",
    "screening",
    "screened",
    "avoid",
    "vaccine",
    "vaccines",
    "vaccination",
    "vaccinated",
    "immunized",
    "immunization",
];

/// Before a condition: it has not come yet.
pub(crate) const CONDITIONS: &[&str] = &["if", "unless"];

/// After a condition: a measure against it, a look for it, or a name made of it.
pub(crate) const MEASURES: &[&str] = &[
    "prophylaxis",
    "ppx",
    "vaccine",
    "vaccines",
    "vaccination",
    "vaccinations",
    "immunization",
    "immunizations",
    "shot",
    "shots",
    "booster",
    "boosters",
    "screen",
    "screening",
    "screenings",
    "precaution",
    "precautions",
    "prevention",
    "pandemic",
    "protocol",
    "clinic",
    "clinics",
    "center",
    "centers",
    "titer",
    "titers",
    "test",
    "tests",
    "testing",
    "swab",
    "panel",
    "risk",
];

/// Between such a word and the condition, these turn to what is there.
pub(crate) const IS_THERE: &[&str] = &[
    "with", "because", "due", "given", "since", "has", "is", "was", "but", "after", "known",
];
