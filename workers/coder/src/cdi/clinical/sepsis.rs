//! Sepsis that nobody named, its shock, and sepsis without its signs.
//!
//! Two definitions are in use: SIRS with infection (Sepsis-2, ACCP/SCCM 1992)
//! and organ dysfunction by SOFA (Sepsis-3, 2016). A query needs both, so that
//! its answer stands under either: two SIRS criteria, an infection under
//! antibiotics, and an organ that fails.

use std::collections::BTreeSet;

use chartfleet_model::{Gap, GapKind};

use super::{
    Query, Signs, all_within, ask, is_adult, is_open, is_stay, none_outside, presentation, question,
};
use crate::cdi::facts::{Air, Analyte, DiagnosisClass, FindingClass, TreatmentClass};
use crate::cdi::query::Draft;
use crate::cdi::{Check, Look};

pub(super) const UNDOCUMENTED: Check = Check {
    rule: "cdi.sepsis",
    kind: GapKind::Undocumented,
    source: "SIRS (ACCP/SCCM 1992) and Sepsis-3 (2016) organ dysfunction; Guidelines I.C.1.d",
    look: undocumented,
};

pub(super) const SHOCK: Check = Check {
    rule: "cdi.septic_shock",
    kind: GapKind::Type,
    source: "Sepsis-3 (2016): vasopressors and lactate; Guidelines I.C.1.d.2",
    look: shock,
};

pub(super) const VALIDITY: Check = Check {
    rule: "cdi.sepsis_validity",
    kind: GapKind::ClinicalValidity,
    source: "SIRS (ACCP/SCCM 1992) and Sepsis-3 (2016)",
    look: validity,
};

pub(super) const SHOCK_VALIDITY: Check = Check {
    rule: "cdi.shock_validity",
    kind: GapKind::ClinicalValidity,
    source: "ESICM 2014 circulatory shock: low pressure, impaired perfusion, raised lactate",
    look: shock_validity,
};

const QUERY: Query = Query {
    topic: "systemic response to infection",
    options: &[
        ("Sepsis with acute organ dysfunction", &["A41.9", "R65.20"]),
        ("Sepsis without acute organ dysfunction", &["A41.9"]),
        ("Localized infection without sepsis", &[]),
        (
            "Organ dysfunction due to another condition (please specify)",
            &[],
        ),
    ],
};

const CLAIMED: &[&str] = &[
    "A40", "A41", "A02.1", "A22.7", "A26.7", "A32.7", "A39.2", "A39.4", "A42.7", "A54.86", "B00.7",
    "B37.7", "O85", "O86.04", "P36", "R65", "T81.12", "T81.44", "R78.81", "A48.3",
];
/// Infections on the claim that its notes may call by other names: "CAP".
const INFECTIONS: &[&str] = &[
    "J13", "J14", "J15", "J16.0", "J18", "J69.0", "J85", "J86", "K35", "K57.0", "K57.2", "K57.4",
    "K57.8", "K63.1", "K65", "K75.0", "K80.3", "K81.0", "K83.0", "L03", "M00", "M72.6", "M86.1",
    "N10", "N13.6", "N15.1", "N39.0", "N41.0", "A04.7", "G00", "I33",
];
/// Sepsis that R65.2- may follow.
const SEPSIS: &[&str] = &["A40", "A41", "R65.20"];

fn undocumented(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    if !is_open(look, CLAIMED, DiagnosisClass::Sepsis) {
        return;
    }
    let mut signs = sirs(look);
    let dysfunction = dysfunction(look);
    let is_infected = signs.kinds() >= 2
        && dysfunction.kinds() >= 1
        && (signs.found(look, FindingClass::InfectionSource) || look.claims(INFECTIONS))
        && signs.treated(look, TreatmentClass::Antibiotic);
    if is_infected {
        signs.append(dysfunction);
        ask(check, look, &QUERY, signs, gaps);
    }
}

/// The SIRS criteria that are met, one indicator a criterion.
fn sirs(look: &Look<'_>) -> Signs {
    let mut signs = Signs::default();
    let _is_warm = signs.above(look, Analyte::Temperature, 38.0)
        || signs.below(look, Analyte::Temperature, 36.0);
    let _is_fast = signs.above(look, Analyte::HeartRate, 90.0);
    let _breathes_fast = signs.above(look, Analyte::RespiratoryRate, 20.0);
    let _has_counts = signs.above(look, Analyte::Leukocytes, 12.0)
        || signs.below(look, Analyte::Leukocytes, 4.0)
        || signs.above(look, Analyte::Bands, 10.0);
    signs
}

