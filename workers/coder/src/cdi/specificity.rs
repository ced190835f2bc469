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
mod brain;
mod conflict;
mod diabetes;
mod digestive;
mod failure;
mod heart;
mod history;
mod kidney;
mod laterality;
mod link;
mod lungs;
mod metabolic;
mod mind;
mod organism;
mod poa;
mod side;
mod surgery;
#[cfg(test)]
mod tests;
mod ulcer;

use axis::Axis;

use super::Check;

/// The checks that only a table tells apart.
const AXES: &[&[Axis]] = &[
    failure::AXES,
    heart::AXES,
    lungs::AXES,
    kidney::AXES,
    brain::AXES,
    mind::AXES,
    digestive::AXES,
    metabolic::AXES,
    surgery::AXES,
];

/// The checks with a search of their own.
const SEARCHES: &[&Check] = &[
    &conflict::ATTENDING,
    &side::SIDES,
    &diabetes::TYPE,
    &link::SEPSIS,
    &link::CATHETER,
    &link::VENTILATOR,
    &organism::PATHOGEN,
    &ulcer::STAGE,
    &poa::ONSET,
    &authorship::PROVIDER,
    &bmi::DIAGNOSIS,
    &laterality::SIDE,
    &history::ELEMENTS,
];

/// The checks of this family.
pub(super) fn checks() -> impl Iterator<Item = &'static Check> {
    let axes = AXES.iter().flat_map(|axes| axes.iter());
    axes.map(|axis| &axis.check).chain(SEARCHES.iter().copied())
}
