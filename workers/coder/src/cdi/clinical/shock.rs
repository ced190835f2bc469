//! A circulation that fails without sepsis, and nobody named it.

use chartfleet_model::{Gap, GapKind};

use super::{SIGNIFICANCE, Signs, all_within, is_open};
use crate::cdi::facts::{Analyte, DiagnosisClass, FindingClass, TreatmentClass};
use crate::cdi::query::Draft;
use crate::cdi::{Check, Look};

pub(super) const UNDOCUMENTED: Check = Check {
    rule: "cdi.shock",
    kind: GapKind::Undocumented,
    source: "ESICM 2014 circulatory shock: low pressure, impaired perfusion, raised lactate",
    look: undocumented,
};

/// Shock, and sepsis, whose shock is asked about with it.
const CLAIMED: &[&str] = &[
    "R57", "R65", "T81.1", "T78.2", "T78.0", "T79.4", "T75.4", "T88.2", "T88.6", "O75.1", "A40",
    "A41", "I46",
];
/// Failing hearts.
const CARDIAC: &[&str] = &[
    "I21", "I22", "I40", "I50", "I51.81", "I26.0", "I31.4", "I97.1",
];
/// mmol/L.
const LACTATE: f64 = 4.0;

/// A low pressure, poor perfusion, and drugs or blood given for it.
fn undocumented(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let is_septic = look.facts.is_affirmed(DiagnosisClass::Sepsis);
    // Drugs of an anesthesia, and tissue that is fed.
    let is_fed = all_within(look, Analyte::Lactate, |lactate| lactate <= 2.0);
    if is_septic || is_fed || !is_open(look, CLAIMED, DiagnosisClass::Shock) {
        return;
    }
    let mut signs = Signs::default();
    let is_low =
        signs.below(look, Analyte::MeanPressure, 65.0) | signs.below(look, Analyte::Systolic, 90.0);
    let is_poor = signs.above(look, Analyte::Lactate, LACTATE)
        | signs.found(look, FindingClass::Hypoperfusion);
    let is_pressed = signs.treated(look, TreatmentClass::Vasopressor);
    let is_driven = signs.treated(look, TreatmentClass::Inotrope);
    let is_bleeding = signs.found(look, FindingClass::Bleeding);
    let is_transfused = is_bleeding && signs.treated(look, TreatmentClass::Transfusion);
    if !(is_low && is_poor && (is_pressed || is_driven || is_transfused)) {
        return;
    }
    let fraction = look.facts.latest(Analyte::EjectionFraction);
    let is_weak = signs.value(fraction.filter(|m| m.value <= 40.0));
    let mut draft = signs.draft(Draft::new(
        check,
        "significance of the state of circulation",
    ));
    for (text, code, is_offered) in [
        (
            "Cardiogenic shock",
            "R57.0",
            is_driven || is_weak || look.claims(CARDIAC),
        ),
        ("Hypovolemic or hemorrhagic shock", "R57.1", is_bleeding),
        ("Shock of another kind (please specify)", "R57.8", true),
        ("Hypotension without shock", "I95.9", true),
    ] {
        if is_offered {
            draft = draft.option(text, &[code]);
        }
    }
    gaps.extend(draft.ask(look, SIGNIFICANCE));
}
