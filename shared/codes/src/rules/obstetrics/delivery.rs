//! Delivery and its outcome (Guidelines I.C.15.b, I.C.15.n).

use chartfleet_model::Code;
use chartfleet_model::FindingSeverity::Error;

use super::{ABORTIVE, CHAPTER, OUTCOME, TERMINATION};
use crate::codeset::CodeSet;
use crate::rules::{Check, ClaimView, Found, Procedure, Rule};

const NORMAL_DELIVERY: CodeSet<1> = CodeSet::of(["O80"]);
/// Supervision of high-risk pregnancy.
const HIGH_RISK: CodeSet<1> = CodeSet::of(["O09"]);

pub(super) const NORMAL: Check = Check {
    rule: Rule {
        id: "obstetrics.normal_delivery",
        severity: Error,
        source: "Guidelines I.C.15.n.1",
        looks_for: "a normal delivery beside a complication of pregnancy, delivery or puerperium",
        remedy: "Drop O80 and let the complication stand, or drop what was not present at delivery.",
    },
    look: normal,
};

fn normal(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(delivery) = claim.of(&NORMAL_DELIVERY).next() else {
        return;
    };
    let complications: Vec<_> = claim
        .of(&CHAPTER)
        .filter(|other| !other.is(&NORMAL_DELIVERY) && !other.is(&HIGH_RISK))
        .map(|other| other.code)
        .collect();
    if let Some(complication) = complications.first() {
        found.report(
            format!(
                "{} is a delivery without complications, and {complication} is one",
                delivery.code
            ),
            [delivery.code].into_iter().chain(complications),
        );
    }
}

pub(super) const NORMAL_OUTCOME: Check = Check {
    rule: Rule {
        id: "obstetrics.normal_delivery_outcome",
        severity: Error,
        source: "Guidelines I.C.15.n.3",
        looks_for: "a normal delivery with an outcome other than a single live birth",
        remedy: "Z37.0 is the only outcome of a normal delivery; code the delivery by its complication otherwise.",
    },
    look: normal_outcome,
};

const SINGLE_LIVE: CodeSet<1> = CodeSet::of(["Z37.0"]);

fn normal_outcome(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(delivery) = claim.of(&NORMAL_DELIVERY).next() else {
        return;
    };
    for outcome in claim.of(&OUTCOME).filter(|o| !o.is(&SINGLE_LIVE)) {
        found.report(
            format!(
                "{} is no outcome of {}, the delivery of a single healthy child",
                outcome.code, delivery.code
            ),
            [delivery.code, outcome.code],
        );
    }
}

pub(super) const NORMAL_OPERATION: Check = Check {
    rule: Rule {
        id: "obstetrics.normal_delivery_operation",
        severity: Error,
        source: "Guidelines I.C.15.n.1; ICD-10-CM tabular list, O80",
        looks_for: "a normal delivery with a cesarean, forceps or vacuum extraction",
        remedy: "Code why the delivery was assisted, or O82 for a cesarean without indication.",
    },
    look: normal_operation,
};

fn normal_operation(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(delivery) = claim.of(&NORMAL_DELIVERY).next() else {
        return;
    };
    for extraction in claim.procedures.iter().filter(|p| is_extraction(p)) {
        found.report(
            format!(
                "{} is a spontaneous delivery, and {} an assisted one",
                delivery.code,
                extraction.code.as_str()
            ),
            [delivery.code.as_str(), extraction.code.as_str()],
        );
    }
}

/// Extraction of products of conception: cesarean, forceps, vacuum, version.
fn is_extraction(procedure: &Procedure<'_>) -> bool {
    match procedure.code {
        Code::Icd10Pcs(code) => ["10D00Z", "10D07Z"]
            .iter()
            .any(|start| code.as_str().starts_with(start)),
        _ => false,
    }
}

pub(super) const OUTCOME_MISSING: Check = Check {
    rule: Rule {
        id: "obstetrics.outcome_missing",
        severity: Error,
        source: "Guidelines I.C.15.b.5",
        looks_for: "a delivery without its outcome",
        remedy: "Add the outcome of delivery (Z37.-) to the mother's record.",
    },
    look: outcome_missing,
};

