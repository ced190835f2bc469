//! Chronic kidney disease, its stages and dialysis (Guidelines I.C.14.a).

use chartfleet_model::FindingSeverity::{Error, Info, Warning};

use super::vague::{self, Vague};
use super::{Check, ClaimView, Found, Rule};
use crate::codeset::CodeSet;

const END_STAGE: CodeSet<1> = CodeSet::of(["N18.6"]);
const OTHER_STAGE: CodeSet<2> = CodeSet::of(["N18.1-N18.5", "N18.9"]);
/// Stages by number; 3 without a letter leaves 3a or 3b open.
const NUMBERED_STAGE: CodeSet<4> = CodeSet::of(["N18.1-N18.2", "N18.31-N18.32", "N18.4", "N18.5"]);
const STAGE_3: CodeSet<1> = CodeSet::of(["N18.30"]);
const NOT_STAGE_3: CodeSet<2> = CodeSet::of(["N18.1-N18.2", "N18.4-N18.5"]);
const DIALYSIS_STATUS: CodeSet<1> = CodeSet::of(["Z99.2"]);
const ACUTE_FAILURE: CodeSet<2> = CodeSet::of(["N17", "N99.0"]);

const VAGUE: &[Vague] = &[
    Vague {
        unspecified: CodeSet::of(["N18.9"]).ranges(),
        specific: CodeSet::of(["N18.1-N18.5"]).ranges(),
    },
    Vague {
        unspecified: CodeSet::of(["N18.30"]).ranges(),
        specific: CodeSet::of(["N18.31-N18.32"]).ranges(),
    },
];

pub(super) const RULES: &[Check] = &[
    Check {
        rule: Rule {
            id: "kidney.end_stage_with_stage",
            severity: Error,
            source: "Guidelines I.C.14.a.1",
            looks_for: "end-stage renal disease beside another stage of chronic kidney disease",
            remedy: "Keep N18.6 alone.",
        },
        look: end_stage_with_stage,
    },
    Check {
        rule: Rule {
            id: "kidney.two_stages",
            severity: Warning,
            source: "Guidelines I.C.14.a.1",
            looks_for: "two stages of chronic kidney disease",
            remedy: "Keep the stage that the provider documents for this encounter.",
        },
        look: two_stages,
    },
    Check {
        rule: Rule {
            id: "kidney.dialysis_without_end_stage",
            severity: Warning,
            source: "Guidelines I.C.14.a.1; tabular list, N18.6",
            looks_for: "dialysis status with kidney disease that is not end-stage",
            remedy: "Code N18.6 for chronic kidney disease on chronic dialysis; Z99.2 is not for the dialysis of an acute failure.",
        },
        look: dialysis_without_end_stage,
    },
    Check {
        rule: Rule {
            id: "kidney.dialysis_status",
            severity: Info,
            source: "Guidelines I.B.7; ICD-10-CM tabular list, N18.6, use additional code",
            looks_for: "end-stage renal disease without dialysis status",
            remedy: "Add Z99.2 where chronic dialysis is documented, and Z91.15- where sessions are missed.",
        },
        look: dialysis_status,
    },
    Check {
        rule: Rule {
            id: "kidney.stage_unspecified",
            severity: Warning,
            source: "Guidelines I.A.9.b and I.B.2",
            looks_for: "chronic kidney disease of unspecified stage, or stage 3 without its letter, beside the exact stage",
            remedy: "Remove the unspecified code.",
        },
        look: stage_unspecified,
    },
];

fn end_stage_with_stage(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if let (Some(end), Some(stage)) = (claim.of(&END_STAGE).next(), claim.of(&OTHER_STAGE).next()) {
        found.report(
            format!("{} says all that {} says", end.code, stage.code),
            [end.code, stage.code],
        );
    }
}

fn two_stages(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&END_STAGE) {
        return;
    }
    let stages: Vec<_> = claim
        .diagnoses
        .iter()
        .filter(|diagnosis| {
            diagnosis.is(&NUMBERED_STAGE) || diagnosis.is(&STAGE_3) && claim.has(&NOT_STAGE_3)
        })
        .map(|diagnosis| diagnosis.code)
        .collect();
    if let [one, other, ..] = stages.as_slice() {
        let message = format!("{one} and {other} are two stages of one disease");
        found.report(message, stages);
    }
}

fn dialysis_without_end_stage(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&END_STAGE) {
        return;
    }
    let Some(dialysis) = claim.of(&DIALYSIS_STATUS).next() else {
        return;
    };
    if let Some(stage) = claim.of(&OTHER_STAGE).next() {
        found.report_with(
            format!(
                "{} on chronic dialysis is end-stage, as {} says",
                stage.code, dialysis.code
            ),
            [dialysis.code, stage.code],
            ["N18.6"],
        );
    } else if let Some(acute) = claim.of(&ACUTE_FAILURE).next() {
        found.report(
            format!(
                "{} is for lasting dependence, and {} is acute",
                dialysis.code, acute.code
            ),
            [dialysis.code, acute.code],
        );
    }
}

/// Dialysis told otherwise: as the reason of the encounter, or not begun, with
/// a transplant in its place.
const DIALYSIS_TOLD: CodeSet<4> = CodeSet::of(["Z99.2", "Z49", "Z94.0", "T86.1"]);

fn dialysis_status(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&DIALYSIS_TOLD) {
        return;
    }
    for end_stage in claim.of(&END_STAGE) {
        found.report_with(
            format!(
                "{} does not say whether the patient is on dialysis",
                end_stage.code
            ),
            [end_stage.code],
            ["Z99.2"],
        );
    }
}

fn stage_unspecified(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    vague::look(VAGUE, claim, found);
}
