//! Anemia, low cell counts and disordered clotting that nobody named.

use chartfleet_model::{Gap, GapKind};

use super::{Query, Signs, ask, is_open};
use crate::cdi::facts::{Analyte, DiagnosisClass, FindingClass, TreatmentClass};
use crate::cdi::query::Draft;
use crate::cdi::{Check, Look};

pub(super) const ANEMIA: Check = Check {
    rule: "cdi.anemia",
    kind: GapKind::Undocumented,
    source: "WHO 2011 hemoglobin thresholds; Guidelines III.B: treated or monitored",
    look: anemia,
};

pub(super) const PANCYTOPENIA: Check = Check {
    rule: "cdi.pancytopenia",
    kind: GapKind::Undocumented,
    source: "All three cell lines low; Tabular list D61.81",
    look: pancytopenia,
};

pub(super) const THROMBOCYTOPENIA: Check = Check {
    rule: "cdi.thrombocytopenia",
    kind: GapKind::Undocumented,
    source: "Platelets below 100 x 10^9/L; Guidelines III.B",
    look: thrombocytopenia,
};

pub(super) const COAGULOPATHY: Check = Check {
    rule: "cdi.coagulopathy",
    kind: GapKind::Undocumented,
    source: "INR above 1.5 without an anticoagulant; Tabular list D68",
    look: coagulopathy,
};

/// g/dL: anemia that is treated.
const TREATED: f64 = 10.0;
/// g/dL: transfused in any patient.
const SEVERE: f64 = 7.0;
/// g/dL lost.
const DROP: f64 = 2.0;

fn anemia(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let claimed = [
        "D46", "D5", "D60", "D61", "D62", "D63", "D64", "O90.81", "O99.0", "C9",
    ];
    let Some(lowest) = look
        .facts
        .min(Analyte::Hemoglobin)
        .filter(|m| m.value < TREATED)
    else {
        return;
    };
    if !is_open(look, &claimed, DiagnosisClass::Anemia) {
        return;
    }
    let mut signs = Signs::default();
    signs.value(Some(lowest));
    let highest = look
        .facts
        .all(Analyte::Hemoglobin)
        .reduce(|a, b| if b.value > a.value { b } else { a });
    let has_dropped = signs.value(highest.filter(|m| m.value - lowest.value >= DROP));
    let is_bleeding = signs.found(look, FindingClass::Bleeding);
    let is_given_iron = signs.treated(look, TreatmentClass::Iron);
    let is_treated = signs.treated(look, TreatmentClass::Transfusion) || is_given_iron;
    if !(is_treated || has_dropped || (lowest.value < SEVERE && signs.count() >= 2)) {
        return;
    }
    let mut draft = signs.draft(Draft::new(check, "significance of the hemoglobin values"));
    if has_dropped || is_bleeding {
        draft = draft.option("Acute blood loss anemia", &["D62"]);
    }
    if is_given_iron {
        draft = draft.option("Iron deficiency anemia", &["D50.9"]);
    }
    let draft = draft
        .option(
            "Anemia due to a chronic disease (please specify)",
            &["D63.8"],
        )
        .option("Anemia of another or undetermined kind", &["D64.9"])
        .option("Expected or dilutional change without anemia", &[]);
    gaps.extend(draft.ask(look, super::SIGNIFICANCE));
}

const LINES: Query = Query {
    topic: "significance of the low cell counts",
    options: &[
        (
            "Pancytopenia due to antineoplastic chemotherapy",
            &["D61.810"],
        ),
        ("Pancytopenia due to another drug", &["D61.811"]),
        (
            "Pancytopenia of another or undetermined cause",
            &["D61.818"],
        ),
        ("Separate low counts (please specify each)", &[]),
    ],
};

fn pancytopenia(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let claimed = ["D61", "D46", "D76", "C9", "D70"];
    if !is_open(look, &claimed, DiagnosisClass::Pancytopenia) {
        return;
    }
    let mut signs = Signs::default();
    let is_low = signs.below(look, Analyte::Leukocytes, 4.0)
        & signs.below(look, Analyte::Hemoglobin, TREATED)
        & signs.below(look, Analyte::Platelets, 100.0);
    if is_low {
        ask(check, look, &LINES, signs, gaps);
    }
}

const PLATELETS: Query = Query {
    topic: "significance of the platelet counts",
    options: &[
        (
            "Thrombocytopenia due to a drug or another condition (please specify)",
            &["D69.59"],
        ),
        ("Thrombocytopenia, cause not determined", &["D69.6"]),
        ("Low platelet count without clinical significance", &[]),
    ],
};

fn thrombocytopenia(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let claimed = [
        "D69", "D61", "D65", "D46", "M31.1", "C9", "D75.82", "A90", "A91", "A97", "B5",
    ];
    if !is_open(look, &claimed, DiagnosisClass::Thrombocytopenia)
        || look.facts.is_addressed(DiagnosisClass::Pancytopenia)
        || gaps.iter().any(|gap| gap.rule == PANCYTOPENIA.rule)
    {
        return;
    }
    let low: Vec<_> = look
        .facts
        .stay(Analyte::Platelets)
        .filter(|m| m.value < 100.0)
        .collect();
    let mut signs = Signs::default();
    signs.extend(
        Analyte::Platelets.label(),
        low.iter().take(3).map(|m| m.evidence),
    );
    signs.found(look, FindingClass::Bleeding);
    signs.treated(look, TreatmentClass::PlateletCare);
    if !low.is_empty() {
        ask(check, look, &PLATELETS, signs, gaps);
    }
}

const CLOTTING: Query = Query {
    topic: "significance of the clotting values",
    options: &[
        ("Coagulopathy due to liver disease", &["D68.4"]),
        (
            "Coagulopathy due to another condition (please specify)",
            &["D68.8"],
        ),
        (
            "Abnormal clotting value without clinical significance",
            &["R79.1"],
        ),
    ],
};

fn coagulopathy(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let claimed = [
        "D65", "D66", "D67", "D68", "R79.1", "Z79.01", "K72", "T45.51",
    ];
    let is_anticoagulated = look
        .facts
        .treated(TreatmentClass::Anticoagulant)
        .next()
        .is_some();
    if is_anticoagulated || !is_open(look, &claimed, DiagnosisClass::Coagulopathy) {
        return;
    }
    let mut signs = Signs::default();
    let is_high = signs.above(look, Analyte::Inr, 1.5);
    let is_relevant =
        signs.treated(look, TreatmentClass::Reversal) | signs.found(look, FindingClass::Bleeding);
    if is_high && is_relevant {
        signs.below(look, Analyte::Platelets, 100.0);
        ask(check, look, &CLOTTING, signs, gaps);
    }
}
