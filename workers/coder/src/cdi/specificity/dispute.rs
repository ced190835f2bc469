//! The type of a disease where providers name two, each note one of them.
//!
//! A type of diabetes that nobody names is type 2 by convention (I.C.4.a.2), and
//! nothing is asked.

use chartfleet_model::{Gap, GapKind};

use crate::cdi::query::Draft;
use crate::cdi::words::{Said, mentioned, said, spans};
use crate::cdi::{Check, Look};
use crate::record::Authority;

pub(super) const DIABETES: Check = Check {
    rule: "cdi.diabetes_type",
    kind: GapKind::Conflict,
    source: "Guidelines I.B.14 (conflicting documentation), I.C.4.a",
    look,
};

pub(super) const HEART_FAILURE: Check = Check {
    rule: "cdi.heart_failure_conflict",
    kind: GapKind::Conflict,
    source: "Guidelines I.B.14 (conflicting documentation)",
    look,
};

/// A disease of two types.
struct Dispute {
    rule: &'static str,
    topic: &'static str,
    types: [Type; 2],
    /// Words that settle it.
    told: &'static [&'static str],
    /// Whether a note that names both tells of a change, not of a conflict.
    apart: bool,
    question: &'static str,
}

struct Type {
    name: &'static str,
    label: &'static str,
    /// Beginning of its codes, which end alike for both types.
    codes: &'static str,
    phrases: &'static [&'static str],
}

const DISPUTES: &[Dispute] = &[
    Dispute {
        rule: DIABETES.rule,
        topic: "type of diabetes mellitus",
        types: [
            Type {
                name: "Type 1 diabetes mellitus",
                label: "documented as type 1",
                codes: "E10",
                phrases: &[
                    "type 1 diabetes",
                    "type i diabetes",
                    "t1dm",
                    "type 1 dm",
                    "dm type 1",
                    "diabetes mellitus type 1",
                    "latent autoimmune diabetes",
                ],
            },
            Type {
                name: "Type 2 diabetes mellitus",
                label: "documented as type 2",
                codes: "E11",
                phrases: &[
                    "type 2 diabetes",
                    "type ii diabetes",
                    "t2dm",
                    "type 2 dm",
                    "dm type 2",
                    "diabetes mellitus type 2",
                ],
            },
        ],
        told: &[],
        apart: false,
        question: "The documentation names two types of diabetes mellitus. Which type does the patient have?",
    },
    Dispute {
        rule: HEART_FAILURE.rule,
        topic: "type of heart failure",
        types: [
            Type {
                name: "Systolic heart failure",
                label: "documented as systolic",
                codes: "I50.2",
                phrases: &[
                    "systolic heart failure",
                    "systolic chf",
                    "systolic hf",
                    "hfref",
                    "heart failure with reduced",
                ],
            },
            Type {
                name: "Diastolic heart failure",
                label: "documented as diastolic",
                codes: "I50.3",
                phrases: &[
                    "diastolic heart failure",
                    "diastolic chf",
                    "diastolic hf",
                    "hfpef",
                    "heart failure with preserved",
                ],
            },
        ],
        told: &[
            "combined*",
            "recovered*",
            "improved ef",
            "improved ejection",
            "hfimpef",
            "systolic and diastolic",
        ],
        apart: true,
        question: "The documentation names two types of heart failure. Based on your clinical judgment, which type does the patient have?",
    },
];

fn look(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let mut disputes = DISPUTES.iter();
    let dispute = disputes.find(|dispute| dispute.rule == check.rule);
    gaps.extend(dispute.and_then(|dispute| dispute.ask(check, look)));
}

impl Dispute {
    fn ask(&self, check: &Check, look: &Look<'_>) -> Option<Gap> {
        let [one, other] = &self.types;
        let mut claimed = look.result.diagnoses.iter();
        let diagnosis = claimed.find(|diagnosis| {
            let mut types = self.types.iter();
            types.any(|kind| diagnosis.code.as_str().starts_with(kind.codes))
        })?;
        let pages = look.lowered();
        let by_provider = |kind: &Type| -> Vec<Said> {
            let mut found = said(&pages, kind.phrases);
            found.retain(|said| said.authority == Authority::Provider);
            found
        };
        let (first, second) = (by_provider(one), by_provider(other));
        let notes_both = first.iter().any(|said| {
            let mut others = second.iter();
            others.any(|other| other.evidence.document == said.evidence.document)
        });
        let is_told = !mentioned(&pages, self.told).is_empty() || (self.apart && notes_both);
        if first.is_empty() || second.is_empty() || is_told {
            return None;
        }
        let rest = diagnosis.code.as_str().get(one.codes.len()..);
        let [as_one, as_other] =
            [one, other].map(|kind| format!("{}{}", kind.codes, rest.unwrap_or_default()));
        Draft::new(check, self.topic)
            .about("diagnosis as documented", diagnosis)
            .indicators(one.label, spans(first).take(3))
            .indicators(other.label, spans(second).take(3))
            .option(one.name, &[&as_one])
            .option(other.name, &[&as_other])
            .ask(look, self.question)
    }
}
