//! Sides of the body, and codes less specific than others on the claim
//! (Guidelines I.A.9.b, I.B.13, I.B.18).

mod documented;

pub(super) use documented::side as documented_side;

use chartfleet_model::FindingSeverity::{Error, Warning};

use super::side::{self, Side};
use super::{Check, ClaimView, Diagnosis, Found, Rule};
use crate::codeset::CodeSet;
use crate::tables::CmEntry;

pub(super) const RULES: &[Check] = &[
    OTHER_SIDE,
    ONE_DOCUMENTED,
    UNSPECIFIED,
    ONE_OF_BOTH,
    BILATERAL,
    BILATERAL_AND_ONE,
    UNSPECIFIED_AND_SPECIFIED,
    LESS_SPECIFIC,
];

const OTHER_SIDE: Check = Check {
    rule: Rule {
        id: "laterality.other_side",
        severity: Error,
        source: "Guidelines I.B.13",
        looks_for: "a code of one side, documented on the other",
        remedy: "Choose the code of the documented side.",
    },
    look: other_side,
};

fn other_side(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for diagnosis in &claim.diagnoses {
        let (Some(coded), Some(told)) = (
            side::of_title(diagnosis.title()),
            documented::side(diagnosis),
        ) else {
            continue;
        };
        if coded.opposes(told) {
            let offers = billable(claim, diagnosis, told);
            if !offers.is_empty() {
                found.report_with(
                    format!(
                        "{} is of the {} side and is documented on the {}",
                        diagnosis.code,
                        coded.word(),
                        told.word()
                    ),
                    [diagnosis.code],
                    offers,
                );
            }
        }
    }
}

const ONE_DOCUMENTED: Check = Check {
    rule: Rule {
        id: "laterality.one_documented",
        severity: Warning,
        source: "Guidelines I.B.13",
        looks_for: "a bilateral code of what is documented on one side",
        remedy: "Choose the code of the documented side, unless the other is documented elsewhere.",
    },
    look: one_documented,
};

fn one_documented(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for diagnosis in &claim.diagnoses {
        let both = side::of_title(diagnosis.title()) == Some(Side::Both);
        let told = documented::side(diagnosis).filter(|told| both && *told != Side::Both);
        let Some(told) = told else {
            continue;
        };
        let offers = billable(claim, diagnosis, told);
        if !offers.is_empty() {
            let message = format!(
                "{} is of both sides and is documented on the {}",
                diagnosis.code,
                told.word()
            );
            found.report_with(message, [diagnosis.code], offers);
        }
    }
}

const UNSPECIFIED: Check = Check {
    rule: Rule {
        id: "laterality.unspecified",
        severity: Warning,
        source: "Guidelines I.B.13, I.B.18",
        looks_for: "a code of an unspecified side though the side is documented",
        remedy: "Choose the code of the documented side.",
    },
    look: unspecified,
};

fn unspecified(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for diagnosis in claim.diagnoses.iter().filter(|d| leaves_side_open(d)) {
        let Some(told) = documented::side(diagnosis) else {
            continue;
        };
        let mut offers = billable(claim, diagnosis, told);
        if offers.is_empty() && told == Side::Both {
            offers = billable(claim, diagnosis, Side::Right);
            offers.extend(billable(claim, diagnosis, Side::Left));
        }
        if !offers.is_empty() {
            found.report_with(
                format!(
                    "{} leaves the side open, and {} is documented",
                    diagnosis.code,
                    told.word()
                ),
                [diagnosis.code],
                offers,
            );
        }
    }
}

/// Whether the title says `unspecified` and names no side.
fn leaves_side_open(diagnosis: &Diagnosis<'_>) -> bool {
    let title = diagnosis.title();
    title.contains("nspecified") && side::of_title(title).is_none()
}

/// The codes that say the same of another side and may be billed.
fn billable<'c>(claim: &ClaimView<'c>, diagnosis: &Diagnosis<'_>, wanted: Side) -> Vec<&'c str> {
    side::variants(claim.tables, diagnosis.key)
        .into_iter()
        .filter(|(side, entry)| *side == wanted && entry.billable(claim.on))
        .map(|(_, entry)| entry.code())
        .collect()
}

const ONE_OF_BOTH: Check = Check {
    rule: Rule {
        id: "laterality.one_of_both",
        severity: Warning,
        source: "Guidelines I.B.13",
        looks_for: "a code of one side, documented on both, where both sides have a code",
        remedy: "Use the bilateral code, unless one side was treated before.",
    },
    look: one_of_both,
};

fn one_of_both(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for diagnosis in &claim.diagnoses {
        let coded = side::of_title(diagnosis.title());
        if !matches!(coded, Some(Side::Left | Side::Right))
            || documented::side(diagnosis) != Some(Side::Both)
        {
            continue;
        }
        let offers = billable(claim, diagnosis, Side::Both);
        // Beside the other side, the rule on both sides speaks.
        let claimed = |other: &Diagnosis<'_>| {
            offers.contains(&other.code.as_str())
                || side::opposed(diagnosis, other) && are_variants(claim, diagnosis, other)
        };
        if !offers.is_empty() && !claim.diagnoses.iter().any(claimed) {
            found.report_with(
                format!(
                    "{} is of one side and is documented on both",
                    diagnosis.code
                ),
                [diagnosis.code],
                offers,
            );
        }
    }
}

