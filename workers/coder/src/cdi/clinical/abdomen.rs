//! A bowel that stands still and was decompressed, and nobody named it.

use chartfleet_model::{Gap, GapKind};

use super::{SIGNIFICANCE, Signs, is_open};
use crate::cdi::facts::{DiagnosisClass, FindingClass, TreatmentClass};
use crate::cdi::query::Draft;
use crate::cdi::words::said;
use crate::cdi::{Check, Look};

pub(super) const ILEUS: Check = Check {
    rule: "cdi.ileus",
    kind: GapKind::Undocumented,
    source: "Guidelines III.B: findings that were treated; I.B.16 complications of care",
    look: ileus,
};

/// Words of a stay with an operation.
const AFTER_SURGERY: &[&str] = &["pod", "postop*", "post-op*", "status post", "s/p"];

/// Two signs of a bowel that stands still, and its decompression.
fn ileus(check: &Check, look: &Look<'_>, gaps: &mut Vec<Gap>) {
    if !is_open(look, &["K56", "K91.3", "K91.89"], DiagnosisClass::Ileus) {
        return;
    }
    let mut signs = Signs::default();
    let is_still = look.facts.found(FindingClass::BowelStasis).count() >= 2
        && signs.found(look, FindingClass::BowelStasis);
    if !is_still || !signs.treated(look, TreatmentClass::Decompression) {
        return;
    }
    let mut draft = signs
        .draft(Draft::new(check, "significance of the abdominal findings"))
        .option("Ileus", &["K56.7"]);
    if !said(&look.lowered(), AFTER_SURGERY).is_empty() {
        draft = draft
            .option(
                "Ileus as a complication of the procedure",
                &["K91.89", "K56.7"],
            )
            .option("Expected course after the procedure", &[]);
    }
    let draft = draft.option("Bowel obstruction (please specify the cause)", &["K56.609"]);
    gaps.extend(draft.ask(look, SIGNIFICANCE));
}
