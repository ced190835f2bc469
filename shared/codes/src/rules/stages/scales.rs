//! The NIH Stroke Scale and the Glasgow Coma Scale (Guidelines I.B.14,
//! I.C.18.e, I.C.18.i).

use chartfleet_model::FindingSeverity::{Error, Warning};

use crate::codeset::{CodeRange, CodeSet, ranges};
use crate::rules::characters::character;
use crate::rules::{Check, ClaimView, Diagnosis, Found, Rule};

pub(super) const STROKE: Check = Check {
    rule: Rule {
        id: "stages.nihss_without_stroke",
        severity: Error,
        source: "Guidelines I.C.18.i; ICD-10-CM tabular list, R29.7",
        looks_for: "a stroke scale score without a cerebral infarction",
        remedy: "Add the cerebral infarction before the score, or drop the score.",
    },
    look: stroke,
};

const NIHSS: CodeSet<1> = CodeSet::of(["R29.7"]);
const INFARCTION: CodeSet<2> = CodeSet::of(["I63", "I97.8"]);

fn stroke(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&INFARCTION) {
        return;
    }
    for score in claim.of(&NIHSS) {
        found.report(
            format!(
                "{} measures a cerebral infarction, and none is on the claim",
                score.code
            ),
            [score.code],
        );
    }
}

pub(super) const STROKE_TWICE: Check = Check {
    rule: Rule {
        id: "stages.nihss_at_admission",
        severity: Warning,
        source: "Guidelines I.C.18.i",
        looks_for: "several stroke scale scores of which none is present on admission",
        remedy: "Report at least the initial score, with POA Y.",
    },
    look: stroke_twice,
};

fn stroke_twice(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let scores: Vec<&Diagnosis<'_>> = claim.of(&NIHSS).collect();
    let initial = scores
        .iter()
        .any(|score| score.poa != Some(chartfleet_model::Poa::N));
    if let [first, _, ..] = scores.as_slice()
        && claim.is_inpatient()
        && !initial
    {
        found.report(
            format!(
                "{} and the other scores leave out the initial one",
                first.code
            ),
            scores.iter().map(|score| score.code),
        );
    }
}

/// Eyes, speech and movement of the coma scale, and their names.
const PARTS: [(&[CodeRange], &str); 3] = [
    (&ranges(["R40.21"]), "eyes"),
    (&ranges(["R40.22"]), "verbal response"),
    (&ranges(["R40.23"]), "motor response"),
];
const ANY_PART: CodeSet<1> = CodeSet::of(["R40.21-R40.23"]);
const TOTAL: CodeSet<3> = CodeSet::of(["R40.241", "R40.242", "R40.243"]);

pub(super) const COMA_TOTAL_AND_PARTS: Check = Check {
    rule: Rule {
        id: "stages.coma_total_and_parts",
        severity: Warning,
        source: "Guidelines I.C.18.e; ICD-10-CM tabular list, R40.24",
        looks_for: "the total of a coma scale beside its parts at one time",
        remedy: "Keep the parts: the total is for when only the total is documented.",
    },
    look: coma_total_and_parts,
};

fn coma_total_and_parts(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for total in claim.of(&TOTAL) {
        let mut parts = claim.of(&ANY_PART);
        if let Some(part) = parts.find(|part| time(part) == time(total)) {
            found.report(
                format!(
                    "{} totals what {} tells in parts at the same time",
                    total.code, part.code
                ),
                [total.code, part.code],
            );
        }
    }
}

pub(super) const COMA_INCOMPLETE: Check = Check {
    rule: Rule {
        id: "stages.coma_incomplete",
        severity: Warning,
        source: "Guidelines I.C.18.e; ICD-10-CM tabular list, R40.2",
        looks_for: "a coma scale at one time without one of its three parts",
        remedy: "Add the missing part, or use R40.244 for a partial score.",
    },
    look: coma_incomplete,
};

fn coma_incomplete(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let mut told = Vec::new();
    for part in claim.of(&ANY_PART) {
        if told.contains(&time(part)) {
            continue;
        }
        told.push(time(part));
        let missing: Vec<&str> = PARTS
            .iter()
            .filter(|(set, _)| !claim.within(set).any(|other| time(other) == time(part)))
            .map(|(_, name)| *name)
            .collect();
        if !missing.is_empty() {
            found.report(
                format!(
                    "the coma scale of {} lacks {}",
                    part.code,
                    missing.join(" and ")
                ),
                [part.code],
            );
        }
    }
}

/// When the scale was taken, as the seventh character says.
fn time(score: &Diagnosis<'_>) -> u8 {
    character(score.key, 7)
}