/// Codes that say that the patient was delivered in this encounter.
const DELIVERED: CodeSet<5> = CodeSet::of(["O60.1", "O60.2", "O70", "O80", "O82"]);
/// Care after a delivery elsewhere or before.
const POSTPARTUM_CARE: CodeSet<1> = CodeSet::of(["Z39"]);

fn outcome_missing(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let told = claim.has(&OUTCOME) || claim.has(&POSTPARTUM_CARE);
    if told || claim.has(&ABORTIVE) || claim.has(&TERMINATION) {
        return;
    }
    let delivery = claim.of(&DELIVERED).next().map(|d| d.code.as_str());
    let procedure = || {
        let mut procedures = claim.procedures.iter();
        procedures.find(|p| is_delivery(p)).map(|p| p.code.as_str())
    };
    if let Some(delivery) = delivery.or_else(procedure) {
        found.report(
            format!("{delivery} is a delivery, and no code tells its outcome"),
            [delivery],
        );
    }
}

/// Vaginal and cesarean deliveries, alone or with antepartum and postpartum
/// care, in CPT.
const DELIVERY_CPT: [&str; 12] = [
    "59400", "59409", "59410", "59510", "59514", "59515", "59610", "59612", "59614", "59618",
    "59620", "59622",
];

/// Whether a procedure delivers a child.
fn is_delivery(procedure: &Procedure<'_>) -> bool {
    match procedure.code {
        Code::Icd10Pcs(code) => code.as_str().starts_with("10E0") || is_extraction(procedure),
        Code::Cpt(code) => DELIVERY_CPT.contains(&code.as_str()),
        Code::Icd10Cm(_) | Code::Hcpcs(_) => false,
    }
}

pub(super) const OUTCOME_LATER: Check = Check {
    rule: Rule {
        id: "obstetrics.outcome_later",
        severity: Error,
        source: "Guidelines I.C.15.b.5, I.C.21.c.11",
        looks_for: "an outcome of delivery on a record of care after the delivery",
        remedy: "Drop Z37: it belongs to the record of the delivery alone.",
    },
    look: outcome_later,
};

/// Care right after delivery elsewhere, routine follow-up.
const LATER_CARE: CodeSet<2> = CodeSet::of(["Z39.0", "Z39.2"]);

fn outcome_later(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&DELIVERED) || claim.procedures.iter().any(is_delivery) {
        return;
    }
    let Some(care) = claim.of(&LATER_CARE).next() else {
        return;
    };
    for outcome in claim.of(&OUTCOME) {
        found.report(
            format!(
                "{} is for the record of the delivery, and {} is care after it",
                outcome.code, care.code
            ),
            [outcome.code, care.code],
        );
    }
}

pub(super) const UNDELIVERED: Check = Check {
    rule: Rule {
        id: "obstetrics.preterm_undelivered",
        severity: Error,
        source: "Guidelines I.C.15.b.4; ICD-10-CM tabular list, O60",
        looks_for: "preterm labor without delivery on the record of a delivery",
        remedy: "Use O60.1- or O60.2- for preterm labor that ended in delivery.",
    },
    look: undelivered,
};

const PRETERM_UNDELIVERED: CodeSet<1> = CodeSet::of(["O60.0"]);

fn undelivered(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let delivered =
        claim.has(&OUTCOME) || claim.has(&DELIVERED) || claim.procedures.iter().any(is_delivery);
    if !delivered {
        return;
    }
    for labor in claim.of(&PRETERM_UNDELIVERED) {
        found.report(
            format!(
                "{} says that the patient was not delivered, and the claim is of a delivery",
                labor.code
            ),
            [labor.code],
        );
    }
}

pub(super) const SUPERVISION: Check = Check {
    rule: Rule {
        id: "obstetrics.supervision_at_delivery",
        severity: Error,
        source: "Guidelines I.C.15.b.2",
        looks_for: "supervision of a high-risk pregnancy on the record of a delivery",
        remedy: "Code the complications of labor and delivery, or O80 where there are none.",
    },
    look: supervision,
};

fn supervision(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(outcome) = claim.of(&OUTCOME).next() else {
        return;
    };
    for supervision in claim.of(&HIGH_RISK) {
        found.report(
            format!(
                "{} is for the prenatal period, and {} tells a delivery",
                supervision.code, outcome.code
            ),
            [supervision.code, outcome.code],
        );
    }
}
