//! Stages, scales and indices: pressure ulcers, body mass index, stroke and
//! coma scales (Guidelines I.B.14, I.C.12.a, I.C.18.e, I.C.18.i).

mod alcohol;
mod body_mass;
mod scales;
mod ulcers;

use super::Check;

pub(super) const RULES: &[Check] = &[
    body_mass::WITHOUT_DIAGNOSIS,
    body_mass::AGE,
    body_mass::TWICE,
    body_mass::CONTRADICTION,
    ulcers::TWO_STAGES,
    ulcers::DOCUMENTED_STAGE,
    scales::STROKE,
    scales::STROKE_TWICE,
    scales::COMA_TOTAL_AND_PARTS,
    scales::COMA_INCOMPLETE,
    alcohol::LEVEL_ALONE,
];
