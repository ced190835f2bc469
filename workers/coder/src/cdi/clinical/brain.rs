//! A changed mental state and a swollen brain that nobody diagnosed.

use std::collections::BTreeSet;

use chartfleet_model::{Gap, GapKind};

use super::{
    Query, SIGNIFICANCE, Signs, all_within, ask, is_adult, is_open, is_stay, none_outside, question,
};
use crate::cdi::facts::{Analyte, DiagnosisClass, FindingClass, TreatmentClass};
use crate::cdi::query::Draft;
use crate::cdi::words::mentioned;
use crate::cdi::{Check, Look};

pub(super) const ENCEPHALOPATHY: Check = Check {
    rule: "cdi.encephalopathy",
    kind: GapKind::Undocumented,
    source: "Slooter 2020, nomenclature of delirium and acute encephalopathy; AASLD 2014 hepatic encephalopathy",
    look: encephalopathy,
};

pub(super) const EDEMA: Check = Check {
    rule: "cdi.cerebral_edema",
    kind: GapKind::Undocumented,
    source: "Guidelines III.B: findings on imaging that were treated; Tabular list G93.5, G93.6",
    look: edema,
};

pub(super) const VALIDITY: Check = Check {
    rule: "cdi.encephalopathy_validity",
    kind: GapKind::ClinicalValidity,
    source: "Slooter 2020, nomenclature of delirium and acute encephalopathy: a changed mental state",
    look: validity,
};

/// Diseases of the brain and mind that explain the state.
const CLAIMED: &[&str] = &[
    "G93.4", "K76.82", "G92", "G04", "G93.1", "F05", "F2", "G31.2", "G40", "G41", "I60", "I61",
    "I62", "I63", "S06", "E16.2", "E11.64", "E10.64", "R40.2", "C71", "C79.31", "T40", "T42",
    "T43", "F10.2", "K72.9", "R56", "G45",
];

/// Dementia, which explains a lasting state.
const DEMENTIA: &[&str] = &["F01", "F02", "F03", "G30", "G31.0", "G31.1", "G31.8"];

/// Hepatic: the state with ammonia, asterixis or lactulose. Metabolic: the
/// state with a derangement that was measured, and its clearing. Toxic: the
/// state under a drug that was stopped or reversed, and its clearing. Dementia
/// explains the state unless it came suddenly and cleared.
fn encephalopathy(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    if !is_open(look, CLAIMED, DiagnosisClass::Encephalopathy) {
        return;
    }
    let mut signs = Signs::default();
    if !signs.found(look, FindingClass::MentalStatus) {
        return;
    }
    let has_cleared = signs.found(look, FindingClass::MentalClearing);
    let has_flap = signs.found(look, FindingClass::Asterixis);
    let is_ammonia = signs.above(look, Analyte::Ammonia, 60.0);
    let is_lactulose = signs.treated(look, TreatmentClass::Lactulose);
    let is_deranged = signs.below(look, Analyte::Sodium, 125.0)
        | signs.above(look, Analyte::Sodium, 155.0)
        | signs.above(look, Analyte::Urea, 80.0)
        | signs.above(look, Analyte::CarbonDioxide, 65.0)
        | signs.below(look, Analyte::Glucose, 50.0)
        | signs.above(look, Analyte::Calcium, 13.0)
        | signs.above(look, Analyte::Lactate, 2.0)
        | (look.claims(&["A40", "A41", "N39.0", "J18"])
            && signs.found(look, FindingClass::InfectionSource))
        | signs.found(look, FindingClass::DrugEffect);
    let is_hepatic =
        usize::from(is_ammonia) + usize::from(has_flap) + usize::from(is_lactulose) >= 2;
    let is_demented = look.claims(DEMENTIA) || look.facts.is_affirmed(DiagnosisClass::Dementia);
    let is_sudden = signs.found(look, FindingClass::SuddenChange);
    let is_explained = is_demented && !(is_sudden && has_cleared);
    if !is_explained && (is_hepatic || (is_deranged && has_cleared)) {
        signs.below(look, Analyte::ComaScale, 14.0);
        let may_be_hepatic = is_hepatic || has_flap || is_ammonia || is_lactulose;
        let may_be_hepatic = may_be_hepatic || look.facts.is_affirmed(DiagnosisClass::Cirrhosis);
        gaps.extend(state(check, look, signs, may_be_hepatic));
    }
}