const BILATERAL_AND_ONE: Check = Check {
    rule: Rule {
        id: "laterality.bilateral_and_one",
        severity: Warning,
        source: "Guidelines I.B.13",
        looks_for: "the bilateral code of a condition beside the code of one side",
        remedy: "Keep the bilateral code where both tell one condition.",
    },
    look: bilateral_and_one,
};

fn bilateral_and_one(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for both in &claim.diagnoses {
        if side::of_title(both.title()) != Some(Side::Both) {
            continue;
        }
        let one = claim.diagnoses.iter().find(|other| {
            matches!(
                side::of_title(other.title()),
                Some(Side::Left | Side::Right)
            ) && category(other) == category(both)
                && side::differ_in_side_alone(both.title(), other.title())
        });
        if let Some(one) = one {
            found.report(
                format!("{} already holds the side of {}", both.code, one.code),
                [both.code, one.code],
            );
        }
    }
}

/// The category, as a number.
const fn category(diagnosis: &Diagnosis<'_>) -> u64 {
    diagnosis.key >> 40
}

const BILATERAL: Check = Check {
    rule: Rule {
        id: "laterality.bilateral",
        severity: Warning,
        source: "Guidelines I.B.13",
        looks_for: "the left and the right code of a condition that has a bilateral code",
        remedy: "Use the bilateral code, unless each side is treated in an encounter of its own.",
    },
    look: bilateral,
};

fn bilateral(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for (one, other) in claim.pairs() {
        if !side::opposed(one, other) || !are_variants(claim, one, other) {
            continue;
        }
        let offers = billable(claim, one, Side::Both);
        if !offers.is_empty() {
            found.report_with(
                format!(
                    "{} and {} are the two sides of a condition that has one code for both",
                    one.code, other.code
                ),
                [one.code, other.code],
                offers,
            );
        }
    }
}

/// Whether the codes differ in the side alone.
fn are_variants(claim: &ClaimView<'_>, one: &Diagnosis<'_>, other: &Diagnosis<'_>) -> bool {
    side::variants(claim.tables, one.key)
        .iter()
        .any(|(_, entry)| entry.code() == other.code.as_str())
}

const UNSPECIFIED_AND_SPECIFIED: Check = Check {
    rule: Rule {
        id: "laterality.unspecified_and_specified",
        severity: Warning,
        source: "Guidelines I.B.13, I.B.18",
        looks_for: "one condition coded with a side and without",
        remedy: "Keep the code of the side.",
    },
    look: unspecified_and_specified,
};

fn unspecified_and_specified(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for open in claim.diagnoses.iter().filter(|d| leaves_side_open(d)) {
        let variants = side::variants(claim.tables, open.key);
        let sided = claim.diagnoses.iter().find(|other| {
            variants
                .iter()
                .any(|(_, entry)| entry.code() == other.code.as_str())
        });
        if let Some(sided) = sided {
            found.report(
                format!(
                    "{} leaves open the side that {} names",
                    open.code, sided.code
                ),
                [open.code, sided.code],
            );
        }
    }
}

const LESS_SPECIFIC: Check = Check {
    rule: Rule {
        id: "laterality.less_specific",
        severity: Warning,
        source: "Guidelines I.A.9.b, I.B.2, I.B.18",
        looks_for: "an unspecified code beside a specific one of the same category",
        remedy: "Drop the unspecified code where both tell one condition.",
    },
    look: less_specific,
};

/// Where an unspecified code and a specific one may tell two things: cancers
/// of several sites, symptoms, injuries and drugs, pregnancy, Z codes.
const SEVERAL: CodeSet<5> = CodeSet::of(["C00-D49", "O00-O9A", "R00-R99", "S00-T88", "V00-Z99"]);

/// Old myocardial infarction stands among the chronic ischemic heart diseases,
/// and is none of the others.
const ANOTHER: CodeSet<1> = CodeSet::of(["I25.2"]);

fn less_specific(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    for vague in claim.diagnoses.iter().filter(|d| !d.is(&SEVERAL)) {
        let Some(header) = header_left_open(vague) else {
            continue;
        };
        let specific = claim.diagnoses.iter().find(|other| {
            other.key != vague.key
                && !other.is(&ANOTHER)
                && !other.title().contains("nspecified")
                && side::of_title(other.title()).is_none()
                && std::iter::successors(other.entry, CmEntry::parent)
                    .any(|entry| entry.code() == header)
        });
        if let Some(specific) = specific {
            found.report(
                format!(
                    "{} leaves open what {} specifies",
                    vague.code, specific.code
                ),
                [vague.code, specific.code],
            );
        }
    }
}

/// The header of which the code says nothing more than `unspecified`.
fn header_left_open<'c>(diagnosis: &Diagnosis<'c>) -> Option<&'c str> {
    let entry = diagnosis.entry?;
    let header = entry.parent()?;
    let said = entry.title().strip_suffix(", unspecified")?;
    said.eq_ignore_ascii_case(header.title())
        .then(|| header.code())
}
