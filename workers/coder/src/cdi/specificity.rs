//! Documented diagnoses that lack an organism, an acuity, a side, a stage, a
//! type or a link; what only somebody else than a provider documented; what two
//! documents tell differently; and a history that tells too little.
//!
//! An unspecified code alone asks nothing: guideline I.B.18 allows it where no
//! more is known. The record must hold indicators that more is known.
//!
//! What the guidelines presume is never asked: conditions linked by "with"
//! (I.A.15), a fracture not said to be open or displaced (I.C.19.c), the
//! dominant side (I.C.6.a), diabetes of type 2 (I.C.4.a.2).

mod authorship;
mod axis;
mod bmi;
mod conflict;
mod dispute;
mod fracture;
mod history;
mod laterality;
mod link;
mod operation;
mod organism;
mod pathology;
mod poa;
mod side;
#[cfg(test)]
mod tests;
mod titles;
mod ulcer;

use super::Check;

/// The checks with a search of their own.
const SEARCHES: &[&Check] = &[
    &conflict::ATTENDING,
    &side::SIDES,
    &dispute::DIABETES,
    &dispute::HEART_FAILURE,
    &link::SEPSIS,
    &link::CATHETER,
    &link::VENTILATOR,
    &fracture::OSTEOPOROTIC,
    &operation::DEBRIDEMENT,
    &operation::EVENT,
    &organism::PATHOGEN,
    &ulcer::PRESSURE,
    &ulcer::CHRONIC,
    &poa::ONSET,
    &authorship::PROVIDER,
    &pathology::MALIGNANCY,
    &bmi::DIAGNOSIS,
    &laterality::SIDE,
    &history::ELEMENTS,
];

/// The checks of this family.
pub(super) fn checks() -> impl Iterator<Item = &'static Check> {
    axis::checks().chain(SEARCHES.iter().copied())
}