fn state(check: &Check, look: &Look<'_>, signs: Signs, may_be_hepatic: bool) -> Option<Gap> {
    let mut draft = signs
        .draft(Draft::new(
            check,
            "significance of the change in mental status",
        ))
        .option(
            "Metabolic encephalopathy (please specify the cause)",
            &["G93.41"],
        );
    // The liver's only where something tells of it.
    if may_be_hepatic {
        draft = draft.option("Hepatic encephalopathy", &["K76.82"]);
    }
    draft
        .option(
            "Toxic encephalopathy (please specify the agent)",
            &["G92.8"],
        )
        .option(
            "Delirium due to a known condition, without encephalopathy",
            &["F05"],
        )
        .option(
            "Altered mental status without a further diagnosis",
            &["R41.82"],
        )
        .ask(look, SIGNIFICANCE)
}

/// Words of any changed state, also of a relative's report or of the past.
const CHANGED: &[&str] = &[
    "confus*",
    "agitat*",
    "hallucinat*",
    "delir*",
    "letharg*",
    "somnol*",
    "drows*",
    "sleepy",
    "obtund*",
    "stupor*",
    "unrespons*",
    "inattent*",
    "disorient*",
    "altered",
    "mental status change*",
    "ams",
    "sedat*",
    "asterixis",
    "forgetful*",
    "slurred",
    "not oriented",
];

/// The mind described as clear in two notes, and no word of a changed one.
fn validity(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let mut signs = Signs::default();
    let notes: BTreeSet<u32> = look
        .facts
        .found(FindingClass::ClearMind)
        .map(|finding| finding.evidence.document)
        .collect();
    signs.found(look, FindingClass::ClearMind);
    let is_full = all_within(look, Analyte::ComaScale, |scale| scale >= 15.0);
    let is_clear = notes.len() >= 2 || (is_full && !notes.is_empty());
    let is_reduced = !none_outside(look, Analyte::ComaScale, |scale| scale >= 15.0);
    if !is_stay(look) || !is_adult(look) || !is_clear || is_reduced {
        return;
    }
    let pages = look.lowered();
    let changed = mentioned(&pages, CHANGED);
    if changed.iter().any(|said| !said.denied) {
        return;
    }
    if is_full {
        signs.value(look.facts.min(Analyte::ComaScale));
    }
    let codes: &'static [&'static str] = &["G93.40", "G93.41", "G93.49", "G92", "K76.82"];
    let topic = ("clinical support of encephalopathy", codes);
    question(check, look, topic, signs, gaps);
}

const SWELLING: Query = Query {
    topic: "significance of the imaging of the brain",
    options: &[
        ("Cerebral edema", &["G93.6"]),
        ("Compression of the brain", &["G93.5"]),
        (
            "Cerebral edema with compression of the brain",
            &["G93.6", "G93.5"],
        ),
        ("Imaging finding without clinical significance", &[]),
    ],
};

fn edema(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    if !is_open(
        look,
        &["G93.5", "G93.6", "S06.1", "S06.A", "G91"],
        DiagnosisClass::CerebralEdema,
    ) {
        return;
    }
    let mut signs = Signs::default();
    let is_swollen = signs.found(look, FindingClass::BrainSwelling);
    let is_treated =
        signs.treated(look, TreatmentClass::Osmotic) | signs.treated(look, TreatmentClass::Steroid);
    if is_swollen && is_treated {
        ask(check, look, &SWELLING, signs, gaps);
    }
}
