//! The condition behind a code of chapter 15 that names a group of them: O98
//! and O99 ask for it in an additional code (Guidelines I.C.15.a.1).

use chartfleet_model::FindingSeverity::Warning;

use crate::codeset::{CodeRange, ranges};
use crate::rules::{Check, ClaimView, Found, Rule};

pub(super) const MISSING: Check = Check {
    rule: Rule {
        id: "obstetrics.condition_missing",
        severity: Warning,
        source: "Guidelines I.B.7, I.C.15.a.1; ICD-10-CM tabular list, O98 and O99, use additional code",
        looks_for: "a disease complicating pregnancy coded by its group, without the code for the disease",
        remedy: "Add the code for the disease after the code of chapter 15.",
    },
    look: missing,
};

/// Codes for groups of diseases, and where the diseases stand. What says all
/// by itself is left out: abnormal glucose, carriers, surgery before.
const GROUPS: &[(&[CodeRange], &[CodeRange])] = &[
    // Infections, some of which are classified by organ.
    (
        &ranges(["O98"]),
        &ranges(["A00-N99", "R00-R99", "U07-U09", "Z21-Z22"]),
    ),
    // Anemia, other diseases of blood.
    (&ranges(["O99.0-O99.1"]), &ranges(["C00-D89", "E00-E99"])),
    // Malnutrition is O25; obesity, endocrine and metabolic disease.
    (
        &ranges(["O99.2"]),
        &ranges(["D80-E99", "Z68", "Z90.3", "R00-R99"]),
    ),
    // Alcohol, drugs, tobacco.
    (
        &ranges(["O99.31-O99.33"]),
        &ranges(["F10-F19", "Z72", "T36-T65"]),
    ),
    // Minds and nerves.
    (&ranges(["O99.34-O99.35"]), &ranges(["F01-G99", "R00-R99"])),
    // Heart and vessels, lung, digestion, skin.
    (
        &ranges(["O99.4"]),
        &ranges(["I00-I99", "Q20-Q28", "R00-R99"]),
    ),
    (
        &ranges(["O99.5"]),
        &ranges(["J00-J99", "U07-U09", "R00-R99", "A00-B99"]),
    ),
    (
        &ranges(["O99.6"]),
        &ranges(["K00-K95", "A00-B99", "R00-R99"]),
    ),
    (
        &ranges(["O99.7"]),
        &ranges(["L00-L99", "A00-B99", "R00-R99"]),
    ),
    // Carriers of infections other than streptococcus B; whatever is left.
    (&ranges(["O99.83"]), &ranges(["Z22", "B95-B97"])),
    (
        &ranges(["O99.89"]),
        &ranges(["A00-N99", "Q00-T99", "U07-U09", "Z00-Z36", "Z40-Z99"]),
    ),
];

fn missing(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (groups, diseases) in GROUPS {
        if claim.within(diseases).next().is_some() {
            continue;
        }
        for group in claim.within(groups) {
            found.report(
                format!(
                    "{} names a group of diseases, and no code says which it is",
                    group.code
                ),
                [group.code],
            );
        }
    }
}
