//! Z codes, and screening, aftercare and exams of outpatients (Guidelines
//! I.C.21 and IV).

mod exams;
mod first_only;
mod observed;
mod past;

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::{Check, ClaimView, Found, Rule};
use crate::codeset::{CodeRange, CodeSet, ranges};

pub(super) const RULES: &[Check] = &[
    first_only::FIRST_ONLY,
    exams::NORMAL_WITH_FINDING,
    exams::ABNORMAL_WITHOUT_FINDING,
    exams::PREPROCEDURAL_ALONE,
    SCREENING,
    observed::WITH_SYMPTOM,
    observed::WITH_INJURY,
    TRANSPLANT,
    FOLLOW_UP,
    past::CANCER_UNNAMED,
    past::DISEASE_UNNAMED,
];

const SCREENING: Check = Check {
    rule: Rule {
        id: "factors.screening_with_symptom",
        severity: Warning,
        source: "Guidelines I.C.21.c.5",
        looks_for: "a screening of a patient with a symptom of what is looked for",
        remedy: "Code the symptom as the reason: the examination is diagnostic, not a screening.",
    },
    look: screening,
};

/// Screenings, and signs that make the examination diagnostic.
const SCREENED: &[(&[CodeRange], &[CodeRange])] = &[
    // Bowel.
    (
        &ranges(["Z12.1"]),
        &ranges(["K62.5", "K92.0-K92.2", "R10", "R19.4-R19.5", "R63.4"]),
    ),
    // Lung.
    (&ranges(["Z12.2"]), &ranges(["R04.2", "R05"])),
    // Breast.
    (&ranges(["Z12.3"]), &ranges(["N63", "N64.4-N64.5"])),
    // Cervix.
    (&ranges(["Z12.4"]), &ranges(["N93", "N95.0", "R87.6"])),
    // Prostate.
    (&ranges(["Z12.5"]), &ranges(["R97.2", "R31", "N40.1"])),
    // Heart and vessels.
    (&ranges(["Z13.6"]), &ranges(["R07.1-R07.9", "R00.2"])),
    // Diabetes.
    (&ranges(["Z13.1"]), &ranges(["R73", "R81", "R35", "R63.1"])),
    // Depression is screened for in all; a depressed patient is examined.
    (&ranges(["Z13.31"]), &ranges(["R45.851", "F32-F33"])),
];

fn screening(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (screenings, signs) in SCREENED {
        let screening = claim.within(screenings).next();
        let sign = claim.within(signs).next();
        if let (Some(screening), Some(sign)) = (screening, sign) {
            found.report(
                format!(
                    "{} is for patients without symptoms, and {} is one: say whether it was known before",
                    screening.code, sign.code
                ),
                [screening.code, sign.code],
            );
        }
    }
}

const TRANSPLANT: Check = Check {
    rule: Rule {
        id: "factors.transplant_status",
        severity: Error,
        source: "Guidelines I.C.19.g.3.a, I.C.21.c.3",
        looks_for: "the status of a transplant beside a complication of the same transplant",
        remedy: "Drop the status: the complication tells the transplant.",
    },
    look: transplant,
};

/// Transplant status, and complications of that transplant. Of grafts of skin,
/// bone and cornea a patient may have several.
const TRANSPLANTS: &[(&[CodeRange], &[CodeRange])] = &[
    (&ranges(["Z94.0"]), &ranges(["T86.1"])),
    (&ranges(["Z94.1"]), &ranges(["T86.2"])),
    (&ranges(["Z94.2"]), &ranges(["T86.81"])),
    (&ranges(["Z94.3"]), &ranges(["T86.3"])),
    (&ranges(["Z94.4"]), &ranges(["T86.4"])),
    (&ranges(["Z94.81"]), &ranges(["T86.0"])),
    (&ranges(["Z94.82"]), &ranges(["T86.85"])),
    (&ranges(["Z94.84"]), &ranges(["T86.5"])),
];

fn transplant(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (statuses, complications) in TRANSPLANTS {
        let status = claim.within(statuses).next();
        let complication = claim.within(complications).next();
        if let (Some(status), Some(complication)) = (status, complication) {
            found.report(
                format!(
                    "{} is told by {} already: a status is for transplants without complications",
                    status.code, complication.code
                ),
                [status.code, complication.code],
            );
        }
    }
}

const FOLLOW_UP: Check = Check {
    rule: Rule {
        id: "factors.follow_up_with_cancer",
        severity: Warning,
        source: "Guidelines I.C.21.c.8",
        looks_for: "follow-up after completed cancer treatment beside a current cancer",
        remedy: "Code the cancer instead of the follow-up where it has recurred or is still treated.",
    },
    look: follow_up,
};

const CANCER_FOLLOW_UP: CodeSet<1> = CodeSet::of(["Z08"]);
const CANCER: CodeSet<1> = CodeSet::of(["C00-C96"]);

fn follow_up(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let (Some(follow_up), Some(cancer)) =
        (claim.of(&CANCER_FOLLOW_UP).next(), claim.of(&CANCER).next())
    else {
        return;
    };
    found.report(
        format!(
            "{} says that the cancer is treated and gone, and {} is a current one",
            follow_up.code, cancer.code
        ),
        [follow_up.code, cancer.code],
    );
}
