//! Too few neutrophils that were treated, and nobody named it.

use chartfleet_model::{Gap, GapKind};

use super::{SIGNIFICANCE, Signs, is_open};
use crate::cdi::facts::{Analyte, DiagnosisClass, TreatmentClass};
use crate::cdi::query::Draft;
use crate::cdi::{Check, Look};

pub(super) const NEUTROPENIA: Check = Check {
    rule: "cdi.neutropenia",
    kind: GapKind::Undocumented,
    source: "CTCAE 5 grade 3: neutrophils below 1.0 x 10^9/L; IDSA 2010 febrile neutropenia",
    look: neutropenia,
};

/// 10⁹/L.
const FEW: f64 = 1.0;

fn neutropenia(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    let is_asked = gaps
        .iter()
        .any(|gap| gap.rule == super::blood::PANCYTOPENIA.rule);
    if is_asked
        || !is_open(
            look,
            &["D70", "D61", "D46", "D76"],
            DiagnosisClass::Pancytopenia,
        )
    {
        return;
    }
    let mut signs = Signs::default();
    if !signs.below(look, Analyte::Neutrophils, FEW) {
        return;
    }
    let is_febrile = signs.above(look, Analyte::Temperature, 38.0);
    let is_treated = signs.treated(look, TreatmentClass::Antibiotic)
        | signs.treated(look, TreatmentClass::GrowthFactor);
    if !(is_febrile || is_treated) {
        return;
    }
    signs.below(look, Analyte::Leukocytes, 4.0);
    let is_chemotherapy =
        look.facts.is_affirmed(DiagnosisClass::Chemotherapy) || look.claims(&["Z51.11", "T45.1"]);
    let draft = signs.draft(Draft::new(check, "significance of the neutrophil counts"));
    let mut draft = if is_chemotherapy {
        draft.option("Neutropenia due to cancer chemotherapy", &["D70.1"])
    } else {
        draft
    };
    if is_febrile {
        let code = if is_chemotherapy { "D70.1" } else { "D70.9" };
        draft = draft.option("Neutropenia with fever due to it", &[code, "R50.81"]);
    }
    let draft = draft
        .option(
            "Neutropenia due to another drug (please specify)",
            &["D70.2"],
        )
        .option("Neutropenia, cause not determined", &["D70.9"])
        .option("Low count without clinical significance", &[]);
    gaps.extend(draft.ask(look, SIGNIFICANCE));
}
