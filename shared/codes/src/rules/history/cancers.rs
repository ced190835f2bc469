//! A cancer that is gone beside one that is there (Guidelines I.C.2.m,
//! I.C.21.c.4).

use chartfleet_model::FindingSeverity::Warning;

use crate::codeset::{CodeRange, ranges};
use crate::rules::laterality::documented_side;
use crate::rules::side::of_title;
use crate::rules::wording::Wording;
use crate::rules::{Check, ClaimView, Diagnosis, Found, Rule};

pub(super) const BOTH: Check = Check {
    rule: Rule {
        id: "history.cancer_and_history",
        severity: Warning,
        source: "Guidelines I.C.2.m, I.C.21.c.4",
        looks_for: "a cancer coded as current and as history, of one organ",
        remedy: "Keep the cancer while it is treated or has recurred, its history once it is gone; both only for two cancers.",
    },
    look: both,
};

/// Histories of cancer, and the current cancers of the organ. Leukemia and
/// lymphoma are left out: notes exclude their histories already.
const ORGANS: &[(&[CodeRange], &[CodeRange])] = &[
    (&ranges(["Z85.01"]), &ranges(["C15"])),
    (&ranges(["Z85.02"]), &ranges(["C16"])),
    (&ranges(["Z85.03"]), &ranges(["C18"])),
    (&ranges(["Z85.04"]), &ranges(["C19-C21"])),
    (&ranges(["Z85.05"]), &ranges(["C22"])),
    (&ranges(["Z85.07"]), &ranges(["C25"])),
    (&ranges(["Z85.11"]), &ranges(["C34"])),
    (&ranges(["Z85.21"]), &ranges(["C32"])),
    (&ranges(["Z85.3"]), &ranges(["C50"])),
    (&ranges(["Z85.41"]), &ranges(["C53"])),
    (&ranges(["Z85.42"]), &ranges(["C54-C55"])),
    (&ranges(["Z85.43"]), &ranges(["C56"])),
    (&ranges(["Z85.46"]), &ranges(["C61"])),
    (&ranges(["Z85.47"]), &ranges(["C62"])),
    (&ranges(["Z85.51"]), &ranges(["C67"])),
    (&ranges(["Z85.52"]), &ranges(["C64"])),
    (&ranges(["Z85.841"]), &ranges(["C71"])),
    (&ranges(["Z85.850"]), &ranges(["C73"])),
];

fn both(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (histories, cancers) in ORGANS {
        let history = claim.within(histories).next();
        let cancer = claim.within(cancers).next();
        if let (Some(history), Some(cancer)) = (history, cancer)
            && !are_two(history, cancer)
        {
            found.report(
                format!(
                    "{} says that a cancer is gone, and {} that one of the organ is there",
                    history.code, cancer.code
                ),
                [history.code, cancer.code],
            );
        }
    }
}

/// Whether the words tell two cancers: of opposite sides, or a new one.
fn are_two(history: &Diagnosis<'_>, cancer: &Diagnosis<'_>) -> bool {
    const ANOTHER: &[&str] = &["new", "second", "contralateral", "another", "different"];
    let side = documented_side(cancer).or_else(|| of_title(cancer.title()));
    let other_side = documented_side(history).zip(side);
    let mut told = cancer.mentions.iter().map(Wording::of);
    other_side.is_some_and(|(one, other)| one.opposes(other))
        || told.any(|wording| wording.sentence_has(ANOTHER))
}
