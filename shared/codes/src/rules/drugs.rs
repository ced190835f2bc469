//! Adverse effects, poisoning and underdosing (Guidelines I.C.19.e).

use chartfleet_model::FindingSeverity::{Error, Info, Warning};

use super::characters::{Phase, character, phase, with_character};
use super::{Check, ClaimView, Diagnosis, Found, Rule};
use crate::codeset::CodeSet;

pub(super) const RULES: &[Check] = &[
    NO_EFFECT,
    ADVERSE_EFFECT_FIRST,
    UNDERDOSING_FIRST,
    UNDERDOSING_REASON,
    SAME_DRUG_TWICE,
];

/// Drugs, medicaments and biological substances.
const DRUGS: CodeSet<1> = CodeSet::of(["T36-T50"]);

/// How a drug did harm, as its code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Harm {
    /// By accident, intent or for reasons unknown: which of them matters.
    Poisoning(u8),
    /// Taken as prescribed.
    AdverseEffect,
    /// Less was taken than prescribed.
    Underdosing,
}

/// The place of the character for harm: the sixth, or the fifth where the
/// sixth is a placeholder.
fn place_of_harm(key: u64) -> usize {
    if character(key, 6) == b'X' { 5 } else { 6 }
}

fn harm(drug: &Diagnosis<'_>) -> Option<Harm> {
    if !drug.is(&DRUGS) {
        return None;
    }
    match character(drug.key, place_of_harm(drug.key)) {
        b'5' => Some(Harm::AdverseEffect),
        b'6' => Some(Harm::Underdosing),
        intent @ b'1'..=b'4' => Some(Harm::Poisoning(intent)),
        _ => None,
    }
}

const ADVERSE_EFFECT_FIRST: Check = Check {
    rule: Rule {
        id: "drugs.adverse_effect_first",
        severity: Error,
        source: "Guidelines I.C.19.e.5.a",
        looks_for: "an adverse effect of a drug that stands first",
        remedy: "Put the nature of the adverse effect first, then the drug.",
    },
    look: adverse_effect_first,
};

fn adverse_effect_first(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(first) = claim.first() else { return };
    if harm(first) == Some(Harm::AdverseEffect) {
        found.report(
            format!(
                "{} names the drug of an adverse effect: what the drug did to the patient stands first",
                first.code
            ),
            [first.code],
        );
    }
}

const NO_EFFECT: Check = Check {
    rule: Rule {
        id: "drugs.effect_missing",
        severity: Warning,
        source: "Guidelines I.C.19.e.5.a",
        looks_for: "an adverse effect of a drug without any condition that it could have caused",
        remedy: "Add the nature of the adverse effect, such as a rash, bleeding or tachycardia.",
    },
    look: no_effect,
};

/// Reasons for contact, external causes and the drugs themselves: no effects of
/// a drug.
const NO_EFFECTS: CodeSet<3> = CodeSet::of(["Z00-Z99", "V00-Y99", "T36-T50"]);

fn no_effect(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let affected = claim.diagnoses.iter().any(|d| !d.is(&NO_EFFECTS));
    let first = claim.first().map(|first| first.key);
    for drug in claim.of(&DRUGS) {
        // Standing first is told by its own rule.
        let adverse = harm(drug) == Some(Harm::AdverseEffect) && first != Some(drug.key);
        if adverse && !affected && phase(drug.key) != Some(Phase::Sequela) {
            found.report(
                format!(
                    "{} says that a drug did harm, and no diagnosis says which",
                    drug.code
                ),
                [drug.code],
            );
        }
    }
}

const UNDERDOSING_FIRST: Check = Check {
    rule: Rule {
        id: "drugs.underdosing_first",
        severity: Error,
        source: "Guidelines I.C.19.e.5.c",
        looks_for: "underdosing that stands first",
        remedy: "Put the condition that got worse first.",
    },
    look: underdosing_first,
};

fn underdosing_first(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    let Some(first) = claim.first() else { return };
    if harm(first) == Some(Harm::Underdosing) {
        found.report(
            format!(
                "{} is underdosing, which is never principal or first-listed",
                first.code
            ),
            [first.code],
        );
    }
}

const UNDERDOSING_REASON: Check = Check {
    rule: Rule {
        id: "drugs.underdosing_reason",
        severity: Info,
        source: "Guidelines I.C.19.e.5.c",
        looks_for: "underdosing without the reason for it",
        remedy: "Add the reason where it is documented: Z91.12-, Z91.13-, Z91.14-, Z91.A- or Y63.-.",
    },
    look: underdosing_reason,
};

/// Noncompliance of patient and caregiver, failure in dosage during care.
const REASONS: CodeSet<4> = CodeSet::of(["Z91.1", "Z91.A", "Y63", "Z53"]);

fn underdosing_reason(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    if claim.has(&REASONS) {
        return;
    }
    for drug in claim.of(&DRUGS) {
        if harm(drug) == Some(Harm::Underdosing) {
            found.report(
                format!("{} does not say why less was taken", drug.code),
                [drug.code],
            );
        }
    }
}

const SAME_DRUG_TWICE: Check = Check {
    rule: Rule {
        id: "drugs.same_drug_twice",
        severity: Warning,
        source: "Guidelines I.C.19.e.5",
        looks_for: "one drug coded in two ways: as poisoning, adverse effect or underdosing, or with two intents",
        remedy: "Keep the code that says how the drug was taken.",
    },
    look: same_drug_twice,
};

fn same_drug_twice(claim: &ClaimView<'_>, found: &mut Found<'_>) {
    // The seventh character may differ: the drug and its harm must not.
    let drug = |diagnosis: &Diagnosis<'_>| {
        with_character(
            with_character(diagnosis.key, place_of_harm(diagnosis.key), 0),
            7,
            0,
        )
    };
    let late = |diagnosis: &Diagnosis<'_>| phase(diagnosis.key) == Some(Phase::Sequela);
    for (one, other) in claim.pairs() {
        let (Some(harm_of_one), Some(harm_of_other)) = (harm(one), harm(other)) else {
            continue;
        };
        if drug(one) == drug(other) && harm_of_one != harm_of_other && late(one) == late(other) {
            found.report(
                format!(
                    "{} and {} name one drug, taken in two contradictory ways",
                    one.code, other.code
                ),
                [one.code, other.code],
            );
        }
    }
}