/// Organs that fail, measured or treated.
fn dysfunction(look: &Look<'_>) -> Signs {
    let mut signs = Signs::default();
    signs.above(look, Analyte::Lactate, 2.0);
    signs.below(look, Analyte::Systolic, 90.0);
    signs.below(look, Analyte::MeanPressure, 65.0);
    if !look.facts.is_affirmed(DiagnosisClass::Cirrhosis) {
        signs.above(look, Analyte::Bilirubin, 4.0);
        signs.below(look, Analyte::Platelets, 100.0);
    }
    signs.below(look, Analyte::OxygenRatio, 300.0);
    let saturations = look.facts.stay(Analyte::Saturation);
    let low = saturations.filter(|m| m.air == Air::Room && m.value < 90.0);
    let lowest = low.reduce(|a, b| if b.value < a.value { b } else { a });
    if !look.facts.is_affirmed(DiagnosisClass::ChronicLung) {
        signs.value(lowest);
    }
    signs.below(look, Analyte::ComaScale, 14.0);
    let creatinine = look.facts.change(Analyte::Creatinine);
    let risen = creatinine.filter(|(low, high)| high.value >= 2.0 && high.value >= 1.5 * low.value);
    signs.value(risen.map(|(_, high)| high));
    signs.treated(look, TreatmentClass::Vasopressor);
    signs
}

fn shock(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let is_settled = look.claims(&["R65.21", "R57", "T81.1"]);
    if is_settled
        || !is_stay(look)
        || !is_adult(look)
        || look.facts.is_addressed(DiagnosisClass::Shock)
    {
        return;
    }
    let Some(sepsis) = look.claimed(SEPSIS).last() else {
        return;
    };
    let mut signs = Signs::default();
    let is_pressed = signs.treated(look, TreatmentClass::Vasopressor);
    let is_low =
        signs.below(look, Analyte::MeanPressure, 65.0) | signs.below(look, Analyte::Systolic, 90.0);
    let is_lactic = signs.above(look, Analyte::Lactate, 4.0);
    if usize::from(is_pressed) + usize::from(is_low) + usize::from(is_lactic) < 2 {
        return;
    }
    signs.treated(look, TreatmentClass::Fluids);
    let code = sepsis.code.as_str();
    let keep = |other: &'static str| {
        if code.starts_with("R65") {
            vec![other]
        } else {
            vec![code, other]
        }
    };
    let draft = signs
        .draft(Draft::new(check, "circulation in sepsis"))
        .about("sepsis as documented", sepsis)
        .option("Sepsis with septic shock", &keep("R65.21"))
        .option(
            "Sepsis with acute organ dysfunction, without septic shock",
            &keep("R65.20"),
        )
        .option(
            "Low blood pressure or raised lactate due to another condition (please specify)",
            &[],
        );
    gaps.extend(draft.ask(look, super::SIGNIFICANCE));
}

/// Temperature, pulse and white cells measured and normal throughout, no organ
/// dysfunction: under neither definition.
fn validity(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let is_calm = all_within(look, Analyte::Temperature, |t| (36.0..=38.0).contains(&t))
        && all_within(look, Analyte::HeartRate, |rate| rate <= 90.0)
        && all_within(look, Analyte::Leukocytes, |count| {
            (4.0..=12.0).contains(&count)
        })
        && none_outside(look, Analyte::RespiratoryRate, |rate| rate <= 20.0)
        && none_outside(look, Analyte::Bands, |share| share <= 10.0);
    let is_failing = dysfunction(look).kinds() > 0
        || look.claims(&["R65.2"])
        || look
            .facts
            .found(FindingClass::MentalStatus)
            .next()
            .is_some();
    let is_told = presentation::is_told(look, Analyte::Temperature)
        && presentation::is_told(look, Analyte::HeartRate);
    if !is_stay(look) || !is_adult(look) || !is_calm || is_failing || !is_told {
        return;
    }
    let mut signs = Signs::default();
    signs.value(look.facts.max(Analyte::Temperature));
    signs.value(look.facts.max(Analyte::HeartRate));
    signs.value(look.facts.max(Analyte::Leukocytes));
    signs.value(look.facts.max(Analyte::Lactate));
    question(
        check,
        look,
        ("clinical support of sepsis", &["A40", "A41"]),
        signs,
        gaps,
    );
}

/// Pressures normal throughout, no raised lactate, no sign of poor perfusion
/// and no drug for the circulation: in two notes, or with a normal lactate.
fn shock_validity(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let is_steady = all_within(look, Analyte::Systolic, |pressure| pressure >= 100.0)
        && none_outside(look, Analyte::MeanPressure, |pressure| pressure >= 65.0)
        && none_outside(look, Analyte::Lactate, |lactate| lactate <= 2.0);
    let mut support = Signs::default();
    let is_borne_out = support.found(look, FindingClass::Hypoperfusion)
        | support.treated(look, TreatmentClass::Vasopressor)
        | support.treated(look, TreatmentClass::Inotrope)
        | support.treated(look, TreatmentClass::Transfusion);
    if !is_stay(look) || !is_adult(look) || !is_steady || is_borne_out {
        return;
    }
    let pressures = look.facts.stay(Analyte::Systolic);
    let notes: BTreeSet<u32> = pressures.map(|m| m.evidence.document).collect();
    let mut signs = Signs::default();
    signs.value(look.facts.min(Analyte::Systolic));
    let has_lactate = signs.value(look.facts.max(Analyte::Lactate));
    if notes.len() < 2 && !has_lactate {
        return;
    }
    signs.value(look.facts.min(Analyte::MeanPressure));
    let codes: &'static [&'static str] = &["R57", "R65.21", "T81.1"];
    let topic = ("clinical support of shock", codes);
    question(check, look, topic, signs, gaps);
}
